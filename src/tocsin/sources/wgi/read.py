"""Worldwide Governance Indicators of the World Bank: estimates of all six dimensions.

Three layouts: the service's JSON (``[{page, pages, lastupdated}, [{indicator, countryiso3code, date, value}]]``, see
the World Bank's "Indicator API queries"); the long file (``code, year, indicator, estimate``); the workbook of 2025 (a
sheet per dimension: ``Economy (code)``, ``Year``, ``Governance estimate (approx. -2.5 to +2.5)``).

The update of 2025 changed the method from 2023 on: of a release dated 2025-09-01 or later, rows of 2023 are marked as a
break (status B). A file without a date cannot be told apart and is not marked: give ``--option released``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Release, Request
from tocsin.ref.countries import is_special, parse_country
from tocsin.sources.declaration import source
from tocsin.sources.tally import Tally
from tocsin.sources.textfile import sha256_of
from tocsin.sources.wgi.layouts import Score, read_scores

DIMENSIONS = {
    "VA": "voice_accountability",
    "PV": "political_stability",
    "GE": "government_effectiveness",
    "RQ": "regulatory_quality",
    "RL": "rule_of_law",
    "CC": "control_of_corruption",
}
NEW_METHOD = date(2025, 9, 1)
_INDICATOR = re.compile(r"(?:GOV_WGI_)?([A-Z]{2})(?:\.EST)?")
#: Codes of the World Bank that are not those of ISO 3166.
_OLD_CODES = {"ADO": "AND", "KSV": "XKX", "ROM": "ROU", "TMP": "TLS", "WBG": "PSE", "ZAR": "COD"}
_GROUPS = frozenset(
    """
    AFE AFR AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX INX LAC LCN LDC LIC
    LMC LMY LTE MEA MIC MNA NAC NOC OEC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
    """.split()  # noqa: SIM905 - a list of sixty would be read one to a line
)


def read(request: Request) -> Iterator[Release]:
    """Read files of one date as one release of ``country_score``.

    Parameters
    ----------
    request : Request
        Files and the options of ``source.toml``.

    Yields
    ------
    Release
        One per date.

    Raises
    ------
    FormatError
        If a file has none of the three layouts.
    """
    given = request.options.get("released")
    dated: dict[date | None, list[tuple[Path, list[Score]]]] = defaultdict(list)
    for path in request.files:
        updated, scores = read_scores(path)
        day = parse_period(given, "D", where="--option released").start if given else updated
        dated[day].append((path, scores))
    for day, parts in sorted(dated.items(), key=lambda item: item[0] or date.min):
        tally = Tally("country_score")
        for _, scores in parts:
            for score in scores:
                _take(score, day, tally)
            request.progress(tally.count)
        paths = [path for path, _ in parts]
        yield Release(
            table="country_score",
            vintage=day.isoformat() if day else "undated",
            released_on=day,
            lag_months=source("wgi").lag_months,
            sha256=sha256_of(*paths, also=f"1 {day}"),
            batches=tally.batches(),
            origin=paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more",
        )


def _take(score: Score, day: date | None, tally: Tally) -> None:
    try:
        dimension = _dimension(score.indicator)
        year = str(parse_period(score.year, "A"))
        country = _country(score.code)
        value = _value(score.value)
    except CodeError as error:
        tally.refuse(error.found.replace(f"{score.year!r} ", "year "), f"{score.where}: {score.code}, {score.value!r}")
        return
    broken = year == "2023" and day is not None and day >= NEW_METHOD
    tally.keep(
        score.where,
        country=country,
        dimension=dimension,
        period=year,
        freq="A",
        value=value,
        unit="1",
        status="M" if value is None else "B" if broken else "A",
        scope=f"{country} {year}",  # all dimensions are asked for at once, but perhaps not all places and years
    )


def dimension_of(indicator: str) -> str:
    """Return the dimension that an indicator of the publisher estimates.

    Parameters
    ----------
    indicator : str
        As published: ``"PV.EST"``, ``"GOV_WGI_PV.EST"``, ``"pv"``.

    Returns
    -------
    str
        Its name in the lake; empty if it estimates none.
    """
    found = _INDICATOR.fullmatch(indicator.strip().upper())
    return DIMENSIONS.get(found[1], "") if found else ""


def iso3_of(code: str) -> str:
    """Return the code of ISO 3166 for a code of the World Bank: ``"COD"`` for ``"ZAR"``."""
    return _OLD_CODES.get(code, code)


def _dimension(indicator: str) -> str:
    if not (found := dimension_of(indicator)):
        raise CodeError("indicator is no estimate of a dimension")
    return found


def _country(code: str) -> str:
    plain = iso3_of(code)
    if plain in _GROUPS:
        raise CodeError("row is a group of countries")
    try:
        country = parse_country(plain, scheme="iso3")
    except CodeError as error:
        raise CodeError("country is unknown" if plain else "country is missing") from error
    if is_special(country):
        raise CodeError("row is a group of countries")
    return country


def _value(value: object) -> float | None:
    """Return the estimate; one that is empty, null, ``..`` or ``#N/A`` is missing."""
    if value is None or str(value).strip() in {"", ".", "..", "#N/A", "NA"}:
        return None
    try:
        return float(str(value))
    except ValueError as error:
        raise CodeError("estimate is not a number") from error
