"""The table fits its terminal, stays plain where there is no terminal, and says what to run next."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.publish.synthetic import synthetic_board
from tests.publish.synthetic_outlooks import synthetic_forecast_board, synthetic_outlook
from tocsin.core.errors import DocumentError
from tocsin.publish.board import Board
from tocsin.publish.text import bar, board_table, boards_table, sparkline


def printed(board: Board, width: int, *, terminal: bool = False) -> str:
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    console.print(board_table(board, width=width))
    return text.getvalue()


@pytest.mark.parametrize("width", [40, 60, 89, 90, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for board in (synthetic_board(), synthetic_forecast_board()):
        lines = printed(board, width).splitlines()
        assert max(map(cell_len, lines)) <= width


def test_a_forecast_stands_beside_exposure_and_says_what_it_means() -> None:
    board = synthetic_forecast_board(rows=5)
    row = replace(board.rows[0], outlook=synthetic_outlook(board.rows[0].hs6, chance=0.12), import_hhi=0.5)
    row = replace(row, expected=0.12 * 9e9, exposure=9e9)
    text = printed(replace(board, rows=(row, *board.rows[1:])), 100)
    flat = " ".join(text.split())
    assert "Chance: that imports collapse while the price rises elsewhere, in 2026, with its 90 % interval" in flat
    assert "usual among all imports: 7 %" in flat
    assert "in order of expected consequence" in flat
    assert "Chance 2026" in text
    assert "9,000  12 % (8 to 17)" in text
    assert "the chance said most: " in flat
    assert "No forecast: imports under USD 500 thousand." in text
    assert "A chance is what a model says, not a finding of causes." in flat
    assert "docs/scorecard.md" in flat


def test_chances_stand_under_each_other_also_where_they_are_extreme() -> None:
    board = synthetic_forecast_board(rows=1)
    for chance, shown in ((0.0004, "<1 % (<1 to 6)"), (0.03, " 3 % (2 to 9)"), (0.9990, ">99 % (65 to >9")):
        row = replace(board.rows[0], outlook=synthetic_outlook(chance=chance), expected=None)
        (line,) = [one for one in printed(replace(board, rows=(row,)), 100).splitlines() if "250410" in one][:1]
        assert shown in line
        assert cell_len(line.rstrip()) <= 100


def test_a_board_whose_forecast_failed_says_why() -> None:
    text = printed(replace(synthetic_board(rows=2), no_forecast="no source in this lake holds eight years"), 100)
    assert "No forecast: no source in this lake holds eight years." in text
    assert "Share of imports" in text
    assert "No forecast" not in printed(synthetic_board(rows=2), 100)


def test_a_wide_table_has_every_column_and_ends_with_what_to_run_next() -> None:
    text = printed(synthetic_board(), 100)
    for heading in ("Product", "HS code", "Imports", "USD m", "Largest supplier", "Share of imports", "10 years"):
        assert heading in text
    assert text.splitlines()[-1].rstrip() == "Next: tocsin explain KOR 250410"
    assert "25 of 70 rows" in text
    assert "34 watched products have no data here: not in this lake; load full BACI." in text
    assert "Data: weight missing." in text
    assert "\x1b" not in text


def test_a_narrow_table_leaves_columns_out_but_no_product() -> None:
    board = synthetic_board()
    text = printed(board, 60)
    assert "HS code" not in text
    assert sum(f"{row.rank:>3} {row.title[:10]}" in text for row in board.rows) == len(board.rows)


def test_a_long_title_is_broken_or_stands_whole_in_its_sentence() -> None:
    board = synthetic_board()
    flat = " ".join(printed(board, 100).split())
    for row in board.rows:
        assert all(word in flat for word in row.title.split()), row.title


def test_the_headline_counts_all_that_is_ranked_not_only_what_is_shown() -> None:
    board = replace(synthetic_board(), top_shares=(0.9, 0.2, 0.1))
    assert "1 of 3 watched imports" in printed(board, 100)


def test_the_line_of_years_is_that_of_the_supplier_named() -> None:
    board = synthetic_board(rows=1)
    (row,) = board.rows
    path = (0.9, *(None for _ in row.history[1:-1]), 0.1)
    others = {iso3: path if iso3 == row.top_supplier else (0.5,) * len(path) for iso3 in row.share_history}
    drawn = printed(replace(board, rows=(replace(row, share_history=others),)), 100)
    assert sparkline(path) in drawn


def test_what_is_true_of_all_rows_is_said_once() -> None:
    board = synthetic_board(rows=3)
    board = replace(board, rows=tuple(replace(row, flags=("governance break 2023",)) for row in board.rows))
    assert printed(board, 100).count("governance break 2023") == 1


def test_colour_is_for_terminals() -> None:
    assert "\x1b[" in printed(synthetic_board(rows=2), 100, terminal=True)


def test_an_empty_board_says_nothing_and_why() -> None:
    text = printed(replace(synthetic_board(rows=0), group="battery"), 100)
    assert "Nothing: this lake holds no imports of South Korea of group battery known on 2026-02-15." in text
    assert "load full BACI" in text
    assert text.splitlines()[-1].rstrip() == "Next: tocsin lake info"


def test_markup_in_a_title_is_text() -> None:
    board = synthetic_board(rows=1)
    board = replace(board, rows=(replace(board.rows[0], title="[red]Urea[/]"),))
    assert "[red]Urea[/]" in printed(board, 100)


def test_a_false_board_is_not_shown() -> None:
    board = synthetic_board(rows=1)
    with pytest.raises(DocumentError, match="import_hhi"):
        board_table(replace(board, rows=(replace(board.rows[0], import_hhi=1.2),)))


def test_bars_keep_their_width_and_lines_their_gaps() -> None:
    assert {len(bar(share / 100, 10)) for share in range(101)} == {10}
    assert sparkline([None, 1.0, 0.0]) == "·█▁"


def test_a_long_title_goes_on_under_its_line_and_is_said_once() -> None:
    board = synthetic_board(rows=1)
    row = replace(board.rows[0], title="Natural graphite in powder or flakes; Spherical graphite")
    board = replace(board, rows=(replace(row, why=f"{row.title}: 93 % from China."),))
    lines = printed(board, 100).splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("  1 Natural graphite in powder 250410"))
    assert [line.rstrip() for line in lines[at + 1 : at + 3]] == [
        "    or flakes; Spherical graphite",
        "    93 % from China.",
    ]


def test_a_title_whose_first_word_is_too_long_stands_whole_in_its_sentence() -> None:
    board = synthetic_board(rows=1)
    row = replace(board.rows[0], title="Polytetrafluoroethylene", why="Polytetrafluoroethylene: 93 % from China.")
    text = printed(replace(board, rows=(row,)), 40)
    assert "…" in text
    assert "    Polytetrafluoroethylene: 93 %" in text


def test_several_boards_say_what_they_share_once_at_the_end() -> None:
    boards = [
        replace(board, notes=(f"{board.reporter} alone.", *board.notes))
        for board in (synthetic_board("KOR", rows=2), synthetic_board("JPN", rows=2))
    ]
    text = io.StringIO()
    Console(file=text, width=100).print(boards_table(boards, width=100))
    said = " ".join(text.getvalue().split())
    assert said.count("Synthetic: all figures are made up for tests.") == 1
    assert said.count("34 watched products have no data here") == 1
    assert said.index("KOR alone.") < said.index("Japan: ") < said.index("JPN alone.") < said.index("All boards:")
    assert said.count("Next: ") == 1
    assert said.endswith("Next: tocsin explain KOR 250410")
