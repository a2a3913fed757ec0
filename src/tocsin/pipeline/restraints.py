"""Measures on each product that forecasts look at, as the view of a day tells them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tocsin.core.period import Period, parse_period
from tocsin.foresight.restraint import EVERYONE, STRENGTH, Restraint
from tocsin.policy.groups import members_on, named_groups
from tocsin.ref.products import EDITIONS, product

if TYPE_CHECKING:
    import duckdb

RECENT = timedelta(days=730)


def give_restraints(connection: duckdb.DuckDBPyConnection, nomenclature: str, day: date) -> tuple[Restraint, ...]:
    """Return the measures on exports that a day knows of, by the codes of one edition.

    Only measures whose reference was read count. A measure is in force from its first day to its last; an end that a
    later act decided counts once that act is known. Suspensions are not told in the table and are left out.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    nomenclature : str
        Code list wanted: ``"HS1992"``.
    day : datetime.date
        The day.

    Returns
    -------
    tuple of Restraint
        One for each measure, target and code; empty where the day knows of none.
    """
    rows = connection.execute(
        """SELECT DISTINCT party, target, product, effect, announced_on, valid_from, valid_to, ended_known_on
        FROM measure WHERE direction = 'export' AND confidence = 'high' AND list_contains(?, effect)
            AND nomenclature = 'product' ORDER BY ALL""",
        [list(STRENGTH)],
    ).fetchall()
    edition = nomenclature.removeprefix("HS")
    found: list[Restraint] = []
    for party, target, goods, effect, announced, first, last, known in rows:
        begins, ends = _period(first), _period(last)
        if begins is None:
            continue
        over = ends is not None and ends.end < day and _is_known(known, day)
        states = (begins.end <= day and not over, day < begins.start, _since(announced or first) >= day - RECENT)
        if any(states):
            found += [
                Restraint(party, place, code, STRENGTH[effect], *states)
                for code in _codes(goods, edition)
                for place in _places(target, day)
            ]
    return tuple(found)


def _period(text: str | None) -> Period | None:
    return parse_period(text) if text else None


def _since(text: str) -> date:
    return parse_period(text).start


def _is_known(text: str | None, day: date) -> bool:
    return text is None or parse_period(text).start <= day


def _codes(goods: str, edition: str) -> tuple[str, ...]:
    return product(goods).codes(edition) if edition in EDITIONS else ()


def _places(target: str, day: date) -> tuple[str, ...]:
    if target == EVERYONE or target not in named_groups():
        return (target,)
    return tuple(sorted(members_on(target, day)))
