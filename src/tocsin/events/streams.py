"""Questions about streams: which events belong to one."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.core.errors import CodeError, UsageError
from tocsin.core.registry import nearest
from tocsin.events.event import ACTS
from tocsin.events.report import OTHER, Report
from tocsin.ref.countries import parse_country

#: Names of the European Union among parties of events.
UNION = ("EUU", "EU", "EUN")


@dataclass(frozen=True)
class Question:
    """Who, what, towards whom; what is empty is left open.

    Parameters
    ----------
    actor, target : str
        ISO 3166-1 alpha-3, ``EUU``, or a name of an organisation.
    act : str
        Of :data:`tocsin.events.event.ACTS`, or ``other``.
    """

    actor: str = ""
    act: str = ""
    target: str = ""

    def __post_init__(self) -> None:
        """Check the act."""
        if self.act and self.act not in {*ACTS, OTHER}:
            raise UsageError(f"act {self.act!r} is unknown", where="--act", remedy=nearest(self.act, [*ACTS, OTHER]))

    def holds(self, report: Report) -> bool:
        """Tell whether a report belongs to it."""
        return (
            (not self.actor or self.actor in report.actor)
            and (not self.target or self.target in report.target)
            and (not self.act or self.act == report.act)
        )


def party(text: str) -> str:
    """Read a party of events: a country by code or name, the Union, or an organisation by its name.

    Parameters
    ----------
    text : str
        What the user wrote.

    Returns
    -------
    str
        ISO 3166-1 alpha-3, ``EUU``, or the text itself if it names no country.
    """
    text = text.strip()
    if text.upper() in UNION:
        return UNION[0]
    try:
        code = parse_country(text)
    except CodeError:
        return text
    return UNION[0] if code == "EUN" else code
