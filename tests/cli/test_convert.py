"""`tocsin convert` as a user runs it, on a lake of ten rows."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.pipeline.flows import flow_release
from tocsin.cli import convert
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect
from tocsin.sources.hs_tables import read as module

SPECIMEN = Path(module.__file__).parent / "specimen" / "synthetic_HS2022_HS2017.csv"
ROWS = [
    ("KOR", "CHN", "900130", "2021", 8.0),
    ("KOR", "JPN", "900130", "2021", 4.0),
    ("KOR", "JPN", "010121", "2021", 2.0),
    ("KOR", "JPN", "777777", "2021", 1.0),
]
NEWER = [("KOR", "CHN", "900131", "2022", 3.0), ("KOR", "CHN", "900132", "2022", 1.0)]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load ten rows once; the lake is read, not written."""
    root = tmp_path_factory.mktemp("convert") / "small"
    lake = Lake.create(root, fixed_clock(date(2026, 11, 24)))
    collect(lake, "hs_tables", Request((SPECIMEN,)))
    for rows, nomenclature in ((ROWS, "HS2017"), (NEWER, "HS2022")):
        lake.load(flow_release(rows, nomenclature=nomenclature), source="baci", licence="x")
    return root


@pytest.fixture
def run(small: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-24")
    monkeypatch.setenv("TOCSIN_LAKE", str(small))
    app = typer.Typer()
    convert.add(app)

    def go(*words: str) -> Any:
        return CliRunner().invoke(app, list(words), catch_exceptions=False)

    return go


def test_a_code_is_told_in_another_edition(run: Any) -> None:
    printed = run("--from", "HS2017", "--to", "HS2022", "--product", "900130", "--product", "777777").stdout
    assert "900131" in printed
    assert "900132" in printed
    assert "777777: the way ends at 777777, HS2017 -> HS2022 has no entry for it." in printed
    told = json.loads(run("--from", "HS17", "--to", "HS22", "--product", "9001.30", "--json").stdout)
    assert told["way"] == ["HS2017 -> HS2022"]
    assert [(row["to_code"], row["share"], row["split"]) for row in told["rows"]] == [
        ("900131", 0.5, "equal"),
        ("900132", 0.5, "equal"),
    ]


def test_flows_are_converted_with_their_account(run: Any) -> None:
    told = json.loads(run("--from", "HS2017", "--to", "HS2022", "--reporter", "KOR", "--json").stdout)
    found = {row["product"]: (row["trade_value"], row["split_share"], row["from_products"]) for row in told["rows"]}
    assert found == {
        "010121": (2.0, 0.0, ["010121"]),
        "900131": (6.0, 1.0, ["900130"]),
        "900132": (6.0, 1.0, ["900130"]),
    }
    account = told["sources"]["baci"]
    assert account["totals"]["given"]["trade_value"] == 15.0
    assert account["totals"]["placed"]["trade_value"] + account["totals"]["unplaced"]["trade_value"] == 15.0
    assert account["unplaced"][0]["code"] == "777777"
    printed = run("--from", "HS2017", "--to", "HS2022", "--reporter", "South Korea").stdout
    assert "baci: given USD 15, placed USD 14, not placed USD 1; split equally USD 12." in printed
    assert "Not placed: 777777 (1 flows, USD 1): no entry in HS2017 -> HS2022." in printed


def test_shares_by_trade(run: Any) -> None:
    words = ("--from", "HS2017", "--to", "HS2022", "--reporter", "KOR", "--split", "trade")
    answer = run(*words, "--partners", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    found = {(row["partner"], row["product"]): float(row["trade_value"]) for row in rows}
    assert found[("CHN", "900131")] == 6.0
    assert found[("JPN", "900132")] == 1.0
    assert "split by trade USD 12, equally for want of trade USD 0." in answer.stderr


def test_a_series_marks_its_break(run: Any) -> None:
    words = ("--from", "HS2017", "--product", "900130", "--reporter", "KOR", "--series")
    told = json.loads(run(*words, "--json").stdout)
    assert [(row["period"], row["nomenclature"], row["trade_value"], row["status"]) for row in told["rows"]] == [
        ("2021", "HS2017", 12.0, "A"),
        ("2022", "HS2022", 4.0, "B"),
    ]
    assert "2022: break, from here on HS2022 900131, 900132 of baci." in run(*words).stdout


def test_a_product_of_the_book_has_codes_of_its_own(run: Any) -> None:
    words = ("--from", "HS2017", "--product", "germanium", "--reporter", "KOR", "--series")
    told = json.loads(run(*words, "--json").stdout)
    assert told["codes"] == {"HS2017": ["811292"], "HS2022": ["811292"]}
    assert run(*words).stdout == "nothing: no such flows in the lake\n"


def test_nothing_says_so(run: Any) -> None:
    printed = run("--from", "HS2017", "--to", "HS2022", "--reporter", "FRA").stdout
    assert printed == "nothing: the lake holds no such flows in HS2017 as of that day\n"
    with pytest.raises(UsageError, match="no concordance leads"):
        run("--from", "HS2017", "--to", "HS2022", "--reporter", "KOR", "--as-of", "2021-06-01")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--from", "HS2018", "--to", "HS2022"), "'HS2018' is unknown"),
        (("--from", "HS2017"), "'' is unknown"),
        (("--from", "HS2017", "--to", "HS1992"), "no concordance leads from HS2017 to HS1992"),
        (("--from", "HS2017", "--to", "HS2022", "--product", "9001"), "has 4 digits"),
        (("--from", "HS2017", "--to", "HS2022", "--reporter", "EU"), "the EU is no reporter"),
        (("--from", "HS2017", "--to", "HS2022", "--as-of", "soon"), "'soon' is not a day"),
        (
            ("--from", "HS2017", "--series", "--reporter", "KOR", "--product", "rubbish"),
            "'rubbish' is not made of digits",
        ),
        (("--from", "HS2017", "--series", "--product", "900130"), "--series needs one reporter"),
        (("--from", "HS2017", "--to", "HS2022", "--json", "--csv"), "exclude each other"),
    ],
)
def test_misuse_is_refused(run: Any, words: tuple[str, ...], found: str) -> None:
    with pytest.raises(UsageError) as error:
        run(*words)
    assert found in str(error.value)


@pytest.mark.parametrize("option", ["--split", "--table", "--direction", "--freq"])
def test_other_words_are_refused(run: Any, option: str) -> None:
    answer = run("--from", "HS2017", "--to", "HS2022", option, "fair")
    assert answer.exit_code == 2
    assert "'fair' is not one of" in answer.stderr
