"""The goods of an entry of the control register as a scenario takes them, and the rate of a duty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from tocsin.core.errors import UsageError
from tocsin.policy.entry import Entry
from tocsin.policy.scope import MAYBE, NO, concerns_goods, goods

_RATE = re.compile(r"(\d+(?:\.\d+)?) ?%")


def refuse(entry: Entry, found: str, remedy: str) -> NoReturn:
    """Refuse to make a scenario of an entry.

    Parameters
    ----------
    entry : Entry
        The entry.
    found, remedy : str
        Why, and what to do.

    Raises
    ------
    UsageError
        Always.
    """
    raise UsageError(found, where=f"entry {entry.id} of the register ({entry.title})", remedy=remedy)


def goods_of(
    entry: Entry, sources: Sequence[Entry], asked: Sequence[str] = (), *, listed: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the goods that an entry concerns.

    Parameters
    ----------
    entry : Entry
        The entry that was asked for.
    sources : sequence of Entry
        The entries that say which goods.
    asked : sequence of str
        Goods to look at; those of the entries by default.
    listed : bool
        Whether it concerns only goods of the dual-use lists.

    Returns
    -------
    tuple of str, tuple of str
        Ids, groups or codes; what a reader has to know.
    """
    if asked:
        if any(not name.strip() for name in asked):
            refuse(entry, "A product without a name was asked for", "Name it, or none for all goods of the entry.")
        return tuple(dict.fromkeys(asked)), tuple(
            note for name in asked for note in _fit(entry, sources, name, listed=listed)
        )
    named = dict.fromkeys(name for one in sources for name in one.products)
    if named:
        return tuple(named), ()
    codes = [(sure, code) for one in sources for code, sure in one.hs6.items()]
    clear = dict.fromkeys(code for sure, code in codes if sure != "low") or dict.fromkeys(code for _, code in codes)
    if not clear:
        whole = any(one.all_goods for one in sources)
        found = "It covers whatever its party controls" if whole else "It names no goods"
        refuse(entry, f"{found}, and no products were named", "Name the goods to look at (--product).")
    return tuple(clear), ("it names no product of the book: its codes are taken, with whatever else they hold",)


def rate_of(entry: Entry) -> float:
    """Return the rate of a duty that its title names.

    Parameters
    ----------
    entry : Entry
        A duty.

    Returns
    -------
    float
        As a share [1].
    """
    found = _RATE.findall(entry.title)
    if len(found) != 1:
        told = f"Its title names {len(found)} rates" if found else "Its title names no rate"
        refuse(entry, told, "Give the rate as a share (--share): 0.25 for 25 %.")
    return float(found[0]) / 100


def _fit(entry: Entry, sources: Sequence[Entry], name: str, *, listed: bool) -> tuple[str, ...]:
    asked = goods(name)
    if asked.item:
        refuse(entry, f"{name} is an entry of a control list, not a good", "Name products of the book or codes.")
    if listed:
        if not asked.listed:
            refuse(entry, f"{name} stands on no dual-use list that Tocsin knows", "Name listed goods (--product).")
        return ()
    if not any(one.products or one.hs6 or one.all_goods for one in sources):
        return (f"the entry names no goods: that it concerns {name} is the question asked",)
    fits = {concerns_goods(one, asked) for one in sources}
    if fits <= {NO}:
        refuse(entry, f"It does not concern {name}", "Name goods that it holds, or none for all of them.")
    return (f"{name} may be among its goods, by its code only",) if fits <= {NO, MAYBE} else ()
