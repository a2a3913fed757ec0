"""Write reference values of the GeoPolRisk score by running geopolrisk-py 2.0.1, which runs under Python 3.11 only.

    python3.11 -m venv ENV
    ENV/bin/python -m pip install geopolrisk-py==2.0.1
    ENV/bin/python scripts/build_geopolrisk_reference.py --out tests/reference/geopolrisk_2.0.1.csv

Run it with the interpreter of that environment: Tocsin itself never imports the package. Of all importers, materials
and years from 2018 on that trade in the package's own tables, a seeded sample is scored; figures are written to the
last digit. `tests/reference/test_geopolrisk.py` says what has to be put aside to compare with them.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import os
import random
import re
import sys
import tempfile
from pathlib import Path
from types import ModuleType

VERSION = "2.0.1"
SEED = 2018
SAMPLE = 1500
FIRST = 2018
COLUMNS = ("material", "importer", "year", "score")
ISO3 = {"S19": "TWN", "R20": "XKX"}
SLUGS = {"Boron Minerals": "boron", "Diamonds (Gem)": "diamonds_gem", "Diamonds (Ind)": "diamonds_industrial"}


def main() -> None:
    """Score the sample and write it."""
    parser = argparse.ArgumentParser(description="Write reference values of the GeoPolRisk score.")
    parser.add_argument("--out", type=Path, required=True, help="CSV file to write")
    out = parser.parse_args().out.resolve()
    installed = importlib.import_module("importlib.metadata").version("geopolrisk-py")
    if installed != VERSION:
        sys.exit(f"geopolrisk-py {installed} is installed; the reference is {VERSION}.")
    with tempfile.TemporaryDirectory() as home:  # the package writes folders and logs into the user's documents
        os.environ["HOME"] = os.environ["USERPROFILE"] = home
        rows = scored(SAMPLE, SEED)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{len(rows)} scores of geopolrisk-py {VERSION}, seed {SEED}")


def scored(size: int, seed: int) -> list[tuple[str, str, int, str]]:
    """Return material, importer, year and score of a sample, in that order.

    Parameters
    ----------
    size : int
        How many to draw.
    seed : int
        Of the generator that draws them.
    """
    core = importlib.import_module("geopolrisk.assessment.core")
    utils = importlib.import_module("geopolrisk.assessment.utils")
    tables = importlib.import_module("geopolrisk.assessment.database").databases
    trade = utils.mapped_baci()
    recent = trade[trade["period"] >= FIRST]
    triples = set(zip(recent["rawMaterial"], recent["reporterCode"].astype(int), recent["period"], strict=True))
    drawn = random.Random(seed).sample(sorted(triples), size)  # noqa: S311
    sheets = tables.production["HS Code Map"].set_index("Reference ID")["Sheet_name"].to_dict()
    codes: dict[int, str] = dict(zip(recent["reporterCode"].astype(int), recent["reporterISO"], strict=True))
    rows = []
    for material, importer, year in drawn:
        iso3 = ISO3.get(codes[importer], codes[importer])
        rows.append(
            (_slug(sheets[material]), iso3, int(year), repr(_score(core, trade, material, importer, int(year))))
        )
    return sorted(rows)


def _score(core: ModuleType, trade: object, material: str, importer: int, year: int) -> float:
    """Score one material, importer and year as the package does for a single country."""
    risk, bought, price = core.importrisk(material, year, importer, trade)
    made, concentration = core.HHI(material, year, importer)
    if bought + made == 0:
        return float("nan")
    return float(core.GeoPolRisk(risk, bought, price, made, concentration)[0])


def _slug(sheet: str) -> str:
    """Name a sheet of World Mining Data as `commodities.toml` does."""
    plain = re.split(r" \(|,| and ", sheet)[0]
    return SLUGS.get(sheet, plain.lower().replace(" ", "_"))


if __name__ == "__main__":
    main()
