"""The JSON and CSV contracts, and every reason for which a document is held back."""

from __future__ import annotations

import copy
import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.publish.synthetic import synthetic_board
from tests.publish.synthetic_outlooks import RULE, synthetic_forecast_board
from tocsin.core.errors import DocumentError, TocsinError
from tocsin.publish.documents import CSV_COLUMNS, board_csv, board_json, validate

Document = dict[str, Any]
ROW_KEYS = {
    *("rank", "hs6", "hs_edition", "products", "title", "import_value_usd", "import_hhi", "top_supplier", "top_share"),
    *("suppliers", "replaceability", "exposure", "flags", "why", "period", "source", "world_export_hhi"),
    *("country_risk_pv", "history", "indicators"),
    *("probability", "interval", "targets", "expected", "rate", "base", "channels", "precedents", "relief"),
    "no_forecast",
    "measures",
}


def test_the_document_has_the_keys_of_the_contract() -> None:
    document = board_json(synthetic_board())
    assert {"as_of", "reporter", "lake", "rows", "without_data", "group", "sort", "total_rows", "notes"} < set(document)
    assert all(set(row) == ROW_KEYS for row in document["rows"])
    assert set(document["rows"][0]["suppliers"][0]) == {"iso3", "share"}
    assert set(document["without_data"][0]) == {"product", "title", "hs6", "reason"}
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_csv_has_one_line_per_row_and_full_numbers() -> None:
    board = synthetic_board()
    text = board_csv(board)
    assert text.count("\r\n") == len(board.rows) + 1
    table = list(csv.DictReader(io.StringIO(text)))
    assert tuple(table[0]) == CSV_COLUMNS
    assert [float(line["top_share"]) for line in table] == [row.top_share for row in board.rows]
    assert [line["hs6"] for line in table] == [row.hs6 for row in board.rows]


def test_a_spreadsheet_runs_no_formula() -> None:
    board = synthetic_board(rows=1)
    evil = replace(board.rows[0], title='=HYPERLINK("x")', why="@SUM(A1)", country_risk_pv=-0.5, flags=("-1+1",))
    line = next(csv.DictReader(io.StringIO(board_csv(replace(board, rows=(evil,))))))
    assert line["title"] == '\'=HYPERLINK("x")'
    assert line["why"] == "'@SUM(A1)"
    assert line["flags"] == "'-1+1"
    assert line["country_risk_pv"] == "-0.5"


def test_an_empty_board_is_an_empty_document() -> None:
    board = synthetic_board(rows=0)
    assert board_json(board)["rows"] == []
    assert board_csv(board).count("\r\n") == 1


def _share(document: Document) -> None:
    document["rows"][0]["suppliers"][0]["share"] = 1.5


def _sum(document: Document) -> None:
    document["rows"][0]["suppliers"].append({"iso3": "ATA", "share": 1e-6})


def _rank(document: Document) -> None:
    document["rows"][1]["rank"] = 3


def _nan(document: Document) -> None:
    document["rows"][0]["indicators"]["geopolrisk"] = float("nan")


def _infinite(document: Document) -> None:
    document["lake"]["rows"] = float("inf")


def _top(document: Document) -> None:
    document["rows"][0]["top_share"] = 0.5


def _order(document: Document) -> None:
    document["rows"][0]["suppliers"].reverse()


def _code(document: Document) -> None:
    document["rows"][0]["hs6"] = "28111"


def _twice(document: Document) -> None:
    document["rows"][1]["hs6"] = document["rows"][0]["hs6"]


def _silent(document: Document) -> None:
    document["rows"][0]["why"] = " "


def _past(document: Document) -> None:
    document["rows"][0]["history"].reverse()


def _past_share(document: Document) -> None:
    document["rows"][0]["history"][0]["shares"]["CHN"] = -0.1


def _few(document: Document) -> None:
    document["total_rows"] = 1


def _negative(document: Document) -> None:
    document["rows"][0]["import_value_usd"] = -1.0


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_share, "share of"),
        (_sum, "add up to 1.000001"),
        (_rank, "ranks are"),
        (_nan, r"rows\[0\].indicators.geopolrisk is nan"),
        (_infinite, "lake.rows is inf"),
        (_top, "top_share is 0.5"),
        (_order, "not in order"),
        (_code, "six digits"),
        (_twice, "more than one row"),
        (_silent, "sentence is empty"),
        (_past, "history"),
        (_past_share, "share of CHN in 2015"),
        (_few, "total_rows is 1"),
        (_negative, "import_value_usd is -1"),
    ],
)
def test_what_would_be_false_is_held_back(spoil: Callable[[Document], None], found: str) -> None:
    document = copy.deepcopy(board_json(synthetic_board()))
    spoil(document)
    with pytest.raises(DocumentError, match=found) as caught:
        validate(document)
    assert isinstance(caught.value, TocsinError)
    assert "KOR" in caught.value.where
    assert caught.value.remedy


def test_a_forecast_is_laid_out_with_what_it_rests_on() -> None:
    board = synthetic_forecast_board()
    document = board_json(board)
    assert document["forecast"] == {
        "label": "tight",
        "rule": RULE,
        "targets": {"12": "2026", "24": "2026-2027"},
        "rate": 0.074,
        "model_version": "synthetic",
        "lag": "honest",
        "reconstructed": False,
        "scorecard": "docs/scorecard.md",
    }
    assert document["no_forecast"] is None
    assert all(set(row) == ROW_KEYS for row in document["rows"])
    first, last = document["rows"][0], document["rows"][-1]
    said = board.rows[0].outlook
    assert said is not None
    assert first["probability"] == said.probability
    assert first["interval"]["24"] == list(said.interval["24"])
    assert set(first["channels"][0]) == {"channel", "title", "present", "log_odds", "text"}
    assert set(first["precedents"][0]) == {"reporter", "product", "period", "target", "happened"}
    assert set(first["relief"]) == {"threshold", "feature", "text", "now", "needed"}
    assert first["no_forecast"] is None
    assert last["no_forecast"] == "imports under USD 500 thousand"
    assert (last["probability"], last["expected"], last["channels"]) == (None, None, [])
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_a_board_without_a_forecast_says_why_in_every_row() -> None:
    document = board_json(replace(synthetic_board(rows=2), no_forecast="no source holds eight years"))
    assert document["forecast"] is None
    assert {document["no_forecast"], *(row["no_forecast"] for row in document["rows"])} == {
        "no source holds eight years"
    }


def test_csv_has_the_chances_in_columns_of_their_own() -> None:
    board = synthetic_forecast_board()
    table = list(csv.DictReader(io.StringIO(board_csv(board))))
    said = board.rows[0].outlook
    assert said is not None
    assert float(table[0]["probability_12"]) == said.probability["12"]
    assert (float(table[0]["low_12"]), float(table[0]["high_12"])) == said.interval["12"]
    assert float(table[0]["probability_24"]) == said.probability["24"]
    assert float(table[0]["expected"]) == board.rows[0].expected
    assert (table[0]["target_12"], table[0]["no_forecast"]) == ("2026", "")
    assert {table[-1][name] for name in ("probability_12", "low_12", "high_12", "probability_24", "expected")} == {""}


def _above_its_interval(document: Document) -> None:
    document["rows"][0]["interval"]["12"] = [0.0, document["rows"][0]["probability"]["12"] - 0.01]


def _beyond_one(document: Document) -> None:
    document["rows"][0]["interval"]["24"][1] = 1.01


def _falls(document: Document) -> None:
    row = document["rows"][0]
    row["probability"]["24"], row["interval"]["24"] = row["probability"]["12"] - 0.01, [0.0, 1.0]


def _not_the_sum(document: Document) -> None:
    document["rows"][0]["channels"][1]["log_odds"] += 2e-6


def _another_base(document: Document) -> None:
    document["rows"][0]["base"] -= 0.1


def _another_product(document: Document) -> None:
    document["rows"][0]["expected"] *= 1.001


def _one_horizon(document: Document) -> None:
    del document["rows"][0]["interval"]["24"]


def _of_nothing(document: Document) -> None:
    document["forecast"], document["no_forecast"] = None, "lost"


def _no_reason(document: Document) -> None:
    document["rows"][-1]["no_forecast"] = " "


def _rate(document: Document) -> None:
    document["forecast"]["rate"] = 7.4


def _unknown_first(document: Document) -> None:
    rows = document["rows"]
    rows[0], rows[-1] = rows[-1], rows[0]
    rows[0]["rank"], rows[-1]["rank"] = 1, len(rows)


def _swapped(document: Document) -> None:
    rows = document["rows"]
    rows[0], rows[5] = rows[5], rows[0]
    rows[0]["rank"], rows[5]["rank"] = 1, 6


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_above_its_interval, "probability of 12 months"),
        (_beyond_one, "probability of 24 months"),
        (_falls, "falls with the horizon"),
        (_not_the_sum, "base and channels add up to"),
        (_another_base, "base and channels add up to"),
        (_another_product, "not probability x exposure"),
        (_one_horizon, "horizons are"),
        (_of_nothing, "a probability of nothing named"),
        (_no_reason, "neither a probability nor a reason"),
        (_rate, "rate of the forecast"),
        (_unknown_first, "stands above one that has it"),
        (_swapped, "not in order of expected consequence"),
    ],
)
def test_a_forecast_that_contradicts_itself_is_held_back(spoil: Callable[[Document], None], found: str) -> None:
    document = copy.deepcopy(board_json(synthetic_forecast_board()))
    validate(document)
    spoil(document)
    with pytest.raises(DocumentError, match=found):
        validate(document)


def test_histories_of_different_length_are_held_back() -> None:
    board = synthetic_board(rows=1)
    short = replace(board.rows[0], history=board.rows[0].history[1:])
    with pytest.raises(DocumentError, match="differ in length"):
        board_json(replace(board, rows=(short,)))


def test_documents_import_nothing_heavy() -> None:
    check = "import sys, tocsin.publish.documents; assert not {'rich', 'jinja2', 'duckdb'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)
