"""The scorecard as a page of the documentation, with its figures as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tocsin.backtest.charts import standing_alone
from tocsin.backtest.document import document_json
from tocsin.backtest.grid import Table
from tocsin.backtest.sections import Figure, Section, sections

FIGURES = "figures"
_TITLE = "Scorecard: how good the forecasts have been"
_MADE = "<!-- Written by `make scorecard` from bench/skill.json: do not edit. -->"


def scorecard_markdown(document: Mapping[str, Any]) -> str:
    """Lay a document out as a page of the documentation.

    Parameters
    ----------
    document : mapping
        Document of :func:`tocsin.backtest.document.score_document`.

    Returns
    -------
    str
        Markdown that names figures under ``figures/``; the same document gives the same bytes.
    """
    lines = [_MADE, "", f"# {_TITLE}", ""]
    for section in sections(document):
        lines += _section(section)
    lines += _about(document)
    return "\n".join(lines).rstrip() + "\n"


def scorecard_figures(document: Mapping[str, Any]) -> dict[str, str]:
    """Draw the figures that the page names.

    Parameters
    ----------
    document : mapping
        As of :func:`scorecard_markdown`.

    Returns
    -------
    dict of str to str
        SVG by file name.
    """
    return {_file(one): standing_alone(one.svg) for section in sections(document) for one in section.figures}


def write_scorecard(document: Mapping[str, Any], *, docs: Path, bench: Path) -> list[Path]:
    """Write the page, its figures and the document, and remove figures that are no longer named.

    Parameters
    ----------
    document : mapping
        As of :func:`scorecard_markdown`.
    docs, bench : pathlib.Path
        Folders for ``scorecard.md`` with ``figures``, and for ``skill.json``.

    Returns
    -------
    list of pathlib.Path
        Files written.
    """
    folder = docs / FIGURES
    folder.mkdir(parents=True, exist_ok=True)
    bench.mkdir(parents=True, exist_ok=True)
    figures = scorecard_figures(document)
    for old in sorted(folder.glob("scorecard-*.svg")):
        if old.name not in figures:
            old.unlink()
    texts = {folder / name: text for name, text in figures.items()}
    texts |= {docs / "scorecard.md": scorecard_markdown(document), bench / "skill.json": document_json(document)}
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _file(one: Figure) -> str:
    """Name the file of a figure."""
    return f"scorecard-{one.name}.svg"


def _section(section: Section) -> Iterator[str]:
    """Yield the lines of a section."""
    yield from (f"{'#' * (section.level + 1)} {section.title}", "")
    for sentence in section.sentences:
        yield f"- {sentence}"
    if section.sentences:
        yield ""
    for one in section.figures:
        yield from (f"![{one.title}]({FIGURES}/{_file(one)})", "", f"*{one.title}.* {one.note}", "")
    for table in (*section.tables, *section.more):
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    """Yield the lines of a table."""
    yield from (f"**{_cell(table.title)}**", "")
    yield f"| {' | '.join(map(_cell, table.headings))} |"
    yield f"|---|{'---:|' * (len(table.headings) - 1)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_cell, row))} |"
    yield ""
    if table.note:
        yield from (table.note, "")


def _cell(text: str) -> str:
    """Keep a bar in a cell from ending it, and a sign from opening a tag."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _about(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the replay rests on."""
    yield from ("## What this rests on", "")
    for name, value in document["about"].items():
        yield f"- {name}: {value}"
    yield f"- Tocsin {document['tocsin']}"
