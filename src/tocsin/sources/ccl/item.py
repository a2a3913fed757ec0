"""One entry of the Commerce Control List on its way to a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tocsin.sources.ccl.reasons import reasons_of
from tocsin.sources.edition import Found, joined

_ECCN = re.compile(r"\d[A-E]\d{3}", re.ASCII)


@dataclass
class Item:
    """One entry as a file holds it.

    Parameters
    ----------
    eccn, title : str
        Export Control Classification Number and heading.
    stated : str
        Its line "Reason for Control".
    requirements : list of (str, str)
        What a control applies to, and what is required.
    lines : list of str
        Its text in order: reasons, requirements, licence exceptions, related controls, paragraphs.
    """

    eccn: str
    title: str
    stated: str = ""
    requirements: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def row(self) -> Found:
        """Return its columns, or the reason why it is refused."""
        if not _ECCN.fullmatch(self.eccn):
            return "entry is no ECCN such as 3A001"
        if not self.title:
            return "entry has no heading"
        return {
            "entry": self.eccn,
            "title": self.title,
            "reasons": joined(reasons_of(self.requirements, self.stated)),
            "detail": "\n".join(line for line in self.lines if line) or None,
        }
