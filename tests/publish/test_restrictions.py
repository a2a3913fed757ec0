"""Measures on the board: in the record, on the terminal, on the page."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from tests.publish.synthetic import synthetic_board
from tocsin.core.period import parse_period
from tocsin.policy.bearing import Bearing
from tocsin.policy.entry import Entry
from tocsin.publish.board import Board
from tocsin.publish.documents import board_csv, board_json
from tocsin.publish.html import boards_html
from tocsin.publish.restrictions import measures_line
from tocsin.publish.text import boards_table

RULE = Entry(
    "rule",
    "CHN",
    "Export control of <gallium>",
    "licence",
    "medium",
    ("a reference",),
    announced_on=parse_period("2023-07-03"),
    valid_from=parse_period("2023-08-01"),
    licence_policy="case by case",
)


def board_with(*states: str) -> Board:
    board = synthetic_board(rows=1)
    bearings = tuple(Bearing(RULE, state, "", "", 0.5, ("gallium",)) for state in states)
    return replace(board, rows=(replace(board.rows[0], measures=bearings),))


def test_the_line_says_who_does_what_since_when_and_how_sure_that_is() -> None:
    said = measures_line(board_with("in force").rows[0])
    assert said == "Measures: CHN licensing (case by case) on gallium, in force since 2023-08-01, not read in full."
    assert measures_line(synthetic_board(rows=1).rows[0]) == ""
    assert measures_line(board_with(*["in force"] * 5).rows[0]).endswith("; 3 more.")


def test_the_record_has_every_measure_with_its_reference() -> None:
    (one,) = board_json(board_with("coming"))["rows"][0]["measures"]
    assert (one["id"], one["state"], one["seen"], one["references"]) == ("rule", "coming", False, ["a reference"])
    assert "rule (licence, coming)" in board_csv(board_with("coming"))


def test_terminal_and_page_show_it() -> None:
    board = board_with("in force")
    screen = Console(file=io.StringIO(), width=100)
    screen.print(boards_table([board], width=100))
    assert "CHN licensing (case by case) on gallium" in screen.file.getvalue()  # type: ignore[attr-defined]
    page = boards_html([board])
    assert "Export control of &lt;gallium&gt;" in page
    assert "Measures of its suppliers" in page
    assert "Measures of its suppliers" not in boards_html([synthetic_board(rows=1)])
