"""How an explanation and a comparison look on a terminal."""

from __future__ import annotations

from typing import Any

from tocsin.cli.output import console, show_table
from tocsin.foresight.outlook import Precedent
from tocsin.publish.board import SCORECARD
from tocsin.publish.prospect import alike, precedent_name, probability_of, spoken
from tocsin.publish.words import likely, measure, percent, usd
from tocsin.ref.gazetteer import countries

SUPPLIERS = 12


def show_trace(answer: dict[str, Any]) -> None:
    """Print what :func:`tocsin.pipeline.question.explain` answers.

    Parameters
    ----------
    answer : dict
        The answer.
    """
    screen = console()
    for line in answer["lines"]:
        edition = f", edition {line['hs_edition']}"
        screen.print(f"HS {line['hs6']}{edition}; {line['period']}; as of {answer['as_of']}", style="bold")
        screen.print(line["why"])
        for product in line["products"]:
            screen.print(
                f"  {product['id']}: the code is {product['code_purity']} (2022), confidence {product['confidence']}"
            )
        if line["flags"]:
            screen.print(f"Flags: {', '.join(line['flags'])}.")
        _show_forecast(line, answer["forecast"])
        _show_measures(line)
        _show_observations(line)
        _show_indicators(line)
        _show_loads(line)
    for text in answer["notes"]:
        screen.print(f"Note: {text}")
    screen.print(f"Next: tocsin compare {answer['reporter']} JPN USA --product {answer['product']}")


def _show_forecast(line: dict[str, Any], forecast: dict[str, Any] | None) -> None:
    """Print how likely it is said to be and why, or why nothing is said; nothing where no forecast was made."""
    if forecast is None:
        return
    screen, said = console(), line["probability"]
    if said is None:
        screen.print(f"No forecast: {line['no_forecast']}.")
        return
    screen.print(f"Chance that {forecast['rule']}:")
    for horizon, chance in said.items():
        low, high = line["interval"][horizon]
        between = f"90 % interval {percent(low)} to {percent(high)}"
        screen.print(f"  in {spoken(line['targets'][horizon])}: {percent(chance)}, {likely(chance)} ({between})")
    screen.print(f"  usual among all imports: {percent(line['rate'])}; how good such words have been: {SCORECARD}")
    _show_channels(line)
    cases = [Precedent(**one) for one in line["precedents"]]
    screen.print(alike(cases))
    for one in cases:
        came = "came" if one.happened else "did not come"
        screen.print(
            f"  {precedent_name(one, line['hs6'])}, known to {one.period}: the shortage of {one.target} {came}"
        )
    if line["relief"]:
        screen.print(line["relief"]["text"])


def _show_channels(line: dict[str, Any]) -> None:
    """Print what each channel adds, from the start to what is said."""
    at = line["base"]
    rows: list[tuple[str | None, ...]] = [("start", None, percent(probability_of(at)), "the same for all imports")]
    for one in line["channels"]:
        at += one["log_odds"]
        rows.append((one["title"], f"{one['log_odds']:+.2f}", percent(probability_of(at)), one["text"]))
    headings = ["What it looks at", "Log odds", "So far", "In words"]
    show_table("Why this chance: how the model counts, no finding of causes", headings, rows, numbers=[1, 2])


def _show_measures(line: dict[str, Any]) -> None:
    """Print the measures of its suppliers that are in force or coming, with their references."""
    rows = [
        (
            one["id"],
            f"{one['effect']}{f' ({policy})' if (policy := one['licence_policy']) else ''}",
            one["state"] + (f" until {one['until']}" if one["until"] else ""),
            one["valid_from"],
            one["legal_reference"] or one["references"][0],
            one["confidence"],
        )
        for one in line["measures"]
    ]
    if rows:
        headings = ["Measure", "Effect", "State", "From", "Legal reference", "Conf."]
        show_table("Measures of its suppliers", headings, rows)


def _show_observations(line: dict[str, Any]) -> None:
    rows = [
        (
            _name(one["partner"]),
            usd(one["trade_value_usd"]),
            measure(one["net_weight_kg"] / 1000, "t") if one["net_weight_kg"] else None,
            percent(one["share"]),
            f"{one['unit_value_usd_per_kg']:,.3g}" if one["unit_value_usd_per_kg"] else None,
            f"{one['unit_value_outlier_score']:.1f}" if one["unit_value_outlier_score"] is not None else None,
        )
        for one in line["observations"][:SUPPLIERS]
    ]
    rest = len(line["observations"]) - len(rows)
    title = f"Observations: {len(line['observations'])} suppliers" + (f", the largest {len(rows)}" if rest > 0 else "")
    show_table(title, ["Supplier", "Value", "Weight", "Share", "USD/kg", "Off median (sd)"], rows, numbers=range(1, 6))
    world = ", ".join(f"{_name(one['iso3'])} {percent(one['share'])}" for one in line["world_exporters"][:5])
    console().print(f"World exports: {world}.")


def _show_indicators(line: dict[str, Any]) -> None:
    rows = [
        (one["indicator"], measure(one["value"], one["unit"]), one["title"], one["version"][:8])
        for one in line["indicators"]
    ]
    show_table("Indicators", ["Id", "Value", "What it says", "Version"], rows, numbers=[1])


def _show_loads(line: dict[str, Any]) -> None:
    rows = [
        (
            one["table"],
            one["vintage"],
            f"{one['released_on'] or 'unknown'}{' (assumed)' if one['released_on_assumed'] else ''}",
            one["licence"],
            one["sha256"][:12],
        )
        for one in line["loads"]
    ]
    show_table("Rests on", ["Table", "Vintage", "Released", "Licence", "SHA-256"], rows)


def show_comparison(answer: dict[str, Any]) -> None:
    """Print what :func:`tocsin.pipeline.question.compare` answers.

    Parameters
    ----------
    answer : dict
        The answer.
    """
    rows: list[tuple[str | None, ...]] = []
    for one in answer["rows"]:
        if "reason" in one:
            rows.append((_name(one["reporter"]), one["hs6"], None, None, one["reason"], None, None, None, None))
            continue
        values = one["indicators"]
        rows.append(
            (
                _name(one["reporter"]),
                one["hs6"],
                one["period"],
                usd(one["import_value_usd"]),
                _name(one["top_supplier"]),
                percent(one["top_share"]),
                f"{values['import_hhi']:.2f}",
                percent(values["replaceability"]) if "replaceability" in values else None,
                usd(values["exposure"]) if "exposure" in values else None,
            )
        )
    headings = ["Importer", "HS", "Year", "Imports", "Largest supplier", "Share", "HHI", "Replaceable", "Exposure"]
    show_table(f"{answer['product']} as of {answer['as_of']}", headings, rows, numbers=[3, 5, 6, 7, 8])
    console().print(f"Next: tocsin explain {answer['rows'][0]['reporter']} {answer['product']}")


def _name(code: str) -> str:
    found = countries().get(code)
    return found.name if found else code
