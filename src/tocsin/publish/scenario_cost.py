"""What it costs both sides: one bar for those who are hit, one for those who act, each within its range."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.listing import tied
from tocsin.publish.numbers import NOT_KNOWN, usd
from tocsin.publish.scenario_figures import band, name_of, number, record, text
from tocsin.publish.scenario_words import dollars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tocsin.publish.scenario_figures import Band, Record

SIDES = (("target", "Those who are hit"), ("controller", "Those who act"))
_ROW, _TOP = 46, 6


def costs(document: Record) -> str:
    """Draw the cost to both sides on one scale; what a side gains goes to the left of nothing.

    Parameters
    ----------
    document : mapping
        The document, with ``cost``.

    Returns
    -------
    str
        HTML: a chart with its numbers, and a table by country; empty where no cost is known.
    """
    told = record(document.get("cost"))
    sides = [(words, band(told.get(key)), record(told.get(key))) for key, words in SIDES]
    known = [one for one in sides if one[1].p50 is not None]
    reasons = [(words, text(side.get("reason"))) for words, one, side in sides if one.p50 is None]
    absent = "".join(f"<p>{escape(words)}: not known, {tied(why)}.</p>" for words, why in reasons if why)
    if not known:
        return absent
    ends = [value for _, one, _ in known for value in (one.p05, one.p50, one.p95) if value is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = max(high - low, 1e-9)
    rows = [_bar(words, one, (low, room)) for words, one, _ in known]
    by_country = "".join(_countries(words, side) for words, _, side in known)
    return f'<div class="costs">{"".join(rows)}</div>{absent}{by_country}'


def _bar(words: str, found: Band, scale: tuple[float, float]) -> str:
    """Lay out one side: its words and median, the bar, the range as a line."""
    low, room = scale
    place = {
        key: 100.0 * (value - low) / room for key in ("p05", "p50", "p95") if (value := getattr(found, key)) is not None
    }
    zero = 100.0 * (0.0 - low) / room
    left, right = sorted((zero, place["p50"]))
    line = f'<path class="whisker" d="M{place["p05"]:.1f} 7H{place["p95"]:.1f}"/>' if len(place) == 3 else ""
    gain = " gained" if (found.p50 or 0.0) < 0 else ""
    spread = "" if len(place) < 3 else f' <span class="said">(nine runs in ten: {tied(_ranged(found))})</span>'
    amount = usd(abs(found.p50)) if found.p50 is not None else NOT_KNOWN
    return (
        f'<p class="cost"><span>{escape(words)}</span> <strong>{tied(amount)}{gain}</strong>{spread}</p>'
        '<svg class="cost-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="part" x="{left:.1f}" y="1" width="{max(right - left, 0.3):.1f}" height="12"/>{line}'
        f'<path class="zero" d="M{zero:.1f} 0V14"/></svg>'
    )


def _ranged(found: Band) -> str:
    if (found.p05 or 0.0) >= 0:
        return dollars(found)
    ends = [
        f"{usd(abs(value))} gained" if value < 0 else usd(value)
        for value in (found.p05, found.p95)
        if value is not None
    ]
    return " to ".join(ends)


def _countries(words: str, side: Record) -> str:
    """Fold the cost of each country of a side."""
    told = record(side.get("by_country"))
    rows = [(name_of(iso3), band(value)) for iso3, value in told.items()]
    rows = sorted((one for one in rows if one[1].p50 is not None), key=lambda one: -(one[1].p50 or 0.0))
    if not rows or (len(rows) == 1 and not list(_parts(side))):
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{tied(_signed(one.p50))}</td>'
        f'<td class="number">{tied(_ranged(one))}</td></tr>'
        for name, one in rows
    )
    lines += "".join(_parts(side))
    caption = f"{words}: cost by country"
    return (
        f'<details><summary>{escape(caption)}</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table class="plain"><thead><tr><th scope="col">Country</th>'
        f'<th scope="col">Median</th><th scope="col">Nine runs in ten</th></tr></thead><tbody>{lines}'
        "</tbody></table></div></details>"
    )


def _parts(side: Record) -> Iterator[str]:
    """Yield the parts that a cost is made of, where the document keeps them apart."""
    for key, value in record(side.get("parts")).items():
        one = band(value)
        if one.p50 is not None:
            words = str(key).replace("_", " ")
            yield (
                f'<tr><th scope="row">of it: {escape(words)}</th><td class="number">{tied(_signed(one.p50))}</td>'
                f'<td class="number">{tied(_ranged(one))}</td></tr>'
            )


def _signed(value: float | None) -> str:
    amount = number(value)
    if amount is None:
        return NOT_KNOWN
    return f"{usd(-amount)} gained" if amount < 0 else usd(amount)
