"""The how-to pages' indicator and source work when they are dropped into the package, and nothing else is touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.docs.blocks import DOCS, ROOT, titled

Tocsin = Callable[..., str]
HOW_TO = DOCS / "how-to"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package and put the files of the pages where the pages say they go."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "src" / "tocsin", root / "src" / "tocsin", ignore=shutil.ignore_patterns("__pycache__"))
    for page in ("add-an-indicator.md", "add-a-source.md"):
        for path, text in titled(HOW_TO / page).items():
            file = root / path
            assert not file.exists()
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def tocsin(checkout: Path, tmp_path: Path) -> Tocsin:
    """Run the copy's command line in an empty lake."""
    env = {**os.environ, "PYTHONPATH": str(checkout / "src"), "TOCSIN_TODAY": "2026-11-24"}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "tocsin.cli", *words]
        return subprocess.run(command, cwd=checkout, env=env, check=True, capture_output=True, text=True).stdout

    run("lake", "init", "--empty", "--lake", str(tmp_path / "lake"))
    return run


def test_both_are_found_and_give_the_values_of_the_page(tocsin: Tocsin) -> None:
    load: dict[str, Any] = json.loads(tocsin("collect", "example", "--file", "example.csv", "--json"))[0]
    assert (load["rows_kept"], load["rows_refused"]) == (3, 1)
    assert "Atlantis" in load["refused"][0]["examples"][0]
    asked = json.loads(tocsin("indicator", "second_share", "--reporter", "KOR", "--json"))
    assert {row["period"]: row["value"] for row in asked["rows"]} == {"2024-01": 0.2, "2024-02": 0.0}


def test_help_and_reference_find_both(checkout: Path, tocsin: Tocsin) -> None:
    assert "second_share" in tocsin("indicators")
    told = json.loads(tocsin("sources", "--json"))  # the table folds its words
    assert any("invented customs office" in one["title"] for one in told)
    shutil.copytree(ROOT / "scripts", checkout / "scripts", dirs_exist_ok=True)
    code = "from scripts.docs_reference import pages; print(*pages().values())"
    env = {**os.environ, "PYTHONPATH": f"{checkout / 'src'}{os.pathsep}{checkout}"}
    text = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True).stdout
    assert "## second_share" in text
    assert "## example" in text


def test_the_test_of_the_page_passes(checkout: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/indicators/test_second_share.py"]
    env = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    done = subprocess.run(command, cwd=checkout, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
