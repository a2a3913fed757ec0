"""Measures on each product that forecasts look at, as the view of a day tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tocsin.core.period import Period, parse_period
from tocsin.foresight.restraint import EVERYONE, STRENGTH, Restraint
from tocsin.policy.groups import members_on, named_groups
from tocsin.ref.products import EDITIONS, product

if TYPE_CHECKING:
    import duckdb

RECENT, YEAR = timedelta(days=730), timedelta(days=365)
RELIEFS = ("suspension", "authorisation")
_SQL = """SELECT DISTINCT party, target, product, instrument, effect, announced_on, valid_from, valid_to, ended_known_on
    FROM measure WHERE direction = 'export' AND confidence = 'high' AND nomenclature = 'product'
        AND (list_contains(?, effect) OR list_contains(?, instrument)) ORDER BY ALL"""


@dataclass(frozen=True)
class _Row:
    """One measure on one product towards one target, with its dates."""

    party: str
    target: str
    product: str
    instrument: str
    effect: str
    announced: str | None
    first: Period
    last: Period | None
    over: bool

    def holds(self, day: date) -> bool:
        return self.first.end <= day and not self.over


def give_restraints(connection: duckdb.DuckDBPyConnection, nomenclature: str, day: date) -> tuple[Restraint, ...]:
    """Return the measures on exports that a day knows of, by the codes of one edition.

    Only measures whose reference was read count. A measure is in force from its first day to its last, unless its party
    has suspended what it says of that product towards that target; an end that a later act decided counts once that act
    is known.

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
    edition = nomenclature.removeprefix("HS")
    rows = list(_rows(connection, day))
    paused = {_goods(row) for row in rows if row.instrument == "suspension" and row.holds(day)}
    found: list[Restraint] = []
    for row in rows:
        if row.effect in STRENGTH:
            strength = STRENGTH[row.effect]
            recent = _since(row.announced or str(row.first)) >= day - RECENT
            states = (row.holds(day) and _goods(row) not in paused, day < row.first.start, recent, False)
        else:
            ends = row.last is not None and day <= row.last.end <= day + YEAR
            strength, states = 1.0, (False, False, False, row.holds(day) and ends)
        if any(states):
            found += [
                Restraint(row.party, place, code, strength, *states)
                for code in _codes(row.product, edition)
                for place in _places(row.target, day)
            ]
    return tuple(found)


def give_acts(connection: duckdb.DuckDBPyConnection, day: date) -> dict[tuple[str, str], int]:
    """Return how many measures of any kind parties announced towards targets by name within a year before a day.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    day : datetime.date
        The day.

    Returns
    -------
    dict of (str, str) to int
        By party and target [1].
    """
    rows = connection.execute(
        """SELECT DISTINCT measure, party, target, announced_on FROM measure
        WHERE confidence = 'high' AND effect NOT IN ('free', 'none') AND target <> '*' AND announced_on IS NOT NULL"""
    ).fetchall()
    named = {
        (measure, party, place)
        for measure, party, target, announced in rows
        if _since(announced) >= day - YEAR
        for place in _places(target, day)
    }
    return dict(sorted(Counter((party, place) for _, party, place in named).items()))


def _rows(connection: duckdb.DuckDBPyConnection, day: date) -> Iterator[_Row]:
    for party, target, goods, instrument, effect, announced, first, last, known in connection.execute(
        _SQL, [list(STRENGTH), list(RELIEFS)]
    ).fetchall():
        begins, ends = _period(first), _period(last)
        if begins is not None:
            over = ends is not None and ends.end < day and _is_known(known, day)
            yield _Row(party, target, goods, instrument, effect, announced, begins, ends, over)


def _goods(row: _Row) -> tuple[str, str, str]:
    return row.party, row.target, row.product


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
