"""Small tables written by hand, and the indicators the engine makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from unittest.mock import patch

import duckdb
import pyarrow as pa

from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.run import CHUNK_ROWS, Step, plan, run
from tocsin.indicators.tables import GIVEN
from tocsin.ref.groups import members_by_year

PRODUCT = "250410"
#: Value of one indicator by reporter, product and period.
Values = dict[tuple[str, str, str], float]

_FLOWS = pa.schema(
    [
        *((name, pa.string()) for name in ("basis", "nomenclature", "product", "period", "freq")),
        ("year", pa.int32()),
        ("reporter", pa.string()),
        ("partner", pa.string()),
        ("value", pa.float64()),
        ("weight", pa.float64()),
        ("unspecified", pa.bool_()),
    ]
)
_PRODUCTION = pa.schema(
    [("country", pa.string()), ("commodity", pa.string()), ("year", pa.int32()), ("weight", pa.float64())]
)
_SCORES = pa.schema(
    [("country", pa.string()), ("dimension", pa.string()), ("year", pa.int32()), ("value", pa.float64())]
)
_COMMODITIES = pa.schema(
    [("commodity", pa.string()), ("product", pa.string()), ("nomenclature", pa.string()), ("shown", pa.bool_())]
)
_MEMBERS = pa.schema([("country", pa.string()), ("year", pa.int32()), ("bloc", pa.string())])


def _given(name: str) -> pa.Schema:
    kinds = {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "boolean": pa.bool_()}
    return pa.schema([(column, kinds[kind]) for column, kind in GIVEN[name].items()])


@dataclass(frozen=True)
class Flow:
    """What a reporter imports from a partner [USD, kg]."""

    period: str
    reporter: str
    partner: str
    value: float
    weight: float | None = None
    product: str = PRODUCT
    unspecified: bool = False

    def row(self) -> tuple[object, ...]:
        freq = "A" if len(self.period) == 4 else "Q" if "Q" in self.period else "M"
        key = ("made", "HS1992", self.product, self.period, freq, int(self.period[:4]))
        return (*key, self.reporter, self.partner, self.value, self.weight, self.unspecified)


@dataclass(frozen=True)
class Given:
    """Tables that indicators are given beside the members of the European Union of each year."""

    flows: Iterable[Flow]
    production: Iterable[tuple[str, str, int, float]] = ()  # country, commodity, year, weight [kg]
    scores: Iterable[tuple[str, str, int, float]] = ()  # country, dimension, year, value
    commodities: Iterable[tuple[str, str, bool]] = ()  # commodity, product, shown
    chunk_rows: int = CHUNK_ROWS
    progress: list[str] = field(default_factory=list)  # last period of each chunk, filled while computing

    def values(self, *names: str) -> dict[str, Values]:
        """Compute indicators, and those they build on."""
        connection = duckdb.connect()
        try:
            connection.execute("SET threads = 1")
            self._fill(connection)
            return self._run(connection, names)
        finally:
            connection.close()

    def of(self, name: str) -> Values:
        """Compute one indicator."""
        return self.values(name)[name]

    def _fill(self, connection: duckdb.DuckDBPyConnection) -> None:
        scores = (list(row) for row in self.scores)
        members = ((country, year, "EU") for year, country in members_by_year("EU", 2000, 2030))
        codes = ((commodity, product, "HS1992", shown) for commodity, product, shown in self.commodities)
        _make(connection, "made", _FLOWS, (flow.row() for flow in self.flows))
        _make(connection, "members", _MEMBERS, members)
        _make(connection, "production", _PRODUCTION, self.production)
        _make(connection, "country_scores", _SCORES, scores)
        _make(connection, "commodities", _COMMODITIES, codes)
        for name in ("export_reports", "stocks"):
            _make(connection, name, _given(name), ())

    def _run(self, connection: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> dict[str, Values]:
        found: dict[str, Values] = {}
        wanted = [INDICATORS[name] for name in names]
        with patch("tocsin.indicators.run.plan", lambda _: _planned(names)):
            made = run(
                connection, "SELECT * FROM made", wanted, chunk_rows=self.chunk_rows, progress=self.progress.append
            )
            for item, rows in made:
                values = found.setdefault(item.name, {})
                for row in rows.read_all().to_pylist():
                    key = (row["reporter"], row["product"], row["period"])
                    assert key not in values, f"{item.name} has two rows for {key}"
                    values[key] = row["value"]
        return found


@cache
def _planned(names: tuple[str, ...]) -> list[Step]:
    """Compile once: it takes longer than to compute ten rows."""
    return plan([INDICATORS[name] for name in names])


def _make(
    connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: Iterable[Iterable[object]]
) -> None:
    names = [entry.name for entry in schema]
    table = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)
    connection.register("given", table)
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def by_reporter(values: Values, period: str = "2020", product: str = PRODUCT) -> dict[str, float]:
    """Keep one period and one product."""
    return {key[0]: value for key, value in values.items() if key[1:] == (product, period)}
