"""The whole scorecard in one table: a row for each question and block of years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.backtest.digits import count_of, score_of, share_of
from tocsin.backtest.grid import Table
from tocsin.backtest.summary import name_of, years_of

Doc = Mapping[str, Any]

ANSWERS = {"yes": "yes", "no": "no", "unknown": "cannot be told"}
_NOTE = (
    "Twelve months ahead. Chance: AUROC 0.5; AUPRC the share of events that stands before it; Brier skill 0. Slope: 1 "
    "where what was said came as often as said. Marks: how many of the scores aimed at in development were reached. "
    "Beats all: whether it surely beats every baseline that it must."
)


def glance_table(document: Doc) -> Table:
    """Lay the scores of all settings out in one table.

    Parameters
    ----------
    document : mapping
        Document of :func:`tocsin.backtest.document.score_document`.

    Returns
    -------
    Table
        A row per label, lag and block of years at twelve months.
    """
    rows = [
        (_titled(setting, block), *_scored(block))
        for setting in document["settings"]
        for block in setting["blocks"]
        if block["horizon"] == 12
    ]
    headings = ("forecast", "imports", "AUROC", "events", "AUPRC", "Brier skill", "slope", "marks", "beats all")
    return Table("How good the forecasts have been", headings, tuple(rows), _NOTE)


def _titled(setting: Doc, block: Doc) -> str:
    """Name a row by label, lag and years."""
    years, name = years_of(block), name_of(setting)
    return name if name.endswith(years) else f"{name}, {years}"


def _scored(block: Doc) -> tuple[str, ...]:
    """Write the scores of one block, or why there are none."""
    pooled = block["pooled"]
    counts = count_of(pooled["rows"])
    skill = pooled["model"]
    if not skill:
        return counts, pooled["absent"], share_of(pooled["prevalence"]), "", "", "", "", ""
    scores = {name: one["value"] if (one := skill[name]) else None for name in ("auroc", "auprc", "brier_skill")}
    met = [one["met"] for one in block["marks"]]
    return (
        counts,
        score_of(scores["auroc"]),
        share_of(pooled["prevalence"]),
        score_of(scores["auprc"]),
        score_of(scores["brier_skill"]),
        score_of(skill["slope"], 2),
        f"{sum(met)} of {len(met)}" if met else "none set",
        ANSWERS[block["passes"]],
    )
