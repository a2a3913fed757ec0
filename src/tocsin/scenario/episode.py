"""Shocks laid on the days of runs: when each is in force, and what it lets pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.shock import LINK_KINDS, Shock

Real = NDArray[np.float64]
#: Spread of the waits for a licence around their median: standard deviation of the logarithm.
WAITS_DIFFER = 0.6
NEVER = np.inf


@dataclass(frozen=True)
class Episode:
    """The times in force of a shock, in each run: one, or several that are alike and do not overlap.

    Parameters
    ----------
    shock : Shock
        What happens.
    onset, last : array, shape (n_runs,)
        First and last day of the first time; infinite if it does not happen or does not end [d].
    drawn : mapping of str to array
        ``share``, ``exempt``, ``delay``, ``approval`` by run.
    announced : int or None
        Day of the announcement [d].
    times, every : int, int
        How many times, and how many days from one beginning to the next [d].
    """

    shock: Shock
    onset: Real
    last: Real
    drawn: Mapping[str, Real]
    announced: int | None = None
    times: int = 1
    every: int = 0

    @property
    def known(self) -> Real:
        """Return the day from which the market reckons with it, by run [d]."""
        return self.onset if self.announced is None else np.minimum(self.onset, self.announced)

    def active(self, days: int) -> NDArray[np.bool_]:
        """Return whether it is in force, as (n_runs, days)."""
        if self.times > 1:
            since = self.since(days)
            return np.asarray((since >= 0) & (since <= self._longer[:, None]))
        day = np.arange(days)
        return np.asarray((day >= self.onset[:, None]) & (day <= self.last[:, None]))

    def since(self, days: int) -> Real:
        """Return the days since it last began, as (n_runs, days); below 0 before it first does [d]."""
        since = np.arange(days) - self.onset[:, None]
        if self.times > 1:
            since -= np.clip(np.floor(since / self.every), 0, self.times - 1) * self.every
        return np.asarray(since)

    def length(self, days: int) -> Real:
        """Return for each day how many days the time that it lies in has within the horizon, as (n_runs, days) [d]."""
        since = self.since(days)
        after = np.minimum(self._longer[:, None] - since, days - 1.0 - np.arange(days))
        return np.asarray(since + after + 1.0)

    @property
    def _longer(self) -> Real:
        """Return how many days a time has after its first; -1 where it never begins [d]."""
        begins = np.isfinite(self.onset)
        return np.asarray(np.subtract(self.last, self.onset, out=np.full(len(self.onset), -1.0), where=begins))

    def passing(self, days: int, elasticity: Real) -> Real:
        """Return the share of what it acts on that still passes.

        Parameters
        ----------
        days : int
            Length of the horizon [d].
        elasticity : array, shape (n_runs,)
            By which a flow shrinks with a duty [1].

        Returns
        -------
        array, shape (n_runs, days)
            Between 0 and 1; of a demand surge how much is needed on top.
        """
        active = self.active(days)
        share, exempt = self.drawn["share"][:, None], self.drawn["exempt"][:, None]
        if self.shock.kind == "demand_surge":
            return np.asarray(np.where(active, share, 0.0))
        if self.shock.kind == "tariff":
            return np.asarray(np.where(active, (1.0 + share * (1 - exempt)) ** -elasticity[:, None], 1.0))
        stopped = share * (1.0 - exempt)
        if self.shock.kind in {"licence", "transport_closure"}:
            stopped = stopped * (1.0 - self._again(days))
        return np.asarray(np.where(active, 1.0 - stopped, 1.0))

    def _again(self, days: int) -> Real:
        """Return the share of what is stopped that passes again, by how long the shock has been in force."""
        from scipy.special import ndtr

        waited = self.since(days) + 1.0
        delay, approval = self.drawn["delay"][:, None], self.drawn["approval"][:, None]
        if self.shock.kind == "transport_closure":
            return np.asarray(approval * (waited > delay))
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (np.log(np.maximum(waited, 1e-9)) - np.log(np.maximum(delay, 1e-9))) / WAITS_DIFFER
        return np.asarray(approval * np.where(waited > 0, ndtr(z), 0.0))

    @property
    def on_links(self) -> bool:
        """Return whether it acts on links from exporters to importers."""
        return self.shock.kind in LINK_KINDS
