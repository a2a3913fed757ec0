"""The table of skill in the README, made of bench/skill.json between two marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- skill: made by make scorecard -->", "<!-- end of skill -->"
HEADINGS = "| forecast | years | imports | came true | AUROC | own volatility's | AUPRC | Brier skill | slope |"
LAGS = {"one": "data one year old", "honest": "data as they were out"}


def table(document: dict[str, Any]) -> str:
    """Return the table of a scorecard document: horizon of 12 months, development and final years.

    Parameters
    ----------
    document : dict
        As in ``bench/skill.json``.

    Returns
    -------
    str
        Markdown.
    """
    lines = [HEADINGS, "|---|---|---:|---:|---:|---:|---:|---:|---:|"]
    for setting in document["settings"]:
        shown = [one for one in setting["blocks"] if one["horizon"] == 12 and one["pooled"]["model"]]
        lines += [_line(setting, block) for block in shown]
    return "\n".join(lines)


def _line(setting: dict[str, Any], block: dict[str, Any]) -> str:
    pooled = block["pooled"]
    model = pooled["model"]
    volatility = next(one["skill"] for one in pooled["rivals"] if one["rival"]["name"] == "volatility")
    years = f"{block['first']}-{block['last']}" if block["first"] != block["last"] else str(block["first"])
    cells = (
        f"`{setting['label']}`, {LAGS[setting['lag']]}",
        years,
        f"{pooled['rows']:,}",
        f"{pooled['prevalence']:.3f}",
        *(f"{one['auroc']['value']:.3f}" for one in (model, volatility)),
        *(f"{model[name]['value']:.3f}" for name in ("auprc", "brier_skill")),
        f"{model['slope']:.2f}" if model["slope"] is not None else "-",
    )
    return f"| {' | '.join(cells)} |"


def write(readme: Path = ROOT / "README.md", skill: Path = ROOT / "bench" / "skill.json") -> None:
    """Put the table into the README.

    Parameters
    ----------
    readme, skill : pathlib.Path
        The files.
    """
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    made = table(json.loads(skill.read_text(encoding="utf-8")))
    readme.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")
