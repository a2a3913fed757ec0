"""Correlation tables: the layouts of the United Nations and of the package concordance, and the codes in them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.release import Refusal, Release, Request
from tocsin.core.schema import CONCORDANCE
from tocsin.sources.declaration import source
from tocsin.sources.hs_tables import read as module
from tocsin.sources.hs_tables.heading import column_of, parser_of
from tocsin.sources.workbook import cell_name

SPECIMEN = Path(module.__file__).parent / "specimen" / "synthetic_HS2022_HS2017.csv"
Cells = list[list[str | int | None]]


def release(path: Path, **options: str) -> Release:
    (found,) = source("hs_tables").read(Request((path,), options))
    return found


def take(path: Path, **options: str) -> tuple[list[dict[str, str]], list[Refusal]]:
    batches = list(release(path, **options).batches)
    rows = pa.concat_tables([CONCORDANCE.columns.empty_table(), *(batch.rows for batch in batches)]).to_pylist()
    return rows, [refusal for batch in batches for refusal in batch.refused]


def pairs(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(row["code"], row["to_code"]) for row in rows]


def workbook(path: Path, sheets: dict[str, Cells]) -> Path:
    """Write a small workbook: text as text, numbers as numbers."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats"
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{kinds}-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{kinds}-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
    }
    for i, rows in enumerate(sheets.values(), 1):
        lines = "".join(_line(number, row) for number, row in enumerate(rows))
        files[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def _line(number: int, row: list[str | int | None]) -> str:
    cells = ""
    for i, value in enumerate(row):
        place = cell_name(number, i)
        if isinstance(value, str):
            cells += f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        elif value is not None:
            cells += f'<c r="{place}"><v>{value}</v></c>'
    return f'<row r="{number + 1}">{cells}</row>'


def united_nations(path: Path) -> Path:
    """Write a workbook laid out as the publisher's: two sheets, a title over the correlations."""
    return workbook(
        path,
        {
            "HS2022-HS2017 Conversions": [
                ["From HS2022", "From HS 2017"],  # sic: the second is the target all the same
                ["010121", "010121"],
                [10129, 10129],
                [900131, "900130"],
                [],
                [900132, "9001.30"],
            ],
            "HS2022-HS2017 Correlations": [
                ["Correlation between HS 2022 and HS 2017", None, None],
                ["HS 2022", "HS 2017", "Relationship"],
                ["010121", "010121", "1:1"],
                [900131, 900130, "1:n"],
                [900132, 900130, "01:01:00"],
            ],
        },
    )


def test_the_specimen_is_read_whole() -> None:
    rows, refused = take(SPECIMEN)
    assert refused == []
    assert len(rows) == 9
    assert rows[0] == {
        "nomenclature": "HS2022",
        "code": "010121",
        "to_nomenclature": "HS2017",
        "to_code": "010121",
        "period": "2022",
        "freq": "A",
        "status": "A",
        "scope": "HS2022-HS2017",
    }


def test_a_workbook_gives_the_sheet_asked_for(tmp_path: Path) -> None:
    path = united_nations(tmp_path / "HS2022toHS2017ConversionAndCorrelationTables.xlsx")
    rows, refused = take(path)
    assert refused == []
    assert pairs(rows) == [
        ("010121", "010121"),
        ("010129", "010129"),
        ("900131", "900130"),
        ("900132", "900130"),
    ]
    assert {row["scope"] for row in rows} == {"HS2022-HS2017"}
    related, refused = take(path, sheet="correlation")
    assert refused == []
    assert len(related) == 3
    assert {row["scope"] for row in related} == {"HS2022-HS2017 correlation"}
    assert release(path).sha256 != release(path, sheet="correlation").sha256


def test_a_release_date_becomes_the_vintage() -> None:
    dated = release(SPECIMEN, released="2021-06-01")
    assert (dated.vintage, str(dated.released_on)) == ("2021-06-01", "2021-06-01")
    assert (release(SPECIMEN).vintage, release(SPECIMEN).released_on) == ("undated", None)


@pytest.mark.parametrize(
    ("nomenclature", "given", "code"),
    [
        ("HS2022", "010121", "010121"),
        ("HS2022", "10121", "010121"),
        ("HS2022", "10121.0", "010121"),
        ("HS2022", 281111.0, "281111"),
        ("HS2022", "2811.11", "281111"),
        ("HS2022", "999999", "999999"),
        ("ISIC3", "111", "0111"),
        ("ISIC4", "2610", "2610"),
        ("BEC4", "210", "21"),
        ("BEC4", "7", "7"),
        ("BEC4", "321.0", "321"),
        ("WIOD", "15t16", "15t16"),
    ],
)
def test_codes_get_back_the_zero_they_lost_and_no_other(nomenclature: str, given: object, code: str) -> None:
    assert parser_of(nomenclature)(given) == code


@pytest.mark.parametrize(
    ("nomenclature", "given"),
    [
        ("HS2022", "01012"),
        ("HS2022", "1012"),
        ("HS2022", "0101210"),
        ("HS2022", "2811.1"),
        ("HS2022", "ex 8541"),
        ("ISIC4", "26"),
        ("ISIC3", "A"),
        ("BEC4", "11"),
        ("BEC4", "999"),
        ("WIOD", "not a sector"),
    ],
)
def test_other_codes_are_refused(nomenclature: str, given: str) -> None:
    with pytest.raises(CodeError):
        parser_of(nomenclature)(given)


@pytest.mark.parametrize(
    ("heading", "nomenclature"),
    [
        ("From HS 2022", "HS2022"),
        ("To HS2017", "HS2017"),
        (" hs  1992 ", "HS1992"),
        ("HS17", "HS2017"),
        ("HS0_6d", "HS1992"),
        ("HS_6d", "HS"),
        ("BEC 4", "BEC4"),
        ("BEC Rev. 4", "BEC4"),
        ("ISIC Rev.3", "ISIC3"),
        ("WIOT2013_c", "WIOD"),
    ],
)
def test_headings_name_a_nomenclature(heading: str, nomenclature: str) -> None:
    column = column_of(heading)
    assert column is not None
    assert column.nomenclature == nomenclature


@pytest.mark.parametrize("heading", ["HS6", "HS", "Code", "SITC 4", "Relationship", "HS0_3d_x", ""])
def test_other_headings_name_none(heading: str) -> None:
    assert column_of(heading) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HS 2022,Relationship\n010121,1:1\n", "'HS 2022', 'Relationship'"),
        ("HS 2022,HS 2017,Note\n010121,010121,x\n", "'Note'"),
        ("HS 2022,HS 2017,HS 2012\n010121,010121,010121\n", "'HS 2012'"),
        ("HS 2022,HS 2017,HS 2017\n010121,010121,010121\n", "'HS 2017'"),
        ("HS2017\n010121\n", "'HS2017'"),
        ("<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "'<!DOCTYPE html>'"),
        ("", "empty"),
        ("HS 2022,HS 2017\n", "one line"),
    ],
)
def test_a_file_of_another_layout_is_refused(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as error:
        take(path)
    assert found in str(error.value)
    assert "table.csv" in error.value.where
    assert error.value.remedy


def test_a_heading_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("HS 2022,HS 2017,Änderung\n010121,010121,1\n".encode("latin-1"))
    with pytest.raises(FormatError, match="heading cannot be read"):
        take(path)


def test_each_refused_row_is_counted_with_its_reason_and_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    lines = ["HS 2022,HS 2017,Relationship", "010121,010121,1:1", "01012,010121,1:1", "010129,,1:1", "010130,010130,?"]
    path.write_text("\n".join([*lines, "010190,010190"]) + "\n", encoding="utf-8")
    rows, refused = take(path)
    assert pairs(rows) == [("010121", "010121")]
    told = {refusal.reason: (refusal.count, refusal.examples) for refusal in refused}
    assert told == {
        "row has more or fewer columns than the heading": (1, ("line 6: 2 columns instead of 3",)),
        "hs6 has 5 digits": (1, ("line 3: '01012'",)),
        "to_code is missing": (1, ("line 4: None",)),
        "relationship is none of 1:1, 1:n, n:1, n:n": (1, ("line 5: '?'",)),
    }


def test_the_rows_of_a_sheet_are_named_as_in_the_sheet(tmp_path: Path) -> None:
    cells: Cells = [["Title"], ["HS 2022", "HS 2017"], ["010121", "010121"], [], ["0101", "010121"], [None, "010129"]]
    rows, refused = take(workbook(tmp_path / "t.xlsx", {"Conversion": cells}))
    assert len(rows) == 1
    assert [(refusal.count, refusal.examples) for refusal in refused] == [
        (1, ("line 6: None",)),
        (1, ("line 5: '0101'",)),
    ]


def test_cells_beyond_the_heading_are_refused(tmp_path: Path) -> None:
    cells: Cells = [["HS 2022", "HS 2017"], ["010121", "010121", "a note"]]
    with pytest.raises(FormatError, match="row 2 has cells without a heading"):
        take(workbook(tmp_path / "t.xlsx", {"Conversion": cells}))


def test_a_workbook_without_the_sheet_or_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="0 sheets have 'conversion'"):
        take(workbook(tmp_path / "t.xlsx", {"Notes": [["HS 2022", "HS 2017"]]}))
    path = united_nations(tmp_path / "u.xlsx")
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(FormatError, match="cannot be read"):
        take(path)
    with pytest.raises(FormatError, match="is no file"):
        take(tmp_path / "absent.xlsx")


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="correlation table"):
        take(workbook(tmp_path / "t.xlsx", {"Conversion": []}))


def test_an_unknown_sheet_word_is_refused() -> None:
    with pytest.raises(UsageError, match="neither"):
        release(SPECIMEN, sheet="neither")


def test_parents_of_a_code_are_left_and_other_tables_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"HS6_6d": ["010121"], "HS6_4d": ["0101"], "HS5_4d": ["0101"], "HS5_6d": ["010121"]}), path)
    assert pairs(take(path)[0]) == [("010121", "010121")]
    pq.write_table(pa.table({"HS0_3d": ["010"], "sigma": ["25.0"]}), path)
    with pytest.raises(FormatError, match="'sigma'"):
        take(path)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(FormatError, match="cannot be read"):
        take(path)


REAL = {
    "hs1_hs0": ("HS1996-HS1992", 5130, 0),
    "hs2_hs1": ("HS2002-HS1996", 5223, 0),
    "hs3_hs0": ("HS2007-HS1992", 5052, 1),
    "hs3_hs2": ("HS2007-HS2002", 5052, 0),
    "hs4_hs3": ("HS2012-HS2007", 5205, 0),
    "hs5_hs4": ("HS2017-HS2012", 5388, 0),
    "hs5_hs0": ("HS2017-HS1992", 5388, 0),
    "hs6_hs5": ("HS2022-HS2017", 5613, 0),
    "hs6_hs0": ("HS2022-HS1992", 5613, 0),
    "hs5_bec4": ("HS2017-BEC4", 5511, 0),
    "hs6_bec4": ("HS2022-BEC4", 5926, 1),
    "hs0_isic3": ("HS1992-ISIC3", 5018, 0),
    "hs5_isic3": ("HS2017-ISIC3", 5387, 1),
    "hs_isic4": ("HS-ISIC4", 24186, 93),
    "wiod_2013": ("ISIC3-WIOD", 584, 1),
}


@pytest.mark.parametrize("name", REAL)
def test_real_tables_have_the_known_counts(shared_data: Path, name: str) -> None:
    scope, kept, refused = REAL[name]
    rows, refusals = take(shared_data / "reference" / f"{name}.parquet")
    assert {row["scope"] for row in rows} == {scope}
    assert (len(rows), sum(refusal.count for refusal in refusals)) == (kept, refused)
    assert all("missing" in refusal.reason for refusal in refusals)


def test_real_conversions_give_each_code_one_code(shared_data: Path) -> None:
    rows, _ = take(shared_data / "reference" / "hs5_hs0.parquet")
    assert len({row["code"] for row in rows}) == len(rows)
    found = dict(pairs(rows))
    assert (found["811292"], found["250410"], found["999999"]) == ("811291", "250410", "999999")
    assert len(set(found.values())) == 4558


def test_elasticities_are_no_correlation_table(shared_data: Path) -> None:
    with pytest.raises(FormatError, match="'iso3c'"):
        take(shared_data / "reference" / "sigma_hs0.parquet")
