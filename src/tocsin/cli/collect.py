"""`tocsin collect` and `tocsin sources`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from tocsin.lake import Load


def add(app: typer.Typer) -> None:
    """Add these commands.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command()(collect)
    app.command("sources")(list_sources)


def collect(
    source: Annotated[str, typer.Argument(help="Source: baci, csv, bundled; see tocsin sources.")],
    file: Annotated[list[Path] | None, typer.Option(help="File or folder to read; may be given several times.")] = None,
    map: Annotated[Path | None, typer.Option(help="Column map of your own trade file (source csv).")] = None,  # noqa: A002
    option: Annotated[list[str] | None, typer.Option(help="Option of the source: name=value.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Store nothing if a single row is refused.")] = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Read a source into the lake; refused rows are counted by reason.

    Example: tocsin collect baci --file BACI_HS17_Y2022_V202401b.csv
    """
    from tocsin.core.release import Request
    from tocsin.pipeline.collect import collect as run
    from tocsin.pipeline.collect import gaps

    given = _options(option or [])
    if map is not None:
        given["map"] = str(map)
    opened = options.lake(lake)
    with output.progress(f"Collecting {source}") as told:
        loads = run(opened, source, Request(tuple(file or ()), given, told), strict=strict)
    for sentence in gaps(opened, source):
        output.note(f"note: {sentence}")
    if json:
        output.show_json([_plain(load) for load in loads])
        return
    for load in loads:
        _show(load)
    typer.echo("Next: tocsin lake info")


def _options(pairs: list[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"--option {pair!r} has no value", remedy="Write --option name=value.")
        given[name] = value
    return given


def _plain(load: Load) -> dict[str, Any]:
    return {
        "load_id": load.load_id,
        "source": load.source,
        "table": load.table,
        "vintage": load.vintage,
        "added": load.added,
        "rows_in": load.rows_in,
        "rows_kept": load.rows_kept,
        "rows_refused": load.rows_in - load.rows_kept,
        "refused": [vars(refusal) for refusal in load.refused],
    }


def _show(load: Load) -> None:
    what = f"{load.source} {load.table}, {load.vintage}"
    if not load.added:
        typer.echo(f"{what}: already in the lake, nothing added")
        return
    refused = load.rows_in - load.rows_kept
    typer.echo(f"{what}: {load.rows_kept:,} of {load.rows_in:,} rows stored, {refused:,} refused")
    for refusal in sorted(load.refused, key=lambda one: (-one.count, one.reason)):
        typer.echo(f"  {refusal.count:,} x {refusal.reason}")
        for example in refusal.examples:
            typer.echo(f"      {example}")


def list_sources(json: options.JsonOption = False, lake: options.LakeOption = None) -> None:
    """List all sources: terms, how fresh each is here, rows refused, and the words that must go with its figures.

    Example: tocsin sources
    """
    from tocsin.pipeline.collect import freshness
    from tocsin.sources.declaration import sources

    opened = options.lake(lake)
    told = [freshness(opened, source) for source in sources().values()]
    if json:
        output.show_json(told)
        return
    rows = [
        (
            one["source"],
            one["title"],
            f"{one['rows']:,}",
            f"{one['refused_rows']:,}",
            one["last_seen"],
            one["last_changed"],
            one["expected_next"],
        )
        for one in told
    ]
    headings = ["Source", "What it is", "Rows", "Refused", "Last seen", "Last changed", "Expected next"]
    output.show_table(f"{len(rows)} sources", headings, rows, numbers=[2, 3])
    for source in sources().values():
        for table in source.tables or ("",):
            what = f"{source.name} {table}".strip()
            typer.echo(f"{what}: {source.attribution_of(table)}. {source.licence_of(table)}.")
    typer.echo("Next: tocsin collect csv --file FILE --map MAP.toml")
