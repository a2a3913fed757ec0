"""`tocsin policy hazard` and `tocsin policy ladder`: how often a party acts on a family, and how it climbed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output

if TYPE_CHECKING:
    from tocsin.policy.ladder import Ladder

SHOWN = 25
RegisterOption = Annotated[
    Path | None, typer.Option("--register", help="A register of your own, alone: a folder with one folder per party.")
]
PartyOption = Annotated[str, typer.Option(help="Only this party: code or name of a country, or EU.")]


def add(app: typer.Typer) -> None:
    """Add the commands to an app.

    Parameters
    ----------
    app : typer.Typer
        The app of ``tocsin policy``.
    """
    app.command("hazard")(show_hazard)
    app.command("ladder")(show_ladder)


def show_hazard(
    party: PartyOption = "",
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """Say how often each party restricts each family of goods, and how likely a new act is within 12 and 24 months.

    Example: tocsin policy hazard --party CHN

    Example: tocsin policy hazard --as-of 2023-01-01 --json
    """
    from tocsin.cli.policy import opened
    from tocsin.policy.rates import HINDSIGHT, rates

    day = options.day(as_of)
    wanted = options.reporter(party) if party else ""
    found = [one for one in rates(opened(register, lake), day) if not wanted or one.party == wanted]
    if json:
        output.show_json({"day": str(day), "note": HINDSIGHT, "rates": [asdict(one) for one in found]})
        return
    if not found:
        typer.echo("none: the register holds no entry that was known by then")
        return
    rows = [
        (
            one.party,
            one.family,
            one.since,
            one.acts,
            f"{one.raw:.2f}",
            f"{one.mean:.2f}",
            f"{one.lower:.2f} to {one.upper:.2f}",
            f"{one.within_12:.0%}",
            f"{one.within_24:.0%}",
        )
        for one in found[:SHOWN]
    ]
    headings = ["Party", "Family", "Since", "Acts", "Raw", "Pooled", "90 %", "12 months", "24 months"]
    title = f"New restricting acts a year, as known on {day}, and the probability of at least one"
    output.show_table(title, headings, rows, numbers=range(2, 9))
    if len(found) > SHOWN:
        typer.echo(f"The first {SHOWN} of {len(found)}; --json has all.")
    typer.echo(f"Note: {HINDSIGHT}")


def show_ladder(
    party: PartyOption = "",
    product: Annotated[str, typer.Option(help="Only the family of this product: gallium.")] = "",
    target: Annotated[str, typer.Option(help="Only steps towards this country.")] = "",
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """Show the steps of a party on a family of goods: rung by rung, climbs and descents, days between.

    Example: tocsin policy ladder --party CHN --product gallium

    Example: tocsin policy ladder --party CHN --product gallium --target USA --json
    """
    from tocsin.cli.policy import opened
    from tocsin.policy.family import family
    from tocsin.policy.ladder import ladders
    from tocsin.ref.products import product as book

    wanted = options.reporter(party) if party else ""
    towards = options.reporter(target) if target else ""
    asked = book(product).id if product else ""
    day: date = options.day(as_of)
    found = [
        one
        for one in ladders(opened(register, lake), day, towards)
        if (not wanted or one.party == wanted) and (not asked or one.family == family(asked))
    ]
    if json:
        output.show_json([_document(one, asked) for one in found])
        return
    if not found:
        typer.echo("none: the register holds no such step")
        return
    for one in found:
        _show(one, asked)


def _document(ladder: Ladder, product: str) -> dict[str, Any]:
    return {
        "party": ladder.party,
        "family": ladder.family,
        "highest": ladder.highest,
        "climbs": ladder.count("climb"),
        "descents": ladder.count("descent"),
        "median_days_between_steps": ladder.between,
        "steps": [
            {
                "day": str(one.day),
                "entry": one.entry.id,
                "title": one.entry.title,
                "rung": one.rung,
                "move": one.move,
                "days_since_step_before": one.days,
                "targets": list(one.entry.targets),
                **({"names_product": product in one.entry.book_products} if product else {}),
                "confidence": one.entry.confidence,
            }
            for one in ladder.steps
        ],
    }


def _show(ladder: Ladder, product: str) -> None:
    rows: list[tuple[object, ...]] = [
        (
            one.entry.announced_on or one.entry.valid_from,
            one.rung.replace("_", " "),
            one.move,
            one.days,
            ", ".join(one.entry.targets).replace("*", "all"),
            one.entry.id if one.entry.seen else f"{one.entry.id} ({one.entry.confidence})",
            f"* {one.entry.title}" if product in one.entry.book_products else one.entry.title,
        )
        for one in ladder.steps
    ]
    title = f"{ladder.party}, {ladder.family.replace('_', ' ')}{f' (* names {product})' if product else ''}"
    headings = ["Announced", "Rung", "Move", "Days", "Towards", "Entry", "Title"]
    output.show_table(title, headings, rows, numbers=[3])
    between = "" if ladder.between is None else f", a median of {ladder.between:g} days between steps"
    typer.echo(
        f"{len(ladder.steps)} steps: {ladder.count('climb')} climbs, {ladder.count('descent')} descents, "
        f"{ladder.count('beside')} beside the ladder{between}; highest: {ladder.highest or 'none'}\n"
    )
