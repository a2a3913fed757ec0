"""Reads what ships with Tocsin: two releases of trade, one of production, one of political stability."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.progress import Counted
from tocsin.core.release import Batch, Refusal, Release, Request
from tocsin.core.schema import TABLES
from tocsin.ref.countries import scheme_map
from tocsin.sources.bundled.tables import DIFFERENCE, FOLDER, NEWER, older_flow, table
from tocsin.sources.textfile import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

BATCH = 200_000
_READING = "1"  # raised when the same bytes come to be read into other rows


def read(request: Request) -> Iterator[Release]:
    """Read the shipped tables; releases of one table from the oldest to the newest.

    Parameters
    ----------
    request : Request
        Neither files nor options are looked at; progress is counted anew for each release.

    Yields
    ------
    Release
        Two of ``flow``, one of ``production``, one of ``country_score``.
    """
    yield _release("flow", 0, (NEWER, DIFFERENCE), lambda: _flow(_older(), request.progress))
    yield _release("flow", 1, (NEWER,), lambda: _flow(table(NEWER), request.progress))
    yield _release("production", 0, ("production",), lambda: _production(request.progress))
    yield _release("country_score", 0, ("country_score",), lambda: _score(request.progress))


@cache
def _declared() -> dict[str, Any]:
    declared: dict[str, Any] = tomllib.loads(Path(__file__).with_name("source.toml").read_text(encoding="utf-8"))[
        "tables"
    ]
    return declared


def _release(name: str, nth: int, files: tuple[str, ...], batches: Callable[[], Iterator[Batch]]) -> Release:
    declared = _declared()[name]
    vintage = declared["vintages"][nth]
    paths = [FOLDER / f"{file}.parquet" for file in files]
    shaped_by = json.dumps([_READING, declared["scope"], _countries() if name == "flow" else {}], sort_keys=True)
    return Release(
        table=name,
        vintage=vintage["name"],
        released_on=vintage["released_on"],
        lag_months=declared["lag_months"],
        sha256=sha256_of(*paths, also=f"{vintage['name']} {shaped_by}"),
        batches=_later(batches),
        origin=" and ".join(path.name for path in paths),
    )


def _later(batches: Callable[[], Iterator[Batch]]) -> Iterator[Batch]:
    """Open the file when the first batch is asked for, not before."""
    yield from batches()


def _countries() -> dict[str, str]:
    return scheme_map("cepii")


def _older() -> pl.DataFrame:
    return older_flow(table(NEWER), table(DIFFERENCE))


def _flow(frame: pl.DataFrame, progress: Counted) -> Iterator[Batch]:
    iso3 = pa.array([_countries().get(str(code)) for code in range(1000)])
    rows = 0
    for block in frame.iter_slices(BATCH):
        rows += len(block)
        progress(rows)
        yield _known(
            block,
            _canonical(
                "flow",
                len(block),
                reporter=iso3.take(block["importer"].to_arrow()),
                partner=iso3.take(block["exporter"].to_arrow()),
                direction="import",
                product=pc.utf8_lpad(block["product"].to_arrow().cast(pa.string()), 6, "0"),
                nomenclature="HS1992",
                period=block["year"].to_arrow().cast(pa.string()),
                freq="A",
                trade_value=block["value_usd"].to_arrow(),
                net_weight=block["weight_kg"].to_arrow(),
                status="A",
                scope=_declared()["flow"]["scope"],
            ),
        )


def _known(block: pl.DataFrame, rows: pa.Table) -> Batch:
    """Refuse rows whose importer or exporter is no country of ours."""
    unknown = pc.or_(pc.is_null(rows["reporter"]), pc.is_null(rows["partner"]))
    count = pc.sum(unknown).as_py() or 0
    if not count:
        return Batch(rows)
    some = block.filter(unknown.combine_chunks().to_pylist()).head(3).iter_rows(named=True)
    examples = tuple(f"{row['exporter']} to {row['importer']}, {row['product']}, {row['year']}" for row in some)
    return Batch(rows.filter(pc.invert(unknown)), (Refusal("country code is unknown", count, examples),))


def _production(progress: Counted) -> Iterator[Batch]:
    block = table("production")
    progress(len(block))
    rows = _canonical(
        "production",
        len(block),
        country=block["iso3"].to_arrow(),
        commodity=block["commodity"].to_arrow(),
        stage=block["stage"].to_arrow(),
        period=block["year"].to_arrow().cast(pa.string()),
        freq="A",
        quantity=block["quantity"].to_arrow(),
        quantity_unit=block["unit"].to_arrow(),
        status=block["status"].to_arrow(),
        scope=_declared()["production"]["scope"],
    )
    yield Batch(rows)


def _score(progress: Counted) -> Iterator[Batch]:
    block = table("country_score")
    progress(len(block))
    rows = _canonical(
        "country_score",
        len(block),
        country=block["iso3"].to_arrow(),
        dimension="political_stability",
        period=block["year"].to_arrow().cast(pa.string()),
        freq="A",
        value=block["estimate"].to_arrow(),
        unit="1",
        status=block["status"].to_arrow(),
        scope=_declared()["country_score"]["scope"],
    )
    yield Batch(rows)


def _canonical(name: str, count: int, **columns: pa.Array | str) -> pa.Table:
    """Lay columns out as the table of that name has them; a text stands for a column full of it."""
    schema = TABLES[name].columns
    full = {key: pa.repeat(value, count) if isinstance(value, str) else value for key, value in columns.items()}
    arrays = [
        full[field.name].cast(field.type) if field.name in full else pa.nulls(count, field.type) for field in schema
    ]
    return pa.table(arrays, schema=schema)
