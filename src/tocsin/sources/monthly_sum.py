"""Adding up rows of one flow that a publisher writes apart: by procedure, port, state, or part of a country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.core.release import Batch, Refusal
from tocsin.core.schema import FLOW

if TYPE_CHECKING:
    import polars as pl

_SLICE = 250_000


def summed(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Add up rows of one flow; a sum with an absent part is absent, one with a withheld part is withheld.

    Parameters
    ----------
    batches : iterable of Batch
        Rows of the table ``flow``.

    Yields
    ------
    Batch
        First the refusals, batch by batch, then the sums.
    """
    import polars as pl

    texts = [field.name for field in FLOW.columns if pa.types.is_string(field.type)]
    parts = [pl.DataFrame(FLOW.columns.empty_table()).with_columns(pl.col(texts).cast(pl.Categorical))]
    for batch in batches:
        yield Batch(batch.rows.slice(0, 0), batch.refused)
        parts.append(pl.DataFrame(batch.rows).with_columns(pl.col(texts).cast(pl.Categorical)))
    rows = pl.concat(parts)
    del parts
    alike = rows.select(pl.struct(pl.col(*FLOW.key).to_physical()).hash()).to_series().is_duplicated()
    sums = _sums(rows.filter(alike))
    for found in (rows.filter(~alike), sums):
        for part in found.iter_slices(_SLICE):
            yield Batch(part.with_columns(pl.col(texts).cast(pl.String)).to_arrow().cast(FLOW.columns))
    if count := int(alike.sum()) - len(sums):
        merged = Refusal("added to a row of the same flow", count, asked=True)
        yield Batch(FLOW.columns.empty_table(), (merged,))


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    """Add up rows with one key, categories as texts are."""
    import polars as pl

    unit, measures = pl.col("quantity_unit").to_physical(), FLOW.measures
    found = (
        rows.lazy()
        .with_row_index("row")
        .group_by([pl.col(name).to_physical() for name in FLOW.key], maintain_order=True)
        .agg(
            pl.col("row").first(),
            pl.col(*measures).sum(),
            pl.col(*measures).null_count().name.suffix("_absent"),
            withheld=(pl.col("status") == "M").any(),
            mixed=(unit.min() != unit.max()) | unit.null_count().is_between(1, pl.len() - 1),
        )
        .with_columns(pl.when(pl.col(f"{name}_absent") == 0).then(name).alias(name) for name in measures)
        .with_columns(quantity=pl.when(~pl.col("mixed").fill_null(False)).then("quantity"))
        .select("row", "withheld", *measures)
        .collect()
    )
    texts = rows.select(pl.all().exclude(*measures))[found["row"]]
    joined = texts.hstack(found.drop("row")).with_columns(
        quantity_unit=pl.when(pl.col("quantity").is_not_null()).then("quantity_unit"),
        status=pl.when("withheld").then(pl.lit("M", pl.Categorical)).otherwise("status"),
    )
    return joined.select(FLOW.columns.names)
