"""Fits the weights by which a lone sentence is known as a machine's paraphrase.

``python -m bench.events_oddness`` prints them; `tocsin.events.garble_odd` ships them, rounded. Plain are the sentences
of the gold set's first half, some of those written to fit the reader and, where TOCSIN_PLOVER names the file, the
records of PLOVER; garbled are the same sentences with half of the words that have substitutes replaced: once by a
machine that draws kindred words at random, once by one that draws near-synonyms.
"""

from __future__ import annotations

import json
import math
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.paraphrasing import Machine as Synonyms
from bench.paraphrasing import any_pair
from tocsin.events.garble_fit import Fit
from tocsin.events.garble_forms import like, words
from tocsin.events.garble_kin import Kin, kin, stems
from tocsin.events.garble_kindred import Kindred
from tocsin.events.garble_language import STOP, language
from tocsin.events.garble_leaning import leaning
from tocsin.events.garble_odd import SIGNS
from tocsin.events.garble_usage import usage
from tocsin.events.thesaurus import groups, thesaurus_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 0.5
RIDGE = 0.5
SEED = 1
WRITTEN = 1_500
STEPS = 60


def plain() -> list[str]:
    """Return plain sentences."""
    gold = json.loads((Path(__file__).with_name("gold_events") / "dev.json").read_text(encoding="utf-8"))
    found = [one["text"] for document in gold["documents"] for one in document["sentences"]]
    written = sorted(Path(__file__).with_name("written_events").glob("*.jsonl"))
    lines = [json.loads(line) for path in written for line in path.read_text(encoding="utf-8").splitlines()]
    found += random.Random(SEED).sample([one.get("plain", one["t"]) for one in lines], WRITTEN)
    if "TOCSIN_PLOVER" in os.environ:
        found += [one["text"] for one in json.loads(Path(os.environ["TOCSIN_PLOVER"]).read_text(encoding="utf-8"))]
    return found


class Machine:
    """Replaces words by kindred ones, each as likely as the table says."""

    def __init__(self, table: Kin) -> None:
        self._table = table
        self._choices: dict[str, list[tuple[str, float]]] = {}
        for stands, meant in table.back.items():
            for word, chance in meant:
                self._choices.setdefault(word, []).append((stands, math.exp(chance)))

    def paraphrase(self, text: str, chance: random.Random) -> str:
        """Return a text in other words."""
        made: list[str] = []
        done = 0
        for word in words(text):
            found = [(base, ending) for base, ending in stems(word.lower) if base in self._choices]
            if found and word.lower not in STOP and chance.random() < RATE:
                base, ending = found[0]
                names, weights = zip(*self._choices[base], strict=True)
                first, space, rest = chance.choices(names, weights)[0].partition(" ")
                made += [text[done : word.start], like(word.text, self._table.forms(first, ending)[0] + space + rest)]
                done = word.end
        return "".join([*made, text[done:]])


def regression(signs: NDArray[np.float64], garbled: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights and the constant of a logistic regression with a ridge.

    Parameters
    ----------
    signs : array of float, shape (sentences, signs)
        Signs.
    garbled : array of float, shape (sentences,)
        One where a sentence is garbled.

    Returns
    -------
    array of float, shape (signs + 1,)
        The constant last.
    """
    rows = np.c_[signs, np.ones(len(signs))]
    weights = np.zeros(rows.shape[1])
    ridge = np.eye(len(weights)) * RIDGE
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (garbled - chance) - ridge @ weights
        weights += np.linalg.solve((rows * (chance * (1 - chance))[:, None]).T @ rows + ridge, slope)
    return weights


def main() -> None:
    """Print the weights."""
    sentences = plain()
    machine, other, chance = Machine(kin()), Synonyms(any_pair), random.Random(SEED)
    garbled = [machine.paraphrase(text, chance) for text in sentences]
    garbled += [other.paraphrase(text, RATE, chance)[0] for text in sentences]
    fit = Fit(usage(), thesaurus_of(groups(), ()))
    kindred = Kindred(language(), kin(), usage(), fit, leaning())
    signs = np.array([kindred.signs(text) for text in (*sentences, *garbled)])
    weights = regression(signs, np.r_[np.zeros(len(sentences)), np.ones(len(garbled))])
    weights[-1] -= math.log(len(garbled) / len(sentences))
    for name, weight in zip((*SIGNS, "constant"), weights, strict=True):
        print(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
