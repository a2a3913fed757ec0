"""The pages of the bundled scenarios: what each said, what then happened, hit or miss; from results, not by hand.

``python -m bench scenarios`` measures and writes them; ``python -m scripts.docs_scenarios`` writes them anew from
`bench/results/scenarios.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

from tocsin.scenario.language import find_scenario
from tocsin.scenario.outcomes import MEASURES, Observation, observations
from tocsin.scenario.shock import KINDS, Scenario, Shock

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results" / "scenarios.json"
FOLDER = ROOT / "docs" / "scenarios"
WIDTH = 120
NOT_COUNTED = "not counted"
#: Verdicts, as the pages set them.
SHOWN = {"hit": "**hit**", "miss": "**miss**", "miss, right direction": "**miss**, right direction"}

ABOUT = """The scenarios that ship with Tocsin, each held against what then happened. `tocsin simulate NAME` runs one;
[the shock language](../how-to/shock-language.md) says how to write your own.

Each figure of what happened is asked of the scenario in the same unit and for the same days, in {runs} runs. It is a
**hit** if it lies between the 5th and the 95th percentile of the runs, as precisely as they are shown here, else a
**miss**. Nothing was fitted to these figures: assumptions are the defaults of `scenario_assumptions.toml` and what the
sources of a scenario say. Where a default was set with the very figure, or what is supposed did not come to pass, it is
shown and not counted.
"""

LIMITS = """## What the misses have in common

- **The paper and the port.** Where a licence is asked, the engine lets goods pass as the median wait says. Customs let
  nothing pass at all for one to three months (gallium, antimony, hydrogen fluoride), whatever the paper exempts: most
  antimony oxide was free by the letter, and stopped.
- **Ships.** There is no voyage in the engine: a ban at the mine is a gap at the port the same day. Cobalt and nickel
  ore kept arriving for two to four months.
- **Makers cope.** The engine has Korea short of photoresist and polyimide for weeks; no fab is known to have stopped.
  Makers stretch, share and fetch from elsewhere in ways that days of cover do not count.
- **Buyers who turn away.** Korea's makers had other acid qualified and did not come back when licences came. Lasting
  substitution of a supplier is not in the engine.
- **Ways round.** Antimony reached the United States over Thailand and Mexico. Goods led through a third country are not
  in the engine.
- **What else moves.** 2010 was a year of recovery after 2009, 2020 one of pandemic, 2024 one of weak demand for
  batteries: all of it is in what happened, none in the scenario.
- **Prices** follow what is missing on the days on which it is missing, of what is traded across borders, and stocks do
  not calm them: too high where stocks were large (cobalt) or most is used at home (oil), too low where fear drives it
  (rare earths 2011).
"""


def pages(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the pages.

    Parameters
    ----------
    found : mapping
        Results, as ``bench/results/scenarios.json`` has them.

    Returns
    -------
    dict of str to str
        Text by name of the file.
    """
    made = {f"{name}.md": _page(found, name) for name in found["said"]}
    return {"index.md": _index(found), **made}


def write_pages(found: Mapping[str, Any]) -> None:
    """Write the pages.

    Parameters
    ----------
    found : mapping
        Results.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages(found).items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _index(found: Mapping[str, Any]) -> str:
    lines = ["# Scenarios and what then happened", "", ABOUT.format(runs=found["runs"]), _score(found), ""]
    lines += ["| scenario | figure | said: median, nine tenths of runs | happened | |", "|---|---|---:|---:|---|"]
    for name in found["said"]:
        link = f"[{find_scenario(name).title}]({name}.md)"
        rows = list(_compared(found, name))
        if not rows:
            lines.append(f"| {link} | has not happened | | | |")
        for number, (observed, told) in enumerate(rows):
            lines.append(
                f"| {link if not number else ''} | {observed.title}: {MEASURES[observed.measure]} "
                f"| {_band(observed, told['said'])} | {_figure(observed, told['happened'])} "
                f"| {SHOWN.get(told['verdict'], told['verdict'])} |"
            )
    return "\n".join([*lines, "", LIMITS, _made(found), ""])


def _score(found: Mapping[str, Any]) -> str:
    told = [one for rows in found["compared"].values() for one in rows]
    counted = [one for one in told if not one["verdict"].startswith(NOT_COUNTED)]
    hits = sum(one["verdict"] == "hit" for one in counted)
    right = sum(one["verdict"] == "miss, right direction" for one in counted)
    middle = sum(one["in_middle"] for one in counted)
    lesson = " So the bands are too narrow: read the direction before the size." if hits < 0.8 * len(counted) else ""
    told_all = (
        f"Of {len(counted)} figures that count, {hits} are hits: nine tenths should be, were the bands right. "
        f"{middle} lie in the middle half of the runs, where a half should. Of the {len(counted) - hits} misses "
        f"{right} lie on the side to which the scenario pointed.{lesson} "
        f"{len(told) - len(counted)} more are shown and not counted."
    )
    return fill(told_all, WIDTH)


def _page(found: Mapping[str, Any], name: str) -> str:
    scenario = find_scenario(name)
    said = found["said"][name]
    lines = [f"# {scenario.title}", "", fill(" ".join(scenario.description.split()), WIDTH), ""]
    lines += [f"`tocsin simulate {name}`, {scenario.days} days from {scenario.start}.", ""]
    lines += ["## What it supposes", ""]
    lines += [f"- {_supposed(one)}" for one in scenario.shocks]
    lines += ["", "Trade:", "", *(f"- {one}" for one in _bases(scenario, said)), ""]
    lines += ["## What it says", "", *_said(said), ""]
    lines += ["## What then happened", "", *_happened(found, name), ""]
    lines += ["## Sources", "", *(f"- {one}" for one in scenario.references), ""]
    return "\n".join([*lines, _made(found), ""])


def _supposed(shock: Shock) -> str:
    since = f"from {shock.start}" if shock.start else "on a condition"
    until = f" to {shock.end}" if shock.end else ""
    known = f", announced on {shock.announced_on}" if shock.announced_on else ""
    return f"`{shock.id}`: {KINDS[shock.kind]}; {since}{until}{known}. {shock.reference}."


def _bases(scenario: Scenario, said: Mapping[str, Any]) -> Iterator[str]:
    for good, told in zip(scenario.goods, said["goods"], strict=True):
        if good.table:
            yield f"{good.title}, {told['year']}, {told['unit']}: a table of this scenario. {good.table_reference}."
        else:
            codes = ", ".join(good.hs6)
            yield f"{good.title}, {told['year']}, {told['unit']}: HS {codes} of the bundled table (`{told['table']}`)."


def _said(said: Mapping[str, Any]) -> Iterator[str]:
    yield "Share of use not met in the worst 30 days, median and nine tenths of the runs; share of runs that run short;"
    yield "first day short, where half of the runs do; greatest factor on the price. Of each good who is hit most."
    yield ""
    yield "| good | importer | worst 30 days | runs short | first day | price |"
    yield "|---|---|---:|---:|---:|---:|"
    for good in said["goods"]:
        price = f"{good['price']['p50']:.2f} ({good['price']['p05']:.2f} to {good['price']['p95']:.2f})"
        if not good["importers"]:
            yield f"| {good['title']} | nobody is hit | | | | {price} |"
        for number, one in enumerate(good["importers"]):
            month = one["worst_month"]
            first = "-" if one["first_day"] is None else f"{one['first_day']:g}"
            yield (
                f"| {'' if number else good['title']} | {one['name']} "
                f"| {month['p50']:.1%} ({month['p05']:.1%} to {month['p95']:.1%}) | {one['short']:.0%} | {first} "
                f"| {'' if number else price} |"
            )
    cost = said["cost"]
    if all(cost[side]["p50"] is not None for side in cost):
        target, controller = (_dollars(cost[side]) for side in ("target", "controller"))
        yield ""
        yield f"Cost to those who are hit: {target}. Cost to those who restrict, gains taken off: {controller}."


def _happened(found: Mapping[str, Any], name: str) -> Iterator[str]:
    rows = list(_compared(found, name))
    if not rows:
        yield "It has not happened: there is nothing to compare."
        return
    yield "| figure | said: median, nine tenths of runs | happened | |"
    yield "|---|---:|---:|---|"
    for observed, told in rows:
        yield (
            f"| {observed.title}: {MEASURES[observed.measure]} | {_band(observed, told['said'])} "
            f"| {_figure(observed, told['happened'])} | {SHOWN.get(told['verdict'], told['verdict'])} |"
        )
    yield ""
    for observed, _ in rows:
        counted = f"{observed.after:,g} {observed.unit}"
        before = f", before {observed.before:,g}" if observed.before is not None else ""
        note = f" {observed.note}." if observed.note else ""
        yield f"- {observed.title}: {counted}{before}. {observed.source}.{note}"


def _compared(found: Mapping[str, Any], name: str) -> Iterator[tuple[Observation, Mapping[str, Any]]]:
    told = {one["id"]: one for one in found["compared"].get(name, ())}
    for observed in observations().get(name, ()):
        yield observed, told[observed.id]


def _band(observed: Observation, said: Mapping[str, float | None]) -> str:
    low, mid, high = (_figure(observed, said[key]) for key in ("p05", "p50", "p95"))
    return f"{mid} ({low} to {high})"


def _figure(observed: Observation, value: float | None) -> str:
    if observed.measure == "first_day":
        return "never" if value is None else f"day {value:.0f}"
    if value is None:
        return "-"
    return f"{value:.1%}" if observed.measure == "unmet" else f"{value:.2f}"


def _dollars(cost: Mapping[str, float]) -> str:
    mid, low, high = (_amount(cost[key]) for key in ("p50", "p05", "p95"))
    return f"{mid} USD ({low} to {high})"


def _amount(value: float) -> str:
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.1f} {word}"
    return f"{value:,.0f}"


def _made(found: Mapping[str, Any]) -> str:
    return f"*Made by `python -m bench scenarios`, {found['runs']} runs of each scenario, seed 0.*"


if __name__ == "__main__":
    write_pages(json.loads(RESULTS.read_text(encoding="utf-8")))
