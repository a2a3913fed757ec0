"""The layers of the network in jax, which gives slopes: what :mod:`tocsin.events.network` computes with numpy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp

from tocsin.events import vectors
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.inputs import ENDINGS, FLAGS
from tocsin.events.network import AWAY, FAR, PARTS, STEPS

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.network_cases import LABELS

#: Widths: of states by seed, of a sign's own vector, of an ending's, of an act's, of a distance's, of what links, of
#: rivals, of modality, of heads.
WIDE = (160, 128)
SIGN, ENDING, ACT, DISTANCE, LINK, RIVAL, STATE, HEAD = 32, 8, 16, 16, 128, 32, 64, 32
_ACTS = len(ACTS)

Array = Any
Params = dict[str, Array]


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
