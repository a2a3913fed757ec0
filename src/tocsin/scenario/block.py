"""A block of a scenario file: its keys read as what they are declared to be, or refused with file and line."""

from __future__ import annotations

import math
import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NoReturn

from tocsin.core.errors import CodeError, FormatError, InputError, UsageError
from tocsin.core.registry import nearest
from tocsin.scenario.lines import Path, lines_of
from tocsin.scenario.schema import BLOCKS, NAME, Key
from tocsin.scenario.spread import Spread

#: Days that a file may name: before and after them nobody has tables, and calendars end.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
_SPREAD = ("low", "mid", "high", "shape")


def shown(value: object) -> str:
    """Return a value as an error shows it: cut if it is long."""
    cut = reprlib.Repr()
    cut.maxstring = cut.maxother = cut.maxlong = 60
    return cut.repr(value)


@dataclass(frozen=True)
class Text:
    """Where a scenario was read.

    Parameters
    ----------
    name : str
        Its file, or what stands for one.
    text : str
        What the file holds; empty if there is none.
    """

    name: str
    text: str = ""

    def where(self, path: Path) -> str:
        """Return file, line and key of a path.

        Parameters
        ----------
        path : tuple
            Such as ``("shock", 0, "kind")``.

        Returns
        -------
        str
            The line of the longest part of the path that stands in the file; no line if there is no text.
        """
        told = _told(path)
        place = f"{self.name}, line {self._line(path)}" if self.text else self.name
        return f"{place} [{told}]" if told else place

    def _line(self, path: Path) -> int:
        for end in range(len(path), 0, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return 1

    @cached_property
    def _lines(self) -> Mapping[Path, int]:
        return lines_of(self.text)


@dataclass(frozen=True)
class Block:
    """A block, whose keys are all known.

    Parameters
    ----------
    kind : str
        One of the blocks of :data:`~tocsin.scenario.schema.BLOCKS`.
    table : mapping of str to object
        Its keys, as TOML gives them.
    source : Text
        Where it was read.
    path : tuple
        Where it stands.

    Raises
    ------
    FormatError
        If it is no block, or a key is unknown or missing.
    """

    kind: str
    table: Mapping[str, Any]
    source: Text
    path: Path = ()
    keys: Mapping[str, Key] = field(init=False)

    def __post_init__(self) -> None:
        """Check its keys."""
        object.__setattr__(self, "keys", {one.name: one for one in BLOCKS[self.kind]})
        if not isinstance(self.table, Mapping):
            self.refuse(f"{self.kind} = {shown(self.table)} is no block", "Write its keys below a header in brackets.")
        for name in self.table:
            if name not in self.keys:
                self.refuse(f"The key {shown(name)} is not known", nearest(name, list(self.keys)), name)
        for name, key in self.keys.items():
            if key.needed and name not in self.table:
                self.refuse(f"The key {name!r} is missing", f"Give it: {key.meaning}.")

    def __contains__(self, name: str) -> bool:
        """Tell whether the block has a key."""
        return name in self.table

    def refuse(self, found: str, remedy: str, *at: str | int, kind: type[InputError] = FormatError) -> NoReturn:
        """Refuse the file.

        Parameters
        ----------
        found, remedy : str
            What was found, and what to do.
        *at : str or int
            Key, and place in it.
        kind : type
            Of the error.

        Raises
        ------
        InputError
            Always.
        """
        raise kind(found, where=self.source.where((*self.path, *at)), remedy=remedy)

    def wrong(self, name: str, remedy: str) -> NoReturn:
        """Refuse the value of a key."""
        self.refuse(f"{name} = {shown(self.table[name])} is of the wrong kind", remedy, name)

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        if name not in self.table:
            return default
        value, key = self.table[name], self.keys[name]
        if not isinstance(value, str):
            self.wrong(name, "Write a text in quotes.")
        if not value.strip() and name != "description":
            self.refuse(f"{name} is empty", "Say it, or strike the key.", name)
        if key.words and value not in key.words:
            self.refuse(f"{name} = {shown(value)} is not known", nearest(value, list(key.words)), name)
        return value

    def name(self, name: str, default: str) -> str:
        """Return a text that names something."""
        value = self.text(name, default)
        if not re.fullmatch(NAME, value):
            self.refuse(
                f"{name} = {shown(value)} is no name", "Use up to 80 letters, digits, underscores, dots, hyphens.", name
            )
        return value

    def texts(self, name: str, *, empty: bool = False) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.wrong(name, "Write a list of texts in quotes.")
        if not value and not empty:
            self.refuse(f"{name} is empty", f"Name at least one: {self.keys[name].meaning}.", name)
        seen: set[str] = set()
        for k, one in enumerate(value):
            if one in seen:
                self.refuse(f"{name} holds {shown(one)} twice", "Strike one of the two.", name, k)
            seen.add(one)
        return tuple(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.table.get(name, default)
        if not isinstance(value, bool):
            self.wrong(name, "Write true or false.")
        return value

    def whole(self, name: str, default: int | None = None) -> int | None:
        """Return a whole number."""
        if name not in self.table:
            return default
        value = self.table[name]
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(name, "Write a whole number.")
        self._bound(self.keys[name], value, name)
        return value

    def count(self, name: str, default: int) -> int:
        """Return a whole number that has a default."""
        return self.whole(name, default) or 0

    def number(self, name: str) -> float | None:
        """Return a number; None if it is not given."""
        if name not in self.table:
            return None
        return self._number(self.keys[name], self.table[name], name)

    def day(self, name: str) -> date | None:
        """Return a day; None if it is not given."""
        value = self.table.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                self.wrong(name, "Write a day: 2023-08-01.")
        if isinstance(value, datetime) or not isinstance(value, date):
            self.wrong(name, "Write a day: 2023-08-01, without a time.")
        if not FIRST_DAY <= value <= LAST_DAY:
            self.refuse(f"{name} is {value}", f"Give a day between {FIRST_DAY} and {LAST_DAY}.", name)
        return value

    def spread(self, name: str, *, most: float | None = None) -> Spread | None:
        """Return a number with its uncertainty; None if it is not given.

        Parameters
        ----------
        name : str
            Its key.
        most : float, optional
            A closer bound than that of the key.

        Returns
        -------
        Spread or None
            The figure.
        """
        if name not in self.table:
            return None
        key = self.keys[name]
        if most is not None:
            key = Key(key.name, key.kind, key.meaning, least=key.least, most=most)
        return self.spread_of(key, self.table[name], name)

    def spread_of(self, key: Key, value: object, *at: str | int) -> Spread:
        """Return a value as a number with its uncertainty.

        Parameters
        ----------
        key : Key
            What it is, with its bounds.
        value : object
            A number, or a table of low, mid, high, shape.
        *at : str or int
            Where it stands.

        Returns
        -------
        Spread
            The figure.
        """
        if not isinstance(value, Mapping):
            return Spread.exactly(self._number(key, value, *at))
        for part in value:
            if part not in _SPREAD:
                self.refuse(f"{key.name}.{part} is not known", nearest(str(part), list(_SPREAD)), *at, part)
        shape = value.get("shape", "triangular")
        needed = ("low", "high") if shape == "uniform" else ("low", "mid", "high")
        if missing := [part for part in needed if part not in value]:
            self.refuse(f"{key.name} has no {missing[0]}", "Give low, mid and high; a uniform needs no mid.", *at)
        numbers = {p: self._number(key, value[p], *at, p) for p in ("low", "mid", "high") if p in value}
        mid = numbers.get("mid", (numbers["low"] + numbers["high"]) / 2)
        try:
            return Spread(numbers["low"], mid, numbers["high"], shape)
        except (UsageError, TypeError) as error:
            found, remedy = getattr(error, "found", f"No shape {shown(shape)}"), getattr(error, "remedy", "")
            self.refuse(f"{key.name}: {found}", remedy, *at)

    def block(self, name: str) -> Block | None:
        """Return a block within; None if there is none."""
        if name not in self.table:
            return None
        return Block(self.keys[name].block, self.table[name], self.source, (*self.path, name))

    def blocks(self, name: str, most: int) -> tuple[Block, ...]:
        """Return the blocks of a list.

        Parameters
        ----------
        name : str
            Its key.
        most : int
            How many there may be.

        Returns
        -------
        tuple of Block
            In the order of the file.
        """
        rows = self.table.get(name, [])
        if not isinstance(rows, list):
            self.wrong(name, f"Write a list of blocks: [[{name}]].")
        if name in self.table and not rows:
            self.refuse(f"{name} is empty", "Give at least one.", name)
        if len(rows) > most:
            self.refuse(f"{name} holds {len(rows)} blocks", f"Give at most {most}.", name)
        kind = self.keys[name].block
        return tuple(Block(kind, row, self.source, (*self.path, name, k)) for k, row in enumerate(rows))

    def unknown(self, what: str, value: str, remedy: str, *at: str | int) -> NoReturn:
        """Refuse a name that stands for nothing."""
        self.refuse(f"{what} {shown(value)} is not known", remedy, *at, kind=CodeError)

    def _number(self, key: Key, value: object, *at: str | int) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"{key.name} = {shown(value)} is of the wrong kind", "Write a number.", *at)
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.refuse(f"{key.name} = {shown(value)} is no finite number", "Write a number.", *at)
        self._bound(key, number, *at)
        return number

    def _bound(self, key: Key, number: float, *at: str | int) -> None:
        if (key.least is not None and number < key.least) or (key.most is not None and number > key.most):
            bounds = [f"at least {key.least:g}" if key.least is not None else ""]
            bounds += [f"at most {key.most:g}" if key.most is not None else ""]
            self.refuse(f"{key.name} is {shown(number)}", f"Give {' and '.join(filter(None, bounds))}.", *at)


def _told(path: Path) -> str:
    """Return a path as readers count: ``shock 1, kind``."""
    parts: list[str] = []
    for one in path:
        if isinstance(one, int):
            parts[-1:] = [f"{parts[-1] if parts else ''} {one + 1}".strip()]
        else:
            parts.append(one)
    return ", ".join(part[:80] for part in parts)
