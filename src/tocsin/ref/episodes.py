"""Dated episodes: shortages, price shocks and near misses of the past, each with its references."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tocsin.core.errors import FormatError
from tocsin.core.hs import parse_hs6
from tocsin.ref.book import check_edition
from tocsin.ref.episode import CLASSES, CONFIDENCE, Episode, make_episode
from tocsin.ref.products import product
from tocsin.ref.tables import DATA, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

__all__ = ["CLASSES", "CONFIDENCE", "FAMILIES", "Episode", "episodes", "in_codes", "read_episodes", "touching"]

FAMILIES = (
    "critical_minerals",
    "semiconductor",
    "energy",
    "food",
    "fertiliser",
    "health",
    "industrial",
    "transport",
)


@cache
def episodes() -> Mapping[str, Episode]:
    """Every episode by its id.

    Returns
    -------
    Mapping of str to Episode
        In the order of the ids.

    Examples
    --------
    >>> episodes()["E08"].suppliers
    ('JPN',)
    """
    return read_episodes(DATA / "episodes")


def read_episodes(folder: Path) -> Mapping[str, Episode]:
    """Read and check a folder of episodes, one file per product family.

    Parameters
    ----------
    folder : Path
        Holds ``food.toml`` and its like, one for each of ``FAMILIES``.

    Returns
    -------
    Mapping of str to Episode
        In the order of the ids.

    Raises
    ------
    CodeError
        If a country, goods code, product or date is none; file and id are named.
    FormatError
        If a file is absent or is not TOML, a key is unknown, missing or of the wrong kind, dates run backwards, days
        differ from the dates, what is left out is not explained, or an id stands twice; file and id are named.
    """
    found: dict[str, Episode] = {}
    for family in FAMILIES:
        name = f"episodes/{family}.toml"
        for id_, row in read_table(str(folder / f"{family}.toml")).items():
            if id_ in found:
                raise FormatError(f"Episode {id_} stands twice", where=f"{name} [{id_}]", remedy="Give it a free id.")
            found[id_] = make_episode(id_, family, row, f"{name} [{id_}]")
    return MappingProxyType({id_: found[id_] for id_ in sorted(found)})


def in_codes(codes: Collection[str], edition: str) -> tuple[Episode, ...]:
    """Episodes of goods that stand under one of these codes.

    Editions differ: an episode's codes are of its own time. Goods that it names by their product are looked for under
    the product's codes of the edition asked for; the other codes of an episode are compared digit by digit.

    Parameters
    ----------
    codes : collection of str
        Codes of six digits.
    edition : str
        Year of their edition of the Harmonized System, one that the product book has: ``"1992"``, ``"2012"``,
        ``"2017"``, ``"2022"``.

    Returns
    -------
    tuple of Episode
        By id.

    Raises
    ------
    CodeError
        If one of them is no code.
    UsageError
        If the product book has no codes of that edition.

    Examples
    --------
    >>> [entry.id for entry in in_codes({"811292"}, "2017")], [entry.id for entry in in_codes({"811230"}, "1992")]
    (['E26', 'E35'], ['E26'])
    """
    check_edition(edition)
    asked = {parse_hs6(code) for code in codes}
    return tuple(entry for entry in episodes().values() if asked & entry.codes(edition))


def touching(products: Collection[str]) -> tuple[Episode, ...]:
    """Episodes that name one of these products.

    Parameters
    ----------
    products : collection of str
        Ids in the product book.

    Returns
    -------
    tuple of Episode
        By id.

    Raises
    ------
    CodeError
        If there is no such product; the nearest ids are named.

    Examples
    --------
    >>> [entry.id for entry in touching(["helium"])]
    ['E06', 'E39']
    """
    asked = {product(id_).id for id_ in products}
    return tuple(entry for entry in episodes().values() if asked & set(entry.products))
