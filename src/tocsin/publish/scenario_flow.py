"""The flow diagram: who shipped to whom before, and who does in the worst month; what is lost stays as a gap."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.charts import colours
from tocsin.publish.numbers import percent
from tocsin.publish.scenario_figures import name_of, number, record, records, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tocsin.publish.scenario_figures import Record

Links = dict[tuple[str, str], float]
OTHERS = "others"
ESTIMATE = (
    "Shares are of all that was shipped before, then the change. What each ships and gets in the worst month is that "
    "of the central run; over which link it goes is an estimate. Dashed: what is lost."
)
_SIDE = 6
_TOP, _GAP, _ROOM, _LEAST = 6.0, 7.0, 230.0, 15.0
_LEFT, _RIGHT = 30.0, 68.0
_FAINT = 0.002
_LONGEST = 16
_SEEN = 2.0


@dataclass(frozen=True)
class _Slot:
    """Where a country stands on one side.

    Parameters
    ----------
    top, tall : float
        Place from above, and height that stands for its trade before [pixels].
    """

    top: float
    tall: float


def flow_links(value: object) -> Links:
    """Read links of a document, adding up what stands twice.

    Parameters
    ----------
    value : object
        List of ``{"exporter", "importer", "value"}``.

    Returns
    -------
    dict of (str, str) to float
        Quantity by exporter and importer, above 0.
    """
    found: Links = {}
    for one in records(value):
        amount = number(one.get("value"))
        if amount is not None and amount > 0:
            key = (text(one.get("exporter")), text(one.get("importer")))
            found[key] = found.get(key, 0.0) + amount
    return found


def flows(good: Record, shown: tuple[str, ...] = ()) -> str:
    """Draw the flows of a good before and in the worst month, side by side on one scale.

    Parameters
    ----------
    good : mapping
        A good of the document, with ``flows``.
    shown : tuple of str
        Countries that keep their name however small: those who act and those who are hit.

    Returns
    -------
    str
        HTML: two SVG charts and the numbers behind them; empty where the document has no flows.
    """
    told = record(good.get("flows"))
    before, after = flow_links(told.get("before")), flow_links(told.get("worst"))
    if not before:
        return ""
    named = tuple(_largest(before, after, side, shown) for side in (0, 1))
    before, after = _gathered(before, named), _gathered(after, named)
    slots = tuple(_slots(before, after, side) for side in (0, 1))
    tones = colours([one for one in slots[0] if one != OTHERS][:8])
    whole = sum(before.values())
    panels = []
    for links, head in ((before, "Before"), (after, "In the worst month")):
        changed = None if head == "Before" else before
        label = f"{head}: {_spoken(links, whole)}"
        panels.append(f'<div class="flow"><h4>{head}</h4>{_panel(links, changed, slots, tones, label)}</div>')
    if not after:
        panels[1] = '<div class="flow"><h4>In the worst month</h4><p class="source">Nothing is shipped.</p></div>'
    return f'<div class="flows">{"".join(panels)}</div><p class="source">{ESTIMATE}</p>{_table(before, after, whole)}'


def _largest(before: Links, after: Links, side: int, shown: tuple[str, ...]) -> set[str]:
    totals = _totals(before, side)
    for one, amount in _totals(after, side).items():
        totals[one] = max(totals.get(one, 0.0), amount)
    order = sorted(totals, key=lambda one: (one not in shown, one == "ROW", -totals[one], one))
    return set(order if len(order) <= _SIDE + 1 else order[:_SIDE])


def _gathered(links: Links, named: tuple[set[str], ...]) -> Links:
    found: Links = {}
    for pair, amount in links.items():
        key = (pair[0] if pair[0] in named[0] else OTHERS, pair[1] if pair[1] in named[1] else OTHERS)
        found[key] = found.get(key, 0.0) + amount
    return found


def _totals(links: Links, side: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for pair, amount in links.items():
        found[pair[side]] = found.get(pair[side], 0.0) + amount
    return found


def _slots(before: Links, after: Links, side: int) -> dict[str, _Slot]:
    """Give each country its place: as high as the more of before and after, never less than its name."""
    first, then = _totals(before, side), _totals(after, side)
    most = {one: max(first.get(one, 0.0), then.get(one, 0.0)) for one in {*first, *then}}
    order = sorted(most, key=lambda one: (one == OTHERS, one == "ROW", -first.get(one, 0.0), one))
    scale = _ROOM / max(sum(first.values()), 1e-300)
    slots, top = {}, _TOP
    for one in order:
        tall = most[one] * scale
        slots[one] = _Slot(top, tall)
        top += max(tall, _LEAST) + _GAP
    return slots


def _panel(
    links: Links,
    before: Links | None,
    slots: tuple[dict[str, _Slot], ...],
    tones: Mapping[str, int],
    label: str,
) -> str:
    scale = _scale(slots, links, before)
    high = max(slot.top + max(slot.tall, _LEAST) for side in slots for slot in side.values()) + _TOP
    width = _RIGHT - _LEFT
    return (
        f'<svg class="flow-chart" height="{high:.0f}" role="img" aria-label="{escape(label)}">'
        f'<svg x="{_LEFT}%" width="{width}%" height="{high:.0f}" viewBox="0 0 100 {high:.0f}" '
        f'preserveAspectRatio="none">{"".join(_ribbons(links, slots, tones, scale))}'
        f"{''.join(_nodes(links, before, slots, tones, scale))}</svg>"
        f"{''.join(_names(links, before, slots))}</svg>"
    )


def _scale(slots: tuple[dict[str, _Slot], ...], links: Links, before: Links | None) -> float:
    whole = sum((links if before is None else before).values())
    return _ROOM / max(whole, 1e-300) if slots else 1.0


def _ribbons(
    links: Links, slots: tuple[dict[str, _Slot], ...], tones: Mapping[str, int], scale: float
) -> Iterator[str]:
    """Yield one band for each link, in the colour of its exporter."""
    out = {one: slot.top for one, slot in slots[0].items()}
    into = {one: slot.top for one, slot in slots[1].items()}
    whole = sum(links.values())
    order = sorted(links, key=lambda pair: (slots[0][pair[0]].top, slots[1][pair[1]].top))
    for pair in order:
        thick = links[pair] * scale
        left, right = out[pair[0]], into[pair[1]]
        out[pair[0]] += thick
        into[pair[1]] += thick
        if links[pair] < _FAINT * whole:
            continue
        tone = f"p{tones[pair[0]]}" if pair[0] in tones else "rest"
        said = f"{_name(pair[0])} to {_name(pair[1])}: {percent(links[pair] / whole)}"
        yield (
            f'<path class="ribbon {tone}" d="M2 {left:.1f}C50 {left:.1f} 50 {right:.1f} 98 {right:.1f}'
            f'V{right + thick:.1f}C50 {right + thick:.1f} 50 {left + thick:.1f} 2 {left + thick:.1f}z">'
            f"<title>{escape(said)}</title></path>"
        )


def _nodes(
    links: Links,
    before: Links | None,
    slots: tuple[dict[str, _Slot], ...],
    tones: Mapping[str, int],
    scale: float,
) -> Iterator[str]:
    """Yield the bars of both sides; behind them, as an empty frame, what they had before."""
    for side, x in ((0, 0.0), (1, 98.0)):
        now = _totals(links, side)
        was = _totals(before, side) if before is not None else {}
        for one, slot in slots[side].items():
            lost = (was.get(one, 0.0) - now.get(one, 0.0)) * scale
            if lost > _SEEN:
                y = slot.top + now.get(one, 0.0) * scale
                yield f'<rect class="lost" x="{x}" y="{y:.1f}" width="2" height="{lost:.1f}"/>'
            tone = f"p{tones[one]}" if side == 0 and one in tones else "node"
            tall = now.get(one, 0.0) * scale
            yield f'<rect class="{tone}" x="{x}" y="{slot.top:.1f}" width="2" height="{tall:.1f}"/>'


def _names(links: Links, before: Links | None, slots: tuple[dict[str, _Slot], ...]) -> Iterator[str]:
    """Yield the names of both sides, with their share before, or what has changed; codes for where there is no room."""
    for side, x, anchor in ((0, _LEFT - 1.0, "end"), (1, _RIGHT + 1.0, "start")):
        now = _totals(links, side)
        whole = sum(links.values())
        was = _totals(before, side) if before is not None else {}
        for one, slot in slots[side].items():
            y = slot.top + max(slot.tall, _LEAST) / 2
            share = now.get(one, 0.0)
            said = percent(share / whole if whole else 0.0) if before is None else _change(was.get(one, 0.0), share)
            tied = escape(said).replace(" %", "\u00a0%")
            for tone, name in (("full", _cut(_name(one))), ("code", "Others" if one == OTHERS else one)):
                yield (
                    f'<text class="who {tone}" x="{x}%" y="{y:.1f}" dy=".35em" text-anchor="{anchor}">{escape(name)} '
                    f'<tspan class="said">{tied}</tspan></text>'
                )


def _change(was: float, now: float) -> str:
    if was <= 0:
        return "new" if now > 0 else ""
    part = now / was - 1.0
    if abs(part) < 0.005:
        return "same"
    sign = "+" if part > 0 else "\u2212"
    return f"{sign}{abs(part) * 100:.0f} %"


def _name(one: str) -> str:
    return "Others" if one == OTHERS else name_of(one).replace("Rest of the world", "Rest of world")


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _spoken(links: Links, whole: float) -> str:
    largest = sorted(links, key=lambda pair: -links[pair])[:3]
    told = [f"{_name(a)} to {_name(b)} {percent(links[a, b] / whole)}" for a, b in largest]
    return f"{', '.join(told) or 'nothing'} of what was shipped before"


def _table(before: Links, after: Links, whole: float) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(_name(a))}</th><td>{escape(_name(b))}</td>'
        f'<td class="number">{_tied(before.get((a, b), 0.0) / whole)}</td>'
        f'<td class="number">{_tied(after.get((a, b), 0.0) / whole)}</td></tr>'
        for a, b in sorted({**before, **after}, key=lambda pair: -max(before.get(pair, 0.0), after.get(pair, 0.0)))
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("From", "To", "Before", "Worst month"))
    return (
        '<details><summary>Numbers behind the diagram</summary><div class="wide" tabindex="0" role="region" '
        'aria-label="Flows as shares of all that was shipped before"><table class="plain">'
        '<caption class="unseen">Flows as shares of all that was shipped before</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _tied(share: float) -> str:
    return percent(share).replace(" %", "\u00a0%")
