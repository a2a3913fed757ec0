"""Which sections and entries a column map may have, and of what kind each is: whatever else it says is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.core.period import FREQUENCIES
from tocsin.core.registry import nearest

CODES = ("reporter", "partner", "direction", "product", "period")
MEASURES = {"trade_value": "USD", "net_weight": "kg", "quantity": ""}
CONSTANTS = (*CODES, "nomenclature", "freq", "status", "quantity_unit")
_TEXT, _VALUE, _NUMBER, _TABLE = (str,), (str, int), (int, float), (dict,)
_LIST, _DAY = (list,), (str, date)

#: Kind of each entry by section; ``*`` stands for any name.
ENTRIES: dict[str, dict[str, tuple[type, ...]]] = {
    "dataset": {"name": _TEXT, "licence": _TEXT, "vintage": _VALUE, "released_on": _DAY, "lag_months": (int,)},
    "file": {"delimiter": _TEXT, "encoding": _TEXT, "decimal": _TEXT, "absent": _LIST, "duplicates": _TEXT},
    "columns": dict.fromkeys((*CODES, *MEASURES), _TEXT),
    "constants": dict.fromkeys(CONSTANTS, _VALUE),
    "countries": {"scheme": _TEXT, "extra": _TABLE},
    "values": dict.fromkeys(CODES, _TABLE),
    "units": {"trade_value": _TEXT, "net_weight": _TEXT},
    "rates": {"*": _NUMBER},
    "period": {"format": _TEXT},
    "drop": {"*": (str, int, list)},
}
CHOICES = {
    ("file", "decimal"): (".", ","),
    ("file", "duplicates"): ("refuse", "sum"),
    ("countries", "scheme"): ("auto", "iso3", "iso2", "m49", "cepii", "name"),
    ("constants", "freq"): tuple(FREQUENCIES),
    ("constants", "status"): ("A", "E", "P", "M", "B"),
}
_NAMES = {str: "a text in quotes", int: "a whole number", float: "a number", dict: "a table", list: "a list"}


def check_layout(told: Mapping[str, Any], where: str) -> None:
    """Refuse a map with an entry that is unknown, of the wrong kind, doubled, or missing.

    Parameters
    ----------
    told : mapping
        The map as TOML gives it.
    where : str
        The map's path.

    Raises
    ------
    FormatError
        Naming the entry, and what could have been meant.
    """
    for section, entries in told.items():
        _known(section, list(ENTRIES), "section", where)
        if not isinstance(entries, dict):
            raise FormatError(
                f"{section} is no section", where=where, remedy=f"Write [{section}] on a line of its own."
            )
        for name, value in entries.items():
            _check_entry(section, name, value, where)
    _check_complete(told.get("columns", {}), told.get("constants", {}), where)


def _known(name: str, known: list[str], kind: str, where: str) -> None:
    if name not in known:
        raise FormatError(f"{kind} {name!r} is unknown", where=where, remedy=nearest(name, known))


def _check_entry(section: str, name: str, value: object, where: str) -> None:
    kinds = ENTRIES[section]
    if "*" not in kinds:
        _known(name, list(kinds), f"entry of [{section}]", where)
    wanted = kinds.get(name, kinds.get("*", ()))
    if not isinstance(value, wanted) or isinstance(value, bool):
        expected = " or ".join(_NAMES.get(kind, "a date") for kind in wanted)
        raise FormatError(f"[{section}] {name} = {value!r} has the wrong kind", where=where, remedy=f"Give {expected}.")
    choices = CHOICES.get((section, name))
    if choices and value not in choices:
        raise FormatError(
            f"[{section}] {name} = {value!r} is unknown", where=where, remedy=f"Choose one of {', '.join(choices)}."
        )
    if name == "delimiter" and (not isinstance(value, str) or len(value) != 1):
        raise FormatError(
            f"[file] delimiter = {value!r} is not one character", where=where, remedy='Write ";" or "\\t".'
        )


def _check_complete(columns: Mapping[str, str], constants: Mapping[str, object], where: str) -> None:
    if twice := [name for name in columns if name in constants]:
        raise FormatError(
            f"{twice[0]} has a column and a constant", where=where, remedy="Take it out of [columns] or [constants]."
        )
    missing = [name for name in (*CODES, "nomenclature", "freq") if name not in columns and name not in constants]
    if missing:
        raise FormatError(
            f"the column map says nothing of {', '.join(missing)}",
            where=where,
            remedy="Name its column under [columns] or its value under [constants].",
        )
    if not any(name in columns for name in MEASURES):
        raise FormatError("the column map names no measure", where=where, remedy="Map trade_value or net_weight.")
    if "quantity" in columns and "quantity_unit" not in constants:
        raise FormatError("quantity has no unit", where=where, remedy="Give quantity_unit under [constants].")
