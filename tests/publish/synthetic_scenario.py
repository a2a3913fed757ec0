"""A made-up document of a scenario: every figure in it is synthetic."""

from __future__ import annotations

from typing import Any

LEVELS = {"p05": 0.25, "p25": 0.7, "p50": 1.0, "p75": 1.3, "p95": 1.7}
NOBODY = dict.fromkeys(LEVELS, 0.0)


def _band(mid: float, top: float = float("inf")) -> dict[str, float]:
    return {name: min(mid * factor, top) for name, factor in LEVELS.items()}


def _path(peak: float, begin: int, days: int) -> list[dict[str, float]]:
    rows = []
    for day in range(days):
        since = day - begin
        level = 0.0 if since < 0 else peak * min(since / 25, 1.0) * 0.5 ** (max(since - 60, 0) / 90)
        rows.append({"day": day, **_band(level, 1.0)})
    return rows


def _importer(iso3: str, peak: float, begin: int, sure: float, binding: str = "") -> dict[str, Any]:
    day = {"p05": begin * 0.6, "p25": begin * 0.8, "p50": begin, "p75": begin * 1.3, "p95": begin * 1.8}
    return {
        "iso3": iso3,
        "demand": 1_000.0 * (1 + peak),
        "unmet_share": _band(peak * 0.4, 1.0),
        "worst_month": _band(peak, 1.0),
        "first_day": {**(day if peak else dict.fromkeys(day)), "share_of_runs": sure},
        "first_date": None,
        "binding": binding,
        "path": _path(peak, begin, 365),
    }


def synthetic_scenario() -> dict[str, Any]:
    """Return a document with everything that the page can show.

    Returns
    -------
    dict
        A synthetic document.
    """
    price = [{"day": one["day"], **{key: 1 + one[key] for key in LEVELS}} for one in _path(0.9, 20, 365)]
    return {
        "scenario": "made_up",
        "title": "A made-up ban of hydrogen fluoride to Korea",
        "synthetic": True,
        "story": {
            "id": "made_up",
            "title": "A made-up ban of hydrogen fluoride to Korea",
            "description": "Japan stops what it sells to Korea for half a year; Korea answers in kind.",
            "start": "2019-07-01",
            "days": 365,
            "synthetic": True,
            "shocks": [
                {
                    "id": "licence",
                    "kind": "licence",
                    "actors": ["JPN"],
                    "targets": ["KOR"],
                    "products": ["hydrogen_fluoride"],
                    "announced_on": "2019-07-01",
                    "from": "2019-07-24",
                    "to": "2020-03-30",
                    "reference": "an invented gazette",
                },
                {
                    "id": "answer",
                    "kind": "tariff",
                    "actors": ["KOR"],
                    "targets": ["JPN"],
                    "products": ["hydrogen_fluoride"],
                    "side": "import",
                    "from": None,
                    "to": None,
                },
            ],
            "references": ["An invented source, 2019"],
        },
        "good": {
            "id": "hydrogen_fluoride",
            "title": "Hydrogen fluoride",
            "unit": "kg",
            "basis": {
                "table": "scenario",
                "year": 2018,
                "codes": ["281111"],
                "basket": True,
                "left_out": 0.04,
                "reference": "made up",
            },
        },
        "tables": ["scenario, 2018"],
        "runs": 500,
        "seed": 7,
        "importers": [
            _importer("KOR", 0.31, 48, 0.94, "Japan"),
            _importer("TWN", 0.11, 75, 0.71, "Japan"),
            _importer("NLD", 0.04, 90, 0.46, "Japan"),
            _importer("USA", 0.02, 120, 0.31),
            _importer("JPN", 0.0, 0, 0.0),
            _importer("DEU", 0.0, 0, 0.0),
            _importer("ROW", 0.012, 120, 0.2),
        ],
        "price_pressure": {"peak": {key: 1 + value for key, value in _band(0.9).items()}, "path": price},
        "gainers": [
            {"iso3": "CHN", "name": "China", "change_usd": _band(38e6)},
            {"iso3": "TWN", "name": "Taiwan", "change_usd": _band(9e6)},
            {"iso3": "JPN", "name": "Japan", "change_usd": {key: -60e6 * v for key, v in LEVELS.items()}},
        ],
        "cost": {
            "target": {**_band(410e6), "by_country": {"KOR": _band(390e6), "TWN": _band(20e6)}},
            "controller": {
                "p05": -12e6,
                "p25": 20e6,
                "p50": 61e6,
                "p75": 80e6,
                "p95": 120e6,
                "by_country": {"JPN": _band(61e6)},
            },
        },
        "drivers": [
            {
                "name": "shock:licence:delay",
                "meaning": "median wait for a licence",
                "share": 0.48,
                "rank_correlation": 0.7,
            },
            {
                "name": "good:hydrogen_fluoride:cover",
                "meaning": "days of use in stock",
                "share": 0.27,
                "rank_correlation": -0.5,
            },
            {"name": "good:hydrogen_fluoride:spare", "meaning": "spare capacity of exporters", "share": 0.12},
        ],
        "flows": {
            "before": [
                {"exporter": "JPN", "importer": "KOR", "value": 36.0},
                {"exporter": "JPN", "importer": "TWN", "value": 18.0},
                {"exporter": "CHN", "importer": "KOR", "value": 30.0},
                {"exporter": "CHN", "importer": "JPN", "value": 22.0},
                {"exporter": "TWN", "importer": "KOR", "value": 4.0},
                {"exporter": "CHN", "importer": "USA", "value": 9.0},
                {"exporter": "DEU", "importer": "NLD", "value": 5.0},
                {"exporter": "MEX", "importer": "USA", "value": 11.0},
                {"exporter": "ROW", "importer": "ROW", "value": 8.0},
            ],
            "worst": [
                {"exporter": "JPN", "importer": "KOR", "value": 3.0},
                {"exporter": "JPN", "importer": "TWN", "value": 17.0},
                {"exporter": "CHN", "importer": "KOR", "value": 37.0},
                {"exporter": "CHN", "importer": "JPN", "value": 20.0},
                {"exporter": "TWN", "importer": "KOR", "value": 9.0},
                {"exporter": "CHN", "importer": "USA", "value": 8.5},
                {"exporter": "DEU", "importer": "NLD", "value": 4.8},
                {"exporter": "MEX", "importer": "USA", "value": 11.0},
                {"exporter": "ROW", "importer": "ROW", "value": 8.0},
            ],
        },
        "sectors": "No input-output table is in the lake: the product was followed alone.",
        "assumptions": [
            {
                "good": "hydrogen_fluoride",
                "name": "cover",
                "meaning": "days of use in stock",
                "low": 30,
                "mid": 45,
                "high": 75,
                "unit": "d",
                "reference": "an invented survey",
            }
        ],
        "comparison": [
            {
                "what": "Korea's imports from Japan, third quarter of 2019 against the year before",
                "model": {"p05": -0.9, "p50": -0.8, "p95": -0.6},
                "happened": -0.96,
                "unit": "share",
                "verdict": "missed: it fell further",
                "reference": "made up",
            }
        ],
        "mass_error": 3e-16,
        "notes": ["A made-up note."],
    }
