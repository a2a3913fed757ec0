"""What the model must beat: climatology, one-number rules, and the lists that governments and scholars publish.

Each is made of what the origin's own view knew. Those that are probabilities are fitted on the lessons of the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tocsin.foresight.blend import expit
from tocsin.foresight.flows import Reals
from tocsin.foresight.model import JUDGED, Lesson
from tocsin.foresight.panel import Panel, column
from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.run import run
from tocsin.lake.store import literal
from tocsin.pipeline.given import flows_sql, give_tables

if TYPE_CHECKING:
    from datetime import date

    from tocsin.lake import Lake
    from tocsin.pipeline.origins import Book

#: A family's own rate counts as much as this many imports of the rate of all.
SHRINK = 200.0
#: The same of a product's own rate.
SHRINK_OWN = 20.0
#: Indicators that lists are made of.
LISTED = ("cdi1", "cdi2", "cdi3", "geodep", "kita_vulnerable", "country_risk_pv", "geopolrisk", "dera_group")
#: The European Commission's thresholds: concentration, share from outside, imports over exports.
CDI = {"cdi1": 0.4, "cdi2": 0.5, "cdi3": 1.0}
STEPS = 30


def fitted(lessons: Sequence[Lesson], rows: Panel) -> dict[str, Reals]:
    """Return the baselines that are probabilities.

    Parameters
    ----------
    lessons : sequence of Lesson
        What the origin could learn from.
    rows : Panel
        Rows to speak of, n.

    Returns
    -------
    dict of str to numpy.ndarray
        ``climatology`` by chapter (HS2) and ``product_rate`` by code: how often the label held; ``volatility`` and
        ``last_change``: each a logit on one number; shape (n,).
    """
    outcome = np.concatenate([lesson.outcome for lesson in lessons])
    value = np.concatenate([lesson.panel.value for lesson in lessons])
    product = np.concatenate([lesson.panel.product for lesson in lessons])
    features = np.concatenate([lesson.panel.features for lesson in lessons])
    large = value >= JUDGED
    seen, wanted = product[large], rows.product
    said = {
        "climatology": _rate(outcome[large], seen.astype("U2"), wanted.astype("U2"), SHRINK),
        "product_rate": _rate(outcome[large], seen, wanted, SHRINK_OWN),
    }
    for name, number in {"volatility": _volatility, "last_change": _last_change}.items():
        said[name] = _logit(number(features[large]), outcome[large], number(rows.features))
    return said


def _rate(outcome: Reals, group: np.ndarray, wanted: np.ndarray, shrink: float) -> Reals:
    """Say how often a label held in each group, drawn to the rate of all as if `shrink` more rows had that."""
    overall = outcome.mean()
    names, place = np.unique(group, return_inverse=True)
    hits, seen = np.bincount(place, weights=outcome), np.bincount(place)
    rate = dict(zip(names.tolist(), ((hits + shrink * overall) / (seen + shrink)).tolist(), strict=True))
    return np.asarray([rate.get(str(one), float(overall)) for one in wanted])


def _volatility(features: np.ndarray) -> Reals:
    return np.log(column(features, "swing_5") + 0.02)


def _last_change(features: np.ndarray) -> Reals:
    return np.clip(column(features, "weight_against_base"), -3, 3)


def _logit(number: Reals, outcome: Reals, wanted: Reals) -> Reals:
    """Fit log odds that are straight in one number; where it is not known, the mean stands in."""
    known = number[np.isfinite(number)]
    centre = float(known.mean()) if len(known) else 0.0
    design = np.stack([np.ones(len(number)), np.nan_to_num(number - centre)], axis=1)
    weights = np.zeros(2)
    for _ in range(STEPS):
        said = expit(design @ weights)
        hessian = (design * (said * (1 - said))[:, None]).T @ design + 1e-6 * np.eye(2)
        weights += np.linalg.solve(hessian, design.T @ (outcome - said))
    return expit(weights[0] + weights[1] * np.nan_to_num(wanted - centre))


def listed(lake: Lake, day: date, rests_on: Book, last: int) -> dict[str, dict[str, float]]:
    """Compute the published indicators of the last known year from what a day's view shows.

    Parameters
    ----------
    lake : Lake
        The lake.
    day : datetime.date
        The day.
    rests_on : Book
        The flows.
    last : int
        Last known year.

    Returns
    -------
    dict of str to dict of str to float
        By indicator and ``"code|importer"`` (``"code|WLD"`` where it is of the world).
    """
    connection = lake.as_of(day).connect()
    try:
        connection.execute("SET threads = 1")
        connection.execute(  # in order: a lake's files stand in none, and sums of floats follow that of the rows
            f"""CREATE TEMP TABLE looked_at AS SELECT * FROM ({flows_sql()}) WHERE freq = 'A'
            AND basis = {literal(rests_on.basis)} AND nomenclature = {literal(rests_on.nomenclature)}
            AND year BETWEEN {last - 2} AND {last} ORDER BY year, product, reporter, partner"""
        )
        give_tables(connection)
        found: dict[str, dict[str, float]] = {name: {} for name in LISTED}
        wanted = [INDICATORS[name] for name in LISTED]
        for item, batches in run(connection, "SELECT * FROM looked_at", wanted):
            for batch in batches:
                if item.name in found:
                    rows = batch.to_pydict()
                    found[item.name] |= {
                        f"{product}|{reporter}": value
                        for product, reporter, year, value in zip(
                            rows["product"], rows["reporter"], rows["period"], rows["value"], strict=True
                        )
                        if year == str(last)
                    }
    finally:
        connection.close()
    return found


def scores(rows: Panel, indicators: Mapping[str, Mapping[str, float]]) -> dict[str, Reals]:
    """Return the baselines that are lists (1 or 0) or scores (larger is worse); NaN where not known.

    Parameters
    ----------
    rows : Panel
        Rows to speak of, n.
    indicators : mapping of str to mapping of str to float
        As from :func:`listed`.

    Returns
    -------
    dict of str to numpy.ndarray
        By name, shape (n,).
    """

    def known(name: str) -> Reals:
        held = indicators[name]
        pairs = zip(rows.product.tolist(), rows.reporter.tolist(), strict=True)
        return np.asarray([held.get(f"{code}|{who}", held.get(f"{code}|WLD", np.nan)) for code, who in pairs])

    share = column(rows.features, "leading_share")
    parts = {name: known(name) for name in CDI}
    with np.errstate(invalid="ignore"):
        met = [parts[name] > threshold for name, threshold in CDI.items()]
        seen = np.isfinite(np.stack(list(parts.values()))).all(axis=0)
        dera = known("dera_group")
        return {
            "top_share": share,
            **{f"top{percent}": (share >= percent / 100).astype(np.float64) for percent in (50, 70, 80)},
            "cdi": np.where(seen, np.logical_and.reduce(met), np.nan),
            "geodep": known("geodep"),
            "kita": known("kita_vulnerable"),
            "country_risk_pv": -known("country_risk_pv"),
            "geopolrisk": known("geopolrisk"),
            "dera": np.where(np.isfinite(dera), dera >= 3, np.nan),
        }
