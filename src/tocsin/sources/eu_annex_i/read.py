"""Annex I of the European Union's dual-use regulation (EU) 2021/821, one row per code.

The file is a dump of a database in JSON: a list of ``{model, pk, fields}``. A ``regulations.regulation`` is a code, a
``regulations.paragraph`` a paragraph of it: its ``path`` orders it, that of depth 1 is the heading, ``code`` stands
before it (``a.``, ``Note:``). A ``regulations.regime`` says which regime the code comes from: that is its reason.
Without ``--option released`` the edition bears the day on which the dump was last changed, so that it is never held to
be known too early.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.edition import Edition, Found, edition_files
from tocsin.sources.jsonfile import Record, read_json, records_of, text_in

_CODE = re.compile(r"\d[A-E]\d{3}", re.ASCII)
_TAG = re.compile(r"<[^>]*>")
_SHORT = re.compile(r"\(([A-Z]+)\)")
Row = tuple[str, Found]


def _open(path: Path) -> Edition:
    models: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    refused: list[Row] = []
    for where, record in records_of(read_json(path), ("model", "pk", "fields"), path):
        fields = record["fields"] if record else None
        if record is None or not isinstance(fields, dict):
            refused.append((where, "record lacks model, pk or fields"))
        else:
            models[text_in(record, "model")].append((text_in(record, "pk"), {**fields, "where": where}))
    if not models["regulations.regulation"]:
        found = ", ".join(map(repr, [name for name, held in models.items() if held][:8]))
        raise FormatError("there is no 'regulations.regulation'", where=str(path), remedy=f"Models found: {found}.")
    told = max(text_in(fields, "date_updated") for _, fields in models["regulations.regulation"])
    return Edition(told, [*refused, *_rows(models)])


def _rows(models: dict[str, list[tuple[str, Record]]]) -> Iterator[Row]:
    regimes = {pk: text_in(fields, "name") for pk, fields in models["regulations.regime"]}
    paragraphs: dict[str, list[Record]] = defaultdict(list)
    for _, fields in models["regulations.paragraph"]:
        paragraphs[text_in(fields, "regulation")].append(fields)
    for pk, fields in models["regulations.regulation"]:
        code = text_in(fields, "code")
        where = f"{fields['where']}: {code}"
        yield where, _row(code, regimes.get(text_in(fields, "regime"), ""), paragraphs.pop(pk, []))
    for orphans in paragraphs.values():
        for orphan in orphans:
            yield str(orphan["where"]), "paragraph belongs to no code"


def _row(code: str, regime: str, paragraphs: list[Record]) -> Found:
    if not _CODE.fullmatch(code):
        return "code is none such as 3A001"
    ordered = sorted(paragraphs, key=lambda one: text_in(one, "path"))
    headings = [_plain(text_in(one, "text")) for one in ordered if text_in(one, "depth") == "1"]
    if not headings or not headings[0]:
        return "code has no heading"
    short = _SHORT.search(regime)
    lines = (f"{text_in(one, 'code')} {_plain(text_in(one, 'text'))}".strip() for one in ordered)
    return {
        "entry": code,
        "title": headings[0],
        "reasons": (short[1] if short else regime) or None,
        "detail": "\n".join(line for line in lines if line),
    }


def _plain(text: str) -> str:
    """Return text without markup, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


read = edition_files("eu_annex_i", "list_entry", _open, party="EU", control_list="Annex I", scope="Annex I")
