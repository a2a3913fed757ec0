"""Chinese headings of the quotes: which oxide and which of its prices a column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tocsin.core.errors import FormatError, UsageError
from tocsin.sources.series import Series

DAY, PARTS = "日期", ("年", "月", "日")
OXIDES = {
    "镧": ("La", "lanthanum"),
    "铈": ("Ce", "cerium"),
    "镨": ("Pr", "praseodymium"),
    "钕": ("Nd", "neodymium"),
    "钐": ("Sm", "samarium"),
    "铕": ("Eu", "europium"),
    "钆": ("Gd", "gadolinium"),
    "铽": ("Tb", "terbium"),
    "镝": ("Dy", "dysprosium"),
    "钬": ("Ho", "holmium"),
    "铒": ("Er", "erbium"),
    "镱": ("Yb", "ytterbium"),
    "镥": ("Lu", "lutetium"),
    "钇": ("Y", "yttrium"),
}
KINDS = {"最低价": "low", "最高价": "high", "平均价": "average"}
_PRICE = re.compile(f"氧化([{''.join(OXIDES)}])({'|'.join(KINDS)})")


def prices_of(heading: list[str], path: Path) -> dict[int, tuple[str, str]]:
    """Find the columns of prices.

    Parameters
    ----------
    heading : list of str
        All headings.
    path : pathlib.Path
        The file, for errors.

    Returns
    -------
    dict of int to (str, str)
        Oxide and kind of price, both as the heading writes them, by place.

    Raises
    ------
    FormatError
        If a heading is unknown, missing or repeated.
    """
    found = {i: match.groups() for i, name in enumerate(heading) if (match := _PRICE.fullmatch(name))}
    rest = [name for i, name in enumerate(heading) if i not in found]
    if not found or sorted(rest) != sorted([DAY, *PARTS]) or heading[0] != DAY or len(set(heading)) < len(heading):
        raise FormatError(
            f"the headings are {heading}", where=str(path), remedy=f"{DAY!r}, prices and {PARTS} are expected."
        )
    return {i: (oxide, kind) for i, (oxide, kind) in found.items()}


def series_of(columns: Mapping[int, tuple[str, str]], unit: str) -> list[Series]:
    """Say of each column of prices what it is.

    Parameters
    ----------
    columns : mapping of int to (str, str)
        As of :func:`prices_of`.
    unit : str
        One for all oxides, ``"kg"``, or one for each: ``"Nd=0.1 kg, Ce=kg"``.

    Returns
    -------
    list of Series
        In the order of the columns.

    Raises
    ------
    UsageError
        If units are given for other oxides than the file has.
    """
    units = _units(unit, {OXIDES[oxide][0] for oxide, _ in columns.values()})
    found = []
    for column, (oxide, kind) in columns.items():
        symbol, name = OXIDES[oxide]
        told = {"series": f"{name} oxide, {KINDS[kind]}", "commodity": f"{name}_oxide", "unit": units[symbol]}
        found.append(Series(column, told))
    return found


def _units(given: str, symbols: set[str]) -> Mapping[str, str]:
    if "=" not in given:
        return dict.fromkeys(symbols, given)
    pairs = [part.split("=", 1) for part in given.split(",")]
    units = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
    if set(units) != symbols or not all(units.values()):
        raise UsageError(
            f"units are given for {sorted(units)}, the file has {sorted(symbols)}",
            where="--option unit",
            remedy="Give each oxide one, as in 'Nd=0.1 kg, Ce=kg'.",
        )
    return units
