"""Parsers of codes that stay as the publisher writes them, once their form is right."""

from __future__ import annotations

import re

from tocsin.core.errors import CodeError
from tocsin.sources.columns import Parser


def fits(pattern: str, wrong: str) -> Parser:
    """Return a parser of codes of one form, which stay as they are.

    Parameters
    ----------
    pattern : str
        Regular expression that the whole code has to fit, ASCII only, blanks around it left out.
    wrong : str
        What is wrong with one that does not: ``"NCM {} has not eight digits"``.

    Returns
    -------
    callable
        The parser; raises CodeError.
    """
    form = re.compile(pattern, re.ASCII)

    def parse(value: object) -> str:
        text = str(value).strip()
        if not form.fullmatch(text):
            raise CodeError(wrong.format(repr(value)))
        return text

    return parse


def digits(what: str, count: int) -> Parser:
    """Return a parser of codes of so many digits, which may stand in quotation marks or apostrophes.

    Parameters
    ----------
    what : str
        Name of the code for errors.
    count : int
        How many digits [1].

    Returns
    -------
    callable
        The parser; raises CodeError, and says so where a leading zero may be lost.
    """

    def parse(value: object) -> str:
        text = str(value).strip().strip("'\"")
        if not (text.isascii() and text.isdigit()):
            raise CodeError(f"{what} {value!r} is not made of digits")
        if len(text) != count:
            hint = ": was a leading zero lost in a spreadsheet?" if len(text) == count - 1 else f", not {count}"
            raise CodeError(f"{what} {value!r} has {len(text)} digits{hint}")
        return text

    return parse
