"""What the readers share: a release of files, rows counted as they are refused, and codes of one form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.release import Request
from tocsin.sources.codelist import read_codes
from tocsin.sources.codes import digits, fits
from tocsin.sources.declaration import source
from tocsin.sources.heading import column_names, first_line
from tocsin.sources.release import given_day, release_of
from tocsin.sources.tally import tallied_files, unit_of
from tocsin.sources.textfile import text_block


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_release_is_named_after_its_day_unless_it_has_a_name(tmp_path: Path) -> None:
    one, two = written(tmp_path, "a.csv", b"1"), written(tmp_path, "b.csv", b"2")
    day = date(2024, 5, 6)
    named = [
        release_of("gpr", "pressure", *paths, batches=iter(()), day=told, vintage=name)
        for paths, told, name in (((one,), day, ""), ((one,), None, ""), ((one, two), day, "V1"))
    ]
    assert [(made.vintage, made.released_on) for made in named] == [
        ("2024-05-06", day),
        ("undated", None),
        ("V1", day),
    ]
    assert [made.origin for made in named] == ["a.csv", "a.csv", "a.csv and 1 more"]
    assert [made.sha256 for made in named] == [sha256(text).hexdigest() for text in (b"1", b"1", b"12")]
    assert {made.lag_months for made in named} == {source("gpr").lag_months}


def test_the_day_is_the_one_the_user_gives() -> None:
    assert (given_day({}), given_day({"released": "2024-05-06"})) == (None, date(2024, 5, 6))
    with pytest.raises(CodeError, match="yesterday"):
        given_day({"released": "yesterday"})


@pytest.mark.parametrize("name", ["gpr", "portwatch", "bgs", "wmd", "pinksheet", "gscpi", "hs_tables", "comexstat"])
def test_a_file_that_is_not_there_is_told_by_every_reader(name: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"'nowhere\.csv' is no file"):
        list(source(name).read(Request((tmp_path / "nowhere.csv",))))


def test_a_parquet_file_cut_short_is_told(tmp_path: Path) -> None:
    cut = written(tmp_path, "ports.parquet", b"PAR1 and no more")
    (release,) = source("portwatch").read(Request((cut,)))
    with pytest.raises(FormatError, match="the heading cannot be read"):
        list(release.batches)


def test_entries_are_kept_or_refused_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"1")
    seen: list[int] = []

    def entries(_: Path) -> Iterator[tuple[str, str]]:
        return ((f"line {i}", text) for i, text in enumerate(["CHN", "?", "CHN"], 1))

    def parse(text: str) -> dict[str, object]:
        if text == "?":
            raise CodeError("country is unknown")
        row = {"commodity": "tin", "stage": "mine", "period": "2020", "freq": "A", "status": "A", "scope": "tin"}
        return {"country": text, **row}

    read = tallied_files("wmd", "production", entries, parse=parse, quote=lambda text: f": {text}")
    (release,) = read(Request((path,), progress=seen.append))
    (batch,) = release.batches
    assert (batch.rows["country"].to_pylist(), seen) == (["CHN"], [3])
    assert [(refusal.reason, refusal.examples) for refusal in batch.refused] == [
        ("country is unknown", ("line 2: ?",)),
        ("second figure for the same thing", ("line 3",)),
    ]


def test_units_are_those_known_in_any_letters() -> None:
    known = {"mio m3": ("Mm3", 1.0)}
    assert unit_of(" Mio m3", known) == ("Mm3", 1.0)
    with pytest.raises(CodeError, match="unit 'oz' is not known"):
        unit_of("oz", known)


def test_codes_of_digits_say_what_is_wrong() -> None:
    parse = digits("code", 4)
    assert parse(" '0123' ") == "0123"
    for text, wrong in (
        ("12a4", "is not made of digits"),
        ("123", "has 3 digits: was a leading zero lost"),
        ("12345", "has 5 digits, not 4"),
        ("١٢٣٤", "is not made of digits"),
    ):
        with pytest.raises(CodeError, match=wrong):
            parse(text)


def test_codes_of_one_form_stay_as_they_are() -> None:
    parse = fits(r"\d\d[A-Z]", "item {} is wrong")
    assert parse(" 12A ") == "12A"
    with pytest.raises(CodeError, match="item '12AB' is wrong"):
        parse("12AB")


def test_values_become_text_and_none_stays_absent() -> None:
    block = text_block({"a": [1, None, "x"]}, [2, 3, 5])
    assert (block.rows["a"].to_pylist(), block.numbers.tolist()) == (["1", None, "x"], [2, 3, 5])


def test_a_code_list_is_read_in_either_encoding(tmp_path: Path) -> None:
    text = "code;name\n1; Åland \n"
    new, old = (written(tmp_path, f"{name}.csv", text.encode(name)) for name in ("utf-8-sig", "latin-1"))
    for path in (new, old):
        assert read_codes(path, "code", "name", delimiter=";") == [("1", "Åland")]
    with pytest.raises(FormatError, match="columns 'code' and 'iso' are missing"):
        read_codes(new, "code", "iso", delimiter=";")


def test_headings_are_read_of_text_and_of_parquet(tmp_path: Path) -> None:
    assert column_names(written(tmp_path, "a.csv", b"\xef\xbb\xbfa, b\n1,2\n")) == ["a", "b"]
    assert first_line(written(tmp_path, "b.csv", b"\xef\xbb\xbfa,b\r\n1,2\n")) == "a,b"
    with pytest.raises(FormatError, match="HTML or XML"):
        first_line(written(tmp_path, "c.csv", b"<html>"))
