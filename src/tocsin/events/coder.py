"""From a sentence to events: an act, who does it, to whom, with what and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.events.dates import When, dates
from tocsin.events.event import Event, Evidence
from tocsin.events.grammar import Sentence, Verb
from tocsin.events.lexicon import alone, rules
from tocsin.events.mentions import Mention
from tocsin.events.modality import modality
from tocsin.events.objects import objects
from tocsin.events.text import Text
from tocsin.events.tokens import tokens

_REACH = 14
_BY_NOUN = {
    "control": "impose_control",
    "ban": "ban",
    "quota": "quota",
    "tariff": "tariff",
    "sanction": "sanction",
    "missile": "missile_test",
    "exercise": "exercise",
}
#: Acts whose target may stand right behind the verb: "sanctioned Iran", "removed Korea from".
_DIRECT = frozenset({"sanction", "threaten", "meet", "ban", "list_entity", "remove_trusted_group", "add_trusted_group"})
#: Acts that mean nothing without somebody who does them.
_NEEDS_ACTOR = frozenset({"state", "pledge", "agree", "threaten", "meet"})
_SURE, _LIKELY, _NOUN_ONLY = 0.85, 0.7, 0.5
_QUANTITY = re.compile(
    r"\b(?:(?:more than|over|at least|about|around|up to|nearly|some|greater than)\s+)?"
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|a dozen|two dozen|dozens of|hundreds of)"
    r"(?:\s*(?:%|percent|per cent|million|billion|thousand|trillion))?"
    r"(?:\s*-?\s*(?:metric )?(?:tons?|tonnes?|kilograms?|kg|barrels?|missiles?|rockets?|projectiles?|meetings?|summits?|dollars?|"
    r"items?|products?|companies|firms|entities|minerals?|elements?|high-level \w+|ballistic missiles?|short-range ballistic "
    r"missiles?|years?|months?|days?|kilometers|km|chemicals|materials))?",
    re.IGNORECASE,
)


@dataclass
class Memory:
    """What a document has said so far.

    Parameters
    ----------
    today : datetime.date or None
        Day of the document.
    groups : list of tuple of str
        Parties that were named together: whom "both countries" means.
    date : str
        Date named last.
    """

    today: date | None = None
    groups: list[tuple[str, ...]] = field(default_factory=list)
    date: str = ""


def code(text: Text, start: int, end: int, memory: Memory) -> list[Event]:
    """Code one sentence.

    Parameters
    ----------
    text : Text
        The document.
    start, end : int
        The sentence in its clean text.
    memory : Memory
        What was said before; what this sentence says is added.

    Returns
    -------
    list of Event
        In the order of the text, each act on each pair once.
    """
    sentence = Sentence(tokens(text.clean, start, end))
    when = dates(text.clean, start, end, memory.today, memory.date)
    coder = _Coder(text, (start, end), sentence, memory, when)
    events = list(_once([*coder.by_verbs(), *coder.by_nouns()]))
    coder.remember()
    return events


class _Coder:
    def __init__(
        self, text: Text, span: tuple[int, int], sentence: Sentence, memory: Memory, when: Sequence[When]
    ) -> None:
        self.text, self.span, self.sentence, self.memory, self.when = text, span, sentence, memory, when
        self.used: set[int] = set()

    # --------------------------------------------------------------------------------------------------- by verbs
    def by_verbs(self) -> Iterator[Event]:
        for verb in self.sentence.verbs:
            found = self._by_rule(verb) or self._by_itself(verb)
            if found is not None:
                yield found

    def _by_rule(self, verb: Verb) -> Event | None:
        end = self.sentence.clause_end(verb.last)
        for rule in rules():
            if verb.form.lemma not in rule.verbs:
                continue
            backward = verb.passive or rule.subject
            for first, last, classes in self._nouns_near(verb, end, backward=backward):
                if not classes & rule.nouns or (rule.by and not self._stands_by(first, rule.by)):
                    continue
                self.used |= set(range(first, last))
                return self._event(rule.act, verb, end, noun=(first, last), confidence=_SURE)
        return None

    def _nouns_near(self, verb: Verb, end: int, *, backward: bool) -> Iterator[tuple[int, int, frozenset[str]]]:
        if backward:
            behind = [one for one in self.sentence.nouns if one[1] <= verb.first and verb.first - one[1] <= _REACH]
            yield from reversed(behind)
        yield from (one for one in self.sentence.nouns if verb.last <= one[0] < min(end, verb.last + _REACH))

    def _stands_by(self, first: int, by: Sequence[str]) -> bool:
        lower = self.sentence.lower
        return any(lower[k] in by for k in range(max(first - 6, 0), first))

    def _by_itself(self, verb: Verb) -> Event | None:
        end = self.sentence.clause_end(verb.last)
        for one in alone():
            if verb.form.lemma not in one.verbs:
                continue
            targets = self.sentence.targets(verb.last, end, direct=True)
            if one.object_ and not targets and not verb.passive:
                return None
            return self._event(one.act, verb, end, noun=None, confidence=_LIKELY)
        return None

    # --------------------------------------------------------------------------------------------------- by nouns
    def by_nouns(self) -> Iterator[Event]:
        """Yield what is named by a noun and its party alone: "Japanese export controls on chemicals"."""
        for first, last, classes in self.sentence.nouns:
            act = next((_BY_NOUN[name] for name in _BY_NOUN if name in classes), "")
            if not act or set(range(first, last)) & self.used:
                continue
            owner = self._owner(first)
            if owner is None or (act == "missile_test" and "test" not in self.sentence.lower[last - 1]):
                continue
            end = self.sentence.clause_end(last)
            targets = self.sentence.targets(last, min(end, last + _REACH))
            if act in {"impose_control", "ban", "tariff", "quota"} and not (
                targets or objects(self.text.clean, *self.span)
            ):
                continue
            yield self._made(act, [owner], targets, first, "done", _NOUN_ONLY)

    def _owner(self, first: int) -> Mention | None:
        """Return the party right before a noun: its people, or its name with a possessive."""
        for k in range(first - 1, max(first - 6, -1), -1):
            one = self.sentence.mention_at(k)
            if one is not None and one.is_party:
                following = self.sentence.lower[one.last] if one.last < len(self.sentence.lower) else ""
                return one if one.form == "people" or following in {"'s", "'"} or one.last == first else None
            if self.sentence.lower[k] in {",", "of", "on", "to", "and", ";"}:
                return None
        return None

    # ---------------------------------------------------------------------------------------------------- the event
    def _event(
        self, act: str, verb: Verb, end: int, *, noun: tuple[int, int] | None, confidence: float
    ) -> Event | None:
        sentence = self.sentence
        subject = sentence.subject(verb)
        if verb.passive:
            owner = self._owner(noun[0]) if noun is not None and noun[0] < verb.first else None
            actors = sentence.agent(verb) or ([owner] if owner is not None else [])
            targets = sentence.targets(verb.last, end) or self._patients(verb, subject)
        else:
            actors = subject
            targets = sentence.targets(verb.last, end, direct=act in _DIRECT)
        if not (actors or verb.passive or self._both(verb.first)) and act in _NEEDS_ACTOR:
            return None
        state = modality(sentence, verb)
        if (
            act in {"impose_control", "ban"}
            and state in {"announced", "possible"}
            and noun is not None
            and act != "ban"
        ):
            act = "announce_control" if state == "announced" else act
        return self._made(act, actors, targets, verb.first, state, confidence)

    def _patients(self, verb: Verb, subject: list[Mention]) -> list[Mention]:
        behind = self.sentence.targets(0, verb.first)
        return behind or subject

    def _made(
        self, act: str, actors: Sequence[Mention], targets: Sequence[Mention], at: int, state: str, confidence: float
    ) -> Event:
        actor = _parties(actors) or self._both(before=at)
        target = tuple(one for one in _parties(targets) if one not in actor)
        date_, precision = self._date(self.sentence.words[at].start)
        start, end = self.text.span(*self.span)
        return Event(
            actor=actor,
            act=act,
            target=target,
            evidence=Evidence(self.text.original[start:end], start, end),
            object_=objects(self.text.clean, *self.span),
            date=date_,
            date_precision=precision,
            quantity=self._quantity(),
            modality=state,
            confidence=confidence if actor else confidence * 0.7,
        )

    def _both(self, before: int) -> tuple[str, ...]:
        """Return whom "both countries" or "the three nations" means: those named together last."""
        head = " ".join(self.sentence.lower[max(before - 8, 0) : before])
        for n, words in ((2, ("both", "two", "each")), (3, ("three",))):
            if any(
                f"{word} {what}" in head
                for word in words
                for what in ("countries", "nations", "sides", "governments", "leaders", "allies", "country", "nation")
            ):
                return next((group for group in reversed(self.memory.groups) if len(group) == n), ())
        return ()

    def _date(self, at: int) -> tuple[str, str]:
        if self.when:
            near = min(self.when, key=lambda one: (abs(one.start - at), one.start))
            return near.date, near.precision
        if self.memory.today:
            return self.memory.today.isoformat(), "none"
        return "", "none"

    def _quantity(self) -> str:
        for one in _QUANTITY.finditer(self.text.clean, *self.span):
            if re.search(r"[a-zA-Z%]", one.group()) and re.search(r"\d|dozen|hundred|\s", one.group()):
                return one.group().strip()
        return ""

    def remember(self) -> None:
        """Keep who was named together, and the date named last."""
        k = 0
        found = [one for one in self.sentence.mentions if one.is_party]
        while k < len(found):
            group = self.sentence.group_at(found[k].first, 1)
            if len(parties := _parties(group)) > 1:
                self.memory.groups.append(parties)
            k += len(group)
        if self.when:
            self.memory.date = self.when[-1].date


def _parties(found: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.party for one in found))


def _once(events: Sequence[Event]) -> Iterator[Event]:
    seen = set()
    for one in events:
        key = (one.actor, one.act, one.target, one.evidence.start)
        if key not in seen:
            seen.add(key)
            yield one
