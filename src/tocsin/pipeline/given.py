"""What indicators are given: imports out of the view's flows, and the small tables beside them.

Flows under a national code (HTS, CN, HSK, ...) stand under its first six digits, in the edition of the Harmonized
System that was new in their year; months that make up a whole year stand as that year too. Each flow is counted once:
of two parts of a source that both hold it as the newer one has it, and under six digits as its source states it there,
else as the sum of its longer codes. Where several sources count the same output or score the same country, the one with
the higher declared precedence is taken.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tocsin.core.hs import EDITIONS
from tocsin.ref.commodities import code_rows, commodities
from tocsin.ref.countries import is_special
from tocsin.ref.gazetteer import countries
from tocsin.ref.groups import members_by_year
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb

BLOC = "EU"
#: National code lists whose first six digits are those of the Harmonized System.
NATIONAL = "(CN|HTS|SCHB|HSK|JPHS|NCM)[0-9 ]*"
#: Units of stocks that are weights.
WEIGHED = ("t", "kg", "g", "ct")
_LINE = "source, reporter, direction, product, nomenclature, period, freq"
_SCORES = """SELECT country, dimension, year, value
    FROM country_score JOIN ranked_sources ON source = ranked WHERE freq = 'A' AND value IS NOT NULL
    QUALIFY rank() OVER (PARTITION BY dimension ORDER BY precedence DESC) = 1"""
_KEY = "basis, nomenclature, product, period, freq, year, reporter, partner"


def union_members() -> dict[str, Any]:
    """Return the members of the European Union by year, as trade statistics name them.

    Returns
    -------
    dict
        Columns ``country``, ``year`` and ``bloc``; Belgium and Luxembourg report as one, ``BLX``, up to 1998.
    """
    rows = [*members_by_year(BLOC, 1958, 2100), *((year, "BLX") for year in range(1958, 1999))]
    return {
        "country": [iso3 for _, iso3 in rows],
        "year": pa.array([year for year, _ in rows], pa.int32()),
        "bloc": [BLOC] * len(rows),
    }


def basis_sql() -> str:
    """Return the SQL of what a flow's figures may be added up with: its source, or its dataset ``csv:NAME``.

    Returns
    -------
    str
        Expression over the view's ``flow``.
    """
    return f"CASE WHEN source IN ({_named('datasets')}) THEN source || ':' || scope ELSE source END"


def once_sql() -> str:
    """Return the SELECT of all flows, each once, also where two scopes of a source hold it.

    A source with overlapping scopes, such as Comext's bulk file of a month and its service's answer on one code of that
    month, may hold a flow under the same code in both. The newer release is taken, but one that was out on the day of
    the view before one that stands in for it; of two alike the one with a value.

    Returns
    -------
    str
        SQL over the view's ``flow``, all its columns.
    """
    some = f"source IN ({_named('overlapping')})"
    return f"""WITH doubled AS MATERIALIZED (  -- few, and the others need no sorting
            SELECT {_LINE} FROM flow WHERE {some} GROUP BY ALL HAVING min(scope) <> max(scope))
        SELECT * FROM flow WHERE NOT {some}
        UNION ALL SELECT * FROM flow ANTI JOIN doubled USING ({_LINE}) WHERE {some}
        UNION ALL SELECT * FROM flow SEMI JOIN doubled USING ({_LINE}) WHERE {some} QUALIFY row_number() OVER (
            PARTITION BY {_LINE}, partner
            ORDER BY coalesce(released_on <= getvariable('as_of'), false) DESC,
                coalesce(released_on, knowable_from) DESC, trade_value IS NULL, scope) = 1"""


def flows_sql() -> str:
    """Return the SELECT of what indicators see: imports that have a value and are not of a country from itself.

    Returns
    -------
    str
        SQL over the view's ``flow``, columns as in :data:`tocsin.indicators.tables.GIVEN`.
    """
    seen, plain = _reports("import"), _named("yearly_hs")
    return f"""{seen} AND source IN ({plain})
        UNION ALL ({_years_of_months(_six_digits(f"{seen} AND source NOT IN ({plain})"))})"""


def export_reports_sql() -> str:
    """Return the SELECT of what exporters report: one row by exporter, importer, product and period of a basis.

    Returns
    -------
    str
        SQL over the view's ``flow``, columns as in :data:`tocsin.indicators.tables.GIVEN`.
    """
    return f"SELECT {_KEY}, value FROM ({_years_of_months(_six_digits(_reports('export')))})"


def _reports(direction: str) -> str:
    special = ", ".join(f"'{code}'" for code in sorted({"_X", *filter(is_special, countries())}))
    return f"""SELECT {basis_sql()} AS basis, nomenclature, product, period, freq, year, reporter, partner,
        trade_value AS value, net_weight AS weight, partner IN ({special}) AS unspecified
        FROM ({once_sql()}) WHERE direction = '{direction}' AND trade_value IS NOT NULL AND reporter <> partner"""


def _named(trait: str) -> str:
    return ", ".join(f"'{name}'" for name, told in sources().items() if getattr(told, trait)) or "''"


def _six_digits(rows: str) -> str:
    """Put national codes under six digits of the edition that was new in their year, and add them up."""
    # What the source states under six digits is the whole; longer codes beside it are parts of it, perhaps not all.
    edition = " ".join(f"WHEN year >= {year} THEN 'HS{year}'" for year in reversed(EDITIONS))
    national = f"regexp_full_match(nomenclature, '{NATIONAL}') AND regexp_matches(product, '^[0-9]{{6}}')"
    placed = f"""SELECT basis,
            CASE WHEN {national} THEN CASE {edition} ELSE 'HS1992' END ELSE nomenclature END AS nomenclature,
            CASE WHEN {national} THEN left(product, 6) ELSE product END AS product,
            period, freq, year, reporter, partner, value, weight, unspecified, NOT ({national}) AS whole
        FROM ({rows})"""
    return f"""SELECT {_KEY},
            coalesce(sum(value) FILTER (whole), sum(value)) AS value,
            CASE WHEN bool_or(whole) THEN sum(weight) FILTER (whole) ELSE sum(weight) END AS weight,
            bool_or(unspecified) AS unspecified
        FROM ({placed}) GROUP BY ALL"""


def _years_of_months(rows: str) -> str:
    """Add the sum of a year's months where a reporter has all twelve and no yearly figures of its own."""
    return f"""WITH monthly AS MATERIALIZED ({rows}),
        whole AS (SELECT basis, reporter, year FROM monthly GROUP BY ALL
            HAVING count(DISTINCT period) FILTER (freq = 'M') = 12 AND count(*) FILTER (freq = 'A') = 0)
        SELECT * FROM monthly UNION ALL
        SELECT basis, nomenclature, product, year::VARCHAR AS period, 'A' AS freq, year, reporter, partner,
            sum(value) AS value, sum(weight) AS weight, bool_or(unspecified) AS unspecified
        FROM monthly JOIN whole USING (basis, reporter, year) WHERE freq = 'M'
        GROUP BY basis, nomenclature, product, year, reporter, partner"""


def give_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the small tables that indicators are given beside flows.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    """
    _make(connection, "members", union_members())
    connection.execute(f"CREATE TEMP TABLE export_reports AS {export_reports_sql()}")
    codes = code_rows()
    _make(
        connection,
        "commodities",
        {
            "commodity": [row[0] for row in codes],
            "product": [row[1] for row in codes],
            "nomenclature": ["HS1992"] * len(codes),
            "shown": [row[2] for row in codes],
        },
    )
    _make(connection, "ranked_sources", precedence())
    _production(connection)
    _stocks(connection)
    connection.execute(f"CREATE TEMP TABLE country_scores AS {_SCORES}")


def give_scores(connection: duckdb.DuckDBPyConnection, dimension: str = "political_stability") -> dict[Any, float]:
    """Return one dimension of governance.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    dimension : str
        Which.

    Returns
    -------
    dict of (str, int) to float
        Scores by country and year.
    """
    _make(connection, "ranked_sources", precedence())
    rows = connection.execute(f"SELECT country, year, value FROM ({_SCORES}) WHERE dimension = ?", [dimension])
    return {(country, year): value for country, year, value in rows.fetchall()}


def give_output(connection: duckdb.DuckDBPyConnection, nomenclature: str) -> dict[Any, float]:
    """Return production by the codes it is traded under.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        As :func:`give_scores` left it.
    nomenclature : str
        Code list wanted; codes are known in the first edition of the Harmonized System.

    Returns
    -------
    dict of (str, str, int) to float
        Weight by code, country and year [kg]; empty for another nomenclature.
    """
    if nomenclature != "HS1992":
        return {}
    _production(connection)
    traded = {(commodity, code) for commodity, code, shown in code_rows() if shown}
    found: dict[Any, float] = {}
    rows = connection.execute("SELECT commodity, country, year, weight FROM production ORDER BY ALL").fetchall()
    for commodity, country, year, weight in rows:
        for code in sorted(code for name, code in traded if name == commodity):
            found[code, country, year] = found.get((code, country, year), 0.0) + weight
    return found


def precedence() -> dict[str, Any]:
    """Return the declared precedence of every source.

    Returns
    -------
    dict
        Columns ``ranked``, the source, ``precedence``, and ``worldwide``, whether it holds all importers.
    """
    told = sources().values()
    return {
        "ranked": [one.name for one in told],
        "precedence": [one.precedence for one in told],
        "worldwide": [one.coverage == "world" for one in told],
    }


def _production(connection: duckdb.DuckDBPyConnection) -> None:
    """Give output by weight, at the stage the commodity is counted at, from one source a year."""
    from tocsin.core.units import factor

    stages = [(item.id, item.stage) for item in commodities().values()]
    _make(connection, "stages", {"commodity": [row[0] for row in stages], "stage": [row[1] for row in stages]})
    units = connection.execute("SELECT DISTINCT quantity_unit FROM production JOIN stages USING (commodity, stage)")
    cases = " ".join(f"WHEN '{unit}' THEN {factor(unit, 'kg', where='production')!r}" for (unit,) in units.fetchall())
    connection.execute(
        f"""CREATE TEMP TABLE production_weight AS
        SELECT country, commodity, year, sum(quantity * CASE quantity_unit {cases or "WHEN '' THEN 1"} END) AS weight
        FROM (SELECT * FROM production JOIN stages USING (commodity, stage) JOIN ranked_sources ON source = ranked
            WHERE freq = 'A' AND quantity IS NOT NULL
            QUALIFY rank() OVER (PARTITION BY commodity, year ORDER BY precedence DESC, source) = 1)
        GROUP BY ALL"""
    )
    connection.execute("DROP VIEW production")
    connection.execute("ALTER TABLE production_weight RENAME TO production")


def _stocks(connection: duckdb.DuckDBPyConnection) -> None:
    """Give stocks and consumption by weight, from one source a year; what is withheld stays, without weight."""
    from tocsin.core.units import factor

    cases = " ".join(f"WHEN '{unit}' THEN {factor(unit, 'kg')!r}" for unit in WEIGHED)
    connection.execute(
        f"""CREATE TEMP TABLE stocks AS
        SELECT holder AS country, commodity, kind, year, quantity * CASE quantity_unit {cases} END AS weight
        FROM stock JOIN ranked_sources ON source = ranked
        WHERE freq = 'A' AND quantity_unit IN {WEIGHED}
            AND (starts_with(kind, 'stock_') OR starts_with(kind, 'apparent_consumption'))
        QUALIFY rank() OVER (PARTITION BY holder, commodity, year ORDER BY precedence DESC, source) = 1"""
    )


@cache
def surroundings() -> str:
    """Digest all that shapes values beside the lake's rows and the functions: when it changes, they are computed anew.

    Returns
    -------
    str
        Hexadecimal digest.
    """
    from tocsin.core.units import GAS_DENSITY

    members = sorted(zip(*_plain(union_members()), strict=True))
    ours = [Path(__file__).read_bytes().decode(), flows_sql(), str(members), str(code_rows())]
    more = [str(precedence()), str([(item.id, item.stage) for item in commodities().values()]), str(GAS_DENSITY)]
    return hashlib.sha256("\n".join(ours + more).encode()).hexdigest()


def _plain(columns: dict[str, Any]) -> list[list[Any]]:
    return [column.to_pylist() if isinstance(column, pa.Array) else list(column) for column in columns.values()]


def _make(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any]) -> None:
    connection.register("given", pa.table(columns))
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")
