"""How often something happens, period by period: as a count, and as a share of all that the same sources told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tocsin.core.errors import UsageError
from tocsin.core.period import Period
from tocsin.events.burst import bursts
from tocsin.events.report import Happening

#: Frequencies that a stream is counted in, and how finely a date must be known for it.
FREQUENCIES = {"month": ("M", ("D", "W", "M")), "year": ("A", ("D", "W", "M", "Q", "A"))}
#: Periods fewer than these tell no usual rate.
FEWEST = 6


@dataclass(frozen=True)
class Volume:
    """What sources that code all kinds of acts told in a period, the same act of the same parties on a day once.

    Parameters
    ----------
    mine, all : int
        Events of the stream, and events of any kind.
    """

    mine: int
    all: int


@dataclass(frozen=True)
class Rate:
    """One period of a stream.

    Parameters
    ----------
    period : Period
        The period.
    count : int
        Happenings.
    reports : int
        Documents that report them.
    volume : Volume or None
        None where no source tells a volume.
    burst : bool
        Whether it lies in a burst.
    """

    period: Period
    count: int
    reports: int
    volume: Volume | None
    burst: bool = False

    @property
    def share(self) -> float | None:
        """Share of the stream in all events of the sources that tell a volume; None where there are none [1]."""
        return self.volume.mine / self.volume.all if self.volume and self.volume.all else None


@dataclass(frozen=True)
class Raised:
    """A burst of a stream.

    Parameters
    ----------
    first, last : Period
        First and last period.
    count : int
        Happenings, or events of the volume where it rests on these.
    expected : float
        As many as the usual rate would give.
    weight : float
        How much speaks for it [nat].
    open : bool
        Whether it lasts to the end of what is known.
    """

    first: Period
    last: Period
    count: int
    expected: float
    weight: float
    open: bool


@dataclass(frozen=True)
class Stream:
    """A stream of happenings.

    Parameters
    ----------
    rates : tuple of Rate
        Every period from the first to the last, those in which nothing happened too.
    raised : tuple of Raised
        Its bursts, in order.
    unplaced : int
        Happenings whose date is known too coarsely to be counted in a period.
    normalised : bool
        Whether bursts were found in shares of the volume, and not in counts by days.
    """

    rates: tuple[Rate, ...]
    raised: tuple[Raised, ...]
    unplaced: int
    normalised: bool


def stream(
    found: Iterable[Happening], volumes: Mapping[Period, Volume], *, by: str, until: date, since: date | None = None
) -> Stream:
    """Count happenings by period and find their bursts.

    Bursts are found in all that is known, so that `since` and `until` of a question do not change what is usual. Where
    every happening comes from sources that tell a volume, the exposure of a period is its volume: that the press writes
    more of everything is then no burst. Otherwise it is the number of its days.

    Parameters
    ----------
    found : iterable of Happening
        Happenings of the stream.
    volumes : mapping of Period to Volume
        By period; empty where no source tells one.
    by : str
        ``"month"`` or ``"year"``.
    until : datetime.date
        Last day known: the period that holds it is counted up to it.
    since : datetime.date, optional
        Day from which on the sources could tell; that of the first happening by default.

    Returns
    -------
    Stream
        The stream, empty where nothing happened.

    Raises
    ------
    UsageError
        If `by` is neither.
    """
    if by not in FREQUENCIES:
        raise UsageError(f"{by!r} is no period of a stream", where="--by", remedy="Write month or year.")
    freq, fine = FREQUENCIES[by]
    kept, reports, unplaced, listed = Counter[Period](), Counter[Period](), 0, False
    for one in found:
        if one.period.freq not in fine or one.day > until:
            unplaced += one.period.freq not in fine
            continue
        period = Period.of(one.day, freq)
        kept[period] += 1
        reports[period] += one.documents
    last = Period.of(until, freq)
    told = [period for period in volumes if period <= last]
    if not kept and not told:
        return Stream((), (), unplaced, normalised=False)
    first = min([*kept, *told, *([Period.of(since, freq)] if since else [])])
    periods = [Period(freq, index) for index in range(first.index, last.index + 1)]
    normalised = bool(told) and sum(volumes[period].mine for period in told) > 0
    listed = not normalised
    counts = [kept[one] if listed else _volume(volumes, one).mine for one in periods]
    exposure = [_days(one, until) if listed else float(_volume(volumes, one).all) for one in periods]
    raised = bursts(counts, exposure) if len(periods) >= FEWEST else []
    inside = {place for one in raised for place in range(one.first, one.last + 1)}
    rates = tuple(
        Rate(one, kept[one], reports[one], volumes.get(one), place in inside) for place, one in enumerate(periods)
    )
    spans = tuple(
        Raised(periods[one.first], periods[one.last], one.count, one.expected, one.weight, periods[one.last] == last)
        for one in raised
    )
    return Stream(rates, spans, unplaced, normalised)


def _volume(volumes: Mapping[Period, Volume], period: Period) -> Volume:
    return volumes.get(period, Volume(0, 0))


def _days(period: Period, until: date) -> float:
    return float((min(period.end, until) - period.start).days + 1)
