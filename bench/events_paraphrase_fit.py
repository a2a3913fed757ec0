"""Fits what the signs of paraphrase say.

``python -m bench.events_paraphrase_fit`` prints how often repairs stand in plain and in paraphrased text, which
`tocsin.events.garble_signs` ships, and writes ``src/tocsin/data/events/garble_fit.toml``: the weights of the signs of
words. Plain are the public documents, Tocsin's own pages and sentences written to fit the reader; garbled the same,
paraphrased by a machine half of whose substitutions the thesaurus does not hold meanwhile.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from bench.paraphrasing import Machine, Swapped, any_pair, documents, hidden, pages, written

if TYPE_CHECKING:
    from tocsin.events.garble_fit import Fit
    from tocsin.events.garble_language import Language
    from tocsin.events.garble_leaning import Leaning
    from tocsin.events.garble_repairs import Repairer
    from tocsin.events.garble_signs import Rate, Rates
    from tocsin.events.thesaurus import Thesaurus

SHARE = 0.2  # of the words with substitutes that the machine replaces
SHORTEST = 60  # words of a text by which rates are told
STEADIEST = 6.0  # largest shape: the rate varies more among other kinds of text than among these documents
SEED = 20231127
PARTS = 4
PAGES, WRITTEN = 0.6, 0.3  # what a word of Tocsin's pages counts for, and of a written sentence: less like the field
RIDGE = 3.0
STEPS = 25
OUT = Path(__file__).parents[1] / "src" / "tocsin" / "data" / "events" / "garble_fit.toml"

Floats = npt.NDArray[np.floating]
Allowed = Callable[[str, str], bool]
Folds = Sequence[tuple[list[str], list[str]]]


class Fitted(NamedTuple):
    """What is fitted.

    Parameters
    ----------
    repair : Rates
        How often repairs stand in plain and in paraphrased text.
    leaning : Leaning
        What the signs of words say.
    """

    repair: Rates
    leaning: Leaning


class _Text(NamedTuple):
    signs: Floats
    counts: Floats
    replaced: Floats  # one where a word was replaced
    repairs: int
    weight: float
    garbled: bool


def folds(texts: list[str]) -> Folds:
    """Return documents in parts: each is read in turn, while the others give the statistics."""
    return [([text for k, text in enumerate(texts) if k % PARTS != part], texts[part::PARTS]) for part in range(PARTS)]


def fitted(texts: list[str], allowed: Allowed) -> Fitted:
    """Fit rates and weights.

    Parameters
    ----------
    texts : list of str
        Documents of the field.
    allowed : callable
        Which pairs of base forms the machine and the thesaurus may hold; of these the thesaurus holds half.

    Returns
    -------
    Fitted
        From texts whose statistics were not used to read them.
    """
    from tocsin.events.garble_signs import Rates

    read = list(_texts(folds(texts), allowed))
    plain, garbled = ([text for text in read if text.garbled is kind] for kind in (False, True))
    repair = Rates(_rate(plain), _rate(garbled))
    return Fitted(repair, _together(_spread(_weighed(garbled), read), repair, read))


def _texts(parts: Folds, allowed: Allowed) -> Iterator[_Text]:
    """Yield texts as they are, and in other words: with substitutions that the thesaurus holds, and others."""
    from tocsin.events.garble_fit import Fit
    from tocsin.events.garble_repairs import Repairer
    from tocsin.events.garble_usage import Usage, books

    seen = Machine(_kept(allowed))
    unseen = Machine(lambda one, other: allowed(one, other) and hidden(one, other))
    chance = random.Random(SEED)
    for number, (known, other) in enumerate(parts):
        language, thesaurus = _known(known, _kept(allowed))
        tools = Fit(Usage(books(), language), thesaurus), Repairer(language, thesaurus)
        kinds = ((other, 1.0), (pages()[::2][number::PARTS], PAGES), (written()[number::PARTS], WRITTEN))
        for text, weight in ((text, weight) for texts, weight in kinds for text in texts):
            for machine in (None, seen, unseen):
                made, swapped = machine.paraphrase(text, SHARE, chance) if machine else (text, [])
                found = _read(*tools, made, swapped)
                if len(found.counts):
                    yield found._replace(weight=weight, garbled=machine is not None)


def _kept(allowed: Allowed) -> Allowed:
    """Return which of the pairs that are allowed the thesaurus holds while weights are fitted."""
    return lambda one, other: allowed(one, other) and not hidden(one, other)


def _known(texts: list[str], allowed: Allowed) -> tuple[Language, Thesaurus]:
    """Return statistics from documents, and a thesaurus of the pairs that are allowed."""
    from tocsin.events.garble_language import counted, language_of, shipped
    from tocsin.events.thesaurus import groups, thesaurus_of

    language = language_of(counted(texts), shipped("general"))
    return language, thesaurus_of(groups(), {word for row in language.phrases for word in row}, allowed)


def _read(fit: Fit, repairer: Repairer, made: str, swapped: Sequence[Swapped]) -> _Text:
    from tocsin.events.garble_fit import looked_at
    from tocsin.events.garble_forms import words
    from tocsin.events.paraphrase import STRONG

    split = words(made)
    at: set[int] = set()
    more = 0
    for one in swapped:
        many = len(words(one.new))
        at.update(range(one.index + more, one.index + more + many))
        more += many - 1
    replaced = np.array([k in at for k in looked_at(split)], dtype=float)
    return _Text(*fit.looked(split), replaced, len(repairer.repairs(split, STRONG)), 1.0, False)


def _weighed(garbled: Sequence[_Text]) -> Leaning:
    """Fit weights to the words of paraphrased texts."""
    from tocsin.events.garble_fit import COLUMNS
    from tocsin.events.garble_leaning import NUMBERS, leaning_of

    signs = np.concatenate([text.signs for text in garbled])
    replaced = np.concatenate([text.replaced for text in garbled])
    counts = np.concatenate([np.full(len(text.counts), text.weight) for text in garbled])
    middle, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    weights = _regression((signs - middle) / spread, replaced, counts)
    share = float((counts * replaced).sum() / counts.sum())
    slopes = weights[:-1] / spread
    constant = weights[-1] - float(slopes @ middle) - float(np.log(share / (1 - share)))
    numbers = {**dict.fromkeys(NUMBERS, 1.0), "constant": float(constant)}
    return leaning_of({**dict(zip(COLUMNS, slopes.tolist(), strict=True)), **numbers})


def _regression(signs: Floats, replaced: Floats, counts: Floats) -> Floats:
    """Return the weights of a logistic regression with a ridge, the constant last."""
    rows = np.c_[signs, np.ones(len(signs))]
    weights = np.zeros(rows.shape[1])
    ridge = np.eye(len(weights)) * RIDGE
    ridge[-1, -1] = 0.0
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (replaced - odds)) - ridge @ weights
        weights += np.linalg.solve((rows * (counts * odds * (1 - odds))[:, None]).T @ rows + ridge, slope)
    return weights


def _spread(first: Leaning, read: Sequence[_Text]) -> Leaning:
    """Fit the mean leaning of plain and of paraphrased texts, and its variance between and within plain ones."""
    found = [(first.words(text.signs), text) for text in read if len(text.counts) >= SHORTEST]
    means = {
        garbled: np.average(
            [np.average(words, weights=text.counts) for words, text in found if text.garbled is garbled],
            weights=[text.weight for _, text in found if text.garbled is garbled],
        )
        for garbled in (False, True)
    }
    plain = [(words, text) for words, text in found if not text.garbled]
    weights = [text.weight for _, text in plain]
    within = np.average([words.var() for words, _ in plain], weights=weights)
    noise = np.average([words.var() / text.counts.sum() for words, text in plain], weights=weights)
    squares = [(np.average(words, weights=text.counts) - means[False]) ** 2 for words, text in plain]
    between = max(float(np.average(squares, weights=weights) - noise), 0.0)
    return replace(first, plain=float(means[False]), garbled=float(means[True]), between=between, within=float(within))


def _together(leaning: Leaning, repair: Rates, read: Sequence[_Text]) -> Leaning:
    """Fit what the log odds of words and of repairs count for beside one another."""
    from tocsin.events.garble_signs import log_odds

    rows = np.array(
        [
            (
                leaning.log_odds(leaning.words(text.signs), text.counts),
                log_odds(text.repairs, len(text.counts), repair),
            )
            for text in read
        ]
    )
    garbled = np.array([text.garbled for text in read], dtype=float)
    weights = np.array([text.weight for text in read])
    of_words, of_repairs, constant = _regression(rows, garbled, weights)
    share = (weights * garbled).sum() / weights.sum()
    offset = float(constant - np.log(share / (1 - share)))
    return replace(leaning, of_words=float(of_words), of_repairs=float(of_repairs), offset=offset)


def _rate(read: Sequence[_Text]) -> Rate:
    """Fit how often repairs stand in a text, by moments."""
    from tocsin.events.garble_signs import Rate

    long = [
        (text.repairs, len(text.counts)) for text in read if len(text.counts) >= SHORTEST and text.weight != WRITTEN
    ]
    mean = sum(count for count, _ in long) / sum(words for _, words in long)
    noise = mean * statistics.mean(1 / words for _, words in long)
    spread = statistics.pvariance([count / words for count, words in long]) - noise
    return Rate(mean, min(mean**2 / spread, STEADIEST) if spread > 0 else STEADIEST)


def main() -> None:
    """Print the rate of repairs; write the weights."""
    from tocsin.events.garble_fit import COLUMNS
    from tocsin.events.garble_leaning import NUMBERS

    found = fitted(documents(), any_pair)
    print(found.repair)
    numbers = dict(zip(COLUMNS, found.leaning.weights.tolist(), strict=True))
    numbers |= {name: getattr(found.leaning, name) for name in NUMBERS}
    lines = [f"{name} = {number:.5g}" for name, number in numbers.items()]
    OUT.write_text("\n".join(["# Written by `python -m bench.events_paraphrase_fit`.", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
