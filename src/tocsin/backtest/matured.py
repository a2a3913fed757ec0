"""Logged forecasts against what came: only those count that were made before their time was over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from tocsin.backtest.reliability import Bin, reliability_table
from tocsin.backtest.skill import brier, brier_skill, log_score
from tocsin.lake.log_record import Question, Record, question

BINS = 5


@dataclass(frozen=True)
class Score:
    """How a group of logged forecasts did.

    Parameters
    ----------
    label, horizon, origin : str
        What the group has in common; empty where it is pooled.
    matured : int
        Forecasts of which it is known what came [1].
    waiting : int
        Forecasts of which it is not known yet [1].
    void : int
        Forecasts of which it will not be known: the figures of the target year could not be judged [1].
    events : int
        Matured forecasts whose event came [1].
    rate : float or None
        Events over matured; None without matured ones, as the scores below.
    brier : float or None
        Mean squared distance of what was said from what came.
    brier_skill : float or None
        Against always saying `rate`, which nobody knew beforehand: a hard reference. None too if the rate is 0 or 1.
    log_score : float or None
        Mean surprise [nat].
    reliability : tuple of Bin
        Up to five bins with about equally many forecasts, by rising probability.
    """

    label: str
    horizon: str
    origin: str
    matured: int
    waiting: int
    void: int
    events: int
    rate: float | None = None
    brier: float | None = None
    brier_skill: float | None = None
    log_score: float | None = None
    reliability: tuple[Bin, ...] = ()


@dataclass(frozen=True)
class Scorecard:
    """Scores of a log.

    Parameters
    ----------
    total : Score
        Of all forecasts that were made in time.
    late : Score
        Of those that were logged after their target was over; they prove nothing and count nowhere else.
    by_label : tuple of Score
        By label and horizon.
    by_origin : tuple of Score
        By label, horizon and origin.
    """

    total: Score
    late: Score
    by_label: tuple[Score, ...]
    by_origin: tuple[Score, ...]


@dataclass
class _Pile:
    said: list[float] = field(default_factory=list)
    came: list[bool] = field(default_factory=list)
    waiting: int = 0
    void: int = 0


_Key = tuple[str, str, str]


def score(records: Iterable[Record], outcomes: Mapping[Question, bool | None]) -> Scorecard:
    """Score logged forecasts.

    Parameters
    ----------
    records : iterable of Record
        From the log, in any order; read once.
    outcomes : mapping
        What came, by question (:func:`tocsin.lake.log_record.question`): True, False, or None if the question is
        void. A question that is absent, or whose target is not over for this data, is waiting.

    Returns
    -------
    Scorecard
        The scores.
    """
    piles: defaultdict[_Key, _Pile] = defaultdict(_Pile)
    late = _Pile()
    for record in records:
        key = (record["label"], record["horizon"], record["origin"])
        pile = late if is_late(record) else piles[key]
        asked = question(record)
        if asked not in outcomes:
            pile.waiting += 1
        elif (came := outcomes[asked]) is None:
            pile.void += 1
        else:
            pile.said.append(record["probability"])
            pile.came.append(came)
    return Scorecard(
        _score(("", "", ""), list(piles.values())),
        _score(("", "", ""), [late]),
        _pooled(piles, lambda key: (key[0], key[1], "")),
        _pooled(piles, lambda key: key),
    )


def is_late(record: Record) -> bool:
    """Tell whether a forecast was logged after the last day of its target.

    Parameters
    ----------
    record : Record
        The forecast.

    Returns
    -------
    bool
        True if it was: it may have been made in the knowledge of what came.
    """
    return record["made_at"][:10] > f"{record['target'][-4:]}-12-31"


def _pooled(piles: Mapping[_Key, _Pile], group: Callable[[_Key], _Key]) -> tuple[Score, ...]:
    together: defaultdict[_Key, list[_Pile]] = defaultdict(list)
    for key in sorted(piles):
        together[group(key)].append(piles[key])
    return tuple(_score(key, parts) for key, parts in together.items())


def _score(key: _Key, parts: list[_Pile]) -> Score:
    p = np.array([said for pile in parts for said in pile.said], dtype=np.float64)
    y = np.array([came for pile in parts for came in pile.came], dtype=np.bool_)
    counts = (len(y), sum(pile.waiting for pile in parts), sum(pile.void for pile in parts), int(y.sum()))
    if not len(y):
        return Score(*key, *counts)
    rate = float(y.mean())
    skill = brier_skill(y, p, np.full(len(y), rate)) if 0 < rate < 1 else None
    edges = tuple(np.unique(np.quantile(p, np.arange(1, BINS) / BINS)).tolist())
    return Score(*key, *counts, rate, brier(y, p), skill, log_score(y, p), reliability_table(y, p, edges=edges))
