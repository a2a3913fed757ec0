"""Write the product book, ``src/tocsin/data/products/*.toml``, from a table of products.

Usage: ``python scripts/build_products.py products.csv``. One file for each group; a product stands in the file of the
first group it names. The same table gives the same files, byte for byte.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

BOOK = Path(__file__).parent.parent / "src" / "tocsin" / "data" / "products"
GROUPS = {
    "critical_minerals": "Critical minerals: ores, metals and compounds",
    "semiconductor": "Semiconductors: chips, materials and tools",
    "battery": "Batteries: materials, parts and cells",
    "energy": "Energy: fuels and equipment",
    "food": "Food and feed",
    "fertiliser": "Fertilisers and what they are made of",
    "health": "Health: medicines, devices and protection",
    "defence": "Defence",
    "industrial": "Industry at large",
}
EDITIONS = ("1992", "2012", "2017", "2022")
COVER = {"typical_days_of_cover": "text", "cover_kind": "kind", "cover_source": "source"}
PLAIN = {
    "title": "title",
    "group": "groups",
    "code_purity_class": "code_purity",
    "code_purity_note": "purity_note",
    "lists": "lists",
    "list_basis": "list_basis",
    "uses": "uses",
    "substitutes": "substitutes",
    "main_stage_risk": "main_stage_risk",
    "notes": "notes",
    "reference": "references",
    "confidence": "confidence",
}
LEFT_OUT = {"id", "national_codes", "in_bundled_lake", "lake_codes_hs1992"} | {f"hs{year}" for year in EDITIONS}
SPLIT = {"group", "lists"}
# Notes of the table that speak of where it was made, put so that they stand by themselves.
REWORDED = {
    "lake values after HS2007 reporting are converted shares of 8112.92": (
        "HS 1992 values of countries that report in HS 2007 or later are converted shares of 8112.92"
    ),
    "8101.10 in the bundled lake": "",
    "kept because the lake holds it; banned in many countries": "banned in many countries",
}
# References and cover sources that several products share, by the words they begin with.
SHARED = {
    "US 2025 List of Critical Minerals": "us_critical_minerals_2025",
    "Regulation (EU) 2024/1252": "eu_critical_raw_materials_2024",
    "Japan 'important minerals'": "japan_important_minerals",
    "Japan Economic Security Promotion Act": "japan_specified_products",
    "Korea MOTIE 27 Feb 2023": "korea_critical_minerals_2023",
    "Korea rare-earth plan": "korea_rare_earths_2026",
    "MOFCOM/GACC Announcement 2023 No 23": "mofcom_2023_23",
    "MOFCOM/GACC Announcement 2023 No 39": "mofcom_2023_39",
    "MOFCOM/GACC Announcement 2024 No 33": "mofcom_2024_33",
    "MOFCOM/GACC Announcement 2025 No 10": "mofcom_2025_10",
    "MOFCOM/GACC Announcement 2025 No 18": "mofcom_2025_18",
    "HS descriptions": "hs_texts",
    "chinesetariff.com 2805301": "china_tariff_rare_earths",
    "USDA WASDE-670 Apr 2026": "usda_wasde_670",
    "global-net.co.jp 8061": "japan_gas_supply_plans",
    "Japan rare-metal stockpile target": "japan_rare_metal_stock",
    "Korea rare-metal stockpile Aug 2024": "korea_rare_metal_stock",
    "Korea Public Procurement Service stock": "korea_procurement_stock",
}


class References:
    """Texts that several products share, by a short key.

    Parameters
    ----------
    rows : list of dict
        All rows of the table; the shortest text that begins as `SHARED` says is the shared one.
    """

    def __init__(self, rows: list[dict[str, str]]) -> None:
        texts = {text for row in rows for text in (*_references(row["reference"]), row["cover_source"]) if text}
        self.by_text: dict[str, str] = {}
        for start, key in SHARED.items():
            self.by_text[min((text for text in texts if text.startswith(start)), key=len)] = key

    def short(self, text: str) -> str:
        """Write a shared text as ``@key``, any other in full."""
        return f"@{self.by_text[text]}" if text in self.by_text else text

    def split(self, text: str) -> list[str]:
        """Split references and take out the shared ones that stand beside others in one item."""
        found: list[str] = []
        for item in _references(text):
            rest = item
            shared = [known for known in self.by_text if known in item and f"{known} (" not in item]
            for known in shared:
                rest = rest.replace(known, "").strip("; ").replace("; ; ", "; ")
            found += [self.short(known) for known in shared] + ([rest] if rest else [])
        return found


def main(source: str) -> None:
    """Write one file for each group and one with the shared references."""
    with Path(source).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    unknown = set(rows[0]) - set(PLAIN) - set(COVER) - LEFT_OUT
    if unknown:
        sys.exit(f"columns not known in {source}: {sorted(unknown)}; say in this script what becomes of them")
    references = References(rows)
    BOOK.mkdir(parents=True, exist_ok=True)
    for group, title in GROUPS.items():
        mine = [row for row in rows if row["group"].split(";")[0] == group]
        text = "\n".join(
            [f"# {title}. The fields are explained in tocsin.ref.products.\n", *(_block(r, references) for r in mine)]
        )
        (BOOK / f"{group}.toml").write_text(text, encoding="utf-8")
    lines = [f"{key} = {_value(text)}" for text, key in sorted(references.by_text.items(), key=lambda pair: pair[1])]
    head = "# References and cover sources that several products share; products name them as @key.\n\n"
    (BOOK / "references.toml").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _references(text: str) -> list[str]:
    """Split at semicolons that no space follows: those with a space are part of a reference."""
    return [item for item in re.split(r";(?! )", text) if item]


def _block(row: dict[str, str], references: References) -> str:
    """Write one product."""
    fields: dict[str, str | list[str]] = {}
    for column, name in PLAIN.items():
        text = REWORDED.get(row[column], row[column])
        fields[name] = text.split(";") if column in SPLIT and text else text
    cover = {name: references.short(row[column]) for column, name in COVER.items() if row[column]}
    names = [
        cover["source"] if item in {"cover source", "cover sources"} else item
        for item in references.split(row["reference"])
    ]
    fields["references"] = names
    national: dict[str, list[str]] = {}
    for item in filter(None, row["national_codes"].split(";")):
        nomenclature, code = item.split(":")
        national.setdefault(nomenclature, []).append(code)
    codes = {year: row[f"hs{year}"].split(";") for year in EDITIONS}
    parts = [_table(row["id"], fields), _table(f"{row['id']}.hs6", codes)]
    parts += [_table(f"{row['id']}.national_codes", national)] if national else []
    parts += [_table(f"{row['id']}.cover", cover)] if cover else []
    return "\n".join(parts)


def _table(name: str, fields: dict[str, str | list[str]] | dict[str, str] | dict[str, list[str]]) -> str:
    """Write a table of TOML without its empty fields."""
    lines = [f"[{name}]", *(f"{key} = {_value(value)}" for key, value in fields.items() if value)]
    return "\n".join(lines) + "\n"


def _value(value: str | list[str]) -> str:
    """Write text or a list of texts; TOML's basic strings are written as JSON writes them."""
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1])
