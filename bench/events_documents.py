"""Scores the reading of whole documents that were written and coded for it, sentence by sentence; synthetic.

    python -m bench.events_documents [--examples]

Writes bench/results/events_documents.json. ``--examples`` shows what went wrong in the documents for developing, never
in those held back. How they were coded stands in bench/written_documents/README.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench.coders import Coded
from bench.events_gold import Sentence, Tally, count, examples, figures
from bench.report import RESULTS, write
from tocsin.events.event import Event
from tocsin.events.reader import read

FOLDER = Path(__file__).with_name("written_documents")
#: Folders of documents for developing, and of those that are scored alone.
DEVELOPING, HELD = ("news_and_notes", "dispatches", "notices"), ("notices_held",)
SHOWN = ("precision", "recall", "strict_precision", "date", "dated_events", "modality")


def documents(folder: str) -> Iterator[tuple[Path, Sentence]]:
    """Yield the documents of a folder, each with all that is coded in it as one sentence would hold it."""
    lines = (FOLDER / f"{folder}.jsonl").read_text(encoding="utf-8").splitlines()
    coded: dict[str, list[Coded]] = {}
    days: dict[str, str] = {}
    for line in map(json.loads, lines):
        coded.setdefault(line["doc"], []).extend(map(Coded.short, line["e"]))
        days[line["doc"]] = line["d"]
    for name, gold in coded.items():
        yield FOLDER / folder / name, Sentence(name, "", date.fromisoformat(days[name]), (), (tuple(once(gold)),))


def once(gold: Sequence[Coded]) -> Iterator[Coded]:
    """Yield what is coded; what is told again, the same act of the same parties, is optional."""
    seen: set[tuple[str, frozenset[str], frozenset[str]]] = set()
    for one in gold:
        key = (one.acts[0], frozenset(one.actor), frozenset(one.target))
        yield replace(one, optional=True) if key in seen else one
        seen.add(key)


def events(path: Path) -> list[Event]:
    """Return what is read in a document, whose day its head or first line tells."""
    return [event for one in read(path.read_bytes(), name=path.name) for event in one.events]


def score(folder: str) -> tuple[dict[str, Any], list[tuple[Sentence, list[Event]]]]:
    """Score a folder; also return what was read in each document."""
    seen = [(one, events(path)) for path, one in documents(folder)]
    tally = Tally()
    for one, found in seen:
        count(one, found, tally)
    counted = figures(tally)
    return {"documents": len(seen), "events": counted["events"], **{name: counted[name] for name in SHOWN}}, seen


def main(arguments: Sequence[str] | None = None) -> None:
    """Score, show the figures and write them."""
    parser = argparse.ArgumentParser(prog="python -m bench.events_documents")
    parser.add_argument("--examples", action="store_true", help="what went wrong in documents for developing")
    options = parser.parse_args(arguments)
    found = {}
    for folder in (*DEVELOPING, *HELD):
        found[folder], seen = score(folder)
        print(folder, json.dumps(found[folder]))
        if options.examples and folder in DEVELOPING:
            print("\n".join(examples(seen)))
    about = "Synthetic: whole documents written and coded for this by four authors; notices_held was never looked at."
    write("events_documents", {"about": about, "folders": found, "targets": []})
    print(RESULTS / "events_documents.json")


if __name__ == "__main__":
    main()
