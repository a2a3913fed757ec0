"""Fits a network that reads a sentence by the company of its words; writes data/events/network.npz or network_2.npz.

    pip install jax spacy                       # and the pipeline that teaches what governs each word
    python scripts/fit_network.py [--teacher PIPELINE] [--apart NAME ...] [--rounds N] [--seed N] [--out FILE]

Sentences are those of scripts/fit_events.py: bench/written_events and the gold half that is for developing. ``--apart``
leaves files of that folder out, by name, and shows how the network does on their sentences: so its size and its rounds
were chosen. Seed 0 gives the first network that ships, seed 1 the second; half an hour each on one core. jax gives the
slopes; the reader itself needs only numpy.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from tocsin.events import vectors
from tocsin.events.clues import Scene, best, clues
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.grammar import BE, DETERMINERS, DO, HAVE, MODALS, NOT, PREPOSITIONS
from tocsin.events.inputs import ACT_AT, ENDINGS, FLAGS, LONGEST, Inputs, inputs
from tocsin.events.network import AWAY, FAR, NETWORKS, PARTS, STEPS, Network, packed
from tocsin.events.spacy_pipeline import Parser, load
from tocsin.events.units import DATE

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.fit_events import WRITTEN, Written, coded, hit, lines, read

DATA = Path(__file__).parents[1] / "src" / "tocsin" / "data"
#: Widths: of states, of a sign's own vector, of an ending's, of an act's, of a distance's, of what links, of rivals, of
#: modality, of heads.
WIDE, SIGN, ENDING, ACT, DISTANCE, LINK, RIVAL, STATE, HEAD = 128, 32, 8, 16, 16, 96, 32, 64, 32
#: A sign seen less often has no vector of its own.
LEAST_SEEN = 6
BATCH, RATE, WARM, DECAY = 48, 3e-3, 100, 0.01
ROUNDS = 14
#: Lengths to which sentences are filled up.
LENGTHS = (24, 36, LONGEST)
#: How much it counts what governs each unit; what units may be to that.
PARSE = 0.08
LABELS = (
    "", "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "dative", "det", "dobj", "mark", "neg", "nmod", "npadvmod", "nsubj",
    "nsubjpass", "nummod", "oprd", "pcomp", "pobj", "poss", "prep", "prt", "punct", "relcl", "xcomp",
)  # fmt: skip
#: Links and acts of a batch for which there is room.
LINKS, DATES, STATES = 320, 160, 176
_HELPING = MODALS | BE | HAVE | DO | NOT | PREPOSITIONS | DETERMINERS | {"to", "will"}
_ACTS, _SOURCES = len(ACTS), 0.002

Array = Any
Params = dict[str, Array]
State = tuple[Params, Params, Params]


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


# ---------------------------------------------------------------------------------------------------------- sentences
def case(one: Written, signs: Mapping[str, int], teacher: Parser | None) -> Case | None:
    """Return a sentence as numbers; None of one without words."""
    scene = one.scene
    clued = clues(scene, {})
    given = inputs(scene, clued)
    size = len(given.signs)
    if not size:
        return None
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
            part = "actor" if hit(party, event["who"]) else "target" if hit(party, event["to"]) else "none"
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
    return [found for one in written if (found := case(one, signs, teacher)) is not None]


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
    """Return sentences as arrays filled up to one length."""
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
    }
    rows: dict[str, list[tuple[int, ...]]] = {"links": [], "days": [], "states": []}
    for n, one in enumerate(given):
        size = len(one.tags)
        for name, values in (*one.seen.items(), ("tags", one.tags), ("tagged", one.tagged)):
            found[name][n, :size] = values
        found["there"][n, :size] = 1.0
        if one.parsed is not None:
            found["parsed"][n] = 1.0
            found["heads"][n, :size], found["labels"][n, :size] = one.parsed
        found["told"][n], found["counted"][n] = one.told, one.counted
        for name in rows:
            rows[name] += [(n, *each) for each in getattr(one, name)]
    for (name, each), (room, width) in zip(rows.items(), ((LINKS, 5), (DATES, 5), (STATES, 4)), strict=True):
        found[name] = np.zeros((room, width), np.int32)
        found[name][: len(each)] = np.array(each[:room], np.int32).reshape(-1, width)
        found[f"{name}_there"] = (np.arange(room) < len(each)).astype(np.float32)
    return found


# ------------------------------------------------------------------------------------------------------------ network
def first(key: Array, signs: int) -> Params:
    """Return weights to begin with."""
    keys = iter(jax.random.split(key, 40))

    def some(*shape: int, by: float = 1.0) -> Array:
        return jax.random.normal(next(keys), shape) * by * (2 / shape[0]) ** 0.5

    def little(*shape: int) -> Array:
        return jax.random.normal(next(keys), shape) * 0.1

    seen = vectors.SIZE + SIGN + ENDING + FLAGS
    found: Params = {
        "sign": little(signs, SIGN), "ending": little(len(ENDINGS) + 1, ENDING), "act": little(_ACTS, ACT),
        "far": little(2 * len(FAR) + 1, DISTANCE),
        "in": some(seen, WIDE), "in_b": jnp.zeros(WIDE),
        "tag": some(WIDE, _ACTS, by=0.1), "tag_b": jnp.full(_ACTS, -5.0),
        "tag_ruled": jnp.full(_ACTS, 3.0), "tag_clued": jnp.ones(_ACTS),
        "pool": some(WIDE, _ACTS, by=0.1), "summed": jnp.ones(_ACTS), "act_b": jnp.zeros(_ACTS),
        "ruled": jnp.ones(_ACTS), "clued": jnp.full(_ACTS, 0.5),
        "link": some(3 * WIDE + ACT + DISTANCE, LINK), "link_b": jnp.zeros(LINK),
        "path": some(8, LINK), "own": some(LINK, RIVAL), "cast": some(LINK + RIVAL, LINK), "cast_b": jnp.zeros(LINK),
        "part": some(LINK, len(PARTS), by=0.3), "part_b": jnp.zeros(len(PARTS)),
        "date": some(LINK, 1, by=0.3), "date_b": jnp.zeros(()),
        "state_in": some(2 * WIDE + ACT, STATE), "state_in_b": jnp.zeros(STATE),
        "state": some(STATE, len(MODALITIES), by=0.3), "state_b": jnp.zeros(len(MODALITIES)),
    }  # fmt: skip
    for k in range(len(STEPS)):
        found |= {f"mix{k}": some(3 * WIDE, 2 * WIDE, by=0.5), f"mix{k}_b": jnp.zeros(2 * WIDE)}
    found |= {"tree": some(3 * WIDE, 2 * WIDE, by=0.5), "tree_b": jnp.zeros(2 * WIDE)}
    found |= {"governed": some(WIDE, HEAD), "governing": some(WIDE, HEAD), "away": jnp.zeros(2 * AWAY + 1)}
    return found | {"label": some(2 * WIDE, len(LABELS), by=0.3), "label_b": jnp.zeros(len(LABELS))}


def dropped(key: Array, values: Array, share: float) -> Array:
    """Return values of which a share is nought."""
    return values * jax.random.bernoulli(key, 1 - share, values.shape) / (1 - share)


def seen(of: Params, table: Array, given: dict[str, Array], key: Array | None) -> tuple[Array, ...]:
    """Return states, flags, odds of heads and of what units are to them, and heads; with a key, some are dropped.

    As :meth:`tocsin.events.network.Network.see` does.
    """
    signs, flags, there = given["signs"], given["flags"], given["there"][..., None]
    words = jnp.where(given["words"][..., None] < 0, 0.0, table[given["words"]]) * 3.0
    keys = iter(jax.random.split(jax.random.PRNGKey(0) if key is None else key, 6 + len(STEPS)))
    if key is not None:
        words *= jax.random.bernoulli(next(keys), 0.95, there.shape)
        signs = jnp.where(jax.random.bernoulli(next(keys), 0.85, signs.shape), signs, 0)
        flags *= jax.random.bernoulli(next(keys), 0.85, (len(flags), 1, FLAGS))
    each = jnp.concatenate([words, of["sign"][signs], of["ending"][given["endings"]], flags], -1)
    if key is not None:
        each = dropped(next(keys), each, 0.1)
    states = jax.nn.relu(each @ of["in"] + of["in_b"]) * there
    for k, step in enumerate(STEPS):
        own = states if key is None else dropped(next(keys), states, 0.1)
        before = jnp.pad(own, ((0, 0), (step, 0), (0, 0)))[:, :-step]
        behind = jnp.pad(own, ((0, 0), (0, step), (0, 0)))[:, step:]
        mixed, gate = jnp.split(jnp.concatenate([before, own, behind], -1) @ of[f"mix{k}"] + of[f"mix{k}_b"], 2, -1)
        states = (states + jax.nn.relu(mixed) * jax.nn.sigmoid(gate)) * there
    own = states if key is None else dropped(next(keys), states, 0.1)
    odds = jnp.einsum("nth,nsh->nts", own @ of["governed"], own @ of["governing"]) / jnp.sqrt(HEAD)
    at = jnp.arange(own.shape[1])
    odds += of["away"][jnp.clip(at[None] - at[:, None], -AWAY, AWAY) + AWAY]
    odds = jnp.where(given["there"][:, None, :] > 0, odds, -1e4)
    heads = jax.nn.softmax(odds, -1) * there
    above = heads @ own
    around = jnp.concatenate([above, own, jnp.swapaxes(heads, 1, 2) @ own], -1)
    mixed, gate = jnp.split(around @ of["tree"] + of["tree_b"], 2, -1)
    labels = jnp.concatenate([own, above], -1) @ of["label"] + of["label_b"]
    states = (states + jax.nn.relu(mixed) * jax.nn.sigmoid(gate)) * there
    return states, flags, odds, labels, heads


def pooled(states: Array, there: Array) -> Array:
    """Return the largest of each state over the units of a sentence."""
    return jnp.max(jnp.where(there[..., None] > 0, states, -1e4), 1)


def told(of: Params, states: Array, flags: Array, there: Array) -> tuple[Array, Array]:
    """Return log odds of the acts at each unit and of the sentence."""
    ruled, clued = flags[..., :_ACTS], flags[..., _ACTS : 2 * _ACTS]
    tags = states @ of["tag"] + of["tag_b"] + ruled * of["tag_ruled"] + clued * of["tag_clued"]
    summed = jax.nn.logsumexp(jnp.where(there[..., None] > 0, tags, -1e4), 1)
    odds = summed * of["summed"] + pooled(states, there) @ of["pool"] + of["act_b"]
    return tags, odds + ruled.max(1) * of["ruled"] + clued.max(1) * of["clued"]


def linked(of: Params, states: Array, heads: Array, links: Array, key: Array | None) -> Array:
    """Return what stands between acts and other units."""
    n, k, act, m = links[:, 0], links[:, 1], links[:, 2], links[:, 3]
    at = jnp.arange(states.shape[1])
    inside = ((at > jnp.minimum(k, m)[:, None]) & (at < jnp.maximum(k, m)[:, None])).astype(jnp.float32)
    between = jnp.einsum("nt,nth->nh", inside, states[n]) / (inside.sum(1, keepdims=True) + 1)
    far = jnp.searchsorted(jnp.array(FAR), jnp.abs(m - k), side="right") * jnp.sign(m - k) + len(FAR)
    both = jnp.concatenate([states[n, k], states[n, m], between, of["act"][act], of["far"][far]], -1)
    if key is not None:
        both = dropped(key, both, 0.2)
    return jax.nn.relu(both @ of["link"] + path(heads[n], k, m) @ of["path"] + of["link_b"])


def path(heads: Array, k: Array, m: Array) -> Array:
    """Return how likely acts and other units govern each other, by one step or more, or stand under one."""

    def at(row: Array, unit: Array) -> Array:
        return jnp.take_along_axis(row, unit[:, None], 1)[:, 0]

    up = jnp.take_along_axis(heads, m[:, None, None], 1)[:, 0]
    down = jnp.take_along_axis(heads, k[:, None, None], 1)[:, 0]
    up2, down2 = jnp.einsum("nt,nts->ns", up, heads), jnp.einsum("nt,nts->ns", down, heads)
    up3 = jnp.einsum("nt,nts->ns", up2, heads)
    each = [at(up, k), at(up2, k), at(up3, k), at(down, m), at(down2, m)]
    return jnp.stack([*each, (up * down).sum(1), (up2 * down).sum(1), (up * down2).sum(1)], 1)


def cast(of: Params, links: Array, at: Array, there: Array) -> Array:
    """Return what stands between acts and parties, beside it that of the other parties of the same act."""
    same = (at[:, None, :3] == at[None, :, :3]).all(-1) & (there[None] > 0) & ~jnp.eye(len(at), dtype=bool)
    rivals = jnp.where(same[..., None], (links @ of["own"])[None], 0.0).max(1)
    return jax.nn.relu(jnp.concatenate([links, rivals], -1) @ of["cast"] + of["cast_b"])


def stated(of: Params, states: Array, there: Array, given: Array, key: Array | None) -> Array:
    """Return log odds of the modalities of acts."""
    n, k, act = given[:, 0], given[:, 1], given[:, 2]
    both = jnp.concatenate([states[n, k], pooled(states, there)[n], of["act"][act]], -1)
    if key is not None:
        both = dropped(key, both, 0.2)
    return jax.nn.relu(both @ of["state_in"] + of["state_in_b"]) @ of["state"] + of["state_b"]


def _binary(odds: Array, right: Array, weight: Array) -> Array:
    return (weight * (jax.nn.softplus(odds) - odds * right)).sum()


def _classes(odds: Array, right: Array, weight: Array) -> Array:
    return -(weight * jnp.take_along_axis(jax.nn.log_softmax(odds), right[:, None], 1)[:, 0]).sum()


def loss(of: Params, table: Array, given: dict[str, Array], key: Array) -> Array:
    """Return how wrong weights are on a batch."""
    keys = jax.random.split(key, 4)
    states, flags, odds, labels, heads = seen(of, table, given, keys[0])
    parsed = given["parsed"][:, None] * given["there"]
    tags, acts = told(of, states, flags, given["there"])
    links = cast(of, linked(of, states, heads, given["links"], keys[1]), given["links"], given["links_there"])
    days = linked(of, states, heads, given["days"], keys[2])
    modal = stated(of, states, given["there"], given["states"], keys[3])
    return (
        _binary(acts, given["told"], given["counted"])
        + 0.5 * _binary(tags, given["tags"], given["tagged"] * given["there"][..., None])
        + 0.5 * _classes(links @ of["part"] + of["part_b"], given["links"][:, 4], given["links_there"])
        + 0.5 * _binary((days @ of["date"])[:, 0] + of["date_b"], given["days"][:, 4], given["days_there"])
        + 0.5 * _classes(modal, given["states"][:, 3], given["states_there"])
        + PARSE * _classes(odds.reshape(-1, odds.shape[-1]), given["heads"].ravel(), parsed.ravel())
        + PARSE / 2 * _classes(labels.reshape(-1, len(LABELS)), given["labels"].ravel(), parsed.ravel())
    ) / BATCH


def step(  # noqa: PLR0917 - jax wants what changes as arguments
    state: State, n: Array, table: Array, given: dict[str, Array], key: Array, rate: Array
) -> State:
    """Return weights, mean slopes and mean squares after one step of AdamW."""
    of, mean, square = state
    slopes = jax.grad(loss)(of, table, given, key)
    mean = jax.tree.map(lambda m, s: 0.9 * m + 0.1 * s, mean, slopes)
    square = jax.tree.map(lambda v, s: 0.999 * v + 0.001 * s * s, square, slopes)

    def moved(weight: Array, m: Array, v: Array) -> Array:
        return weight - rate * ((m / (1 - 0.9**n)) / (jnp.sqrt(v / (1 - 0.999**n)) + 1e-8) + DECAY * weight)

    return jax.tree.map(moved, of, mean, square), mean, square


stepped: Callable[..., State] = jax.jit(step)


def fit(given: Sequence[Case], signs: int, rounds: int, seed: int, apart: Sequence[Case]) -> Params:
    """Return fitted weights."""
    key = jax.random.PRNGKey(seed)
    of = first(key, signs)
    nought = jax.tree.map(jnp.zeros_like, of)
    state = (of, nought, nought)
    chance = np.random.default_rng(seed)
    table = jnp.asarray(vectors.table())
    done, begun = 0, time.monotonic()
    total = rounds * sum(1 for _ in batches(given, None))
    for turn in range(1, rounds + 1):
        for one in batches(given, chance):
            done += 1
            key, own = jax.random.split(key)
            rate = RATE * min(1.0, done / WARM) * (1 - done / (total + 1))
            state = stepped(state, jnp.float32(done), table, one, own, jnp.float32(rate))
        if turn % 5 == 0 or turn == rounds:
            score = figures(state[0], apart) if apart else ""
            print(f"round {turn}, {time.monotonic() - begun:.0f} s: {score}", flush=True)
    return state[0]


def shown(of: Params, table: Array, one: dict[str, Array]) -> tuple[Array, ...]:
    """Return log odds of acts, parts, dates and modalities of a batch, and where what governs a unit is right."""
    states, flags, odds, _, heads = seen(of, table, one, None)
    links = cast(of, linked(of, states, heads, one["links"], None), one["links"], one["links_there"])
    days = linked(of, states, heads, one["days"], None)
    return (
        told(of, states, flags, one["there"])[1],
        links @ of["part"] + of["part_b"],
        (days @ of["date"])[:, 0] + of["date_b"],
        stated(of, states, one["there"], one["states"], None),
        odds.argmax(-1) == one["heads"],
    )


all_shown: Callable[..., tuple[Array, ...]] = jax.jit(shown)


def figures(of: Params, apart: Sequence[Case]) -> str:
    """Return how weights do on sentences: F1 of acts at the best level, shares of right parts, dates, modalities."""
    table = jnp.asarray(vectors.table())
    odds, right = [], []
    hits: Counter[str] = Counter()
    for one in batches(apart, None):
        acts, parts, days, modal, governed = (np.asarray(each) for each in all_shown(of, table, one))
        keep = one["counted"] > 0
        known = one["there"] * one["parsed"][:, None] > 0
        hits["heads"] += int(governed[known].sum())
        hits["heads_all"] += int(known.sum())
        odds.append(acts[keep])
        right.append(one["told"][keep])
        found = (("links", parts.argmax(1), 4), ("days", days > 0, 4), ("states", modal.argmax(1), 3))
        for name, told_, column in found:
            there = one[f"{name}_there"] > 0
            hits[name] += int((told_ == one[name][:, column])[there].sum())
            hits[f"{name}_all"] += int(there.sum())
    score, level = np.concatenate(odds), np.concatenate(right) > 0
    best_ = max((*_f1(score > at, level), float(at)) for at in np.arange(-2, 2.1, 0.25))
    names = ("links", "days", "states", "heads")
    shares = " ".join(f"{name} {hits[name] / max(hits[name + '_all'], 1):.3f}" for name in names)
    return "F1 {:.3f} P {:.3f} R {:.3f} at {:.2f}; ".format(*best_) + shares


def _f1(found: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    both = int((found & right).sum())
    precision, recall = both / max(int(found.sum()), 1), both / max(int(right.sum()), 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def checked(of: Params, given: Sequence[Case], signs: Sequence[str]) -> None:
    """Raise ArithmeticError if the reader's own arithmetic gives other acts or parts than the one fitted."""
    one = next(batches(given, None))
    odds, links = (np.asarray(each) for each in all_shown(of, jnp.asarray(vectors.table()), one)[:2])
    shares = np.asarray(jax.nn.softmax(links, -1))
    reader = Network({sign: k for k, sign in enumerate(signs)}, {name: np.asarray(each) for name, each in of.items()})
    for n, size in enumerate(one["there"].sum(1).astype(int)):
        if size:
            row = (one[name][n, :size] for name in ("words", "signs", "endings", "flags"))
            words, numbers, endings, flags = row
            sight = reader.see(Inputs(words, [signs[k] for k in numbers], endings, flags))
            if not np.allclose(reader.acts(sight), odds[n], atol=1e-3):
                raise ArithmeticError(f"Sentence {n}: {reader.acts(sight)} is not {odds[n]}")
            own = (one["links_there"] > 0) & (one["links"][:, 0] == n)
            for k, act in np.unique(one["links"][own, 1:3], axis=0):
                rows = own & (one["links"][:, 1] == k) & (one["links"][:, 2] == act)
                name = tuple(ACTS)[act]
                parts = reader.parts(sight, name, int(k), one["links"][rows, 3].tolist())
                if not np.allclose(parts, shares[rows], atol=1e-3):
                    raise ArithmeticError(f"Sentence {n}, {name}: {parts} is not {shares[rows]}")


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apart", nargs="*", default=[])
    parser.add_argument("--teacher", default="")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=0, help="of the networks that ship: 0 or 1; any other with --out")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if not (given.out or given.apart or given.seed in range(len(NETWORKS))):
        parser.error(f"Seed {given.seed} is none of those that ship; name a file with --out")
    paths = sorted(WRITTEN.glob("*.jsonl"))
    own = [path for path in paths if path.stem not in given.apart]
    written = list(read(lines(own))) + ([] if "dev" in given.apart else list(read(coded())))
    counted = Counter(unit.sign for one in written for unit in one.scene.row)
    kept = ["", *sorted(sign for sign, n in counted.items() if n >= LEAST_SEEN)]
    signs = {sign: k for k, sign in enumerate(kept)}
    teacher = load(given.teacher) if given.teacher else None
    apart = list(read(lines([path for path in paths if path.stem in given.apart])))
    print(f"{len(written)} sentences, {len(kept)} signs; {len(apart)} apart", flush=True)
    of = fit(cases(written, signs, teacher), len(kept), given.rounds, given.seed, cases(apart, signs, teacher))
    checked(of, cases(written[:BATCH], signs, None), kept)
    out = given.out or DATA / NETWORKS[given.seed]
    if not given.apart or given.out:
        read_by = {name: np.asarray(one) for name, one in of.items() if not name.startswith("label")}
        np.savez_compressed(out, allow_pickle=True, **packed(kept, read_by))
        print(f"{out.name}: {sum(one.size for one in of.values())} weights, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
