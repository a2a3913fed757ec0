"""What is drawn for each run, before any is followed: a Latin hypercube in which each figure has its own stream."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.assumptions import NAMES, assumptions, covers
from tocsin.scenario.shock import Good, Scenario, Shock
from tocsin.scenario.spread import Spread

Real = NDArray[np.float64]
#: What of a shock may be uncertain, besides its duration.
OF_SHOCK = ("share", "exempt", "delay", "approval")
_BYTES = 16


@dataclass(frozen=True)
class Draws:
    """What is drawn.

    Parameters
    ----------
    runs : int
        How many runs.
    values : Mapping of str to array, shape (n_runs,)
        Under ``good:ID:NAME``, ``good:ID:cover:ISO3``, ``shock:ID:share`` and alike.
    """

    runs: int
    values: Mapping[str, Real]

    def part(self, runs: slice) -> Draws:
        """Return some of the runs.

        Parameters
        ----------
        runs : slice
            Which.

        Returns
        -------
        Draws
            Of these runs only.
        """
        return Draws(len(range(*runs.indices(self.runs))), {key: value[runs] for key, value in self.values.items()})

    def changed(self, **values: float) -> Draws:
        """Return the same draws but for some figures that are set to one value: what if a stock were twice as large.

        Parameters
        ----------
        **values : float
            By key; give keys with colons as ``**{"good:gallium:spare": 0.3}``.

        Returns
        -------
        Draws
            With these figures in all runs.

        Raises
        ------
        UsageError
            If nothing of this name is drawn.
        """
        unknown = sorted(set(values) - set(self.values))
        if unknown:
            raise UsageError(
                f"Nothing called {unknown[0]!r} is drawn", where="draws", remedy="Take a key of its values."
            )
        return replace(
            self, values={**self.values, **{key: np.full(self.runs, float(value)) for key, value in values.items()}}
        )

    def of_good(self, good: Good, importers: Sequence[str]) -> dict[str, Real]:
        """Return what is assumed of a good, by run, as :func:`tocsin.scenario.product.simulate` takes it.

        Parameters
        ----------
        good : Good
            Good of the scenario.
        importers : sequence of str
            Importers of its market; each may have days of cover of its own.

        Returns
        -------
        dict of str to array
            Each (n_runs,), but ``cover`` (n_runs, n_importers).
        """
        head = f"good:{good.id}:"
        found = {name: self.values[head + name] for name in NAMES}
        general = found["cover"]
        found["cover"] = np.stack([self.values.get(f"{head}cover:{one}", general) for one in importers], axis=1)
        return found

    def of_shock(self, shock: Shock) -> dict[str, Real]:
        """Return what is drawn of a shock, by run.

        Parameters
        ----------
        shock : Shock
            Shock of the scenario.

        Returns
        -------
        dict of str to array
            ``share``, ``exempt``, ``delay``, ``approval``, and ``duration`` if it has one.
        """
        head = f"shock:{shock.id}:"
        names = (*OF_SHOCK, "duration") if shock.duration is not None else OF_SHOCK
        return {name: self.values[head + name] for name in names}

    @cached_property
    def uncertain(self) -> tuple[str, ...]:
        """Return the keys whose value differs between runs, sorted."""
        return tuple(sorted(key for key, value in self.values.items() if np.ptp(value) > 0))

    @cached_property
    def ranked(self) -> Real:
        """Return the ranks of what is uncertain, in the order of its keys, (n_uncertain, n_runs)."""
        return np.array([ranks(self.values[key]) for key in self.uncertain]).reshape(-1, self.runs)


def ranks(values: Real) -> Real:
    """Return ranks from 0; those that are equal share their mean.

    Parameters
    ----------
    values : array, shape (n,)
        Any numbers.

    Returns
    -------
    array, shape (n,)
        Ranks.
    """
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts + 1) / 2.0)[which.reshape(-1)])


def spreads(scenario: Scenario) -> dict[str, Spread]:
    """Return all figures of a scenario that may be uncertain, under the keys of :class:`Draws`.

    Parameters
    ----------
    scenario : Scenario
        What is asked.

    Returns
    -------
    dict of str to Spread
        In the order of goods and shocks.
    """
    found: dict[str, Spread] = {}
    for good in scenario.goods:
        found |= {f"good:{good.id}:{name}": one.spread for name, one in assumptions(good).items()}
        found |= {f"good:{good.id}:cover:{importer}": one.spread for importer, one in covers(good).items()}
    for shock in scenario.shocks:
        found |= {f"shock:{shock.id}:{name}": getattr(shock, name) for name in OF_SHOCK}
        if shock.duration is not None:
            found[f"shock:{shock.id}:duration"] = shock.duration
    return found


def draw(scenario: Scenario, runs: int, seed: int) -> Draws:
    """Draw all figures of all runs.

    Each figure is a Latin hypercube of its own: one value from each of as many slices of equal probability as there are
    runs, in an order of its own. Its stream comes from the seed and its key alone, so that a figure added to a scenario
    changes no other.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    runs : int
        How many.
    seed : int
        Of the random numbers, not negative.

    Returns
    -------
    Draws
        The same for the same scenario, runs and seed.

    Raises
    ------
    UsageError
        If there is no run, or the seed is negative.
    """
    if runs < 1 or seed < 0:
        raise UsageError(
            f"{runs} runs with seed {seed}", where="the ensemble", remedy="Give 1 run or more and a seed of 0 or more."
        )
    return Draws(runs, {key: spread.at(_levels(key, runs, seed)) for key, spread in spreads(scenario).items()})


def central(scenario: Scenario) -> Draws:
    """Return one run in which every figure is its central one.

    Parameters
    ----------
    scenario : Scenario
        What is asked.

    Returns
    -------
    Draws
        One run.
    """
    return Draws(1, {key: np.array([spread.mid]) for key, spread in spreads(scenario).items()})


def _levels(key: str, runs: int, seed: int) -> Real:
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    stream = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:_BYTES], "big")))
    return np.asarray((stream.permutation(runs) + stream.random(runs)) / runs)
