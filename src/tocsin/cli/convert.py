"""`tocsin convert`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from tocsin.cli import options
from tocsin.cli.listing import Listing
from tocsin.core.errors import CodeError, UsageError
from tocsin.core.hs import parse_hs6
from tocsin.core.period import parse_period

if TYPE_CHECKING:
    import duckdb

    from tocsin.pipeline.conversion import Conversion
    from tocsin.pipeline.recode import Wanted

UNPLACED = 10
T = TypeVar("T")
Tables = Literal["conversion", "correlation"]
CODES = {"code": "Code", "to_code": "Becomes", "share": "Share", "split": "Split"}
AMOUNTS = {"trade_value": "USD", "net_weight": "kg"}
FLOWS = {"source": "Source", "reporter": "Reporter", "product": "Code", "period": "Period", **AMOUNTS}
FLOWS |= {"split_share": "Split share", "from_products": "From"}
PARTNERS = {"source": "Source", "reporter": "Reporter", "partner": "Partner", **FLOWS}
SERIES = {"period": "Period", "nomenclature": "Edition", "source": "Source", "products": "Codes", **AMOUNTS}
SERIES |= {"status": "Status"}


def add(app: typer.Typer) -> None:
    """Add the command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command("convert")(show_conversion)


def show_conversion(
    source: Annotated[str, typer.Option("--from", help="Edition of the codes: HS2017.")],
    target: Annotated[str, typer.Option("--to", help="Edition wanted: HS1992; also BEC4, ISIC3, ISIC4, WIOD.")] = "",
    product: Annotated[
        list[str] | None, typer.Option(help="Code of --from, several times; an id too for --series.")
    ] = None,
    reporter: Annotated[list[str] | None, typer.Option(help="Reporter; may be given several times.")] = None,
    period: Annotated[str | None, typer.Option(help="One period or a run: 2023, 2015:2023.")] = None,
    split: Annotated[Literal["equal", "trade"], typer.Option(help="How n codes share: 1/n, or by trade.")] = "equal",
    table: Annotated[Tables, typer.Option(help="Each code to one, or all that overlap.")] = "conversion",
    direction: Annotated[Literal["import", "export"], typer.Option(help="Which flows.")] = "import",
    freq: Annotated[Literal["A", "Q", "M", "W", "D"], typer.Option(help="Frequency of the flows.")] = "A",
    partners: Annotated[bool, typer.Option("--partners", help="Keep partners apart.")] = False,
    series: Annotated[bool, typer.Option("--series", help="One product through all editions, breaks marked.")] = False,
    as_of: options.AsOfOption = None,
    json: options.JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    lake: options.LakeOption = None,
) -> None:
    """Tell flows in another edition of the nomenclature; without reporter and period, only what the codes become.

    Example: tocsin convert --from HS2017 --to HS1992 --product 811292
    """
    from tocsin.pipeline.concordance import parse_nomenclature
    from tocsin.pipeline.recode import Wanted
    from tocsin.ref.products import products

    first = parse_nomenclature(source, "--from")
    second = first if series else parse_nomenclature(target, "--to")
    known = products() if series else {}
    parse = parse_hs6 if first.startswith("HS") else str.strip
    wanted = Wanted(
        tuple(options.reporter(text) for text in reporter or ()),
        tuple(text if text in known else _parsed(parse, text, "--product") for text in product or ()),
        options.span(period),
        direction,
        freq,
    )
    day = _parsed(lambda text: parse_period(text, "D").start, as_of, "--as-of") if as_of else options.clock()().date()
    with options.lake(lake).as_of(day).connect() as connection:
        if series:
            listing = _series(connection, first, wanted, table)
        elif wanted.products and not (wanted.reporters or wanted.periods):
            listing = _codes(connection, first, second, wanted, table)
        else:
            listing = _flows(connection, (first, second), wanted, split, table, partners=partners)
    listing.show(json=json, csv=csv)


def _codes(connection: duckdb.DuckDBPyConnection, first: str, second: str, wanted: Wanted, table: str) -> Listing:
    import pyarrow as pa

    from tocsin.pipeline.conversion import convert
    from tocsin.pipeline.recode import read_concordance

    given = pa.table({"product": pa.array(list(wanted.products), pa.string())})
    done = convert(connection, given, read_concordance(connection, table), first, second)
    rows = [
        {"code": row["from_product"], "nomenclature": first, "to_code": row["product"], "to_nomenclature": second}
        | {"share": row["share"], "split": row["how"]}
        for row in done.rows.to_pylist()
    ]
    lost = [f"{one.code}: the way ends at {one.stopped_at}, {one.step} has no entry for it." for one in done.unplaced]
    told = {"way": [str(step) for step in done.way], "unplaced": [asdict(one) for one in done.unplaced]}
    return Listing(f"{first} to {second}", rows, lost, told, CODES)


def _flows(
    connection: duckdb.DuckDBPyConnection,
    way: tuple[str, str],
    wanted: Wanted,
    split: str,
    table: str,
    *,
    partners: bool,
) -> Listing:
    from tocsin.pipeline.recode import convert_flows, merge

    done = convert_flows(connection, *way, wanted, split=split, table=table)
    rows = [
        {"source": basis} | row
        for basis, conversion in done.items()
        for row in merge(connection, conversion.rows, partners=partners)
    ]
    notes = [sentence for basis, conversion in done.items() for sentence in _account(basis, conversion, split)]
    if not done:
        notes = [f"nothing: the lake holds no such flows in {way[0]} as of that day"]
    told = {
        "split": split,
        "sources": {
            basis: {
                "way": [str(step) for step in conversion.way],
                "totals": conversion.totals,
                "unplaced": [asdict(one) for one in conversion.unplaced],
            }
            for basis, conversion in done.items()
        },
    }
    return Listing(f"{way[0]} to {way[1]}, split {split}", rows, notes, told, PARTNERS if partners else FLOWS)


def _account(basis: str, conversion: Conversion, split: str) -> list[str]:
    totals = conversion.totals
    value = {name: part["trade_value"] for name, part in totals.items()}
    shown = [
        f"{basis}: given {_usd(value['given'])}, placed {_usd(value['placed'])}, not placed {_usd(value['unplaced'])}"
    ]
    if split == "trade":
        shown[0] += f"; split by trade {_usd(value['trade'])}, equally for want of trade {_usd(value['equal'])}."
    else:
        shown[0] += f"; split equally {_usd(value['equal'])}."
    shown += [
        f"Not placed: {one.code} ({one.flows:,} flows, {_usd(one.trade_value)}): no entry in {one.step}."
        for one in conversion.unplaced[:UNPLACED]
    ]
    if len(conversion.unplaced) > UNPLACED:
        shown.append(f"Not placed: {len(conversion.unplaced) - UNPLACED} more codes; take --json for all.")
    return shown


def _series(connection: duckdb.DuckDBPyConnection, first: str, wanted: Wanted, table: str) -> Listing:
    from tocsin.pipeline.recode import read_concordance
    from tocsin.pipeline.splice import codes_through, series

    if len(wanted.reporters) != 1 or len(wanted.products) != 1:
        raise UsageError("--series needs one reporter and one product", remedy="Give --reporter KOR --product 811292.")
    name = wanted.products[0]
    codes = codes_through(connection, read_concordance(connection, table), name, first)
    points = series(connection, codes, wanted.reporters[0], wanted)
    rows = [asdict(point) | {"products": list(point.products)} for point in points]
    notes = [
        f"{point.period}: break, from here on {point.nomenclature} {', '.join(point.products)} of {point.source}."
        for point in points
        if point.status == "B"
    ]
    told = {"reporter": wanted.reporters[0], "codes": {name: list(found) for name, found in codes.items()}}
    return Listing(
        f"{name} through the editions",
        rows,
        notes or ["No break." if rows else "nothing: no such flows in the lake"],
        told,
        SERIES,
    )


def _parsed(parse: Callable[[str], T], text: str, where: str) -> T:
    try:
        return parse(text)
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy=error.remedy) from error


def _usd(value: float) -> str:
    return f"USD {value:,.0f}"
