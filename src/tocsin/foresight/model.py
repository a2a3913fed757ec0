"""The model: three learners, weighed and calibrated on past origins alone, for this year and the next.

Learners: the logit hazard on all channels with pooled intercepts; boosted trees on all channels; boosted trees that
learn the collapse, with or without a rise in price, from the channels that concern the import itself. The blend of the
first year gives the hazard of the first year; the second, fitted on imports that came through the first, that of the
second. So P(24) = 1 - (1 - h1)(1 - h2), which is never below P(12).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tocsin.foresight import blend, boosting, hazard
from tocsin.foresight.blend import NORMAL_95, Blend, expit
from tocsin.foresight.boosting import Boosting
from tocsin.foresight.channel import CATALOGUE
from tocsin.foresight.flows import BLOC, Flags, Ints, Reals
from tocsin.foresight.hazard import Hazard
from tocsin.foresight.panel import Panel
from tocsin.foresight.pooling import joined

#: Imports under this teach nothing and are given no probability: they swing for reasons of their own [USD].
FLOOR = 5e5
#: Imports from this on weigh and calibrate the learners [USD].
JUDGED = 2e6
#: Channels about the world at large, which the collapse learner does not look at.
COMMON = ("market", "contagion")
#: Past origins that the blend is fitted on, and the years between them.
FOLDS, APART = 7, 2
#: Rows that a learner is given at most; of more, every so-and-so-many-th is taken.
MOST = 400_000


@dataclass(frozen=True)
class Lesson:
    """What one past origin teaches: its rows, and what came of them.

    Parameters
    ----------
    panel : Panel
        Rows known then, those with a label.
    outcome, collapse : numpy.ndarray
        Whether the label, and the collapse, came in the first year, shape (n,), 0 or 1.
    """

    panel: Panel
    outcome: Reals
    collapse: Reals


@dataclass(frozen=True)
class Fold:
    """What the learners of one past origin said, and what came.

    Parameters
    ----------
    target : int
        First year that it spoke of.
    scores : numpy.ndarray
        Log odds by each learner, shape (n, 3) [nat].
    first, second : numpy.ndarray
        Whether the label came in the first and in the second year, shape (n,): 0, 1, or NaN where not known.
    value : numpy.ndarray
        Import value of the last year known then, shape (n,) [USD].
    """

    target: int
    scores: Reals
    first: Reals
    second: Reals
    value: Reals


@dataclass(frozen=True)
class Learners:
    """The three learners.

    Parameters
    ----------
    hazard : Hazard
        Logit hazard of the label.
    trees, collapse : Boosting
        Boosted trees of the label, and of the collapse.
    """

    hazard: Hazard
    trees: Boosting
    collapse: Boosting

    def scores(self, panel: Panel) -> Reals:
        """Return log odds by each learner, shape (n, 3) [nat]."""
        rows = panel.features
        parts = (self.hazard.score(rows, panel.families), self.trees.score(rows), self.collapse.score(rows))
        return np.stack(parts, axis=1)


@dataclass(frozen=True)
class Said:
    """What the model says of n imports.

    Parameters
    ----------
    probability : dict of str to numpy.ndarray
        By horizon, ``"12"`` and ``"24"`` (cumulative), shape (n,).
    low, high : dict of str to numpy.ndarray
        Ends of the 90 % interval.
    """

    probability: dict[str, Reals]
    low: dict[str, Reals]
    high: dict[str, Reals]


@dataclass(frozen=True)
class Model:
    """A fitted model.

    Parameters
    ----------
    learners : Learners
        The learners.
    first, second : Blend
        Blends of the first year and, for imports that came through it, of the second.
    rate : float
        How often the label came in the first year among imports of two million dollars or more in all lessons.
    """

    learners: Learners
    first: Blend
    second: Blend
    rate: float

    def say(self, panel: Panel) -> Said:
        """Say how likely the label is.

        Parameters
        ----------
        panel : Panel
            Rows to speak of.

        Returns
        -------
        Said
            Probabilities and intervals.
        """
        return self.say_of(self.learners.scores(panel))

    def say_of(self, scores: Reals) -> Said:
        """Say how likely the label is, given what the learners say, shape (n, 3) [nat]."""
        return say(self.first, self.second, scores)


def say(first: Blend, second: Blend, scores: Reals) -> Said:
    """Turn what the learners say into probabilities by horizon.

    Parameters
    ----------
    first, second : Blend
        Blends of the first year and, for imports that came through it, of the second.
    scores : numpy.ndarray
        Log odds by each learner, shape (n, 3) [nat].

    Returns
    -------
    Said
        Probabilities and intervals.
    """
    found = []
    for shift in (0.0, -NORMAL_95, NORMAL_95):
        one, two = (expit(part.log_odds(scores) + shift * part.spread(scores)) for part in (first, second))
        found.append({"12": one, "24": one + (1.0 - one) * two})
    return Said(*found)


def asked(panel: Panel) -> Flags:
    """Tell which rows are given a probability: established imports of half a million dollars or more, shape (n,)."""
    return panel.established & (panel.value >= FLOOR)


def taught(panel: Panel, known: Flags) -> Flags:
    """Tell which rows teach: those given a probability that have a label, the bloc's left out, shape (n,)."""
    mine: Flags = panel.reporter != BLOC
    return asked(panel) & known & mine


def learn(lessons: Sequence[Lesson]) -> Learners:
    """Fit the learners.

    Parameters
    ----------
    lessons : sequence of Lesson
        Past origins whose labels are known, at least one with both outcomes.

    Returns
    -------
    Learners
        Fitted on all of them together.
    """
    step = -(-sum(len(lesson.panel) for lesson in lessons) // MOST)
    if step > 1:
        lessons = [_thinned(lesson, step) for lesson in lessons]
    features = np.concatenate([lesson.panel.features for lesson in lessons])
    outcome = np.concatenate([lesson.outcome for lesson in lessons])
    collapse = np.concatenate([lesson.collapse for lesson in lessons])
    families = [lesson.panel.families for lesson in lessons]
    pooled = {name: joined([each[name] for each in families]) for name in families[0]}
    period = np.concatenate([np.full(len(lesson.panel), lesson.panel.last) for lesson in lessons])
    everything, own = _columns()
    return Learners(
        hazard.fit(features, outcome, pooled, period),
        boosting.fit(features, outcome, everything, trees=40, leaves=7),
        boosting.fit(features, collapse, own, trees=60, leaves=15),
    )


def _thinned(lesson: Lesson, step: int) -> Lesson:
    kept = np.arange(len(lesson.panel)) % step == 0
    return Lesson(lesson.panel.where(kept), lesson.outcome[kept], lesson.collapse[kept])


def _columns() -> tuple[Ints, Ints]:
    channels = list(CATALOGUE.channel_of.values())
    own = [place for place, name in enumerate(channels) if name not in COMMON]
    return np.arange(len(channels)), np.asarray(own, dtype=np.int64)


def teachable(lessons: Sequence[Lesson]) -> bool:
    """Tell whether there is enough to learn from: both outcomes, of the label and of the collapse, in some numbers."""
    outcome = np.concatenate([np.zeros(0), *(lesson.outcome for lesson in lessons)])
    collapse = np.concatenate([np.zeros(0), *(lesson.collapse for lesson in lessons)])
    return len(outcome) >= 400 and all(10 <= part.sum() <= len(part) - 10 for part in (outcome, collapse))


def compose(learners: Learners, folds: Sequence[Fold], lessons: Sequence[Lesson]) -> Model:
    """Weigh and calibrate the learners on past origins.

    Parameters
    ----------
    learners : Learners
        Those of the present.
    folds : sequence of Fold
        What those of past origins said, and what is known by now of what came.
    lessons : sequence of Lesson
        All lessons, for the rate.

    Returns
    -------
    Model
        The model.
    """
    first, second = calibrate(folds)
    counted = [lesson.outcome[lesson.panel.value >= JUDGED] for lesson in lessons]
    return Model(learners, first, second, float(np.concatenate(counted).mean()))


def calibrate(folds: Sequence[Fold]) -> tuple[Blend, Blend]:
    """Fit the blends of the first and of the second year.

    Parameters
    ----------
    folds : sequence of Fold
        Past origins.

    Returns
    -------
    first, second : Blend
        An even mean of the learners where there is no past.
    """
    return blend.fit(*_judged(folds, second=False)), blend.fit(*_judged(folds, second=True))


def _judged(folds: Sequence[Fold], *, second: bool) -> tuple[Reals, Reals, Ints]:
    scores, outcomes, years = [np.zeros((0, 3))], [np.zeros(0)], [np.zeros(0, dtype=np.int64)]
    for fold in folds:
        known = np.isfinite(fold.first) & (fold.value >= JUDGED)
        if second:
            known &= (fold.first == 0) & np.isfinite(fold.second)
        scores.append(fold.scores[known])
        outcomes.append((fold.second if second else fold.first)[known])
        years.append(np.full(int(known.sum()), fold.target + int(second)))
    return np.concatenate(scores), np.concatenate(outcomes), np.concatenate(years)


def version() -> str:
    """Return the version of the model: a digest of the program text of this box, but for what only explains.

    Returns
    -------
    str
        Twelve hexadecimal digits; any change of a rule, a channel or a learner changes it.
    """
    paths = sorted(path for path in Path(__file__).parent.rglob("*.py") if path.stem not in ("explain", "outlook"))
    texts = [path.read_bytes() for path in paths]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]
