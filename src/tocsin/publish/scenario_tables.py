"""Tables of a scenario's page: importers, who gained, what drives it, sectors, what was assumed, what then happened."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from tocsin.publish.bands import range_bar
from tocsin.publish.listing import tied
from tocsin.publish.numbers import measure, percent, two_digits, usd
from tocsin.publish.scenario_figures import (
    SHORT,
    band,
    by_harm,
    name_of,
    number,
    record,
    records,
    spoken_day,
    text,
    texts,
    worst,
)
from tocsin.publish.scenario_words import between, dollars, first_date, surely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tocsin.publish.scenario_figures import Record

_SHOWN, _HOLDS = 12, 0.995


def importers_table(good: Record, start: date | None, end: float, titles: Mapping[str, str]) -> str:
    """List the importers, the hardest hit first.

    Parameters
    ----------
    good : mapping
        A good of the document with its importers.
    start : datetime.date or None
        Day 0.
    end : float
        Share at the right end of the small bars, in (0, 1].
    titles : mapping of str to str
        What readers call the goods, by id.

    Returns
    -------
    str
        HTML: a table; those beyond the first dozen folded.
    """
    order = [_with_input(one, titles) for one in by_harm(records(good.get("importers")))]
    if not order:
        return '<p class="nothing">The document names no importer.</p>'
    binding = any(text(one.get("binding")) for one in order)
    heads = [
        "Importer",
        "Worst month, unmet",
        "Nine runs in ten",
        "Whole time, unmet",
        "First short day",
        "Runs with a shortage",
    ]
    heads += ["Input that is short"] if binding else []
    rows = [_importer(one, start, end, binding=binding) for one in order]
    hit = sum((worst(one).p95 or 0.0) >= SHORT for one in order)
    first = max(min(hit, _SHOWN), 3)
    rest = len(rows) - first
    shown = _table(heads, rows[:first], "Importers, the hardest hit first", tone="importers")
    if rest <= 0:
        return shown
    words = "1 more importer" if rest == 1 else f"{rest} more importers"
    return f"{shown}{_folded(words, _table(heads, rows[first:], words, tone='importers'))}"


def _with_input(one: Record, titles: Mapping[str, str]) -> Record:
    """Call the input that binds by its title."""
    binding = text(one.get("binding"))
    return {**one, "binding": titles.get(binding, binding)}


def _importer(one: Record, start: date | None, end: float, *, binding: bool) -> str:
    harm, whole = worst(one), band(one.get("unmet_share"))
    since, chance = first_date(one, start), surely(one)
    bar = ""
    if harm.p05 is not None and harm.p50 is not None and harm.p95 is not None:
        bar = range_bar(harm.p50, (harm.p05, harm.p95), end)
    cells = [
        f'<td class="number"><strong>{tied(percent(harm.p50))}</strong></td>',
        f'<td class="range-cell">{bar}<span class="said">{tied(between(harm))}</span></td>',
        f'<td class="number">{tied(percent(whole.p50))}</td>',
        f'<td class="number">{escape(spoken_day(since)) if since else "none in most runs"}</td>',
        f'<td class="number">{tied(percent(chance))}</td>',
    ]
    if binding:
        cells.append(f"<td>{escape(text(one.get('binding')))}</td>")
    return f'<tr><th scope="row">{escape(name_of(one.get("iso3"), one.get("name")))}</th>{"".join(cells)}</tr>'


def gainers_table(gainers: object, titles: Mapping[str, str]) -> str:
    """List who sells more than before.

    Parameters
    ----------
    gainers : object
        Key ``gainers`` of the document.
    titles : mapping of str to str
        What readers call the goods, by id; told where there are several.

    Returns
    -------
    str
        HTML table; a sentence where nobody gains.
    """
    several = len({text(one.get("good")) for one in records(gainers)}) > 1
    found = [(_seller(one, titles, several=several), band(one.get("change_usd"))) for one in records(gainers)]
    gained = sorted((one for one in found if (one[1].p50 or 0.0) > 0), key=lambda one: -(one[1].p50 or 0.0))
    if not gained:
        return "<p>Nobody sells more than before in the median run.</p>"
    rows = [
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{tied(usd(one.p50))}</td>'
        f'<td class="number">{tied(dollars(one) if one.p05 is not None and one.p05 >= 0 else _open(one.p95))}</td></tr>'
        for name, one in gained[:_SHOWN]
    ]
    return _table(["Exporter", "More sold", "Nine runs in ten"], rows, "Who sells more than before")


def _seller(one: Record, titles: Mapping[str, str], *, several: bool) -> str:
    name = name_of(one.get("iso3"), one.get("name"))
    good = text(one.get("good"))
    return f"{name}, {titles.get(good, good)}" if several and good else name


def _open(high: float | None) -> str:
    return f"up to {usd(high)}"


def drivers_table(drivers: object) -> str:
    """Rank what the spread of the result comes from.

    Parameters
    ----------
    drivers : object
        Key ``drivers`` of the document.

    Returns
    -------
    str
        HTML table; empty where nothing is ranked.
    """
    found = [(one, share) for one in records(drivers) if (share := number(one.get("share"))) is not None]
    if not found:
        return ""
    rows = [
        f'<tr><th scope="row">{tied(_sentence(one.get("meaning") or one.get("name")))}{_way(one)}</th>'
        f'<td class="number">{tied(percent(min(max(share, 0.0), 1.0)))}</td><td class="long">{_bar(share)}</td></tr>'
        for one, share in sorted(found, key=lambda pair: -pair[1])[:8]
    ]
    return _table(
        ["What is not known exactly", "Share of the spread", ""], rows, "What drives the result", tone="parts"
    )


def _way(one: Record) -> str:
    rank = number(one.get("rank_correlation", one.get("correlation")))
    if rank is None or abs(rank) < 0.1:
        return ""
    return f' <span class="why">{"more of it: worse" if rank > 0 else "more of it: better"}</span>'


def _bar(share: float) -> str:
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="rest" width="100" height="6"/>'
        f'<rect class="part" width="{min(max(share, 0.0), 1.0) * 100:.1f}" height="6"/></svg>'
    )


def sectors(document: Record) -> str:
    """List the sectors hit, or say why there are none.

    Parameters
    ----------
    document : mapping
        The document, with ``sectors``: a list, or a sentence why none.

    Returns
    -------
    str
        HTML.
    """
    told = document.get("sectors")
    reason = told if isinstance(told, str) else text(record(told).get("why") or document.get("sectors_why"))
    listed = records(told) or records(record(told).get("rows") or record(told).get("sectors"))
    if not listed:
        return f"<p>{tied(reason or 'Sectors were not followed in this run.')}</p>"
    rows = []
    for one in listed[:_SHOWN]:
        loss = band(next((one[key] for key in ("loss_share", "share", "loss", "output_loss") if key in one), None))
        amount = band(next((one[key] for key in ("loss_usd", "usd", "value_usd") if key in one), None))
        name = text(one.get("title") or one.get("name") or one.get("sector"))
        place = name_of(one.get("iso3") or one.get("region")) if one.get("iso3") or one.get("region") else ""
        rows.append(
            f'<tr><th scope="row">{escape(", ".join(filter(None, (name, place))))}</th>'
            f'<td class="number">{tied(_fine(loss.p50))}</td><td class="number">{tied(usd(amount.p50))}</td></tr>'
        )
    note = f'<p class="source">{tied(reason)}</p>' if reason else ""
    return _table(["Sector", "Output lost", "USD"], rows, "Sectors hit") + note


def _fine(share: float | None) -> str:
    if share is None or not 0 < share < 0.01:
        return percent(share)
    return f"{two_digits(share * 100):g} %" if share >= 1e-6 else "under 0.0001 %"


def assumptions_table(assumptions: object, titles: dict[str, str]) -> str:
    """List what was assumed, with its source.

    Parameters
    ----------
    assumptions : object
        Key ``assumptions`` of the document.
    titles : dict of str to str
        What readers call the goods, by id.

    Returns
    -------
    str
        A folded HTML table; empty where nothing is listed.
    """
    found = records(assumptions)
    if not found:
        return ""
    several = len({text(one.get("good")) for one in found}) > 1
    rows = []
    for one in found:
        unit = text(one.get("unit"))
        values = "".join(f'<td class="number">{_plain(one.get(key))}</td>' for key in ("low", "mid", "high"))
        good = titles.get(text(one.get("good")), text(one.get("good")))
        chosen = " (set by this scenario)" if one.get("chosen") is True else ""
        rows.append(
            f'<tr><th scope="row">{tied(_sentence(one.get("meaning") or one.get("name")))}{chosen}</th>'
            + (f"<td>{escape(good)}</td>" if several else "")
            + f"{values}<td>{escape('share' if unit in {'1', ''} else unit)}</td>"
            + f"<td>{_linked(one.get('reference'))}</td></tr>"
        )
    heads = ["What", *(["Good"] if several else []), "Low", "Middle", "High", "Unit", "Source"]
    words = "1 assumption with its source" if len(rows) == 1 else f"{len(rows)} assumptions with their sources"
    return _folded(words, _table(heads, rows, "Assumptions", tone="assumed"))


def _plain(value: object) -> str:
    found = number(value)
    return "" if found is None else f"{found:.4g}"


def comparison(told: object) -> str:
    """Set what the scenario says beside what then happened.

    Parameters
    ----------
    told : object
        Key ``comparison`` of the document: a list of figures, or ``{"rows": [...], "said": ...}``.

    Returns
    -------
    str
        HTML; empty where there is nothing to compare with.
    """
    whole = record(told)
    rows = records(told) or records(next((whole[key] for key in ("rows", "figures", "facts") if key in whole), None))
    said = texts(told) if isinstance(told, str) else texts(whole.get("said") or whole.get("text") or whole.get("note"))
    paragraphs = "".join(f"<p>{tied(one)}</p>" for one in said)
    if not rows:
        return paragraphs
    lines = []
    for one in rows:
        what = text(_of(one, "what", "measure", "title", "name"))
        unit = text(one.get("unit"))
        model, happened = (
            _told(_of(one, *keys), unit) for keys in (("model", "said", "expected"), ("happened", "actual", "observed"))
        )
        verdict = text(_of(one, "verdict", "hit", "note"))
        verdict = {"True": "within the range", "False": "missed"}.get(verdict, verdict)
        lines.append(
            f'<tr><th scope="row">{tied(what)}</th><td class="number">{tied(model)}</td>'
            f'<td class="number">{tied(happened)}</td>'
            f"<td>{tied(verdict)}</td><td>{_linked(_of(one, 'reference', 'source'))}</td></tr>"
        )
    heads = ["Figure", "Scenario", "What happened", "", "Source"]
    return _table(heads, lines, "What then happened", tone="assumed") + paragraphs


def _of(one: Record, *keys: str) -> Any:  # noqa: ANN401 - a document holds anything
    return next((one[key] for key in keys if one.get(key) is not None), None)


def _told(value: object, unit: str) -> str:
    if isinstance(value, str):
        return value
    found = band(value)
    if found.p50 is None:
        return "not known"

    def written(one: float | None) -> str:
        return percent(one) if unit in {"share", "1"} and one is not None and abs(one) <= 1 else measure(one, unit)

    if found.p05 is None or found.p05 == found.p95:
        return written(found.p50)
    return f"{written(found.p50)} ({written(found.p05)} to {written(found.p95)})"


def _sentence(value: object) -> str:
    words = text(value).replace("_", " ")
    return words[:1].upper() + words[1:]


def _linked(value: object) -> str:
    words = text(value)
    if words.startswith("https://") and " " not in words:
        return f'<a href="{escape(words)}" rel="noreferrer">{escape(words.removeprefix("https://"))}</a>'
    return tied(words)


def _folded(words: str, inner: str) -> str:
    return f"<details><summary>{escape(words)}</summary>{inner}</details>"


def _table(heads: Sequence[str], rows: Iterable[str], caption: str, *, tone: str = "") -> str:
    columns = "".join(f'<th scope="col">{escape(head)}</th>' if head else "<td></td>" for head in heads)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="plain {tone}">'
        f'<caption class="unseen">{escape(caption)}</caption><thead><tr>{columns}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
