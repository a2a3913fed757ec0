"""Reasons for control as the Commerce Control List writes them: columns of the country chart, and reasons without."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Reasons for control of 15 CFR 738.2(d)(2)(i); SI and SL stand in entries of the list itself.
REASONS = ("AT", "CB", "CC", "CW", "EI", "FC", "MT", "NP", "NS", "RS", "SI", "SL", "SS", "UN")
_CODE = "|".join(REASONS)
_COLUMN = re.compile(rf"\b({_CODE})\s+Columns?\s+(\d)", re.IGNORECASE)
_BARE_COLUMN = re.compile(r"^Column\s+(\d)", re.IGNORECASE)
_FIRST = re.compile(rf"^\W*({_CODE})\b")
_STATED = re.compile(rf"\b({_CODE})\s?(\d?)\b")


def reasons_of(requirements: Iterable[tuple[str, str]], stated: str) -> list[str]:
    """Return columns of the country chart, and reasons for control where an entry names no column.

    Parameters
    ----------
    requirements : iterable of (str, str)
        What a control applies to, and what is required: ``("NS applies to entire entry", "NS Column 2")``.
    stated : str
        The line "Reason for Control": ``"NS, RS, UN, AT"``.

    Returns
    -------
    list of str
        ``["NS 2", "UN"]``. A reason stands both with a column and alone where a part of the entry names none: for
        that part the chart does not say who needs a licence.
    """
    found: dict[str, None] = {}
    for control, required in requirements:
        first = _FIRST.match(control)
        columns = [f"{code.upper()} {number}" for code, number in _COLUMN.findall(required)]
        if not columns and first and (bare := _BARE_COLUMN.match(required)):
            columns = [f"{first[1]} {bare[1]}"]
        found |= dict.fromkeys(columns or ([first[1]] if first else []))
    told = {name.partition(" ")[0] for name in found}
    for code, number in _STATED.findall(stated):
        if code not in told:
            found[f"{code} {number}" if number else code] = None
    if "foreign policy" in stated.casefold():
        found["foreign policy"] = None
    return list(found)
