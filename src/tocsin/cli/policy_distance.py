"""`tocsin policy distance`: how far partners stand apart in lists, votes and measures, by year."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.cli.policy_gaps import MoreArgument, PartnersOption, named_partners

if TYPE_CHECKING:
    from tocsin.policy.distance import Distance

FIRST = 2015


def add(app: typer.Typer) -> None:
    """Add the command to an app.

    Parameters
    ----------
    app : typer.Typer
        The app of ``tocsin policy``.
    """
    app.command("distance")(show_distance)


def show_distance(
    more: MoreArgument = None,
    partners: PartnersOption = None,
    first: Annotated[int, typer.Option("--from", help="First year.")] = FIRST,
    last: Annotated[int | None, typer.Option("--to", help="Last year (default: this one).")] = None,
    json: options.JsonOption = False,
    register: Annotated[
        Path | None, typer.Option("--register", help="A register of your own, alone: one folder per party.")
    ] = None,
    lake: options.LakeOption = None,
) -> None:
    """Say how far partners stand apart by year: control lists, votes in the United Nations, measures.

    Example: tocsin policy distance --partners KOR JPN USA --from 2015 --to 2026
    """
    from tocsin.cli.policy import opened
    from tocsin.pipeline.distance import distances
    from tocsin.policy.distance import KINDS

    named = named_partners(partners, more)
    today = options.day(None)
    found = distances(options.lake(lake), opened(register, lake), named, (first, last or today.year), today)
    if json:
        document = {
            "partners": named,
            "kinds": dict(KINDS),
            "rows": [asdict(row) for row in found.rows],
            "notes": list(found.notes),
        }
        output.show_json(document)
        return
    if found.rows:
        years = sorted({row.period for row in found.rows})
        output.show_table("Distance by year", ["Pair", "Kind", *years], _lines(found.rows, years))
    for kind, told in KINDS.items():
        typer.echo(f"{kind}: {told}.")
    for note in found.notes:
        typer.echo(f"Note: {note}")


def _lines(rows: tuple[Distance, ...], years: list[str]) -> list[list[str]]:
    """Lay rows out with one column a year."""
    values = {(row.a, row.b, row.kind, row.period): f"{row.value:.2f}" for row in rows}
    keys = dict.fromkeys((row.a, row.b, row.kind) for row in rows)
    return [[f"{a} {b}", kind, *(values.get((a, b, kind, year), "") for year in years)] for a, b, kind in keys]
