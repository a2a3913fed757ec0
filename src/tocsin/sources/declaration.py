"""What a source says of itself in its `source.toml`, and how all sources are found."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.core.release import Release, Request


@dataclass(frozen=True)
class Source:
    """One publisher's data, as declared in its folder.

    Parameters
    ----------
    name : str
        Folder name and public id.
    title, publisher : str
        What it is and who publishes it.
    licence, licence_url, attribution : str
        Terms, and the sentence that must go with its figures.
    cadence : str
        How often it appears, in words.
    cadence_months : int
        The same as a number [months]; 0 if it has no rhythm.
    lag_months : int
        From the end of a period to its first figure [months].
    coverage : str
        ``"world"`` if it holds all importers, ``"partial"`` otherwise.
    precedence : int
        Of two sources that hold the same flow equally fresh, the one with the higher number is shown.
    options : dict of str to str
        Options that `collect` takes for it, each with its help.
    datasets : bool
        Whether each of its scopes is a dataset of its own, not a part of one whole.
    yearly_hs : bool
        Whether it holds yearly flows in editions of the Harmonized System only, one row by supplier.
    overlapping : bool
        Whether two of its scopes may hold the same flow, such as a bulk file and an answer on one code of it.
    needs_file : bool
        Whether the user must give a file.
    vintages : frozenset of (str, str)
        Table and vintage of what ships with the source itself; empty for all that read files.
    assumed : frozenset of (str, str)
        Those of them whose release date is assumed.
    tables : mapping of str to mapping
        What a table says of itself where tables of one source differ: licence, attribution, lag.
    """

    name: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str
    cadence: str
    cadence_months: int
    lag_months: int
    coverage: str
    precedence: int
    options: Mapping[str, str]
    datasets: bool
    yearly_hs: bool
    overlapping: bool
    needs_file: bool
    vintages: frozenset[tuple[str, str]]
    assumed: frozenset[tuple[str, str]]
    tables: Mapping[str, Mapping[str, str]]

    def title_of(self, table: str) -> str:
        """Return the title of one of its tables."""
        return self.tables.get(table, {}).get("title", self.title)

    def url_of(self, table: str) -> str:
        """Return where the terms of one of its tables are read."""
        return self.tables.get(table, {}).get("licence_url", self.licence_url)

    def licence_of(self, table: str) -> str:
        """Return the licence of one of its tables."""
        return self.tables.get(table, {}).get("licence", self.licence)

    def attribution_of(self, table: str) -> str:
        """Return the sentence that must go with figures of one of its tables."""
        return self.tables.get(table, {}).get("attribution", self.attribution)

    def read(self, request: Request) -> Iterator[Release]:
        """Read what the user asked for.

        Parameters
        ----------
        request : Request
            Files and options.

        Returns
        -------
        iterator of Release
            The releases, rows lazily.

        Raises
        ------
        UsageError
            If an option is unknown or a needed file is missing.
        FormatError
            If the file is not laid out as declared.
        """
        for option in request.options:
            if option not in self.options:
                remedy = nearest(option, sorted(self.options)) if self.options else "It takes none."
                raise UsageError(f"source {self.name!r} has no option {option!r}", remedy=remedy)
        if self.needs_file and not request.files:
            raise UsageError(f"source {self.name!r} needs a file", remedy=f"tocsin collect {self.name} --file FILE")
        module = importlib.import_module(f"tocsin.sources.{self.name}.read")
        releases: Iterator[Release] = module.read(request)
        return releases


@cache
def sources() -> dict[str, Source]:
    """Find every source folder.

    Returns
    -------
    dict of str to Source
        By name.
    """
    places = importlib.import_module("tocsin.sources").__path__
    folders = sorted(path.parent for place in places for path in Path(place).glob("*/source.toml"))
    return {folder.name: _declare(folder) for folder in folders}


def source(name: str) -> Source:
    """Return one source.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    Source
        The declaration.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    found = sources()
    if name not in found:
        raise UsageError(f"source {name!r} is unknown", remedy=nearest(name, sorted(found)))
    return found[name]


def _declare(folder: Path) -> Source:
    told = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    tables = told.get("tables", {})
    vintages = [(table, vintage) for table, entry in tables.items() for vintage in entry.get("vintages", ())]
    return Source(
        name=folder.name,
        title=told["title"],
        publisher=told["publisher"],
        licence=told["licence"],
        licence_url=told.get("licence_url", ""),
        attribution=told["attribution"],
        cadence=told["cadence"],
        cadence_months=told.get("cadence_months", 0),
        lag_months=told["lag_months"],
        coverage=told["coverage"],
        precedence=told["precedence"],
        options=told.get("options", {}),
        datasets=told.get("datasets", False),
        yearly_hs=told.get("yearly_hs", False),
        overlapping=told.get("overlapping", False),
        needs_file=told.get("needs_file", True),
        vintages=frozenset((table, vintage["name"]) for table, vintage in vintages),
        assumed=frozenset((table, vintage["name"]) for table, vintage in vintages if vintage.get("assumed")),
        tables=tables,
    )
