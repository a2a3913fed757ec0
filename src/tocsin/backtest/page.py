"""The scorecard as one page that stands alone: no outside request, no script, light, dark and print."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from tocsin.backtest.charts import part
from tocsin.backtest.document import scores_json
from tocsin.backtest.grid import Table
from tocsin.backtest.score import Scores
from tocsin.backtest.sections import Figure, Section, sections


def score_page(document: Mapping[str, Any]) -> str:
    """Lay a document out as a page.

    Parameters
    ----------
    document : mapping
        Document of :func:`tocsin.backtest.document.score_document`.

    Returns
    -------
    str
        A whole HTML document that needs nothing else.
    """
    board = files("tocsin.publish").joinpath("page", "page.css").read_text("utf-8")
    style = f"{board}{part('charts.css')}{part('scorecard.css')}"
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Template(part("scorecard.html")).substitute(
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        style=style,
        sections="".join(_section(one) for one in sections(document)),
        about=_about(document["about"]),
        version=escape(str(document["tocsin"])),
    )


def scores_page(found: Scores) -> str:
    """Lay the scores of one label and lag out as a page.

    Parameters
    ----------
    found : Scores
        Scores.

    Returns
    -------
    str
        As of :func:`score_page`.
    """
    return score_page(scores_json(found))


def _section(one: Section) -> str:
    """Lay out a section; a lone sentence is a paragraph, several are a list."""
    level = one.level + 1
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in one.sentences)
    said = f'<ul class="said">{items}</ul>' if items else ""
    drawn = "".join(map(_figure, one.figures))
    figures = f'<div class="figures">{drawn}</div>' if drawn else ""
    tables = "".join(map(_table, one.tables))
    more = "".join(f"<details><summary>{escape(table.title)}</summary>{_table(table)}</details>" for table in one.more)
    return f"<section><h{level}>{escape(one.title)}</h{level}>{said}{figures}{tables}{more}</section>"


def _figure(one: Figure) -> str:
    """Lay out a chart."""
    title, note = escape(one.title), escape(one.note)
    return f'<figure><figcaption>{title}</figcaption>{one.svg}<p class="note">{note}</p></figure>'


def _table(one: Table) -> str:
    """Lay out a table."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in one.headings)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in one.rows
    )
    note = f'<p class="note">{escape(one.note)}</p>' if one.note else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(one.title)}"><table class="plain">'
        f"<caption>{escape(one.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )


def _about(about: Mapping[str, Any]) -> str:
    """Say what the replay rests on."""
    items = "".join(f"<li>{escape(f'{name}: {value}')}</li>" for name, value in about.items())
    return f"<h2>What this rests on</h2><ul>{items}</ul>" if items else ""
