"""Goods codes of the Harmonized System: six digits that mean something only together with an edition.

Rules for reading one, in order:

1. Text of six digits is taken as it is; leading zeros survive.
2. Text with dots or spaces between pairs (``"2811.11"``, ``"28 11 11"``) loses them.
3. A whole number, or its text with ``.0`` (``281111.0``), is taken as digits. One of five digits gets the leading
   zero that a number cannot carry (``10121`` is ``"010121"``).
4. Text of five digits is refused: nobody can tell whether the first or the last digit is gone.
5. A number with decimals (``2811.1``) is refused: trailing zeros are gone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tocsin.core.errors import CodeError

EDITIONS = ("1992", "1996", "2002", "2007", "2012", "2017", "2022")
_SHORT = {f"H{i}": edition for i, edition in enumerate(EDITIONS)}
_SHORT |= {f"HS{i}": edition for i, edition in enumerate(EDITIONS)}
_PAIRED = re.compile(r"(\d{2})[. ]?(\d{2})[. ]?(\d{2})", re.ASCII)
_WHOLE = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True, order=True)
class HS6:
    """A six-digit goods code in one edition of the nomenclature.

    Parameters
    ----------
    code : str
        Six digits.
    edition : str
        Year of the edition, one of `EDITIONS`.
    """

    code: str
    edition: str

    def __str__(self) -> str:
        """Return ``"250410 (HS 2017)"``."""
        return f"{self.code} (HS {self.edition})"

    @property
    def chapter(self) -> str:
        """First two digits."""
        return self.code[:2]

    @property
    def heading(self) -> str:
        """First four digits."""
        return self.code[:4]


def names_hs(text: str) -> bool:
    """Tell whether a text names an edition in one of its usual ways (``HS17``, ``hs 2017``), right or wrong.

    Parameters
    ----------
    text : str
        What a person wrote.

    Returns
    -------
    bool
        False for national code lists such as ``HSK10``.
    """
    return re.fullmatch(r"HS ?\d{1,4}|H\d", text.strip().upper()) is not None


def is_hs(nomenclature: str) -> bool:
    """Tell whether a nomenclature is an edition of the Harmonized System: ``HS2017``, not ``HSK10``.

    Parameters
    ----------
    nomenclature : str
        Name of a code list.

    Returns
    -------
    bool
        True for ``HS`` and a year.
    """
    return re.fullmatch(r"HS\d{4}", nomenclature) is not None


def parse_edition(value: object, *, where: str = "") -> str:
    """Read the edition of the Harmonized System from its usual names.

    Parameters
    ----------
    value : object
        ``"2017"``, ``2017``, ``"HS17"``, ``"HS2017"``, ``"H5"``.
    where : str
        Place named in an error.

    Returns
    -------
    str
        Year of the edition.

    Raises
    ------
    CodeError
        If it names no edition.

    Examples
    --------
    >>> parse_edition("HS92"), parse_edition("H5")
    ('1992', '2017')
    """
    text = str(value).strip().upper()
    year = _SHORT.get(text, text.removeprefix("HS").strip())
    if len(year) == 2 and year.isdigit():
        year = ("19" if year > "80" else "20") + year
    if year not in EDITIONS:
        raise CodeError(f"HS edition {value!r} is unknown", where=where, remedy=f"Editions: {', '.join(EDITIONS)}.")
    return year


def parse_hs6(value: object, *, where: str = "") -> str:
    """Read a six-digit goods code by the rules at the head of this module.

    Parameters
    ----------
    value : object
        Text or number.
    where : str
        Place named in an error, e.g. ``"flow.csv line 7"``.

    Returns
    -------
    str
        Six digits.

    Raises
    ------
    CodeError
        If the rules give no code.

    Examples
    --------
    >>> parse_hs6("2811.11"), parse_hs6(281111.0), parse_hs6(10121)
    ('281111', '281111', '010121')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value).strip() == "":
        raise CodeError("hs6 is missing", where=where, remedy="Give a six-digit code.")
    digits = _digits_of_number(value, where) if isinstance(value, (int, float)) else _digits_of_text(str(value), where)
    if digits.startswith("00"):
        raise CodeError(f"hs6 {value!r} has chapter 00", where=where, remedy="Chapters run from 01 to 99.")
    return digits


def parse_code(value: object, edition: object, *, where: str = "") -> HS6:
    """Read a code together with its edition.

    Parameters
    ----------
    value : object
        Code as for :func:`parse_hs6`.
    edition : object
        Edition as for :func:`parse_edition`.
    where : str
        Place named in an error.

    Returns
    -------
    HS6
        The code.
    """
    return HS6(parse_hs6(value, where=where), parse_edition(edition, where=where))


def _digits_of_number(value: float, where: str) -> str:
    if isinstance(value, bool) or not math.isfinite(value) or value != int(value):
        raise CodeError(
            f"hs6 {value!r} is not a whole number", where=where, remedy="Store codes as text: trailing zeros are lost."
        )
    return _six(str(int(value)), value, where, padded=True)


def _digits_of_text(text: str, where: str) -> str:
    stripped = text.strip().strip("'\"")
    if paired := _PAIRED.fullmatch(stripped):
        return "".join(paired.groups())
    if whole := _WHOLE.fullmatch(stripped):
        return _six(whole.group(1), text, where, padded=True)
    return _six(stripped, text, where, padded=False)


def _six(digits: str, value: object, where: str, *, padded: bool) -> str:
    if not digits.isascii() or not digits.isdigit():
        raise CodeError(f"hs6 {value!r} is not made of digits", where=where, remedy="HS6 needs 6 digits.")
    if padded and len(digits) == 5:
        return "0" + digits
    if len(digits) != 6:
        hint = {
            5: "Was a leading zero lost in a spreadsheet?",
            4: "This is a heading, not a subheading.",
            8: "A national code (CN8, HTS8) needs its own nomenclature in the column map.",
            10: "A national code (HTS10, HSK10) needs its own nomenclature in the column map.",
        }.get(len(digits), "")
        raise CodeError(f"hs6 {value!r} has {len(digits)} digits", where=where, remedy=f"HS6 needs 6. {hint}".strip())
    return digits
