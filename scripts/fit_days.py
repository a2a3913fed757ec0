"""Fits the weights by which the reader judges which date is the day of an act; writes data/events/days.parquet.

    python scripts/fit_days.py [--out FILE] [FILE ...]

FILES are those of scripts/fit_events.py; without any, the same, real ones too, but not the garbled, nor those of
by_kind, in which a day on which something was only reported is no date: the gold sentences are not so strict. A case is
a date in a sentence with an act that was read there as it was coded; its class is whether it is the day that was coded.
What the rules and the networks say of the date is among the signs: run it again after either has changed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing import Pool
from pathlib import Path

from tocsin.events.answering import returned
from tocsin.events.coder import scene_of
from tocsin.events.coming import ahead
from tocsin.events.context import Memory
from tocsin.events.day_signs import day_signs
from tocsin.events.event import Event, Evidence
from tocsin.events.happening import spoken
from tocsin.events.judging import judged
from tocsin.events.making import Maker
from tocsin.events.other_days import never
from tocsin.events.ruled_days import ruled
from tocsin.events.speech import ordered
from tocsin.events.text import Text
from tocsin.events.told import Told

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.events_gold import FOLDER, Sentence, load, pairs
from bench.events_gold import written as lines
from scripts.fit_events import QUOTES, REAL, WRITTEN, Cases, fitted, write

OUT = Path(__file__).parents[1] / "src" / "tocsin" / "data" / "events" / "days.parquet"

GOLD = FOLDER / "dev.json"
REALS = {path.resolve() for path in (*QUOTES, GOLD)}
PLAIN = sorted(path for path in WRITTEN.glob("*.jsonl") if not path.stem.startswith("garbled"))

Case = tuple[str, list[str], bool]


def made(said: Sentence) -> tuple[Maker, list[tuple[Told, Event]]]:
    """Return what is read in a sentence, each act as it is told there."""
    text = Text.of(said.text).clean
    scene = scene_of(text, Memory(today=said.today))[0]
    maker = Maker(
        scene.said, Evidence(text, 0, len(text)), scene.sentence, Memory(today=said.today), [*scene.when, *scene.beside]
    )
    if ordered(scene.sentence):  # an order to somebody tells nothing
        return maker, []
    drafts = returned(scene.sentence, sorted(judged(scene), key=lambda one: one.first))
    return maker, [(maker.told(one), event) for one in drafts for event in maker.made(one, drafts)]


def cases(said: Sentence) -> Iterator[Case]:
    """Yield the dates of a sentence for each act that is coded and read in it."""
    if not any((one.date or one.undated) and not one.optional for one in said.gold):
        return
    maker, read = made(said)
    for gold, event in pairs(said.gold, [event for _, event in read]):
        told = next(one for one, other in read if other is event)
        if gold.optional or not (gold.date or gold.undated) or not told.likely:
            continue
        meant = (maker.when[spoken(maker.said, maker.when, k, told, said.today)] for k in range(len(maker.when)))
        days = [ahead(maker.said, one, told.at, told.state, said.today) for one in meant]
        right = [bool(gold.date) and one.startswith(gold.date) for one in days]
        if any(right) or gold.undated:
            rule = ruled(maker.said, maker.when, told)
            signs = day_signs(maker.said, maker.when, told, said.today, rule)
            for one, its_signs, yes in zip(maker.when, signs, right, strict=True):
                if not never(maker.said, one, told):
                    yield told.act, its_signs, yes


def of_file(path: Path) -> list[Case]:
    """Return the cases of a file."""
    sentences: Iterable[Sentence] = load("dev") if path.resolve() == GOLD.resolve() else lines(path)
    return [case for one in sentences for case in cases(one)]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    found = Cases.none()
    with Pool() as pool:
        files = given.files or [*PLAIN, *QUOTES, GOLD]
        for path, read in zip(files, pool.imap(of_file, files), strict=True):
            for act, signs, yes in read:
                found.add(act, signs, "yes" if yes else "no", REAL if path.resolve() in REALS else 1)
    print(f"day: {len(found.classes)} cases {dict(Counter(found.classes))}", flush=True)
    write(list(fitted("day", found)), given.out)


if __name__ == "__main__":
    main()
