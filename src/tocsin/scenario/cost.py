"""What a scenario costs, to those who are hit and to those who restrict, over its horizon, at prices of before.

Of each good, each country has two accounts: as a buyer and as a seller. With ``p`` the price that an importer paid
before, ``q`` what an exporter got before (mean of its importers' prices, by flow), ``P`` the factor on the price, and
``h`` what a country both makes and uses, which is neither bought nor sold abroad:

===========  ==========================================================================================================
missing      sum over days of ``unmet * p``: what was not there, at the price before. A floor: what could not be made
             for want of it is worth more; what was not paid for it is not taken off
dearer       sum of ``(bought - h + refilled) * p * (P - 1)``: what foreign goods cost more
stock_used   ``max(0, sum of (drawn - refilled)) * p``: what was taken from stock and is not back at the end
lost_sales   sum of ``max(0, x0 - x) * q``: exports that were not made, at the price before. Revenue, not profit
gains        sum of ``max(0, x - x0) * q + x * q * (P - 1)``: more exports, and dearer ones
===========  ==========================================================================================================

A buyer's cost is the sum of the first three, a seller's ``lost_sales - gains``. Exports ``x`` are what is sold for use,
less ``h``, and what goes into foreign stocks: ahead of a shock from those whom it will stop, while it lasts from those
whom it does not, afterwards from all. What replaces a good, duties (they stay in the country that takes them) and
freight are not counted. In a chain, a maker's missing input is counted only beyond what it loses for want of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.shock import EVERYONE, LINK_KINDS, Scenario, Shock

if TYPE_CHECKING:
    from tocsin.scenario.market import Market
    from tocsin.scenario.product import ProductPath
    from tocsin.scenario.run import Followed

Real = NDArray[np.float64]
TARGET, CONTROLLER, OTHER = "target", "controller", "other"
BUYER, SELLER = "buyer", "seller"
#: Parts of an account, with their sign in the cost.
PARTS: Mapping[str, Mapping[str, float]] = {
    BUYER: {"missing": 1.0, "dearer": 1.0, "stock_used": 1.0},
    SELLER: {"lost_sales": 1.0, "gains": -1.0},
}
#: What is in two accounts of one role: a good that one of them did not sell to the other.
TWICE = "counted_twice"
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Kinds that somebody imposes.
_IMPOSED = ("ban", "quota", "licence", "tariff")


@dataclass(frozen=True)
class Account:
    """What one country bears of one good, as a buyer or a seller, in one role.

    Parameters
    ----------
    good, country, side : str
        Id of the good; ISO 3166-1 alpha-3; ``buyer`` or ``seller``.
    role : str
        ``target``, ``controller`` or ``other``.
    shock : str
        Id of the shock from which the role follows; empty for others.
    parts : mapping of str to array
        As :data:`PARTS`, each (n_runs,); NaN where no price is known; 0 in runs in which the role is another's [USD].
    """

    good: str
    country: str
    side: str
    role: str
    shock: str
    parts: Mapping[str, Real]

    @property
    def cost(self) -> Real:
        """Return what it bears, gains taken off, (n_runs,) [USD]."""
        signs = PARTS[self.side]
        return np.asarray(np.sum([signs[name] * part for name, part in self.parts.items()], axis=0))


@dataclass(frozen=True)
class Costs:
    """What a scenario costs, by run; roles are kept apart and are not to be added.

    Parameters
    ----------
    runs : int
        How many.
    accounts : tuple of Account
        Each good, country and side once in each run.
    twice : mapping of str to array
        By role, what stands in a buyer's and a seller's account of that role, and counts once in the sum [USD].
    reasons : mapping of str to str
        Why the sum of a role is not known.
    notes : tuple of str
        Where a price stands in for another.
    """

    runs: int
    accounts: tuple[Account, ...]
    twice: Mapping[str, Real] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def target(self) -> Real:
        """Return the cost to those at whom the shocks are aimed, (n_runs,); NaN if not known [USD]."""
        return self.total(TARGET)

    @property
    def controller(self) -> Real:
        """Return the cost to those who restrict, (n_runs,); below 0 if they gain, NaN if not known [USD]."""
        return self.total(CONTROLLER)

    @property
    def by_target(self) -> dict[str, Real]:
        """Return the cost to each target, (n_runs,) [USD]."""
        return self.by(TARGET)

    @property
    def by_controller(self) -> dict[str, Real]:
        """Return the cost to each of those who restrict, (n_runs,) [USD]."""
        return self.by(CONTROLLER)

    @property
    def by_other(self) -> dict[str, Real]:
        """Return what is borne by those at whom nobody aims, below 0 where they gain, (n_runs,) [USD]."""
        return self.by(OTHER)

    def by(self, role: str) -> dict[str, Real]:
        """Return the cost by country in a role, (n_runs,) [USD]."""
        found: dict[str, Real] = {}
        for one in self._of(role):
            found[one.country] = found.get(one.country, 0.0) + one.cost
        return found

    def by_shock(self, shock: str, role: str) -> Real:
        """Return what those bear whose role follows from one shock, (n_runs,) [USD].

        Parameters
        ----------
        shock : str
            Its id.
        role : str
            ``target`` or ``controller``.

        Returns
        -------
        array, shape (n_runs,)
            The cost; 0 if nobody's role follows from it.
        """
        mine = [one.cost for one in self._of(role) if one.shock == shock]
        return np.asarray(np.sum(mine, axis=0)) if mine else np.zeros(self.runs)

    def parts(self, role: str) -> dict[str, Real]:
        """Return the parts of the cost in a role, each (n_runs,); gains and what is counted twice are below 0 [USD]."""
        found: dict[str, Real] = {}
        for one in self._of(role):
            for name, part in one.parts.items():
                found[name] = found.get(name, 0.0) + PARTS[one.side][name] * part
        if role in self.twice:
            found[TWICE] = -self.twice[role]
        return found

    def total(self, role: str) -> Real:
        """Return the cost in a role, (n_runs,); NaN if not known [USD]."""
        parts = self.parts(role)
        return np.asarray(np.sum(list(parts.values()), axis=0)) if parts else np.full(self.runs, np.nan)

    def of_good(self, good: str) -> Costs:
        """Return what one good costs.

        Parameters
        ----------
        good : str
            Its id.

        Returns
        -------
        Costs
            Of its accounts alone.
        """
        mine = tuple(one for one in self.accounts if one.good == good)
        twice = {role: _twice(mine, role, self.runs) for role in self.twice}
        return Costs(self.runs, mine, twice, self.reasons, self.notes)

    def document(self) -> dict[str, Any]:
        """Return it as plain values: quantiles over the runs, None and a reason where nothing is known [USD]."""
        return {role: self._document(role) for role in (TARGET, CONTROLLER, OTHER)} | {"notes": list(self.notes)}

    def _document(self, role: str) -> dict[str, Any]:
        total = self.total(role)
        known = bool(np.isfinite(total).all())
        return {
            "total": quantiles(total),
            "reason": None if known else self.reasons.get(role, "no price is known"),
            "parts": {name: quantiles(part) for name, part in self.parts(role).items()},
            "by_country": {name: quantiles(part) for name, part in sorted(self.by(role).items())},
            "by_good": {good: quantiles(self.of_good(good).total(role)) for good in self._goods(role)},
        }

    def _goods(self, role: str) -> list[str]:
        return list(dict.fromkeys(one.good for one in self._of(role)))

    def _of(self, role: str) -> Iterator[Account]:
        return (one for one in self.accounts if one.role == role)


def quantiles(values: Real) -> dict[str, float] | None:
    """Return quantiles of figures by run, p05 to p95; None if any is not known."""
    if not values.size or not np.isfinite(values).all():
        return None
    return {f"p{round(100 * one):02d}": float(np.quantile(values, one)) for one in _LEVELS}


def costs(scenario: Scenario, followed: Followed) -> Costs:
    """Book what a scenario costs.

    Who restricts and who is hit follows from the shocks: the actors of a ban, quota, licence or duty restrict, whom
    they sell to (or buy from) is hit. A closed route, lost capacity and a surge of demand have no restricting side;
    those who buy are hit. In an answer the roles are swapped, good by good: each account of a country is booked in one
    role in each run, that of the first shock of the file that has begun in it; a shock gives roles first for the side
    of the trade that it acts on, then for the other, then for goods made of those that it hits.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    followed : Followed
        What happens.

    Returns
    -------
    Costs
        By run.
    """
    goods = [one for one in scenario.goods if one.id in followed.paths]
    ledgers = {one.id: _Ledger(followed.paths[one.id], _stages(scenario, followed, one.id)) for one in goods}
    books = {good: ledger.accounts() for good, ledger in ledgers.items()}
    _take_off_inputs(scenario, books)
    runs = len(next(iter(followed.onsets.values()))) if followed.onsets else _runs(followed)
    accounts = tuple(_booked(scenario, followed, books, runs))
    twice = {role: _twice(accounts, role, runs) for role in (TARGET, CONTROLLER)}
    twice = {role: value for role, value in twice.items() if value.any()}
    reasons = _reasons(scenario, accounts)
    notes = tuple(note for ledger in ledgers.values() for note in ledger.notes)
    return Costs(runs, accounts, twice, reasons, notes)


def join(parts: Sequence[Costs]) -> Costs:
    """Put together the costs of several batches of runs of one scenario.

    Parameters
    ----------
    parts : sequence of Costs
        In the order of the runs.

    Returns
    -------
    Costs
        Of all runs.

    Raises
    ------
    UsageError
        If there is none.
    """
    if not parts:
        raise UsageError("No costs were given", where="the costs of a scenario", remedy="Give those of one batch.")
    keys: dict[tuple[str, str, str, str, str], None] = {}
    held = [{_key(one): one for one in part.accounts} for part in parts]
    for one in held:
        keys |= dict.fromkeys(one)
    accounts = []
    for key in keys:
        names = PARTS[key[2]]
        mine = {
            name: np.concatenate(
                [
                    book[key].parts[name] if key in book else np.zeros(part.runs)
                    for book, part in zip(held, parts, strict=True)
                ]
            )
            for name in names
        }
        accounts.append(Account(*key, mine))
    roles = {role for part in parts for role in part.twice}
    twice = {role: np.concatenate([part.twice.get(role, np.zeros(part.runs)) for part in parts]) for role in roles}
    given = {(_key(one)[3]) for one in accounts}
    reasons = {role: why for part in parts for role, why in part.reasons.items()}
    lacking = {one.role for one in accounts if not np.isfinite(one.cost).all()}
    reasons = {role: why for role, why in reasons.items() if role not in given or role in lacking}
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    return Costs(sum(part.runs for part in parts), tuple(accounts), twice, reasons, notes)


def _key(account: Account) -> tuple[str, str, str, str, str]:
    return account.good, account.country, account.side, account.role, account.shock


# ------------------------------------------------------------------------------------------------- accounts of a good
@dataclass(frozen=True)
class _Stages:
    """When shocks act on a good, by run and day, and on which links at all."""

    before: NDArray[np.bool_]
    during: NDArray[np.bool_]
    hit: Real


class _Ledger:
    """The accounts of all countries in one good, before it is said who is who."""

    def __init__(self, path: ProductPath, stages: _Stages) -> None:
        self.path, self.market, self.stages = path, path.market, stages
        self.notes: list[str] = []
        self.price = self._prices()
        self.factor = path.price - 1.0

    def accounts(self) -> dict[tuple[str, str], dict[str, Real]]:
        """Return parts by country and side."""
        found: dict[tuple[str, str], dict[str, Real]] = {}
        for j, name in enumerate(self.market.importers):
            found[name, BUYER] = self._buyer(j)
        for i, name in enumerate(self.market.exporters):
            found[name, SELLER] = self._seller(i)
        return found

    def _prices(self) -> Real:
        market = self.market
        if market.unit == "USD":
            return np.ones(len(market.importers))
        known = np.isfinite(market.price) & (market.price > 0)
        if known.all() or not known.any():
            return np.where(known, market.price, np.nan)
        weights = np.where(market.demand[known] > 0, market.demand[known], 0.0)
        mean = np.average(market.price[known], weights=weights if weights.any() else None)
        missing = [name for name, one in zip(market.importers, known, strict=True) if not one]
        self.notes.append(
            f"{market.good}: no price is known of {', '.join(missing)}; the mean of the others' stands in."
        )
        return np.asarray(np.where(known, market.price, mean))

    def _own(self, i: int | None, j: int | None) -> Real:
        """Return what a country makes and uses itself, (n_runs, days)."""
        if i is None or j is None or not self.market.flow[i, j]:
            return np.zeros_like(self.path.price)
        before, sold = self.market.flow[i, j], self.path.sold[:, :, i]
        if not self.stages.hit[i].any():
            # Nothing keeps its exports back, so that less sold is less made, at home as abroad.
            whole = self.market.flow[i].sum()
            return np.asarray(np.minimum(before * np.minimum(sold / whole, 1.0), self.path.bought[:, :, j]))
        return np.asarray(np.minimum(np.minimum(sold, before), self.path.bought[:, :, j]))

    def _at(self, names: Sequence[str], name: str) -> int | None:
        return names.index(name) if name in names else None

    def _buyer(self, j: int) -> dict[str, Real]:
        path, price = self.path, self.price[j]
        own = self._own(self._at(self.market.exporters, self.market.importers[j]), j)
        abroad = np.maximum(path.bought[:, :, j] - own, 0.0) + path.refilled[:, :, j]
        used = np.maximum((path.drawn[:, :, j] - path.refilled[:, :, j]).sum(axis=1), 0.0)
        return {
            "missing": _priced(path.unmet[:, :, j].sum(axis=1), price),
            "dearer": _priced((abroad * self.factor).sum(axis=1), price),
            "stock_used": _priced(used, price),
        }

    def _seller(self, i: int) -> dict[str, Real]:
        market = self.market
        j = self._at(market.importers, market.exporters[i])
        own = self._own(i, j)
        outward = market.flow[i].copy()
        if j is not None:
            outward[j] = 0.0
        before = outward.sum()
        price = _mean_price(self.price, outward if before else market.flow.sum(axis=0))
        exports = np.maximum(self.path.sold[:, :, i] - own, 0.0) + self._into_stocks[:, :, i]
        more, less = np.maximum(exports - before, 0.0), np.maximum(before - exports, 0.0)
        noise = 1e-9 * max(before, 1e-300)
        more[more < noise], less[less < noise] = 0.0, 0.0
        return {
            "lost_sales": _priced(less.sum(axis=1), price),
            "gains": _priced((more + exports * self.factor).sum(axis=1), price),
        }

    @cached_property
    def _into_stocks(self) -> Real:
        """Return what each exporter sells into foreign stocks, (n_runs, days, n_exporters)."""
        stages, flow, refilled = self.stages, self.market.flow, self.path.refilled
        sold = np.zeros(self.path.sold.shape)
        if not refilled.any():
            return sold
        home = [[i == j for j in self.market.importers] for i in self.market.exporters]
        for when, links in (
            (stages.before & ~stages.during, flow * stages.hit),
            (stages.during, flow * (1.0 - stages.hit)),
            (~stages.before & ~stages.during, flow),
        ):
            whole = links.sum(axis=0)
            share = np.divide(links, whole, out=np.zeros_like(links), where=whole > 0)
            share[np.array(home, dtype=bool).reshape(share.shape)] = 0.0
            if when.any():
                sold += np.where(when[:, :, None], refilled, 0.0) @ share.T
        return sold


def _priced(quantity: Real, price: float) -> Real:
    """Return a value; of nothing it is 0 at any price."""
    return np.asarray(np.where(quantity == 0.0, 0.0, quantity * price))


def _mean_price(price: Real, weights: Real) -> float:
    known = np.isfinite(price) & (weights > 0)
    return float(np.average(price[known], weights=weights[known])) if known.any() else np.nan


def _runs(followed: Followed) -> int:
    return len(next(iter(followed.paths.values())).price) if followed.paths else 0


def _stages(scenario: Scenario, followed: Followed, good: str) -> _Stages:
    path = followed.paths[good]
    runs, days = path.price.shape
    before, during = np.zeros((2, runs, days), dtype=bool)
    hit = np.zeros(path.market.flow.shape)
    day = np.arange(days)
    for shock in scenario.shocks:
        if good not in shock.products or shock.kind not in LINK_KINDS:
            continue
        onset = followed.onsets[shock.id][:, None]
        before |= (day < onset) & np.isfinite(onset)
        during |= (day >= onset) & (day <= onset + _length(scenario, shock) - 1)
        hit = np.maximum(hit, _hits(shock, path.market))
    return _Stages(before, during, hit)


def _length(scenario: Scenario, shock: Shock) -> float:
    """Return for how long a shock acts, as far as it is known without a draw [d]."""
    once = shock.duration.mid if shock.duration else float(shock.every) if shock.repeats and shock.every else np.inf
    if shock.duration is None and shock.end is not None:
        once = (shock.end - (shock.start or scenario.start)).days + 1.0
    return once + shock.repeats * shock.every


def _hits(shock: Shock, market: Market) -> Real:
    hit = [[shock.hits(i, j) for j in market.importers] for i in market.exporters]
    return np.array(hit, dtype=float).reshape(market.flow.shape)


# -------------------------------------------------------------------------------------------------------------- roles
_Books = Mapping[str, dict[tuple[str, str], dict[str, Real]]]


def _take_off_inputs(scenario: Scenario, books: _Books) -> None:
    """Count a maker's missing input only beyond what it loses for want of it."""
    for good in scenario.goods:
        book = books.get(good.id, {})
        for (maker, side), parts in book.items():
            if side != SELLER:
                continue
            lost = parts["lost_sales"] + book.get((maker, BUYER), {}).get("missing", 0.0)
            left = np.where(np.isfinite(lost), lost, 0.0)
            for one in good.inputs:
                account = books.get(one.good, {}).get((maker, BUYER))
                if account is not None:
                    taken = np.fmin(account["missing"], left)
                    account["missing"] = account["missing"] - taken
                    left = left - np.where(np.isfinite(taken), taken, 0.0)


def _booked(scenario: Scenario, followed: Followed, books: _Books, runs: int) -> Iterator[Account]:
    free = {(good, *key): np.ones(runs, dtype=bool) for good, book in books.items() for key in book}
    for good, country, side, role, shock in _claims(scenario, followed):
        open_ = free.get((good, country, side))
        if open_ is None:
            continue
        mine = open_ & np.isfinite(followed.onsets[shock])
        if mine.any():
            free[good, country, side] = open_ & ~mine
            yield _account(books, (good, country, side), role, shock, mine)
    for (good, country, side), mine in free.items():
        if mine.any():
            yield _account(books, (good, country, side), OTHER, "", mine)


def _account(books: _Books, key: tuple[str, str, str], role: str, shock: str, mine: NDArray[np.bool_]) -> Account:
    good, country, side = key
    parts = {name: np.where(mine, part, 0.0) for name, part in books[good][country, side].items()}
    return Account(good, country, side, role, shock, parts)


def _claims(scenario: Scenario, followed: Followed) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield who is who in which account by which shock, the weightiest claim first."""
    sides = [(one, *_roles(one, followed)) for one in scenario.shocks]
    for shock, controllers, targets, _ in sides:
        own, theirs = (SELLER, BUYER) if shock.side == "export" else (BUYER, SELLER)
        for good in shock.products:
            yield from ((good, one, own, CONTROLLER, shock.id) for one in controllers)
            yield from ((good, one, theirs, TARGET, shock.id) for one in targets if one not in controllers)
    for shock, controllers, targets, imposed in sides:
        made = [*shock.products, *_made_of(scenario, shock.products)]
        for good in made:
            for side in (BUYER, SELLER):
                yield from ((good, one, side, CONTROLLER, shock.id) for one in controllers)
                if imposed or side == BUYER:
                    yield from ((good, one, side, TARGET, shock.id) for one in targets)


def _roles(shock: Shock, followed: Followed) -> tuple[list[str], list[str], bool]:
    """Return who restricts, who is hit, and whether somebody imposes it."""
    markets = [followed.paths[good].market for good in shock.products if good in followed.paths]
    imposed = shock.kind in _IMPOSED
    if imposed:
        places = sorted({name for one in markets for name in (*one.exporters, *one.importers)})
        acting = [one for one in places if EVERYONE in shock.actors or one in shock.actors]
        return acting, [one for one in _hit(shock, markets) if one not in acting], True
    if shock.kind == "stock_release":
        return [], [], False
    return [], _hit(shock, markets), False


def _hit(shock: Shock, markets: Sequence[Market]) -> list[str]:
    """Return whom a shock hits: those at the far end of a link that it acts on."""
    found = set()
    for market in markets:
        if shock.kind == "demand_surge":
            found |= {one for one in market.importers if EVERYONE in shock.targets or one in shock.targets}
            continue
        hit = np.where(market.flow > 0, _hits(shock, market), 0.0)
        if shock.kind == "capacity_loss":
            lost = [EVERYONE in shock.actors or one in shock.actors for one in market.exporters]
            hit = np.where(market.flow > 0, np.array(lost, dtype=float)[:, None], 0.0)
        ends, axis = (market.importers, 0) if shock.side == "export" else (market.exporters, 1)
        found |= {ends[k] for k in np.flatnonzero(hit.sum(axis=axis))}
    return sorted(found)


def _made_of(scenario: Scenario, products: Sequence[str]) -> list[str]:
    """Return goods that are made of some, over any number of steps."""
    reached, found = set(products), []
    for good in scenario.goods:
        if good.id not in reached and any(one.good in reached for one in good.inputs):
            reached.add(good.id)
            found.append(good.id)
    return found


def _twice(accounts: Sequence[Account], role: str, runs: int) -> Real:
    """Return what sellers of a role did not sell and buyers of the same role lacked."""
    overlap = np.zeros(runs)
    mine = [one for one in accounts if one.role == role]
    for good in dict.fromkeys(one.good for one in mine):
        lost = sum((one.parts["lost_sales"] for one in mine if one.good == good and one.side == SELLER), np.zeros(runs))
        lacked = sum((one.parts["missing"] for one in mine if one.good == good and one.side == BUYER), np.zeros(runs))
        overlap = overlap + np.fmin(lost, lacked)
    return np.asarray(np.where(np.isfinite(overlap), overlap, 0.0))


def _reasons(scenario: Scenario, accounts: Sequence[Account]) -> dict[str, str]:
    reasons = {}
    roles = {one.role for one in accounts}
    imposed = [one for one in scenario.shocks if one.kind in _IMPOSED]
    if CONTROLLER not in roles:
        reasons[CONTROLLER] = (
            "no shock of those who restrict begins, or they do not trade the good"
            if imposed
            else "nobody restricts: no shock is a ban, quota, licence or duty"
        )
    if TARGET not in roles:
        reasons[TARGET] = (
            "all whom a shock is aimed at restrict as well"
            if CONTROLLER in roles
            else "no shock begins, or nobody whom one is aimed at trades the good"
        )
    for role in roles:
        lacking = sorted({one.good for one in accounts if one.role == role and not np.isfinite(one.cost).all()})
        if lacking:
            reasons[role] = f"no price is known of {', '.join(lacking)}: give the table values in USD"
    return reasons
