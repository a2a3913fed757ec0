"""Partial pooling: an intercept of its own for each product, supplier and importer, drawn to nought where thin.

Each group's intercept is a normal random effect of a logistic regression whose other part is given as an offset. All
effects are fitted in turn (penalised quasi-likelihood; Breslow and Clayton 1993, doi:10.1080/01621459.1993.10594284),
the variance of each family by expectation and maximisation. Rows of one group and one period come true together, so
they count for less than as many rows of their own: the information is divided by the dispersion of the sums over group
and period (Wedderburn 1974, quasi-likelihood). A row may belong to several groups of a family in parts that add up to
one, as an import does to its suppliers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.foresight.flows import Flags, Ints, Reals

SWEEPS = 6
Text = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Membership:
    """Which rows belong to which groups, and with which part; m memberships of n rows.

    Parameters
    ----------
    row : numpy.ndarray
        Row, shape (m,).
    group : numpy.ndarray
        Name of the group, shape (m,).
    part : numpy.ndarray
        Part, shape (m,), in [0, 1].
    count : int
        Number of rows n.
    """

    row: Ints
    group: Text
    part: Reals
    count: int

    def of(self, effects: Mapping[str, float]) -> Reals:
        """Return each row's effect, shape (n,): that of its groups by their parts; nought for unknown groups."""
        groups, place = np.unique(self.group, return_inverse=True)
        effect = np.asarray([effects.get(str(name), 0.0) for name in groups])
        return np.asarray(np.bincount(self.row, effect[place] * self.part, self.count), dtype=np.float64)

    def where(self, kept: Flags) -> Membership:
        """Return the memberships of some rows, numbered anew.

        Parameters
        ----------
        kept : numpy.ndarray
            Which rows, shape (n,).

        Returns
        -------
        Membership
            Theirs.
        """
        number = np.cumsum(kept) - 1
        mine = kept[self.row]
        return Membership(number[self.row[mine]], self.group[mine], self.part[mine], int(kept.sum()))


def whole(group: Text) -> Membership:
    """Make every row belong to one group wholly.

    Parameters
    ----------
    group : numpy.ndarray
        Group of each row, shape (n,).

    Returns
    -------
    Membership
        n memberships.
    """
    return Membership(np.arange(len(group)), group, np.ones(len(group)), len(group))


def joined(parts: list[Membership]) -> Membership:
    """Put the rows of several memberships under each other.

    Parameters
    ----------
    parts : list of Membership
        At least one.

    Returns
    -------
    Membership
        Of all rows.
    """
    starts = np.cumsum([0, *(part.count for part in parts)])
    rows = [part.row + start for part, start in zip(parts, starts[:-1], strict=True)]
    groups = np.concatenate([part.group for part in parts])
    return Membership(np.concatenate(rows), groups, np.concatenate([part.part for part in parts]), int(starts[-1]))


def pooled(
    outcome: Reals, offset: Reals, families: Mapping[str, Membership], period: Ints | None = None
) -> dict[str, dict[str, float]]:
    """Fit the intercepts of every family.

    Parameters
    ----------
    outcome : numpy.ndarray
        0 or 1, shape (n,).
    offset : numpy.ndarray
        Log odds without the intercepts, shape (n,).
    families : mapping of str to Membership
        By name: product, supplier, importer.
    period : numpy.ndarray, optional
        Period of each row, shape (n,); every row stands for itself by default.

    Returns
    -------
    dict of str to dict of str to float
        Effect of each group in each family [nat].
    """
    fitted = {name: _Family(member, period) for name, member in families.items()}
    for _ in range(SWEEPS):
        for name, family in fitted.items():
            others = sum((other.rows for key, other in fitted.items() if key != name), offset)
            family.fit(outcome, others)
    return {name: family.effects for name, family in fitted.items()}


class _Family:
    def __init__(self, member: Membership, period: Ints | None) -> None:
        self._member = member
        self._names, self._place = np.unique(member.group, return_inverse=True)
        if period is None:
            self._cell = None
        else:
            number = np.unique(period, return_inverse=True)[1]
            self._cell = self._place * (int(number.max(initial=0)) + 1) + number[member.row]
        self._effect = np.zeros(len(self._names))
        self._variance = 0.1
        self.rows = np.zeros(member.count)

    @property
    def effects(self) -> dict[str, float]:
        return dict(zip(self._names.tolist(), self._effect.tolist(), strict=True))

    def fit(self, outcome: Reals, offset: Reals) -> None:
        """Take one Newton step for every group at once, then the variance that fits the effects."""
        said = 1.0 / (1.0 + np.exp(-(offset + self.rows)))
        missed = (outcome - said)[self._member.row] * self._member.part
        informed = (said * (1 - said))[self._member.row] * self._member.part**2
        dispersion = self._dispersion(missed, informed)
        slope = self._sum(missed) / dispersion - self._effect / self._variance
        bend = self._sum(informed) / dispersion + 1.0 / self._variance
        self._effect = np.clip(self._effect + slope / bend, -3.0, 3.0)
        self._variance = max(float(np.mean(self._effect**2 + 1.0 / bend)), 1e-4)
        weights = self._effect[self._place] * self._member.part
        self.rows = np.asarray(np.bincount(self._member.row, weights, self._member.count), dtype=np.float64)

    def _dispersion(self, missed: Reals, informed: Reals) -> float:
        """Return how much more the sums over group and period vary than those of rows of their own, at least 1."""
        if self._cell is None:
            return 1.0
        square = np.bincount(self._cell, weights=missed) ** 2
        return max(1.0, float(square.sum() / max(informed.sum(), 1e-12)))

    def _sum(self, amounts: Reals) -> Reals:
        return np.asarray(np.bincount(self._place, weights=amounts, minlength=len(self._names)), dtype=np.float64)
