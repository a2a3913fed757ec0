"""Small charts of a forecast as SVG: a probability within its interval, and contributions that add up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.publish.prospect import FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.publish.board import Board

_SCALES = (0.1, 0.25, 0.5)
_WIDE, _TALL = 100.0, 10
_SVG = (
    '<svg class="{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}{}{}</svg>'
)


def scale(board: Board) -> float:
    """Choose the end of the scale on which all probabilities of a board are drawn.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    float
        10, 25, 50 or 100 %: the least that holds every interval.
    """
    most = max((row.outlook.interval[FIRST][1] for row in board.rows if row.outlook), default=1.0)
    return next((end for end in _SCALES if most <= end), 1.0)


def range_bar(probability: float, interval: tuple[float, float], end: float) -> str:
    """Draw a probability as a mark within the band of its interval.

    Parameters
    ----------
    probability : float
        Probability, in [0, 1].
    interval : tuple of float
        Lower and upper end, in [0, 1].
    end : float
        Probability at the right end of the scale.

    Returns
    -------
    str
        One SVG element that assistive technology skips: the numbers stand beside it.
    """
    low, mark, high = (min(value / end, 1.0) * _WIDE for value in (interval[0], probability, interval[1]))
    return _SVG.format(
        "range",
        '<rect class="rest" y="2" width="100" height="6"/>',
        f'<rect class="band" x="{low:.1f}" y="2" width="{max(high - low, 1.0):.1f}" height="6"/>',
        f'<path class="at" d="M{min(max(mark, 1.0), 99.0):.1f} 0V{_TALL}"/>',
    )


def span(steps: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Find the ends of the scale on which the steps of a sum are drawn.

    Parameters
    ----------
    steps : sequence of (float, float)
        Log odds before and after each [nat].

    Returns
    -------
    tuple of float
        Least and greatest value on the way.
    """
    passed = [value for step in steps for value in step] or [0.0]
    return min(passed), max(passed)


def step_bar(before: float, after: float, ends: tuple[float, float]) -> str:
    """Draw one step of a sum, from where the one before it ended.

    Parameters
    ----------
    before, after : float
        Log odds before and after it [nat].
    ends : tuple of float
        Ends of the scale [nat].

    Returns
    -------
    str
        One SVG element that assistive technology skips: the number stands beside it.
    """
    width = max(ends[1] - ends[0], 1e-9)
    left, right = (1.0 + (value - ends[0]) / width * 98.0 for value in sorted((before, after)))
    stop = right if after >= before else left
    return _SVG.format(
        "step",
        '<path class="base" d="M0 9.5H100"/>',
        f'<rect class="{"up" if after >= before else "down"}" x="{left:.1f}" y="1" '
        f'width="{max(right - left, 0.8):.1f}" height="8"/>',
        f'<path class="at" d="M{stop:.1f} 0V{_TALL}"/>',
    )
