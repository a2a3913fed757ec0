"""Written sentences as numbers, with what is to be found in them and what teachers hold of that."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.events.clues import Scene, best, clues
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.grammar import BE, DETERMINERS, DO, HAVE, MODALS, NOT, PREPOSITIONS
from tocsin.events.inputs import ACT_AT, FLAGS, LONGEST, inputs
from tocsin.events.network import PARTS
from tocsin.events.spacy_pipeline import Parser
from tocsin.events.units import DATE

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.fit_events import Written, part_of

BATCH = 48
#: Lengths to which sentences are filled up.
LENGTHS = (24, 36, LONGEST)
#: Pieces of words for which there is room in a sentence of each length.
PIECES = dict(zip(LENGTHS, (40, 56, 112), strict=True))
#: What units may be to what governs them.
LABELS = (
    "", "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "dative", "det", "dobj", "mark", "neg", "nmod", "npadvmod", "nsubj",
    "nsubjpass", "nummod", "oprd", "pcomp", "pobj", "poss", "prep", "prt", "punct", "relcl", "xcomp",
)  # fmt: skip
#: Links, dates and acts of a batch for which there is room.
ROOM = {"links": 320, "days": 160, "states": 176}
_HELPING = MODALS | BE | HAVE | DO | NOT | PREPOSITIONS | DETERMINERS | {"to", "will"}
_ACTS = len(ACTS)
#: Log odds that are asked of a teacher about each link, date and act.
_ASKED = {"links": len(PARTS), "days": 1, "states": len(MODALITIES)}

Array = Any
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Answers:
    """What teachers hold of a sentence, in log odds.

    Parameters
    ----------
    acts, tags : ndarray
        Of each act, and at each unit.
    links, days, states : ndarray
        Of each part of the sentence's links, of its dates, of each modality of its acts; one row each.
    """

    acts: Floats
    tags: Floats
    links: Floats
    days: Floats
    states: Floats


@dataclass
class Case:
    """A sentence as numbers, with what is to be found in it.

    Parameters
    ----------
    seen : dict of str to ndarray
        Words, signs, endings, flags of its units.
    told, counted : ndarray
        Whether each act is told, and whether it counts.
    tags, tagged : ndarray
        The same at each unit.
    links : list of tuple
        Unit of the act, act, unit of the party, part.
    days : list of tuple
        Unit of the act, act, unit of the date, whether the act has it.
    states : list of tuple
        Unit of the act, act, modality.
    parsed : tuple of list of int or None
        Of each unit the one that governs it and what it is to that, as a parser says.
    context : ndarray or None
        Each unit as a pretrained encoder sees it, for a network that only teaches.
    answers : Answers or None
        What teachers hold of it.
    pieces : tuple of ndarray or None
        Its pieces as lower layers of an encoder see them, and how much of each unit each is, where the others are
        fitted.
    """

    seen: dict[str, npt.NDArray[Any]]
    told: npt.NDArray[np.float32]
    counted: npt.NDArray[np.float32]
    tags: npt.NDArray[np.float32]
    tagged: npt.NDArray[np.float32]
    links: list[tuple[int, int, int, int]]
    days: list[tuple[int, int, int, int]]
    states: list[tuple[int, int, int]]
    parsed: tuple[list[int], list[int]] | None = None
    context: npt.NDArray[np.float16] | None = None
    answers: Answers | None = None
    pieces: tuple[npt.NDArray[np.float16], npt.NDArray[np.float16]] | None = None


def case(one: Written, signs: Mapping[str, int], teacher: Parser | None) -> Case:
    """Return a sentence that has a unit as numbers."""
    scene = one.scene
    clued = clues(scene, {})
    given = inputs(scene, clued)
    size = len(given.signs)
    told, counted = np.zeros(_ACTS, np.float32), np.ones(_ACTS, np.float32)
    tags, tagged = np.zeros((size, _ACTS), np.float32), np.ones((size, _ACTS), np.float32)
    need = {event["a"] for event in one.events if not event.get("opt")}
    soft = {act for event in one.events for act in (event["a"], *event.get("alt", []))} - need
    told[[ACT_AT[act] for act in need]] = 1.0
    counted[[ACT_AT[act] for act in soft]] = 0.0
    tagged[:, [ACT_AT[act] for act in soft]] = 0.0
    found = Case(
        {
            "words": given.words,
            "signs": np.array([signs.get(sign, 0) for sign in given.signs], np.int32),
            "endings": given.endings,
            "flags": given.flags,
        },
        told, counted, tags, tagged, [], [], [], parsed(scene, teacher, size),
    )  # fmt: skip
    for event in one.events:
        act = ACT_AT[event["a"]]
        span = [k for k in spanned(one, event) if k < size]
        if span and not event.get("opt"):
            tags[span, act] = 1.0
        elif not span:
            tagged[:, act] = 0.0
        k = anchor(scene, span, clued.get(event["a"], {}))
        if k is not None and k < size:
            links(found, scene, event, k, size)
    return found


def parsed(scene: Scene, teacher: Parser | None, size: int) -> tuple[list[int], list[int]] | None:
    """Return for each unit the unit that governs it and what it is to that, as a parser says."""
    if teacher is None:
        return None
    tree = teacher.tree(scene.said, scene.sentence.words)
    heads, labels = [], []
    for k, unit in enumerate(scene.row[:size]):
        inside = range(unit.first, unit.last)
        word = next((n for n in reversed(inside) if tree.heads[n] not in inside), unit.last - 1)
        head = scene.unit_at(tree.heads[word])
        heads.append(head if head is not None and head < size else k)
        label = tree.labels[word]
        labels.append(LABELS.index(label) if label in LABELS else 0)
    return heads, labels


def spanned(one: Written, event: Mapping[str, Any]) -> list[int]:
    """Return the units of the words that tell an act."""
    if not event.get("w"):
        return []
    start = one.said.find(event["w"])
    end = start + len(event["w"])
    words = one.scene.sentence.words
    return [
        k
        for k, unit in enumerate(one.scene.row)
        if any(start <= words[n].start < end for n in range(unit.first, unit.last))
    ]


def anchor(scene: Scene, span: Sequence[int], clued: Mapping[int, Any]) -> int | None:
    """Return the unit that tells an act: of the words that do, the one with the strongest clue."""
    if not span:
        return best(clued) if clued else None
    strong = {k: clued[k] for k in span if k in clued}
    if strong:
        return best(strong)
    telling = [k for k in span if scene.row[k].word not in _HELPING and scene.row[k].sign[0] != "@"]
    return (telling or list(span))[0]


def links(found: Case, scene: Scene, event: Mapping[str, Any], k: int, size: int) -> None:
    """Add the parties and dates of an event and its modality."""
    act = ACT_AT[event["a"]]
    for m in scene.parties_near(k):
        if m < size:
            party = getattr(scene.row[m].mention, "party", "")
            if part := part_of(party, event):
                found.links.append((k, act, m, PARTS.index(part)))
    if "on" in event:
        for m, unit in enumerate(scene.row[:size]):
            if unit.sign == DATE:
                start, end = scene.sentence.words[unit.first].start, scene.sentence.words[unit.last - 1].end
                when = next((one for one in scene.when if one.start < end and start < one.end), None)
                if when is not None:
                    found.days.append((k, act, m, int(meant(when.date, event["on"]))))
    found.states.append((k, act, MODALITIES.index(event["m"]) if event["m"] in MODALITIES else 0))


def meant(named: str, told: str) -> bool:
    """Tell whether a date is the one told: the same, or the next one of its name."""
    if named == told:
        return True
    if len(named) != len(told) or len(told) < 7:
        return False
    if named[5:] == told[5:] and abs(int(named[:4]) - int(told[:4])) == 1:
        return True
    return len(told) == 10 and "Q" not in told and abs((date.fromisoformat(named) - date.fromisoformat(told)).days) == 7


def cases(written: Sequence[Written], signs: Mapping[str, int], teacher: Parser | None) -> list[Case]:
    """Return sentences as numbers."""
    return [case(one, signs, teacher) for one in written]


def repeated(written: Sequence[Written], given: Sequence[Case]) -> list[Case]:
    """Return the cases of sentences, each as often as it counts."""
    return [each for one, each in zip(written, given, strict=True) for _ in range(one.times)]


def batches(given: Sequence[Case], chance: np.random.Generator | None) -> Iterator[dict[str, Array]]:
    """Yield sentences of like lengths together; in order without chance."""
    piles: dict[int, list[Case]] = {length: [] for length in LENGTHS}
    for one in given:
        piles[next(length for length in LENGTHS if len(one.tags) <= length)].append(one)
    made = []
    for length, pile in piles.items():
        order = np.arange(len(pile)) if chance is None else chance.permutation(len(pile))
        made += [(length, [pile[k] for k in order[n : n + BATCH]]) for n in range(0, len(pile), BATCH)]
    for n in range(len(made)) if chance is None else chance.permutation(len(made)):
        yield batch(*made[n])


def batch(length: int, given: Sequence[Case]) -> dict[str, Array]:
    """Return sentences as arrays filled up to one length; what no case has is left out."""
    found: dict[str, Array] = {
        "words": np.full((BATCH, length), -1, np.int32),
        "signs": np.zeros((BATCH, length), np.int32),
        "endings": np.zeros((BATCH, length), np.int32),
        "flags": np.zeros((BATCH, length, FLAGS), np.float32),
        "there": np.zeros((BATCH, length), np.float32),
        "told": np.zeros((BATCH, _ACTS), np.float32),
        "counted": np.zeros((BATCH, _ACTS), np.float32),
        "tags": np.zeros((BATCH, length, _ACTS), np.float32),
        "tagged": np.zeros((BATCH, length, _ACTS), np.float32),
        "heads": np.zeros((BATCH, length), np.int32),
        "labels": np.zeros((BATCH, length), np.int32),
        "parsed": np.zeros(BATCH, np.float32),
        "taught": np.zeros(BATCH, np.float32),
        "acts_by": np.zeros((BATCH, _ACTS), np.float32),
        "tags_by": np.zeros((BATCH, length, _ACTS), np.float32),
    }
    if given[0].pieces is not None:
        found |= pieces(length, [one.pieces for one in given if one.pieces is not None])
    if given[0].context is not None:
        found["context"] = np.zeros((BATCH, length, given[0].context.shape[1]), np.float32)
    for n, one in enumerate(given):
        size = len(one.tags)
        for name, values in (*one.seen.items(), ("tags", one.tags), ("tagged", one.tagged)):
            found[name][n, :size] = values
        found["there"][n, :size] = 1.0
        if one.parsed is not None:
            found["parsed"][n] = 1.0
            found["heads"][n, :size], found["labels"][n, :size] = one.parsed
        if one.context is not None:
            found["context"][n, :size] = one.context
        if one.answers is not None:
            found["taught"][n] = 1.0
            found["acts_by"][n], found["tags_by"][n, :size] = one.answers.acts, one.answers.tags
        found["told"][n], found["counted"][n] = one.told, one.counted
    return found | rows(given)


def pieces(length: int, given: Sequence[tuple[Array, Array]]) -> dict[str, Array]:
    """Return the pieces of sentences, as many as there is room for, and how much of each unit each is."""
    room = PIECES[length]
    found: dict[str, Array] = {
        "pieces": np.zeros((BATCH, room, given[0][0].shape[1]), np.float16),
        "pieces_there": np.zeros((BATCH, room), np.float32),
        "share": np.zeros((BATCH, length, room), np.float16),
    }
    for n, (states, share) in enumerate(given):
        size = min(room, len(states))
        found["pieces"][n, :size], found["pieces_there"][n, :size] = states[:size], 1.0
        found["share"][n, : len(share), :size] = share[:, :size]
    return found


def rows(given: Sequence[Case]) -> dict[str, Array]:
    """Return links, dates and modalities, each behind the number of its sentence, and what teachers hold of them."""
    found: dict[str, Array] = {}
    for name, room in ROOM.items():
        each = [(n, *row) for n, one in enumerate(given) for row in getattr(one, name)][:room]
        held = [row for one in given for row in _held(one, name)][:room]
        found[name] = np.zeros((room, 4 if name == "states" else 5), np.int32)
        found[f"{name}_by"] = np.zeros((room, _ASKED[name]), np.float32)
        if each:
            found[name][: len(each)], found[f"{name}_by"][: len(each)] = each, held
        found[f"{name}_there"] = (np.arange(room) < len(each)).astype(np.float32)
    return found


def _held(one: Case, name: str) -> Floats:
    """Return what teachers hold of the links, dates or modalities of a sentence; nought where they were not asked."""
    if one.answers is None:
        return np.zeros((len(getattr(one, name)), _ASKED[name]), np.float32)
    return getattr(one.answers, name)  # type: ignore[no-any-return]


# ------------------------------------------------------------------------------------------------------------ teachers
def kept(written: Sequence[Written], answers: Iterable[Answers]) -> dict[str, npt.NDArray[Any]]:
    """Return answers as the arrays of a file, with the sentences to which they are."""
    each = list(answers)
    found = {
        name: np.concatenate([getattr(one, name) for one in each]).astype(np.float16)
        for name in ("tags", "links", "days", "states")
    }
    sizes = [[len(getattr(one, name)) for name in ("tags", *ROOM)] for one in each]
    text = "\n".join(one.said.replace("\n", " ") for one in written)
    acts = np.stack([one.acts for one in each]).astype(np.float16)
    return found | {"acts": acts, "sizes": np.array(sizes), "said": np.array(text)}


def taught(written: Sequence[Written], given: Sequence[Case], files: Sequence[Path]) -> None:
    """Give sentences the mean answer of teachers; one that a teacher was not asked about, or otherwise, has none."""
    held = [_answers(path) for path in files]
    for one, case_ in zip(written, given, strict=True):
        found = [by.get((one.said.replace("\n", " "), len(case_.tags), *_counts(case_))) for by in held]
        each = [answer for answer in found if answer is not None]
        if each and len(each) == len(held):
            case_.answers = Answers(**{name: _mean(each, name) for name in ("acts", "tags", *ROOM)})


def _mean(each: Sequence[Answers], name: str) -> Floats:
    mean: Floats = np.mean([getattr(one, name) for one in each], axis=0, dtype=np.float32)
    return mean


def _counts(one: Case) -> tuple[int, ...]:
    return tuple(len(getattr(one, name)) for name in ROOM)


def _answers(path: Path) -> dict[tuple[str | int, ...], Answers]:
    """Return a teacher's answers by sentence and by how many units, links, dates and acts it was asked about."""
    with np.load(path) as file:
        of = {name: file[name] for name in file.files}
    sizes = of["sizes"]
    parts = [np.split(of[name].astype(np.float32), np.cumsum(sizes[:-1, k])) for k, name in enumerate(("tags", *ROOM))]
    said = str(of["said"]).split("\n")
    return {
        (text, *map(int, size)): Answers(acts, *each)
        for text, size, acts, *each in zip(said, sizes, of["acts"].astype(np.float32), *parts, strict=True)
    }
