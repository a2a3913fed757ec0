"""Reports of events by hand."""

from __future__ import annotations

from tocsin.core.period import parse_period
from tocsin.events.report import Report


def report(
    id_: str,
    day: str,
    act: str = "ban",
    *,
    actor: str = "CHN",
    target: str = "",
    source: str = "reading",
    document: str = "",
    objects: str = "",
    confidence: float = 0.7,
    precision: str = "",
    code: str = "",
) -> Report:
    """Write one report; lists are separated by blanks, every report is of a document of its own."""
    return Report(
        id=id_,
        source=source,
        document=document or f"document {id_}",
        actor=tuple(actor.split()),
        target=tuple(target.split()),
        act=act,
        period=parse_period(day),
        precision=precision or {10: "day", 7: "month", 4: "year"}[len(day)],
        objects=tuple(objects.split()),
        code=code,
        confidence=confidence,
    )
