"""A small network that reads a sentence by the company that its words keep, for what no list of words foresees.

Each unit is its word's vector, an own vector of its sign and of its ending, and what the rules say of it; layers of
gated convolutions, each of three units that stand a step apart, let it see its neighbours; from there go the acts that
are told, the part of each party in an act, the date of the act and its modality. Fitted by ``scripts/fit_network.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.events import vectors
from tocsin.events.inputs import ACT_AT, Inputs
from tocsin.ref.tables import DATA

NETWORKS = ("events/network.npz", "events/network_2.npz")
#: How far apart the three units of each layer stand.
STEPS = (1, 2, 4, 1)
#: Units from which on a distance to what governs a unit counts as one.
AWAY = 12
PARTS = ("none", "actor", "target")
#: Distances from an act, in units, from which on a distance counts as the next one.
FAR = (1, 2, 3, 4, 5, 6, 7, 10, 15, 23)
_VECTOR_WEIGHT = 3.0

#: BLAS may read beyond the end of a row and raise the flag of an invalid number for what it then throws away.
_QUIET = np.errstate(invalid="ignore")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Seen:
    """A sentence as the network has seen it.

    Parameters
    ----------
    states : ndarray
        Shape (units, width).
    heads : ndarray
        How likely each unit is governed by each other, shape (units, units); a root by itself.
    tags : ndarray
        The log odds of each act that it is told at each unit, shape (units, acts).
    acts : ndarray
        The log odds of each act that it is told, shape (acts,).
    """

    states: Floats
    heads: Floats
    tags: Floats
    acts: Floats


@dataclass(frozen=True, eq=False)
class Network:
    """The network.

    Parameters
    ----------
    signs : mapping of str to int
        Rows of the vectors of signs; row 0 stands for all others.
    of : mapping of str to ndarray
        Its weights by name.
    """

    signs: Mapping[str, int]
    of: Mapping[str, Floats]

    @_QUIET
    def see(self, given: Inputs) -> Seen:
        """Return a sentence as the network sees it.

        Parameters
        ----------
        given : Inputs
            The sentence; at least one unit.

        Returns
        -------
        Seen
            States of its units.
        """
        of = self.of
        words = vectors.table()[given.words]
        words[given.words < 0] = 0.0
        own = of["sign"][[self.signs.get(one, 0) for one in given.signs]]
        seen = np.concatenate([words * _VECTOR_WEIGHT, own, of["ending"][given.endings], given.flags], axis=1)
        states: Floats = np.maximum(seen @ of["in"] + of["in_b"], 0.0)
        for k, step in enumerate(STEPS):
            around = np.concatenate([_moved(states, step), states, _moved(states, -step)], axis=1)
            states = states + _gated(around @ of[f"mix{k}"] + of[f"mix{k}_b"])
        heads = self._heads(states)
        around = np.concatenate([heads @ states, states, heads.T @ states], axis=1)
        states = states + _gated(around @ of["tree"] + of["tree_b"])
        tags = self._tags(states, given.flags)
        return Seen(states, heads, tags, self._acts(states, given.flags, tags))

    def _heads(self, states: Floats) -> Floats:
        """Return how likely each unit is governed by each other, shape (units, units); a root by itself."""
        of = self.of
        odds = (states @ of["governed"]) @ (states @ of["governing"]).T / math.sqrt(of["governed"].shape[1])
        at = np.arange(len(states))
        return _shares(odds + of["away"][np.clip(at[None] - at[:, None], -AWAY, AWAY) + AWAY])

    def _acts(self, states: Floats, flags: Floats, tags: Floats) -> Floats:
        """Return the log odds of each act, shape (acts,): where best by its tags, and by the whole sentence."""
        of, n = self.of, len(ACT_AT)
        top = tags.max(axis=0)
        summed = top + np.log(np.exp(tags - top).sum(axis=0))
        most = flags.max(axis=0)
        found: Floats = (
            summed * of["summed"]
            + states.max(axis=0) @ of["pool"]
            + most[:n] * of["ruled"]
            + most[n : 2 * n] * of["clued"]
            + of["act_b"]
        )
        return found

    def _tags(self, states: Floats, flags: Floats) -> Floats:
        """Return the log odds of each act at each unit, shape (units, acts)."""
        of, n = self.of, len(ACT_AT)
        found: Floats = (
            states @ of["tag"] + of["tag_b"] + flags[:, :n] * of["tag_ruled"] + flags[:, n : 2 * n] * of["tag_clued"]
        )
        return found

    @_QUIET
    def parts(self, seen: Seen, act: str, k: int, others: Sequence[int]) -> Floats:
        """Return how likely each part in an act is for parties, given each other: shape (parties, :data:`PARTS`)."""
        of, linked = self.of, self._linked(seen, act, k, others)
        own = linked @ of["own"]
        rivals = np.where(np.eye(len(own), dtype=bool)[:, :, None], np.float32(0.0), own)
        rivals = rivals.max(axis=1, initial=0.0)
        cast = np.maximum(np.concatenate([linked, rivals], axis=1) @ of["cast"] + of["cast_b"], 0.0)
        return _shares(cast @ of["part"] + of["part_b"])

    @_QUIET
    def dated(self, seen: Seen, act: str, k: int, others: Sequence[int]) -> Floats:
        """Return the log odds of dates that an act has them, shape (dates,)."""
        found: Floats = (self._linked(seen, act, k, others) @ self.of["date"])[:, 0] + self.of["date_b"]
        return found

    @_QUIET
    def modalities(self, seen: Seen, act: str, k: int) -> Floats:
        """Return how likely each modality is, in the order of :data:`tocsin.events.event.MODALITIES`."""
        of = self.of
        here = np.concatenate([seen.states[k], seen.states.max(axis=0), of["act"][ACT_AT[act]]])
        inner: Floats = np.maximum(here @ of["state_in"] + of["state_in_b"], 0.0)
        return _shares(inner @ of["state"] + of["state_b"])

    def _linked(self, seen: Seen, act: str, k: int, others: Sequence[int]) -> Floats:
        """Return what stands between an act and other units, shape (others, width)."""
        of, states = self.of, seen.states
        sums = np.concatenate([np.zeros_like(states[:1]), np.cumsum(states, axis=0)])
        m = np.array(others, dtype=np.intp)
        low, high = np.minimum(k, m), np.maximum(k, m)
        count = np.maximum(high - low - 1, 0)
        first = np.minimum(low + 1, high)
        between = (sums[high] - sums[first]) / (count + 1.0)[:, None]
        far = np.searchsorted(FAR, np.abs(m - k), side="right") * np.sign(m - k) + len(FAR)
        here = np.broadcast_to(states[k], (len(m), states.shape[1]))
        what = np.broadcast_to(of["act"][ACT_AT[act]], (len(m), of["act"].shape[1]))
        both = np.concatenate([here, states[m], between.astype(np.float32), what, of["far"][far]], axis=1)
        found: Floats = np.maximum(both @ of["link"] + _path(seen.heads, k, m) @ of["path"] + of["link_b"], 0.0)
        return found


def _path(heads: Floats, k: int, others: npt.NDArray[np.intp]) -> Floats:
    """Return how likely a unit and others govern each other, by one step or more, or stand under one: (others, 8)."""
    up, down = heads[others], heads[k]
    up2, down2 = up @ heads, down @ heads
    governing = [up[:, k], up2[:, k], (up2 @ heads)[:, k]]
    governed = [down[others], down2[others]]
    return np.stack([*governing, *governed, up @ down, up2 @ down, up @ down2], axis=1)


def _moved(states: Floats, step: int) -> Floats:
    """Return states moved down by a step, or up by a negative one; what comes in is nought."""
    found = np.zeros_like(states)
    if step > 0:
        found[step:] = states[:-step]
    else:
        found[:step] = states[-step:]
    return found


def _gated(both: Floats) -> Floats:
    """Return the first half of columns, where positive, each as far as the second half lets it through."""
    wide = both.shape[1] // 2
    gate = np.tanh(0.5 * both[:, wide:])
    gate += 1.0
    found: Floats = np.maximum(both[:, :wide], 0.0)
    found *= gate
    found *= 0.5
    return found


def _shares(odds: Floats) -> Floats:
    shares: Floats = np.exp(odds - odds.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares


def packed(signs: Sequence[str], of: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """Return a network as the arrays of its file: weights in two bytes, signs as one text."""
    text = np.frombuffer("\n".join(signs).encode(), dtype=np.uint8)
    return {"signs": text, **{name: np.asarray(one, dtype=np.float16) for name, one in of.items()}}


@cache
def network(name: str = NETWORKS[0]) -> Network:
    """Return a network that is shipped.

    Parameters
    ----------
    name : str
        One of :data:`NETWORKS`.

    Returns
    -------
    Network
        As it was fitted.
    """
    return opened(DATA / name)


def opened(path: Path) -> Network:
    """Return the network of a file that :func:`packed` made."""
    with np.load(path) as kept:
        signs = kept["signs"].tobytes().decode().split("\n")
        of = {name: kept[name].astype(np.float32) for name in kept.files if name != "signs"}
    return Network({sign: k for k, sign in enumerate(signs)}, of)
