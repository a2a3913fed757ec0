"""Numbers in the README are those of the scorecard."""

from __future__ import annotations

import json
from pathlib import Path

from bench.skill_table import BEGIN, END, table

ROOT = Path(__file__).parents[2]


def test_the_table_of_skill_is_what_the_scorecard_says() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].strip()
    document = json.loads((ROOT / "bench" / "skill.json").read_text(encoding="utf-8"))
    assert shown == table(document)
    assert len(shown.splitlines()) > 2


def test_the_scorecard_says_what_it_rests_on() -> None:
    document = json.loads((ROOT / "bench" / "skill.json").read_text(encoding="utf-8"))
    assert document["about"]["made with"] == "make scorecard"
    assert {(one["label"], one["lag"]) for one in document["settings"]} >= {("tight", "one"), ("tight", "honest")}
