"""Replays forecasts on past days, each with what the lake could show then and nothing else.

Rolling origin, expanding past, and an embargo by construction: a lesson enters only when its target is in the view of
the day. Labels to score by come from one view, the newest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.backtest.baselines import fitted, listed, scores
from tocsin.core.errors import UsageError
from tocsin.core.progress import Told, silent
from tocsin.foresight.flows import Reals
from tocsin.foresight.labels import RULES, VOIDS
from tocsin.foresight.model import Said, asked
from tocsin.foresight.panel import Panel
from tocsin.pipeline.forecast import Setting
from tocsin.pipeline.origins import Origin, Verdicts, book, truth
from tocsin.pipeline.past import Past

if TYPE_CHECKING:
    import polars as pl

    from tocsin.lake import Lake

#: First and last target year of the development block, and of the final one.
DEVELOPMENT, FINAL = (2010, 2020), (2021, 2023)
#: Figures older than this give no forecast of a year [years].
OLDEST = 3


@dataclass(frozen=True)
class Replay:
    """Past forecasts, ready to be scored.

    Parameters
    ----------
    past : Past
        What they were made of.
    setting : Setting
        What is forecast.
    origins : dict of int to Origin
        By first target year.
    """

    past: Past
    setting: Setting
    origins: dict[int, Origin]

    def step(self, target: int) -> int:
        """Return the years from the last known year of a target's origin to the target."""
        return target - self.origins[target].last


def prepare(
    lake: Lake, today: date, setting: Setting, targets: Sequence[int], *, jobs: int = 2, told: Told = silent
) -> Replay:
    """Find the origins of some target years.

    Parameters
    ----------
    lake : Lake
        The lake.
    today : datetime.date
        Day of the newest view, which knows what came.
    setting : Setting
        What is forecast.
    targets : sequence of int
        Target years of horizon 12.
    jobs : int
        Number of workers.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Replay
        Origins of those targets that have one.

    Raises
    ------
    UsageError
        If no source has a history, or no target has an origin.
    """
    rests_on = book(lake.as_of(today))
    if rests_on is None:
        raise UsageError(
            "no source in this lake holds eight years of annual imports", remedy="Load BACI, or the bundled tables."
        )
    past = Past(lake, today, rests_on, jobs=jobs, second=True, told=told)
    if setting.lag == "one":
        origins = {year: past.origins[year - 1] for year in targets if year - 1 in past.origins}
    else:
        origins = {year: one for year in targets if (one := _known_by(past, date(year, 3, 1))) is not None}
    if not origins:
        span = f"{min(targets)} to {max(targets)}"
        raise UsageError(f"no day to forecast {span} from is in this lake", remedy="Ask for years that its data reach.")
    return Replay(past, setting, origins)


def _known_by(past: Past, day: date) -> Origin | None:
    """Return the origin with the newest figures that were known on a day, unless they are older than `OLDEST` years."""
    known = [one for one in past.origins.values() if one.day <= day and day.year - one.last <= OLDEST]
    return max(known, key=lambda one: one.last, default=None)


def predict(replay: Replay, today: date, *, baselines: bool = True, told: Told = silent) -> pl.DataFrame:
    """Make the forecasts of every target, with baselines and with what came.

    Parameters
    ----------
    replay : Replay
        As from :func:`prepare`, or a variant of it.
    today : datetime.date
        Day of the newest view.
    baselines : bool
        Whether to add the published lists; climatology, volatility and last change are there in any case.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    polars.DataFrame
        One row per import, target and horizon; columns as in ``docs/how-to/backtest.md``.
    """
    import polars as pl

    past, label = replay.past, replay.setting.label
    steps = sorted({replay.step(target) for target in replay.origins})
    for step in steps:
        mine = {origin.last for target, origin in replay.origins.items() if replay.step(target) == step}
        told(f"Forecasting {len(mine)} target years, {step} after the last known one.")
        needed = mine | {last for one in mine for last in past.folds(past.origins[one], step)}
        past.learned(sorted(needed), step, label)
    pairs = {(origin.last, target + more) for target, origin in replay.origins.items() for more in (0, 1)}
    newest = truth(past.lake, today, past.rests_on, sorted(pairs))
    lists: dict[int, Mapping[str, Mapping[str, float]]] = {}
    if baselines:
        told("Computing the published lists on every past day.")
        tasks = [(past.lake, one.day, past.rests_on, one.last) for one in replay.origins.values()]
        lists = dict(zip(replay.origins, past.all(listed, tasks), strict=True))
    frames = []
    for target, origin in sorted(replay.origins.items()):
        step = replay.step(target)
        said = past.said(origin.last, step, label)
        if said is None:
            continue
        rows = origin.panel.where(asked(origin.panel))
        rivals = _rivals(replay, target, rows, lists.get(target))
        known = {more: newest.verdicts.get((origin.last, target + more)) for more in (0, 1)}
        frames += [_frame(replay, target, (rows, said), known, rivals, horizon=horizon) for horizon in (12, 24)]
    return pl.concat(frames) if frames else pl.DataFrame()


def _rivals(
    replay: Replay, target: int, rows: Panel, indicators: Mapping[str, Mapping[str, float]] | None
) -> dict[str, Reals]:
    origin, step = replay.origins[target], replay.step(target)
    known = replay.past.truth(origin.day, step, second=True)
    lessons = replay.past.lessons(known, step, replay.setting.label)
    return fitted(lessons, rows) | (scores(rows, indicators) if indicators else {})


def _frame(
    replay: Replay,
    target: int,
    spoken: tuple[Panel, Said],
    known: Mapping[int, Verdicts | None],
    rivals: Mapping[str, Reals],
    *,
    horizon: int,
) -> pl.DataFrame:
    import polars as pl

    rows, said = spoken

    origin, count, name = replay.origins[target], len(rows), str(horizon)
    more = horizon // 12 - 1
    columns: dict[str, Any] = {
        "reporter": rows.reporter.tolist(),
        "product": rows.product.tolist(),
        "nomenclature": [replay.past.rests_on.nomenclature] * count,
        "origin": [origin.day.isoformat()] * count,
        "target": np.full(count, target + more, dtype=np.int32),
        "horizon": np.full(count, horizon, dtype=np.int32),
        "lag": [replay.setting.lag] * count,
        "last": np.full(count, origin.last, dtype=np.int32),
        "value": rows.value,
        "probability": said.probability[name],
        "low": said.low[name],
        "high": said.high[name],
        **_came(rows, known, more),
        "reconstructed": [origin.reconstructed] * count,
        **{f"baseline_{rival}": numbers for rival, numbers in rivals.items()},
    }
    flags: dict[str, Any] = dict.fromkeys((*(f"label_{rule}" for rule in RULES), "hub", "stopped"), pl.Boolean)
    return pl.DataFrame(columns, nan_to_null=True, schema_overrides=flags | {"void": pl.String})


def _came(rows: Panel, known: Mapping[int, Verdicts | None], more: int) -> dict[str, Any]:
    """Return labels, and why there are none: of the first year, or of either year where both are known."""
    needed = [known[part] for part in range(more + 1)]
    empty = [None] * len(rows)
    if any(one is None for one in needed):
        return {f"label_{rule}": empty for rule in RULES} | {
            "void": ["target not known yet"] * len(rows),
            "hub": empty,
            "stopped": empty,
        }
    verdicts = [one for one in needed if one is not None]
    labels: dict[str, Any] = {}
    for rule in RULES:
        each = np.stack([one.of(rows, rule) for one in verdicts])
        either = np.where(np.isfinite(each).all(axis=0), each.max(axis=0), np.nan)
        labels[f"label_{rule}"] = [None if np.isnan(one) else bool(one) for one in either]
    reasons = np.stack([one.reason(rows) for one in verdicts])
    first = np.where(reasons[0] >= 0, reasons[0], reasons[-1])
    return labels | {
        "void": [VOIDS[one] if one >= 0 else None for one in first],
        "hub": verdicts[0].hubs(rows),
        "stopped": verdicts[0].stops(rows),
    }
