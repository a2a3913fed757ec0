"""What a scenario leads to as one document of plain values: what is not known is None with a reason, never NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.ref.gazetteer import countries
from tocsin.scenario.assumptions import assumptions, covers
from tocsin.scenario.cost import SELLER
from tocsin.scenario.outcome import LEVELS, SHORT
from tocsin.scenario.shock import KINDS

if TYPE_CHECKING:
    from tocsin.scenario.cost import Costs
    from tocsin.scenario.drivers import Driver
    from tocsin.scenario.ensemble import Ensemble
    from tocsin.scenario.market import Market
    from tocsin.scenario.outcome import Outcome
    from tocsin.scenario.remedies import Remedy
    from tocsin.scenario.shock import Good, Scenario, Shock
    from tocsin.scenario.spread import Spread

Real = NDArray[np.float64]
NAMES = tuple(f"p{round(100 * level):02d}" for level in LEVELS)
REST = "ROW"
#: Share of the demand of an importer that an input must cost to be told as binding [1].
_BINDS = 1e-4
#: Share of the trade that a link must have to be listed [1].
_LINK = 0.002
_DIGITS = 6
_OF_SHOCK = {
    "share": "what it takes",
    "exempt": "share exempt",
    "delay": "how long it delays",
    "approval": "share let through",
    "duration": "how long it lasts",
}


@dataclass(frozen=True)
class Sectors:
    """Which sectors of an economy lose output, or why that is not known.

    Parameters
    ----------
    rows : tuple of mapping
        ``region``, ``sector``, ``loss_share`` [1] and ``loss_usd`` [USD or None], the greatest loss first.
    why : str
        Sentences: on which table they rest, or why there are none.
    """

    rows: tuple[Mapping[str, Any], ...] = ()
    why: str = ""


def document(
    scenario: Scenario,
    ensemble: Ensemble,
    *,
    sectors: Sectors,
    as_of: date | None = None,
    reconstructed: bool = False,
    notes: Sequence[str] = (),
    flows: Mapping[str, Mapping[str, Real]] | None = None,
    remedies: Sequence[Remedy] | None = None,
) -> dict[str, Any]:
    """Lay out what a scenario leads to.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    ensemble : Ensemble
        What happens, over its runs.
    sectors : Sectors
        Sectors hit.
    as_of : datetime.date or None
        Day up to which the lake was known.
    reconstructed : bool
        Whether trade known on that day is reconstructed from a later release.
    notes : sequence of str
        Sentences on what it rests on.
    flows : mapping, optional
        By good, ``before`` and ``worst``: what goes over each link a day, (n_exporters, n_importers).
    remedies : sequence of Remedy, optional
        What would soften the worst month; None if it was not asked.

    Returns
    -------
    dict
        Keys as ``tocsin simulate --json`` prints them; all values can be written as JSON.
    """
    goods = [_good(scenario, good, ensemble.goods[good.id], (flows or {}).get(good.id)) for good in scenario.goods]
    about = _about(scenario, ensemble)
    first = next(one for one in goods if one["id"] == about)
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "synthetic": scenario.synthetic,
        "tables": [{"good": one["id"], "title": one["title"], **one["basis"], "unit": one["unit"]} for one in goods],
        "runs": ensemble.runs,
        "seed": ensemble.seed,
        "about": about,
        "importers": first["importers"],
        "gainers": _gainers(scenario, ensemble),
        "price_pressure": {"good": about, **first["price_pressure"]},
        "sectors": [dict(row) for row in sectors.rows],
        "sectors_why": sectors.why,
        "cost": _cost(ensemble.costs),
        "drivers": _drivers(scenario, ensemble.goods[about].drivers),
        "assumptions": [row for good in scenario.goods for row in _assumptions(good)],
        "onsets": [_onset(scenario, shock, ensemble.onsets[shock.id]) for shock in scenario.shocks],
        "remedies": None if remedies is None else [_remedy(one) for one in remedies],
        "mass_error": plain(ensemble.mass_error),
        "goods": goods,
        "story": _story(scenario, ensemble),
        "shortage_above": SHORT,
        "as_of": as_of.isoformat() if as_of else None,
        "reconstructed": reconstructed,
        "notes": list(dict.fromkeys((*notes, *ensemble.costs.notes))),
    }


def plain(value: float | None) -> float | None:
    """Return a number with six digits, None if it is none.

    Parameters
    ----------
    value : float or None
        Any number.

    Returns
    -------
    float or None
        Finite, or None.

    Examples
    --------
    >>> plain(1 / 3), plain(float("inf")), plain(None)
    (0.333333, None, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{_DIGITS}g}")


def quantiles(values: Real) -> dict[str, float | None]:
    """Return quantiles of a figure over the runs; None where any run has none.

    Parameters
    ----------
    values : array, shape (n_runs,)
        Figures.

    Returns
    -------
    dict of str to float or None
        ``p05`` to ``p95``.
    """
    if not values.size or not np.isfinite(values).all():
        return dict.fromkeys(NAMES)
    return {name: plain(value) for name, value in zip(NAMES, np.quantile(values, LEVELS), strict=True)}


def first_day(start: date, days: Real) -> dict[str, Any]:
    """Return quantiles of a day that need not come.

    Parameters
    ----------
    start : datetime.date
        Day 0.
    days : array, shape (n_runs,)
        The day in each run; infinite where it does not come.

    Returns
    -------
    dict
        ``p05`` to ``p95``, each a day on which it came in a run, or None where it does not come in that quantile;
        ``share_of_runs`` in which it comes; ``date`` of the median.
    """
    found = np.quantile(days, LEVELS, method="inverted_cdf") if days.size else np.full(len(LEVELS), np.inf)
    told: dict[str, Any] = {
        name: round(float(day)) if np.isfinite(day) else None for name, day in zip(NAMES, found, strict=True)
    }
    middle = told["p50"]
    told["share_of_runs"] = plain(float(np.isfinite(days).mean())) if days.size else 0.0
    told["date"] = (start + timedelta(days=middle)).isoformat() if middle is not None else None
    return told


def path(values: Real) -> list[dict[str, float | None]]:
    """Return quantiles by day.

    Parameters
    ----------
    values : array, shape (5, days)
        Quantiles.

    Returns
    -------
    list of dict
        ``day`` and ``p05`` to ``p95``.
    """
    return [
        {"day": day, **{name: plain(value) for name, value in zip(NAMES, row, strict=True)}}
        for day, row in enumerate(values.T.tolist())
    ]


def name_of(iso3: str) -> str:
    """Return what readers call a place: ``ROW`` is the rest of the world."""
    if iso3 == REST:
        return "Rest of the world"
    return countries()[iso3].name if iso3 in countries() else iso3


# -------------------------------------------------------------------------------------------------------------- goods


def _about(scenario: Scenario, ensemble: Ensemble) -> str:
    """Return the good that is missed the most; of several alike the last of the chain."""

    def harm(good: Good) -> tuple[float, float]:
        worst = ensemble.goods[good.id].hit_worst_month
        return (float(np.quantile(worst, 0.5)), float(np.quantile(worst, 0.95))) if worst.size else (0.0, 0.0)

    return max(reversed(scenario.goods), key=harm).id


def _good(scenario: Scenario, good: Good, outcome: Outcome, flows: Mapping[str, Real] | None) -> dict[str, Any]:
    market = outcome.market
    basis = {**asdict(market.basis), "codes": list(market.basis.codes), "left_out": plain(market.basis.left_out)}
    told = {
        "id": good.id,
        "title": good.title,
        "unit": market.unit,
        "basis": basis,
        "importers": _importers(scenario, outcome),
        "price_pressure": {
            "peak": quantiles(outcome.price_peak),
            "path": path(outcome.price),
        },
        "inputs": [{"good": one.good, "criticality": one.criticality, "lag": one.lag} for one in good.inputs],
        "binding": {name: plain(share) for name, share in outcome.binding.items()},
        "released": quantiles(outcome.released),
    }
    if flows:
        told["flows"] = {stage: _links(market, flow) for stage, flow in flows.items()}
    return told


def _importers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    market, share = outcome.market, outcome.unmet_share
    rows = []
    for j, iso3 in enumerate(market.importers):
        if market.demand[j] <= 0 and not outcome.demand[:, j].any():
            continue
        rows.append(
            {
                "iso3": iso3,
                "name": name_of(iso3),
                "target": iso3 in outcome.hit,
                "demand_a_day": plain(float(market.demand[j])),
                "unmet_share": quantiles(share[:, j]),
                "worst_month": quantiles(outcome.worst_month[:, j]),
                "first_day": first_day(scenario.start, outcome.first_day[:, j]),
                "binding": _binding(outcome, j),
                "path": path(outcome.path[:, :, j]),
                "stock_days": _stock(outcome.stock[:, :, j]),
            }
        )
    return sorted(rows, key=_harm)


def _stock(days_of_use: Real) -> dict[str, Any]:
    """Return quantiles of the days of use in stock: on the first evening, and where each quantile is lowest."""
    if not days_of_use.shape[1]:
        return {"first": dict.fromkeys(NAMES), "lowest": dict.fromkeys(NAMES)}
    return {
        when: {name: plain(value) for name, value in zip(NAMES, values, strict=True)}
        for when, values in (("first", days_of_use[:, 0]), ("lowest", days_of_use.min(axis=1)))
    }


def _harm(row: Mapping[str, Any]) -> tuple[Any, ...]:
    worst, whole = row["worst_month"], row["unmet_share"]
    return (
        -worst["p50"],
        -worst["p95"],
        -whole["p50"],
        not row["target"],
        row["iso3"] == REST,
        -row["demand_a_day"],
        row["iso3"],
    )


def _binding(outcome: Outcome, j: int) -> str | None:
    """Return the input whose lack costs the suppliers of an importer the most, None if none matters."""
    market = outcome.market
    if market.demand[j] <= 0:
        return None
    costs = {
        name: float(lost.mean(axis=0) @ market.flow[:, j] / market.demand[j])
        for name, lost in outcome.capacity_lost.items()
    }
    name = max(costs, key=lambda one: costs[one], default=None)
    return name if name is not None and costs[name] > _BINDS else None


def _links(market: Market, flow: Real) -> list[dict[str, Any]]:
    least = _LINK * market.flow.sum()
    return [
        {"exporter": market.exporters[i], "importer": market.importers[j], "value": plain(float(flow[i, j]))}
        for i, j in np.argwhere((flow > 0) & ((flow >= least) | (market.flow >= least)))
    ]


def _gainers(scenario: Scenario, ensemble: Ensemble) -> list[dict[str, Any]]:
    """List who is paid more than before for all goods together, or ships more of one whose price is not known."""
    paid: dict[str, Real] = {}
    goods: dict[str, list[str]] = {}
    rows = []
    for good in scenario.goods:
        outcome = ensemble.goods[good.id]
        earned_of = _earned(ensemble.costs, good.id)
        for i, iso3 in enumerate(outcome.market.exporters):
            shipped = outcome.shipped[:, i]
            if np.isfinite(earned_of[iso3]).all():
                paid[iso3] = paid.get(iso3, 0.0) + earned_of[iso3]
                goods.setdefault(iso3, []).append(good.id)
            elif float(np.median(shipped)) > _LEAST * outcome.market.flow[i].sum():
                rows.append(_gainer(iso3, [good.id], dict.fromkeys(NAMES), quantiles(shipped)))
    earned = [_gainer(iso3, goods[iso3], quantiles(change), None) for iso3, change in paid.items()]
    earned = [one for one in earned if one["change_usd"]["p50"] >= _DOLLAR]
    return sorted(earned, key=lambda one: (-one["change_usd"]["p50"], one["iso3"])) + rows


def _earned(costs: Costs, good: str) -> dict[str, Real]:
    """Return what each seller's exports of a good earn more, whatever its role: what it sells at home is no export."""
    found: dict[str, Real] = {}
    for one in costs.accounts:
        if one.good == good and one.side == SELLER:
            found[one.country] = found.get(one.country, 0.0) - one.cost
    return found


def _gainer(iso3: str, goods: list[str], usd: Any, quantity: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"iso3": iso3, "name": name_of(iso3), "goods": goods, "change_usd": usd, "change_quantity": quantity}


#: Less than this is rounding: of what is shipped a day [1], and of money [USD].
_LEAST, _DOLLAR = 1e-6, 1.0


def _remedy(one: Remedy) -> dict[str, Any]:
    return {key: plain(value) if isinstance(value, float) else value for key, value in asdict(one).items()}


# ----------------------------------------------------------------------------------------------------- what it rests on


def _cost(costs: Costs) -> dict[str, Any]:
    told = costs.document()
    sides = {
        role: {**_rounded(told[role]["total"]), "reason": told[role]["reason"], **_parts(told[role])}
        for role in ("target", "controller", "other")
    }
    return {**sides, "unit": "USD"}


def _parts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: {name: _rounded(one) for name, one in told[key].items()} for key in ("parts", "by_country", "by_good")}


def _rounded(found: Mapping[str, float] | None) -> dict[str, float | None]:
    return {name: plain(found[name]) if found else None for name in NAMES}


def _drivers(scenario: Scenario, found: Sequence[Driver]) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "meaning": _meaning(scenario, one.key),
            "rank_correlation": plain(one.rank_correlation),
            "share": plain(one.variance_share),
        }
        for one in found
    ]


def _meaning(scenario: Scenario, key: str) -> str:
    """Say in words what a figure is that was drawn."""
    what, id_, name, *more = key.split(":")
    if what == "shock":
        return f"{_OF_SHOCK.get(name, name)} ({id_})"
    good = scenario.good(id_)
    meaning = assumptions(good)[name].meaning if name in assumptions(good) else name
    return f"{good.title}: {meaning}{f', {name_of(more[0])}' if more else ''}"


def _assumptions(good: Good) -> list[dict[str, Any]]:
    found = [("", one) for one in assumptions(good).values()] + list(covers(good).items())
    return [
        {
            "good": good.id,
            "name": one.name,
            "importer": importer,
            "meaning": f"{one.meaning}, {name_of(importer)}" if importer else one.meaning,
            "unit": one.unit,
            **_spread(one.spread),
            "reference": one.reference,
            "chosen": one.chosen,
        }
        for importer, one in found
    ]


def _spread(spread: Spread) -> dict[str, Any]:
    return {name: plain(getattr(spread, name)) for name in ("low", "mid", "high")} | {"shape": spread.shape}


def _onset(scenario: Scenario, shock: Shock, days: Real) -> dict[str, Any]:
    return {"shock": shock.id, **first_day(scenario.start, days)}


def _story(scenario: Scenario, ensemble: Ensemble) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "description": scenario.description,
        "start": scenario.start.isoformat(),
        "days": scenario.days,
        "known_on": _day(scenario.known_on),
        "synthetic": scenario.synthetic,
        "references": list(scenario.references),
        "shocks": [_shock(scenario, one, ensemble.onsets[one.id]) for one in scenario.shocks],
    }


def _shock(scenario: Scenario, shock: Shock, onsets: Real) -> dict[str, Any]:
    return {
        "id": shock.id,
        "kind": shock.kind,
        "meaning": KINDS[shock.kind],
        "actors": list(shock.actors),
        "targets": list(shock.targets),
        "except_targets": list(shock.except_targets),
        "products": list(shock.products),
        "side": shock.side,
        "announced_on": _day(shock.announced_on),
        "from": _day(shock.start),
        "to": _day(shock.end),
        **{name: _spread(getattr(shock, name)) for name in ("share", "exempt", "delay", "approval")},
        "duration": _spread(shock.duration) if shock.duration else None,
        "quantity": plain(shock.quantity),
        "route": shock.route,
        "repeats": shock.repeats,
        "every": shock.every,
        "when": asdict(shock.when) | {"importers": list(shock.when.importers)} if shock.when else None,
        "onset": first_day(scenario.start, onsets),
        "reference": shock.reference,
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
