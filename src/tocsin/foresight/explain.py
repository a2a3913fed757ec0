"""Why the model says what it says: parts per channel that add up, like cases of the past, what would bring it down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from tocsin.foresight.blend import expit
from tocsin.foresight.channel import CATALOGUE, CHANNELS, Feature
from tocsin.foresight.flows import Flags, Ints, Reals
from tocsin.foresight.model import JUDGED, Lesson, Model
from tocsin.foresight.outlook import Contribution, Precedent, Relief
from tocsin.foresight.panel import Panel

#: Parts that are no channel: what the pooled intercepts of a row's groups say.
STANDING = "standing"
STANDING_TITLE = "standing record of product, suppliers and importer"
_NONE: Ints = np.zeros(0, dtype=np.int64)
#: Past cases shown.
NEAREST = 5
#: Levers tried for relief, and values of each: quantiles of what was seen in the past.
LEVERS = 3
GRID = 13


@dataclass(frozen=True)
class Parts:
    """Log odds of the first year, split.

    Parameters
    ----------
    base : numpy.ndarray
        What all is added to, shape (n,) [nat].
    channels : numpy.ndarray
        By channel in the order of :func:`names`, shape (n, channels) [nat].
    features : numpy.ndarray
        By feature in the order of the catalogue, shape (n, d) [nat].
    """

    base: Reals
    channels: Reals
    features: Reals


def names() -> list[str]:
    """Return the channels in the order of their parts, the standing record last."""
    return [*(one.name for one in CHANNELS.values()), STANDING]


def split(model: Model, panel: Panel) -> Parts:
    """Split the log odds of the first year by feature and channel; base and parts add up to it.

    Parameters
    ----------
    model : Model
        The model.
    panel : Panel
        Rows.

    Returns
    -------
    Parts
        Sums by the weights that the blend gives each learner.
    """
    weights = model.first.weights
    learners, rows = model.learners, panel.features
    trees, trees_base = learners.trees.terms(rows)
    collapse, collapse_base = learners.collapse.terms(rows)
    features = weights[1] * learners.hazard.terms(rows) + weights[2] * trees + weights[3] * collapse
    standing = weights[1] * sum(learners.hazard.standing(panel.families).values(), np.zeros(len(panel)))
    base = weights[0] + weights[1] * learners.hazard.intercept + weights[2] * trees_base + weights[3] * collapse_base
    channel = [names().index(name) for name in CATALOGUE.channel_of.values()]
    channels = np.zeros((len(panel), len(names())))
    np.add.at(channels.T, channel, features.T)
    channels[:, -1] = standing
    return Parts(np.full(len(panel), base), channels, features)


def contributions(panel: Panel, parts: Parts, row: int) -> tuple[Contribution, ...]:
    """Say what each channel adds, the strongest first.

    Parameters
    ----------
    panel : Panel
        Rows.
    parts : Parts
        Their log odds, split.
    row : int
        Which.

    Returns
    -------
    tuple of Contribution
        One per channel, those without data at the end.
    """
    told = []
    features = list(CATALOGUE.features.values())
    values, weights = panel.features[row].tolist(), parts.features[row].tolist()
    for place, name in enumerate(names()):
        added = float(parts.channels[row, place])
        if name == STANDING:
            told.append(Contribution(name, STANDING_TITLE, True, added, "how often it came true for them before"))
            continue
        known = [number for number in _features_of(name) if math.isfinite(values[number])]
        signed = [weights[number] if added >= 0 else -weights[number] for number in known]
        lead = known[signed.index(max(signed))] if known else None
        text = "the lake holds nothing of it" if lead is None else words(features[lead], values[lead])
        told.append(Contribution(name, CHANNELS[name].title, bool(known), added, text))
    return tuple(sorted(told, key=lambda one: (not one.present, -abs(one.log_odds), one.channel)))


@cache
def _features_of(channel: str) -> tuple[int, ...]:
    return tuple(number for number, name in enumerate(CATALOGUE.channel_of.values()) if name == channel)


def words(feature: Feature, value: float) -> str:
    """Put one number into words.

    Parameters
    ----------
    feature : Feature
        What it is.
    value : float
        Its value.

    Returns
    -------
    str
        ``"import weight of the last year against its three-year mean: -35 %"``.

    Examples
    --------
    >>> words(Feature("price", "change"), math.log(1.5))
    'price: +50 %'
    """
    if feature.kind == "change":
        # a log ratio beyond a hundredfold says "much more" or "much less", not a number of per cent
        shown = f"{math.expm1(min(float(value), 4.6)) * 100:+.0f} %" + (" or more" if value > 4.6 else "")
    elif feature.kind == "share":
        shown = f"{value * 100:.0f} %"
    elif feature.kind == "size":
        shown = f"USD {10 ** (float(value) - 6):,.1f} m"
    else:
        shown = f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"
    return f"{feature.text}: {shown}"


@dataclass(frozen=True)
class Memory:
    """Past cases by chapter (HS2), to look for like ones in.

    Parameters
    ----------
    panel_of, row_of : numpy.ndarray
        Lesson and row of each case, shape (m,).
    place : numpy.ndarray
        Log odds by channel, shape (m, channels) [nat].
    chapter : numpy.ndarray
        First two digits of the code, shape (m,).
    """

    panel_of: Ints
    row_of: Ints
    place: Reals
    chapter: npt.NDArray[np.str_]

    @cached_property
    def by_chapter(self) -> dict[str, tuple[Ints, Reals]]:
        """Cases of each chapter, and their log odds by channel."""
        found = {str(one): np.flatnonzero(self.chapter == one) for one in np.unique(self.chapter)}
        return {one: (cases, self.place[cases]) for one, cases in found.items()}


def memory(model: Model, lessons: Sequence[Lesson]) -> Memory:
    """Lay the lessons out by what each channel says of them.

    Parameters
    ----------
    model : Model
        The model.
    lessons : sequence of Lesson
        Past origins.

    Returns
    -------
    Memory
        Cases of two million dollars or more.
    """
    number, row, place, chapter = [], [], [], []
    for which, lesson in enumerate(lessons):
        kept = np.flatnonzero(lesson.panel.value >= JUDGED)
        part = lesson.panel.where(lesson.panel.value >= JUDGED)
        number.append(np.full(len(kept), which))
        row.append(kept)
        place.append(split(model, part).channels)
        chapter.append(part.product.astype("U2"))
    return Memory(*(np.concatenate(parts) for parts in (number, row, place, chapter)))


def precedents(
    held: Memory, lessons: Sequence[Lesson], panel: Panel, parts: Parts, row: int, *, step: int
) -> tuple[Precedent, ...]:
    """Find the past cases of the same chapter that the channels spoke of most alike.

    Parameters
    ----------
    held : Memory
        Past cases.
    lessons : sequence of Lesson
        As it was made of.
    step : int
        Years from the last known year to the target.
    panel : Panel
        Rows.
    parts : Parts
        Their log odds, split.
    row : int
        Which.

    Returns
    -------
    tuple of Precedent
        The nearest first, one per importer and product.
    """
    mine, places = held.by_chapter.get(str(panel.product[row])[:2], (_NONE, held.place[:0]))
    if not len(mine):
        return ()
    apart = places - parts.channels[row]
    gap = np.einsum("ij,ij->i", apart, apart)
    found: dict[tuple[str, str], Precedent] = {}
    close = np.argpartition(gap, min(20 * NEAREST, len(gap)) - 1)[: 20 * NEAREST]
    for place in mine[close[np.lexsort((close, gap[close]))]]:
        lesson, at = lessons[held.panel_of[place]], held.row_of[place]
        key = (str(lesson.panel.reporter[at]), str(lesson.panel.product[at]))
        year = lesson.panel.last
        found.setdefault(key, Precedent(*key, str(year), str(year + step), bool(lesson.outcome[at])))
        if len(found) == NEAREST:
            break
    return tuple(found.values())


def reliefs(model: Model, panel: Panel, parts: Parts, chosen: Flags) -> dict[int, Relief]:
    """Look for the one number whose change would bring the probability below the usual rate.

    For each row the three features that raise it most are each moved through what was usual in this panel; the smallest
    move that does is told, of the feature that raises it most.

    Parameters
    ----------
    model : Model
        The model.
    panel : Panel
        Rows.
    parts : Parts
        Their log odds, split.
    chosen : numpy.ndarray
        Rows to look at, shape (n,).

    Returns
    -------
    dict of int to Relief
        By row, for rows above the rate.
    """
    said = model.say(panel).probability["12"]
    rows = np.flatnonzero(chosen & (said > model.rate))
    if not len(rows):
        return {}
    levers = np.argsort(-parts.features[rows], axis=1, kind="stable")[:, :LEVERS]
    known = np.isfinite(panel.features).any(axis=0)
    grid = np.full((panel.features.shape[1], GRID), np.nan)
    grid[known] = np.nanquantile(panel.features[:, known].astype(np.float64), np.linspace(0.02, 0.98, GRID), axis=0).T
    found: dict[int, Relief] = {}
    for lever in range(LEVERS):
        open_rows = [place for place, row in enumerate(rows) if found.get(int(row), _NOTHING).needed is None]
        if not open_rows:
            break
        moved = _moved(model, panel, rows[open_rows], levers[open_rows, lever], grid)
        for place, row, chances in zip(open_rows, rows[open_rows], moved, strict=True):
            feature = int(levers[place, lever])
            told = _relief(model.rate, panel, int(row), feature, (grid[feature], chances))
            if told.needed is not None or int(row) not in found:
                found[int(row)] = told
    return found


_NOTHING = Relief(0.0, "", "", None, None)


def _moved(model: Model, panel: Panel, rows: Ints, features: Ints, grid: Reals) -> Reals:
    """Return the probability of each row with one feature moved to each value of its grid, shape (rows, GRID)."""
    kept = np.zeros(len(panel), dtype=bool)
    kept[rows] = True
    part = panel.where(kept)
    chances = np.empty((len(rows), GRID))
    for place in range(GRID):
        changed = part.features.copy()
        changed[np.arange(len(rows)), features] = grid[features, place]
        moved = Panel(
            part.last, part.reporter, part.product, part.value, part.established, changed, part.present, part.suppliers
        )
        chances[:, place] = expit(model.first.log_odds(model.learners.scores(moved)))
    return chances


def _relief(rate: float, panel: Panel, row: int, feature: int, moves: tuple[Reals, Reals]) -> Relief:
    values, chances = moves
    name, told = list(CATALOGUE.features.items())[feature]
    now = float(panel.features[row, feature])
    below = np.flatnonzero((chances < rate) & np.isfinite(values))
    if not len(below) or not math.isfinite(now):
        best = float(np.nanmin(chances))
        text = f"No single number does it: another {told.text} would bring it to {best:.0%} at best."
        return Relief(rate, name, text, now if math.isfinite(now) else None, None)
    needed = float(values[below[np.argmin(np.abs(values[below] - now))]])
    aim = words(told, needed).removeprefix(f"{told.text}: ")
    return Relief(
        rate, name, f"It would be usual with {told.text} at {aim} instead of {_value(told, now)}.", now, needed
    )


def _value(feature: Feature, value: float) -> str:
    return words(feature, value).removeprefix(f"{feature.text}: ")
