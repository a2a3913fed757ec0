"""What the documentation shows as code: fenced blocks, and the commands in them with the output they promise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_SHELLS = ("bash", "console", "sh")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, its title, its text."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A command as the documentation shows it, and the lines of output beneath it."""

    page: str
    command: str
    output: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {self.command}"


def fences(page: Path) -> list[Fence]:
    """Return the fenced blocks of a page."""
    return [Fence(*found.groups(default="")) for found in _FENCE.finditer(page.read_text(encoding="utf-8"))]


def titled(page: Path) -> dict[str, str]:
    """Return the blocks of a page that stand for a file, by its path."""
    return {fence.title: fence.text for fence in fences(page) if fence.title}


def shown(page: Path) -> list[Shown]:
    """Return the commands of the console blocks of a page, each with what is printed beneath it."""
    found: list[Shown] = []
    for fence in fences(page):
        if fence.kind == "console":
            for part in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
                command, *lines = part.splitlines()
                found.append(Shown(page.name, command, tuple(line.rstrip() for line in lines if line.strip() != "...")))
    return found


def mentioned(page: Path) -> list[str]:
    """Return every command line of a page, those without output included, without comments."""
    lines = [
        line.removeprefix("$ ") for fence in fences(page) if fence.kind in _SHELLS for line in fence.text.splitlines()
    ]
    return [line.split("#")[0].strip() for line in lines if line.startswith(("tocsin ", "make "))]
