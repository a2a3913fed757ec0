"""`tocsin indicators` and `tocsin indicator`."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.cli import options, output

SHOWN = 60


def add(app: typer.Typer) -> None:
    """Add these commands.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command("indicators")(list_indicators)
    app.command("indicator")(show_indicator)
    app.command("products")(list_products)


def list_indicators(json: options.JsonOption = False) -> None:
    """List all indicators: what each says, its unit, formula and source.

    Example: tocsin indicators
    """
    from tocsin.indicators.declaration import INDICATORS
    from tocsin.pipeline.question import describe

    told = [describe(item) for item in INDICATORS.values()]
    if json:
        output.show_json(told)
        return
    rows = [(one["indicator"], one["title"], one["unit"], one["direction"]) for one in told]
    output.show_table(f"{len(rows)} indicators", ["Id", "What it says", "Unit", "Reading"], rows)
    typer.echo("Next: tocsin indicator import_hhi --reporter KOR --product 250410")


def show_indicator(
    name: Annotated[str, typer.Argument(help="Public id: import_hhi.")],
    reporter: Annotated[list[str] | None, typer.Option(help="Importer; may be given several times.")] = None,
    product: Annotated[list[str] | None, typer.Option(help="Product id or goods code; several times.")] = None,
    period: Annotated[str | None, typer.Option(help="One period or a run: 2023, 2015:2023.")] = None,
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Print the values of one indicator.

    Example: tocsin indicator import_hhi --reporter KOR --product 250410 --period 2015:2024
    """
    from tocsin.indicators.declaration import INDICATORS
    from tocsin.pipeline.question import ask, codes_of

    item = INDICATORS[name]
    who = [_reporter(text) for text in reporter or ()]
    years = options.span(period)
    desk = options.desk(lake, as_of)
    codes = sorted({code for text in product or () for code in codes_of(desk, text)})
    if product and not codes:
        output.note(f"nothing: no source in this lake covers {', '.join(product)}; load full BACI")
    answer = ask(desk, name, reporters=who, codes=codes or (["none"] if product else []), periods=years)
    if json:
        output.show_json(answer)
        return
    rows = [(row["reporter"], row["product"], row["period"], f"{row['value']:.6g}") for row in answer["rows"]]
    typer.echo(f"{item.title} [{item.unit}]: {item.formula}")
    if not rows:
        typer.echo("nothing: no value for this importer, product and period in the lake as of that day")
        return
    output.show_table(f"{name}: {len(rows):,} values", ["Importer", "HS", "Period", name], rows[-SHOWN:], numbers=[3])
    if len(rows) > SHOWN:
        typer.echo(f"The last {SHOWN} of {len(rows):,}; narrow with --reporter, --product, --period, or take --json.")


def list_products(
    group: Annotated[str, typer.Option(help="Product group: battery, rare_earths, chip_inputs, ...")] = "",
    json: options.JsonOption = False,
) -> None:
    """List the product book: ids, names, codes, and how pure the codes are.

    Example: tocsin products --group battery
    """
    from tocsin.pipeline.board import check_request
    from tocsin.pipeline.question import entry
    from tocsin.ref.products import product_groups

    held = check_request(group=group, top=1, sort="exposure").values()
    if json:
        output.show_json([entry(one) for one in held])
        return
    rows = [(one.id, one.title, ", ".join(one.codes("2022")), one.code_purity, one.confidence) for one in held]
    headings = ["Id", "Name", "HS 2022", "Code is", "Confidence"]
    output.show_table(f"{len(rows)} products{f' of {group}' if group else ''}", headings, rows)
    typer.echo(f"Groups: {', '.join(product_groups())}.")
    typer.echo("Next: tocsin explain KOR 250410")


def _reporter(text: str) -> str:
    return "WLD" if text.strip().upper() == "WLD" else options.reporter(text)
