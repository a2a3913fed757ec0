"""How a share moved over the years: one rule for every sentence about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.publish.board import BoardRow

_MOVED, _SWUNG = 0.10, 0.20


@dataclass(frozen=True)
class Movement:
    """The path of a share from its first known period to the last one.

    Parameters
    ----------
    then, now : tuple of (str, float)
        First and last period with the share, in [0, 1].
    low, high : float
        Smallest and largest share on the way, both ends included.
    """

    then: tuple[str, float]
    now: tuple[str, float]
    low: float
    high: float

    @property
    def word(self) -> str:
        """``"rose"``, ``"fell"``, ``"swung"`` or ``"steady"``.

        Ten points between the ends are a rise or a fall. Where the ends are nearer than that, twenty points between the
        smallest and the largest share are a swing.
        """
        change = self.now[1] - self.then[1]
        if abs(change) >= _MOVED - 1e-9:
            return "rose" if change > 0 else "fell"
        return "swung" if self.high - self.low >= _SWUNG - 1e-9 else "steady"


def movement(shares: Sequence[tuple[str, float | None]]) -> Movement | None:
    """Read the path of a share.

    Parameters
    ----------
    shares : sequence of (str, float or None)
        Period and share, in [0, 1], oldest first, the current period last.

    Returns
    -------
    Movement or None
        None where the current share or every earlier one is not known.

    Examples
    --------
    >>> movement([("2015", None), ("2016", 0.9), ("2017", 0.2), ("2018", 0.9)]).word
    'swung'
    >>> movement([("2015", None), ("2016", 0.9)]) is None
    True
    """
    known = [(period, share) for period, share in shares if share is not None]
    if len(known) < 2 or shares[-1][1] is None:
        return None
    values = [share for _, share in known]
    return Movement(known[0], known[-1], min(values), max(values))


def own_shares(row: BoardRow) -> tuple[tuple[str, float | None], ...]:
    """Return the path of the supplier that a row names.

    Parameters
    ----------
    row : BoardRow
        The row.

    Returns
    -------
    tuple of (str, float or None)
        Period and share of the largest supplier of today, oldest first; None where nothing was imported.
    """
    path = row.share_history.get(row.top_supplier, ())
    return tuple((period, share) for (period, *_), share in zip(row.history, path, strict=False))
