"""Signs that a date of a sentence is the day of an act: how it stands to the act, what leads to it, what rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tocsin.events.coming import ahead
from tocsin.events.dates import BEGINNING, When
from tocsin.events.other_days import of_another
from tocsin.events.ruled_days import until
from tocsin.events.saying import REPORT, said
from tocsin.events.told import CLAUSE, WEEKDAY, Told, leading

_WORD = re.compile(r"[A-Za-z’']+|[,;:()\".]|\d+")
_NUMBER = re.compile(r"\d")
#: Words with which a date may begin.
_JOINS = frozenset({"in", "since", "by", "until", "during", "from", "throughout", "before", "after", "through", "on"})
_JOINS |= {"of", "early", "late", "last", "next", "this", "that", "effective", "earlier", "later"}
#: What is told of a date that the networks did not judge, and of one beside which they judged no other.
_UNJUDGED = "?"
#: Numbers above which it makes no difference how many there are.
_FEW, _ODDS, _GAP, _FAR, _YEARS, _DATES = 3, 4, 4, 8, 4, 4
#: Within how many characters behind a date the next word stands; how many letters name the kind of one without number.
_BEHIND, _SHORT = 30, 14


def day_signs(text: str, when: Sequence[When], told: Told, today: date | None, ruled: int | None) -> list[list[str]]:
    """Return the signs of each date.

    Parameters
    ----------
    text : str
        The sentence.
    when : sequence of When
        Its dates.
    told : Told
        The act.
    today : datetime.date or None
        Day of the document.
    ruled : int, optional
        The date that the rules hold for the day of the act, by its place.

    Returns
    -------
    list of list of str
        One list a date.
    """
    choices = ["none" if ruled is None else "it" if ruled == k else "other" for k in range(len(when))]
    asked = (_Asked(text, when, k, told) for k in range(len(when)))
    return [
        [*one.judged(choice), *one.placed(), *one.led(), *one.meant(today)]
        for one, choice in zip(asked, choices, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _Asked:
    """A date that may be the day of an act.

    Parameters
    ----------
    text : str
        The sentence.
    when : sequence of When
        Its dates.
    k : int
        The place of this one.
    told : Told
        The act.
    """

    text: str
    when: Sequence[When]
    k: int
    told: Told

    @cached_property
    def one(self) -> When:
        return self.when[self.k]

    @cached_property
    def side(self) -> str:
        """Return on which side of the act it stands."""
        begin, end = self.told.at
        return "behind" if self.one.start >= end else "before" if self.one.end <= begin else "within"

    def judged(self, choice: str) -> Iterator[str]:
        """Yield what the rules and the networks say of it."""
        state, likely = self.told.state, self.told.likely
        odds = str(_clipped(likely[self.k], _ODDS)) if self.k in likely else _UNJUDGED
        others = [odds_ for n, odds_ in likely.items() if n != self.k]
        gap = str(_clipped(likely[self.k] - max(others), _GAP)) if others and self.k in likely else _UNJUDGED
        yield from (f"odds={odds}", f"odds={odds}|{state}", f"gap={gap}")
        yield from (f"ruled={choice}", f"ruled={choice}|{state}", f"ruled={choice}|odds={odds}")
        yield from (f"dates={min(len(self.when), _DATES)}", f"state={state}", f"bound={self.one.bound}|{state}")

    def placed(self) -> Iterator[str]:
        """Yield how it stands to the act, among the dates and the acts of the sentence."""
        one, told, side = self.one, self.told, self.side
        first, last = (told.at[1], one.start) if side == "behind" else (one.end, told.at[0])
        between = self.text[first:last]
        far = min((len(between) + 1).bit_length() - 1, _FAR)
        acts = min(sum(first < other < last for other in told.others), _FEW)
        clauses = min(len(CLAUSE.findall(between)), _FEW)
        yield from (f"side={side}", f"far={side}{far}", f"acts={side}{acts}", f"clauses={side}{clauses}")
        yield from (f"commas={side}{min(between.count(','), _FEW)}", f"far={far}|acts={acts}|clauses={clauses}")
        yield f"reports={side}{min(len(REPORT.findall(between)), _FEW)}"
        here = abs(one.start - told.at[0])
        yield f"nearest={all(here <= abs(other.start - told.at[0]) for other in self.when)}"
        yield f"own={all(here <= abs(other - one.start) for other in told.others)}"
        if one.start <= BEGINNING and self.text.startswith(",", one.end):
            yield from ("begins", f"begins|{side}|acts={acts}", f"begins|{told.state}")
        if side == "behind" and between.rfind("(") > between.rfind(")"):
            yield "bracketed"
        if of_another(self.text, one, told, between):
            yield from ("another", f"another|{side}", f"another|{told.state}")

    def led(self) -> Iterator[str]:
        """Yield the words that lead to it, and the one behind it."""
        text, one, side, state = self.text, self.one, self.side, self.told.state
        before = leading(text, one)
        lead = [word.lower() for word in _WORD.findall(before)[-2:]]
        own = _WORD.match(text, one.start, one.end)
        join = own[0].lower() if own and own[0].lower() in _JOINS else ""
        last, both = lead[-1] if lead else "^", " ".join(lead)
        yield from (f"lead={last}", f"lead={last}|{join}", f"lead={last}|{side}", f"lead={last}|{state}")
        yield from (f"join={join}", f"leads={both}", f"leads={both}|{side}")
        behind = _WORD.search(text, one.end, min(one.end + _BEHIND, len(text)))
        follows = behind[0].lower() if behind else "$"
        yield from (f"next={follows}", f"next={follows}|{side}")
        if until(before, self.told.act):
            yield from ("until", f"until|{state}")
        if said(text, one):
            yield from ("said", f"said|{state}", f"said|{side}")

    def meant(self, today: date | None) -> Iterator[str]:
        """Yield what kind of date it is, and whether it is past or to come."""
        one, state = self.one, self.told.state
        words = self.text[one.start : one.end]
        named = one.precision if _NUMBER.search(words) else words.lower()[:_SHORT]
        kind = "weekday" if WEEKDAY.search(words) else named
        yield from (f"kind={kind}", f"kind={kind}|{self.side}", f"precision={one.precision}")
        if today is None:
            return
        day = ahead(self.text, one, self.told.at, state, today)
        quarter = f"{today.year:04d}-Q{(today.month + 2) // 3}"
        now = quarter if "Q" in day else today.isoformat()[: len(day)]
        turn = "coming" if day > now else "now" if day == now else "past"
        yield from (f"turn={turn}", f"turn={turn}|{state}", f"turn={turn}|{one.precision}|{state}")
        yield f"years={_clipped(today.year - int(day[:4]), _YEARS)}|{one.precision}"


def _clipped(value: float, most: int) -> int:
    return max(-most, min(most, round(value)))
