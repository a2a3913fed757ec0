"""The quoted sentences: well formed, each with its document, coded by two, and no sentence on two sides of a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench.events_gold import HALVES, load, written
from scripts.fit_events import QUOTES, SOURCES, real

from tocsin.events.event import ACTS, MODALITIES

FOLDER = Path(__file__).parents[2] / "bench" / "quoted_events"
FITTED = sorted(FOLDER.glob("*.jsonl"))
APART = sorted((FOLDER / "apart").glob("*.jsonl"))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", [*FITTED, *APART], ids=lambda path: path.stem)
def test_every_line_is_well_formed_and_names_its_document(path: Path) -> None:
    for n, row in enumerate(rows(path), 1):
        where = f"{path.name}:{n}"
        assert row["doc"], where
        assert len(row["others"]) == (2 if path in APART else 1), where
        for event in (*row["e"], *row["others"][0]):
            assert {event["a"], *event["alt"]} <= set(ACTS), where
            assert event["m"] in MODALITIES, where
            assert event["w"] in row["t"], where
            assert bool(event["on"]) == bool(event["p"]), where


def test_the_page_counts_what_is_there() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FITTED:
        left = sum(len(rows(each)) for each in APART if each.stem == f"{path.stem}_apart")
        assert f"| `{path.name}` | {len(rows(path)) + left} | {left or ''} |".replace("  ", " ") in page.replace(
            "  ", " "
        )


def test_no_sentence_stands_on_two_sides() -> None:
    gold = {one.text for half in HALVES for one in load(half)}
    fitted = [row["t"] for path in FITTED for row in rows(path)]
    apart = [row["t"] for path in APART for row in rows(path)]
    assert len(fitted) + len(apart) == len({*fitted, *apart})
    assert not gold & {*fitted, *apart}
    assert not {row["doc"] for path in APART for row in rows(path)} & {
        row["doc"] for path in FITTED for row in rows(path)
    }


def test_only_what_is_not_apart_is_fitted() -> None:
    assert QUOTES == FITTED
    assert not {*SOURCES, *QUOTES} & {*APART}
    said = {row["t"] for row in real()}
    assert {one.text for path in FITTED for one in written(path)} | {one.text for one in load("dev")} == said


def test_what_one_coder_alone_saw_is_optional(tmp_path: Path) -> None:
    event = {
        "a": "ban",
        "who": ["USA"],
        "to": [],
        "w": "banned",
        "m": "done",
        "on": "",
        "p": "",
        "o": [],
        "alt": [],
        "opt": False,
    }
    path = tmp_path / "one.jsonl"
    line = {"d": "2024-05-06", "doc": "One", "t": "It banned tin and met Chile.", "e": [event | {"named": False}]}
    line["others"] = [[event | {"named": False, "w": ""}, event | {"a": "meet", "w": "met"}]]
    path.write_text(json.dumps(line), encoding="utf-8")
    ((ban, meet),) = (one.gold for one in written(path))
    assert (ban.acts, ban.named, ban.optional, ban.words) == (("ban",), False, False, "banned")
    assert (meet.acts, meet.optional) == (("meet",), True)
