"""Codes of the dual-use lists, and which products of the book stand under them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.hs import parse_hs6
from tocsin.core.registry import nearest
from tocsin.policy.closed import CONFIDENCE
from tocsin.ref.products import product, products
from tocsin.ref.tables import read_table

TABLE = "control_items.toml"
#: Rows of Japan's Appended Table 1 that an item may name.
METI_ROWS = ("1", "2", "3", "3-2", *(str(row) for row in range(4, 17)))
#: Lists in which alone a number may stand; empty if both hold it.
LISTS = ("", "US", "EU")
#: Editions of the Harmonized System for which items have codes.
ITEM_EDITIONS = ("2017", "2022")
_CODE = re.compile(r"[0-9][ABC][0-9]{3}(\.[a-z](\.[0-9a-z]+)*)?", re.ASCII)


@dataclass(frozen=True)
class ControlItem:
    """A code of the dual-use lists, or a paragraph of it, and the goods that stand under it.

    The number says nothing of who holds it today: the US, the EU and Korea share the numbering, not every entry.

    Parameters
    ----------
    id : str
        Code or paragraph: ``1C350``, ``3A001.e``.
    title : str
        What stands under it, in short.
    products : tuple of str
        Ids in the product book whose goods stand under it, wholly or in part; empty if the book has none.
    hs6 : tuple of str
        Codes of HS 2022 in which its goods may be, with many others.
    confidence : str
        How sure the mapping to products and codes is: ``high``, ``medium`` or ``low``.
    reference : str
        Where the code stands in the lists.
    hs6_2017 : tuple of str
        The same in HS 2017, where it differs.
    meti : tuple of str
        Rows of Japan's Appended Table 1, by the regime of the number.
    only : str
        List in which alone the number stands, ``US`` or ``EU``; empty if both hold it.
    note : str
        Which part of those goods is controlled.
    where : str
        File and table, for errors.
    """

    id: str
    title: str
    products: tuple[str, ...]
    hs6: tuple[str, ...]
    confidence: str
    reference: str
    hs6_2017: tuple[str, ...] = ()
    meti: tuple[str, ...] = ()
    only: str = ""
    note: str = ""
    where: str = ""

    @property
    def code(self) -> str:
        """Its number without a paragraph: ``3A001`` of ``3A001.e``."""
        return self.id.partition(".")[0]

    def codes(self, edition: str) -> tuple[str, ...]:
        """Six-digit codes in which its goods may be, in one edition.

        Parameters
        ----------
        edition : str
            ``"2017"`` or ``"2022"``.

        Returns
        -------
        tuple of str
            Codes of six digits.

        Raises
        ------
        UsageError
            If items have no codes of that edition.

        Examples
        --------
        >>> control_items()["1C229"].codes("2017")
        ('810600',)
        """
        if edition not in ITEM_EDITIONS:
            remedy = nearest(edition, list(ITEM_EDITIONS))
            raise UsageError(f"Control items have no codes of HS {edition}", where=TABLE, remedy=remedy)
        return self.hs6_2017 or self.hs6 if edition == "2017" else self.hs6


_GIVEN = tuple(one.name for one in fields(ControlItem) if one.name not in {"id", "where"})
_LISTS = tuple(one.name for one in fields(ControlItem) if str(one.type).startswith("tuple"))
_NEEDED = ("title", "products", "hs6", "confidence", "reference")
_CLOSED: Mapping[str, tuple[str, ...]] = {"confidence": CONFIDENCE, "only": LISTS}


@cache
def control_items() -> Mapping[str, ControlItem]:
    """Items of the dual-use lists that Tocsin knows, by code or paragraph.

    Returns
    -------
    mapping of str to ControlItem
        In the order of the table.

    Raises
    ------
    CodeError
        If a code, a product or a goods code is none.
    FormatError
        If a key is unknown, missing or of the wrong kind, or a word is not of its closed list.

    Examples
    --------
    >>> control_items()["1C232"].products
    ('helium_3',)
    """
    return MappingProxyType(
        {name: make_item(name, row, f"{TABLE} [{name}]") for name, row in read_table(TABLE).items()}
    )


@cache
def items_of(product_id: str) -> tuple[str, ...]:
    """Items under which a product stands, wholly or in part.

    Parameters
    ----------
    product_id : str
        Its id in the product book.

    Returns
    -------
    tuple of str
        Codes or paragraphs, in the order of the table; empty if it is on no list.

    Raises
    ------
    CodeError
        If the product book has no such product.

    Examples
    --------
    >>> items_of("hydrogen_fluoride")
    ('1C350',)
    """
    known = product(product_id).id
    return tuple(name for name, item in control_items().items() if known in item.products)


def listed(product_id: str) -> bool:
    """Whether a product is, at least in part, a listed dual-use good.

    Parameters
    ----------
    product_id : str
        Its id in the product book.

    Returns
    -------
    bool
        True at any confidence and whichever list holds it; the items of :func:`items_of` say which.

    Raises
    ------
    CodeError
        If the product book has no such product.

    Examples
    --------
    >>> listed("photoresist"), listed("wheat")
    (True, False)
    """
    return bool(items_of(product_id))


def make_item(id_: str, row: Mapping[str, Any], where: str) -> ControlItem:
    """Make an item of a table.

    Parameters
    ----------
    id_ : str
        Its code or paragraph.
    row : mapping of str to object
        Its keys.
    where : str
        File and table, for errors.

    Returns
    -------
    ControlItem
        The item.

    Raises
    ------
    CodeError
        If a code, a product or a goods code is none.
    FormatError
        If a key is unknown, missing or of the wrong kind, or a word is not of its closed list.
    """
    if not _CODE.fullmatch(id_):
        raise CodeError(
            f"{id_!r} is no code of goods on a dual-use list",
            where=where,
            remedy="Write 1C350 or 3A001.e, group A to C.",
        )
    _check_keys(row, where)
    given: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in row.items()}
    item = ControlItem(id=id_, where=where, **given)
    _check_words(item)
    _check_goods(item)
    return item


def _check_keys(row: Mapping[str, Any], where: str) -> None:
    if unknown := sorted(set(row) - set(_GIVEN)):
        raise FormatError(f"The key {unknown[0]!r} is not known", where=where, remedy=nearest(unknown[0], list(_GIVEN)))
    if missing := [name for name in _NEEDED if name not in row or row[name] == ""]:
        raise FormatError(f"The key {missing[0]!r} is missing", where=where, remedy="Say it; an empty list is [].")
    for name, value in row.items():
        if not _is_kind(name, value):
            kind = "a list of texts, each once" if name in _LISTS else "a text"
            raise FormatError(f"{name} = {value!r} is of the wrong kind", where=where, remedy=f"It is {kind}.")


def _is_kind(name: str, value: object) -> bool:
    if name not in _LISTS:
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(one, str) for one in value) and len(set(value)) == len(value)


def _check_words(item: ControlItem) -> None:
    told = [(name, getattr(item, name), words) for name, words in _CLOSED.items()]
    for name, word, words in [*told, *(("meti", row, METI_ROWS) for row in item.meti)]:
        if word not in words:
            raise FormatError(
                f"{name} = {word!r} is not of its closed list", where=item.where, remedy=nearest(word, list(words))
            )


def _check_goods(item: ControlItem) -> None:
    for name in item.products:
        if name not in products():
            raise CodeError(
                f"The product {name!r} is not in the product book",
                where=item.where,
                remedy=nearest(name, list(products())),
            )
    for code in (*item.hs6, *item.hs6_2017):
        if parse_hs6(code, where=item.where) != code:
            raise CodeError(f"hs6 {code!r} is not plain", where=item.where, remedy="Write six digits without dots.")
