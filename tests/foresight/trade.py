"""Small trade written by hand or drawn by lot, as the box is given it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from tocsin.foresight.flows import Flows, read_flows

#: Product, importer, exporter, year, value [USD], weight [kg] or None.
Row = tuple[str, str, str, int, float, float | None]
Members = Mapping[int, Iterable[str]]
COLUMNS = ("product", "reporter", "partner", "year", "value", "weight")


def table(rows: Iterable[Row]) -> pa.Table:
    """Write rows as the table that :func:`read_flows` takes."""
    types = (pa.string(), pa.string(), pa.string(), pa.int32(), pa.float64(), pa.float64())
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    made = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    return pa.table(dict(zip(COLUMNS, made, strict=True)))


def flows(rows: Iterable[Row], members: Members | None = None) -> Flows:
    """Read rows; the bloc is made up as told."""
    pairs = [(country, year) for year, countries in (members or {}).items() for country in countries]
    return read_flows(table(rows), {"country": [one for one, _ in pairs], "year": [year for _, year in pairs]})


def steady(
    product: str, importer: str, exporter: str, amounts: Mapping[int, tuple[float, float | None] | None]
) -> list[Row]:
    """Write one flow over years, value and weight by year; None where there is no row."""
    return [(product, importer, exporter, year, *pair) for year, pair in amounts.items() if pair is not None]


def synthetic_rows(chance: np.random.Generator, years: range, *, importers: int = 6, products: int = 5) -> list[Row]:
    """Draw trade by lot: importers buy from exporters, some of both are the same country, some flows are missing.

    Values are whole dollars about some millions, weights whole kilograms, one in twenty not known.
    """
    codes = [f"{2500 + 7 * (one // 2)}{one:02d}" for one in range(products)]
    buyers = [f"B{chr(65 + one)}A" for one in range(importers)]
    sellers = ["SAA", "SBB", "SCC", *buyers[:2]]
    rows: list[Row] = []
    for code in codes:
        for buyer in buyers:
            for seller in sellers:
                if seller == buyer or chance.random() < 0.3:
                    continue
                size = 10 ** chance.uniform(5.5, 7.5)
                for year in years:
                    if chance.random() < 0.15:
                        continue
                    weight = max(1.0, float(round(size * np.exp(chance.normal(0, 0.5)) / 10)))
                    value = float(max(1, round(weight * 10 * np.exp(chance.normal(0, 0.3)))))
                    rows.append((code, buyer, seller, year, value, None if chance.random() < 0.05 else weight))
    return rows
