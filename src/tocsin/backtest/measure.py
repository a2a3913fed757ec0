"""All scores of one set of rows: the model, every baseline, and the differences between them with intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tocsin.backtest.alarms import Alarms, count_alarms, match_alarms, raise_alarms
from tocsin.backtest.bootstrap import DRAWS, RANKED, SEED, SQUARED, Estimate, Resamples, resample
from tocsin.backtest.cases import Cases
from tocsin.backtest.reliability import Bin, calibration_line, reliability_table
from tocsin.backtest.rivals import VOLATILITY, Rival
from tocsin.backtest.sample import Flags, Labels, Reals
from tocsin.backtest.skill import brier, log_score, partial_auroc
from tocsin.backtest.usefulness import Usefulness, usefulness, usefulness_curve
from tocsin.core.errors import InputError

MODEL = "model"
BUDGET = 20


@dataclass(frozen=True)
class Skill:
    """Scores of one forecast; None where there is no such score.

    Parameters
    ----------
    auroc, auprc : Estimate or None
        Ranking, with intervals.
    partial_auroc : float or None
        Mean hit rate at false-alarm rates up to 1 %.
    brier, log_score : float or None
        Of probabilities; mean squared error, and mean surprise [nat].
    brier_skill : Estimate or None
        Of probabilities, against climatology.
    intercept, slope : float or None
        Calibration line, of probabilities.
    alarms : tuple of Alarms
        At 5, 20 and 50 alarms per importer and year.
    usefulness : tuple of Usefulness
        The most that any threshold would have been worth, by preference; of the model and the volatility logit, where
        all baselines are compared.
    """

    auroc: Estimate | None
    auprc: Estimate | None
    partial_auroc: float | None
    brier: float | None = None
    log_score: float | None = None
    brier_skill: Estimate | None = None
    intercept: float | None = None
    slope: float | None = None
    alarms: tuple[Alarms, ...] = ()
    usefulness: tuple[Usefulness, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The model beside one baseline, on the same rows.

    Parameters
    ----------
    rival : Rival
        The baseline.
    rows, events : int
        Rows on which it says something, and the events among them.
    own_rows : bool
        Whether these are fewer than all rows.
    absent : str
        Why nothing can be compared; empty where it can.
    skill : Skill or None
        Of the baseline; None for a list.
    model : Skill or None
        Of the model on these rows; None where they are all rows, and for a list.
    listed, model_listed : Alarms or None
        What a list caught, and what the model would have caught with as many alarms in each importer and year.
    differences : dict of str to Estimate
        Model less baseline: ``auroc``, ``auprc``, ``brier_skill`` (probabilities), ``hit_rate``,
        ``false_alarm_ratio`` (at 20 alarms; of lists at as many as the list names).
    """

    rival: Rival
    rows: int
    events: int
    own_rows: bool
    absent: str = ""
    skill: Skill | None = None
    model: Skill | None = None
    listed: Alarms | None = None
    model_listed: Alarms | None = None
    differences: dict[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """All scores of one set of rows.

    Parameters
    ----------
    rows, events, products, importers, years : int
        How many there are.
    prevalence : float or None
        Events over rows.
    reconstructed : float or None
        Share of rows that rest on a reconstructed vintage.
    absent : str
        Why there are no scores; empty where there are.
    model : Skill or None
        The model.
    reliability : tuple of Bin
        What came beside what was said.
    before : tuple of Usefulness
        Worth of thresholds that were found on other, earlier rows; empty where none were given.
    rivals : tuple of Comparison
        The baselines.
    """

    rows: int
    events: int
    products: int
    importers: int
    years: int
    prevalence: float | None
    reconstructed: float | None
    absent: str = ""
    model: Skill | None = None
    reliability: tuple[Bin, ...] = ()
    before: tuple[Usefulness, ...] = ()
    rivals: tuple[Comparison, ...] = ()


def measure(
    given: Cases,
    rivals: Sequence[Rival] = (),
    *,
    earlier: Measure | None = None,
    brief: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Measure:
    """Score the model and baselines on the same rows.

    Products and years are resampled where there are several of each. A baseline that says nothing of some rows is
    compared on the others.

    Parameters
    ----------
    given : Cases
        Rows.
    rivals : sequence of Rival
        Baselines to compare with.
    earlier : Measure or None
        Scores of earlier years, whose best thresholds are then tried on these rows.
    brief : bool
        Whether to leave out the usefulness curves.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    Measure
        Scores; where all rows have the same outcome it says so and has none.
    """
    found = _counted(given)
    if found.absent:
        return found
    model, compared = _compared(given, rivals, draws, seed)
    if model and not brief:
        model = replace(model, usefulness=usefulness_curve(given.y, given.p))
        compared = {name: _curved(given, one) for name, one in compared.items()}
    return replace(
        found,
        model=model,
        reliability=reliability_table(given.y, given.p),
        before=_tried(given, earlier),
        rivals=tuple(compared[one.name] for one in rivals),
    )


def _counted(given: Cases) -> Measure:
    """Count rows, and say why they cannot be scored if so."""
    return Measure(
        len(given),
        int(given.y.sum()),
        len(np.unique(given.product)),
        len(np.unique(given.reporter)),
        len(np.unique(given.year)),
        float(given.y.mean()) if len(given) else None,
        float(given.reconstructed.mean()) if len(given) else None,
        _absent(given.y),
    )


def measure_pair(
    given: Cases, said: Mapping[str, Reals], *, draws: int = DRAWS, seed: int = SEED
) -> tuple[dict[str, Skill], Resamples]:
    """Score several probabilities on the same rows.

    Parameters
    ----------
    given : Cases
        Rows, not all of one outcome.
    said : mapping of str to numpy.ndarray
        Probabilities, each of shape (n,) [1].
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    tuple
        Skill by name, and the resamples from which differences can be taken.
    """
    luck = resample(given.y, said, clusters=clusters_of(given), reference=given.reference, draws=draws, seed=seed)
    return {name: _skill(given, p, name, luck, probability=True) for name, p in said.items()}, luck


def clusters_of(given: Cases) -> tuple[Labels, ...]:
    """Return what is drawn together: products and years, or products alone where there is one year only.

    Parameters
    ----------
    given : Cases
        Rows.

    Returns
    -------
    tuple of numpy.ndarray
        Clusters, each of shape (n,).
    """
    return (given.product, given.year) if len(np.unique(given.year)) > 1 else (given.product,)


def known(estimate: Estimate) -> Estimate | None:
    """Return an estimate, or None where there is no such score.

    Parameters
    ----------
    estimate : Estimate
        Perhaps of a number that is none.

    Returns
    -------
    Estimate or None
        The same, or None.
    """
    return estimate if np.isfinite(estimate.value) else None


def _compared(
    given: Cases, rivals: Sequence[Rival], draws: int, seed: int
) -> tuple[Skill | None, dict[str, Comparison]]:
    """Compare with all baselines, those that speak of the same rows under the same resamples."""
    by_rows: dict[bytes, list[Rival]] = defaultdict(list)
    by_rows[np.ones(len(given), dtype=np.bool_).tobytes()] = []
    for one in rivals:
        by_rows[np.isfinite(given.rivals[one.name]).tobytes()].append(one)
    model: Skill | None = None
    compared: dict[str, Comparison] = {}
    for rows, group in by_rows.items():
        part = given.where(np.frombuffer(rows, dtype=np.bool_))
        own = len(part) < len(given)
        reason = _absent(part.y) if len(part) else "says nothing of these rows"
        if reason:
            compared |= {one.name: Comparison(one, len(part), int(part.y.sum()), own, reason) for one in group}
            continue
        luck = _resampled(part, group, draws, seed)
        there = _skill(part, part.p, MODEL, luck, probability=True)
        model = model or there
        compared |= {one.name: _comparison(part, one, there, luck, own_rows=own) for one in group}
    return model, compared


def _curved(given: Cases, one: Comparison) -> Comparison:
    """Add its usefulness curve to the volatility logit where it speaks of all rows."""
    if one.rival.name != VOLATILITY or one.skill is None or one.own_rows:
        return one
    curve = usefulness_curve(given.y, given.rivals[VOLATILITY])
    return replace(one, skill=replace(one.skill, usefulness=curve))


def _resampled(part: Cases, group: Sequence[Rival], draws: int, seed: int) -> Resamples:
    """Resample what the model and baselines say, and the alarms of each."""
    said = {MODEL: part.p} | {one.name: part.rivals[one.name] for one in group if one.kind != "list"}
    alarms = {_at(name): raise_alarms(p, group=part.group, key=part.product, budget=BUDGET) for name, p in said.items()}
    for one in group:
        if one.kind == "list":
            listed = _listed(part, one)
            alarms[_at(one.name)] = listed
            alarms[_at(MODEL, one.name)] = match_alarms(part.p, group=part.group, key=part.product, listed=listed)
    return resample(
        part.y,
        said,
        clusters=clusters_of(part),
        reference=part.reference,
        alarms=alarms,
        draws=draws,
        seed=seed,
    )


def _comparison(part: Cases, rival: Rival, model: Skill, luck: Resamples, *, own_rows: bool) -> Comparison:
    """Set the model beside one baseline."""
    found = Comparison(rival, len(part), int(part.y.sum()), own_rows)
    if rival.kind == "list":
        return _beside_list(found, part, luck)
    probability = rival.kind == "probability"
    skill = _skill(part, part.rivals[rival.name], rival.name, luck, probability=probability)
    names = (*RANKED, SQUARED) if probability else RANKED
    differences = {name: luck.difference(MODEL, rival.name, name) for name in names}
    differences |= _alarmed(luck, _at(MODEL), _at(rival.name))
    return replace(found, skill=skill, model=model if own_rows else None, differences=_finite(differences))


def _beside_list(found: Comparison, part: Cases, luck: Resamples) -> Comparison:
    """Set the model beside a list, with as many alarms in each importer and year as the list names there."""
    listed = _listed(part, found.rival)
    if not listed.any():
        return replace(found, absent="names none of these rows")
    matched = match_alarms(part.p, group=part.group, key=part.product, listed=listed)
    return replace(
        found,
        listed=_caught(part, listed),
        model_listed=_caught(part, matched),
        differences=_finite(_alarmed(luck, _at(MODEL, found.rival.name), _at(found.rival.name))),
    )


def _alarmed(luck: Resamples, ours: str, theirs: str) -> dict[str, Estimate]:
    """Return the differences of two sets of alarms."""
    return {name: luck.difference(ours, theirs, name) for name in ("hit_rate", "false_alarm_ratio")}


def _finite(differences: Mapping[str, Estimate]) -> dict[str, Estimate]:
    """Leave out differences that are no number."""
    return {name: one for name, one in differences.items() if known(one)}


def _skill(part: Cases, said: Reals, name: str, luck: Resamples, *, probability: bool) -> Skill:
    """Score one forecast."""
    found = Skill(
        known(luck.estimate(name, "auroc")),
        known(luck.estimate(name, "auprc")),
        partial_auroc(part.y, said),
        alarms=count_alarms(part.y, said, group=part.group, key=part.product),
    )
    if not probability:
        return found
    intercept, slope = _line(part.y, said)
    return replace(
        found,
        brier=brier(part.y, said),
        log_score=log_score(part.y, said),
        brier_skill=known(luck.estimate(name, SQUARED)),
        intercept=intercept,
        slope=slope,
    )


def _line(y: Flags, p: Reals) -> tuple[float | None, float | None]:
    """Return intercept and slope of the calibration line, where there is one."""
    try:
        line = calibration_line(y, p)
    except InputError:
        return None, None
    return line.intercept, line.slope


def _tried(given: Cases, earlier: Measure | None) -> tuple[Usefulness, ...]:
    """Return the worth on these rows of the thresholds that were best on earlier ones."""
    chosen = earlier.model.usefulness if earlier and earlier.model else ()
    return tuple(usefulness(given.y, given.p, preference=one.preference, threshold=one.threshold) for one in chosen)


def _listed(part: Cases, rival: Rival) -> Flags:
    """Tell which rows a list names."""
    named: Flags = part.rivals[rival.name] > 0
    return named


def _caught(part: Cases, alarm: Flags) -> Alarms:
    """Count what a set of alarms caught; its budget is its size."""
    return Alarms(int(alarm.sum()), int(alarm.sum()), int((alarm & part.y).sum()), int(part.y.sum()), len(part))


def _at(name: str, budget_of: str = "") -> str:
    """Name a set of alarms: of a fixed budget, or of as many as a list has."""
    return f"{name} alarms as many as {budget_of}" if budget_of else f"{name} alarms"


def _absent(y: Flags) -> str:
    """Say why rows cannot be scored; nothing where they can."""
    if not len(y):
        return "no rows"
    if not y.any():
        return f"no event in {len(y)} rows"
    return f"nothing but events in {len(y)} rows" if y.all() else ""
