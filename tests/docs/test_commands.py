"""The commands of README and tutorial run, and print what the pages show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.docs.blocks import DOCS, ROOT, Shown, mentioned, shown
from tocsin.cli import app

PAGES = (ROOT / "README.md", *sorted((DOCS / "tutorials").glob("*.md")))
COMMANDS = [one for page in PAGES for one in shown(page)]
ALL = sorted({(page.name, line) for page in (*PAGES, *DOCS.rglob("*.md")) for line in mentioned(page)})


@pytest.mark.parametrize("one", [one for one in COMMANDS if one.command.startswith("tocsin ")], ids=str)
def test_command_prints_what_the_page_shows(
    one: Shown, docs_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_LAKE", str(docs_lake))
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-24")
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(app, shlex.split(one.command)[1:], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    printed = iter([line.rstrip() for line in answer.stdout.splitlines()])
    missing = [line for line in one.output if line not in printed]  # in the order of the page
    assert missing == []


@pytest.mark.parametrize("target", sorted({line.split()[1] for _, line in ALL if line.startswith("make ")}))
def test_target_of_make_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("page", "line"), [pair for pair in ALL if pair[1].startswith("tocsin ")])
def test_command_and_its_options_are_there(page: str, line: str) -> None:
    """Commands that are shown without being run (they need a file) at least exist, with every option named."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(re.split(r"[|>]", line, maxsplit=1)[0].replace("...", ""))[1:]
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        command = command.commands[words.pop(0)]
    known = {name for option in command.params for name in option.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known, page


def test_console_blocks_are_there() -> None:
    assert len(COMMANDS) > 10
