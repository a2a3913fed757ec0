"""World Input-Output Database: arrays and workbooks become cells, totals do not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import FormatError, UsageError

SPECIMEN = SPECIMENS / "wiod" / "specimen" / "wiot_2011_synthetic.npz"


def test_arrays_become_cells_that_are_not_zero() -> None:
    ((release, rows, refused),) = read_all("wiod", SPECIMEN)
    assert (release.table, release.vintage, release.released_on, refused) == ("io_table", "2013", None, {})
    assert Counter(row["part"] for row in rows) == {"Z": 14, "Y": 13, "x": 4}
    assert {(row["io_system"], row["period"], row["unit"], row["scope"]) for row in rows} == {
        ("WIOD2013", "2011", "million USD", "WIOD2013 2011")
    }
    cells = {
        (row["part"], row["from_region"], row["from_sector"], row["to_region"], row["to_sector"]): row["value"]
        for row in rows
    }
    assert cells["Z", "ROU", "c14", "ROW", "c2"] == 10
    assert cells["Y", "ROU", "c2", "ROU", "c42"] == -2  # a stock drawn down stays negative in the lake
    assert cells["Y", "ROU", "c14", "ROU", "c41"] == 27
    assert cells["x", "ROW", "c14", None, None] == 200
    assert 0 not in cells.values()


def _sheet(year: str = "2011") -> list[list[object]]:
    """Lay out two countries of two sectors as the publisher does, release 2013."""
    nodes = [("A", "Mining", "ROM", "c2"), ("B", "Electrical", "ROM", "c14")]
    nodes += [("A", "Mining", "USA", "c2"), ("B", "Electrical", "USA", "c14")]
    final = [("", "Households", place, "c37") for place in ("ROM", "USA")]
    columns = [*nodes, *final, ("", "Total output", "TOT", "c60")]
    numbers = [
        [1, 2, 3, 4, 5, 6, 21],
        [0, 10, 0, 20, 30, 40, 100],
        [7, 0, 8, 9, 0, 6, 30],
        [0, 11, 12, 13, 14, 50, 100],
        [8, 23, 23, 46, 49, 102, 251],
        [1, 0, 2, 3, 4, 5, 15],
        [12, 77, 5, 51, 0, 0, 145],
        [21, 100, 30, 100, 0, 0, 251],
    ]
    below = [("r60", "Total intermediate"), ("r61", "Taxes"), ("r65", "Value added"), ("r69", "Output")]
    rows = [*nodes, *(("", name, "TOT", code) for code, name in below)]
    head: list[list[object]] = [[f"Input-output table, {year}", "", "", ""], ["", "", "", ""]]
    labels: list[list[object]] = [["", "", "", "", *(label[k] for label in columns)] for k in range(4)]
    labels[0][0], labels[1][0] = "(industry-by-industry)", "(millions of US$)"
    return [*head, *labels, *([*label, *values] for label, values in zip(rows, numbers, strict=True))]


def test_a_workbook_is_read_with_value_added_and_without_totals(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "wiot11_row_sep12.xlsx", {"WIOT_2011": _sheet()})
    ((release, rows, refused),) = read_all("wiod", path, released="2013-11-01")
    assert (release.vintage, str(release.released_on), refused) == ("2013", "2013-11-01", {})
    assert Counter(row["part"] for row in rows) == {"Z": 12, "Y": 7, "VA": 9, "x": 4}
    taxes = {
        (row["from_region"], row["to_region"], row["to_sector"]): row["value"]
        for row in rows
        if row["from_sector"] == "r61"
    }
    assert taxes == {
        ("ROU", "ROU", "c2"): 1,
        ("USA", "USA", "c2"): 2,
        ("USA", "USA", "c14"): 3,
        ("ROU", "ROU", "c37"): 4,
        ("USA", "USA", "c37"): 5,
    }
    assert {row["period"] for row in rows} == {"2011"}
    assert not {"r60", "r69", "c60"} & {row["from_sector"] for row in rows} | {row["to_sector"] for row in rows} & {
        "c60"
    }


def test_a_workbook_of_another_layout_is_an_error(tmp_path: Path) -> None:
    sheet = _sheet()
    sheet[4][5] = "AUT"  # a column that no row is named like
    with pytest.raises(FormatError, match="do not name the same sectors"):
        read_all("wiod", write_workbook(tmp_path / "wiot11.xlsx", {"WIOT_2011": sheet}))
    sheet = _sheet()
    sheet[7][6] = "n.a."
    with pytest.raises(FormatError, match=r"'n.a.' is not a number in .*G8"):
        read_all("wiod", write_workbook(tmp_path / "wiot12.xlsx", {"WIOT_2011": sheet}))
    with pytest.raises(FormatError, match="no row of output"):
        read_all("wiod", write_workbook(tmp_path / "wiot13.xlsx", {"WIOT_2011": _sheet()[:-1]}))


def test_arrays_that_do_not_fit_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "wiot_2011.npz"
    with np.load(SPECIMEN) as held:
        arrays = {name: held[name] for name in held.files}
    np.savez(path, **arrays | {"F": arrays["F"][:, :9]})
    with pytest.raises(FormatError, match=r"F \(4, 9\)"):
        read_all("wiod", path)
    np.savez(path, Z=arrays["Z"])
    with pytest.raises(FormatError, match="cannot be read"):
        read_all("wiod", path)
    np.savez(tmp_path / "mine.npz", **arrays)
    with pytest.raises(UsageError, match="does not say its year"):
        read_all("wiod", tmp_path / "mine.npz")


def test_a_cell_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with np.load(SPECIMEN) as held:
        arrays = {name: held[name].astype(float) if held[name].dtype.kind == "i" else held[name] for name in held.files}
    arrays["Z"][0, 1] = np.nan
    np.savez(tmp_path / "wiot_2011.npz", **arrays)
    ((_, rows, refused),) = read_all("wiod", tmp_path / "wiot_2011.npz")
    assert refused == {"cell is not a finite number": 1}
    assert len(rows) == 30


def test_a_real_year_is_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("wiod", shared_data / "network" / "wiod2013" / "wiot_2011.npz")
    parts = Counter(row["part"] for row in rows)
    assert (parts, refused) == ({"Z": 413_525, "Y": 51_657, "x": 1_413}, {})
    assert len({row["from_region"] for row in rows}) == 41
    assert sum(row["value"] < 0 for row in rows) == 352
