"""What two countries did to each other lately, as channels are given it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dealing:
    """Counts of coded events between two countries, either way; the same act of the same parties on a day once.

    Parameters
    ----------
    events, hostile : int
        All, and those directed against the other, within a year before the day.
    events_lately, hostile_lately : int
        The same within the last 90 days.
    events_before, hostile_before : int
        The same within the three years before these 90 days.
    """

    events: int = 0
    hostile: int = 0
    events_lately: int = 0
    hostile_lately: int = 0
    events_before: int = 0
    hostile_before: int = 0


@dataclass(frozen=True)
class Tone:
    """How warmly news speak of two countries together, divided by the day's volume of news.

    Parameters
    ----------
    lately, before : float
        Mean within a year before the day, and within the year before that [Goldstein scale times mentions per pair in
        the news].
    """

    lately: float
    before: float
