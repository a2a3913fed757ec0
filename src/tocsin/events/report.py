"""Reports of events as the lake holds them, and the happenings that they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.core.period import Period

#: An act that the closed list does not name; then the publisher's code tells what it is.
OTHER = "other"


@dataclass(frozen=True)
class Report:
    """One coded event of one document or database.

    Parameters
    ----------
    id : str
        Its id within the source.
    source, document : str
        Where it is from.
    actor, target : tuple of str
        ISO 3166-1 alpha-3, ``EUU`` or names.
    act : str
        As in :data:`tocsin.events.event.ACTS`, or ``other``.
    period : Period
        When, as precisely as known.
    precision : str
        As in :data:`tocsin.events.event.PRECISIONS`; ``none`` if only the day of the document is known.
    objects : tuple of str
        Goods and technologies.
    code : str
        The publisher's own code.
    quantity : str
        As said.
    place : str
        Where.
    modality : str
        As in :data:`tocsin.events.event.MODALITIES`.
    confidence : float
        Between 0 and 1 [1].
    evidence : str
        Words that say so.
    """

    id: str
    source: str
    document: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    act: str
    period: Period
    precision: str = "day"
    objects: tuple[str, ...] = ()
    code: str = ""
    quantity: str = ""
    place: str = ""
    modality: str = "done"
    confidence: float = 0.7
    evidence: str = ""

    @property
    def kind(self) -> str:
        """What is done, also where the closed list does not name it."""
        return self.code if self.act == OTHER and self.code else self.act


@dataclass(frozen=True)
class Happening:
    """What one or more reports tell of.

    Parameters
    ----------
    reports : tuple of Report
        The one whose date is known best first.
    """

    reports: tuple[Report, ...]

    @property
    def best(self) -> Report:
        """The report that is dated best, the surer of two."""
        return self.reports[0]

    @property
    def period(self) -> Period:
        """When, as precisely as any report tells."""
        return self.best.period

    @property
    def day(self) -> date:
        """First day of the period."""
        return self.period.start

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources that report it, by name."""
        return tuple(sorted({one.source for one in self.reports}))

    @property
    def documents(self) -> int:
        """How many documents report it."""
        return len({(one.source, one.document) for one in self.reports})

    @property
    def confidence(self) -> float:
        """That of the surest report [1]."""
        return max(one.confidence for one in self.reports)
