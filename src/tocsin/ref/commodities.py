"""Commodities of production statistics, and the goods codes each is traded under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tocsin.ref.tables import read_table


@dataclass(frozen=True)
class Commodity:
    """A mined or refined material.

    Parameters
    ----------
    id : str
        Id in production tables: ``"graphite"``.
    title : str
        Its name.
    stage : str
        ``"mine"`` or ``"refinery"``.
    hs1992 : tuple of str
        Codes it is traded under, the main one first; may be empty.
    """

    id: str
    title: str
    stage: str
    hs1992: tuple[str, ...]


@cache
def commodities() -> Mapping[str, Commodity]:
    """Return all commodities.

    Returns
    -------
    mapping of str to Commodity
        By id.
    """
    rows = read_table("commodities.toml")
    return {
        key: Commodity(key, row["title"], row["stage"], tuple(row["hs1992"]))
        for key, row in rows.items()
        if isinstance(row, dict)
    }


def code_rows() -> list[tuple[str, str, bool]]:
    """Say which code belongs to which commodity.

    Returns
    -------
    list of (str, str, bool)
        Commodity, HS 1992 code, and whether the code's own row bears this commodity's figures: a code of two
        commodities bears those of the one it is the main code of.
    """
    main = {item.hs1992[0]: item.id for item in commodities().values() if item.hs1992}
    return [
        (item.id, code, main.get(code, item.id) == item.id) for item in commodities().values() for code in item.hs1992
    ]
