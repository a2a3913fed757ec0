"""Fits a network that reads a sentence by the company of its words; writes data/events/network.npz or network_2.npz.

    pip install jax spacy                       # and the pipeline that teaches what governs each word
    python scripts/fit_network.py [--teacher PIPELINE] [--taught FILE ...] [--apart NAME ...] [--rounds N] [--seed N]
    python scripts/fit_network.py --encoder FOLDER --out FILE --answers FILE       # a teacher, which does not ship

Sentences are those of scripts/fit_events.py: bench/written_events, bench/quoted_events and the gold half that is for
developing. ``--apart`` leaves files of the first folder out, by name, and with "real" the others, and shows how the
network does on the sentences of the first: so its size and its rounds were chosen. Seed 1 gives the first network that
ships, seed 0 the wider second one; half an hour each on one core. jax gives the slopes; the reader itself needs only
numpy.

Networks that teach: ``--answers`` writes what a network holds of each sentence, ``--taught`` lets the next one learn
from the mean of such files beside what people coded. A teacher may see more than one that ships: with ``--encoder``
each unit also as a pretrained encoder sees it (scripts/encoder.py).

Sentences that came later, each network first asked what it holds of the others (``--rounds 0 --apart LATER ...``)::

    python scripts/fit_network.py --start NETWORK --seed 1 --rounds 4 --rate 6e-4 --taught FILE FILE

``--mean BEFORE AFTER`` fits nothing and writes the mean of the weights of networks of which one went on from the other:
it keeps more of what was read before than the one that went on (Wortsman et al. 2022, arXiv:2109.01903).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from tocsin.events import vectors
from tocsin.events.event import ACTS
from tocsin.events.inputs import Inputs
from tocsin.events.network import NETWORKS, Network, opened, packed
from tocsin.events.spacy_pipeline import load

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.fit_events import SOURCES, lines, read, real
from scripts.network_cases import (
    BATCH,
    LABELS,
    LENGTHS,
    ROOM,
    Answers,
    Case,
    batch,
    batches,
    cases,
    kept,
    repeated,
    taught,
)
from scripts.network_layers import WIDE, Array, Params, cast, first, linked, seen, stated, told

DATA = Path(__file__).parents[1] / "src" / "tocsin" / "data"
#: A sign seen less often has no vector of its own.
LEAST_SEEN = 6
RATE, WARM, DECAY = 3e-3, 100, 0.01
ROUNDS = 12
#: How much it counts what governs each unit.
PARSE = 0.25
#: How much teachers count where they were asked, the rest is for what people coded; how far their answers are softened.
TAUGHT, SOFT = 0.6, 2.0
#: How much a sentence counts about which no teacher was asked.
ALONE = 2.0

State = tuple[Params, Params, Params]
Weights = dict[str, npt.NDArray[Any]]


def _binary(odds: Array, right: Array, weight: Array) -> Array:
    return (weight * (jax.nn.softplus(odds) - odds * right)).sum()


def _classes(odds: Array, right: Array, weight: Array) -> Array:
    return -(weight * jnp.take_along_axis(jax.nn.log_softmax(odds), right[:, None], 1)[:, 0]).sum()


def _shared(odds: Array, held: Array, weight: Array) -> Array:
    return -(weight * (jax.nn.softmax(held / SOFT) * jax.nn.log_softmax(odds / SOFT)).sum(-1)).sum()


def _softened(held: Array) -> Array:
    return jax.nn.sigmoid(held / SOFT)


def loss(of: Params, table: Array, given: dict[str, Array], key: Array) -> Array:
    """Return how wrong weights are on a batch."""
    keys = jax.random.split(key, 4)
    states, flags, odds, labels, heads = seen(of, table, given, keys[0])
    parsed = given["parsed"][:, None] * given["there"]
    tags, acts = told(of, states, flags, given["there"])
    links = cast(of, linked(of, states, heads, given["links"], keys[1]), given["links"], given["links_there"])
    days = linked(of, states, heads, given["days"], keys[2])
    modal = stated(of, states, given["there"], given["states"], keys[3])
    parts, dated = links @ of["part"] + of["part_b"], (days @ of["date"])[:, 0] + of["date_b"]
    by = given["taught"]
    plain = jnp.where(by.any(), ALONE, 1.0) * (1 - by) + (1 - TAUGHT) * by

    def rows(name: str, of_each: Array) -> Array:
        return given[f"{name}_there"] * of_each[given[name][:, 0]]

    coded_ = (
        _binary(acts, given["told"], given["counted"] * plain[:, None])
        + 0.5 * _binary(tags, given["tags"], given["tagged"] * (given["there"] * plain[:, None])[..., None])
        + 0.5 * _classes(parts, given["links"][:, 4], rows("links", plain))
        + 0.5 * _binary(dated, given["days"][:, 4], rows("days", plain))
        + 0.5 * _classes(modal, given["states"][:, 3], rows("states", plain))
    )
    held = (
        _binary(acts / SOFT, _softened(given["acts_by"]), by[:, None])
        + 0.5 * _binary(tags / SOFT, _softened(given["tags_by"]), (given["there"] * by[:, None])[..., None])
        + _shared(parts, given["links_by"], rows("links", by))
        + _binary(dated / SOFT, _softened(given["days_by"][:, 0]), rows("days", by))
        + _shared(modal, given["states_by"], rows("states", by))
    )
    governed = _classes(odds.reshape(-1, odds.shape[-1]), given["heads"].ravel(), parsed.ravel())
    named = _classes(labels.reshape(-1, len(LABELS)), given["labels"].ravel(), parsed.ravel())
    return (coded_ + TAUGHT * SOFT**2 * held + PARSE * (governed + named / 2)) / BATCH


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


@dataclass(frozen=True)
class Course:
    """How often sentences are gone through, from which rate on, and in which order."""

    rounds: int
    rate: float
    seed: int


def beginning(course: Course, given: Sequence[Case], signs: int, start: Mapping[str, Array]) -> Params:
    """Return weights to begin with: those of a network that is there, what it lacks by chance."""
    context = given[0].context
    wide = WIDE[course.seed % len(WIDE)]
    of = first(jax.random.PRNGKey(course.seed), signs, wide, 0 if context is None else context.shape[1])
    return of | {name: jnp.asarray(one) for name, one in start.items()}


def fit(of: Params, given: Sequence[Case], course: Course, apart: Sequence[Case]) -> Params:
    """Return weights fitted from those with which it begins."""
    rounds = course.rounds
    key = jax.random.PRNGKey(course.seed)
    nought = jax.tree.map(jnp.zeros_like, of)
    state = (of, nought, nought)
    chance = np.random.default_rng(course.seed)
    table = jnp.asarray(vectors.table())
    done, begun = 0, time.monotonic()
    total = rounds * sum(1 for _ in batches(given, None))
    for turn in range(1, rounds + 1):
        for one in batches(given, chance):
            done += 1
            key, own = jax.random.split(key)
            rate = course.rate * min(1.0, done / WARM) * (1 - done / (total + 1))
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


def figures(of: Params, apart: Sequence[Case], show: Callable[..., tuple[Array, ...]] = all_shown) -> str:
    """Return how weights do on sentences: F1 of acts at the best level, shares of right parts, dates, modalities."""
    table = jnp.asarray(vectors.table())
    odds, right = [], []
    hits: Counter[str] = Counter()
    for one in batches(apart, None):
        acts, parts, days, modal, governed = (np.asarray(each) for each in show(of, table, one))
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
            if not np.allclose(sight.acts, odds[n], atol=1e-3):
                raise ArithmeticError(f"Sentence {n}: {sight.acts} is not {odds[n]}")
            own = (one["links_there"] > 0) & (one["links"][:, 0] == n)
            for k, act in np.unique(one["links"][own, 1:3], axis=0):
                rows = own & (one["links"][:, 1] == k) & (one["links"][:, 2] == act)
                name = tuple(ACTS)[act]
                parts = reader.parts(sight, name, int(k), one["links"][rows, 3].tolist())
                if not np.allclose(parts, shares[rows], atol=1e-3):
                    raise ArithmeticError(f"Sentence {n}, {name}: {parts} is not {shares[rows]}")


def answers(of: Params, given: Sequence[Case], hold: Callable[..., tuple[Array, ...]] | None = None) -> list[Answers]:
    """Return what a network holds of each sentence."""
    table = jnp.asarray(vectors.table())
    at = {id(one): n for n, one in enumerate(given)}
    found: list[tuple[int, Answers]] = []
    few = BATCH // 4
    for length in LENGTHS:
        pile = [one for one in given if length == next(size for size in LENGTHS if len(one.tags) <= size)]
        for n in range(0, len(pile), few):
            some = pile[n : n + few]
            one = batch(length, some)
            acts, tags, parts, days, modal = (np.asarray(each) for each in (hold or all_held)(of, table, one))
            ends = {name: np.cumsum([len(getattr(each, name)) for each in some]) for name in ROOM}
            if any(end[-1] > ROOM[name] for name, end in ends.items()):
                raise ValueError(f"{few} sentences have more links, dates or acts than there is room for: {ROOM}")
            split = (
                np.split(rows[: end[-1]], end[:-1])
                for rows, end in zip((parts, days[:, None], modal), ends.values(), strict=True)
            )
            for k, (each, *rows) in enumerate(zip(some, *split, strict=True)):
                found.append((at[id(each)], Answers(acts[k], tags[k, : len(each.tags)], *rows)))
    return [each for _, each in sorted(found, key=lambda one: one[0])]


def held(of: Params, table: Array, one: dict[str, Array]) -> tuple[Array, ...]:
    """Return log odds of acts, of tags, of parts, of dates and of modalities of a batch."""
    states, flags, _, _, heads = seen(of, table, one, None)
    tags, acts = told(of, states, flags, one["there"])
    links = cast(of, linked(of, states, heads, one["links"], None), one["links"], one["links_there"])
    days = linked(of, states, heads, one["days"], None)
    return (
        acts,
        tags,
        jax.nn.log_softmax(links @ of["part"] + of["part_b"]),
        (days @ of["date"])[:, 0] + of["date_b"],
        jax.nn.log_softmax(stated(of, states, one["there"], one["states"], None)),
    )


all_held: Callable[..., tuple[Array, ...]] = jax.jit(held)


def mean(networks: Sequence[Network]) -> tuple[list[str], Weights]:
    """Return the signs of networks that have the same, and the mean of their weights."""
    signs = list(networks[0].signs)
    shapes = [{name: each.shape for name, each in one.of.items()} for one in networks]
    if any(list(one.signs) != signs for one in networks) or any(one != shapes[0] for one in shapes):
        raise ValueError("Networks have other signs or widths: only one that went on from another has its own")
    return signs, {name: np.mean([one.of[name] for one in networks], axis=0) for name in networks[0].of}


def write(signs: Sequence[str], of: Weights, path: Path) -> None:
    """Write a network."""
    np.savez_compressed(path, allow_pickle=True, **packed(signs, of))
    print(f"{path.name}: {sum(one.size for one in of.values())} weights, {path.stat().st_size / 1e6:.2f} MB")


def asked() -> argparse.Namespace:
    """Return what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apart", nargs="*", default=[])
    parser.add_argument("--teacher", default="", help="a spaCy pipeline that says what governs each word")
    parser.add_argument("--encoder", type=Path, help="folder of a pretrained encoder; needs --out")
    parser.add_argument("--taught", type=Path, nargs="*", default=[], help="answers of teachers")
    parser.add_argument("--answers", type=Path, help="where to write what the network holds of each sentence")
    parser.add_argument("--start", type=Path, help="a network to go on from, with its signs; of the seed's width")
    parser.add_argument("--mean", type=Path, nargs="+", default=[], help="networks to write the mean of")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=0, help="of the networks that ship: 1 or 0; any other with --out")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if not (given.out or given.apart or given.seed in range(len(NETWORKS))):
        parser.error(f"Seed {given.seed} is none of those that ship; name a file with --out")
    if unknown := set(given.apart) - {"real", *(path.stem for path in SOURCES)}:
        parser.error(f"There is no file of written sentences called {', '.join(sorted(unknown))}")
    if given.encoder and not given.out:
        parser.error("A network that sees through an encoder does not ship; name a file with --out")
    if given.mean and not given.out:
        parser.error("A mean of networks takes the place of none by itself; name a file with --out")
    return given


def main() -> None:
    """Fit and write."""
    given = asked()
    if given.mean:
        write(*mean([opened(path) for path in given.mean]), given.out)
        return
    out = given.out or DATA / NETWORKS[::-1][given.seed]  # the narrower one is asked first
    own = [path for path in SOURCES if path.stem not in given.apart]
    written = [one for one in read(lines(own)) if one.scene.row]
    if "real" not in given.apart:
        written += [one for one in read(real()) if one.scene.row]
    counted = Counter(unit.sign for one in written for unit in one.scene.row)
    old = opened(given.start) if given.start else None
    vocabulary = list(old.signs) if old else ["", *sorted(sign for sign, n in counted.items() if n >= LEAST_SEEN)]
    signs = {sign: k for k, sign in enumerate(vocabulary)}
    teacher = load(given.teacher) if given.teacher else None
    apart = [one for one in read(lines([path for path in SOURCES if path.stem in given.apart])) if one.scene.row]
    fitted, left = cases(written, signs, teacher), cases(apart, signs, teacher)
    if given.encoder:
        from scripts.encoder import Encoder  # the rest does without what it needs

        encoder = Encoder.load(given.encoder)
        for some, texts in ((fitted, written), (left, apart)):
            for one, context in zip(some, encoder.contexts(texts), strict=True):
                one.context = context
    taught(written, fitted, given.taught)
    known = sum(one.answers is not None for one in fitted)
    print(f"{len(fitted)} sentences, {known} with answers, {len(vocabulary)} signs; {len(left)} apart", flush=True)
    course = Course(given.rounds, given.rate, given.seed)
    begun = beginning(course, fitted, len(vocabulary), old.of if old else {})
    of = fit(begun, repeated(written, fitted), course, left)
    if given.answers:
        np.savez_compressed(given.answers, allow_pickle=True, **kept(written, answers(of, fitted)))
    if not given.encoder:
        checked(of, fitted[:BATCH], vocabulary)
    if not given.apart or given.out:
        write(vocabulary, {name: np.asarray(one) for name, one in of.items() if not name.startswith("label")}, out)


if __name__ == "__main__":
    main()
