"""Fits a network that reads a sentence by the company of its words; writes data/events/network.npz or network_2.npz.

    pip install jax spacy                       # and the pipeline that teaches what governs each word
    python scripts/fit_network.py [--teacher PIPELINE] [--taught FILE ...] [--apart NAME ...] [--rounds N] [--seed N]
    python scripts/fit_network.py --encoder FOLDER --out FILE --answers FILE       # a teacher, which does not ship

Sentences are those of scripts/fit_events.py: bench/written_events and the gold half that is for developing. ``--apart``
leaves files of that folder out, by name, and shows how the network does on their sentences: so its size and its rounds
were chosen. Seed 1 gives the first network that ships, seed 0 the wider second one; half an hour each on one core. jax
gives the slopes; the reader itself needs only numpy.

Networks that teach: ``--answers`` writes what a network holds of each sentence, ``--taught`` lets the next one learn
from the mean of such files beside what people coded. A teacher may see more than one that ships: with ``--encoder``
each unit also as a pretrained encoder sees it (scripts/encoder.py).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from tocsin.events import vectors
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.inputs import ENDINGS, FLAGS, Inputs
from tocsin.events.network import AWAY, FAR, NETWORKS, PARTS, STEPS, Network, packed
from tocsin.events.spacy_pipeline import load

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.fit_events import WRITTEN, coded, lines, read
from scripts.network_cases import BATCH, LABELS, LENGTHS, ROOM, Answers, Case, batch, batches, cases, kept, taught

DATA = Path(__file__).parents[1] / "src" / "tocsin" / "data"
#: Widths: of states by seed, of a sign's own vector, of an ending's, of an act's, of a distance's, of what links, of
#: rivals, of modality, of heads.
WIDE = (160, 128)
SIGN, ENDING, ACT, DISTANCE, LINK, RIVAL, STATE, HEAD = 32, 8, 16, 16, 128, 32, 64, 32
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
_ACTS = len(ACTS)

Array = Any
Params = dict[str, Array]
State = tuple[Params, Params, Params]


# ------------------------------------------------------------------------------------------------------------ network
def first(key: Array, signs: int, wide: int, context: int) -> Params:
    """Return weights to begin with; ``context`` is the width of what an encoder adds to a unit."""
    keys = iter(jax.random.split(key, 40))

    def some(*shape: int, by: float = 1.0) -> Array:
        return jax.random.normal(next(keys), shape) * by * (2 / shape[0]) ** 0.5

    def little(*shape: int) -> Array:
        return jax.random.normal(next(keys), shape) * 0.1

    seen = vectors.SIZE + SIGN + ENDING + FLAGS + context
    found: Params = {
        "sign": little(signs, SIGN), "ending": little(len(ENDINGS) + 1, ENDING), "act": little(_ACTS, ACT),
        "far": little(2 * len(FAR) + 1, DISTANCE),
        "in": some(seen, wide), "in_b": jnp.zeros(wide),
        "tag": some(wide, _ACTS, by=0.1), "tag_b": jnp.full(_ACTS, -5.0),
        "tag_ruled": jnp.full(_ACTS, 3.0), "tag_clued": jnp.ones(_ACTS),
        "pool": some(wide, _ACTS, by=0.1), "summed": jnp.ones(_ACTS), "act_b": jnp.zeros(_ACTS),
        "ruled": jnp.ones(_ACTS), "clued": jnp.full(_ACTS, 0.5),
        "link": some(3 * wide + ACT + DISTANCE, LINK), "link_b": jnp.zeros(LINK),
        "path": some(8, LINK), "own": some(LINK, RIVAL), "cast": some(LINK + RIVAL, LINK), "cast_b": jnp.zeros(LINK),
        "part": some(LINK, len(PARTS), by=0.3), "part_b": jnp.zeros(len(PARTS)),
        "date": some(LINK, 1, by=0.3), "date_b": jnp.zeros(()),
        "state_in": some(2 * wide + ACT, STATE), "state_in_b": jnp.zeros(STATE),
        "state": some(STATE, len(MODALITIES), by=0.3), "state_b": jnp.zeros(len(MODALITIES)),
    }  # fmt: skip
    for k in range(len(STEPS)):
        found |= {f"mix{k}": some(3 * wide, 2 * wide, by=0.5), f"mix{k}_b": jnp.zeros(2 * wide)}
    found |= {"tree": some(3 * wide, 2 * wide, by=0.5), "tree_b": jnp.zeros(2 * wide)}
    found |= {"governed": some(wide, HEAD), "governing": some(wide, HEAD), "away": jnp.zeros(2 * AWAY + 1)}
    return found | {"label": some(2 * wide, len(LABELS), by=0.3), "label_b": jnp.zeros(len(LABELS))}


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
    further = [given["context"]] if "context" in given else []
    each = jnp.concatenate([words, of["sign"][signs], of["ending"][given["endings"]], flags, *further], -1)
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


def fit(given: Sequence[Case], signs: int, rounds: int, seed: int, apart: Sequence[Case]) -> Params:
    """Return fitted weights."""
    key = jax.random.PRNGKey(seed)
    context = given[0].context
    of = first(key, signs, WIDE[seed % len(WIDE)], 0 if context is None else context.shape[1])
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
            if not np.allclose(sight.acts, odds[n], atol=1e-3):
                raise ArithmeticError(f"Sentence {n}: {sight.acts} is not {odds[n]}")
            own = (one["links_there"] > 0) & (one["links"][:, 0] == n)
            for k, act in np.unique(one["links"][own, 1:3], axis=0):
                rows = own & (one["links"][:, 1] == k) & (one["links"][:, 2] == act)
                name = tuple(ACTS)[act]
                parts = reader.parts(sight, name, int(k), one["links"][rows, 3].tolist())
                if not np.allclose(parts, shares[rows], atol=1e-3):
                    raise ArithmeticError(f"Sentence {n}, {name}: {parts} is not {shares[rows]}")


def answers(of: Params, given: Sequence[Case]) -> list[Answers]:
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
            acts, tags, parts, days, modal = (np.asarray(each) for each in all_held(of, table, one))
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


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apart", nargs="*", default=[])
    parser.add_argument("--teacher", default="", help="a spaCy pipeline that says what governs each word")
    parser.add_argument("--encoder", type=Path, help="folder of a pretrained encoder; needs --out")
    parser.add_argument("--taught", type=Path, nargs="*", default=[], help="answers of teachers")
    parser.add_argument("--answers", type=Path, help="where to write what the network holds of each sentence")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=0, help="of the networks that ship: 1 or 0; any other with --out")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if not (given.out or given.apart or given.seed in range(len(NETWORKS))):
        parser.error(f"Seed {given.seed} is none of those that ship; name a file with --out")
    if given.encoder and not given.out:
        parser.error("A network that sees through an encoder does not ship; name a file with --out")
    paths = sorted(WRITTEN.glob("*.jsonl"))
    own = [path for path in paths if path.stem not in given.apart]
    written = [one for one in read(lines(own)) if one.scene.row]
    if "dev" not in given.apart:
        written += [one for one in read(coded()) if one.scene.row]
    counted = Counter(unit.sign for one in written for unit in one.scene.row)
    vocabulary = ["", *sorted(sign for sign, n in counted.items() if n >= LEAST_SEEN)]
    signs = {sign: k for k, sign in enumerate(vocabulary)}
    teacher = load(given.teacher) if given.teacher else None
    apart = [one for one in read(lines([path for path in paths if path.stem in given.apart])) if one.scene.row]
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
    of = fit(fitted, len(vocabulary), given.rounds, given.seed, left)
    if given.answers:
        np.savez_compressed(given.answers, allow_pickle=True, **kept(written, answers(of, fitted)))
    if not given.encoder:
        checked(of, fitted[:BATCH], vocabulary)
    out = given.out or DATA / NETWORKS[::-1][given.seed]  # the narrower one is asked first
    if not given.apart or given.out:
        read_by = {name: np.asarray(one) for name, one in of.items() if not name.startswith("label")}
        np.savez_compressed(out, allow_pickle=True, **packed(vocabulary, read_by))
        print(f"{out.name}: {sum(one.size for one in of.values())} weights, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
