"""`tocsin lake`: make, look at, check."""

from __future__ import annotations

import json as jsonlib
from typing import Annotated, Any

import typer

from tocsin.cli import options, output

app = typer.Typer(help="Make, look at and check the lake.", no_args_is_help=True)


@app.command()
def init(
    empty: Annotated[bool, typer.Option("--empty", help="Without the bundled tables.")] = False,
    lake: options.LakeOption = None,
) -> None:
    """Make a lake; any other command does so too, with the bundled tables.

    Example: tocsin lake init --empty --lake my-lake
    """
    opened = options.lake(lake, empty=empty)
    typer.echo(str(opened.store.root))


@app.command()
def info(json: options.JsonOption = False, lake: options.LakeOption = None) -> None:
    """Say what the lake holds: rows and spans by source and vintage, and how fresh they are.

    Example: tocsin lake info
    """
    from tocsin.pipeline.collect import freshness
    from tocsin.sources.declaration import sources

    opened = options.lake(lake)
    held = _held(opened.history())
    fresh = [freshness(opened, source) for source in sources().values()]
    if json:
        output.show_json({"path": str(opened.store.root), "bare": opened.bare, "held": held, "sources": fresh})
        return
    typer.echo(f"Lake: {opened.store.root}")
    rows = [
        (
            one["source"],
            one["table"],
            one["vintage"],
            one["released_on"] or "unknown",
            f"{one['rows']:,}",
            f"{one['refused']:,}",
            f"{one['first_period']} to {one['last_period']}",
        )
        for one in held
    ]
    headings = ["Source", "Table", "Vintage", "Released", "Rows", "Refused", "Periods"]
    output.show_table("Held", headings, rows, numbers=[4, 5])
    for one in fresh:
        if one["rows"]:
            due = f", expected next {one['expected_next']}" if one["expected_next"] else ""
            due += " (overdue)" if one["overdue"] else ""
            typer.echo(f"{one['source']}: last seen {one['last_seen']}, last changed {one['last_changed']}{due}")
    typer.echo("Next: tocsin board --reporter KOR")


def _held(history: list[dict[str, object]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in history:
        if row["table_name"] == "indicator":
            continue
        key = (str(row["source"]), str(row["table_name"]), str(row["vintage"]))
        first, last = str(row["first_period"]), str(row["last_period"])
        one = found.setdefault(
            key,
            {
                "source": key[0],
                "table": key[1],
                "vintage": key[2],
                "released_on": str(row["released_on"]) if row["released_on"] else None,
                "rows": 0,
                "refused": 0,
                "loads": 0,
                "first_period": first,
                "last_period": last,
            },
        )
        kept = int(str(row["rows_kept"]))
        one["rows"] += kept
        one["refused"] += int(str(row["rows_in"])) - kept
        one["loads"] += 1
        one["first_period"], one["last_period"] = min(one["first_period"], first), max(one["last_period"], last)
    return [found[key] for key in sorted(found)]


@app.command()
def history(json: options.JsonOption = False, lake: options.LakeOption = None) -> None:
    """List every load, oldest first, with what it refused.

    Example: tocsin lake history
    """
    loads = options.lake(lake).history()
    if json:
        output.show_json([{**row, "refused": jsonlib.loads(str(row["refused"]))} for row in loads])
        return
    rows = [
        (
            str(row["retrieved_at"])[:19],
            row["source"],
            row["table_name"],
            row["vintage"],
            f"{row['rows_kept']:,}",
            f"{int(str(row['rows_in'])) - int(str(row['rows_kept'])):,}",
            str(row["load_id"])[:8],
        )
        for row in loads
    ]
    headings = ["When (UTC)", "Source", "Table", "Vintage", "Rows", "Refused", "Load"]
    output.show_table(f"{len(rows)} loads", headings, rows, numbers=[4, 5])


@app.command()
def check(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Compare the tables with their provenance; sweep what unfinished loads left, merge small files.

    Example: tocsin lake check
    """
    health = options.lake(lake, create=False).check(mend=not dry_run)
    if json:
        output.show_json(vars(health))
    else:
        for table, rows in health.rows.items():
            typer.echo(f"{table}: {rows:,} rows")
        for text in health.mended:
            typer.echo(f"mended: {text}")
        for text in health.problems:
            typer.echo(f"problem: {text}")
        typer.echo("The lake is sound." if not health.problems else "The lake is not sound.")
    if health.problems:
        raise typer.Exit(3)


@app.command()
def revisions(
    source: Annotated[str, typer.Option(help="Source with two or more vintages.")] = "bundled",
    reporter: Annotated[str, typer.Option(help="Only this importer.")] = "",
    product: Annotated[str, typer.Option(help="Only this goods code.")] = "",
    table: Annotated[str, typer.Option(help="Table, if not the first that has two vintages.")] = "",
    measure: Annotated[str, typer.Option(help="Figure compared, if not the table's first: net_weight.")] = "",
    threshold: Annotated[float, typer.Option(help="Relative change from which a row counts as changed.")] = 0.01,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Show what a publisher changed between its two newest releases.

    Example: tocsin lake revisions --reporter KOR --product 250410
    """
    who = options.reporter(reporter) if reporter else ""
    found = options.lake(lake).revisions(
        source=source, table=table, threshold=threshold, measure=measure, reporter=who, product=product
    )
    if json:
        output.show_json(vars(found))
        return
    share = f"{100 * found.changed / found.common:.0f} %" if found.common else "-"
    if not found.scope:
        typer.echo(f"{source}: no part of it was released twice, so nothing is compared")
        return
    typer.echo(f"{source}: {found.older} -> {found.newer} ({found.measure})")
    typer.echo(
        f"{found.common:,} rows in both, {found.vanished:,} vanished, {found.appeared:,} new; "
        f"{found.changed:,} ({share}) changed by more than {100 * threshold:g} %"
    )
    headings = ["Year", "In both", "Vanished", "New", "Changed"]
    output.show_table(
        "By year", headings, [(y, *map("{:,}".format, n)) for y, *n in found.by_year], numbers=range(1, 5)
    )
    words = {"reporter": "Importer", "partner": "From", "product": "HS"}
    headings = [*(words.get(name, name.capitalize()) for name in found.columns), "Was", "Is"]
    rows = [(*names, _figure(float(old)), _figure(float(new))) for *names, old, new in found.largest]
    output.show_table("Largest changes", headings, rows, numbers=[len(headings) - 2, len(headings) - 1])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
