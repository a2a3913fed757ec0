"""The finding that stands over a board, and how sentences are taken apart and joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def headline(importer: str, top_shares: Sequence[float]) -> str:
    """State the finding of a board: how many imports come mostly (half or more) from one supplier.

    Parameters
    ----------
    importer : str
        Name of the reporter.
    top_shares : sequence of float
        Share of the largest supplier of every row, in [0, 1].

    Returns
    -------
    str
        One sentence without a full stop.

    Examples
    --------
    >>> headline("Korea", [0.9, 0.6, 0.2]), headline("Korea", [0.9, 0.6]), headline("Korea", [])
    ('Korea: 2 of 3 listed imports come mostly from one supplier', 'Korea: both listed imports come mostly from one \
supplier', 'Korea: nothing to rank')
    """
    total = len(top_shares)
    if not total:
        return f"{importer}: nothing to rank"
    count = sum(share >= 0.5 for share in top_shares)
    if total == 1:
        return f"{importer}: the one listed import {'comes' if count else 'does not come'} mostly from one supplier"
    if count == 0:
        return f"{importer}: none of {total} listed imports comes mostly from one supplier"
    how_many = ("both" if total == 2 else f"all {total}") if count == total else f"{count} of {total}"
    return f"{importer}: {how_many} listed imports {'comes' if count == 1 else 'come'} mostly from one supplier"


def shift(name: str, then: tuple[str, float | None], now: tuple[str, float | None]) -> str:
    """State the finding of a share history.

    Parameters
    ----------
    name : str
        The largest supplier, as it stands after a preposition.
    then, now : tuple of (str, float or None)
        First and last period with its share, in [0, 1].

    Returns
    -------
    str
        One sentence without a full stop.

    Examples
    --------
    >>> shift("China", ("2015", 0.71), ("2024", 0.94)), shift("China", ("2015", None), ("2024", 0.94))
    ('The share of China rose from 71 % in 2015 to 94 % in 2024', 'The share of China was 94 % in 2024')
    """
    if now[1] is None:
        return f"The share of {name} in {now[0]} is not known"
    if then[1] is None or then[0] == now[0]:
        return f"The share of {name} was {percent(now[1])} in {now[0]}"
    change = now[1] - then[1]
    if abs(change) < 0.1 - 1e-9:
        return f"The share of {name} is steady: {percent(then[1])} in {then[0]}, {percent(now[1])} in {now[0]}"
    verb = "rose" if change > 0 else "fell"
    return f"The share of {name} {verb} from {percent(then[1])} in {then[0]} to {percent(now[1])} in {now[0]}"


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
