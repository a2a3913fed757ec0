"""The supply chain pressure index in its layouts; each column of releases is a release of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.fetch import Ask, Call
from tocsin.sources.gscpi.fetch import URL, fetch

FOLDER = SPECIMENS / "gscpi" / "specimen"
ONE, OTHER, WIDE = (FOLDER / f"synthetic_gscpi_{name}.csv" for name in ("2026-04", "2026-07", "interactive_data"))


def written(folder: Path, text: str, name: str = "gscpi.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_dates_in_words_with_notes_beside() -> None:
    ((release, rows, refused),) = read_all("gscpi", ONE)
    assert (release.table, release.vintage, release.released_on) == ("pressure", "2026-04", date(2026, 4, 30))
    assert [(row["period"], row["value"]) for row in rows] == [
        ("2025-11", 0.11),
        ("2025-12", -0.22),
        ("2026-01", 0.33),
        ("2026-02", 0.0),
        ("2026-03", -0.44),
    ]
    assert {(row["series"], row["place"], row["unit"], row["freq"]) for row in rows} == {("GSCPI", "WLD", "sd", "M")}
    assert refused == {}


def test_dates_in_numbers() -> None:
    ((release, rows, refused),) = read_all("gscpi", OTHER)
    assert (release.vintage, len(rows), refused) == ("2026-07", 4, {})
    assert rows[2]["value"] == 1e-05


def test_each_column_is_a_release() -> None:
    found = read_all("gscpi", WIDE)
    assert [(release.vintage, release.released_on, len(rows)) for release, rows, _ in found] == [
        ("2026-01", date(2026, 1, 31), 2),
        ("2026-02", date(2026, 2, 28), 3),
        ("2026-03", date(2026, 3, 31), 4),
    ]
    assert all(not refused for *_, refused in found)


def test_old_releases_keep_their_digest_when_a_column_is_added(tmp_path: Path) -> None:
    lines = WIDE.read_text().splitlines()
    more = ["Apr-26", "0.13", "-0.23", "0.34", "0.06"]
    wider = written(
        tmp_path,
        "\n".join(f"{a},{b}" for a, b in zip(lines, more, strict=True)) + "\n31-Mar-2026,#N/A,#N/A,#N/A,0.9\n",
    )
    before = [release.sha256 for release, *_ in read_all("gscpi", WIDE)]
    after = read_all("gscpi", wider)
    assert [release.sha256 for release, *_ in after][:3] == before
    assert len(after[3][1]) == 5


def test_a_gap_within_a_series_is_missing(tmp_path: Path) -> None:
    ((_, rows, _),) = read_all("gscpi", written(tmp_path, "Date,GSCPI\n2026-01-31,1\n2026-02-28,\n2026-03-31,2\n"))
    assert [(row["value"], row["status"]) for row in rows] == [(1.0, "A"), (None, "M"), (2.0, "A")]


def test_the_workbook_of_the_same_index(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Date", "GSCPI", ""],
        ["", "", "a note"],
        [date(2026, 1, 31), 0.5, ""],
        ["28-Feb-2026", -1, ""],
    ]
    path = write_workbook(tmp_path / "gscpi_data.xlsx", {"Notes": [["x"]], "GSCPI Monthly Data": rows})
    ((release, found, refused),) = read_all("gscpi", path, released="2026-03-05")
    assert (release.vintage, refused) == ("2026-03-05", {})
    assert [(row["period"], row["value"]) for row in found] == [("2026-01", 0.5), ("2026-02", -1.0)]


def test_odd_rows_are_refused_and_counted(tmp_path: Path) -> None:
    text = "date,gscpi\n2026-01-31,high\n2026-13-31,1\n31-Foo-2026,1\n2026-04-30,1,2\n2026-05-31,inf\n2026-06-30,3\n"
    ((release, rows, refused),) = read_all("gscpi", written(tmp_path, text))
    assert (release.vintage, release.released_on) == ("undated", None)
    assert len(rows) == 1
    assert sum(refused.values()) == 5
    assert refused["value is not a number"] == 2
    assert refused["row has more or fewer cells than the heading"] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>Sorry</html>\n", "web page"),
        ("month,gscpi\n2026-01-31,1\n", "headings are"),
        ("Date,Pressure\n2026-01-31,1\n", "neither 'GSCPI' nor a month"),
        ("Date,GSCPI,\n2026-01-31,1,2.5\n", "under no heading.*cell C2"),
        ("Date,Jan-26,2026-01\n2025-12-31,1,2\n", "two columns"),
        ('Date,GSCPI\n2026-01-31,"1\n', "cannot be read"),
    ],
)
def test_another_layout_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read_all("gscpi", written(tmp_path, text))


def test_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "gscpi.csv"
    path.write_bytes("Date,GSCPI,\n2026-01-31,1,caf\xe9\n".encode("latin-1"))
    with pytest.raises(FormatError, match="UTF-8"):
        read_all("gscpi", path)


def test_a_date_for_columns_that_bear_their_own_is_an_error() -> None:
    with pytest.raises(UsageError, match="columns are releases"):
        read_all("gscpi", WIDE, released="2026-03-05")
    with pytest.raises(CodeError, match="released"):
        read_all("gscpi", OTHER, released="soon")


def test_fetch_asks_for_one_file(tmp_path: Path) -> None:
    calls: list[Call] = []

    def get(call: Call) -> Path:
        calls.append(call)
        return tmp_path / call.name

    assert [request.files for request in fetch(Ask(), get)] == [(tmp_path / "gscpi_interactive_data.csv",)]
    assert list(fetch(Ask(base="http://127.0.0.1/x"), calls.append)) == []
    assert [call.url for call in calls] == [URL, "http://127.0.0.1/x"]


def test_real_vintages(shared_data: Path) -> None:
    folder = shared_data / "pressure"
    found = read_all("gscpi", folder / "gscpi_vintage_2026-04.csv", folder / "gscpi_vintage_2026-07.csv")
    assert [(release.vintage, len(rows), refused) for release, rows, refused in found] == [
        ("2026-04", 339, {}),
        ("2026-07", 342, {}),
    ]
    assert found[0][1][-1]["value"] == 0.68
    assert found[1][1][-1]["value"] == pytest.approx(1.2494016683)
