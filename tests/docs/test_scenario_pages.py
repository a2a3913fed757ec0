"""The pages of the bundled scenarios are what their results say, and the results are of the scenarios that ship."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench.scenarios import RUNS, made_of
from scripts.docs_scenarios import FOLDER, RESULTS, pages

from tocsin.scenario.language import scenarios
from tocsin.scenario.outcomes import observations

REMEDY = "run python -m bench scenarios"


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return told


def test_results_are_of_the_scenarios_and_assumptions_that_ship(found: dict[str, Any]) -> None:
    assert found["made_of"] == made_of(), REMEDY
    assert found["runs"] == RUNS
    assert set(found["said"]) == set(scenarios())
    for name, told in observations().items():
        assert [one["id"] for one in found["compared"][name]] == [one.id for one in told], REMEDY
        for result, one in zip(found["compared"][name], told, strict=True):
            assert result["happened"] == pytest.approx(one.value, rel=1e-3)


def test_pages_are_what_the_results_say(found: dict[str, Any]) -> None:
    made = pages(found)
    assert {path.name for path in Path(FOLDER).glob("*.md")} == set(made)
    for name, text in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: {REMEDY}"


def test_misses_are_shown(found: dict[str, Any]) -> None:
    index = pages(found)["index.md"]
    misses = [one for told in found["compared"].values() for one in told if one["verdict"].startswith("miss")]
    assert misses
    assert index.count("**miss**") == len(misses) + 1  # once in the words above the table
