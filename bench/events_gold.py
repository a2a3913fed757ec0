"""Scores the coder of events on sentences coded by hand, and on the records of PLOVER where they are at hand.

    python -m bench.events_gold [--half dev|held|written_held|...|both] [--plover FILE] [--examples] [--no-write]
                                [--spacy NAME] [--least CERTAINTY]

Writes bench/results/events_gold.json. Of the half that is held back only figures are shown, never a sentence or what
was read in it; ``--examples`` shows what went wrong in the other half. How the sentences were coded and how they are
matched stands in bench/gold_events/README.md. PLOVER's file may also be named by ``TOCSIN_PLOVER``.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.coders import SIDE_BY_SIDE, Coded, grouped, overlap, settled
from bench.report import RESULTS, Target, verdict, write
from tocsin.events.certainty import LEVEL
from tocsin.events.event import Event
from tocsin.events.paraphrase import suspicion
from tocsin.events.reader import read
from tocsin.events.spacy_pipeline import Parser
from tocsin.events.spacy_pipeline import load as load_pipeline

FOLDER = Path(__file__).with_name("gold_events")
HALVES = ("dev", "held")
#: Sentences that others wrote and coded, by what they are; of each there is a file for developing and one held back.
WRITTEN = ("written", "garbled")
#: Sentences like those to which the judges were fitted, left out of the fit: written ones, and real ones.
LEFT_OUT = {
    "apart": FOLDER.parent / "written_events" / "apart",
    "quoted_apart": FOLDER.parent / "quoted_events" / "apart",
    "news_apart": FOLDER.parent / "quoted_events" / "news_apart",
    "late_apart": FOLDER.parent / "quoted_events" / "late_apart",
    "held_later": FOLDER / "held_later",
    "held_third": FOLDER / "held_third",
}
#: All public documents that are held back: the targets are those of all together.
ALL_HELD = ("held", "held_later", "held_third")
TARGETS = {
    "precision": Target(0.85, "event precision, at least", at_least=True),
    "recall": Target(0.70, "event recall, at least", at_least=True),
    "direction": Target(0.90, "matched pairs that are not swapped, at least", at_least=True),
    "date": Target(0.90, "matched events whose date is right, at least", at_least=True),
    "false_events": Target(0.05, "sentences without an event in which one was read, at most"),
}
LEAST_SENTENCES = 240
#: Bands of confidence, by where each begins, in each of which the share of events that are right is told.
BANDS = (0.0, 0.55, 0.7, 0.8, 0.9)
#: Classes of PLOVER 0.5 to which our acts may belong; a position may be any of several.
PLOVER = {
    "agree": {"AGREE"},
    "pledge": {"AGREE"},
    "dialogue": {"CONSULT", "AGREE"},
    "meet": {"CONSULT"},
    "state": {"SUPPORT", "DISAPPROVE", "DEMAND", "REJECT"},
    "threaten": {"THREATEN"},
    "announce_control": {"SANCTION", "COERCE"},
    "impose_control": {"SANCTION", "COERCE"},
    "ban": {"SANCTION", "COERCE"},
    "quota": {"SANCTION", "COERCE"},
    "tariff": {"SANCTION"},
    "list_entity": {"SANCTION"},
    "sanction": {"SANCTION"},
    "retaliate": {"SANCTION"},
    "remove_trusted_group": {"SANCTION"},
    "lift_control": {"CONCEDE"},
    "suspend": {"CONCEDE", "SANCTION"},
    "expire": {"CONCEDE"},
    "extend": {"SANCTION", "COOPERATE"},
    "add_trusted_group": {"CONCEDE", "COOPERATE"},
    "exercise": {"COOPERATE", "MOBILIZE"},
    "missile_test": {"MOBILIZE", "FIGHT"},
    "strike": {"PROTEST"},
    "stock_release": {"AID"},
}
#: What a modality makes of a class: what is asked of somebody, what is refused.
PLOVER_MODALITY = {"called_for": "DEMAND", "denied": "REJECT"}


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document.

    Parameters
    ----------
    id, text : str
        Its name and its words.
    today : date or None
        The day of its document.
    twice : tuple of tuple of Coded
        What its first coder coded at first and a second time; none where it was coded once.
    coders : tuple of tuple of Coded
        What each coder coded, the first coder's two codings made one.
    """

    id: str
    text: str
    today: date | None
    twice: tuple[tuple[Coded, ...], ...]
    coders: tuple[tuple[Coded, ...], ...]

    @cached_property
    def gold(self) -> tuple[Coded, ...]:
        """Return what most coders coded."""
        return settled(self.coders)

    def by(self, coder: int) -> Sentence:
        """Return it as one coder alone coded it."""
        return replace(self, coders=(self.coders[coder],))


@dataclass
class Tally:
    """What was counted."""

    sentences: int = 0
    without: int = 0
    false_sentences: int = 0
    found: Counter[str] = field(default_factory=Counter)
    strict: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    directed: int = 0
    swapped: int = 0
    dated: int = 0
    date_right: int = 0
    date_given: int = 0
    undated: int = 0
    undated_right: int = 0
    modality_right: int = 0
    matched: int = 0
    with_object: int = 0
    object_right: int = 0
    sure: Counter[float] = field(default_factory=Counter)
    sure_right: Counter[float] = field(default_factory=Counter)


def load(half: str) -> list[Sentence]:
    """Read a half of the gold set, a written one ("written_held"), what was left out of a fit, or all that is held."""
    if half == "held_all":
        return [one for each in ALL_HELD for one in load(each)]
    if half in LEFT_OUT:
        return [one for path in sorted(LEFT_OUT[half].glob("*.jsonl")) for one in written(path)]
    documents = json.loads((FOLDER / f"{half}.json").read_text(encoding="utf-8"))["documents"]
    return [
        Sentence(
            one["id"],
            one["text"],
            date.fromisoformat(document["date"]) if document["date"] else None,
            tuple(tuple(map(Coded.of, one[which])) for which in ("first", "second") if which in one),
            tuple(tuple(map(Coded.of, each)) for each in (one["gold"], *one.get("others", ()))),
        )
        for document in documents
        for one in document["sentences"]
    ]


def written(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file of bench/quoted_events, or of written_events, whose hazards name who is hit."""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        said = json.loads(line)
        today = date.fromisoformat(said["d"]) if said["d"] else None
        coders = tuple(tuple(map(Coded.short, each)) for each in (said["e"], *said.get("others", ())))
        yield Sentence(f"{path.stem}:{n}", said["t"], today, (), coders)


def events(sentence: str, today: date | None, parser: Parser | None = None, least: float = LEVEL) -> list[Event]:
    """Return what is read in a sentence, and is as sure as it must be."""
    (reading,) = read(sentence, kind="text", published=today, parser=parser, least=least)
    return list(reading.events)


# ---------------------------------------------------------------------------------------------------------- matching
def matches(gold: Coded, event: Event) -> bool:
    """Tell whether an event that was read is the one that was coded: same act, a shared actor, a shared target."""
    if event.act not in gold.acts:
        return False
    actor, target = frozenset(event.actor), frozenset(event.target)
    if event.act in SIDE_BY_SIDE:
        coded = gold.actor | gold.target
        return not coded or overlap(coded, actor | target) or not (gold.named or actor)
    if gold.actor and not overlap(gold.actor, actor) and (gold.named or actor):
        return False
    return not gold.target or overlap(gold.target, target)


def same(gold: Coded, event: Event) -> bool:
    """Tell whether act, actor and target are all the same; who acts may be left out where only the document tells."""
    if event.act not in gold.acts:
        return False
    actor, target = frozenset(event.actor), frozenset(event.target)
    if event.act in SIDE_BY_SIDE:
        coded, found = gold.actor | gold.target, actor | target
        return found == coded or (not gold.named and gold.target <= found <= coded)
    return target == gold.target and (actor == gold.actor or not (gold.named or actor))


def pairs(gold: Sequence[Coded], found: Sequence[Event]) -> list[tuple[Coded, Event]]:
    """Pair each coded event with one that was read; what is required and what is wholly right first."""
    possible = [(one, event) for one in gold for event in found if matches(one, event)]
    possible.sort(key=lambda pair: (pair[0].optional, not same(*pair)))
    taken: list[tuple[Coded, Event]] = []
    for one, event in possible:
        if not any(one is other or event is read_ for other, read_ in taken):
            taken.append((one, event))
    return taken


def swapped(gold: Coded, event: Event) -> bool | None:
    """Tell whether actor and target changed places; None where it cannot be told."""
    actor, target = frozenset(event.actor), frozenset(event.target)
    if event.act not in gold.acts or event.act in SIDE_BY_SIDE or not (gold.actor and gold.target and actor and target):
        return None
    right = overlap(gold.actor, actor) and overlap(gold.target, target)
    turned = overlap(gold.actor, target) and overlap(gold.target, actor)
    return not right if right or turned else None


def date_right(gold: Coded, event: Event) -> bool:
    """Tell whether the date is right as far as it is coded."""
    return event.date_precision != "none" and event.date[: len(gold.date)] == gold.date


def count(sentence: Sentence, found: Sequence[Event], tally: Tally) -> None:
    """Add what a sentence gives."""
    tally.sentences += 1
    if not sentence.gold:
        tally.without += 1
        tally.false_sentences += bool(found)
    taken = pairs(sentence.gold, found)
    for gold, event in taken:
        if gold.optional:
            continue
        tally.found[gold.acts[0]] += 1
        tally.matched += 1
        tally.strict += same(gold, event)
        tally.modality_right += gold.modality == event.modality
        if gold.date:
            tally.dated += 1
            tally.date_right += date_right(gold, event)
            tally.date_given += event.date[: len(gold.date)] == gold.date
        if gold.undated:
            tally.undated += 1
            tally.undated_right += event.date_precision == "none"
        if gold.object_:
            tally.with_object += 1
            tally.object_right += overlap(gold.object_, frozenset(event.object_))
    tally.missed.update(
        one.acts[0] for one in sentence.gold if not one.optional and not any(one is gold for gold, _ in taken)
    )
    tally.wrong.update(one.act for one in found if not any(one is event for _, event in taken))
    count_bands(taken, found, tally)
    for event in found:
        told = [turned for one in sentence.gold if (turned := swapped(one, event)) is not None]
        if told:
            tally.directed += 1
            tally.swapped += all(told)


def count_bands(taken: Sequence[tuple[Coded, Event]], found: Sequence[Event], tally: Tally) -> None:
    """Add how sure the reader was of what it read, and whether it was right; what is optional counts neither way."""
    for event in found:
        gold = next((one for one, other in taken if other is event), None)
        if gold is None or not gold.optional:
            band = max(least for least in BANDS if event.confidence >= least)
            tally.sure[band] += 1
            tally.sure_right[band] += gold is not None


def share(part: float, whole: float) -> float | None:
    """Return a share, or None of nothing."""
    return round(part / whole, 4) if whole else None


def figures(tally: Tally) -> dict[str, Any]:
    """Return the figures of a half."""
    found, missed, wrong = (sum(one.values()) for one in (tally.found, tally.missed, tally.wrong))
    acts = sorted({*tally.found, *tally.missed, *tally.wrong})
    return {
        "sentences": tally.sentences,
        "sentences_without_event": tally.without,
        "events": found + missed,
        "precision": share(found, found + wrong),
        "recall": share(found, found + missed),
        "strict_precision": share(tally.strict, found + wrong),
        "strict_recall": share(tally.strict, found + missed),
        "direction": share(tally.directed - tally.swapped, tally.directed),
        "directed_pairs": tally.directed,
        "date": share(tally.date_right, tally.dated),
        "date_given": share(tally.date_given, tally.dated),
        "dated_events": tally.dated,
        "date_or_none": share(tally.date_right + tally.undated_right, tally.dated + tally.undated),
        "dated_or_not": tally.dated + tally.undated,
        "modality": share(tally.modality_right, tally.matched),
        "object": share(tally.object_right, tally.with_object),
        "events_with_object": tally.with_object,
        "false_events": share(tally.false_sentences, tally.without),
        "confidence": [
            {"from": least, "events": tally.sure[least], "right": share(tally.sure_right[least], tally.sure[least])}
            for least in BANDS
            if tally.sure[least]
        ],
        "acts": {
            act: {"found": tally.found[act], "missed": tally.missed[act], "wrong": tally.wrong[act]} for act in acts
        },
    }


# --------------------------------------------------------------------------------------------------------- agreement
def kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Return Cohen's kappa of two codings."""
    n = len(first)
    if not n:
        return None
    seen = sum(a == b for a, b in zip(first, second, strict=True)) / n
    one, two = Counter(first), Counter(second)
    chance = sum(one[code] * two[code] for code in one) / n**2
    return round((seen - chance) / (1 - chance), 4) if chance < 1 else 1.0


Pair = tuple[Sequence[Coded], Sequence[Coded]]


def agreement(codings: Sequence[Pair]) -> dict[str, Any]:
    """Compare two codings of sentences, field by field."""
    both: list[tuple[Coded, Coded]] = []
    alone = 0
    for one, other in codings:
        groups = grouped([one, other])
        both += [(a, b) for (_, a), (_, b) in (group for group in groups if len(group) > 1)]
        alone += sum(len(group) == 1 and not group[0][1].optional for group in groups)
    n = len(both)
    return {
        "sentences": len(codings),
        "any_event_kappa": kappa([str(bool(one)) for one, _ in codings], [str(bool(other)) for _, other in codings]),
        "events_of_both": n,
        "events_of_one_only": alone,
        "event": share(2 * n, 2 * n + alone),
        "act": share(sum(a.acts[0] == b.acts[0] for a, b in both), n),
        "actor": share(sum(a.actor == b.actor for a, b in both), n),
        "target": share(sum(a.target == b.target for a, b in both), n),
        "date": share(sum(a.date == b.date for a, b in both), n),
        "object": share(sum(a.object_ == b.object_ for a, b in both), n),
        "modality": share(sum(a.modality == b.modality for a, b in both), n),
        "modality_kappa": kappa([a.modality for a, _ in both], [b.modality for _, b in both]),
    }


def agreements(halves: Sequence[str]) -> dict[str, Any]:
    """Compare the codings of halves: the first coder's two, and those of each two coders, by their numbers."""
    found: dict[str, Any] = {}
    for half in halves:
        sentences = load(half)
        if all(one.twice for one in sentences):
            found[f"{half}, the first coder twice"] = agreement([(one.twice[0], one.twice[1]) for one in sentences])
        for a, b in combinations(range(len(sentences[0].coders)), 2):
            codings = [(one.coders[a], one.coders[b]) for one in sentences]
            found[f"{half}, coders {a + 1} and {b + 1}"] = agreement(codings)
    return found


# ------------------------------------------------------------------------------------------------------------ PLOVER
def plover(path: Path) -> dict[str, Any]:
    """Score the records of PLOVER: class, source and target."""
    records = json.loads(path.read_text(encoding="utf-8"))
    reached = set().union(*PLOVER.values())
    tallies = {"class": [0, 0, 0], "class_reachable": [0, 0, 0], "source": [0, 0, 0], "target": [0, 0, 0]}
    for record in records:
        found = events(record["text"], date.fromisoformat(record["date"]))
        said = [
            {PLOVER_MODALITY[one.modality]} if one.modality in PLOVER_MODALITY else PLOVER.get(one.act, set())
            for one in found
        ]
        right = [record["event"] in one for one in said]
        _add(tallies["class"], any(right), len(right) - any(right), not any(right))
        if record["event"] in reached:
            _add(tallies["class_reachable"], any(right), len(right) - any(right), not any(right))
        for role, field_ in (("source", "actor"), ("target", "target")):
            ours = {_plover_code(code) for one in found for code in getattr(one, field_)}
            theirs = {one["code"][:3] for one in _listed(record.get(role)) if one.get("code")}
            _add(tallies[role], len(ours & theirs), len(ours - theirs), len(theirs - ours))
    return {
        "records": len(records),
        "records_reachable": sum(one["event"] in reached for one in records),
        **{name: _prf(*one) for name, one in tallies.items()},
    }


def _listed(said: object) -> list[dict[str, Any]]:
    if isinstance(said, dict):
        return [said]
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _plover_code(party: str) -> str:
    return party if len(party) == 3 and party.isupper() and party != "EUU" else "IGO"


def _add(tally: list[int], right: int, wrong: int, missed: int) -> None:
    for k, one in enumerate((right, wrong, missed)):
        tally[k] += int(one)


def _prf(right: int, wrong: int, missed: int) -> dict[str, float | None]:
    return {
        "precision": share(right, right + wrong),
        "recall": share(right, right + missed),
        "f1": share(2 * right, 2 * right + wrong + missed),
    }


# ----------------------------------------------------------------------------------------------------------- command
Seen = tuple[Sentence, list[Event]]


def score(half: str, parser: Parser | None = None, least: float = LEVEL) -> tuple[dict[str, Any], list[Seen]]:
    """Score a half; also return what was read in each sentence."""
    seen = [(one, events(one.text, one.today, parser, least)) for one in load(half)]
    found = scored(seen)
    found["called_garbled"] = share(sum(suspicion(one.text).garbled for one, _ in seen), len(seen))
    coders = len(seen[0][0].coders)
    if coders > 1:
        alone = {f"coder {n + 1}": scored([(one.by(n), read_) for one, read_ in seen]) for n in range(coders)}
        found["by_one_coder"] = {
            name: {
                key: one[key] for key in ("events", "sentences_without_event", "precision", "recall", "false_events")
            }
            for name, one in alone.items()
        }
    return found, seen


def scored(seen: Sequence[Seen]) -> dict[str, Any]:
    """Return the figures of what was read in sentences."""
    tally = Tally()
    for one, found in seen:
        count(one, found, tally)
    return figures(tally)


def examples(seen: Sequence[tuple[Sentence, list[Event]]]) -> Iterator[str]:
    """Say what went wrong, sentence by sentence."""
    for sentence, found in seen:
        taken = pairs(sentence.gold, found)
        missed = [one for one in sentence.gold if not one.optional and not any(one is gold for gold, _ in taken)]
        wrong = [one for one in found if not any(one is event for _, event in taken)]
        late = [
            (gold, event)
            for gold, event in taken
            if gold.modality != event.modality or (gold.date and not date_right(gold, event))
        ]
        if missed or wrong or late:
            yield f"{sentence.id} [{sentence.today}] {sentence.text}"
            for gold in missed:
                who = f"{sorted(gold.actor)} -> {sorted(gold.target)}"
                yield f"    missed {gold.acts[0]} {who} {gold.date} {gold.modality}"
            for event in wrong:
                who = f"{list(event.actor)} -> {list(event.target)}"
                yield f"    wrong  {event.act} {who} {event.date} {event.modality}"
            for gold, event in late:
                when = f"{event.date} ({event.date_precision})"
                yield f"    {gold.acts[0]}: {gold.date} {gold.modality}, read {when} {event.modality}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Score, show the figures and write them."""
    parser = argparse.ArgumentParser(prog="python -m bench.events_gold")
    others = [f"{name}_{half}" for name in WRITTEN for half in HALVES]
    parser.add_argument("--half", choices=(*HALVES, *others, *LEFT_OUT, "held_all", "both"), default="both")
    parser.add_argument("--plover", type=Path, default=os.environ.get("TOCSIN_PLOVER"))
    parser.add_argument("--examples", action="store_true", help="what went wrong in a half for developing")
    parser.add_argument("--no-write", action="store_true", help="leave the result file as it is")
    parser.add_argument("--spacy", help="a pipeline of spaCy, which adds to the rules; its figures are only shown")
    parser.add_argument(
        "--least", type=float, default=LEVEL, help="how sure an event must be; else figures are only shown"
    )
    options = parser.parse_args(arguments)
    pipeline = load_pipeline(options.spacy) if options.spacy else None
    path = RESULTS / "events_gold.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    halves: dict[str, Any] = dict(kept.get("halves", {}))
    for half in (*HALVES, *others, *LEFT_OUT, "held_all") if options.half == "both" else (options.half,):
        halves[half], seen = score(half, pipeline, options.least)
        print(half, json.dumps({name: figure for name, figure in halves[half].items() if name != "acts"}))
        for act, n in halves[half]["acts"].items():
            print(f"    {act:22} found {n['found']:3}  missed {n['missed']:3}  wrong {n['wrong']:3}")
        if options.examples and half.endswith("dev"):
            print("\n".join(examples(seen)))
    held = halves.get("held_all", {})
    result = {
        "about": f"{sum(len(load(half)) for half in HALVES)} sentences of public documents, coded by three coders and "
        "split by document; the half held back is scored, not looked at. The written, also those "
        "apart, and the garbled are synthetic.",
        "halves": halves,
        "agreement": agreements((*HALVES, "written_held", *LEFT_OUT)),
        "plover": plover(Path(options.plover)) if options.plover else kept.get("plover"),
        **verdict(TARGETS, {name: held[name] for name in TARGETS if held.get(name) is not None}),
    }
    for line in result["targets"]:
        print("held,", line["says"])
    print("agreement", json.dumps(result["agreement"]))
    print("plover", json.dumps(result["plover"]))
    if not (options.no_write or pipeline or options.least != LEVEL):
        write("events_gold", result)


if __name__ == "__main__":
    main()
