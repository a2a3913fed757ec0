"""The page of a scenario: who runs short of what, when, how sure; why; at what cost to both sides; on which basis."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import starmap
from string import Template
from typing import TYPE_CHECKING, Any

from tocsin import __version__
from tocsin.publish.headlines import listed
from tocsin.publish.listing import tied
from tocsin.publish.numbers import percent, usd
from tocsin.publish.scenario_cost import SIDES, costs
from tocsin.publish.scenario_fan import fan, keys, share_end, table
from tocsin.publish.scenario_figures import (
    SHORT,
    band,
    by_harm,
    day_of,
    goods_of,
    most_missed,
    name_of,
    number,
    path,
    record,
    records,
    spoken_day,
    story_of,
    text,
    texts,
    worst,
)
from tocsin.publish.scenario_flow import flows
from tocsin.publish.scenario_map import shortage_map
from tocsin.publish.scenario_tables import (
    assumptions_table,
    comparison,
    drivers_table,
    gainers_table,
    importers_table,
    sectors,
)
from tocsin.publish.scenario_words import between, called, dollars, event, first_date, headline, marks, surely, under
from tocsin.publish.worldmap import DISCLAIMER, shapes
from tocsin.ref.gazetteer import countries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tocsin.publish.scenario_figures import Record

_CHARTS, _PICTURED, _SIDE = 4, 3, 12
MADE_UP = "The trade, stock and use figures of this scenario are made up. Nothing here is about real trade."
NO_FORECAST = (
    "This is no forecast: it says what follows if this happens, under the assumptions below. Ranges come from what is "
    "not known about stocks, spare capacity, delays and prices; what the model leaves out is not in them."
)


def scenario_html(document: Mapping[str, Any]) -> str:
    """Lay out what a scenario leads to as one page that stands alone.

    Parameters
    ----------
    document : mapping
        The document of ``tocsin simulate --json``. Keys that it lacks are left out of the page.

    Returns
    -------
    str
        A whole HTML document that needs nothing else: no script, no outside request.
    """
    told = story_of(document)
    start, days = day_of(told.get("start")), int(number(told.get("days")) or _last_day(document) or 365)
    goods = list(goods_of(document))
    titles = {text(one.get("id")): called(one) for one in goods}
    style = _part("page.css") + _part("scenario.css")
    title = text(told.get("title"))
    page = _Page(document, told, (start, days), titles)
    sections = [_good(page, good, place, several=len(goods) > 1) for place, good in enumerate(goods)]
    return Template(_part("scenario.html")).substitute(
        title=escape(title),
        heading=tied(title),
        asof=tied(_scope(document, start, days)),
        policy=f"default-src 'none'; style-src {_digest(style)}; img-src data:; base-uri 'none'; form-action 'none'",
        style=style,
        shapes=shapes([]),
        banner=_banner(told, document),
        sections="".join([*sections[:1], _others(goods[1:]), *sections[1:]]),
        shared=_shared(document, titles),
        story=_story(told, titles, start),
        basis=_foot(document, goods),
        version=escape(__version__),
    )


def _part(name: str) -> str:
    return files("tocsin.publish").joinpath("page", name).read_text("utf-8")


def _digest(words: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(words.encode()).digest()).decode()}'"


def _last_day(document: Record) -> float:
    paths = [path(one.get("path")).days for one in records(document.get("importers"))]
    return max((days[-1] + 1 for days in paths if days), default=0)


def _scope(document: Record, start: date | None, days: int) -> str:
    """Say what is looked at: how long, from when, how often drawn."""
    since = f" from {spoken_day(start)}" if start else ""
    runs = number(document.get("runs"))
    drawn = f", {runs:,.0f} runs" if runs and runs > 1 else ", one run on central assumptions" if runs else ""
    seed = number(document.get("seed"))
    known = f", known to {spoken_day(on)}" if (on := day_of(document.get("as_of"))) else ""
    return (
        f"{days:,} days{since}{known}{drawn}{f', seed {seed:.0f}' if seed is not None and runs and runs > 1 else ''}."
    )


def _banner(told: Record, document: Record) -> str:
    """Say before anything else that figures are made up or from a toy table."""
    said = []
    if told.get("synthetic") is True or document.get("synthetic") is True:
        said.append(f"<strong>Made-up figures.</strong> {MADE_UP}")
    toy = document.get("toy") or record(document.get("sectors")).get("toy")
    if toy:
        said.append(
            "<strong>Toy table.</strong> "
            + (
                tied(toy)
                if isinstance(toy, str)
                else "Sectors rest on a small table made for teaching, not on real economies."
            )
        )
    return "".join(f'<p class="banner" role="note">{one}</p>' for one in said)


def _named(shocks: list[Record], side: str) -> list[str]:
    """Return the countries on one side of the shocks, each once; none where there are too many to show."""
    found = [one for shock in shocks for one in texts(shock.get(side))]
    named = [one for one in dict.fromkeys(found) if one in countries()]
    return named if len(named) <= _SIDE else []


@dataclass(frozen=True)
class _Page:
    """What the sections of a page share: the document, its story, day 0 and length, and what its goods are called."""

    document: Record
    told: Record
    axis: tuple[date | None, int]
    titles: dict[str, str]


def _good(page: _Page, good: Record, place: int, *, several: bool) -> str:
    """Lay out one good: the finding, its figures, charts, map and table; those beyond the third without pictures."""
    start = page.axis[0]
    importers = records(good.get("importers"))
    shocks = records(page.told.get("shocks"))
    mine = [one for one in shocks if not several or text(good.get("id")) in texts(one.get("products"))]
    marked = marks(mine or shocks, start)
    bars = max([worst(one).p95 or 0.0 for one in importers] or [1.0])
    bars = next((top for top in (0.05, 0.1, 0.25, 0.5) if bars <= top), 1.0)
    listing = importers_table(good, start, bars, page.titles)
    blocks = [_figure("Importers, the hardest hit first", listing, "table-figure")]
    if place < _PICTURED:
        blocks = [*_pictures(page, good, mine, marked), *blocks]
    facts = _facts(page.document if place == 0 else {}, good, start)
    return (
        f'<section class="good" id="good-{place}"><header class="finding"><h2>{tied(headline(good, start))}</h2>'
        f"<p>{tied(under(good))}</p></header>{facts}{''.join(blocks)}</section>"
    )


def _others(goods: list[Record]) -> str:
    """Lead from the first good to the others, each with what is missing of it."""
    if not goods:
        return ""
    items = "".join(
        f'<li><a href="#good-{place}">{tied(called(one))}</a> <span class="said">'
        f"{tied(percent(most_missed(one)))} of the worst month's need unmet</span></li>"
        for place, one in enumerate(goods, start=1)
    )
    return f'<nav class="others" aria-label="Other goods"><h3 class="part">Other goods</h3><ul>{items}</ul></nav>'


def _pictures(page: _Page, good: Record, shocks: list[Record], marked: list[tuple[int, str]]) -> Iterator[str]:
    """Yield the charts of a good: fans, map and price, flows."""
    actors, title = _named(shocks, "actors"), called(good)
    where = ""
    if _short(good):
        yield _fans(good, page.axis, marked)
        where = _figure("Unmet share of the worst month's need", shortage_map(good, actors), "map-figure")
    price = _price(good, page.axis, marked)
    yield f'<div class="twin">{where}{price}</div>' if where else price
    yield _figure(f"Who ships {title} to whom", flows(good, (*actors, *_named(shocks, "targets"))), "flow-figure")


def _short(good: Record) -> bool:
    """Return whether any importer may be short: in a twentieth of the runs, or in any run that is told."""
    importers = records(good.get("importers"))
    return any((worst(one).p95 or 0.0) >= SHORT or bool(surely(one)) for one in importers)


def _figure(caption: str, inner: str, tone: str) -> str:
    return f'<figure class="{tone}"><figcaption>{tied(caption)}</figcaption>{inner}</figure>' if inner else ""


def _facts(document: Record, good: Record, start: date | None) -> str:
    """Lay out the few figures that matter most."""
    order = by_harm(records(good.get("importers")))
    items: list[tuple[str, str, str]] = []
    if order and not _short(good):
        items.append(("Worst month, any importer", f"less than {percent(SHORT)} unmet", "no run has a shortage"))
    elif order:
        harm, since = worst(order[0]), first_date(order[0], start)
        place = name_of(order[0].get("iso3"), order[0].get("name"))
        items.append((f"Worst month, {place}", f"{percent(harm.p50)} unmet", f"nine runs in ten: {between(harm)}"))
        chance = surely(order[0])
        told = f"{percent(chance)} of runs have one" if chance is not None else ""
        items.append(("First short day", spoken_day(since) if since else "none in most runs", told))
    peak = band(record(good.get("price_pressure")).get("peak"))
    if peak.p50 is not None:
        ranged = f"nine runs in ten: {_times(peak.p05)} to {_times(peak.p95)}" if peak.p05 is not None else ""
        items.append(("Price at its peak", f"{_times(peak.p50)} that before", ranged))
    for key, words in SIDES:
        cost = band(record(document.get("cost")).get(key))
        if cost.p50 is not None:
            amount = f"{usd(-cost.p50)} gained" if cost.p50 < 0 else usd(cost.p50)
            items.append((f"Cost to {words[:1].lower()}{words[1:]}", amount, _ranged(cost.p05, cost.p95)))
    cells = "".join(
        f"<div><dt>{tied(head)}</dt><dd>{tied(value)}</dd>{f'<dd class=said>{tied(more)}</dd>' if more else ''}</div>"
        for head, value, more in items
    )
    return f'<dl class="facts key">{cells}</dl>' if items else ""


def _ranged(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    if low >= 0:
        return f"nine runs in ten: {dollars(band({'p05': low, 'p95': high}))}"
    ends = (f"{usd(-end)} gained" if end < 0 else usd(end) for end in (low, high))
    return f"nine runs in ten: {' to '.join(end.replace(' ', chr(160)) for end in ends)}"


def _times(value: float | None) -> str:
    return "not known" if value is None else f"{value:.0f} times" if value >= 10 else f"{value:.1f} times"


def _fans(good: Record, axis: tuple[date | None, int], marked: list[tuple[int, str]]) -> str:
    """Draw the unmet share of the hardest hit: the first one large, the others beside each other."""
    paths = {text(one.get("iso3")): path(one.get("path")) for one in records(good.get("importers"))}
    order = [one for one in by_harm(records(good.get("importers"))) if paths[text(one.get("iso3"))].days]
    hit = [one for one in order if (worst(one).p95 or 0.0) >= SHORT]
    chosen = (hit or order[:1])[:_CHARTS]
    end, drawn = share_end([paths[text(one.get("iso3"))] for one in chosen]), []
    for place, one in enumerate(chosen):
        iso3 = text(one.get("iso3"))
        name = name_of(iso3, one.get("name"))
        caption = f"{name}: {percent(worst(one).p50)} of the worst month's need unmet ({between(worst(one))})"
        label = f"Unmet share of {called(good)} by day, {name}. {caption}"
        chart = fan(paths[iso3], (0.0, end, percent), axis, marked, label, tall=300 if place == 0 else 190)
        numbers = table(paths[iso3], axis[0], percent, f"Unmet share by day, {name}")
        drawn.append(_figure(caption, f"{keys() if place == 0 else ''}{chart}{numbers}", "fan-figure"))
    if not drawn:
        return ""
    rest = f'<div class="small-fans">{"".join(drawn[1:])}</div>' if len(drawn) > 1 else ""
    scale = " <small>all charts on one scale</small>" if rest else ""
    return f'<h3 class="part">Unmet share of daily need{scale}</h3>{drawn[0]}{rest}'


def _price(good: Record, axis: tuple[date | None, int], marked: list[tuple[int, str]]) -> str:
    found = path(record(good.get("price_pressure")).get("path"))
    if not found.days:
        return ""
    high = max(*(one.p95 or 1.0 for one in found.bands), 1.1)
    top = next((end for end in (1.2, 1.4, 2.0, 3.0, 5.0, 7.0, 9.0, 11.0, 15.0, 21.0, 51.0) if high <= end), high)
    peak = band(record(good.get("price_pressure")).get("peak"))
    caption = f"Price pressure: {_times(peak.p50)} the price before, at its peak" if peak.p50 else "Price pressure"
    chart = fan(found, (1.0, top, _factor), axis, marked, f"Price as a multiple of that before. {caption}", tall=250)
    return _figure(
        caption, chart + table(found, axis[0], _factor, "Price as a multiple of that before"), "fan-figure price"
    )


def _factor(value: float) -> str:
    return f"\u00d7 {value:.3g}"


def _story(told: Record, titles: dict[str, str], start: date | None) -> str:
    """Tell what is assumed to happen."""
    said = text(told.get("description"))
    items = []
    for shock in records(told.get("shocks")):
        source = text(shock.get("reference"))
        cited = f' <span class="said">{tied(source)}</span>' if source else ""
        items.append(f"<li>{tied(event(shock, titles, start))}{cited}</li>")
    if not said and not items:
        return ""
    return (
        '<section class="story" aria-labelledby="story"><h3 class="part" id="story">What is supposed to happen</h3>'
        f"{f'<p>{tied(said)}</p>' if said else ''}<ul>{''.join(items)}</ul></section>"
    )


def _shared(document: Record, titles: dict[str, str]) -> str:
    """Lay out what is said once for all goods: costs, winners, drivers, sectors, what happened, assumptions."""
    blocks = (
        ("Cost to both sides", costs(document)),
        ("Who gains", gainers_table(document.get("gainers"), titles) if "gainers" in document else ""),
        ("What drives the result", drivers_table(document.get("drivers"))),
        ("Sectors", sectors(document)),
    )
    figures = "".join(
        f'<div class="block"><h3 class="part">{head}</h3>{inner}</div>' for head, inner in blocks if inner
    )
    happened = comparison(document.get("comparison"))
    assumed = assumptions_table(document.get("assumptions"), titles)
    tail = "".join(
        f'<section class="block tail"><h3 class="part">{head}</h3>{inner}</section>'
        for head, inner in (("What then happened", happened), ("Assumptions", assumed))
        if inner
    )
    return f'<div class="blocks">{figures}</div>{tail}'


def _foot(document: Record, goods: list[Record]) -> str:
    """Say on which tables and years every number rests, and what to bear in mind."""
    lines = list(filter(None, starmap(_basis, ((document, good) for good in goods))))
    lines += [_table_line(one) for one in records(document.get("tables"))] if not lines else []
    lines += [escape(one) for one in texts(document.get("tables")) if not lines]
    sources = [tied(one) for one in texts(story_of(document).get("references"))]
    notes = [tied(NO_FORECAST), *(tied(one) for one in texts(document.get("notes")))]
    mass = number(document.get("mass_error"))
    if mass is not None:
        notes.append(
            f"Mass balance holds to {mass:.0e} of the world's daily need." if mass else "Mass balance holds exactly."
        )

    def items(found: list[str]) -> str:
        return "".join(f"<li>{one}</li>" for one in found)

    return (
        f"<h2>To bear in mind</h2><ul>{items(notes)}</ul><h2>What the figures rest on</h2>"
        f"<ul>{items(lines)}{items(sources)}<li>Map: Natural Earth, public domain; Equal Earth projection. "
        f"{DISCLAIMER}</li></ul>"
    )


def _basis(document: Record, good: Record) -> str:
    basis = record(good.get("basis")) or record(record(document.get("good")).get("basis"))
    if not basis:
        return ""
    codes = texts(basis.get("codes"))
    said = [f"{called(good)[:1].upper()}{called(good)[1:]}: table {text(basis.get('table'))}"]
    said += [f"release {text(basis['release'])}"] if text(basis.get("release")) else []
    said += [f"trade of {text(basis['year'])}"] if basis.get("year") else []
    said += [f"HS {listed(codes)}"] if codes else []
    said += ["the codes hold other goods as well"] if basis.get("basket") is True else []
    left = number(basis.get("left_out"))
    said += [f"{percent(left)} of the trade gathered as rest of the world"] if left else []
    said += [f"counted in {text(good['unit'])}"] if text(good.get("unit")) else []
    said += [text(basis["reference"])] if text(basis.get("reference")) else []
    return tied("; ".join(said)) + "."


def _table_line(one: Record) -> str:
    return tied("; ".join(f"{str(key).replace('_', ' ')} {text(value)}" for key, value in one.items() if text(value)))
