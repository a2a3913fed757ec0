"""`tocsin collect` and `tocsin sources`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import live, options, output
from tocsin.core.errors import TocsinError, UsageError

if TYPE_CHECKING:
    from tocsin.lake import Lake, Load


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
    source: Annotated[str, typer.Argument(help="Source: baci, comtrade, csv ...; see tocsin sources.")] = "",
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", "--from", help="File or folder to read; may be given several times."),
    ] = None,
    map: Annotated[Path | None, typer.Option(help="Column map of your own trade file (source csv).")] = None,  # noqa: A002
    option: Annotated[list[str] | None, typer.Option(help="Option of the source: name=value.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Store nothing if a single row is refused.")] = False,
    reporter: Annotated[list[str] | None, typer.Option(help="Live: country that reports; several times.")] = None,
    partner: Annotated[list[str] | None, typer.Option(help="Live: its partner; several times.")] = None,
    product: Annotated[list[str] | None, typer.Option(help="Live: goods code; several times.")] = None,
    since: Annotated[str | None, typer.Option(help="Live: first period, 2024-01 or 2023.")] = None,
    until: Annotated[str | None, typer.Option(help="Live: last period; without it all since.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Live: all sources, as each was asked before.")] = False,
    due: Annotated[bool, typer.Option("--due", help="With --all or a source: only if something new is due.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Live: print what would be fetched.")] = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Read a source into the lake, from files or live; refused rows are counted by reason.

    Exit code 4: with --all or --due, some source failed.

    Example: tocsin collect baci --file BACI_HS17_Y2022_V202401b.csv
    Example: tocsin collect comtrade --reporter KOR --since 2024-01
    Example: tocsin collect --all --due
    """
    wanted = live.Wanted(reporter or [], partner or [], product or [], since, until)
    if all_ or due:
        live.check_repeat(source, wanted, file, all_=all_)
        outcomes = live.collect_again(options.lake(lake), source, every=not due, dry_run=dry_run, json=json)
        if not dry_run:
            _show_all([load for outcome in outcomes for load in outcome.loads], json=json)
        if any(outcome.error for outcome in outcomes):
            raise typer.Exit(live.SOME_FAILED)
        return
    given = _options(option or [])
    if map is not None:
        given["map"] = str(map)
    if _is_live(source, wanted, file, dry_run=dry_run):
        ask, opened = wanted.ask(given), options.lake(lake)
        loads = live.collect_ask(opened, source, ask, strict=strict, dry_run=dry_run, json=json)
    else:
        opened = options.lake(lake)
        loads = _read_files(opened, source, tuple(file or ()), given, strict=strict)
    if not dry_run:
        _note_gaps(opened, source)
        _show_all(loads, json=json)


def _is_live(source: str, wanted: live.Wanted, file: list[Path] | None, *, dry_run: bool) -> bool:
    from tocsin.pipeline.live import can_fetch

    if not source:
        raise UsageError("no source is named", remedy="tocsin collect SOURCE, or tocsin collect --all --due.")
    asked = wanted.anything or dry_run
    if file and asked:
        raise UsageError("--file does not go with live options", remedy="Leave out --file, or --since and the like.")
    return not file and (asked or can_fetch(source))


def _read_files(lake: Lake, source: str, files: tuple[Path, ...], given: dict[str, str], *, strict: bool) -> list[Load]:
    from tocsin.core.release import Request
    from tocsin.pipeline.collect import collect as run

    stored: list[Load] = []
    try:
        with output.progress(f"Collecting {source}") as told:
            return run(lake, source, Request(files, given, told), strict=strict, done=stored.append)
    except TocsinError:
        for load in stored:
            output.note(f"note: stored before the error: {load.vintage}, {load.rows_kept:,} of {load.rows_in:,} rows")
        raise


def _note_gaps(lake: Lake, source: str) -> None:
    from tocsin.pipeline.collect import gaps

    for sentence in gaps(lake, source):
        output.note(f"note: {sentence}")


def _show_all(loads: list[Load], *, json: bool) -> None:
    if json:
        output.show_json([_plain(load) for load in loads])
        return
    for load in loads:
        _show(load)
    if loads:
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
            f"{one['expected_next'] or '-'}{' (overdue)' if one['overdue'] else ''}",
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
