"""Country groups of the United States: 15 CFR part 740, supplement no. 1, one row per group and member.

The grouping is the column: ``A:5``, ``D:1``; group B is a list. The XML has a table for each of the groups A, D and E,
its headings beginning with ``[A:1]``, and after the heading "Country Group B" a list of ``LI``. A line that is one
long cell, or begins with a number or a letter in brackets, is a footnote. The JSON extract has ``groups``: names by
group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from tocsin.core.errors import CodeError, FormatError
from tocsin.sources.ecfr import cells, country_of, is_xml, read_supplement, text_of
from tocsin.sources.edition import Edition, Found, edition_files
from tocsin.sources.jsonfile import fields_of, read_json, text_in, texts_in

NAME = "Supplement No. 1 to Part 740"
_GROUP = re.compile(r"[A-E](:\d)?", re.ASCII)
_LABEL = re.compile(r"\[?([A-E]:\d)\b")
_NOTE = re.compile(r"(\d+\s|\(\w\)\s|Note)")
_MARK = re.compile(r"X(\s?\d+)*", re.IGNORECASE)
_LISTED = re.compile(r"Country Group ([BC])\b", re.IGNORECASE)


def _open(path: Path) -> Edition:
    if is_xml(path):
        supplement = read_supplement(path, NAME)
        found = [*_of_tables(supplement.root), *_of_lists(supplement.root)]
        if not found:
            raise FormatError(
                "no table has headings such as '[A:1]'", where=f"{path.name}, {NAME}", remedy="Is it part 740?"
            )
        return Edition(supplement.told, found)
    held = fields_of(read_json(path), {"groups": dict}, path)
    groups: dict[str, object] = held["groups"]
    return Edition(text_in(held, "ecfrIssueDate"), list(_of_extract(groups)))


def _of_extract(groups: dict[str, object]) -> Iterator[tuple[str, Found]]:
    for group in groups:
        for name in texts_in(groups, group):
            yield f"{group}, {name}", _member(group, name)


def _of_tables(root: Element) -> Iterator[tuple[str, Found]]:
    for table in root.iter("TABLE"):
        labels: list[str] = []
        for number, row in enumerate(table.iter("TR"), 1):
            texts = cells(row)
            if any(cell.tag == "TH" for cell in row):
                labels = [found[1] for text in texts if (found := _LABEL.match(text))] or labels
            elif labels and len(texts) > 1 and texts[0] and not _NOTE.match(texts[0]):
                yield from _of_row(f"line {number}: {texts[0]}", labels, texts)


def _of_row(where: str, labels: list[str], texts: list[str]) -> Iterator[tuple[str, Found]]:
    if len(texts) != len(labels) + 1:
        yield where, "line has more or fewer cells than the heading"
        return
    for label, text in zip(labels, texts[1:], strict=True):
        if text:
            found = _member(label, texts[0]) if _MARK.fullmatch(text) else "mark is no X"
            yield f"{where}, {label}: {text!r}", found


def _of_lists(root: Element) -> Iterator[tuple[str, Found]]:
    """Yield the members of groups that are lists: each stands under the heading before it."""
    group = ""
    for one in root.iter():
        if one.tag.startswith("HD"):
            heading = _LISTED.match(text_of(one))
            group = heading[1].upper() if heading else ""
        elif one.tag == "LI" and group:
            yield f"{group}, {text_of(one)}", _member(group, text_of(one))


def _member(group: str, name: str) -> Found:
    if not _GROUP.fullmatch(group):
        return "group is none such as 'A:5'"
    try:
        return {"grouping": group, "country": country_of(name)}
    except CodeError as error:
        return error.found


read = edition_files("country_groups", "country_group", _open, party="USA", scope="country groups")
