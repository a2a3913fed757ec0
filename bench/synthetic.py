"""Generated trade with a realistic skew: a few products, importers and suppliers make up most of it. Seeded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 20260101
PRODUCTS = 5_000
IMPORTERS = 200
SUPPLIERS = 60
MONTHS = 120
FIRST_YEAR = 2015
#: Share of the series that trade in a given month.
ACTIVE = 0.7


def product_codes() -> list[str]:
    """Return 5,000 six-digit codes, the codes of mined commodities among them."""
    from tocsin.ref.commodities import code_rows

    real = sorted({code for _, code, _ in code_rows()})
    made = (f"{chapter:02d}{i:04d}" for i in range(1, 100) for chapter in range(1, 98))
    return sorted({*real, *(code for code, _ in zip(made, range(PRODUCTS - len(real)), strict=False))})


def places() -> list[str]:
    """Return the codes of 200 countries and territories."""
    from tocsin.ref.countries import is_special
    from tocsin.ref.gazetteer import countries

    known = [
        code for code, place in countries().items() if place.kind in {"country", "territory"} and not is_special(code)
    ]
    return sorted(known)[:IMPORTERS]


def series(count: int, *, suppliers: int = SUPPLIERS, per_cell: float = 9.0, seed: int = SEED) -> dict[str, np.ndarray]:
    """Draw distinct (product, importer, supplier) and a level for each.

    Parameters
    ----------
    count : int
        Series wanted [1].
    suppliers : int
        Places that export [1].
    per_cell : float
        Mean number of suppliers of one product to one importer [1]; most have few, some nearly all.
    seed : int
        Of the generator.

    Returns
    -------
    dict of str to numpy.ndarray
        `product`, `reporter`, `partner`, positions in the lists; `value`, `price` [USD a month, USD/kg].
    """
    rng = np.random.default_rng(seed)
    weights = [rng.lognormal(0, spread, size) for spread, size in ((0.8, PRODUCTS), (1.2, IMPORTERS), (1.2, suppliers))]
    cells = _largest(
        np.log(np.multiply.outer(weights[0], weights[1]).ravel()), min(int(count / per_cell * 1.05), 990_000), rng
    )
    wide = np.minimum(1 + rng.lognormal(np.log(per_cell) - 0.72, 1.2, len(cells)).astype(np.int64), suppliers - 1)
    drawn = []
    for start in range(0, len(cells), 20_000):
        block, many = cells[start : start + 20_000], wide[start : start + 20_000]
        order = np.argsort(-(np.log(weights[2]) + rng.gumbel(size=(len(block), suppliers))), axis=1)
        taken = np.arange(suppliers) < many[:, None]
        drawn.append((block[:, None] * suppliers + order)[taken])
    found = np.concatenate(drawn)
    found = found[found // suppliers % IMPORTERS != found % suppliers]
    found = np.sort(rng.choice(found, min(count, len(found)), replace=False))
    cell, partner = np.divmod(found, suppliers)
    product, reporter = np.divmod(cell, IMPORTERS)
    size = weights[0][product] * weights[1][reporter] * weights[2][partner]
    return {
        "product": product.astype(np.int32),
        "reporter": reporter.astype(np.int32),
        "partner": partner.astype(np.int32),
        "value": 20_000 * size * rng.lognormal(0, 1.5, len(found)),
        "price": rng.lognormal(1.0, 1.5, PRODUCTS)[product] * rng.lognormal(0, 0.3, len(found)),
    }


def _largest(logs: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw positions without replacement, each with a probability that grows with its weight."""
    return np.sort(np.argpartition(-(logs + rng.gumbel(size=len(logs))), count)[:count])


def monthly_panel(path: str, rows: int) -> dict[str, int]:
    """Write a monthly panel with the columns of flows, sorted by period.

    Parameters
    ----------
    path : str
        Parquet file.
    rows : int
        About how many [rows].

    Returns
    -------
    dict
        `rows`, as written.
    """
    rng = np.random.default_rng(SEED + 1)
    drawn = series(int(rows / MONTHS / ACTIVE))
    codes, names = pa.array(product_codes()), pa.array(places())
    written, writer = 0, None
    for month in range(MONTHS):
        on = np.flatnonzero(rng.random(len(drawn["value"])) < ACTIVE)
        value = np.round(drawn["value"][on] * rng.lognormal(0, 0.4, len(on)), 2)
        weight = value / drawn["price"][on] * rng.lognormal(0, 0.2, len(on))
        year, one = FIRST_YEAR + month // 12, np.zeros(len(on), np.int32)

        def same(text: str, one: np.ndarray = one) -> pa.Array:
            return pa.array([text]).take(pa.array(one))

        table = pa.table(
            {
                "basis": same("synthetic"),
                "nomenclature": same("HS1992"),
                "product": codes.take(pa.array(drawn["product"][on])),
                "period": same(f"{year}-{month % 12 + 1:02d}"),
                "freq": same("M"),
                "year": pa.array(np.full(len(on), year, np.int32)),
                "reporter": names.take(pa.array(drawn["reporter"][on])),
                "partner": names.take(pa.array(drawn["partner"][on])),
                "value": pa.array(value),
                "weight": pa.array(weight, mask=rng.random(len(on)) < 0.03),
                "unspecified": pa.array(one.astype(bool)),
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=122_880)
        written += len(on)
    if writer:
        writer.close()
    return {"rows": written}


def baci_year(folder: str, rows: int) -> dict[str, int]:
    """Write one year as BACI is published: data, countries, products.

    Parameters
    ----------
    folder : str
        Where to.
    rows : int
        How many [rows].

    Returns
    -------
    dict
        `rows`, as written.
    """
    import pyarrow.csv

    from tocsin.ref.gazetteer import countries

    rng = np.random.default_rng(SEED + 2)
    drawn = series(rows, suppliers=IMPORTERS, per_cell=12.5)
    known = countries()
    names, codes = places(), product_codes()
    numbers = [str(known[name].cepii or known[name].m49) for name in names]
    value = np.maximum(np.round(drawn["value"] / 1_000, 3), 0.001)
    tons = np.round(value / drawn["price"], 3)
    number = pa.array(np.array(numbers, np.int32))
    table = pa.table(
        {
            "t": pa.array(np.full(rows, 2022, np.int32)),
            "i": number.take(pa.array(drawn["partner"])),
            "j": number.take(pa.array(drawn["reporter"])),
            "k": pa.array(codes).take(pa.array(drawn["product"])),
            "v": pa.array(value),
            "q": pa.array(tons, mask=rng.random(rows) < 0.03),
        }
    )
    target = Path(folder)
    options = pyarrow.csv.WriteOptions(quoting_style="none")
    pyarrow.csv.write_csv(table, target / "BACI_HS17_Y2022_V202401b.csv", options)
    lines = [f"{number},{name},,{name}" for number, name in zip(numbers, names, strict=True)]
    heading = "country_code,country_name,country_iso2,country_iso3"
    (target / "country_codes_V202401b.csv").write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    text = "\n".join(["code,description", *(f"{code},synthetic" for code in codes)]) + "\n"
    (target / "product_codes_HS17_V202401b.csv").write_text(text, encoding="utf-8")
    return {"rows": rows}
