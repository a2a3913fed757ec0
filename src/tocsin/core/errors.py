"""Everything that Tocsin raises on purpose, and the three parts each message has.

TocsinError
├── InputError      a file, row or code that cannot be read as what it claims to be   (exit 3)
│   ├── CodeError   a goods, country, period or unit code that is not one
│   └── FormatError a file whose layout differs from the one its source declares
├── DocumentError   a document that would say something false: it does not leave      (exit 3)
├── UsageError      a request that makes no sense: unknown name, wrong option         (exit 2)
└── LakeError       the lake is absent, damaged, newer than the program, or busy      (exit 3)
    └── BusyError   another process holds it: try again
"""

from __future__ import annotations

from functools import partial
from typing import Any


class TocsinError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    found : str
        What was found, naming the offending value.
    where : str
        File and line, option or table; empty if there is no place.
    remedy : str
        What the reader can do about it.
    """

    exit_code = 3

    def __init__(self, found: str, *, where: str = "", remedy: str = "") -> None:
        self.found = found
        self.where = where
        self.remedy = remedy
        super().__init__(found, where, remedy)

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell how it is made again, for it may come out of another process."""
        return partial(type(self), where=self.where, remedy=self.remedy), (self.found,)

    def __str__(self) -> str:
        """Return the three parts as one sentence after another."""
        place = f" in {self.where}" if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{self.found}{place}.{advice}"


class InputError(TocsinError):
    """A file, row or code that cannot be read as what it claims to be."""


class CodeError(InputError):
    """A goods, country, period or unit code that is not one."""


class FormatError(InputError):
    """A file whose layout differs from the one its source declares."""


class UsageError(TocsinError):
    """A request that makes no sense: an unknown name or a wrong option."""

    exit_code = 2


class DocumentError(TocsinError):
    """A document that would say something false: it does not leave."""


class LakeError(TocsinError):
    """The lake is absent, damaged, newer than the program, or busy."""


class BusyError(LakeError):
    """Another process holds the lake: try again."""
