"""Supplements of the Export Administration Regulations in the XML of the Electronic Code of Federal Regulations.

A part is a ``DIV5``, a supplement a ``DIV9`` whose attribute ``N`` is its name. Within it stand paragraphs (``P``,
``FP``, ``FP-1``, ``FP-2``), headings (``HEAD``, ``HD1``, ``HD2``), notes and tables of ``TR``, ``TH`` and ``TD``, of
which an empty one, ``<TD/>``, keeps its place. The layout is known from the publisher's guide to it and from programs
that read it; no file of this service has been read here.

Reference: https://github.com/usgpo/bulk-data/blob/main/ECFR-XML-User-Guide.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from tocsin.core.errors import CodeError, FormatError
from tocsin.ref.countries import parse_country
from tocsin.sources.head import text_start
from tocsin.sources.textfile import check_file

_INLINE = frozenset({"A", "AC", "B", "BR", "E", "FR", "I", "IMG", "MATH", "SU", "SUB", "SUP"})
_FOOTNOTES = re.compile(r"(\s+\d{1,2})+$")
#: Countries as the supplements spell them, misprints included, where nobody else does.
_SPELT = {
    "China (PRC)": "CHN",
    "Cote d'lvoire": "CIV",
    "Micronesia (Federated State of)": "FSM",
    "Seycheles": "SYC",
    "Sint Maarten (the Dutch two-fifths of the island of Saint Martin)": "SXM",
    "South Sudan, Republic of": "SSD",
}


@dataclass(frozen=True)
class Supplement:
    """One supplement of a part.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        Its ``DIV9``.
    told : str
        Day up to which the file is amended, as it writes it (``AMDDATE``); empty if it does not say.
    """

    root: Element
    told: str


def is_xml(path: Path) -> bool:
    """Tell whether a file begins as XML does."""
    return text_start(path).startswith(b"<")


def read_supplement(path: Path, name: str) -> Supplement:
    """Read one supplement out of a part, a title, or a file of its own.

    Parameters
    ----------
    path : pathlib.Path
        An XML file.
    name : str
        Its name: ``"Supplement No. 1 to Part 774"``.

    Returns
    -------
    Supplement
        The supplement.

    Raises
    ------
    FormatError
        If the file is no XML, or does not hold it.
    """
    check_file(path)
    content = path.read_bytes()
    if b"<!ENTITY" in content:
        raise FormatError("the file declares entities", where=str(path), remedy="The service's own XML has none.")
    try:
        root = fromstring(content)  # noqa: S314 - entities are refused above
    except (ParseError, ValueError) as error:
        raise FormatError(
            f"the file is no XML ({error})", where=str(path), remedy="It may be a web page or cut short."
        ) from error
    found = {" ".join(one.get("N", "").split()): one for one in root.iter("DIV9")}
    if name not in found:
        held = ", ".join(map(repr, list(found)[:8])) or f"none, in <{root.tag}>"
        raise FormatError(f"{name!r} is missing", where=str(path), remedy=f"Supplements found: {held}.")
    return Supplement(found[name], next((text_of(one) for one in root.iter("AMDDATE")), ""))


def text_of(element: Element) -> str:
    """Return all text of an element with single blanks, marks of footnotes included."""
    return " ".join("".join(element.itertext()).split())


def blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs, headings and rows of tables in the order of the document.

    Parameters
    ----------
    parent : xml.etree.ElementTree.Element
        Where to look.

    Yields
    ------
    xml.etree.ElementTree.Element
        Elements that hold text, and ``TR``.
    """
    for one in parent:
        if one.tag == "TR" or (one.text or "").strip() or any(child.tag.upper() in _INLINE for child in one):
            yield one
        else:
            yield from blocks(one)


def cells(row: Element) -> list[str]:
    """Return the cells of a row of a table, empty ones in their place, without marks of footnotes."""
    return [_plain(cell) for cell in row if cell.tag in {"TD", "TH"}]


def country_of(name: str) -> str:
    """Return the country that a supplement names.

    Parameters
    ----------
    name : str
        As it is written, marks of footnotes at its end included: ``"Albania 2 3"``.

    Returns
    -------
    str
        Our code.

    Raises
    ------
    CodeError
        If it has none.
    """
    text = _FOOTNOTES.sub("", " ".join(name.split()).replace("\u2019", "'"))
    if text in _SPELT:
        return _SPELT[text]
    try:
        return parse_country(text, scheme="name")
    except CodeError as error:
        raise CodeError("country has no code") from error


def _plain(cell: Element) -> str:
    text = cell.text or ""
    for child in cell:
        if child.tag.upper() not in {"SU", "SUP"}:
            text += "".join(child.itertext())
        text += f" {child.tail or ''}" if child.tag.upper() == "BR" else child.tail or ""
    return " ".join(text.split())
