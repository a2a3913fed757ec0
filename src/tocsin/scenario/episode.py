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
    """One time in force of a shock, in each run.

    Parameters
    ----------
    shock : Shock
        What happens.
    onset, last : array, shape (n_runs,)
        First and last day; infinite if it does not happen or does not end [d].
    drawn : mapping of str to array
        ``share``, ``exempt``, ``delay``, ``approval`` by run.
    announced : int or None
        Day of the announcement [d].
    """

    shock: Shock
    onset: Real
    last: Real
    drawn: Mapping[str, Real]
    announced: int | None = None

    @property
    def known(self) -> Real:
        """Return the day from which the market reckons with it, by run [d]."""
        return self.onset if self.announced is None else np.minimum(self.onset, self.announced)

    def active(self, days: int) -> NDArray[np.bool_]:
        """Return whether it is in force, as (n_runs, days)."""
        day = np.arange(days)
        return np.asarray((day >= self.onset[:, None]) & (day <= self.last[:, None]))

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

        waited = np.arange(days) - self.onset[:, None] + 1.0
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
