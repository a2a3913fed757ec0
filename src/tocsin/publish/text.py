"""The board on a terminal: one table that fits the width, a sentence under each line, what to run next at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.publish.board import NOT_ASKED, SCORECARD
from tocsin.publish.documents import board_json
from tocsin.publish.headlines import common_flags, headline, order_of, reason_of
from tocsin.publish.movement import own_shares
from tocsin.publish.numbers import brief, chance, millions, percent
from tocsin.publish.prospect import FIRST, counts_most, reason_for, said_of
from tocsin.publish.restrictions import measures_line
from tocsin.publish.words import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.text import Text

    from tocsin.publish.board import Board, BoardRow

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_FULL = 90
_INDENT = 4
_BAR = 10
_QUIET, _STRONG, _ACCENT = "dim", "bold", "cyan"


def bar(share: float, width: int) -> str:
    """Draw a share as a bar of block characters.

    Parameters
    ----------
    share : float
        Share, in [0, 1].
    width : int
        Length of the bar for a share of 1 [characters].

    Returns
    -------
    str
        Always `width` characters; a share above 0 shows at least a sliver.

    Examples
    --------
    >>> bar(1.0, 4), bar(0.5, 3), bar(0.001, 2), bar(0.0, 2)
    ('████', '█▌ ', '▏ ', '  ')
    """
    eighths = min(max(round(share * width * 8), int(share > 0)), width * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(width)


def sparkline(shares: Sequence[float | None]) -> str:
    """Draw shares over time; the height of a full block is 100 %.

    Parameters
    ----------
    shares : sequence of float or None
        Shares, in [0, 1], oldest first.

    Returns
    -------
    str
        One character each; a dot where a share is not known.

    Examples
    --------
    >>> sparkline([0.0, 0.5, None, 1.0])
    '▁▅·█'
    """
    return "".join("·" if share is None else _LEVELS[min(int(share * 8), 7)] for share in shares)


def board_table(board: Board, *, width: int = 100) -> RenderableType:
    """Lay a board out for a terminal.

    Parameters
    ----------
    board : Board
        The board.
    width : int
        Width to fit into [characters]; below 90 the table has fewer columns.

    Returns
    -------
    rich.console.RenderableType
        Ready to print; without colour where the output is no terminal.

    Raises
    ------
    DocumentError
        If the board would say something false.
    """
    return boards_table([board], width=width)


def boards_table(boards: Sequence[Board], *, width: int = 100) -> RenderableType:
    """Lay several boards out for a terminal, one under the other; what all of them say at the foot is said once.

    Parameters
    ----------
    boards : sequence of Board
        The boards.
    width : int
        Width to fit into [characters]; below 90 the tables have fewer columns.

    Returns
    -------
    rich.console.RenderableType
        Ready to print; without colour where the output is no terminal.

    Raises
    ------
    DocumentError
        If a board would say something false.
    """
    from rich.console import Group

    for board in boards:
        board_json(board)
    width = max(width, 40)
    feet = [[*_foot(board)] for board in boards]
    common = [said for said in (feet[0] if feet else []) if all(said in foot for foot in feet)] if len(feet) > 1 else []
    lines: list[Text] = []
    for board, foot in zip(boards, feet, strict=True):
        shared = common_flags(board)
        lines += [*_head(board, width)]
        for row in board.rows:
            lines += [*_entry(board, row, width, shared)]
        lines += [_line(""), *_said([said for said in foot if said not in common], width)]
        lines += [_line("")] if len(boards) > 1 else []
    if common:
        lines += [*_wrapped("All boards:", width, style=_STRONG), *_said(common, width)]
    first = next((board for board in boards if board.rows), None)
    lines.append(_line(f"Next: {_next_step(first)}", _STRONG))
    return Group(*lines)


def _head(board: Board, width: int) -> Iterator[Text]:
    """Yield the finding, what it rests on, and the headings."""
    yield from _wrapped(headline(board), width, style=_STRONG)
    limits = [f"as of {board.as_of}", _known_to(board), f"group {board.group}" if board.group else ""]
    cut = f"{len(board.rows)} of {board.total_rows} rows" if board.total_rows > len(board.rows) else ""
    limits += [f"in order of {order_of(board.sort)}" if board.rows else "", cut]
    yield from _wrapped("; ".join(filter(None, limits)), width, style=_QUIET)
    if board.forecast:
        yield from _wrapped(said_of(board.forecast), width, style=_QUIET)
    if board.rows:
        yield _line("")
        yield from (_line(row, _STRONG) for row in _headings(board, width))
        yield _line("─" * width, _QUIET)


def _headings(board: Board, width: int) -> tuple[str, str]:
    """Lay out the two lines of headings."""
    if board.forecast is None:
        cells = ("", "Product", "HS code", "Imports", "Largest supplier", "Share of imports", "10 years")
        return _laid_out(cells, width), _laid_out(("", "", "", "USD m", "", "", "0-100 %"), width)
    years = board.forecast.targets[FIRST]
    first = ("", "Product", "HS code", "Imports", "Exposure", f"Chance {years}", "Largest supplier", "10 years")
    second = ("", "", "", "USD m", "USD m", "(90 % range)", "its share", "0-100 %")
    return _laid_ahead(first, width), _laid_ahead(second, width)


def _known_to(board: Board) -> str:
    """Say up to which period the rows are known."""
    return f"trade known to {max(row.period for row in board.rows)}" if board.rows else ""


def _entry(board: Board, row: BoardRow, width: int, shared: Sequence[str]) -> Iterator[Text]:
    """Yield the line of one product, what its title has left, its sentences, and its flags."""
    room = _room(width) if board.forecast is None else _room_ahead(width)
    begin, rest = _broken(row.title, room)
    line = _line(_cells(row, begin, width) if board.forecast is None else _cells_ahead(row, begin, width))
    line.stylize(_STRONG, 0, _INDENT + room)
    line.highlight_regex(f"[{_LEVELS}{_EIGHTHS[1:]}]+", _ACCENT)
    yield line
    yield from _wrapped(rest, width, indent=_INDENT, style=_STRONG)
    sentence = row.why if "…" in line.plain else reason_of(row.why, row.title)
    yield from _wrapped(sentence, width, indent=_INDENT, style=_QUIET)
    ahead = counts_most(row.outlook) if row.outlook and board.forecast else reason_for(board, row)
    yield from _wrapped(ahead, width, indent=_INDENT, style=_QUIET)
    yield from _wrapped(measures_line(row), width, indent=_INDENT, style=_QUIET)
    if own := [flag for flag in row.flags if flag not in shared]:
        yield from _wrapped(f"Data: {', '.join(own)}.", width, indent=_INDENT, style=_QUIET)


def _cells(row: BoardRow, title: str, width: int) -> str:
    """Lay out the line of one product on a board without a forecast."""
    share = f"{percent(row.top_share):>9} {bar(row.top_share, _BAR)}"
    trail = sparkline([share for _, share in own_shares(row)])
    imports = millions(row.import_value_usd)
    return _laid_out((str(row.rank), title, row.hs6, imports, short_name(_supplier(row)), share, trail), width)


def _cells_ahead(row: BoardRow, title: str, width: int) -> str:
    """Lay out the line of one product on a board with a forecast."""
    said = "-" if row.outlook is None else chance(row.outlook.probability[FIRST], row.outlook.interval[FIRST])
    said = said if said.find(" ") > 1 else f" {said}"
    supplier = f"{brief(row.top_share):>3} % {short_name(_supplier(row))}"
    amounts = (millions(row.import_value_usd), millions(row.exposure))
    trail = sparkline([share for _, share in own_shares(row)])
    return _laid_ahead((str(row.rank), title, row.hs6, *amounts, said, supplier, trail), width)


def _supplier(row: BoardRow) -> str:
    """Name the largest supplier."""
    return next((one.name for one in row.suppliers if one.iso3 == row.top_supplier), row.top_supplier or "none")


def _broken(title: str, room: int) -> tuple[str, str]:
    """Break a title after the words that fit its column; a first word that does not fit is left to be cut."""
    from rich.cells import cell_len

    if cell_len(title) <= room:
        return title, ""
    words = title.split()
    count = max((k for k in range(1, len(words)) if cell_len(" ".join(words[:k])) <= room), default=0)
    return (" ".join(words[:count]), " ".join(words[count:])) if count else (title, "")


def _room(width: int) -> int:
    """Width of the title column: what the others leave."""
    others = 3 + 1 + 1 + 6 + 2 + 8 + 2 + 18 + 1 + 20 + 2 + 10 if width >= _FULL else 3 + 1 + 1 + 7 + 1 + 20
    return width - others


def _laid_out(cells: Sequence[str], width: int) -> str:
    """Set the cells of one line in columns; the narrow table has neither code nor supplier nor years."""
    rank, title, code, value, supplier, share, years = cells
    if width >= _FULL:
        tail = f"{_fit(code, 7)} {value:>8}  {_fit(supplier, 17)} {share:<20}  {years:<10}"
    else:
        tail = f"{value:>7} {share or '':<20}"
    return f"{rank:>3} {_fit(title, _room(width))} {tail}".rstrip()


def _room_ahead(width: int) -> int:
    """Width of the title column on a board with a forecast: what the others leave."""
    others = 3 + 1 + 1 + 7 + 8 + 9 + 2 + 16 + 1 + 19 + 1 + 10 if width >= _FULL else 3 + 1 + 1 + 7 + 1 + 16
    return width - others


def _laid_ahead(cells: Sequence[str], width: int) -> str:
    """Set the cells of one line with a forecast in columns; the narrow table has imports and the chance only."""
    rank, title, code, value, exposure, said, supplier, years = cells
    if width >= _FULL:
        tail = f"{_fit(code, 7)}{value:>8}{exposure:>9}  {_fit(said, 16)} {_fit(supplier, 19)} {years:<10}"
    else:
        tail = f"{value:>7} {_fit(said, 16)}"
    return f"{rank:>3} {_fit(title, _room_ahead(width))} {tail}".rstrip()


def _fit(text: str, room: int) -> str:
    """Cut a text to a number of cells, or fill it up with spaces."""
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(text, room) if cell_len(text) <= room else f"{set_cell_size(text, room - 1)}…"


def _foot(board: Board) -> Iterator[tuple[str, str]]:
    """Yield what is missing and what to bear in mind: sentences with their style."""
    if not board.rows:
        where = f" of group {board.group}" if board.group else ""
        yield f"Nothing: this lake holds no imports of {board.reporter_name}{where} known on {board.as_of}.", ""
    if board.without_data:
        count = len(board.without_data)
        what = "1 watched product has" if count == 1 else f"{count} watched products have"
        yield f"{what} no data here: {_reasons(board)}.", ""
    if board.forecast is not None:
        yield f"A chance is what a model says, not a finding of causes. How good such words have been: {SCORECARD}.", ""
    elif board.rows and board.no_forecast not in {"", NOT_ASKED}:
        yield f"No forecast: {board.no_forecast}.", ""
    if shared := common_flags(board):
        yield f"Data of all rows: {', '.join(shared)}.", ""
    yield from ((f"Note: {note}", _QUIET) for note in board.notes)


def _said(foot: Sequence[tuple[str, str]], width: int) -> Iterator[Text]:
    """Yield the sentences of a foot as lines."""
    for text, style in foot:
        yield from _wrapped(text, width, style=style)


def _next_step(board: Board | None) -> str:
    """Name the command to run next."""
    return f"tocsin explain {board.reporter} {board.rows[0].hs6}" if board else "tocsin lake info"


def _reasons(board: Board) -> str:
    """Count the reasons why products have no data."""
    reasons: dict[str, int] = {}
    for one in board.without_data:
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    return "; ".join(f"{reason} ({count})" if len(reasons) > 1 else reason for reason, count in reasons.items())


def _wrapped(text: str, width: int, *, indent: int = 0, style: str = "") -> Iterator[Text]:
    """Break a sentence into lines that fit."""
    import textwrap

    tied = text.replace(" %", "\u00a0%").replace("USD ", "USD\u00a0")
    for part in textwrap.wrap(tied, width - indent, break_long_words=True, break_on_hyphens=False):
        yield _line(" " * indent + part.replace("\u00a0", " "), style)


def _line(text: str, style: str = "") -> Text:
    """Make a line that keeps its spaces and is never wrapped again."""
    from rich.text import Text

    return Text(text, style=style, no_wrap=True, overflow="crop")
