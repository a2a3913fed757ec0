"""The how-to page of the input-output engine shows what it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.scenario.io import run_io
from tocsin.scenario.io_shock import IoShock

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "run-io.md"


def test_the_example_prints_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    named: dict[str, Any] = {"run_io": run_io, "IoShock": IoShock}
    for block in blocks[:2]:
        exec(re.sub(r"^from tocsin.*\n", "", block), named)  # noqa: S102 - the page's own code
    promised = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert promised is not None
    assert capsys.readouterr().out == promised.group(1)
    assert named["paths"].shape == (4, 90)


def test_the_toy_is_called_a_toy() -> None:
    assert "describes no real economy" in PAGE.read_text(encoding="utf-8")


def test_the_measured_figures_bear_out_what_the_explanation_says_of_speed_and_memory() -> None:
    text = (ROOT / "docs" / "explanation" / "io-engine.md").read_text(encoding="utf-8")
    told = json.loads((ROOT / "bench" / "results" / "io_engine.json").read_text(encoding="utf-8"))
    measured = {row["figure"]: row["measured"] for row in told["targets"]}
    alone, batch = (float(found) for found in re.findall(r"at least (\d+) times as fast", text))
    assert measured["alone"] >= alone
    assert measured["batch"] >= batch
    assert measured["copies"] < 1 + 2
    assert measured["large_gb"] <= 0.7
