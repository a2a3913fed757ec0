"""Retaliation: which step came next after a rung in the register, who answered whom, and how often it happens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from tocsin.policy.closed import EVERYONE, RESTRICTING, RUNGS
from tocsin.policy.family import family
from tocsin.policy.force import is_known
from tocsin.policy.ladder import Ladder, ladders
from tocsin.policy.notice import rung_of
from tocsin.policy.rates import Rate, rates
from tocsin.policy.scope import concerns_target

if TYPE_CHECKING:
    from tocsin.policy.entry import Entry
    from tocsin.policy.register import Register

#: Within how many days an act of the other side counts as following one [d].
WITHIN = 180
#: What stands for a ladder that ends.
NONE = "none yet"


@dataclass(frozen=True)
class Next:
    """What followed a rung on the same ladder: of one party, on one family of goods.

    Parameters
    ----------
    party, target : str
        Whose steps, and towards whom.
    rung, next : str
        A rung, and the rung of the step after it; ``none yet`` where there was none by the day asked about.
    times : int
        How often this party took it towards this target [1].
    times_all : int
        How often any party did, on steps towards anyone or towards this target [1].
    days : float or None
        Median of the days between, of all parties [d].
    """

    party: str
    target: str
    rung: str
    next: str
    times: int
    times_all: int
    days: float | None


@dataclass(frozen=True)
class Answer:
    """An act of one side, and the first restricting act of the other side on it that followed.

    Parameters
    ----------
    act, answer : str
        Ids of the register; `answer` is empty if none followed within :data:`WITHIN` days.
    party, target : str
        Who acted, on whom.
    rung, answer_rung : str
        Their rungs.
    day : datetime.date
        Day from which the act was known.
    days : int or None
        Until the other side's act [d]. That it followed does not say that it was an answer.
    named : bool
        Whether the other side's act names this side, rather than everyone.
    """

    act: str
    answer: str
    party: str
    target: str
    rung: str
    answer_rung: str
    day: date
    days: int | None
    named: bool


@dataclass(frozen=True)
class Retaliation:
    """What the register shows of two sides.

    Parameters
    ----------
    a, b : str
        The two sides.
    on : datetime.date
        Day of knowledge.
    steps : tuple of Next
        Of both sides towards each other, the commonest first.
    answers : tuple of Answer
        Acts of both sides on each other, the newest first.
    rates : tuple of Rate
        How often each side restricts each of the families asked about, towards anyone.
    """

    a: str
    b: str
    on: date
    steps: tuple[Next, ...]
    answers: tuple[Answer, ...]
    rates: tuple[Rate, ...]


def retaliation(register: Register, a: str, b: str, on: date, products: Sequence[str] = ()) -> Retaliation:
    """Read from the register how two sides climb towards each other.

    Parameters
    ----------
    register : Register
        The register.
    a, b : str
        ISO 3166-1 alpha-3, or ``EU``.
    on : datetime.date
        Only what was known on this day.
    products : sequence of str
        Products of the book whose families matter; all families by default.

    Returns
    -------
    Retaliation
        Empty parts where the register shows nothing.
    """
    families = {family(one) for one in products} - {""}
    found = [one for one in rates(register, on) if one.party in (a, b) and (not families or one.family in families)]
    everyone = ladders(register, on)
    steps = [*_next(ladders(register, on, b), everyone, a, b), *_next(ladders(register, on, a), everyone, b, a)]
    answers = [*_answers(register, a, b, on), *_answers(register, b, a, on)]
    return Retaliation(
        a,
        b,
        on,
        tuple(sorted(steps, key=lambda one: (-one.times, -one.times_all, one.party, one.rung, one.next))),
        tuple(sorted(answers, key=lambda one: (one.day, one.act), reverse=True)),
        tuple(found),
    )


def _next(towards: Sequence[Ladder], everyone: Sequence[Ladder], party: str, target: str) -> list[Next]:
    mine, all_ = _moves(one for one in towards if one.party == party), _moves([*everyone, *towards])
    found = []
    for pair, days in mine.items():
        between = [one for one in all_[pair] if one is not None]
        middle = float(median(between)) if between else None
        found.append(Next(party, target, *pair, len(days), len(all_[pair]), middle))
    return found


def _moves(of: Iterable[Ladder]) -> dict[tuple[str, str], list[int | None]]:
    """Return the days between steps, by rung and the rung after it; one act on several families counts once."""
    seen: set[tuple[str, str, str]] = set()
    found: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for ladder in of:
        climbing = [one for one in ladder.steps if one.rung in RUNGS]
        for step, after in pairwise([*climbing, None]):
            key = (ladder.party, step.entry.id if step else "", after.entry.id if after else "")
            if step is None or key in seen:
                continue
            seen.add(key)
            found[step.rung, after.rung if after else NONE].append((after.day - step.day).days if after else None)
    return found


def _answers(register: Register, party: str, other: str, on: date) -> list[Answer]:
    def acts(of: str, towards: str) -> list[tuple[date, Entry]]:
        return sorted(
            (
                (one.known_from, one)
                for one in register.of(of)
                if one.known_from
                and is_known(one, on)
                and one.does in RESTRICTING
                and rung_of(one) in RUNGS
                and concerns_target(one, towards, one.known_from)
            ),
            key=lambda pair: (pair[0], pair[1].id),
        )

    theirs = acts(other, party)
    found = []
    for day, entry in acts(party, other):
        if EVERYONE in entry.targets:
            continue
        after = next(((when, one) for when, one in theirs if 0 < (when - day).days <= WITHIN), None)
        found.append(
            Answer(
                entry.id,
                after[1].id if after else "",
                party,
                other,
                rung_of(entry),
                rung_of(after[1]) if after else "",
                day,
                (after[0] - day).days if after else None,
                after is not None and EVERYONE not in after[1].targets,
            )
        )
    return found
