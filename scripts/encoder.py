"""How a pretrained encoder sees the units of a sentence: what a network that teaches may see beside the words.

    pip install jax tokenizers safetensors      # and a BERT as a folder: config.json, tokenizer.json, model.safetensors

Nothing of it ships with Tocsin, and the reader never asks it: it is needed when a network is fitted that teaches others
(scripts/fit_network.py --encoder; scripts/tune_encoder.py, which fits its last layers too). The one that taught those
that ship was all-MiniLM-L6-v2 (Apache 2.0).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from tocsin.events.inputs import LONGEST

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.fit_events import Written

#: Layers whose states are kept, counted from 1; sentences read at once; pieces of words that are read of one.
LAYERS = (4, 6)
BATCH, MOST = 32, 160
_NO_ATTENTION = -1e9

Array = Any
Context = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Encoder:
    """A BERT.

    Parameters
    ----------
    of : dict of str to ndarray
        Its weights, as its makers name them.
    heads : int
        Heads of attention.
    pieces : Tokenizer
        How it divides a text.
    """

    of: dict[str, Array]
    heads: int
    pieces: Tokenizer

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Return the encoder of a folder; raises FileNotFoundError without it."""
        pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
        pieces.no_padding()
        pieces.enable_truncation(MOST)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        of = {name: jnp.asarray(one) for name, one in load_file(folder / "model.safetensors").items()}
        return cls(of, int(config["num_attention_heads"]), pieces)

    @property
    def width(self) -> int:
        """Return the width of its states."""
        return int(self.of["embeddings.LayerNorm.bias"].shape[0])

    @staticmethod
    def layer_of(name: str) -> int:
        """Return the layer to which weights belong, counted from 0; -1 for those below and above all layers."""
        return int(name.split(".")[2]) if name.startswith("encoder.layer.") else -1

    def contexts(self, written: Sequence[Written]) -> list[Context]:
        """Return for each sentence its units as the encoder sees them, the mean of their pieces, at :data:`LAYERS`."""
        found = self._seen(written, LAYERS)
        return [
            np.concatenate([share @ one for one in layers], axis=1).astype(np.float16)
            for share, layers in ((share, layers) for share, *layers in found)
        ]

    def pieces_of(self, written: Sequence[Written], layers: int) -> list[tuple[Context, Context]]:
        """Return for each sentence its pieces as they are behind so many layers, and how much of each unit each is."""
        return [(state.astype(np.float16), share.astype(np.float16)) for share, state in self._seen(written, (layers,))]

    def _seen(self, written: Sequence[Written], layers: Sequence[int]) -> list[tuple[Floats, ...]]:
        """Return for each sentence how much of each unit each piece is, and its pieces behind each of some layers."""
        states: Callable[..., list[Array]] = jax.jit(lambda of, ids, there: _states(of, ids, there, self.heads, layers))
        read = [self.pieces.encode(one.said) for one in written]
        order = np.argsort([len(one.ids) for one in read], kind="stable")
        found: dict[int, tuple[Floats, ...]] = {}
        for n in range(0, len(order), BATCH):
            some = order[n : n + BATCH]
            longest = -(-max(len(read[k].ids) for k in some) // 8) * 8
            ids, there = np.zeros((BATCH, longest), np.int32), np.zeros((BATCH, longest), np.float32)
            for row, k in enumerate(some):
                ids[row, : len(read[k].ids)] = read[k].ids
                there[row, : len(read[k].ids)] = 1.0
            each = [np.asarray(one) for one in states(self.of, ids, there)]
            for row, k in enumerate(some):
                share = _shares(written[k], read[k].offsets)
                found[int(k)] = (share, *(one[row, : share.shape[1]] for one in each))
        return [found[k] for k in range(len(written))]


def _shares(one: Written, offsets: Sequence[tuple[int, int]]) -> Floats:
    """Return how much of each unit each piece of the text is, shape (units, pieces)."""
    words = one.scene.sentence.words
    row = one.scene.row[:LONGEST]
    found = np.zeros((len(row), len(offsets)), np.float32)
    spans = [(words[unit.first].start, words[unit.last - 1].end) for unit in row]
    for column, (start, end) in enumerate(offsets):
        at = next((k for k, span in enumerate(spans) if end > span[0] and start < span[1] and end > start), None)
        if at is not None:
            found[at, column] = 1.0
    shares: Floats = found / np.maximum(found.sum(axis=1, keepdims=True), 1.0)
    return shares


def _states(of: dict[str, Array], ids: Array, there: Array, heads: int, layers: Sequence[int]) -> list[Array]:
    """Return the states of each piece behind each of some layers."""
    embedded = (
        of["embeddings.word_embeddings.weight"][ids]
        + of["embeddings.position_embeddings.weight"][: ids.shape[1]]
        + of["embeddings.token_type_embeddings.weight"][0]
    )
    states = _normed(of, "embeddings.LayerNorm", embedded)
    found = []
    for layer in range(max(layers)):
        states = _layer(of, layer, states, there, heads)
        if layer + 1 in layers:
            found.append(states)
    return found


def upper(of: dict[str, Array], states: Array, there: Array, heads: int, begin: int) -> Array:
    """Return the states of pieces behind all layers whose weights are given, from those before layer ``begin`` on."""
    layer = begin
    while f"encoder.layer.{layer}.output.dense.bias" in of:
        states = _layer(of, layer, states, there, heads)
        layer += 1
    return states


def _layer(of: dict[str, Array], layer: int, states: Array, there: Array, heads: int) -> Array:
    name = f"encoder.layer.{layer}"
    states = _normed(of, f"{name}.attention.output.LayerNorm", states + _attended(of, name, states, there, heads))
    inner = jax.nn.gelu(_linear(of, f"{name}.intermediate.dense", states), approximate=False)
    return _normed(of, f"{name}.output.LayerNorm", states + _linear(of, f"{name}.output.dense", inner))


def _attended(of: dict[str, Array], name: str, states: Array, there: Array, heads: int) -> Array:
    count, length, width = states.shape
    query, key, value = (
        _linear(of, f"{name}.attention.self.{one}", states).reshape(count, length, heads, -1)
        for one in ("query", "key", "value")
    )
    odds = jnp.einsum("nqhd,nkhd->nhqk", query, key) / np.sqrt(width // heads)
    shares = jax.nn.softmax(odds + (1 - there[:, None, None, :]) * _NO_ATTENTION, -1)
    seen = jnp.einsum("nhqk,nkhd->nqhd", shares, value).reshape(count, length, width)
    return _linear(of, f"{name}.attention.output.dense", seen)


def _linear(of: dict[str, Array], name: str, states: Array) -> Array:
    return states @ of[f"{name}.weight"].T + of[f"{name}.bias"]


def _normed(of: dict[str, Array], name: str, states: Array) -> Array:
    mean = states.mean(-1, keepdims=True)
    spread = ((states - mean) ** 2).mean(-1, keepdims=True)
    return (states - mean) / jnp.sqrt(spread + 1e-12) * of[f"{name}.weight"] + of[f"{name}.bias"]
