"""Fits what the certainty of an event is told from; writes data/events/certainty.toml.

    python scripts/fit_certainty.py [--out FILE]

Cases are events that the reader reads at any level of certainty in sentences and documents to which its judges were not
fitted: real sentences (bench/quoted_events/unfitted), written ones (bench/written_events/examined, synthetic) and
written documents (bench/written_documents but for those held back, synthetic). Its class is whether it was coded, as
bench.events_gold matches; what is coded as optional counts neither way. Run it again after the judges were fitted anew,
or after many rules have changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from tocsin.events.certainty import ALWAYS, TABLE
from tocsin.events.event import Event
from tocsin.events.reader import read
from tocsin.ref.tables import DATA

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.events_documents import DEVELOPING, documents
from bench.events_gold import Sentence, pairs, written

BENCH = Path(__file__).parents[1] / "bench"
SENTENCES = ("quoted_events/unfitted", "written_events/examined")
#: Strength of the penalty (scikit-learn's C: smaller is stronger) on weights of signs of variance one.
PENALTY = 0.3

Case = tuple[dict[str, float], bool]


def seen() -> Iterator[tuple[Sentence, list[Event]]]:
    """Yield sentences and documents, each with what is read in it, however unsure."""
    for folder in SENTENCES:
        for path in sorted((BENCH / folder).glob("*.jsonl")):
            for one in written(path):
                (reading,) = read(one.text, kind="text", published=one.today, least=0.0)
                yield one, list(reading.events)
    for folder in DEVELOPING:
        for path, one in documents(folder):
            (reading,) = read(path.read_bytes(), name=path.name, least=0.0)
            yield one, list(reading.events)


def cases(one: Sentence, found: list[Event]) -> Iterator[Case]:
    """Yield the events that were read, and whether each was coded."""
    matched = pairs(one.gold, found)
    for event in found:
        gold = next((coded for coded, other in matched if other is event), None)
        if event.signs and not (gold and gold.optional):
            yield dict(event.signs), gold is not None


def fitted(found: list[Case]) -> dict[str, float]:
    """Return the weights of signs."""
    names = [name for name in found[0][0] if name != ALWAYS]
    values = np.array([[signs[name] for name in names] for signs, _ in found])
    mean, spread = values.mean(axis=0), values.std(axis=0)
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit((values - mean) / spread, [yes for _, yes in found])
    weights = model.coef_[0] / spread
    return {ALWAYS: float(model.intercept_[0] - weights @ mean), **dict(zip(names, map(float, weights), strict=True))}


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DATA / TABLE)
    given = parser.parse_args()
    found = [case for one, events in seen() for case in cases(one, events)]
    print(f"{len(found)} events, {sum(yes for _, yes in found)} of them right", flush=True)
    rows = "".join(f"{name} = {weight:.5g}\n" for name, weight in fitted(found).items())
    given.out.write_text(f"# Written by `python scripts/fit_certainty.py`.\n{rows}", encoding="utf-8")


if __name__ == "__main__":
    main()
