"""`tocsin forecast`: how likely each import of an importer is to run short, and the log of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from tocsin.lake.log import Appended
    from tocsin.pipeline.forecast import Forecasts

HEADINGS = ["Importer", "HS", "Chance", "Interval", "Chance, two years", "Strongest reason"]


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command()(forecast)


def forecast(
    reporter: Annotated[list[str] | None, typer.Option(help="Importer: ISO3, name or EU; all by default.")] = None,
    label: Annotated[str, typer.Option(help="What is forecast: tight, collapse, severe, raw, own_price.")] = "tight",
    lag: Annotated[
        str, typer.Option(help="honest: this calendar year; one: the year after the last known.")
    ] = "honest",
    top: Annotated[int, typer.Option(help="Rows shown.", min=1)] = 25,
    log: Annotated[
        bool, typer.Option("--log", help="Append them, of the importers asked for, to the forecast log.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes to work with.", min=1)] = 2,
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Say how likely each import is to run short this year and next.

    Example: tocsin forecast --reporter KOR --top 10

    Example: tocsin forecast --log
    """
    from tocsin.pipeline.forecast import Setting, forecasts

    importers = [options.reporter(text) for text in reporter or []]
    setting = Setting(label, lag)
    opened, day = options.lake(lake), options.day(as_of)
    found = forecasts(opened, opened.as_of(day), setting, jobs=workers, told=output.note)
    if "reason" in found.facts:
        raise UsageError(f"no forecast: {found.facts['reason']}", remedy="Load more years, or ask for another day.")
    rows = [row for row in found.rows() if not importers or row["reporter"] in importers]
    appended = _log(found, rows) if log else None
    if json:
        document = found.facts | {"as_of": day.isoformat(), "rows": [_plain(row) for row in rows]}
        output.show_json(document | ({"log": appended.__dict__} if appended else {}))
        return
    _show(found, rows, top)
    if appended:
        typer.echo(f"logged: {appended.count:,} forecasts; {appended.held:,} were there already")
        typer.echo(f"head  {appended.head}")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    names = ("reporter", "product", "horizon", "target", "probability", "low", "high")
    return {name: row[name] for name in names}


def _show(found: Forecasts, rows: list[dict[str, Any]], top: int) -> None:
    import json

    facts = found.facts
    later = {(row["reporter"], row["product"]): row["probability"] for row in rows if row["horizon"] == "24"}
    first = sorted(
        (row for row in rows if row["horizon"] == "12"),
        key=lambda row: (-row["probability"], row["product"], row["reporter"]),
    )
    cells = []
    for row in first[:top]:
        strongest = max(json.loads(row["detail"])["channels"], key=lambda one: one["log_odds"])
        cells.append(
            (
                row["reporter"],
                row["product"],
                f"{row['probability']:.0%}",
                f"{row['low']:.0%} to {row['high']:.0%}",
                f"{later[row['reporter'], row['product']]:.0%}",
                strongest["text"],
            )
        )
    title = f"Chance that {facts['rule']}, in {facts['targets']['12']}; usual: {facts['rate']:.0%}"
    output.show_table(title, HEADINGS, cells, numbers=(2, 4))
    typer.echo(
        f"{len(cells)} of {len(first):,} imports; last known year {facts['period']}; model {facts['model_version']}"
    )


def _log(found: Forecasts, rows: list[dict[str, Any]]) -> Appended:
    from tocsin.lake.log import ForecastLog
    from tocsin.pipeline.index import digest_of

    facts = found.facts
    given = (
        {
            "origin": found.view.as_of.isoformat(),
            **{name: row[name] for name in ("reporter", "product", "nomenclature", "basis", "period", "label")},
            **{name: row[name] for name in ("horizon", "target", "probability", "low", "high")},
            "model_version": f"{facts['model_version']} {facts['lag']}",
            "input_digest": digest_of(found.view),
        }
        for row in rows
    )
    return ForecastLog.of(found.lake.store.root).append(given, options.clock())
