"""The finding that stands over a board, and how sentences are taken apart and joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.publish.movement import movement
from tocsin.publish.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.publish.board import Board


def reason_of(sentence: str, title: str) -> str:
    """Take the title off a sentence that begins with it.

    Parameters
    ----------
    sentence : str
        Sentence as :func:`why` builds it.
    title : str
        Name of the product.

    Returns
    -------
    str
        What follows the title, or the whole sentence.

    Examples
    --------
    >>> reason_of("Urea: 94 % from China.", "Urea")
    '94 % from China.'
    """
    return sentence.removeprefix(f"{title}: ")


def headline(board: Board) -> str:
    """State the finding of a board: how many imports come mostly (half or more) from one supplier.

    Parameters
    ----------
    board : Board
        The board; the finding is about all that it ranks, not only about the rows it shows.

    Returns
    -------
    str
        One sentence without a full stop.
    """
    if board.top_shares:
        group = f" of group {board.group}" if board.group else ""
        return mostly(board.reporter_name, board.top_shares, f"watched import{{}}{group}")
    return mostly(board.reporter_name, [row.top_share for row in board.rows], "listed import{}")


def mostly(importer: str, top_shares: Sequence[float], what: str) -> str:
    """Count the imports that come mostly (half or more) from one supplier.

    Parameters
    ----------
    importer : str
        Name of the reporter.
    top_shares : sequence of float
        Share of the largest supplier of every import, in [0, 1].
    what : str
        What is counted, with ``{}`` where its plural has its s.

    Returns
    -------
    str
        One sentence without a full stop.

    Examples
    --------
    >>> mostly("Korea", [0.9, 0.6, 0.2], "listed import{}"), mostly("Korea", [], "import{}")
    ('Korea: 2 of 3 listed imports come mostly from one supplier', 'Korea: nothing to rank')
    >>> mostly("Korea", [0.9, 0.6], "watched import{}")
    'Korea: both watched imports come mostly from one supplier'
    """
    total = len(top_shares)
    if not total:
        return f"{importer}: nothing to rank"
    count = sum(share >= 0.5 for share in top_shares)
    one, many = what.replace("{}", ""), what.replace("{}", "s")
    if total == 1:
        return f"{importer}: the one {one} {'comes' if count else 'does not come'} mostly from one supplier"
    if count == 0:
        return f"{importer}: none of {total} {many} comes mostly from one supplier"
    how_many = ("both" if total == 2 else f"all {total}") if count == total else f"{count} of {total}"
    return f"{importer}: {how_many} {many} {'comes' if count == 1 else 'come'} mostly from one supplier"


def shift(name: str, shares: Sequence[tuple[str, float | None]]) -> str:
    """State the finding of a share history.

    Parameters
    ----------
    name : str
        The largest supplier, as it stands after a preposition.
    shares : sequence of (str, float or None)
        Period and its share, in [0, 1], oldest first, the current period last; at least one.

    Returns
    -------
    str
        One sentence without a full stop.

    Examples
    --------
    >>> shift("China", [("2015", 0.71), ("2024", 0.94)]), shift("China", [("2015", None), ("2024", 0.94)])
    ('The share of China rose from 71 % in 2015 to 94 % in 2024', 'The share of China was 94 % in 2024')
    """
    period, share = shares[-1]
    path = movement(shares)
    if share is None:
        return f"The share of {name} in {period} is not known"
    if path is None:
        return f"The share of {name} was {percent(share)} in {period}"
    first, before = path.then
    if path.word == "steady":
        return f"The share of {name} is steady: {percent(before)} in {first}, {percent(share)} in {period}"
    if path.word == "swung":
        between = f"between {percent(path.low)} and {percent(path.high)} since {first}"
        return f"The share of {name} swung {between}: {percent(share)} in {period}"
    return f"The share of {name} {path.word} from {percent(before)} in {first} to {percent(share)} in {period}"


def order_of(sort: str) -> str:
    """Name the order of a board.

    Parameters
    ----------
    sort : str
        Name of the column.

    Returns
    -------
    str
        As it stands after "in order of".

    Examples
    --------
    >>> order_of("expected"), order_of("top_share")
    ('expected consequence', 'top share')
    """
    return "expected consequence" if sort == "expected" else sort.replace("_", " ")


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    Parameters
    ----------
    words : sequence of str
        The words.

    Returns
    -------
    str
        ``"Korea, Japan and the United States"``.

    Examples
    --------
    >>> listed(["Korea", "Japan", "United States"]), listed(["Korea"]), listed([])
    ('Korea, Japan and United States', 'Korea', '')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def common_flags(board: Board) -> tuple[str, ...]:
    """Find the flags that every row of a board has, so that they are said once.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    tuple of str
        Flags in their order; none where there are fewer than two rows.
    """
    if len(board.rows) < 2:
        return ()
    return tuple(flag for flag in board.rows[0].flags if all(flag in row.flags for row in board.rows))


def remarks(boards: Sequence[Board]) -> tuple[str, ...]:
    """Collect the notes of several boards, each once; a note that is not everybody's names its importers.

    Parameters
    ----------
    boards : sequence of Board
        The boards.

    Returns
    -------
    tuple of str
        Sentences: first those of some importers, then those of all.
    """
    notes = dict.fromkeys(note for board in boards for note in board.notes)
    holders = {note: [board.reporter_name for board in boards if note in board.notes] for note in notes}
    own = [f"{listed(names)}: {note}" for note, names in holders.items() if len(names) < len(boards)]
    return (*own, *(note for note, names in holders.items() if len(names) == len(boards)))
