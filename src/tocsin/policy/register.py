"""The control register: folders of entries, one folder per party, read and checked as a whole."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.registry import nearest
from tocsin.policy.checks import check_register
from tocsin.policy.entry import Entry, make_entry
from tocsin.ref.tables import DATA

FOLDER = DATA / "controls"
_HEADER = re.compile(r"^\s*\[\s*(?:\"([^\"]+)\"|([A-Za-z0-9_.\-]+))\s*\]")


@dataclass(frozen=True)
class Register:
    """Entries by id, with what changes what.

    Parameters
    ----------
    entries : mapping of str to Entry
        In the order of party, file and place.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def get(self, id_: str) -> Entry:
        """Return the entry with this id.

        Parameters
        ----------
        id_ : str
            Its id.

        Returns
        -------
        Entry
            The entry.

        Raises
        ------
        CodeError
            If there is none; the nearest ids are named.
        """
        try:
            return self.entries[id_]
        except KeyError:
            remedy = nearest(id_, list(self.entries))
            raise CodeError(f"The register holds no entry {id_!r}", where="the register", remedy=remedy) from None

    def of(self, party: str) -> tuple[Entry, ...]:
        """Return the entries of a party."""
        return self._parties.get(party, ())

    @property
    def parties(self) -> tuple[str, ...]:
        """Return who acts, sorted."""
        return tuple(sorted(self._parties))

    def ending(self, id_: str) -> tuple[Entry, ...]:
        """Return the entries that replace or lift one."""
        return self._ending.get(id_, ())

    def suspending(self, id_: str) -> tuple[Entry, ...]:
        """Return the entries that suspend one."""
        return self._suspending.get(id_, ())

    def relieving(self, id_: str) -> tuple[Entry, ...]:
        """Return the entries that give relief from one."""
        return self._relieving.get(id_, ())

    @cached_property
    def _parties(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            found[entry.party].append(entry)
        return {party: tuple(entries) for party, entries in found.items()}

    @cached_property
    def _ending(self) -> Mapping[str, tuple[Entry, ...]]:
        return self._changed_by(lambda entry: (*entry.supersedes, *entry.lifts))

    @cached_property
    def _suspending(self) -> Mapping[str, tuple[Entry, ...]]:
        return self._changed_by(lambda entry: entry.suspends)

    @cached_property
    def _relieving(self) -> Mapping[str, tuple[Entry, ...]]:
        return self._changed_by(lambda entry: entry.authorises)

    def _changed_by(self, named: Callable[[Entry], tuple[str, ...]]) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            for id_ in named(entry):
                found[id_].append(entry)
        return {id_: tuple(entries) for id_, entries in found.items()}


@cache
def register() -> Register:
    """Return the register that ships with Tocsin.

    Returns
    -------
    Register
        Read once.
    """
    return read_register([FOLDER])


def read_register(folders: Iterable[Path]) -> Register:
    """Read and check folders of entries.

    Parameters
    ----------
    folders : iterable of pathlib.Path
        Each holds one folder per party with ``*.toml`` files. An entry of a later folder takes the place of the entry
        of the same id in an earlier one.

    Returns
    -------
    Register
        The entries of all of them, checked against each other.

    Raises
    ------
    CodeError
        If a country, product, code, date or id is none; file and line are named.
    FormatError
        If a file is no TOML or laid out otherwise, an id stands twice, or entries contradict each other.
    """
    entries: dict[str, Entry] = {}
    for folder in folders:
        entries |= _read_folder(folder)
    found = Register(MappingProxyType(entries))
    check_register(found.entries)
    return found


def _read_folder(folder: Path) -> dict[str, Entry]:
    if not folder.is_dir():
        raise FormatError(
            "There is no such folder", where=str(folder), remedy="Name a folder with one folder per party."
        )
    _check_all_read(folder)
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*/*.toml")):
        for entry in _read_file(path):
            if entry.id in found:
                other = found[entry.id].where
                raise FormatError(
                    f"The id {entry.id!r} stands twice", where=f"{entry.where} and {other}", remedy="Rename one."
                )
            found[entry.id] = entry
    if not found:
        remedy = "Entries stand in files such as JPN/measures.toml."
        raise FormatError("The folder holds no entry", where=str(folder), remedy=remedy)
    return found


def _check_all_read(folder: Path) -> None:
    """Refuse files that would be passed over: whoever put them there takes them for read."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        note = path.suffix.lower() == ".md"
        if path.is_file() and not hidden and not note and path not in set(folder.glob("*/*.toml")):
            raise FormatError(
                f"{path.relative_to(folder)} would not be read",
                where=str(folder),
                remedy="Entries stand in PARTY/NAME.toml; notes may stand in .md files.",
            )


def _read_file(path: Path) -> Iterator[Entry]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise FormatError(f"{error}", where=str(path), remedy="Correct the line and try again.") from error
    lines = {
        match.group(1) or match.group(2): i
        for i, line in enumerate(text.splitlines(), 1)
        if (match := _HEADER.match(line))
    }
    for id_, row in table.items():
        where = f"{path}, line {lines.get(id_, 1)} [{id_}]"
        if not isinstance(row, dict):
            raise FormatError(f"{id_} is no table", where=where, remedy="Begin each entry with its id in brackets.")
        yield make_entry(id_, path.parent.name, row, where)
