"""What a source that can collect live says: which files it would fetch. It never fetches them itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.core.period import Period


@dataclass(frozen=True)
class Ask:
    """What the user wants to have collected.

    Parameters
    ----------
    reporters, partners, products : tuple of str
        ISO3 codes and goods codes; empty for all that the service offers.
    since, until : Period or None
        First and last period wanted.
    options : mapping of str to str
        Further options, as declared in the source's ``source.toml``.
    key : str
        Access key of the service from the setting ``TOCSIN_NAME_KEY``; empty if there is none.
    base : str
        Address of the service if the setting ``TOCSIN_NAME_URL`` gives another than the source's own; else empty.
    """

    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    since: Period | None = None
    until: Period | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    base: str = ""


@dataclass(frozen=True)
class Call:
    """One file to be fetched over HTTP.

    Parameters
    ----------
    name : str
        Name it is kept under, unique within its source and telling: ``"KOR-2024-01.json"``.
    url : str
        Address without its query.
    params : mapping of str to str
        Query.
    headers : mapping of str to str
        Headers; never printed.
    kind : str
        What must come: ``"json"``, ``"csv"``, ``"tsv"``, ``"zip"``, ``"gzip"`` or ``"xlsx"``.
    secret : tuple of str
        Names of query parameters that must not be printed or kept: keys.
    """

    name: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "json"
    secret: tuple[str, ...] = ()


#: Gives the fetched file of a call, or None in a dry run, which only says what would be fetched.
Get = Callable[[Call], Path | None]
