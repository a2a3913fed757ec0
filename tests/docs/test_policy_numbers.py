"""What README and documentation say of the register and the lists is what these hold and what was measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tocsin.policy.register import register
from tocsin.ref.incidents import incidents

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CHANGELOG.md", "docs/explanation/policy.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_size_of_the_register(page: str) -> None:
    text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    told = {int(count) for count in re.findall(r"(\d+) (?:dated )?acts", text)}
    assert told == {len(register().entries)}
    assert {int(count) for count in re.findall(r"of (\d+) parties", text)} <= {len(register().parties)}


def test_what_was_read_and_what_stands_apart() -> None:
    (line,) = [one for one in (ROOT / "README.md").read_text().splitlines() if one.startswith("| control register |")]
    seen = sum(entry.seen for entry in register().entries.values())
    first = min(str(entry.announced_on) for entry in register().entries.values() if entry.announced_on)
    assert re.findall(r"\d+", line) == [
        str(number)
        for number in (
            len(register().entries),
            len(register().parties),
            first,
            seen,
            len(incidents()),
            len(register().entries),
        )
    ]


def test_the_page_on_rates_says_what_was_measured() -> None:
    page = (ROOT / "docs/explanation/policy-hazard.md").read_text(encoding="utf-8")
    scores = json.loads((ROOT / "bench/results/policy_hazard.json").read_text(encoding="utf-8"))["scores"]
    for row, brier, area in (
        ("pooled rate", "brier", "auroc"),
        ("one rate for all", "brier_base_rate", "auroc_base_rate"),
        ("each cell's own rate, unpooled", "brier_own_rate", "auroc_own_rate"),
    ):
        assert f"| {row} | {scores[brier]:.4f} | {scores[area]:.3f} |" in page
    told = " ".join(page.split())
    assert f"{scores['cells']:,} cells, {scores['acts']} with an act" in told
    assert f"expected {scores['expected']:.0f} cells" in told


def test_the_register_measured_is_the_one_that_ships() -> None:
    found = json.loads((ROOT / "bench/results/policy.json").read_text(encoding="utf-8"))
    assert f"({len(register().entries)} entries)" in found["about"]
