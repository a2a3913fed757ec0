"""Brazil's yearly files: added up over states and offices, imports c.i.f., countries by the table beside the data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import tocsin.sources.comexstat
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import FormatError

SPECIMEN = Path(tocsin.sources.comexstat.__file__).parent / "specimen"
EXPORTS = SPECIMEN / "EXP_2024_synthetic.csv"
IMPORTS = SPECIMEN / "IMP_2024_synthetic.csv"
GOOD = '"2024";"01";"25041000";"10";"160";"MG";"01";"0817800";7;7;9\n'


def exports(folder: Path, *rows: str) -> Path:
    shutil.copy(SPECIMEN / "PAIS.csv", folder / "PAIS.csv")
    path = folder / "EXP_2024.csv"
    path.write_text(EXPORTS.read_text(encoding="utf-8").splitlines()[0] + "\n" + "".join(rows), encoding="utf-8")
    return path


def test_exports_are_added_up() -> None:
    rows, refused = take("comexstat", EXPORTS)
    assert counts(refused) == {"country code is not in the country table": 1, "added to a row of the same flow": 2}
    assert len(rows) + 3 == 6
    china = next(row for row in rows if row["partner"] == "CHN")
    assert china == {
        "reporter": "BRA",
        "partner": "CHN",
        "direction": "export",
        "product": "25041000",
        "nomenclature": "NCM2024",
        "period": "2024-01",
        "freq": "M",
        "trade_value": 2120,
        "net_weight": 1600,
        "quantity": 1600,
        "quantity_unit": "kg",
        "status": "A",
        "scope": "export 2024",
    }
    assert next(row for row in rows if row["partner"] == "_X")["quantity_unit"] == "number"


def test_imports_are_cif_and_a_missing_cost_is_missing() -> None:
    rows, refused = take("comexstat", IMPORTS)
    assert counts(refused) == {"added to a row of the same flow": 1}
    told = {row["partner"]: (row["trade_value"], row["net_weight"], row["status"]) for row in rows}
    assert told == {"CHN": (5000 + 120 + 8 + 1000 + 20 + 2, 360, "A"), "KOR": (None, 30, "M")}


def test_a_quantity_in_two_units_is_none(tmp_path: Path) -> None:
    path = exports(tmp_path, GOOD, GOOD.replace('"10"', '"11"'))
    rows, _ = take("comexstat", path)
    assert [(row["trade_value"], row["quantity"], row["quantity_unit"]) for row in rows] == [(18, None, None)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('"160"', '"999"'), "country code is not in the country table"),
        (('"25041000"', '"2504100"'), "NCM has not eight digits"),
        (('"01"', '"13"'), "period is not a month"),
        (('"2024"', '""'), "period is missing"),
        ((";9", ";nine"), "VL_FOB is not a number"),
        ((";9", ";-9"), "trade_value is negative"),
        ((";7;7;9", ";7;7"), "row has more or fewer columns than the heading"),
    ],
)
def test_a_broken_row_is_refused_with_its_reason(tmp_path: Path, change: tuple[str, str], reason: str) -> None:
    rows, refused = take("comexstat", exports(tmp_path, GOOD, GOOD.replace(*change, 1)))
    assert (len(rows), counts(refused)) == (1, {reason: 1})
    assert "line 3" in refused[reason].examples[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('"CO_NCM";', ""), "column 'CO_NCM' is missing"),
        (('"CO_VIA"', '"CO_NEW"'), "column 'CO_NEW' is unknown"),
        ((";", ","), "is missing.*Columns found"),
        (('"VL_FOB"', '"VL_FOB";"VL_FRETE"'), "column 'VL_SEGURO' is missing"),
        (('"VL_FOB"', '"VL_FOB";"VL_FRETE";"VL_SEGURO"'), "columns are those of imports"),
        (('"CO_ANO"', "<html>"), "is a web page"),
    ],
)
def test_another_layout_is_refused_whole(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = exports(tmp_path, GOOD)
    head, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{head.replace(*change)}\n{row}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        releases("comexstat", path)


def test_the_country_table_is_needed_and_read_strictly(tmp_path: Path) -> None:
    path = exports(tmp_path, GOOD)
    (tmp_path / "PAIS.csv").unlink()
    with pytest.raises(FormatError, match=r"'PAIS.csv' is not there"):
        releases("comexstat", path)
    rows, _ = take("comexstat", path, countries=SPECIMEN / "PAIS.csv")
    assert len(rows) == 1
    (tmp_path / "PAIS.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(FormatError, match="'CO_PAIS' and 'CO_PAIS_ISOA3' are missing"):
        releases("comexstat", path)


def test_a_release_is_dated_by_option_only() -> None:
    assert releases("comexstat", EXPORTS)[0].vintage == "undated"
    (release,) = releases("comexstat", EXPORTS, released="2024-05-06")
    assert (release.vintage, str(release.released_on), release.lag_months) == ("2024-05-06", "2024-05-06", 1)
