"""The right side of the page: one product, where it comes from, how that changed, and every number behind it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tocsin.core.errors import CodeError
from tocsin.policy.bearing import said
from tocsin.publish.chances import ahead
from tocsin.publish.charts import bar, history
from tocsin.publish.headlines import common_flags, reason_of, shift
from tocsin.publish.labels import readings
from tocsin.publish.listing import anchor, tied
from tocsin.publish.movement import own_shares
from tocsin.publish.numbers import index, percent, usd
from tocsin.publish.words import of_country, origin, short_name
from tocsin.publish.worldmap import DISCLAIMER, legend, off_the_map, supplier_map
from tocsin.ref.countries import country

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tocsin.publish.board import Board, BoardRow, Supplier

_SHOWN = 6


def product(board: Board, row: BoardRow) -> str:
    """Lay out one product.

    Parameters
    ----------
    board : Board
        The board it stands on.
    row : BoardRow
        The product.

    Returns
    -------
    str
        One HTML article.
    """
    name = anchor(board, row)
    own = [flag for flag in row.flags if flag not in common_flags(board)]
    flags = f'<p class="flags">Data: {escape(", ".join(own))}.</p>' if own else ""
    return (
        f'<article class="detail" id="{name}" aria-labelledby="{name}-title" tabindex="-1">'
        f'<p class="crumb"><span>{row.rank} of {len(board.rows)}</span> '
        f'<a href="#{escape(board.reporter)}">Back to the list</a></p>'
        f'<h3 id="{name}-title">{tied(row.title)} <small>HS\u00a0{row.hs6}</small></h3>'
        f'<p class="lead-in">{tied(_capital(reason_of(row.why, row.title)))}</p>{flags}{_facts(row)}'
        f"{ahead(board, row)}{_measures(row)}{_origins(board, row)}{_years(row)}{_numbers(board, row)}"
        f"{_vintage(board, row)}</article>"
    )


def _facts(row: BoardRow) -> str:
    """Lay out the four numbers that come first."""
    pairs = (
        (f"Imports, {row.period}", usd(row.import_value_usd)),
        ("Suppliers", str(len(row.suppliers))),
        ("Concentration, 0\u20131", index(row.import_hhi)),
        ("Replaceable in a year", percent(row.replaceability)),
    )
    return f'<dl class="facts">{"".join(f"<div><dt>{escape(k)}</dt><dd>{tied(v)}</dd></div>" for k, v in pairs)}</dl>'


def _measures(row: BoardRow) -> str:
    """Lay out the measures that bear on the product, with their references."""
    if not row.measures:
        return ""
    body = "".join(
        f'<tr><th scope="row">{tied(one.entry.title)}<br><code>{escape(one.entry.id)}</code></th>'
        f"<td>{tied(_capital(', '.join(said(one))))}{'; ' + tied(one.why) if one.why else ''}</td>"
        f"<td>{tied(one.entry.legal_reference or one.entry.references[0])}</td></tr>"
        for one in row.measures
    )
    return (
        "<section><h4>Measures of its suppliers</h4>"
        '<div class="wide" tabindex="0" role="region" aria-label="Measures of its suppliers">'
        '<table class="plain measures">'
        f'<caption class="unseen">Measures that bear on {escape(row.title)}</caption><thead><tr>'
        '<th scope="col">Measure</th><th scope="col">What it does</th><th scope="col">Reference</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _origins(board: Board, row: BoardRow) -> str:
    """Lay out the map and the suppliers behind it."""
    top = row.suppliers[0].name if row.suppliers else None
    finding = _capital(origin(top, row.top_share, len(row.suppliers)))
    finding += f", {row.period}" if len(row.suppliers) < 2 else f"; {len(row.suppliers)} suppliers in {row.period}"
    chart = supplier_map(board, row, f"World map of suppliers. {finding}. The table below has all shares.")
    return (
        f"<figure><figcaption>{tied(finding)}</figcaption>{chart}{legend(board.reporter_name)}"
        f'<p class="source">{tied(off_the_map(row))} {DISCLAIMER}</p>{_suppliers(row.suppliers)}</figure>'
    )


def _suppliers(suppliers: Sequence[Supplier]) -> str:
    """Lay out all suppliers: the largest at once, the others on demand."""
    if not suppliers:
        return ""
    rest = suppliers[_SHOWN:]
    more = ""
    if rest:
        words = (
            f"{len(rest)} more supplier{'s' if len(rest) > 1 else ''}, together {percent(sum(s.share for s in rest))}"
        )
        more = f"<details><summary>{tied(words)}</summary>{_supplier_table(rest, 'Other suppliers')}</details>"
    return _supplier_table(suppliers[:_SHOWN], "Largest suppliers") + more


def _supplier_table(suppliers: Iterable[Supplier], caption: str) -> str:
    """Lay out suppliers with their shares."""
    body = "".join(
        f'<tr><th scope="row">{escape(one.name)}</th><td class="number">{tied(percent(one.share))}</td>'
        f'<td class="long">{bar(one.share)}</td></tr>'
        for one in suppliers
    )
    return (
        f'<table class="suppliers"><caption class="unseen">{caption}, share of import value</caption>'
        '<thead class="unseen"><tr><th scope="col">Supplier</th><th scope="col">Share of imports</th>'
        f'<th scope="col">Bar</th></tr></thead><tbody>{body}</tbody></table>'
    )


def _years(row: BoardRow) -> str:
    """Lay out the share history and the table behind it."""
    if len(row.history) < 2 or row.top_supplier not in row.share_history:
        return '<p class="source">No earlier years in this lake: no history to show.</p>'
    names = {one.iso3: one.name for one in row.suppliers}
    periods = [period for period, *_ in row.history]
    own = own_shares(row)
    finding = shift(of_country(names.get(row.top_supplier, row.top_supplier)), own)
    label = f"Lines of supplier shares, {periods[0]} to {periods[-1]}. {finding}. The table below has all numbers."
    return (
        f"<figure><figcaption>{tied(finding)}</figcaption>"
        f'<p class="source">Share of import value, largest suppliers of {periods[-1]}</p>'
        f"{history(periods, row.share_history, names, label)}"
        f"<details><summary>The numbers by year</summary>{_year_table(row, names)}</details></figure>"
    )


def _year_table(row: BoardRow, names: dict[str, str]) -> str:
    """Lay out value, largest supplier and shares by year, newest first."""
    heads = ("Year", "Imports", "Largest supplier", *(short_name(names.get(iso3, iso3)) for iso3 in row.share_history))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = []
    for place, (period, value, share, iso3) in reversed(list(enumerate(row.history))):
        top = "\u2013" if share is None else f"{short_name(names.get(iso3) or _name(iso3))} {percent(share)}"
        cells = [usd(value), top, *(_blank(path[place]) for path in row.share_history.values())]
        data = "".join(f'<td class="number">{tied(text)}</td>' for text in cells)
        lines.append(f'<tr><th scope="row">{escape(period)}</th>{data}</tr>')
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="Numbers by year"><table class="plain">'
        f'<caption class="unseen">Imports and supplier shares by year</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _blank(share: float | None) -> str:
    """Write a share in a table; a dash where it is not known."""
    return "\u2013" if share is None else percent(share)


def _name(iso3: str) -> str:
    """Name of a country that is no supplier any more."""
    try:
        return country(iso3).name
    except CodeError:
        return iso3


def _numbers(board: Board, row: BoardRow) -> str:
    """Lay out every indicator with its plain name."""
    body = "".join(
        f'<tr><th scope="row">{escape(title)} <code>{escape(name)}</code></th>'
        f'<td class="number">{tied(value)}</td><td>{tied(reading)}</td></tr>'
        for name, title, value, reading in readings(board, row)
    )
    return (
        "<details><summary>All measures of this product</summary>"
        '<div class="wide" tabindex="0" role="region" aria-label="All measures"><table class="plain measures">'
        f'<caption class="unseen">All measures of {escape(row.title)}</caption><thead><tr>'
        '<th scope="col">Measure</th><th scope="col">Value</th><th scope="col">How to read it</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )


def _vintage(board: Board, row: BoardRow) -> str:
    """Say what the figures rest on and where each comes from."""
    book = f" In the product book: {', '.join(row.products)}." if row.products else ""
    return (
        f'<p class="source">Known to {escape(row.period)}, as of {escape(board.as_of)}. HS edition '
        f"{escape(row.hs_edition)}, source {escape(row.source)}.{escape(book)} Every observation behind these numbers: "
        f"<code>tocsin explain {escape(board.reporter)} {row.hs6}</code></p>"
    )


def _capital(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]
