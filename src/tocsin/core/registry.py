"""A registry finds what was dropped into a folder: nothing is listed by hand."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Generic, TypeVar

from tocsin.core.errors import TocsinError, UsageError

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things, filled by importing every module of a package at first use.

    Parameters
    ----------
    kind : str
        What it holds, for errors: ``"indicator"``.
    package : str
        Package whose modules register themselves when imported.
    """

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self._package = package
        self._items: dict[str, T] = {}
        self._filled = False

    def add(self, name: str, item: T) -> None:
        """Add one thing under its name.

        Parameters
        ----------
        name : str
            Public id.
        item : T
            The thing.

        Raises
        ------
        TocsinError
            If the name is taken.
        """
        if name in self._items:
            raise TocsinError(f"{self.kind} {name!r} is declared twice", where=self._package, remedy="Rename one.")
        self._items[name] = item

    def __getitem__(self, name: str) -> T:
        """Return the thing of that name; an unknown name is answered with the nearest ones."""
        items = self._fill()
        if name not in items:
            raise UsageError(f"{self.kind} {name!r} is unknown", remedy=nearest(name, sorted(items)))
        return items[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether the name is known."""
        return name in self._fill()

    def __iter__(self) -> Iterator[str]:
        """Yield the names in order."""
        return iter(sorted(self._fill()))

    def values(self) -> list[T]:
        """Return the things in the order of their names."""
        items = self._fill()
        return [items[name] for name in sorted(items)]

    def _fill(self) -> dict[str, T]:
        if not self._filled:
            self._filled = True
            for found in pkgutil.iter_modules(importlib.import_module(self._package).__path__):
                importlib.import_module(f"{self._package}.{found.name}")
        return self._items


def nearest(name: str, known: list[str]) -> str:
    """Say which known names an unknown one may have meant.

    Parameters
    ----------
    name : str
        What was asked for.
    known : list of str
        What there is.

    Returns
    -------
    str
        A sentence for the remedy of an error.
    """
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Known: {', '.join(known[:30])}{', ...' if len(known) > 30 else ''}."
