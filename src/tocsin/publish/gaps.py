"""Gaps between partners, and comparisons of lists, as one page that stands alone: tables that can be read by eye."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from tocsin import __version__
from tocsin.publish.listing import tied
from tocsin.publish.numbers import percent, usd

#: Added to the look of the board: plain tables, all rows shown.
_STYLE = """
main { padding-bottom: 40px; }
h3 { margin: 26px 0 6px; font-size: 17px; }
.sheet { border-top: 1px solid var(--strong-rule); font-size: 14px; }
.sheet th, .sheet td { padding: 7px 14px 7px 0; vertical-align: top; text-align: left; }
.sheet tr { border-bottom: 1px solid var(--rule); }
.sheet thead th { font-size: 12.5px; color: var(--quiet); vertical-align: bottom; }
.sheet .num { text-align: right; white-space: nowrap; }
.sheet small { white-space: normal; }
.wide { overflow-x: auto; }
.notes li { margin-top: 4px; max-width: 90ch; color: var(--quiet); }
"""


def gaps_html(document: Mapping[str, Any]) -> str:
    """Lay out gaps between partners as one page.

    Parameters
    ----------
    document : mapping of str to object
        What ``tocsin policy gaps --json`` prints.

    Returns
    -------
    str
        A whole HTML document that needs nothing else.
    """
    rows = [
        (
            _goods(row),
            escape(row["kind"]),
            *(_position(one) for one in row["positions"]),
            _amount(row["open_usd"]) if row["open"] else "none of them",
            _amount(row["controlling_usd"]) if row["controlling"] else "none of them",
            _fillers(row),
        )
        for row in document["rows"]
    ]
    heads = ("Goods", "Difference", *document["partners"])
    heads += ("From those who leave it free", "From those who control", "Who could fill in")
    count = len(heads)
    parts = [_table("Goods on which partners differ", heads, rows, numbers=(count - 3, count - 2))]
    parts.append(_trusted(document["trusted"]))
    parts += [_lists(one) for one in document["lists"]]
    parts.append(_notes(document["notes"]))
    title = f"Controls of {', '.join(document['partners'])} towards {document['target']} on {document['on']}"
    return _page(title, document["headline"], parts)


def comparison_html(document: Mapping[str, Any]) -> str:
    """Lay out the comparison of two control lists as one page.

    Parameters
    ----------
    document : mapping of str to object
        What ``tocsin policy compare --json`` prints.

    Returns
    -------
    str
        A whole HTML document that needs nothing else.
    """
    title = f"{_told(document['a'])} and {_told(document['b'])}, code by code"
    parts = [_kinds(document, shown) for shown in document["counts"]]
    return _page(title, document["headline"], [*parts, _notes(document["notes"])])


def _kinds(document: Mapping[str, Any], kind: str) -> str:
    rows = [row for row in document["rows"] if row["kind"] == kind]
    names = {"only A": f"Only {_told(document['a'])}", "only B": f"Only {_told(document['b'])}"}
    heading = f"{names.get(kind, kind[:1].upper() + kind[1:])}: {len(rows)}"
    cells = [(escape(row["code"]), tied(row["title"]), tied(row["explanation"]), _differences(row)) for row in rows]
    if kind in names or kind in {"same", "title only"}:
        table = _table(heading, ("Code", "Heading", "Why"), [row[:3] for row in cells])
    else:
        table = _table(heading, ("Code", "Heading", "How", "Thresholds: A | B"), cells)
    return table


def _told(listed: Mapping[str, Any]) -> str:
    return f"{listed['party']} {listed['list']} of {listed['edition']}"


def _differences(row: Mapping[str, Any]) -> str:
    lines = [
        f"{one['paragraph']}: {', '.join(one['a']) or 'none'} | {', '.join(one['b']) or 'none'}"
        for one in row["thresholds"]
    ]
    return "<br>".join(tied(line) for line in lines)


def _goods(row: Mapping[str, Any]) -> str:
    codes = f" <small>HS {escape(', '.join(row['codes']))}, {escape(row['year'])}</small>" if row["codes"] else ""
    return f"{tied(row['title'])}{codes}"


def _position(one: Mapping[str, Any]) -> str:
    policy = f" ({one['licence_policy']})" if one["licence_policy"] not in ("", one["status"]) else ""
    entries = f" <small>{escape(', '.join(one['entries']))}</small>" if one["entries"] else ""
    unseen = "" if one["seen"] else " <small>not read in full</small>"
    return f"{tied(one['status'] + policy)}{entries}{unseen}"


def _amount(value: float | None) -> str:
    return "not known" if value is None else tied(usd(value))


def _fillers(row: Mapping[str, Any]) -> str:
    if row["total_usd"] is None:
        return escape(row["why"] or "not known: only partners reported")
    told = (f"{one['country']} {percent(one['share'])}" for one in row["could_fill_in"])
    return tied(", ".join(told) or "nobody sold it to the target")


def _trusted(rows: Sequence[Mapping[str, Any]]) -> str:
    cells = [
        (
            escape(row["partner"]),
            escape(row["name"] or "the tables hold no trusted group"),
            escape(", ".join(row["inside"])),
            escape(", ".join(row["outside"])),
        )
        for row in rows
    ]
    return _table("Trusted groups on the day", ("Partner", "Group", "Inside", "Outside"), cells)


def _lists(one: Mapping[str, Any]) -> str:
    counted = ", ".join(f"{kind} {count}" for kind, count in one["counts"].items())
    differing = [row for row in one["rows"] if row["kind"] not in {"same", "title only"} and not row["by_construction"]]
    differing.sort(key=lambda row: -_sum(row))
    rows = [
        (
            escape(row["code"]),
            escape(row["kind"]),
            tied(row["title"]),
            tied(row["explanation"]),
            _differences(row),
            tied(usd(_sum(row))) if row.get("partners_usd") else escape(row.get("why", "no goods are known for it")),
        )
        for row in differing
    ]
    heading = f"A: {_told(one['a'])}. B: {_told(one['b'])}. {counted}"
    return _table(heading, ("Code", "Difference", "Heading", "How", "Thresholds: A | B", "From the partners"), rows)


def _sum(row: Mapping[str, Any]) -> float:
    """Add up what the target bought from the partners under a code."""
    return sum((row.get("partners_usd") or {}).values(), 0.0)


def _notes(notes: Sequence[str]) -> str:
    items = "".join(f"<li>{tied(note)}</li>" for note in notes)
    return f'<h3>What is not known</h3><ul class="notes">{items}</ul>' if items else ""


def _table(heading: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Lay out a table of cells that are HTML already."""
    if not rows:
        return f"<h3>{tied(heading)}</h3><p>None.</p>"
    marks = ['class="num"' if i in numbers else "" for i in range(len(heads))]
    head = "".join(f'<th scope="col" {mark}>{tied(text)}</th>' for text, mark in zip(heads, marks, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td {mark}>{cell}</td>' for cell, mark in zip(row, marks, strict=True))}</tr>" for row in rows
    )
    return (
        f"<h3>{tied(heading)}</h3>"
        f'<div class="wide"><table class="sheet"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _page(title: str, headline: str, parts: Sequence[str]) -> str:
    style = files("tocsin.publish").joinpath("page", "page.css").read_text("utf-8") + _STYLE
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f'<title>{escape(title)}</title>\n<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n<body>\n'
        '<header class="top"><p class="mark">Tocsin <span>supply-chain shortage early warning</span></p>'
        f"<h1>{tied(title)}</h1></header>\n<main>\n"
        f'<header class="finding"><h2>{tied(headline)}</h2></header>\n{"".join(parts)}\n</main>\n'
        f'<footer class="foot"><p>Made with Tocsin {escape(__version__)}. The page stands alone: it asks nothing of '
        "any server. A register of a few hundred acts is no legal advice.</p></footer>\n</body>\n</html>\n"
    )
