"""Coded events between countries as forecasts are given them, as the view of a day tells them.

Of several reports of the same act between the same parties on the same day one counts: the one-a-day filter that is
usual with event data (Schrodt and Gerner, 2012). An event counts on the last day of the period that it is known for, or
on the day of the view if that comes first; one that lies ahead of the view does not count.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tocsin.events.stance import HOSTILE, REAL, RESTRICTING
from tocsin.foresight.dealing import Dealing, Tone
from tocsin.pipeline.kept_events import PUBLIC
from tocsin.policy.groups import members_on

if TYPE_CHECKING:
    import duckdb

#: How far back each count looks [days].
YEAR, LATELY, BEFORE = 365, 90, 1095
#: How events and trade name the European Union.
UNION = ("EUU", "EU")
#: Series of the table `pressure` that tell the tone of a pair, and the number of pairs in the news.
TONE, NEWS = "gdelt_goldstein", "gdelt_pairs"
_FIRST_DAY = """CASE freq WHEN 'D' THEN try_cast(period AS DATE) WHEN 'M' THEN try_cast(period || '-01' AS DATE)
    WHEN 'Q' THEN make_date(left(period, 4)::INT, 3 * right(period, 1)::INT - 2, 1)
    WHEN 'A' THEN make_date(left(period, 4)::INT, 1, 1) END"""
_NEXT = """CASE freq WHEN 'D' THEN INTERVAL 1 DAY WHEN 'M' THEN INTERVAL 1 MONTH WHEN 'Q' THEN INTERVAL 3 MONTH
    ELSE INTERVAL 1 YEAR END"""


def give_dealings(connection: duckdb.DuckDBPyConnection, day: date) -> dict[tuple[str, str], Dealing]:
    """Return what passed between two countries in the years before a day.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    day : datetime.date
        The day.

    Returns
    -------
    dict of (str, str) to Dealing
        By the two codes in their order; empty where the view has no events of known sides.
    """
    rows = connection.execute(
        f"""WITH told AS ({_told(day)}),
            sides AS (
                SELECT DISTINCT least(party, other) AS one, greatest(party, other) AS two,
                    party, act, hostile, ago, first
                FROM (SELECT unnest(parties) AS party, others, act, hostile, ago, first FROM told)
                CROSS JOIN unnest(others) AS listed(other)
                WHERE party <> other AND party <> '' AND other <> '')
        SELECT one, two,
            count(*) FILTER (ago < {YEAR}), count(*) FILTER (ago < {YEAR} AND hostile),
            count(*) FILTER (ago < {LATELY}), count(*) FILTER (ago < {LATELY} AND hostile),
            count(*) FILTER (ago >= {LATELY}), count(*) FILTER (ago >= {LATELY} AND hostile)
        FROM sides GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    return {(one, two): Dealing(*counts) for one, two, *counts in rows}


def give_moves(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, int]:
    """Return how many restrictive acts each party was coded to do within a year before a day, towards anybody.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    day : datetime.date
        The day.

    Returns
    -------
    dict of str to int
        By party.
    """
    rows = connection.execute(
        f"""SELECT party, count(*) FROM (
            SELECT DISTINCT unnest(parties) AS party, others, act, first
            FROM ({_told(day)}) WHERE ago < {YEAR} AND act IN {RESTRICTING})
        WHERE party <> '' GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    return dict(rows)


def give_tones(connection: duckdb.DuckDBPyConnection, day: date) -> dict[tuple[str, str], Tone]:
    """Return the tone of the news about pairs of countries, divided by how many pairs were in the news.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    day : datetime.date
        The day.

    Returns
    -------
    dict of (str, str) to Tone
        Pairs that are told of in both years before the day.
    """
    rows = connection.execute(
        f"""WITH daily AS (SELECT series, place, value, DATE '{day}' - try_cast(period AS DATE) AS ago FROM pressure
                WHERE freq = 'D' AND value IS NOT NULL AND series IN ('{TONE}', '{NEWS}')),
            volume AS (SELECT ago, value AS pairs FROM daily WHERE series = '{NEWS}' AND value > 0),
            yearly AS (SELECT place, sum(value) FILTER (ago < {YEAR}) / sum(pairs) FILTER (ago < {YEAR}) AS lately,
                    sum(value) FILTER (ago >= {YEAR}) / sum(pairs) FILTER (ago >= {YEAR}) AS before
                FROM daily JOIN volume USING (ago)
                WHERE series = '{TONE}' AND ago BETWEEN 0 AND {2 * YEAR - 1} AND contains(place, '-') GROUP BY ALL)
        SELECT place, lately, before FROM yearly WHERE lately IS NOT NULL AND before IS NOT NULL ORDER BY ALL"""
    ).fetchall()
    found = {}
    for place, lately, before in rows:
        one, _, two = place.partition("-")
        found[min(one, two), max(one, two)] = Tone(lately, before)
    return found


def _told(day: date) -> str:
    """Return the SELECT of events up to a day: days since, and both sides with the Union's members among them."""
    union = f"""['EU', {", ".join(f"'{one}'" for one in sorted(members_on("EU", day)))}]"""

    def side(column: str) -> str:
        opened = f"CASE WHEN one IN {UNION} THEN {union} ELSE [one] END"
        return f"list_distinct(flatten([{opened} for one in string_split(coalesce({column}, ''), ';')]))"

    return f"""SELECT {side("actor")} AS parties, {side("target")} AS others, act, first,
            CASE WHEN intensity IS NULL THEN act IN {HOSTILE} ELSE intensity < 0 END AS hostile,
            greatest(DATE '{day}' - CAST(first + span - INTERVAL 1 DAY AS DATE), 0) AS ago
        FROM (SELECT *, {_FIRST_DAY} AS first, {_NEXT} AS span FROM event WHERE {PUBLIC})
        WHERE modality IN {REAL} AND first <= DATE '{day}' AND ago < {BEFORE + LATELY}"""
