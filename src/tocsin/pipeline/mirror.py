"""Both reports of one flow side by side: what the importer says it bought and what the exporter says it sold.

Of several reports of one side the one with a value and of the source with the highest precedence is compared; the
others are shown beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from tocsin.core.errors import CodeError, UsageError
from tocsin.core.hs import EDITIONS, parse_hs6
from tocsin.indicators.mirror import CIF
from tocsin.lake import Lake, View
from tocsin.pipeline.board import edition_of
from tocsin.pipeline.reports import Report, read_reports, sum_years
from tocsin.ref.products import product as look_up
from tocsin.sources.declaration import sources

__all__ = ["CIF", "mirror", "wanted_codes"]

#: Sources whose imports are valued without freight and insurance, and why; those of all others are taken as CIF.
WITHOUT_FREIGHT = {
    "baci": "BACI is reconciled from both reports and valued FOB",
    "bundled": "BACI is reconciled from both reports and valued FOB",
    "census_us": "the United States value imports without freight and insurance",
    "comexstat": "Brazil values imports FOB",
}


def wanted_codes(product: str) -> list[str]:
    """Return the codes that a product stands for, each with the nomenclature it is meant in.

    Parameters
    ----------
    product : str
        Id in the product book, or a six-digit goods code, which then stands for itself in every edition.

    Returns
    -------
    list of str
        ``"HS2017:250410"``, and ``"national:250410"`` for the national codes that begin so; for a product id these are
        taken by the editions of 2017 and 2022.

    Raises
    ------
    UsageError
        If it is neither.
    """
    try:
        code = parse_hs6(product) if product[:1].isdigit() else ""
        entry = None if code else look_up(product)
    except CodeError as error:
        raise UsageError(error.found, where="--product", remedy=error.remedy) from error
    found = set()
    for edition in EDITIONS:
        codes = entry.hs6.get(edition_of(f"HS{edition}") or "", ()) if entry else (code,)
        names = (f"HS{edition}", "national") if edition in {"2017", "2022"} else (f"HS{edition}",)
        found |= {f"{name}:{one}" for name in names for one in codes}
    return sorted(found)


def mirror(
    lake: Lake,
    day: date,
    pair: tuple[str, str],
    codes: Sequence[str],
    *,
    periods: tuple[str, str] | None = None,
    cif: float | None = None,
) -> dict[str, Any]:
    """Put both reports of a flow side by side.

    Parameters
    ----------
    lake : Lake
        The lake.
    day : datetime.date
        Use only what was known on this day.
    pair : tuple of str
        Importer and exporter, ISO3.
    codes : sequence of str
        As :func:`wanted_codes` gives them.
    periods : tuple of str, optional
        First and last period, both included; months if they are months, else years.
    cif : float, optional
        Freight and insurance as a share of the value without them [1]: importer's values that hold them are divided by
        1 + cif.

    Returns
    -------
    dict
        ``importer``, ``exporter``, ``codes``, ``as_of``, ``freq``, ``adjusted`` (``{"cif": 0.06}`` or None), ``rows``
        by period with ``importer_reports`` and ``exporter_reports`` (the first of each is compared), ``gap_usd``,
        ``gap_percent``, ``gap_log``, ``weight_gap_percent``, ``reason`` where there is no gap, and ``notes``.
    """
    view = lake.as_of(day)
    limits = periods or ("", "")
    with view.connect() as connection:
        found = read_reports(connection, pair, codes, limits)
    notes: list[str] = []
    for side in found.values():
        side.extend(sum_years(side, notes))
    every = [report for side in found.values() for report in side]
    monthly = len(limits[0]) > 4 or not any(report.freq == "A" for report in every)
    freq = "M" if monthly else "A"
    shown = sorted({report.period for report in every if report.freq == freq})
    rows = [_row(period, found, cif) for period in shown]
    used = {report.source for report in every if report.freq == freq}
    return {
        "as_of": day.isoformat(),
        "importer": pair[0],
        "exporter": pair[1],
        "codes": list(codes),
        "freq": freq,
        "adjusted": None if cif is None else {"cif": cif},
        "rows": rows,
        "notes": [*_notes(view, found["import"], used, cif), *(notes if freq == "A" else [])],
    }


def _row(period: str, found: dict[str, list[Report]], cif: float | None) -> dict[str, Any]:
    imports, exports = (
        sorted((report for report in found[side] if report.period == period), key=_preference)
        for side in ("import", "export")
    )
    ours = [report.told(1.0 if cif is None or report.source in WITHOUT_FREIGHT else 1 + cif) for report in imports]
    theirs = [report.told() for report in exports]
    return {"period": period, "importer_reports": ours, "exporter_reports": theirs, **_gap(ours, theirs)}


def _preference(report: Report) -> tuple[object, ...]:
    """Order reports of one side: with a value first, then by the precedence of the source, reported before summed."""
    told = sources().get(report.source)
    return (report.value is None, -(told.precedence if told else 0), report.months, report.basis, report.nomenclature)


def _gap(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> dict[str, Any]:
    gap: dict[str, Any] = dict.fromkeys(("gap_usd", "gap_percent", "gap_log", "weight_gap_percent", "reason"))
    if not ours or not theirs:
        return gap | {"reason": f"no report of the {'exporter' if ours else 'importer'}"}
    first, second = ours[0], theirs[0]
    if first["withheld"] or second["withheld"]:
        return gap | {"reason": "withheld"}
    bought, sold = first["value_usd"], second["value_usd"]
    if bought is None or sold is None:
        return gap | {"reason": "no value"}
    gap["gap_usd"] = bought - sold
    if sold > 0:
        gap["gap_percent"] = 100 * (bought / sold - 1)
    if bought > 0 and sold > 0:
        gap["gap_log"] = math.log(bought) - math.log(sold)
    else:
        gap["reason"] = "a report is zero"
    if first["net_weight_kg"] is not None and second["net_weight_kg"]:
        gap["weight_gap_percent"] = 100 * (first["net_weight_kg"] / second["net_weight_kg"] - 1)
    return gap


def _notes(view: View, imports: list[Report], used: set[str], cif: float | None) -> list[str]:
    notes = []
    if cif is not None and not {report.source for report in imports} <= set(WITHOUT_FREIGHT):
        notes.append(f"Importer's values are divided by {1 + cif:g}: freight and insurance of {cif:.1%} are assumed.")
    unadjusted = {WITHOUT_FREIGHT[name] for name in {r.source for r in imports} & used & set(WITHOUT_FREIGHT)}
    notes += [
        f"{reason}: its import values hold no freight{'' if cif is None else ' and are left as they are'}."
        for reason in sorted(unadjusted)
    ]
    stand_in = sorted({s.source for s in view.slices if s.table == "flow" and s.reconstructed} & used)
    if stand_in:
        notes.append(f"Not known to have been out on that day, reconstructed by its lag: {', '.join(stand_in)}.")
    return notes
