"""What stands beside a simulated scenario: what then happened, and how the two sides answered each other before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.pipeline.controls import controls
from tocsin.pipeline.scenario_comparison import LEVELS, Comparison, compare
from tocsin.scenario.language import find_scenario, scenarios
from tocsin.scenario.outcomes import observations
from tocsin.scenario.retaliation import Retaliation, retaliation
from tocsin.scenario.shock import EVERYONE, LINK_KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from tocsin.scenario.market import Market
    from tocsin.scenario.run import Portions
    from tocsin.scenario.shock import Scenario

#: Runs that are held against what happened.
RUNS = 100
#: Most pairs of parties whose ladder is shown.
PAIRS = 3
_STEPS, _ANSWERS = 8, 8


def comparisons(
    scenario: Scenario, markets: Mapping[str, Market], *, seed: int, portions: Portions
) -> tuple[Comparison, ...]:
    """Hold a bundled scenario against what happened.

    Parameters
    ----------
    scenario : Scenario
        The scenario; one that was changed, or is not bundled, has nothing to be held against.
    markets : mapping of str to Market
        By id of the good.
    seed : int
        Of the random numbers.
    portions : mapping
        As for :func:`tocsin.scenario.run.follow`.

    Returns
    -------
    tuple of Comparison
        Empty if nothing is known.
    """
    known = observations().get(scenario.id, ())
    if not known or scenario.id not in scenarios() or scenario != find_scenario(scenario.id):
        return ()
    return compare(scenario, markets, known, runs=RUNS, seed=seed, portions=portions)


def comparison_rows(found: Sequence[Comparison]) -> list[dict[str, Any]]:
    """Lay out what was said beside what happened.

    Parameters
    ----------
    found : sequence of Comparison
        The figures.

    Returns
    -------
    list of dict
        One for each, as ``tocsin simulate --json`` prints it.
    """
    return [
        {
            "what": one.observation.title,
            "measure": one.observation.measure,
            "good": one.observation.good,
            "said": {
                f"p{round(100 * level):02d}": value if abs(value) != float("inf") else None
                for level, value in zip(LEVELS, one.quantiles, strict=True)
            },
            "value": one.observation.value if abs(one.observation.value) != float("inf") else None,
            "model": _words(one.observation.measure, one.quantiles),
            "happened": _words(one.observation.measure, (one.observation.value,)),
            "verdict": one.verdict,
            "source": one.observation.source,
            "note": one.observation.note,
        }
        for one in found
    ]


def answers(folder: Path | None, scenario: Scenario, on: date) -> list[dict[str, Any]]:
    """Read from the register how those who restrict and those who are hit climbed towards each other before.

    Parameters
    ----------
    folder : pathlib.Path or None
        The lake, beside which a register of one's own may be.
    scenario : Scenario
        The scenario.
    on : datetime.date
        Only what was known on this day.

    Returns
    -------
    list of dict
        One for each pair of parties that the shocks name, at most three.
    """
    pairs: list[tuple[str, str]] = []
    for shock in scenario.shocks:
        if shock.kind in LINK_KINDS:
            named = [(a, b) for a in shock.actors for b in shock.targets if EVERYONE not in (a, b) and a != b]
            pairs += [pair for pair in named if pair not in pairs and pair[::-1] not in pairs]
    if not pairs or len(pairs) > PAIRS:
        return []
    register = controls(folder) if folder is not None else controls()
    return [_ladder(retaliation(register, a, b, on)) for a, b in pairs]


def _ladder(found: Retaliation) -> dict[str, Any]:
    return {
        "a": found.a,
        "b": found.b,
        "steps": [asdict(one) for one in found.steps[:_STEPS]],
        "answers": [{**asdict(one), "day": one.day.isoformat()} for one in found.answers[:_ANSWERS]],
    }


def _words(measure: str, values: Sequence[float]) -> str:
    """Write a figure, or its middle and nine tenths of the runs."""

    def written(value: float) -> str:
        if measure == "first_day":
            return "none" if value == float("inf") else f"day {value:.0f}"
        return f"{100 * value:.1f} %" if measure == "unmet" else f"{value:.2f}"

    if len(values) == 1:
        return written(values[0])
    return f"{written(values[2])} ({written(values[0])} to {written(values[-1])})"
