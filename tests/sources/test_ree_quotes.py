"""Quotes of rare-earth oxides: the file states neither currency nor unit, so both must be given."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError, UsageError

SPECIMEN = SPECIMENS / "ree_quotes" / "specimen" / "synthetic_quotes.csv"
UNITS = "Nd=0.1 kg, Ce=kg"
AVERAGE = "average lies outside lowest and highest price"


def altered(folder: Path, old: str, new: str) -> Path:
    path = folder / "quotes.csv"
    text = SPECIMEN.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_the_specimen_is_read_whole() -> None:
    ((release, rows, refused),) = read_all("ree_quotes", SPECIMEN, currency="CNY", unit=UNITS)
    assert (release.table, release.vintage, release.lag_months) == ("price", "undated", 0)
    assert (len(rows), refused) == (4 * 6 - 1, {AVERAGE: 1})
    found = {(row["series"], row["period"]): row for row in rows}
    row = found["neodymium oxide, average", "2024-01-02"]
    assert (row["value"], row["unit"], row["currency"], row["commodity"]) == (40.5, "0.1 kg", "CNY", "neodymium_oxide")
    assert found["cerium oxide, low", "2024-01-04"]["status"] == "M"
    assert ("neodymium oxide, average", "2024-01-03") not in found
    assert Counter(row["unit"] for row in rows) == {"0.1 kg": 11, "kg": 12}


@pytest.mark.parametrize("options", [{}, {"currency": "CNY"}, {"unit": "kg"}, {"unit": " ", "currency": "CNY"}])
def test_nothing_is_guessed(options: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="neither currency nor unit"):
        read_all("ree_quotes", SPECIMEN, **options)


@pytest.mark.parametrize("unit", ["Nd=kg", "Nd=kg, Ce=", "Nd=kg, Ce=kg, La=kg"])
def test_each_oxide_needs_its_unit(unit: str) -> None:
    with pytest.raises(UsageError, match=r"units are given for .*'Nd'"):
        read_all("ree_quotes", SPECIMEN, currency="CNY", unit=unit)


def test_other_terms_are_another_reading() -> None:
    one, other = (read_all("ree_quotes", SPECIMEN, currency="CNY", unit=unit)[0][0] for unit in ("kg", "t"))
    assert one.sha256 != other.sha256


def test_odd_rows_are_refused(tmp_path: Path) -> None:
    path = altered(tmp_path, "2024,1,5", "2024,1,6")
    path.write_text(path.read_text(encoding="utf-8").replace("40.0,41.0,40.5", "40.0,41.0,N/A"), encoding="utf-8")
    ((_, rows, refused),) = read_all("ree_quotes", path, currency="CNY", unit="kg")
    assert refused == {AVERAGE: 1, "date differs from year, month and day beside it": 6, "value is not a number": 1}
    assert len(rows) + sum(refused.values()) == 24
    assert {row["period"] for row in rows} == {"2024-01-02", "2024-01-03", "2024-01-04"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("日期", "date"), ("氧化铈平均价", "氧化铈"), (",日\n", ",备注\n"), ("氧化铈最低价", "氧化钕最低价")],
)
def test_another_layout_is_an_error(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(FormatError, match="the headings are"):
        read_all("ree_quotes", altered(tmp_path, old, new), currency="CNY", unit="kg")


def test_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "quotes.csv"
    path.write_bytes(SPECIMEN.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(FormatError, match="UTF-8"):
        read_all("ree_quotes", path, currency="CNY", unit="kg")


def test_real_quotes(shared_data: Path) -> None:
    path = shared_data / "prices" / "rare_earth_oxides_daily.csv"
    ((_, rows, refused),) = read_all("ree_quotes", path, currency="CNY", unit="Nd=0.1 kg, Pr=0.1 kg, Ce=kg, La=kg")
    assert refused == {AVERAGE: 534}
    assert len(rows) == 2_876 * 12 - 534
    assert max(row["period"] for row in rows) == "2024-07-05"
