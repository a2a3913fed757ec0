"""Whether the model beats what it must beat, and reaches the marks set for it: computed, never written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tocsin.backtest.bootstrap import Estimate
from tocsin.backtest.digits import signed, span
from tocsin.backtest.measure import Comparison, Measure

Answer = Literal["yes", "no", "unknown"]

HARDLY = "Two-year-old annual data alone hardly warn."
#: Marks of the development of this model: label and lag, then AUROC, AUPRC and Brier skill at USD 5 m and horizon 12.
MARKS = {
    ("tight", "one"): (0.745, 0.21, 0.07),
    ("tight", "honest"): (0.69, 0.17, 0.03),
    ("own_price", "one"): (0.75, 0.32, 0.10),
    ("own_price", "honest"): (0.70, 0.32, 0.078),
}
SLOPES = (0.8, 1.2)
MARKED_BAND, MARKED_HORIZON = 5e6, 12
_RANKING = (("auroc", "AUROC"), ("auprc", "AUPRC"))
_CAUGHT = (("hit_rate", "hit rate at equal alarms"),)


@dataclass(frozen=True)
class Verdict:
    """Whether the model beats one baseline.

    Parameters
    ----------
    rival, title : str
        Name of the baseline, and what an official calls it.
    must : bool
        Whether it has to.
    answer : str
        ``"yes"`` if the 95 % interval of every difference lies above zero (AUROC and AUPRC; of a list the hit rate at
        as many alarms), ``"no"`` if not, ``"unknown"`` if nothing could be compared.
    ninety : str
        The same by the 90 % interval.
    text : str
        As a sentence, with differences and intervals.
    """

    rival: str
    title: str
    must: bool
    answer: Answer
    ninety: Answer
    text: str


@dataclass(frozen=True)
class Mark:
    """One mark, and whether it was reached.

    Parameters
    ----------
    name : str
        ``"auroc"``, ``"auprc"``, ``"brier_skill"`` or ``"slope"``.
    wanted : tuple of float
        Smallest and largest value that passes; infinite where there is no bound.
    found : float or None
        Value measured.
    met : bool
        Whether it passes.
    """

    name: str
    wanted: tuple[float, float | None]
    found: float | None
    met: bool


def verdicts(found: Measure) -> tuple[Verdict, ...]:
    """Judge every baseline.

    Parameters
    ----------
    found : Measure
        Scores of one set of rows.

    Returns
    -------
    tuple of Verdict
        One per baseline, in the same order.
    """
    return tuple(_verdict(one) for one in found.rivals)


def passes(judged: Sequence[Verdict]) -> Answer:
    """Tell whether the model beats all that it must beat.

    Parameters
    ----------
    judged : sequence of Verdict
        Verdicts of one set of rows.

    Returns
    -------
    str
        ``"no"`` if it fails once; ``"unknown"`` if there was nothing to beat.
    """
    answers = {one.answer for one in judged if one.must} - {"unknown"}
    if not answers:
        return "unknown"
    return "no" if "no" in answers else "yes"


def plainly(answer: Answer, lag: str, blocks: Sequence[tuple[str, Sequence[Verdict]]]) -> str:
    """Say whether the model beats all that it must.

    Parameters
    ----------
    answer : str
        Whether it does, over all blocks.
    lag : str
        ``"honest"`` or ``"one"``.
    blocks : sequence of tuple
        Years and verdicts of each block.

    Returns
    -------
    str
        Sentences; what was not beaten is named with its years.
    """
    if answer == "unknown":
        return "Whether the model beats what it must cannot be told: there is nothing to compare."
    if answer == "yes":
        return "The model beats all that it must, with the 95 % interval of each difference above zero."
    lost = [f"{one.title} ({years})" for years, judged in blocks for one in judged if one.must and one.answer == "no"]
    first = f"{HARDLY} " if lag == "honest" else ""
    return f"{first}The model does not surely beat: {'; '.join(lost)}."


def marks(found: Measure, *, label: str, lag: str, band: float, horizon: int) -> tuple[Mark, ...]:
    """Set the scores beside the marks.

    Parameters
    ----------
    found : Measure
        Scores.
    label, lag : str
        What they are of.
    band : float
        Import value above which rows were scored [USD].
    horizon : int
        12 or 24 [months].

    Returns
    -------
    tuple of Mark
        None for a setting without marks.
    """
    wanted = MARKS.get((label, lag))
    if wanted is None or found.model is None or (band, horizon) != (MARKED_BAND, MARKED_HORIZON):
        return ()
    values = [_value(found.model.auroc), _value(found.model.auprc), _value(found.model.brier_skill)]
    names = ("auroc", "auprc", "brier_skill")
    rows = [
        Mark(name, (mark, None), value, value is not None and value >= mark)
        for name, mark, value in zip(names, wanted, values, strict=True)
    ]
    slope = found.model.slope
    return (*rows, Mark("slope", SLOPES, slope, slope is not None and SLOPES[0] <= slope <= SLOPES[1]))


def _verdict(one: Comparison) -> Verdict:
    """Judge one baseline by its differences."""
    wanted = _CAUGHT if one.rival.kind == "list" else _RANKING
    found = [(title, one.differences[name]) for name, title in wanted if name in one.differences]
    title, must = one.rival.title, one.rival.must
    if len(found) < len(wanted):
        reason = one.absent or "too few events"
        text = f"Beats {title}: cannot be told ({reason})."
        return Verdict(one.rival.name, title, must, "unknown", "unknown", text)
    answer = _above([difference.ninety_five for _, difference in found])
    parts = "; ".join(f"{name} {_said(difference)}" for name, difference in found)
    rows = f", on the {one.rows:,} rows of which it speaks" if one.own_rows else ""
    text = f"Beats {title}: {answer} ({parts}{rows})."
    return Verdict(one.rival.name, title, must, answer, _above([difference.ninety for _, difference in found]), text)


def _above(intervals: Sequence[tuple[float, float]]) -> Answer:
    """Tell whether all intervals lie above zero."""
    return "yes" if all(low > 0 for low, _ in intervals) else "no"


def _said(one: Estimate) -> str:
    """Write a difference with its interval."""
    return f"{signed(one.value)}, 95 % interval {span(one.ninety_five, sign=True)}"


def _value(one: Estimate | None) -> float | None:
    """Return the value of an estimate, if there is one."""
    return None if one is None else one.value
