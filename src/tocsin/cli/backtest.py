"""`tocsin backtest`: forecasts of past years, made with what was known then, scored by what came."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command()(backtest)


def backtest(
    first: Annotated[int, typer.Option("--from", help="First target year.")] = 2010,
    last: Annotated[int, typer.Option("--to", help="Last target year.")] = 2020,
    lag: Annotated[
        str, typer.Option(help="honest: by the first of March; one: with the year before known.")
    ] = "honest",
    band: Annotated[float, typer.Option(help="Imports over this value count [USD].", min=0)] = 5e6,
    label: Annotated[str, typer.Option(help="What is forecast: tight, collapse, severe, raw, own_price.")] = "tight",
    predictions: Annotated[Path | None, typer.Option(help="Write all forecasts to this Parquet file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page that needs nothing else to this file.")] = None,
    workers: Annotated[int, typer.Option(help="Processes to work with.", min=1)] = 2,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Forecast past years with what was known then, and say how good that was.

    Example: tocsin backtest --from 2010 --to 2020 --lag one --predictions predictions.parquet
    """
    from tocsin.backtest.document import score_document
    from tocsin.backtest.replay import predict, prepare
    from tocsin.pipeline.forecast import Setting

    if first > last:
        raise UsageError(f"--from {first} --to {last} runs backwards", remedy=f"Write --from {last} --to {first}.")
    setting = Setting(label, lag)
    for path in filter(None, (predictions, html)):
        if not path.resolve().parent.is_dir():
            raise UsageError("its folder is missing", where=str(path), remedy="Make the folder, or give another file.")
    opened, today = options.lake(lake), options.day(None)
    replay = prepare(opened, today, setting, range(first, last + 1), jobs=workers, told=output.note)
    made = predict(replay, today, told=output.note)
    if made.is_empty():
        raise UsageError(
            f"nothing could be learned before {first} to {last}", remedy="Ask for later years, or load earlier ones."
        )
    if predictions:
        made.write_parquet(predictions)
        output.note(str(predictions))
    output.note("Scoring.")
    document = score_document({label: made}, band=band, years=(first, last))
    if html:
        from tocsin.backtest.page import score_page

        html.write_text(score_page(document), encoding="utf-8")
        output.note(str(html))
    if json:
        output.show_json(document)
    else:
        from tocsin.backtest.text import score_text

        output.show(score_text(document))
