"""`tocsin mirror`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import CodeError, UsageError


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command("mirror")(show_mirror)


def show_mirror(
    importer: Annotated[str, typer.Argument(help="Importer: code or name of a country.")],
    partner: Annotated[str, typer.Option(help="Exporter: code or name of a country.")],
    product: Annotated[str, typer.Option(help="Product id or six-digit goods code.")],
    period: Annotated[str | None, typer.Option(help="Years or months: 2015:2024, 2023-01:2023-12.")] = None,
    fob: Annotated[bool, typer.Option("--fob", help="Take freight out of the importer's values.")] = False,
    cif: Annotated[float | None, typer.Option(help="What --fob takes out, as a share of the rest (0.06).")] = None,
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Put the importer's and the exporter's report of a flow side by side.

    Example: tocsin mirror KOR --partner CHN --product 250410 --period 2015:2024
    """
    from tocsin.pipeline.mirror import CIF, mirror, wanted_codes

    if cif is not None and not (fob and 0 <= cif < 1):
        raise UsageError(f"--cif {cif:g} makes no sense here", remedy="Give --fob --cif 0.06: a share below 1.")
    pair = _country(importer), _country(partner)
    answer = mirror(
        options.lake(lake),
        _day(as_of),
        pair,
        wanted_codes(product),
        periods=options.span(period),
        cif=(CIF if cif is None else cif) if fob else None,
    )
    if json:
        output.show_json(answer)
        return
    if not answer["rows"]:
        typer.echo("nothing: neither side has a report of it in the lake as of that day")
        return
    _show(answer)


def _country(text: str) -> str:
    code = options.reporter(text)
    if code == "EU":
        raise UsageError("a mirror needs one country on each side, not the EU", remedy="Name a member: DEU.")
    return code


def _day(text: str | None) -> date:
    from tocsin.core.period import parse_period

    if text is None:
        return options.clock()().date()
    try:
        return parse_period(text, "D").start
    except CodeError as error:
        raise UsageError(error.found, where="--as-of", remedy="Write a day: 2025-06-01.") from error


def _show(answer: dict[str, Any]) -> None:
    labels: dict[tuple[str, ...], str] = {}
    rows = [line for row in answer["rows"] for line in _lines(row, labels)]
    codes = ", ".join(sorted({code for row in answer["rows"] for code in _codes_of(row)}))
    divided = {one["divided_by"] for row in answer["rows"] for one in row["importer_reports"]} - {1.0}
    fob = f", importer's values divided by {divided.pop():g} (CIF to FOB)" if divided else ""
    headings = ["Period", "Imports", "t", "By", "Exports", "t", "By", "Gap", "log", "Gap, t"]
    pair = f"{answer['importer']} from {answer['exporter']} as both report"
    output.show_table(
        f"HS {codes}: {pair}, thousand USD, as of {answer['as_of']}{fob}",
        headings,
        rows,
        numbers=[1, 2, 4, 5, 7, 8, 9],
    )
    for (source, vintage, nomenclature, status, summed), label in labels.items():
        note = ", months summed up" if summed != "0" else ""
        typer.echo(f"{label}: {source}, vintage {vintage}, {nomenclature}, status {status}{note}")
    for text in answer["notes"]:
        typer.echo(f"Note: {text}")


def _codes_of(row: dict[str, Any]) -> set[str]:
    return {code[:6] for side in ("importer_reports", "exporter_reports") for one in row[side] for code in one["codes"]}


def _lines(row: dict[str, Any], labels: dict[tuple[str, ...], str]) -> list[tuple[str | None, ...]]:
    sides = (row["importer_reports"], row["exporter_reports"])
    lines: list[tuple[str | None, ...]] = []
    for i in range(max(map(len, sides))):
        cells = [cell for side in sides for cell in _cells(side[i] if i < len(side) else None, labels)]
        gap = _gap(row) if i == 0 else (None, None, None)
        lines.append((row["period"] if i == 0 else None, *cells, *gap))
    return lines


def _cells(report: dict[str, Any] | None, labels: dict[tuple[str, ...], str]) -> tuple[str | None, ...]:
    if report is None:
        return None, None, None
    key = ("source", "vintage", "nomenclature", "status", "months_summed")
    label = labels.setdefault(tuple(str(report[name]) for name in key), chr(ord("a") + len(labels) % 26))
    if report["withheld"]:
        return "withheld", "withheld", label
    value, weight = report["value_usd"], report["net_weight_kg"]
    return None if value is None else f"{value / 1000:,.0f}", None if weight is None else f"{weight / 1000:,.0f}", label


def _gap(row: dict[str, Any]) -> tuple[str | None, ...]:
    percents = [None if row[name] is None else f"{row[name]:+.1f} %" for name in ("gap_percent", "weight_gap_percent")]
    told = "withheld" if row["reason"] == "withheld" else None
    return percents[0] or told, None if row["gap_log"] is None else f"{row['gap_log']:+.3f}", percents[1]
