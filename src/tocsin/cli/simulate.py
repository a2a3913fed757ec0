"""`tocsin simulate`: what happens if somebody restricts something, day by day, to whom, at what cost to both sides."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import FormatError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from tocsin.core.progress import Told
    from tocsin.lake import Lake
    from tocsin.pipeline.simulate import Simulated
    from tocsin.scenario.shock import Scenario

STDIN = "-"
_DAYS = 365


@dataclass(frozen=True)
class _Given:
    """What is asked of a measure."""

    products: tuple[str, ...] = ()
    share: float | None = None
    days: int | None = None


@dataclass(frozen=True)
class _How:
    """How often it is run, and with what besides."""

    runs: int
    seed: int
    workers: int | None
    remedies: bool
    partial: bool


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command()(simulate)


def simulate(
    scenario: Annotated[str, typer.Argument(help="Name of a bundled scenario, a file, or - for stdin.")] = "",
    runs: Annotated[int, typer.Option(help="Runs, each with other assumptions drawn.", min=1)] = 500,
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.", min=0)] = 0,
    workers: Annotated[
        int | None, typer.Option(help="Processors used; figures are the same for any number.", min=1)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the bundled scenarios.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of scenario files.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the scenario as a file, do not run it.")] = False,
    from_measure: Annotated[
        str, typer.Option("--from-measure", help="Make the scenario of a measure of the register, by its id.")
    ] = "",
    product: Annotated[
        list[str] | None, typer.Option(help="With --from-measure: goods to look at; several times.")
    ] = None,
    share: Annotated[float | None, typer.Option(help="With --from-measure: share of the flow that is hit.")] = None,
    days: Annotated[
        int | None, typer.Option(help="With --from-measure: days to look at after its first (365 by default).")
    ] = None,
    remedies: Annotated[
        bool, typer.Option("--remedies", help="Also compare what would soften the worst month.")
    ] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write a page that stands alone.")] = None,
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Simulate a restriction day by day: who runs short, when, how sure that is, who gains, what it costs both sides.

    Example: tocsin simulate graphite_2023 --html graphite.html

    Example: tocsin simulate my_scenario.toml --runs 200 --json

    Example: tocsin simulate --list
    """
    if schema:
        from tocsin.scenario.schema import json_schema

        output.show_json(json_schema())
        return
    if list_:
        _list(json=json)
        return
    day = options.day(as_of) if as_of else None
    given = _Given(tuple(product or ()), share, days)
    asked = _compiled(from_measure, scenario, lake, given) if from_measure else _read(scenario, given)
    if show:
        from tocsin.scenario.text import scenario_text

        typer.echo(scenario_text(asked), nl=False)
        return
    with _telling() as told:
        how = _How(runs, seed, workers, remedies, partial=bool(from_measure))
        document = _simulated(asked, lake, day, how, told).document()
    if html:
        _write(html, document, quiet=json)
    from tocsin.cli.simulated import print_document, show_document

    (print_document if json else show_document)(document)


def _list(*, json: bool) -> None:
    from tocsin.scenario.language import find_scenario, scenarios

    found = [find_scenario(name) for name in scenarios()]
    rows = [
        {
            "name": one.id,
            "title": one.title,
            "start": one.start.isoformat(),
            "days": one.days,
            "goods": [good.title for good in one.goods],
            "tables": "its own" if all(good.table for good in one.goods) else "lake",
            "synthetic": one.synthetic,
        }
        for one in found
    ]
    if json:
        output.show_json(rows)
        return
    cells = [(row["name"], row["title"], row["start"], row["days"], row["tables"]) for row in rows]
    output.show_table("Bundled scenarios", ["Name", "Title", "Start", "Days", "Trade"], cells, numbers=(3,))
    typer.echo("Run one: tocsin simulate NAME. Trade: where the figures of its goods come from.")


def _read(named: str, given: _Given) -> Scenario:
    from tocsin.scenario.language import find_scenario, read_scenario

    if given != _Given():
        raise UsageError(
            "--product, --share and --days belong to --from-measure",
            where="the command line",
            remedy="Change the file: tocsin simulate NAME --show prints it.",
        )
    if not named:
        raise UsageError(
            "No scenario is named",
            where="the command line",
            remedy="Give a file or a name; tocsin simulate --list lists the bundled ones.",
        )
    if named != STDIN:
        return find_scenario(named)
    text = sys.stdin.read()
    if not text.strip():
        raise FormatError("There is nothing to read", where="stdin", remedy="Give a scenario in TOML.")
    return read_scenario(text + "\n", name="stdin")


def _compiled(measure: str, named: str, lake: Path | None, given: _Given) -> Scenario:
    from tocsin.cli.policy import opened
    from tocsin.pipeline.from_measure import from_measure

    if named:
        raise UsageError(
            f"Both {named!r} and --from-measure are given", where="the command line", remedy="Give one of them."
        )
    days = _DAYS if given.days is None else given.days
    return from_measure(opened(None, lake), measure, products=given.products, share=given.share, days=days)


def _simulated(asked: Scenario, lake: Path | None, day: date | None, how: _How, told: Told) -> Simulated:
    from tocsin.pipeline.simulate import simulate as run

    return run(
        asked,
        _lake(asked, lake),
        as_of=day,
        runs=how.runs,
        seed=how.seed,
        workers=how.workers,
        with_remedies=how.remedies,
        partial=how.partial,
        told=told,
    )


def _lake(asked: Scenario, lake: Path | None) -> Lake | None:
    """Open the lake; where all goods have tables of their own none is made for it."""
    from tocsin.lake import Lake
    from tocsin.pipeline.home import lake_path

    own = all(good.table for good in asked.goods)
    return None if own and not Lake.exists(lake_path(lake)) else options.lake(lake)


@contextmanager
def _telling() -> Iterator[Told]:
    """Show what long work is at, on a terminal only."""
    from tocsin.core.progress import silent

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update


def _write(path: Path, document: dict[str, object], *, quiet: bool) -> None:
    from tocsin.publish.scenario import scenario_html

    page = scenario_html({**document, "scenario": document["story"]})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"the page cannot be written ({error.strerror})", where=str(path), remedy="Give another file."
        ) from error
    (output.note if quiet else typer.echo)(str(path))
