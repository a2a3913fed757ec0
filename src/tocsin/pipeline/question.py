"""Answers to three questions: what is a value, how do importers compare, where does every number come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.core.errors import CodeError, UsageError
from tocsin.core.hs import parse_hs6
from tocsin.indicators.declaration import INDICATORS, WORLD, Indicator
from tocsin.pipeline.board import edition_of, lines, products_of
from tocsin.pipeline.desk import Cell, Desk
from tocsin.pipeline.evidence import exporters, loads_of, off_median
from tocsin.pipeline.expectation import NONE, UNTOLD, Expectation, Made, Outlooks
from tocsin.publish.checks import validate_outlook
from tocsin.publish.prospect import forecast_record, outlook_record
from tocsin.publish.restrictions import measure_record
from tocsin.ref.gazetteer import countries
from tocsin.ref.products import Product, by_code, products
from tocsin.ref.products import product as look_up


def codes_of(desk: Desk, product: str) -> list[str]:
    """Return the codes that a product id or code stands for in this lake.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    product : str
        Id in the product book, or a goods code.

    Returns
    -------
    list of str
        Codes, of every nomenclature that the lake holds.

    Raises
    ------
    UsageError
        If it is neither.
    """
    held = desk.codes()
    if product in products():
        entry = products()[product]
        mine = [
            code
            for nomenclature, code in held
            if (edition := edition_of(nomenclature)) and entry in by_code(edition).get(code, ())
        ]
        return sorted(set(mine))
    code = product.replace(".", "").strip()
    if not any(code == known for _, known in held):
        _check_product(code if code.isdigit() else product)
    return [code]


def _check_product(product: str) -> None:
    """Refuse what is neither an id of the product book nor a possible code."""
    try:
        if product.isdigit() and len(product) < 6:
            parse_hs6(product)
        elif not product.isdigit():
            look_up(product)
    except CodeError as error:
        raise UsageError(error.found, where="the command line", remedy=error.remedy) from error


def ask(
    desk: Desk,
    name: str,
    *,
    reporters: Sequence[str] = (),
    codes: Sequence[str] = (),
    periods: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Return the values of one indicator.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    name : str
        Public id of the indicator.
    reporters, codes : sequence of str
        ISO3 codes and goods codes; empty for all. An indicator of the world is given for each reporter asked for.
    periods : tuple of str, optional
        First and last period, both included.

    Returns
    -------
    dict
        ``indicator``, ``unit``, and ``rows`` with ``reporter``, ``product``, ``period``, ``value``, ``hs_edition`` and
        ``source``.

    Raises
    ------
    UsageError
        If there is no such indicator.
    """
    item = INDICATORS[name]
    looked_for = [WORLD] if item.world and reporters else list(reporters)
    conditions, given = ["name = ?"], [name]
    for column, wanted in (("reporter", looked_for), ("product", list(codes))):
        if wanted:
            conditions.append(f"list_contains(?, {column})")
            given.append(wanted)  # type: ignore[arg-type]
    where = " AND ".join(conditions)
    order = "coalesce(worldwide, false) DESC, " if item.needs_world else ""
    inside = "period BETWEEN ? AND ?" if periods else "true"
    rows = desk.connection.execute(
        f"""WITH mine AS (SELECT * FROM indicator WHERE {where}),
        reach AS (SELECT basis, nomenclature, reporter, product, freq, max(period) AS last FROM mine GROUP BY ALL)
        SELECT reporter, product, period, value, nomenclature, basis
        FROM mine JOIN reach USING (basis, nomenclature, reporter, product, freq)
        LEFT JOIN precedence ON ranked = split_part(basis, ':', 1)
        WHERE {inside}
        QUALIFY row_number() OVER (PARTITION BY reporter, product, period, freq
            ORDER BY {order}last DESC, coalesce(precedence, 0) DESC, nomenclature DESC, basis) = 1
        ORDER BY reporter, product, period""",
        [*given, *(periods or ())],
    ).fetchall()
    answer = [
        {
            "reporter": who,
            "product": product,
            "period": period,
            "value": value,
            "hs_edition": nomenclature.removeprefix("HS"),
            "source": basis,
        }
        for reporter, product, period, value, nomenclature, basis in rows
        for who in (reporters if item.world and reporters else [reporter])
    ]
    return {"indicator": name, "unit": item.unit, "rows": answer}


def describe(item: Indicator) -> dict[str, Any]:
    """Return what an indicator is.

    Parameters
    ----------
    item : Indicator
        The declaration.

    Returns
    -------
    dict
        Its fields, plain.
    """
    return {
        "indicator": item.name,
        "title": item.title,
        "unit": item.unit,
        "bounds": list(item.bounds),
        "direction": item.direction,
        "formula": item.formula,
        "reference": item.reference,
        "number": item.number or None,
        "scope": "world" if item.world else "importer",
        "freqs": list(item.freqs),
        "window": item.window,
        "inputs": list(item.inputs),
        "version": item.version,
    }


def entry(product: Product) -> dict[str, Any]:
    """Return an entry of the product book.

    Parameters
    ----------
    product : Product
        The entry.

    Returns
    -------
    dict
        Its fields, plain.
    """
    cover = vars(product.cover) if product.cover else None
    hs6 = {edition: list(codes) for edition, codes in product.hs6.items()}
    national = {nomenclature: list(codes) for nomenclature, codes in product.national_codes.items()}
    return {**vars(product), "hs6": hs6, "national_codes": national, "cover": cover}


def compare(desk: Desk, reporters: Sequence[str], product: str) -> dict[str, Any]:
    """Put importers of one product side by side.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    reporters : sequence of str
        ISO3 codes or ``"EU"``.
    product : str
        Id in the product book, or a goods code.

    Returns
    -------
    dict
        ``as_of``, ``product``, and ``rows``: one per importer and code, with period, import value, largest supplier and
        every indicator; an importer without imports has a row that says so.
    """
    codes = codes_of(desk, product)
    rows: list[dict[str, Any]] = []
    for reporter in reporters:
        cells = _first_of_each([cell for cell in desk.cells(reporter) if cell.product in codes])
        values = desk.values(reporter, [cell.period for cell in cells])
        for cell in cells:
            bought = [p for p in desk.purchases(reporter, [cell.product], cell.period) if p.cell == cell]
            total = sum(p.value for p in bought)
            rows.append(
                {
                    "reporter": reporter,
                    "hs6": cell.product,
                    "hs_edition": cell.nomenclature.removeprefix("HS"),
                    "period": cell.period,
                    "source": cell.basis,
                    "import_value_usd": total,
                    "top_supplier": bought[0].partner,
                    "top_share": bought[0].value / total,
                    "suppliers": [{"iso3": p.partner, "share": p.value / total} for p in bought if p.value > 0],
                    "indicators": values.get(cell, {}),
                }
            )
        if not cells:
            rows.append({"reporter": reporter, "hs6": ";".join(codes), "reason": "no annual imports in this lake"})
    return {"as_of": desk.view.as_of.isoformat(), "product": product, "lake": desk.lake_facts(), "rows": rows}


def explain(
    desk: Desk, reporter: str, product: str, *, outlooks: Outlooks = NONE, made: Made = UNTOLD
) -> dict[str, Any]:
    """Trace every number on a line of the board to its observations.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    reporter : str
        ISO3 or ``"EU"``.
    product : str
        Id in the product book, or a goods code.
    outlooks : mapping of (str, str, str) to Outlook
        Forecasts by basis, nomenclature and product; empty where none were made.
    made : Made
        How they were made, or why there are none.

    Returns
    -------
    dict
        ``lines``, one per code: the sentence why, flags, ``observations`` (flows with value, weight, unit value and its
        outlier score), ``world_exporters``, ``indicators`` (value, unit, formula, version, reference, inputs),
        ``loads`` (source, vintage, release date, licence, SHA-256), and the forecast as in the rows of a board;
        ``forecast`` and ``no_forecast`` of the whole, as on a board.

    Raises
    ------
    UsageError
        If the reporter has no annual imports of it in this lake.
    DocumentError
        If a forecast contradicts itself.
    """
    cells = imports_of(desk, reporter, product)
    ahead = Expectation(outlooks, made)
    traced = [_line(desk, reporter, cell, ahead) for cell in cells]
    return {
        "as_of": desk.view.as_of.isoformat(),
        "reporter": reporter,
        "product": product,
        **forecast_record(ahead.forecast, ahead.why_none),
        "lines": traced,
        "notes": desk.notes({cell.basis for cell in cells}),
    }


def imports_of(desk: Desk, reporter: str, product: str) -> list[Cell]:
    """Return the cells that an importer's purchases of a product stand in, one per code.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    reporter : str
        ISO3 or ``"EU"``.
    product : str
        Id in the product book, or a goods code.

    Returns
    -------
    list of Cell
        At least one.

    Raises
    ------
    UsageError
        If the reporter has no annual imports of it in this lake.
    """
    codes = codes_of(desk, product)
    cells = _first_of_each([cell for cell in desk.cells(reporter) if cell.product in codes])
    if not cells:
        place = countries()[reporter].name if reporter in countries() else reporter
        covered = {code for _, code in desk.codes()} & set(codes)
        what = f"{place} has no annual imports of" if covered else "no source in this lake covers"
        raise UsageError(
            f"{what} {product!r} as of {desk.view.as_of}",
            remedy="tocsin lake info shows what it holds; the board lists watched products without data.",
        )
    return cells


def _first_of_each(cells: Sequence[Cell]) -> list[Cell]:
    first: dict[str, Cell] = {}
    for cell in cells:
        first.setdefault(cell.product, cell)
    return list(first.values())


def _line(desk: Desk, reporter: str, cell: Cell, ahead: Expectation) -> dict[str, Any]:
    values = desk.values(reporter, [cell.period]).get(cell, {})
    row = lines(desk, reporter, [cell], {cell: values}, ahead=ahead)[0]
    forecast = outlook_record(row, ahead.why_none)
    validate_outlook(forecast | {"exposure": row.exposure}, f"{reporter}, HS {cell.product}")
    bought = [p for p in desk.purchases(reporter, [cell.product], cell.period) if p.cell == cell]
    total = sum(p.value for p in bought)
    scores = off_median(desk, reporter, cell)
    return {
        "hs6": cell.product,
        "hs_edition": cell.nomenclature.removeprefix("HS"),
        "title": row.title,
        "products": [
            {"id": p.id, "title": p.title, "code_purity": p.code_purity, "confidence": p.confidence}
            for p in products_of(cell)
        ],
        "period": cell.period,
        "source": cell.basis,
        "why": row.why,
        "flags": list(row.flags),
        "import_value_usd": total,
        "observations": [
            {
                "partner": p.partner,
                "trade_value_usd": p.value,
                "net_weight_kg": p.weight,
                "share": p.value / total,
                "unit_value_usd_per_kg": p.value / p.weight if p.weight else None,
                "unit_value_outlier_score": scores.get(p.partner),
                "flows": p.flows,
            }
            for p in bought
        ],
        "history": [
            {"period": year, "import_value_usd": value, "top_share": share, "top_supplier": top}
            for year, value, share, top in row.history
        ],
        "world_exporters": exporters(desk, cell),
        "indicators": [
            {**describe(INDICATORS[name]), "value": value}
            for name, value in sorted(values.items())
            if name in INDICATORS
        ],
        **forecast,
        "measures": [measure_record(one) for one in row.measures],
        "loads": loads_of(desk, cell),
    }
