"""Whether an entry concerns these goods and this target: yes, no, or the goods may be among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from tocsin.core.errors import CodeError
from tocsin.core.hs import parse_hs6
from tocsin.policy.closed import EVERYONE
from tocsin.policy.entry import Entry
from tocsin.policy.groups import members_on, named_groups
from tocsin.policy.items import control_items
from tocsin.ref.countries import countries
from tocsin.ref.products import EDITIONS, product, product_groups

YES, MAYBE, NO = "yes", "maybe", "no"
_ITEM = re.compile(r"\d[A-E]\d{3}[A-Za-z0-9.\-]*")
_CLEAR = ("pure", "mostly")


@dataclass(frozen=True)
class Goods:
    """What a question is about.

    Parameters
    ----------
    name : str
        As asked; empty if no goods are named.
    products : frozenset of str
        Products of the book.
    hs6 : frozenset of str
        Six-digit codes, of every edition that the book knows.
    clear : bool
        Whether the codes hold little else.
    item : str
        Entry of a control list, such as ``"3B001"``.
    listed : bool
        Whether they may stand on a list of dual-use goods; goods in general do.
    """

    name: str
    products: frozenset[str] = frozenset()
    hs6: frozenset[str] = frozenset()
    clear: bool = True
    item: str = ""
    listed: bool = True


@cache
def goods(name: str) -> Goods:
    """Find what a word means: a product or group of the book, a six-digit code, or an entry of a control list.

    Parameters
    ----------
    name : str
        ``"hydrogen_fluoride"``, ``"rare_earths"``, ``"281111"`` or ``"3B001"``; empty for none.

    Returns
    -------
    Goods
        What it means.

    Raises
    ------
    CodeError
        If it is none of these; the nearest ids are named.
    """
    if not name:
        return Goods("")
    if _ITEM.fullmatch(name):
        return Goods(name, item=name)
    if name.replace(".", "").isdigit():
        code = parse_hs6(name, where="the product asked for")
        return Goods(name, hs6=frozenset({code}), listed=code in _listed()[1])
    ids = product_groups().get(name) or frozenset({product(name).id})
    entries = [product(one) for one in ids]
    codes = frozenset(code for one in entries for edition in EDITIONS for code in one.codes(edition))
    clear = len(entries) == 1 and entries[0].code_purity in _CLEAR
    return Goods(name, products=ids, hs6=codes, clear=clear, listed=not ids.isdisjoint(_listed()[0]))


@cache
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    """Return products and codes that stand on the lists of the regimes: not what one party alone lists."""
    items = [one for one in control_items().values() if not one.only and one.code[2] != "9" and one.confidence != "low"]
    goods_listed = (one for item in items for one in item.products)
    codes = (code for item in items for code in (*item.hs6, *item.hs6_2017))
    return frozenset(goods_listed), frozenset(codes)


def concerns_goods(entry: Entry, asked: Goods) -> str:
    """Tell whether an entry concerns goods.

    Products that an entry names decide. Where it names none, or none were asked for, codes do: a code that an entry
    holds with high confidence is one of its goods; other codes, and codes that hold much else, only may be.

    Parameters
    ----------
    entry : Entry
        The entry.
    asked : Goods
        The goods.

    Returns
    -------
    str
        ``"yes"``, ``"maybe"`` or ``"no"``.
    """
    if not asked.name or entry.all_goods:
        return YES if entry.all_goods else NO
    if asked.item:
        return YES if any(_same_item(one, asked.item) for one in entry.codes_of_lists) else NO
    if asked.products and entry.products:
        return YES if asked.products & entry.book_products else NO
    held = [sure for code, sure in entry.hs6.items() if code in asked.hs6]
    if not held:
        return YES if not asked.products and asked.hs6 & _book_codes(entry) else NO
    return YES if "high" in held and (asked.clear or not asked.products) else MAYBE


def concerns_target(entry: Entry, target: str, on: date) -> bool:
    """Tell whether an entry looks towards a country on a day.

    Parameters
    ----------
    entry : Entry
        The entry.
    target : str
        ISO 3166-1 alpha-3, or ``EU``.
    on : datetime.date
        The day, for groups.

    Returns
    -------
    bool
        Whether it does.
    """
    return _among(target, entry.targets, on) and not _among(target, entry.except_targets, on)


def parse_place(text: str) -> str:
    """Read a country or group that a question names.

    Parameters
    ----------
    text : str
        ISO 3166-1 alpha-3 or the code of a group.

    Returns
    -------
    str
        The same.

    Raises
    ------
    CodeError
        If it is neither.
    """
    if text in countries() or text in named_groups():
        return text
    raise CodeError(f"{text!r} is no country", remedy="Give three letters of ISO 3166-1, such as KOR, or EU.")


def _among(place: str, named: tuple[str, ...], on: date) -> bool:
    if place in named or EVERYONE in named:
        return True
    return any(place in members_on(one, on) for one in named if one in named_groups())


def _same_item(held: str, asked: str) -> bool:
    """Whether one of two entries of a list is the other or a part of it: ``3A001`` and ``3A001.b.2``."""
    return held == asked or _part(held, asked) or _part(asked, held)


def _part(inner: str, outer: str) -> bool:
    return inner.startswith(outer) and not inner[len(outer) : len(outer) + 1].isalnum()


@cache
def _codes_of(products: frozenset[str]) -> frozenset[str]:
    return frozenset(code for one in products for edition in EDITIONS for code in product(one).codes(edition))


def _book_codes(entry: Entry) -> frozenset[str]:
    return _codes_of(entry.book_products) if entry.products and not entry.hs6 else frozenset()
