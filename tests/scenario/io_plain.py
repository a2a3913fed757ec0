"""The engine's equations written out with a matrix of orders, in money a day: slow, short, and on its own feet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.scenario.io_tables import Array
from tocsin.scenario.io_shock import IoShock

PSI, TAU, TOP, TAU_ALPHA = 0.8, 60.0, 1.25, 365.0


@dataclass
class Plain:
    """A table in money a day, and its shocks."""

    Z: Array
    Y: Array
    x0: Array
    shocks: Sequence[IoShock]
    n_sectors: int
    orders: str

    def __post_init__(self) -> None:
        self.sector = np.arange(len(self.x0)) % self.n_sectors
        self.A = self.by_sector(self.Z) / self.x0

    def by_sector(self, sent: Array) -> Array:
        return np.array([sent[self.sector == s].sum(axis=0) for s in range(self.n_sectors)])

    def place(self, day: int, wanted: Array, capacity: Array) -> Array:
        """Split what each user wants of each sector over its suppliers, as the links of the day allow."""
        through, supplied = np.ones_like(self.Z), np.ones_like(wanted)
        for shock in self.shocks:
            if shock.kind == "link":
                through[np.ix_(shock.nodes, shock.users)] *= 1 - shock.size(day)
            if shock.kind == "shortfall":
                supplied[shock.input_sector, list(shock.nodes)] *= 1 - shock.product_share * shock.size(day)
        weight = self.Z * (capacity / self.x0)[:, None] if self.orders == "capacity" else self.Z
        whole = self.by_sector(weight * through if self.orders == "capacity" else weight)[self.sector]
        share = np.divide(weight * through, whole, out=np.zeros_like(self.Z), where=whole > 0)
        return np.asarray(share * (wanted * supplied)[self.sector])

    def final(self, day: int) -> tuple[Array, Array]:
        """Return what final users want, and what they may get."""
        wanted, may = self.Y.copy(), np.ones_like(self.Y)
        for shock in self.shocks:
            if shock.kind == "demand":
                wanted[list(shock.nodes)] *= 1 + shock.size(day)
            if shock.kind == "link":
                may[np.ix_(shock.nodes, shock.final_regions)] *= 1 - shock.size(day)
        return wanted, wanted * may

    def room(self, day: int) -> tuple[Array, Array]:
        """Return the capacity that is left, and what missing products allow."""
        kept, bound = self.x0.copy(), np.full(len(self.x0), np.inf)
        for shock in self.shocks:
            nodes, size = list(shock.nodes), shock.size(day)
            if shock.kind == "capacity":
                kept[nodes] *= 1 - size
            elif shock.kind == "shortfall" and np.any(size):
                bound[nodes] = np.minimum(bound[nodes], (1 - shock.criticality * size) * self.x0[nodes])
        return kept, bound


def ratios(made: Array, asked: Array, final: Array, *, final_first: bool) -> tuple[Array, Array]:
    """Return the shares that nodes and final users get."""
    if not final_first:
        share = made / (asked + final)
        return share, share
    to_final = np.minimum(1, made / final)
    return (made - to_final * final) / asked, to_final


def plain_path(plain: Plain, *, days: int, cover: float, final_first: bool = False) -> tuple[Array, Array]:
    """Return production, shape (days, n), and unmet final demand by region, shape (days, regions) [money a day]."""
    A, made, alpha = plain.A, plain.x0.copy(), np.ones(len(plain.x0))
    stock = cover * A * made
    asked = plain.place(0, A * made, made)
    paths, short = [], []
    for day in range(days):
        (wanted, final), (kept, bound) = plain.final(day), plain.room(day)
        demand = asked.sum(axis=1) + final.sum(axis=1)
        scarcity = (demand - made) / demand
        alpha = np.maximum(alpha + np.where(scarcity > 1e-10, (TOP - alpha) * scarcity, 1 - alpha) / TAU_ALPHA, 1)
        best = np.minimum(np.minimum(demand, alpha * kept), bound)
        needed = PSI * cover * A * best
        enough = np.divide(stock, needed, out=np.full_like(stock, np.inf), where=needed > 0)
        made = best * np.minimum(1, enough.min(axis=0))
        to_nodes, to_final = ratios(made, asked.sum(axis=1), final.sum(axis=1), final_first=final_first)
        stock = stock + plain.by_sector(asked * to_nodes[:, None]) - A * made
        asked = plain.place(day + 1, np.maximum(cover * A * best - stock, 0) / TAU + A * made, alpha * kept)
        paths.append(made)
        short.append((wanted - final * to_final[:, None]).sum(axis=0))
    return np.array(paths), np.array(short)
