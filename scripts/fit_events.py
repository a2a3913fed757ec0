"""Fits the weights by which the reader judges what a sentence tells; writes data/events/weights.parquet.

    python scripts/fit_events.py [--out FILE] [FILE ...]

FILES hold sentences, one a line, with the events that they tell (bench/written_events/README.md); without any, all of
that folder, and of real ones those of bench/quoted_events and the gold half that is for developing. Each model is a
logistic regression with an L2 penalty; the scopes of a sign (all acts, the act's family, the act) are columns of their
own, so that what holds of all acts need not be learnt for each. Run it again after the rules have changed: that a rule
fires is among the signs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from tocsin.events.clues import Scene, best, clues
from tocsin.events.coder import scene_of
from tocsin.events.context import Memory
from tocsin.events.making import Draft
from tocsin.events.mentions import party_of
from tocsin.events.paraphrase import normalised
from tocsin.events.parts import ruled_part
from tocsin.events.signs import act_signs, modality_signs, party_signs, scene_signs
from tocsin.events.text import Text
from tocsin.events.weights import ALWAYS, scopes

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.events_gold import load
from bench.events_gold import written as written_in

if TYPE_CHECKING:
    from bench.coders import Coded

ROOT = Path(__file__).parents[1]
WRITTEN = ROOT / "bench" / "written_events"
SOURCES = sorted([*WRITTEN.glob("*.jsonl"), *(WRITTEN / "by_kind").glob("*.jsonl")])
QUOTES = sorted((ROOT / "bench" / "quoted_events").glob("*.jsonl"))
#: How often a real sentence counts beside a written one.
REAL = 4
OUT = ROOT / "src" / "tocsin" / "data" / "events" / "weights.parquet"
#: Strength of the penalty (scikit-learn's C: smaller is stronger) and how often a sign must be seen.
PENALTY = {"sentence": 0.1, "act": 0.012, "party": 0.1, "modality": 0.3, "day": 0.05}
LEAST_SEEN = {"sentence": 5, "act": 6, "party": 5, "modality": 5, "day": 10}
#: Those that are fitted here; the days are fitted by scripts/fit_days.py.
TASKS = ("sentence", "act", "party", "modality")
#: A stem tells an act if it told it this often, and in this share of the sentences that hold it.
LEAST_TOLD, LEAST_SHARE = 2, 0.12
_SMALL = 0.01

Row = tuple[str, str, str, str, float]


@dataclass(frozen=True)
class Written:
    """A sentence and what it tells.

    Parameters
    ----------
    scene : Scene
        The sentence.
    said : str
        Its text.
    events : sequence of dict
        As in the files: act ``a``, ``who``, ``to``, words ``w``, modality ``m``, other right acts ``alt``, ``opt``; of
        several coders also the parties on which they differ, ``open``.
    times : int
        How often it counts.
    """

    scene: Scene
    said: str
    events: Sequence[dict[str, Any]]
    times: int = 1


@dataclass
class Cases:
    """Cases of one task: the act, the signs, the class, how often each counts."""

    acts: list[str]
    signs: list[list[str]]
    classes: list[str]
    times: list[int]

    @classmethod
    def none(cls) -> Cases:
        """Return no cases."""
        return cls([], [], [], [])

    def add(self, act: str, signs: Iterable[str], class_: str, times: int = 1) -> None:
        """Add a case."""
        self.acts.append(act)
        self.signs.append([ALWAYS, *dict.fromkeys(signs)])
        self.classes.append(class_)
        self.times.append(times)


def lines(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the lines of files."""
    for path in paths:
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def real() -> Iterator[dict[str, Any]]:
    """Yield real sentences as lines, with what most coders coded: the quoted, and the gold half for developing."""
    for one in (*load("dev"), *(said for path in QUOTES for said in written_in(path))):
        day = one.today.isoformat() if one.today else ""
        yield {"d": day, "t": one.text, "e": [_line(event) for event in one.gold], "times": REAL}


def _line(event: Coded) -> dict[str, Any]:
    """Return an event as it stands in a line, with the parties on which coders differ; its day only if they agree."""
    return {
        "a": event.acts[0],
        "who": sorted(event.actor),
        "to": sorted(event.target),
        "open": sorted(event.doubtful),
        "w": event.words,
        "m": event.modality,
        "alt": list(event.acts[1:]),
        "opt": event.optional,
        **({"on": event.date} if event.date or event.undated else {}),
    }


def read(rows: Iterable[dict[str, Any]]) -> Iterator[Written]:
    """Yield sentences with what the rules read in them; a garbled one normalised, and the plain one beside it."""
    for row in rows:
        today = date.fromisoformat(row["d"]) if row["d"] else None
        for text, events in texts(row):
            scene = scene_of(text.clean, Memory(today=today))[0]
            yield Written(scene, text.clean, events, row.get("times", 1))


def texts(row: dict[str, Any]) -> Iterator[tuple[Text, list[dict[str, Any]]]]:
    """Yield what is read of a line, each with its events."""
    text, events = Text.of(row["t"]), row["e"]
    if "plain" not in row:
        yield text, events
        return
    plain = row["plain"]
    # the words that tell an act were mostly garbled too: which ones tell it in the plain sentence is then not said
    yield Text.of(plain), [event | {"w": event["w"] if event["w"] in plain else ""} for event in events]
    text = normalised(text)
    yield text, [event | {"w": standing(text, event["w"])} for event in events]


def standing(text: Text, words: str) -> str:
    """Return what stands in a normalised text for words of its original."""
    start = text.original.index(words)
    inside = [k for k in range(len(text)) if overlap(text.span(k, k + 1), (start, start + len(words)))]
    return text.clean[inside[0] : inside[-1] + 1].strip() if inside else ""


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def telling(written: Sequence[Written]) -> dict[str, tuple[str, ...]]:
    """Return the acts that each stem tells."""
    seen: Counter[str] = Counter()
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for one in written:
        seen.update({unit.sign for unit in one.scene.row})
        for event in one.events:
            if event.get("opt") or not event.get("w"):
                continue
            start = one.said.find(event["w"])
            for unit in one.scene.row:
                word = one.scene.sentence.words[unit.first]
                inside = start <= word.start < start + len(event["w"])
                if inside and len(unit.word) > 3 and unit.word.isalpha() and not unit.sign.startswith("@"):
                    told[unit.sign][event["a"]] += 1
    return {
        sign: acts
        for sign, counted in told.items()
        if (acts := tuple(a for a, n in counted.items() if n >= LEAST_TOLD and n >= LEAST_SHARE * seen[sign]))
    }


def hit(party: str, names: Iterable[str]) -> bool:
    """Tell whether a party is among names: the same by any of its names, or one name within the other."""
    return any(
        party in {name, party_of(name)}
        or (
            min(len(party), len(name)) > 3
            and (party.casefold() in name.casefold() or name.casefold() in party.casefold())
        )
        for name in names
    )


def part_of(party: str, event: Mapping[str, Any]) -> str:
    """Return the part of a party in a coded event; empty where coders differ."""
    if hit(party, event["who"]):
        return "actor"
    if hit(party, event["to"]):
        return "target"
    return "" if hit(party, event.get("open", ())) else "none"


def cases(written: Sequence[Written], told: dict[str, tuple[str, ...]]) -> dict[str, Cases]:
    """Return the cases of each task."""
    found = {task: Cases.none() for task in TASKS}
    for one in written:
        scene = one.scene
        clued = clues(scene, told)
        need = {event["a"] for event in one.events if not event.get("opt")}
        soft = {act for event in one.events for act in (event["a"], *event.get("alt", []))} - need
        if need or not soft:
            found["sentence"].add("", scene_signs(scene), "yes" if need else "no", one.times)
        for act, at in clued.items():
            if act not in soft:
                signs = (*scene_signs(scene), *act_signs(scene, act, at))
                found["act"].add(act, signs, "yes" if act in need else "no", one.times)
        for event in one.events:
            if (act := event["a"]) not in clued:
                continue
            read = next((draft for draft in scene.drafts if draft.act == act), None)
            k = scene.unit_at(read.first) if read else best(clued[act])
            if k is None:
                continue
            empty = Draft(act=act, actors=(), targets=(), first=0, last=1, state="", confidence=0.0)
            for m in scene.parties_near(k):
                party = getattr(scene.row[m].mention, "party", "")
                if part := part_of(party, event):
                    found["party"].add(
                        act, party_signs(scene, k, m, ruled_part(read or empty, scene, m)), part, one.times
                    )
            found["modality"].add(act, modality_signs(scene, k), event["m"], one.times)
    return found


def fitted(task: str, given: Cases) -> Iterator[Row]:
    """Yield the weights of a task: task, sign, scope, class, weight."""
    counts = Counter(sign for signs in given.signs for sign in signs)
    columns: dict[tuple[str, str], int] = {}
    at: list[list[int]] = []
    for act, signs in zip(given.acts, given.signs, strict=True):
        at.append(
            [
                columns.setdefault((sign, scope), len(columns))
                for sign in signs
                if counts[sign] >= LEAST_SEEN[task]
                for scope in scopes(act)
            ]
        )
    ends = np.cumsum([0, *map(len, at)])
    matrix = sp.csr_matrix(
        (np.ones(ends[-1], dtype=np.float32), np.concatenate([np.array(one, dtype=np.int64) for one in at]), ends),
        shape=(len(at), len(columns)),
    )
    model = LogisticRegression(C=PENALTY[task], max_iter=500, tol=1e-4)
    model.fit(matrix, given.classes, sample_weight=given.times)
    names = list(model.classes_)
    slopes, level = model.coef_, model.intercept_
    if len(names) == 2:
        slopes, level = np.vstack([-slopes[0] / 2, slopes[0] / 2]), np.array([-level[0] / 2, level[0] / 2])
    keys = list(columns)
    for n, name in enumerate(names):
        row = slopes[n].copy()
        if (ALWAYS, "") in columns:
            row[columns[ALWAYS, ""]] += level[n]
        for k in np.flatnonzero(np.abs(row) > _SMALL):
            yield task, *keys[k], name, round(float(row[k]), 4)


def fit(written: Sequence[Written]) -> list[Row]:
    """Return all weights."""
    told = telling(written)
    rows = [("telling", sign, act, "told", 1.0) for sign, acts in sorted(told.items()) for act in acts]
    for task, given in cases(written, told).items():
        rows += fitted(task, given)
        print(f"{task}: {len(given.classes)} cases {dict(Counter(given.classes))}", flush=True)
    return rows


def write(rows: Sequence[Row], path: Path) -> None:
    """Write weights."""
    ordered = sorted(rows)
    columns = list(zip(*ordered, strict=True))
    table = pa.table(
        {
            **{name: pa.array(columns[k], pa.string()) for k, name in enumerate(("task", "sign", "scope", "class"))},
            "weight": pa.array(columns[4], pa.float32()),
        }
    )
    pq.write_table(table, path, compression="zstd", compression_level=19, use_dictionary=True)
    print(f"{path.name}: {table.num_rows} weights, {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    rows = lines(given.files) if given.files else (*lines(SOURCES), *real())
    written = list(read(rows))
    print(f"{len(written)} sentences")
    write(fit(written), given.out)


if __name__ == "__main__":
    main()
