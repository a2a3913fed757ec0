"""The product book: goods that may run short, found by id, by code or by group."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tocsin.core.errors import CodeError, FormatError
from tocsin.ref.book import EDITIONS, LEAD_GROUPS, PURITIES, Cover, Product, check_edition, products
from tocsin.ref.suggest import similar
from tocsin.ref.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "EDITIONS",
    "LEAD_GROUPS",
    "PURITIES",
    "Cover",
    "Product",
    "by_code",
    "product",
    "product_groups",
    "products",
]


def product(id: str) -> Product:  # noqa: A002 - it is the product's id
    """The product with this id.

    Parameters
    ----------
    id : str
        Id in the product book.

    Returns
    -------
    Product
        Its entry.

    Raises
    ------
    CodeError
        If there is none; the nearest ids are named.

    Examples
    --------
    >>> product("gallium").codes("2022")
    ('811292',)
    """
    try:
        return products()[id]
    except KeyError:
        known = {name: name for name in products()} | {entry.title: entry.id for entry in products().values()}
        near = similar(id, known)
        advice = f"Did you mean {near}?" if near else "The product book lists the ids."
        raise CodeError(f"Product {id!r} is not known", where="the product book", remedy=advice) from None


@cache
def by_code(edition: str) -> Mapping[str, tuple[Product, ...]]:
    """Products by their six-digit code in one edition; a basket code has several.

    Parameters
    ----------
    edition : str
        Year of the edition of the Harmonized System.

    Returns
    -------
    Mapping of str to tuple of Product
        Only codes that hold a product of the book.

    Raises
    ------
    UsageError
        If the book has no codes of that edition.

    Examples
    --------
    >>> [entry.id for entry in by_code("2022")["280429"]]
    ['helium', 'neon', 'krypton', 'xenon']
    """
    check_edition(edition)
    found: dict[str, list[Product]] = {}
    for entry in products().values():
        for code in entry.codes(edition):
            found.setdefault(code, []).append(entry)
    return MappingProxyType({code: tuple(found[code]) for code in sorted(found)})


@cache
def product_groups() -> Mapping[str, frozenset[str]]:
    """Groups of products: those that the book names and those made of listed ids, such as ``rare_earths``.

    Returns
    -------
    Mapping of str to frozenset of str
        Ids of the products of each group.

    Raises
    ------
    FormatError
        If a listed id is not in the book.

    Examples
    --------
    >>> "neon" in product_groups()["chip_inputs"]
    True
    """
    found = {name: frozenset(p.id for p in products().values() if name in p.groups) for name in LEAD_GROUPS}
    for name, row in read_table("product_groups.toml").items():
        unknown = sorted(set(row["products"]) - products().keys())
        if unknown:
            raise FormatError(f"Products {unknown} are not known", where=f"product_groups.toml [{name}]")
        found[name] = frozenset(row["products"])
    return MappingProxyType(found)
