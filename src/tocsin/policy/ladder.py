"""Ladders of escalation: the steps of a party on a family of products, in the order of their announcement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from tocsin.policy.closed import BESIDE, RUNGS
from tocsin.policy.entry import Entry
from tocsin.policy.family import family
from tocsin.policy.force import is_known
from tocsin.policy.notice import rung_of
from tocsin.policy.register import Register
from tocsin.policy.scope import concerns_target

#: How a step lies to the one before it; relief, authorisations and groups stand beside the ladder.
FIRST, CLIMB, LEVEL, DESCENT, ASIDE = "first", "climb", "level", "descent", "beside"


@dataclass(frozen=True)
class Step:
    """One step of a ladder.

    Parameters
    ----------
    entry : Entry
        The act.
    day : datetime.date
        Day from which it is known; of a month or year known only as such, its first.
    rung : str
        Its rung, or ``relief``, ``authorisation`` or ``group``.
    move : str
        ``first``, ``climb``, ``level`` or ``descent`` against the last step on the ladder, or ``beside``.
    days : int or None
        Days since the step before, beside the ladder or on it; None for the first [days].
    """

    entry: Entry
    day: date
    rung: str
    move: str
    days: int | None


@dataclass(frozen=True)
class Ladder:
    """The steps of one party on one family of products.

    Parameters
    ----------
    party, family : str
        Who; lead group of the product book.
    steps : tuple of Step
        In the order of their announcement; of one day the lowest rung first.
    """

    party: str
    family: str
    steps: tuple[Step, ...]

    def count(self, move: str) -> int:
        """Return how many steps are such a move [1]."""
        return sum(one.move == move for one in self.steps)

    @property
    def highest(self) -> str:
        """Return the highest rung reached; empty if all steps stand beside the ladder."""
        return max((one.rung for one in self.steps if one.rung in RUNGS), key=RUNGS.index, default="")

    @property
    def between(self) -> float | None:
        """Return the median of the days between steps; None with fewer than two [days]."""
        days = [one.days for one in self.steps if one.days is not None]
        return float(median(days)) if days else None


def ladders(register: Register, known_on: date | None = None, target: str = "") -> tuple[Ladder, ...]:
    """Lay out the ladders of all parties.

    Parameters
    ----------
    register : Register
        The register.
    known_on : datetime.date, optional
        Only entries that the public knew on this day; all by default.
    target : str
        Only steps towards this country, ISO 3166-1 alpha-3 or ``EU``; all by default.

    Returns
    -------
    tuple of Ladder
        By party and family. An act on goods of several families stands on the ladder of each. Entries without a date,
        without a rung, on imports, or that name no product of the book are left out.
    """
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in register.entries.values():
        if entry.known_from is None or entry.direction != "export" or not rung_of(entry):
            continue
        if not is_known(entry, known_on) or (target and not concerns_target(entry, target, entry.known_from)):
            continue
        for name in {family(one) for one in entry.book_products} - {""}:
            found[(entry.party, name)].append(entry)
    return tuple(Ladder(*key, tuple(_steps(found[key]))) for key in sorted(found))


def _steps(entries: list[Entry]) -> Iterator[Step]:
    """Yield the steps; the level is that of the last step on the ladder."""
    level: int | None = None
    before: date | None = None
    dated = sorted((day, _height(one), one.id, one) for one in entries if (day := one.known_from))
    for day, height, _, entry in dated:
        rung = rung_of(entry)
        move = ASIDE
        if rung in RUNGS:
            move = FIRST if level is None else CLIMB if height > level else LEVEL if height == level else DESCENT
            level = height
        yield Step(entry, day, rung, move, (day - before).days if before else None)
        before = day


def _height(entry: Entry) -> int:
    return (*RUNGS, *BESIDE).index(rung_of(entry))
