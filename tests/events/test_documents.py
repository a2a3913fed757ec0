"""The written documents: well formed, each sentence in its document, and a told act counted once."""

from __future__ import annotations

import json
import re

import pytest
from bench.coders import Coded
from bench.events_documents import DEVELOPING, FOLDER, HELD, documents, once

from tocsin.events.event import ACTS, MODALITIES

FOLDERS = (*DEVELOPING, *HELD)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_sentence_stands_in_its_document(folder: str) -> None:
    rows = [json.loads(line) for line in (FOLDER / f"{folder}.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / folder).iterdir()}
    assert {row["doc"] for row in rows} == set(texts)
    for row in rows:
        assert " ".join(row["t"].split()) in " ".join(texts[row["doc"]].split()), row["t"]
        for event in row["e"]:
            assert {event["a"], *event["alt"]} <= set(ACTS)
            assert event["m"] in MODALITIES
            assert event["w"] in row["t"]
            assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", event["on"])


def test_the_page_counts_what_is_there() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for folder in FOLDERS:
        rows = [json.loads(line) for line in (FOLDER / f"{folder}.jsonl").read_text(encoding="utf-8").splitlines()]
        events = [event for row in rows for event in row["e"]]
        docs, optional = len({row["doc"] for row in rows}), sum(event["opt"] for event in events)
        assert f"| `{folder}` | {docs} | {len(rows)} | {len(events)} | {optional} |" in page


def test_what_is_told_again_counts_once() -> None:
    ban = Coded.short(
        {
            "a": "ban",
            "who": ["CHN"],
            "to": [],
            "w": "",
            "m": "done",
            "on": "",
            "p": "",
            "o": [],
            "alt": [],
            "opt": False,
        }
    )
    assert [one.optional for one in once([ban, ban])] == [False, True]
    assert all(not one.optional for _, sentence in list(documents("notices"))[:1] for one in sentence.gold[:1])
