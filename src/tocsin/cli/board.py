"""`tocsin board`, `explain` and `compare`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tocsin.pipeline.desk import Desk

NoForecastOption = Annotated[bool, typer.Option("--no-forecast", help="Make no forecast: faster, by exposure.")]


def add(app: typer.Typer) -> None:
    """Add these commands.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command()(board)
    app.command()(explain)
    app.command()(compare)


def board(
    reporter: Annotated[list[str], typer.Option(help="Importer: ISO3, name or EU; may be given several times.")],
    as_of: options.AsOfOption = None,
    group: Annotated[str, typer.Option(help="Product group: battery, rare_earths, chip_inputs, ...")] = "",
    top: Annotated[int, typer.Option(help="Rows shown.")] = 25,
    sort: Annotated[
        str, typer.Option(help="expected (chance x exposure), or the indicator to order by, the worst first.")
    ] = "expected",
    no_forecast: NoForecastOption = False,
    every_code: Annotated[bool, typer.Option("--every-code", help="Codes that hold no watched product, too.")] = False,
    json: options.JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page that needs nothing else to this file.")] = None,
    lake: options.LakeOption = None,
) -> None:
    """Rank an importer's critical dependencies.

    Example: tocsin board --reporter KOR --group battery --top 10
    """
    if json and csv:
        raise UsageError("--json and --csv exclude each other", remedy="Give one of them.")
    from tocsin.pipeline.board import board as make
    from tocsin.pipeline.board import check_request

    check_request(group=group, top=top, sort=sort)
    importers = list(dict.fromkeys(options.reporter(text) for text in reporter))
    desk = options.desk(lake, as_of)
    asked: dict[str, Any] = {"group": group, "top": top, "sort": sort, "every_code": every_code}
    ahead = _ahead(desk, skip=no_forecast)
    boards = [make(desk, who, **asked, **ahead(who)) for who in importers]
    if json or csv:
        from tocsin.publish.documents import board_csv, board_json

        if json:
            documents = [board_json(one) for one in boards]
            output.show_json(documents[0] if len(documents) == 1 else documents)
        else:
            parts = [board_csv(one) for one in boards]
            sys.stdout.write(parts[0] + "".join(part.split("\r\n", 1)[1] for part in parts[1:]))
    else:
        from tocsin.publish.text import boards_table

        console = output.console()
        console.print(boards_table(boards, width=console.width))
        console.print()
    if html:
        _write_page(html, boards, quiet=json or csv)


def _ahead(desk: Desk, *, skip: bool) -> Callable[[str], dict[str, Any]]:
    """Return what gives the forecasts of an importer, and how they were made, as arguments of a board."""
    if skip:
        return lambda _: {}
    from tocsin.pipeline.expectation import Made
    from tocsin.pipeline.forecast import forecasts

    found = forecasts(desk.lake, desk.view, told=output.note)
    made = Made.told(found.facts)
    return lambda importer: {"outlooks": found.outlooks(importer), "made": made}


def _write_page(path: Path, boards: list[Any], *, quiet: bool) -> None:
    from tocsin.publish.html import boards_html

    page = boards_html(boards)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"the page cannot be written ({error.strerror})", where=str(path), remedy="Give another file."
        ) from error
    (output.note if quiet else typer.echo)(str(path))


def explain(
    reporter: Annotated[str, typer.Argument(help="Importer: ISO3, name or EU.")],
    product: Annotated[str, typer.Argument(help="Product id or goods code.")],
    as_of: options.AsOfOption = None,
    no_forecast: NoForecastOption = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Trace every number of a line to its observations, vintage, function and licence.

    Example: tocsin explain KOR 250410
    """
    from tocsin.cli.trace import show_trace
    from tocsin.pipeline.question import explain as ask
    from tocsin.pipeline.question import imports_of

    importer, desk = options.reporter(reporter), options.desk(lake, as_of)
    imports_of(desk, importer, product)  # a product that nobody knows is refused before forecasts are made
    answer = ask(desk, importer, product, **_ahead(desk, skip=no_forecast)(importer))
    if json:
        output.show_json(answer)
    else:
        show_trace(answer)


def compare(
    reporters: Annotated[list[str], typer.Argument(help="Importers: ISO3, name or EU.")],
    product: Annotated[str, typer.Option(help="Product id or goods code.")],
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Put importers of one product side by side.

    Example: tocsin compare KOR JPN USA --product 250410
    """
    from tocsin.cli.trace import show_comparison
    from tocsin.pipeline.question import compare as ask

    importers = list(dict.fromkeys(options.reporter(text) for text in reporters))
    answer = ask(options.desk(lake, as_of), importers, product)
    if json:
        output.show_json(answer)
    else:
        show_comparison(answer)
