"""Gradient boosting as the challenger: trees that find what the hazard's straight lines miss.

The same bits for the same rows: fixed seed, nothing left to the number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.foresight.flows import Ints, Reals
from tocsin.foresight.thread import one_thread

Features = npt.NDArray[np.float32]
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.1,
    "min_samples_leaf": 200,
    "l2_regularization": 10.0,
    "max_bins": 63,
    "max_features": 0.4,
    "early_stopping": False,
    "random_state": 1,
}


@dataclass(frozen=True)
class Boosting:
    """Fitted trees.

    Parameters
    ----------
    model : sklearn.ensemble.HistGradientBoostingClassifier
        The trees.
    columns : numpy.ndarray
        Features that they look at.
    """

    model: Any
    columns: Ints

    def score(self, features: Features) -> Reals:
        """Return log odds, shape (n,) [nat]."""
        with one_thread():
            return np.asarray(self.model.decision_function(features[:, self.columns]), dtype=np.float64)

    def terms(self, features: Features) -> tuple[Reals, float]:
        """Split log odds by feature: at each branch, what the step to the child changes is the feature's.

        Saabas (2014); a node's worth is the mean of its leaves, by how many rows they were grown on.

        Parameters
        ----------
        features : numpy.ndarray
            Shape (n, d).

        Returns
        -------
        terms : numpy.ndarray
            What each feature adds, shape (n, d) [nat].
        base : float
            What they are added to [nat].
        """
        seen = np.ascontiguousarray(features[:, self.columns].T)
        terms = np.zeros(features.shape[::-1])
        base = float(np.ravel(self.model._baseline_prediction)[0])  # noqa: SLF001  # no public way to walk the trees
        for (tree,) in self.model._predictors:  # noqa: SLF001
            base += _walk(tree.nodes, seen, self.columns, terms)
        return terms.T, base


def _walk(nodes: npt.NDArray[np.void], seen: Features, columns: Ints, terms: Reals) -> float:
    """Add what one tree says of `seen`, shape (columns, n), to `terms`, shape (d, n); return its worth at the root."""
    worth = nodes["value"].copy()
    for place in range(len(nodes) - 1, -1, -1):  # children stand after their parent
        if not nodes["is_leaf"][place]:
            left, right = nodes["left"][place], nodes["right"][place]
            counts = nodes["count"][[left, right]]
            worth[place] = (worth[left] * counts[0] + worth[right] * counts[1]) / counts.sum()
    at = {0: np.arange(seen.shape[1])}
    for place, node in enumerate(nodes):
        rows = at.pop(place)
        if node["is_leaf"]:
            continue
        value = seen[node["feature_idx"], rows]
        left = value <= node["num_threshold"]
        if node["missing_go_to_left"]:
            left |= np.isnan(value)
        mine = terms[columns[node["feature_idx"]]]
        for child, part in ((int(node["left"]), rows[left]), (int(node["right"]), rows[~left])):
            mine[part] += worth[child] - worth[place]
            at[child] = part
    return float(worth[0])


def fit(features: Features, outcome: Reals, columns: Ints, *, trees: int, leaves: int) -> Boosting:
    """Grow trees.

    Parameters
    ----------
    features : numpy.ndarray
        Shape (n, d), NaN where not known.
    outcome : numpy.ndarray
        0 or 1, shape (n,).
    columns : numpy.ndarray
        Features to look at; those that say the same of every row are left out.
    trees, leaves : int
        Number of trees, and of leaves of each at most [1].

    Returns
    -------
    Boosting
        The model.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    known = np.isfinite(features[:, columns])
    high = np.where(known, features[:, columns], -np.inf).max(axis=0)
    low = np.where(known, features[:, columns], np.inf).min(axis=0)
    useful = columns[high > low]
    model = HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, **SETTINGS)
    with one_thread():
        return Boosting(model.fit(features[:, useful], outcome), useful)
