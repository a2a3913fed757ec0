"""Fits a network that teaches together with the last layers of the encoder through which it sees.

    pip install jax tokenizers safetensors      # and a BERT as a folder, as for scripts/encoder.py
    python scripts/tune_encoder.py FOLDER --answers FILE [--apart NAME ...] [--rounds N]

The network and its sentences are those of scripts/fit_network.py, whose ``--taught`` takes the answers. Layers below
:data:`FROM` stay as they are, and what they see is kept, so that a round takes a third of the time. Answers are written
of all sentences: of those apart, which were not learned from, too. A round of 43,000 sentences takes nine minutes on
two cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tocsin.events import vectors

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scripts.encoder import Encoder, upper
from scripts.fit_events import SOURCES, lines, read, real
from scripts.fit_network import DECAY, LEAST_SEEN, WARM, answers, figures, held, loss, shown
from scripts.network_cases import Case, batches, cases, kept, repeated
from scripts.network_layers import WIDE, Array, Params, first

#: The first layer that is fitted, counted from 0.
FROM = 3
#: Rates of the network and of the encoder, over how many steps that of the encoder rises, and how long a slope may be.
RATE, ENCODER_RATE, ENCODER_WARM, LONGEST_SLOPE = 2.5e-3, 8e-5, 400, 5.0
ROUNDS, SEED = 4, 2
_OF_ENCODER = "encoder."

State = tuple[Params, Params, Params]


def lifted(of: Params, given: dict[str, Array], heads: int) -> dict[str, Array]:
    """Return a batch with its units as the encoder sees them."""
    pieces = upper(of, given["pieces"].astype(jnp.float32), given["pieces_there"], heads, FROM)
    return given | {"context": given["share"].astype(jnp.float32) @ pieces}


def step(  # noqa: PLR0917 - jax wants what changes as arguments
    state: State, n: Array, table: Array, given: dict[str, Array], key: Array, rates: tuple[Array, Array], heads: int
) -> State:
    """Return weights, mean slopes and mean squares after one step of AdamW, its slope cut to a length."""
    of, mean, square = state
    slopes = jax.grad(lambda at: loss(at, table, lifted(at, given, heads), key))(of)
    length = jnp.sqrt(sum((jnp.sum(one * one) for one in slopes.values()), jnp.zeros(())))
    cut = jnp.minimum(1.0, LONGEST_SLOPE / (length + 1e-9))
    mean = jax.tree.map(lambda m, s: 0.9 * m + 0.1 * s * cut, mean, slopes)
    square = jax.tree.map(lambda v, s: 0.999 * v + 0.001 * (s * cut) ** 2, square, slopes)

    def moved(name: str) -> Array:
        rate = rates[name.startswith(_OF_ENCODER)]
        toward = (mean[name] / (1 - 0.9**n)) / (jnp.sqrt(square[name] / (1 - 0.999**n)) + 1e-8)
        return of[name] - rate * (toward + DECAY * of[name])

    return {name: moved(name) for name in of}, mean, square


def fit(of: Params, given: Sequence[Case], rounds: int, heads: int, score: Callable[[Params], str]) -> Params:
    """Return weights fitted from those with which it begins."""
    stepped: Callable[..., State] = jax.jit(partial(step, heads=heads), donate_argnums=0)
    state = (of, jax.tree.map(jnp.zeros_like, of), jax.tree.map(jnp.zeros_like, of))
    chance, key, table = np.random.default_rng(SEED), jax.random.PRNGKey(SEED), jnp.asarray(vectors.table())
    done, begun = 0, time.monotonic()
    total = rounds * sum(1 for _ in batches(given, None))
    for turn in range(1, rounds + 1):
        for one in batches(given, chance):
            done += 1
            key, own = jax.random.split(key)
            left = 1 - done / (total + 1)
            rates = (RATE * min(1.0, done / WARM) * left, ENCODER_RATE * min(1.0, done / ENCODER_WARM) * left)
            state = stepped(state, jnp.float32(done), table, one, own, tuple(map(jnp.float32, rates)))
        print(f"round {turn}, {time.monotonic() - begun:.0f} s: {score(state[0])}", flush=True)
    return state[0]


def main() -> None:
    """Fit and answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--apart", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    written = [one for one in read(lines([path for path in SOURCES if path.stem not in given.apart])) if one.scene.row]
    written += [one for one in read(real()) if one.scene.row]
    apart = [one for one in read(lines([path for path in SOURCES if path.stem in given.apart])) if one.scene.row]
    counted = Counter(unit.sign for one in written for unit in one.scene.row)
    vocabulary = ["", *sorted(sign for sign, n in counted.items() if n >= LEAST_SEEN)]
    signs = {sign: k for k, sign in enumerate(vocabulary)}
    encoder = Encoder.load(given.folder)
    fitted, left = cases(written, signs, None), cases(apart, signs, None)
    for some, texts in ((fitted, written), (left, apart)):
        for one, pieces in zip(some, encoder.pieces_of(texts, FROM), strict=True):
            one.pieces = pieces
    of: Params = first(jax.random.PRNGKey(SEED), len(vocabulary), WIDE[0], encoder.width)
    of |= {name: one for name, one in encoder.of.items() if encoder.layer_of(name) >= FROM}

    def seen(ask: Callable[..., Any]) -> Callable[..., Any]:
        asked: Callable[..., Any] = jax.jit(lambda of, table, one: ask(of, table, lifted(of, one, encoder.heads)))
        return asked

    show, hold = seen(shown), seen(held)
    of = fit(
        of, repeated(written, fitted), given.rounds, encoder.heads, lambda at: figures(at, left, show) if left else ""
    )
    both = answers(of, [*fitted, *left], hold)
    np.savez_compressed(given.answers, allow_pickle=True, **kept([*written, *apart], both))


if __name__ == "__main__":
    main()
