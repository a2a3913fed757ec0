"""Distance between partners out of the lake and the register, year by year, and what is not known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tocsin.core.errors import UsageError
from tocsin.pipeline.given import BLOC, give_scores
from tocsin.pipeline.lists import ControlList, control_lists
from tocsin.policy.distance import KINDS, VOTES, Distance, list_distances, measure_distances, vote_distances
from tocsin.policy.groups import members_on

if TYPE_CHECKING:
    from tocsin.lake import Lake
    from tocsin.policy.register import Register


@dataclass(frozen=True)
class Distances:
    """Distances and what is not known.

    Parameters
    ----------
    rows : tuple of Distance
        By pair, kind and year.
    notes : tuple of str
        What is not known.
    """

    rows: tuple[Distance, ...]
    notes: tuple[str, ...]


def distances(
    lake: Lake, register: Register, partners: Sequence[str], years: tuple[int, int], today: date
) -> Distances:
    """Measure the distance between partners in each year.

    A year is seen at its last day, the current one today. Lists are those that were out by then.

    Parameters
    ----------
    lake : Lake
        For lists and votes.
    register : Register
        For measures.
    partners : sequence of str
        ISO 3166-1 alpha-3, or ``EU``; two or more.
    years : tuple of int
        First and last year.
    today : datetime.date
        Today.

    Returns
    -------
    Distances
        One row for each pair, year and kind of which something is known.

    Raises
    ------
    UsageError
        If there are fewer than two partners, one stands twice, or the years run backwards or begin after today.
    """
    first, last = years[0], min(years[1], today.year)
    if len(set(partners)) < max(len(partners), 2):
        raise UsageError(f"The partners are {', '.join(partners)}", remedy="Name two or more, each once.")
    if first > last:
        raise UsageError(f"There is no year from {years[0]} to {years[1]} by today", remedy="Give --from and --to.")
    scores = _scores(lake, today)
    rows: list[Distance] = []
    for year in range(first, last + 1):
        day = min(date(year, 12, 31), today)
        lists = _lists(lake, partners, day)
        rows += list_distances({partner: one.entries for partner, one in lists.items()}, str(year))
        rows += vote_distances(scores, partners, year)
        rows += measure_distances(register, partners, day)
    rows.sort(key=lambda one: (partners.index(one.a), partners.index(one.b), list(KINDS).index(one.kind), one.period))
    return Distances(tuple(rows), tuple(_notes(rows, partners, first, last, scores)))


def _lists(lake: Lake, partners: Sequence[str], day: date) -> dict[str, ControlList]:
    held = control_lists(lake, day, day)
    union = members_on(BLOC, day)
    found: dict[str, ControlList] = {}
    for partner in partners:
        owner = BLOC if partner in union else partner
        if own := [one for (party, _), one in held.items() if party == owner]:
            found[partner] = own[0]
    return found


def _scores(lake: Lake, today: date) -> dict[tuple[str, int], float]:
    view = lake.as_of(today)
    if not any(part.table == "country_score" for part in view.slices):
        return {}
    connection = view.connect()
    try:
        found: dict[tuple[str, int], float] = give_scores(connection, VOTES)
    finally:
        connection.close()
    return found


def _notes(
    rows: Sequence[Distance],
    partners: Sequence[str],
    first: int,
    last: int,
    scores: dict[tuple[str, int], float],
) -> list[str]:
    notes = []
    for kind, told in KINDS.items():
        known = sorted({int(row.period) for row in rows if row.kind == kind})
        if not known:
            notes.append(f"{kind} ({told}): not known for any pair in {first} to {last}.")
        elif gone := [str(year) for year in range(first, last + 1) if year not in known]:
            notes.append(f"{kind}: not known for {', '.join(gone)}; the last year known is {known[-1]}.")
    if scores:
        end = max(year for _, year in scores)
        without = [one for one in partners if not any(country == one for country, _ in scores)]
        notes += [f"Votes are held up to {end}."] if end < last else []
        notes += [f"There are no votes of {', '.join(without)}."] if without else []
    listed = {place for row in rows if row.kind.startswith("control_list") for place in (row.a, row.b)}
    if lacking := [one for one in partners if one not in listed]:
        notes.append(f"No pair of control lists is held for {', '.join(lacking)}.")
    notes.append(
        "Measures are those of the register, a few hundred acts: a distance of 1 may be a gap of the register."
    )
    return notes
