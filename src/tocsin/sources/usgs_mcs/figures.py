"""How the Mineral Commodity Summaries print figures: Appendix A of each edition, and the footnotes of its tables.

============================  =========================================================================
printed                       read as
============================  =========================================================================
``1,900``, ``-16``            the number, status A; in an estimated column E
``e1,900``, ``1,900e``        the number, status E
``W``, ``NA``                 withheld, not available: a row without value, status M
``—``, ``--``                 zero
``Less than ½ unit``          zero at the precision of the table, status E
``E``                         net exporter: a reliance of 0, status E
``>50``, ``<25`` (reliance)   the bound itself, status E: what is withheld lies above or below it
``<1,000`` (a quantity)       a bound is no quantity: a row without value, status M
``50-300``, ``Large``, ``XX`` refused: a range, words, not applicable
============================  =========================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.core.errors import CodeError

_NUMBER = re.compile(r"[-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?", re.ASCII)
_ESTIMATED = re.compile(r"e\s*([\d.,]+)|([\d.,]+)\s*e", re.ASCII)
_BOUND = re.compile(r"([<>]|less than )\s*([\d,]+)( ?tons\.?)?", re.ASCII | re.IGNORECASE)
_RANGE = re.compile(r"[\d.,]+ ?[-\u2013] ?[\d.,]+", re.ASCII)
_NOTHING = ("\u2014", "--", "\u2013", "-")


@dataclass(frozen=True)
class Figure:
    """A printed figure: its value, none where it is missing, and its status."""

    value: float | None
    status: str

    def scaled(self, factor: float) -> Figure:
        """Return it in another unit."""
        return Figure(None if self.value is None else round(self.value * factor, 9), self.status)


def read_figure(text: str, *, reliance: bool = False, estimated: bool = False) -> Figure:
    """Read one cell by the rules at the head of this module.

    Parameters
    ----------
    text : str
        As printed.
    reliance : bool
        Whether it is a net import reliance.
    estimated : bool
        Whether the whole column, or a note beside the cell, says "estimated".

    Returns
    -------
    Figure
        Value and status.

    Raises
    ------
    CodeError
        If it is no figure; the message names the kind, not the value.
    """
    plain = text.replace("\xa0", " ").strip()
    if special := _special(plain, reliance=reliance):
        return special
    if bound := _BOUND.fullmatch(plain):
        return Figure(float(bound[2].replace(",", "")), "E") if reliance else Figure(None, "M")
    marked = _ESTIMATED.fullmatch(plain)
    digits = (marked[1] or marked[2]) if marked else plain
    if not digits or not _NUMBER.fullmatch(digits):
        raise CodeError(_complaint(plain))
    return Figure(float(digits.replace(",", "").replace("\u2212", "-")), "E" if marked or estimated else "A")


def _special(plain: str, *, reliance: bool) -> Figure | None:
    if plain.upper() in {"W", "NA"}:
        return Figure(None, "M")
    if plain in _NOTHING:
        return Figure(0.0, "A")
    if re.fullmatch(r"less than (½|1/2) unit\.?", plain, re.IGNORECASE) or (plain == "E" and reliance):
        return Figure(0.0, "E")
    return None


def _complaint(plain: str) -> str:
    if not plain:
        return "cell is empty"
    if plain.upper() == "XX":
        return "not applicable (XX)"
    if _RANGE.fullmatch(plain):
        return "figure is a range"
    return "figure is given in words" if plain[0].isalpha() and len(plain) > 1 else "figure is not a number"
