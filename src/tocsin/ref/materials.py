"""What publishers of mineral statistics call a commodity, and which of ours it is: ``data/materials.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from tocsin.core.errors import CodeError
from tocsin.ref.commodities import commodities
from tocsin.ref.suggest import similar
from tocsin.ref.tables import read_table

_BRACKETS = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=8192)
def parse_material(name: str, detail: str = "") -> str:
    """Read a commodity from a publisher's name of it.

    Parameters
    ----------
    name : str
        As published: ``"Graphite (Natural)"``, ``"Gemanium"``, ``"copper, mine"``.
    detail : str
        What the publisher says beside it, for names that cover several: ``"Mine production, Palladium content"``.

    Returns
    -------
    str
        Id in ``data/commodities.toml``, or under ``new`` in ``data/materials.toml``.

    Raises
    ------
    CodeError
        If the name is unknown; the nearest ones are named.

    Examples
    --------
    >>> parse_material("Gemanium"), parse_material("Platinum-Group Metals", "Palladium")
    ('germanium', 'palladium')
    """
    known = _names()
    found = next((known[key] for key in _keys(name) if key in known), None)
    if found is None:
        near = similar(_fold(name), {key: key for key in known})
        advice = f"Did you mean {near}? Names are in materials.toml." if near else "Names are in materials.toml."
        raise CodeError(f"commodity {name!r} is unknown", remedy=advice)
    words = f" {_fold(detail)} "
    return next((id_ for word, id_ in _details().get(found, {}).items() if f" {word} " in words), found)


def stage_of(commodity: str) -> str:
    """Return where production of a commodity is counted: ``"mine"`` or ``"refinery"``.

    Parameters
    ----------
    commodity : str
        Our id.

    Returns
    -------
    str
        The stage.

    Examples
    --------
    >>> stage_of("gallium"), stage_of("copper")
    ('refinery', 'mine')
    """
    known = commodities()
    return known[commodity].stage if commodity in known else str(_table()["new"][commodity]["stage"])


@cache
def _table() -> Mapping[str, Any]:
    return read_table("materials.toml")


@cache
def _names() -> dict[str, str]:
    return {_fold(name): commodity for name, commodity in _table()["names"].items()}


@cache
def _details() -> Mapping[str, Mapping[str, str]]:
    details: Mapping[str, Mapping[str, str]] = _table()["details"]
    return details


def _keys(name: str) -> tuple[str, ...]:
    """Ways to look a name up: whole, and without what stands in brackets."""
    return _fold(name), _fold(_BRACKETS.sub(" ", name))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))
