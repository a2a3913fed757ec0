"""What `tocsin simulate` prints on a terminal: importers, who gains, prices, costs, and what it rests on."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typer

from tocsin.cli import output
from tocsin.publish.numbers import percent, usd

Record = Mapping[str, Any]
#: Importers, goods, gainers, sectors and drivers shown; --json has all.
SHOWN, GOODS, NAMED = 12, 4, 5
HEADINGS = ["Importer", "Need", "Unmet", "50 %", "90 %", "Worst month", "First short", "Runs"]
_LEGEND = (
    "Unmet: share of the need that goes unmet in that time, in the middle run and where 50 and 90 % of runs lie. "
    "Worst month: of the worst 30 days. First short: the first with more than 1 % unmet, in the middle run. "
    "Runs: how many have a shortage."
)
#: Share of the spread below which a driver is not named.
_NAMED = 0.02
_YEAR = 365
#: Innermost objects of JSON text, and its line breaks: none of them stands inside a string.
_INNERMOST, _BREAK = re.compile(r"\{[^{}\[\]]*\}"), re.compile(r"\n\s*")
_TONNE = 1000.0


def show_document(document: Record) -> None:
    """Print what a scenario leads to.

    Parameters
    ----------
    document : mapping
        The document of ``tocsin simulate --json``.
    """
    story = document["story"]
    runs = "run" if document["runs"] == 1 else "runs"
    output.say(
        f"{document['title']}: {story['days']:,} days from {story['start']}, {document['runs']:,} {runs}, "
        f"seed {document['seed']}"
    )
    if document["synthetic"]:
        output.say("MADE UP: the tables of this scenario are invented; it says nothing of real trade.")
    output.say(_LEGEND)
    for good in _shown(document):
        _importers(good)
    if document["remedies"] is not None:
        _remedies(document["remedies"], {one["id"]: one["title"] for one in document["goods"]})
    for line in _sentences(document):
        output.say(line)
    _comparison(document["comparison"])
    _answers(document["retaliation"])


def print_document(document: Record) -> None:
    """Print the document as JSON, a day of a path on one line: NaN and infinity are refused.

    Parameters
    ----------
    document : mapping
        The document.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(_INNERMOST.sub(lambda found: _BREAK.sub(" ", found[0]), text) + "\n")


def _shown(document: Record) -> list[Record]:
    """Return the good that is missed most, then the others that somebody may be short of."""
    goods = sorted(document["goods"], key=lambda one: one["id"] != document["about"])
    return [one for k, one in enumerate(goods) if not k or any(_is_hit(row) for row in one["importers"])][:GOODS]


def _is_hit(row: Record) -> bool:
    return bool(row["first_day"]["share_of_runs"])


def _importers(good: Record) -> None:
    rows = [one for one in good["importers"] if _is_hit(one)] or [one for one in good["importers"] if one["target"]]
    rows = rows or good["importers"]
    binding = any(one["binding"] for one in rows)
    cells = [
        [
            one["name"],
            _amount(one["demand_a_day"] * _YEAR, good["unit"]),
            percent(one["unmet_share"]["p50"]),
            _band(one["unmet_share"], "p25", "p75"),
            _band(one["unmet_share"], "p05", "p95"),
            percent(one["worst_month"]["p50"]),
            _day(one["first_day"]),
            percent(one["first_day"]["share_of_runs"]),
            *([one["binding"]] if binding else []),
        ]
        for one in rows[:SHOWN]
    ]
    typer.echo()
    output.show_table(
        f"{good['title']} ({_unit(good['unit'])} a year)",
        [*HEADINGS, *(["Binding input"] if binding else [])],
        cells,
        numbers=(1, 2, 3, 4, 5, 6, 7),
    )
    rest = len(rows) - SHOWN
    others = len(good["importers"]) - len(rows)
    hit = bool(rows) and _is_hit(rows[0])
    if rest > 0:
        output.say(f"and {rest} more{' that may run short' if hit else ''}: --json has all.")
    if not hit:
        output.say("No importer is short in any run.")
    elif others > 0:
        output.say(f"{others} more {'importer is' if others == 1 else 'importers are'} short in no run.")


def _sentences(document: Record) -> Iterator[str]:
    yield ""
    yield f"Who gains: {_gainers(document['gainers'])}"
    yield f"Price: {_prices(document['goods'])}"
    yield from _sectors(document)
    for role, words in (("target", "those who are hit"), ("controller", "those who restrict")):
        yield f"Cost to {words}: {_cost(document['cost'][role])}"
    yield f"What drives it: {_drivers(document['drivers'])}"
    yield f"Assumptions: {_assumptions(document['assumptions'])}"
    for table in document["tables"]:
        yield f"Rests on: {_table(table)}"
    if document["as_of"]:
        how = "reconstructed from a later release" if document["reconstructed"] else "as released by then"
        yield f"Known on: {document['as_of']}, {how}"
    yield f"Mass balance: holds to {document['mass_error']:.0e} of the world's daily demand"
    for note in document["notes"]:
        yield f"Note: {note}"


def _gainers(gainers: Sequence[Record]) -> str:
    named = [
        f"{one['name']} {_money(one['change_usd'])}"
        if one["change_usd"]["p50"] is not None
        else f"{one['name']} (more {', '.join(one['goods'])}, no price is known)"
        for one in gainers[:NAMED]
    ]
    return "; ".join(named) or "nobody sells more than before in most runs."


def _prices(goods: Sequence[Record]) -> str:
    return "; ".join(
        f"{one['title']} {peak['p50']:.2g} times what it was at its peak (90 %: {peak['p05']:.2g} to {peak['p95']:.2g})"
        for one in goods[:GOODS]
        if (peak := one["price_pressure"]["peak"])["p50"] is not None
    )


def _sectors(document: Record) -> Iterator[str]:
    for one in document["sectors"][:NAMED]:
        loss = f", {usd(one['loss_usd'])}" if one["loss_usd"] is not None else ""
        yield f"Sector hit: {one['sector']}, {one['region']}: {100 * one['loss_share']:.2g} % of output lost{loss}"
    yield f"Sectors: {document['sectors_why']}"


def _cost(side: Record) -> str:
    if side["p50"] is not None:
        return _money(side)
    known = "; ".join(f"{name} {_money(one)}" for name, one in side["by_good"].items() if one["p50"] is not None)
    return f"not known of all: {side['reason']}" + (f"; of what is known: {known}" if known else "")


def _money(band: Record) -> str:
    low, high = band["p05"], band["p95"]
    spread = "" if low == high else f" (90 %: {_signed(low)} to {_signed(high)})"
    return f"{_signed(band['p50'])}{spread}"


def _signed(value: float) -> str:
    return f"minus {usd(-value)}" if value < 0 else usd(value)


def _drivers(drivers: Sequence[Record]) -> str:
    named = [
        f"{one['meaning']} ({percent(one['share'])} of the spread; more is "
        f"{'worse' if one['rank_correlation'] > 0 else 'better'})"
        for one in drivers[:3]
        if one["share"] >= _NAMED
    ]
    return "; ".join(named) or "no single assumption stands out."


def _assumptions(rows: Sequence[Record]) -> str:
    chosen = sum(one["chosen"] for one in rows)
    return (
        f"{len(rows)}, {chosen} of them set by the scenario, the others cited defaults; --json lists all with sources"
    )


def _table(one: Record) -> str:
    codes = f", HS {', '.join(one['codes'])}" if one["codes"] else ""
    source = "a table of its own" if one["table"] == "scenario" else one["table"]
    release = f" ({one['release']})" if one["release"] else ""
    reference = f"; {one['reference']}" if one["reference"] else ""
    gathered = f"; {percent(one['left_out'])} of the trade gathered as rest of the world" if one["left_out"] else ""
    return f"{one['title']}: {source}{release}, {one['year']}{codes}, in {one['unit']}{gathered}{reference}"


def _band(found: Record, low: str, high: str) -> str:
    shares = [
        percent(found[one]).removesuffix(" %").replace("under ", "<").replace("over ", ">") for one in (low, high)
    ]
    return f"{'-'.join(dict.fromkeys(shares))} %"


def _day(found: Record) -> str:
    return "none" if found["p50"] is None else found["date"]


def _remedies(rows: Sequence[Record], titles: Mapping[str, str]) -> None:
    cells = [
        (
            titles.get(one["good"], one["good"]),
            one["what"],
            one["size"],
            percent(one["worst_month_before"]),
            percent(one["worst_month_after"]),
            percent(max(one["others_worse"], 0.0)),
        )
        for one in rows
        if one["worst_month_before"] > 0
    ]
    typer.echo()
    if not cells:
        output.say("Remedies: nothing goes unmet, so there is nothing to soften.")
        return
    title = "Remedies: unmet share of the worst month of those who are hit, and what is added to that of others"
    output.show_table(title, ["Good", "What", "How much", "Before", "After", "Others"], cells, numbers=(3, 4, 5))


def _comparison(rows: Sequence[Record]) -> None:
    if rows:
        cells = [(one["what"], one["model"], one["happened"], one["verdict"]) for one in rows]
        title = "What then happened (said: middle of the runs and nine tenths; --json has the sources)"
        typer.echo()
        output.show_table(title, ["Figure", "Said", "Happened", "Verdict"], cells, numbers=(1, 2))


def _answers(pairs: Sequence[Record]) -> None:
    for pair in pairs:
        if pair["steps"]:
            cells = [
                (one["party"], one["target"], one["rung"], one["next"], one["times"], one["times_all"], one["days"])
                for one in pair["steps"]
            ]
            title = f"Steps of {pair['a']} and {pair['b']} towards each other, from the register as known then"
            typer.echo()
            headings = ["Who", "Towards", "Step", "Next", "Times", "All parties", "Days"]
            output.show_table(title, headings, cells, numbers=(4, 5, 6))


def _unit(unit: str) -> str:
    return {"kg": "tonnes", "USD": "million USD"}.get(unit, unit)


def _amount(value: float, unit: str) -> str:
    """Write a quantity in the unit that :func:`_unit` names, with three digits."""
    scaled = value / {"kg": _TONNE, "USD": 1e6}.get(unit, 1.0)
    rounded = float(f"{scaled:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:g}"
