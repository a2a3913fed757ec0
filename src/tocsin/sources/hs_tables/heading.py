"""Which nomenclature a column of a correlation table holds, and how its codes are read.

A code of six digits that begins with 01 to 09 comes out of a spreadsheet with five. Every code of these tables is a
full one, so a code of one digit less than its nomenclature has, which does not begin with 0, gets the zero back:
`10121` is ``010121``, in ISIC `111` is ``0111``. Any other length is refused. BEC has codes of one to three digits,
none of which ends in 0: a code padded at its end (`210`) loses the padding (``21``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.hs import parse_edition, parse_hs6

POOLED = "HS"  # codes of all editions together, as the table to ISIC 4 holds them
RELATIONS = ("1:1", "1:n", "n:1", "n:n")
AS_TIME = ("1:01", "01:01", "01:01:00")  # a spreadsheet may take 1:1 for a time of day
YEARS = {"BEC4": "2002", "ISIC3": "1989", "ISIC4": "2008", "WIOD": "2013", POOLED: "2022"}
BEC4 = frozenset(
    [
        "111",
        "112",
        "121",
        "122",
        "21",
        "22",
        "31",
        "32",
        "321",
        "322",
        "41",
        "42",
        "51",
        "521",
        "522",
        "53",
        *("61", "62", "63", "7"),
    ]
)
_LEVELLED = re.compile(r"(HS\d?|BEC4|ISIC[34]|WIOT2013)_([1-6]d|c|n)")
_NAMED = re.compile(r"(?:(?:FROM|TO) )?(HS ?(?:\d{4}|\d{2})|BEC ?(?:REV\.? ?)?4|ISIC ?(?:REV\.? ?)?[34])")


@dataclass(frozen=True)
class Column:
    """One column of codes.

    Parameters
    ----------
    name : str
        As the file has it.
    nomenclature : str
        ``"HS2022"``, ``"BEC4"``, ...
    depth : int
        Digits of its codes by its name [1]; the deepest column of a nomenclature is read, the others are its parents.
    """

    name: str
    nomenclature: str
    depth: int


def column_of(name: str) -> Column | None:
    """Say what a heading names; None if it is no nomenclature.

    Parameters
    ----------
    name : str
        Heading, as the United Nations or the package `concordance` write it.

    Returns
    -------
    Column or None
        The column.

    Examples
    --------
    >>> column_of("From HS 2022").nomenclature, column_of("HS6_6d").nomenclature, column_of("HS6")
    ('HS2022', 'HS2022', None)
    """
    text = " ".join(name.upper().split())
    if levelled := _LEVELLED.fullmatch(name.strip()):
        depth = {"c": 9, "n": 0}.get(levelled.group(2), ord(levelled.group(2)[0]) - ord("0"))
        return Column(name, _nomenclature(levelled.group(1)), depth)
    if named := _NAMED.fullmatch(text):
        return Column(name, _nomenclature(re.sub(r"[ .]|REV", "", named.group(1))), 6)
    return None


def _nomenclature(text: str) -> str:
    if text == "WIOT2013":
        return "WIOD"
    return f"HS{parse_edition(text)}" if text.startswith("HS") and text != POOLED else text


def pair(names: list[str], where: str) -> tuple[Column, Column]:
    """Choose the two columns of a table: from the first nomenclature to the second.

    Parameters
    ----------
    names : list of str
        Headings, in order.
    where : str
        File and sheet, for errors.

    Returns
    -------
    tuple of Column
        Newer and older edition, or goods and other classification.

    Raises
    ------
    FormatError
        If the headings do not name two nomenclatures, or name anything else.
    """
    columns = {name: column_of(name) for name in names}
    unknown = [name for name in names if columns[name] is None and not name.lower().startswith("relation")]
    found = [column for column in columns.values() if column]
    kinds = list(dict.fromkeys(column.nomenclature for column in found))
    if len(kinds) != 2 or unknown or len(columns) < len(names):
        raise FormatError(
            f"columns {', '.join(map(repr, names[:12]))} are not those of a correlation table",
            where=where,
            remedy="Two nomenclatures are needed, as 'HS 2022', 'HS 2017' and if need be 'Relationship'.",
        )
    first, second = (max((c for c in found if c.nomenclature == kind), key=lambda c: c.depth) for kind in kinds)
    return first, second


def year_of(first: Column, second: Column) -> str:
    """Return the year of the newer of two nomenclatures: before it the table could not be."""
    return max(YEARS.get(column.nomenclature, column.nomenclature[2:]) for column in (first, second))


def parser_of(nomenclature: str) -> Callable[[object], str]:
    """Return the parser of the codes of a nomenclature.

    Parameters
    ----------
    nomenclature : str
        Its name.

    Returns
    -------
    callable
        From a cell to a code; raises CodeError.
    """
    return {"B": _bec4, "I": _isic, "W": _sector}.get(nomenclature[0], _hs6)


def _hs6(value: object) -> str:
    text = _digits(value)
    return parse_hs6("0" + text if re.fullmatch(r"[1-9]\d{4}", text, re.ASCII) else text)


def _isic(value: object) -> str:
    text = _digits(value)
    if not re.fullmatch(r"\d{4}|[1-9]\d{2}", text, re.ASCII):
        raise CodeError(f"isic {value!r} has not four digits")
    return text.zfill(4)


def _bec4(value: object) -> str:
    text = _digits(value).rstrip("0")
    if text not in BEC4:
        raise CodeError(f"bec {value!r} is no code of BEC 4")
    return text


def _sector(value: object) -> str:
    text = str(value).strip()
    if not re.fullmatch(r"[A-Za-z0-9]{1,6}", text):
        raise CodeError(f"sector {value!r} is none of WIOD")
    return text


def _digits(value: object) -> str:
    return re.sub(r"(?<=\d)\.0+$", "", str(value).strip())
