"""The Commerce Control List out of the XML of the regulation.

An entry begins with its heading, a paragraph that opens with its number in bold: ``<FP-2><B>3A001 Electronic items as
follows (see List of Items Controlled).</B></FP-2>``, in places ``FP-1`` or ``P``. It ends at the next heading of an
entry, of a category or of a product group; other headings (``<HD1>List Based License Exceptions``) stand within it. Of
its tables those are requirements whose heading names the country chart, or is "Control(s)" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from tocsin.sources.ccl.item import Item
from tocsin.sources.ecfr import blocks, cells, read_supplement, text_of
from tocsin.sources.edition import Edition, Found

NAME = "Supplement No. 1 to Part 774"
_HEADING = re.compile(r"(\d[A-Z]\d{3})\b[\s.:\u2013\u2014-]*(.*)", re.ASCII | re.DOTALL)
_BETWEEN = re.compile(r"(CATEGORY\s+\d|[A-E]\.\s)", re.IGNORECASE)
_REASON = re.compile(r"Reasons? for Control\s*:\s*(.*)", re.IGNORECASE)


def open_regulation(path: Path) -> Edition:
    """Read part 774, or its first supplement alone.

    Parameters
    ----------
    path : pathlib.Path
        XML of the Electronic Code of Federal Regulations.

    Returns
    -------
    Edition
        Its entries.
    """
    supplement = read_supplement(path, NAME)
    return Edition(supplement.told, list(_rows(supplement.root)))


def _rows(root: Element) -> Iterator[tuple[str, Found]]:
    for number, item in enumerate(_items(root), 1):
        yield f"entry {number}: {item.eccn}", item.row()


def _items(root: Element) -> Iterator[Item]:
    item: Item | None = None
    of_requirements = False
    for block in blocks(root):
        text = text_of(block)
        if heading := _heading(block, text):
            if item:
                yield item
            item, of_requirements = heading, False
        elif item and block.tag in {"HD1", "HEAD"} and _BETWEEN.match(text):
            yield item
            item = None
        elif item and block.tag == "TR":
            of_requirements = _take(item, block, of_requirements)
        elif item:
            item.lines.append(text)
            if told := _REASON.match(text):
                item.stated = told[1]
    if item:
        yield item


def _heading(block: Element, text: str) -> Item | None:
    """Return a new entry if a paragraph opens with a number in bold; a number mentioned elsewhere opens none."""
    first = next(iter(block), None)
    if block.tag in {"TR", "HD1"} or first is None or first.tag not in {"B", "E"} or (block.text or "").strip():
        return None
    if not (found := _HEADING.match(text)) or not text_of(first).startswith(found[1]):
        return None
    return Item(found[1], found[2].strip())


def _take(item: Item, row: Element, of_requirements: bool) -> bool:
    """Add a row of a table; tell whether those below it are requirements."""
    texts = cells(row)
    if any(cell.tag == "TH" for cell in row):
        return any(re.search(r"country\s*chart", text, re.IGNORECASE) for text in texts) or texts == ["Control(s)"]
    item.lines.append(": ".join(text for text in texts if text))
    if of_requirements and texts and texts[0]:
        item.requirements.append((texts[0], texts[1] if len(texts) > 1 and texts[1] else texts[0]))
    return of_requirements
