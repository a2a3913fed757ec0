"""The quoted sentences: well formed, each with its document, coded by two or three, and no sentence on two sides."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bench.events_gold import HALVES, load, written
from scripts.fit_events import REAL, read, real
from scripts.network_cases import cases, repeated

from tocsin.events.event import ACTS, MODALITIES

FOLDER = Path(__file__).parents[2] / "bench" / "quoted_events"
FITTED = sorted(FOLDER.glob("*.jsonl"))
UNFITTED = sorted((FOLDER / "unfitted").glob("*.jsonl"))
LATER = sorted((FOLDER.parent / "gold_events").glob("held_*/*.jsonl"))
APART = [*sorted(FOLDER.glob("*apart/*.jsonl")), *LATER]
DAY = r"\d{4}-\d{2}-\d{2}"
WHEN = {"": "", "day": DAY, "month": r"\d{4}-\d{2}", "quarter": r"\d{4}-Q\d", "year": r"\d{4}"}
MARK_UP = re.compile(r"[<>]|``|\[\w+\]\w|\*\*|\]\(|&\w+;|\n|  |\[(?i:laughter|applause)\]")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def runs(said: str, n: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", said.lower())
    return {tuple(words[k : k + n]) for k in range(len(words) - n + 1)}


@pytest.mark.parametrize("path", [*FITTED, *UNFITTED, *APART], ids=lambda path: path.stem)
def test_every_line_is_well_formed_and_names_its_document(path: Path) -> None:
    for n, row in enumerate(rows(path), 1):
        where = f"{path.name}:{n}"
        assert row["doc"], where
        assert re.fullmatch(f"({DAY})?", row["d"]), where
        assert not MARK_UP.search(row["t"]), where
        assert len(row["others"]) == (2 if path in APART else 1), where
        for event in (*row["e"], *(one for coding in row["others"] for one in coding)):
            assert {event["a"], *event["alt"]} <= set(ACTS), where
            assert event["m"] in MODALITIES, where
            assert event["w"] in row["t"], where
            assert re.fullmatch(WHEN[event["p"]], event["on"]), where
            codes = {one for one in (*event["who"], *event["to"]) if re.fullmatch("[A-Z]{3}", one)}
            assert not codes & {"SUN", "EUR", "ROK", "UAE", "PRC"}, where


def test_the_page_counts_what_is_there() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FITTED:
        left = sum(len(rows(each)) for each in APART if each.stem == f"{path.stem}_apart")
        assert f"| `{path.name}` | {len(rows(path)) + left} | {f'{left} ' if left else ''}|" in page
    assert f"`unfitted/` holds {sum(len(rows(path)) for path in UNFITTED)} sentences" in page


def test_no_sentence_stands_on_two_sides() -> None:
    gold = {one.text for half in HALVES for one in load(half)}
    fitted = [row["t"] for path in (*FITTED, *UNFITTED) for row in rows(path)]
    apart = [row["t"] for path in APART for row in rows(path)]
    assert len(fitted) + len(apart) == len({*fitted, *apart})
    assert not gold & {*fitted, *apart}
    seen = {run for said in fitted for run in runs(said)}
    for said in apart:
        assert len(runs(said) & seen) <= 0.15 * len(runs(said)), said
    held = {run for one in load("held") for run in runs(one.text, 6)}
    assert not [said for said in (*fitted, *apart) if len(runs(said, 6) & held) > 0.15 * len(runs(said, 6))]


def test_no_document_stands_on_two_sides() -> None:
    def known(path: Path) -> set[str]:
        told = " ; ".join(f"{row['doc']} {row.get('url', '')}" for row in rows(path))
        numbers = set(re.findall(r"20\d\d-\d{5}|\b(?:IF|IN|R|LSB)\d{4,5}\b|(?<=Order )\d{5}", told))
        addresses = {row["url"].rstrip("/") for row in rows(path) if row.get("url")}
        return numbers | addresses | {row["doc"].lower() for row in rows(path)}

    assert not {one for path in APART for one in known(path)} & {one for path in FITTED for one in known(path)}


def test_all_but_what_is_apart_is_fitted_and_counts_more() -> None:
    given = list(real())
    assert {one.text for path in FITTED for one in written(path)} | {one.text for one in load("dev")} == {
        row["t"] for row in given
    }
    both = [*read(given[:1]), *read([{"d": "", "t": "It rained.", "e": []}])]
    assert [one.times for one in both] == [REAL, 1]
    first, second = cases(both, {}, None)
    assert repeated(both, [first, second]) == [*REAL * [first], second]


def test_what_one_coder_alone_saw_is_optional(tmp_path: Path) -> None:
    ban: dict[str, Any] = {"a": "ban", "who": ["USA"], "to": [], "w": "banned", "m": "done", "on": "", "named": False}
    ban |= {"o": [], "alt": [], "opt": False}
    alone = dict(ban, a="meet", w="met")
    line: dict[str, Any] = {"d": "2024-05-06", "doc": "One", "t": "It banned tin and met Chile.", "e": [ban]}
    line["others"] = [[dict(ban, w=""), alone]]
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    ((first, second),) = (one.gold for one in written(path))
    assert (first.acts, first.named, first.optional, first.words) == (("ban",), False, False, "banned")
    assert (second.acts, second.optional) == (("meet",), True)
