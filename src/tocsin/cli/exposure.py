"""`tocsin exposure`: when a company's own lines would stop in a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

_SHOWN = 5


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command("exposure")(show_exposure)


def show_exposure(
    bom: Annotated[Path, typer.Option("--bom", help="CSV: product, part, quantity_per_unit.")],
    suppliers: Annotated[
        Path, typer.Option("--suppliers", help="CSV: part, hs6, supplier, country, share; unit_price if known.")
    ],
    stock: Annotated[Path, typer.Option("--stock", help="CSV: part, days_of_cover.")],
    scenario: Annotated[str, typer.Option("--scenario", help="Name of a scenario, or a file.")],
    country: Annotated[
        str | None, typer.Option("--country", help="Where the company sits: code or name of a country.")
    ] = None,
    runs: Annotated[int, typer.Option("--runs", help="How many runs.", min=1)] = 200,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the random numbers.", min=0)] = 0,
    threshold: Annotated[
        float, typer.Option("--threshold", help="A line stops with less than this share of a part's need.")
    ] = 0.9,
    more_stock: Annotated[
        float, typer.Option("--more-stock", help="Days of stock that the remedy of more stock adds.")
    ] = 30.0,
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Say when your own lines would stop in a scenario, for want of which part, and what would put it off.

    Example: tocsin exposure --bom bom.csv --suppliers suppliers.csv --stock stock.csv --scenario NAME --country KOR
    """
    from tocsin.pipeline.exposure import company_exposure
    from tocsin.scenario.exposure_files import read_company
    from tocsin.scenario.language import find_scenario

    asked = find_scenario(scenario)
    home = _home(country)
    company = read_company(bom, suppliers, stock)
    own_tables = all(good.table for good in asked.goods)
    found = company_exposure(
        company,
        asked,
        home,
        None if own_tables else options.lake(lake),
        as_of=options.day(as_of) if as_of else None,
        runs=runs,
        seed=seed,
        threshold=threshold,
        more_stock=more_stock,
        told=output.note,
    )
    told = found.document()
    if json:
        output.show_json(told)
        return
    _show(told)


def _home(country: str | None) -> str:
    """Read where the company sits."""
    if country is None:
        raise UsageError(
            "Nothing says where the company sits",
            where="--country",
            remedy="Name its country: --country KOR. What stops depends on who sells to whom.",
        )
    code = options.reporter(country)
    if code == "EU":
        raise UsageError(
            "A company sits in one country, not in the EU", where="--country", remedy="Name a member: --country DEU."
        )
    return code


def _show(told: dict[str, Any]) -> None:
    if told["synthetic"]:
        output.say("The tables of this scenario are made up: it says nothing of real trade.")
    output.show_table(
        f"First day on which each line stops: {told['title']}, company in {told['country']}, {told['runs']} runs",
        ["Line", "First stop", "5 to 95 %", "Runs", "Part", "Supplier", "Cheapest by what is known"],
        [_line(one, told) for one in told["lines"]],
        numbers=[3],
    )
    remedies = [row for one in told["lines"] for row in _remedies(one)]
    if remedies:
        output.show_table(
            "What would put it off",
            ["Line", "Remedy", "Days gained", "Still stops", "Cost"],
            remedies,
            numbers=[2, 3],
        )
    for text in _foot(told):
        output.say(text)


def _line(one: dict[str, Any], told: dict[str, Any]) -> list[str | None]:
    stop, supplier = one["first_stop"], one["supplier"]
    never = f"none in {told['days']} days"
    where = f"{supplier['name']} ({supplier['country']})" if supplier else None
    return [
        one["product"],
        stop["date"] or (never if not stop["share_of_runs"] else "none in most runs"),
        f"{_day(stop['p05'], told)} to {_day(stop['p95'], told)}" if stop["share_of_runs"] else None,
        f"{stop['share_of_runs']:.0%}",
        one["part"],
        where,
        one["cheapest_by_what_is_known"] or ("none gains a day" if one["remedies"] else None),
    ]


def _day(day: int | None, told: dict[str, Any]) -> str:
    from datetime import timedelta

    return "never" if day is None else str(date.fromisoformat(told["start"]) + timedelta(days=day))


def _remedies(one: dict[str, Any]) -> Iterator[list[str | None]]:
    for remedy in one["remedies"]:
        cost = remedy["cost"]
        days, usd = cost["days_of_purchases"], cost["usd_for_each_unit_made_a_day"]
        less = "" if days is None or days >= 0 else " less"
        said = cost["said"] if days is None else f"{abs(days):.0f} days of purchases{less}; {cost['said']}"
        said = said if usd is None else f"USD {abs(usd):,.2f}{less} for each unit made a day ({said})"
        yield [
            one["product"],
            f"{remedy['kind']}: {remedy['meaning']}",
            f"{remedy['days_gained']:.0f}",
            f"{remedy['still_stops']:.0%}",
            said,
        ]


def _foot(told: dict[str, Any]) -> Iterator[str]:
    yield (
        f"A line stops on the first day on which less than {told['threshold']:.0%} of its need of a part is there, "
        "its own stock used first. Days gained: mean over the runs in which it stops, to the end of the horizon."
    )
    for one in told["lines"]:
        if one["stock_needed"]:
            middle, most = (one["stock_needed"][key] for key in ("p50", "p95"))
            name, part = one["product"], one["part"]
            yield f"{name}: {middle:,} days of {part} would do in half of the runs, {most:,} in 95 %."
        if one["second_supplier_known"] is False:
            yield f"{one['product']}: no supplier of {one['part']} that the scenario spares is known."
    for one in told["tables"]:
        codes = f", {', '.join(one['codes'])}" if one["codes"] else ""
        yield f"Market of {one['good']}: {one['table']}, {one['year']}{codes}."
    skipped = told["skipped_rows"]
    if skipped:
        yield f"{len(skipped)} {'row was' if len(skipped) == 1 else 'rows were'} left out:"
        yield from (f"  {one['file']} line {one['line']}: {one['reason']}" for one in skipped[:_SHOWN])
        if len(skipped) > _SHOWN:
            yield f"  and {len(skipped) - _SHOWN} more: see --json."
    if told["untouched_parts"]:
        yield f"Not touched by the scenario: {', '.join(told['untouched_parts'][:_SHOWN])}."
    yield from (f"Note: {text}" for text in told["notes"])
