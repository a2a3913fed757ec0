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
    known : bool
        Whether any source covers it: if not, a count of nought says nothing.
    burst : bool
        Whether it lies in a burst.
    """

    period: Period
    count: int
    reports: int
    volume: Volume | None
    known: bool
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
        Every period from the first to the last that is known, those in which nothing happened too.
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
    found: Iterable[Happening], volumes: Mapping[Period, Volume], *, by: str, until: date, listed: date | None
) -> Stream:
    """Count happenings by period and find their bursts.

    Bursts are found in all that is known up to a day, so that a question about a part of it does not change what is
    usual. Of a stream that no source lists whole the exposure of a period is the volume: that more of everything was
    read is then no burst. Of one that a source lists whole it is the number of days.

    Parameters
    ----------
    found : iterable of Happening
        Happenings of the stream.
    volumes : mapping of Period to Volume
        By period; empty where no source tells one.
    by : str
        ``"month"`` or ``"year"``.
    until : datetime.date
        Day of the view: what comes later is not counted.
    listed : datetime.date or None
        Last day up to which a source lists each of the happenings once; None where no source does.

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
    known = [one for one in found if one.day <= until]
    placed = [one for one in known if one.period.freq in fine]
    unplaced = len(known) - len(placed)
    count, reports = Counter[Period](), Counter[Period]()
    for one in placed:
        period = Period.of(one.day, freq)
        count[period] += 1
        reports[period] += one.documents
    normalised = listed is None and bool(volumes)
    told = [*count, *(one for one in volumes if one.start <= until)]
    if not placed:
        return Stream((), (), unplaced, normalised)
    reach = min(max(listed, *(one.day for one in placed)), until) if listed else until
    first, last = min(told), Period.of(reach, freq) if listed else max(told)
    periods = [Period(freq, index) for index in range(first.index, last.index + 1)]
    raised = _raised(periods, count, volumes if normalised else None, reach)
    inside = {one for burst in raised for one in periods if burst.first <= one <= burst.last}
    rates = (
        Rate(
            one,
            count[one],
            reports[one],
            volumes.get(one),
            bool(listed) or one in volumes or one in count,
            one in inside,
        )
        for one in periods
    )
    return Stream(tuple(rates), tuple(raised), unplaced, normalised)


def _raised(
    periods: list[Period], count: Mapping[Period, int], volumes: Mapping[Period, Volume] | None, until: date
) -> list[Raised]:
    if len(periods) < FEWEST:
        return []
    if volumes is None:
        counts = [count[one] for one in periods]
        exposure = [float((min(one.end, until) - one.start).days + 1) for one in periods]
    else:
        told = [volumes.get(one, Volume(0, 0)) for one in periods]
        counts, exposure = [one.mine for one in told], [float(one.all) for one in told]
    return [
        Raised(periods[one.first], periods[one.last], one.count, one.expected, one.weight, one.last == len(periods) - 1)
        for one in bursts(counts, exposure)
    ]
