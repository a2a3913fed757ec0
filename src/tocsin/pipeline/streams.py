"""Streams of events as a view of the lake shows them: brought together, counted, rated, searched for bursts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.core.period import Period, parse_period
from tocsin.events.dedup import happenings
from tocsin.events.rate import FREQUENCIES, Raised, Rate, Stream, Volume, stream
from tocsin.events.report import Happening, Report
from tocsin.events.stance import REAL
from tocsin.events.streams import Question
from tocsin.pipeline.dealings import NEWS, TONE
from tocsin.pipeline.kept_events import PUBLIC

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import View

#: Sources that list each happening of one kind once: they tell no volume.
LISTINGS = ("nti_missiles",)
#: Sources that code by day, sentence for sentence.
DAILY = ("icews",)
#: Events told one by one in a document at most; the others are counted.
MOST_TOLD = 500
_COLUMNS = """source, document, event, actor, act, target, object, date_precision, place, quantity, quantity_unit,
    modality, confidence, publisher_code, evidence, period"""


@dataclass(frozen=True)
class Told:
    """The answer to a question about a stream.

    Parameters
    ----------
    question : Question
        What was asked.
    view : View
        What the answer rests on.
    by : str
        ``"month"`` or ``"year"``.
    since, until : datetime.date
        First and last day told of.
    covered : datetime.date
        Last day that the sources of the stream cover, as far as the view knows.
    stream : Stream
        The whole stream up to the day.
    found : tuple of Happening
        Happenings from `since` to `until`.
    unreal : dict of str to int
        Reports of what is possible, conditional, denied or called for, by modality: they are not counted.
    tone : dict of Period to float
        Tone of the news about both parties, divided by its volume; empty where it is not known.
    """

    question: Question
    view: View
    by: str
    since: date
    until: date
    covered: date
    stream: Stream
    found: tuple[Happening, ...]
    unreal: dict[str, int]
    tone: dict[Period, float]

    @property
    def rates(self) -> list[Rate]:
        """Periods from `since` to `until`, with those in which nothing happened."""
        return [one for one in self.stream.rates if one.period.end >= self.since and one.period.start <= self.until]

    @property
    def raised(self) -> list[Raised]:
        """Bursts that reach into the days asked for."""
        return [one for one in self.stream.raised if one.last.end >= self.since and one.first.start <= self.until]

    @property
    def open(self) -> Raised | None:
        """The burst that lasts to the day of the view, if there is one."""
        return next((one for one in self.stream.raised if one.open), None)


def tell(
    view: View, question: Question, *, since: Period | None = None, until: Period | None = None, by: str = "month"
) -> Told:
    """Answer a question about a stream.

    Parameters
    ----------
    view : View
        What may be seen.
    question : Question
        Whose acts, which, towards whom.
    since, until : Period, optional
        First and last period told of; all up to the day of the view by default.
    by : str
        ``"month"`` or ``"year"``.

    Returns
    -------
    Told
        The answer.
    """
    connection = view.connect()
    try:
        reports = _reports(connection, question)
        volumes = _volumes(connection, question, by) if by in FREQUENCIES else {}
        tone = _tone(connection, question, by)
    finally:
        connection.close()
    real = [one for one in reports if one.modality in REAL]
    unreal: dict[str, int] = {}
    first = since.start if since else date.min
    last = min(until.end if until else view.as_of, view.as_of)
    for one in reports:
        if one.modality not in REAL and first <= one.period.start <= last:
            unreal[one.modality] = unreal.get(one.modality, 0) + 1
    found = happenings(real, listings=LISTINGS, daily=DAILY)
    sources = {one.source for one in real}
    listed = _covered(view, sources & {*LISTINGS})
    made = stream(found, volumes, by=by, until=view.as_of, listed=listed)
    begin = first if since else min((one.day for one in found), default=last)
    inside = tuple(one for one in found if begin <= one.day <= last)
    covered = _covered(view, sources) or last
    return Told(question, view, by, begin, last, covered, made, inside, dict(sorted(unreal.items())), tone)


def _covered(view: View, sources: Collection[str]) -> date | None:
    """Return the last day that some sources cover: that of their newest release, or of their last event if undated."""
    days = []
    for part in view.slices:
        if part.table == "event" and part.source in sources:
            released = part.released_on if part.released_on and not part.reconstructed else None
            days.append(released or parse_period(view.loads[part.load_id]["last_period"]).end)
    return min(max(days), view.as_of) if days else None


def _reports(connection: duckdb.DuckDBPyConnection, question: Question) -> list[Report]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM event WHERE {PUBLIC} AND {_asked(question)} ORDER BY ALL", _values(question)
    ).fetchall()
    return [_report(row) for row in rows]


def _asked(question: Question) -> str:
    asked = {
        "list_contains(string_split(coalesce(actor, ''), ';'), ?)": question.actor,
        "list_contains(string_split(coalesce(target, ''), ';'), ?)": question.target,
        "act = ?": question.act,
    }
    return " AND ".join(condition for condition, value in asked.items() if value) or "TRUE"


def _values(question: Question) -> list[str]:
    return [value for value in (question.actor, question.target, question.act) if value]


def _report(row: tuple[Any, ...]) -> Report:
    source, document, event, actor, act, target, objects, precision, place, quantity, unit, *others = row
    modality, confidence, code, evidence, period = others
    said = "" if quantity is None else f"{quantity:g} {unit or ''}".strip()
    return Report(
        id=event,
        source=source,
        document=document,
        actor=_parts(actor),
        target=_parts(target),
        act=act,
        period=parse_period(period),
        precision=precision,
        objects=_parts(objects),
        code=code or "",
        quantity=said or (unit or ""),
        place=place or "",
        modality=modality,
        confidence=confidence,
        evidence=evidence or "",
    )


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (text or "").split(";")))


def _volumes(connection: duckdb.DuckDBPyConnection, question: Question, by: str) -> dict[Period, Volume]:
    """Return how much was told by period, by sources that tell of the stream and of all kinds of acts."""
    freq, fine = FREQUENCIES[by]
    cut = 4 if by == "year" else 7
    rows = connection.execute(
        f"""WITH told AS (
                SELECT source, left(period, {cut}) AS span, ({_asked(question)}) AS mine,
                    hash(source, period, actor, act, target) AS event
                FROM event WHERE {PUBLIC} AND modality IN {REAL} AND freq IN {fine} AND freq <> 'W'
                    AND source NOT IN (SELECT unnest(?))),
            mine AS (SELECT DISTINCT source FROM told WHERE mine)
        SELECT span, count(DISTINCT event) FILTER (mine), count(DISTINCT event)
        FROM told JOIN mine USING (source) GROUP BY ALL ORDER BY ALL""",
        [*_values(question), list(LISTINGS)],
    ).fetchall()
    return {parse_period(span, freq): Volume(mine, every) for span, mine, every in rows}


def _tone(connection: duckdb.DuckDBPyConnection, question: Question, by: str) -> dict[Period, float]:
    """Return the tone of the news about actor and target: it is undirected, and divided by the pairs in the news."""
    if not (question.actor and question.target) or by not in FREQUENCIES:
        return {}
    pair = "-".join(sorted((question.actor, question.target)))
    cut = 4 if by == "year" else 7
    rows = connection.execute(
        f"""SELECT left(tone.period, {cut}) AS span, sum(tone.value) / sum(news.value)
        FROM pressure AS tone JOIN pressure AS news ON tone.source = news.source AND tone.period = news.period
        WHERE tone.series = ? AND tone.place = ? AND news.series = ? AND tone.value IS NOT NULL AND news.value > 0
        GROUP BY ALL ORDER BY ALL""",
        [TONE, pair, NEWS],
    ).fetchall()
    return {parse_period(span, FREQUENCIES[by][0]): value for span, value in rows}


def document(told: Told) -> dict[str, Any]:
    """Return an answer as it is shown to machines.

    Parameters
    ----------
    told : Told
        The answer.

    Returns
    -------
    dict
        Periods, bursts, events with their evidence, and what is to be known of them.
    """
    question = told.question
    sources = sorted({name for one in told.found for name in one.sources})
    return {
        "actor": question.actor or None,
        "act": question.act or None,
        "target": question.target or None,
        "since": told.since.isoformat(),
        "until": told.until.isoformat(),
        "as_of": told.view.as_of.isoformat(),
        "covered_until": told.covered.isoformat() if told.found else None,
        "by": told.by,
        "count": len(told.found),
        "periods": [_rate(one, told.tone) for one in told.rates],
        "bursts": [_raised(one) for one in told.raised],
        "bursts_in": "shares of all events" if told.stream.normalised else "counts by days",
        "sources": sources,
        "events": [_happening(one) for one in told.found[:MOST_TOLD]],
        "not_counted": told.unreal,
        "notes": notes(told),
    }


def notes(told: Told) -> list[str]:
    """Return what is to be known of an answer, in sentences.

    Parameters
    ----------
    told : Told
        The answer.

    Returns
    -------
    list of str
        Without full stops.
    """
    said = []
    sources = {name for one in told.found for name in one.sources}
    if "nti_missiles" in sources:
        said.append("the CNS database lists missiles that carry 500 kg over 300 km or more: other counts are higher")
    if told.found and told.covered < told.until:
        said.append(f"the sources cover the time up to {told.covered}: later periods are not known")
    if told.stream.unplaced:
        said.append(f"{told.stream.unplaced:,} events are dated too coarsely to be counted by {told.by}")
    if told.unreal:
        listed = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in told.unreal.items())
        said.append(f"not counted, for they were not done or announced: {listed}")
    if len(told.found) > MOST_TOLD:
        said.append(f"the first {MOST_TOLD} of {len(told.found):,} events are told one by one")
    return said


def _rate(one: Rate, tone: Mapping[Period, float]) -> dict[str, Any]:
    volume = one.volume
    return {
        "period": str(one.period),
        "count": one.count if one.known else None,
        "reports": one.reports if one.known else None,
        "share": one.share,
        "share_of": volume.all if volume else None,
        "burst": one.burst,
        "tone": tone.get(one.period),
    }


def _raised(one: Raised) -> dict[str, Any]:
    return {
        "first": str(one.first),
        "last": str(one.last),
        "count": one.count,
        "expected": round(one.expected, 2),
        "weight": round(one.weight, 2),
        "open": one.open,
    }


def _happening(one: Happening) -> dict[str, Any]:
    best = one.best
    return {
        "actor": list(best.actor),
        "act": best.act,
        "target": list(_all(report.target for report in one.reports)),
        "object": list(_all(report.objects for report in one.reports)),
        "date": str(best.period),
        "date_precision": best.precision,
        "place": best.place or None,
        "quantity": next((report.quantity for report in one.reports if report.quantity), None),
        "modality": best.modality,
        "confidence": one.confidence,
        "reports": [
            {
                "source": report.source,
                "document": report.document,
                "event": report.id,
                "code": report.code or None,
                "evidence": report.evidence or None,
            }
            for report in one.reports
        ],
    }


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part))
