"""Shocks to an economy of sectors and regions: lost capacity, a cut link, a missing input, a rise in demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from tocsin.core.errors import UsageError
from tocsin.scenario.io_course import Course

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Kind = Literal["capacity", "link", "shortfall", "demand"]
KINDS: tuple[Kind, ...] = ("capacity", "link", "shortfall", "demand")


@dataclass(frozen=True, eq=False)
class IoShock:
    """One shock.

    Its class methods build it.

    Parameters
    ----------
    kind : {"capacity", "link", "shortfall", "demand"}
        What is hit.
    nodes : tuple of int
        The producers that lose capacity, the suppliers of a link, the users that lack an input, the producers whose
        goods are in demand; node = region * n_sectors + sector.
    share : float
        Lost share of capacity, stopped share of the link, rise of demand over the base [1].
    course : Course
        When.
    path : numpy.ndarray, optional
        Day by day instead of `share` and `course`: shape (days,) or (days, nodes); 0 after its end [1].
    users : tuple of int
        Using nodes of a link.
    final_regions : tuple of int
        Regions whose final demand is on the link, or rises; of a rise, empty means all.
    input_sector : int
        Sector of the missing input.
    product_share : float
        Share of the missing product in what the nodes buy of that sector [1].
    criticality : float
        How far production falls with the missing product: 1 in proportion, 0 not at all [1].
    label : str
        Name for messages.
    """

    kind: Kind
    nodes: tuple[int, ...]
    share: float = 1.0
    course: Course = field(default_factory=Course)
    path: NDArray[np.float64] | None = None
    users: tuple[int, ...] = ()
    final_regions: tuple[int, ...] = ()
    input_sector: int = -1
    product_share: float = 1.0
    criticality: float = 1.0
    label: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(f"kind {self.kind!r}", where="a shock", remedy=f"Take one of {', '.join(KINDS)}.")
        most = np.inf if self.kind == "demand" else 1.0
        least = -1.0 if self.kind == "demand" else 0.0
        given = np.asarray(self.share if self.path is None else self.path, dtype=float)
        if not (np.isfinite(given).all() and (given >= least).all() and (given <= most).all()):
            raise UsageError(
                f"a size from {np.min(given)} to {np.max(given)}",
                where=f"the {self.kind} shock {self.label!r}",
                remedy=f"It lies from {least:g} to {most:g}.",
            )
        if self.path is not None and (given.ndim not in {1, 2} or given.shape[1:] not in {(), (len(self.nodes),)}):
            raise UsageError(
                f"a path of shape {given.shape} for {len(self.nodes)} nodes",
                where=f"the {self.kind} shock {self.label!r}",
                remedy="Give (days,) or (days, nodes).",
            )
        if not (0 <= self.product_share <= 1 and 0 <= self.criticality <= 1):
            raise UsageError(
                f"product_share {self.product_share}, criticality {self.criticality}",
                where=f"the {self.kind} shock {self.label!r}",
                remedy="Both lie from 0 to 1.",
            )

    def size(self, day: int) -> NDArray[np.float64] | float:
        """Return its size on a day, one for all nodes or one for each [1].

        Parameters
        ----------
        day : int
            The day [d].

        Returns
        -------
        float or numpy.ndarray
            The size; 0 when it is over.
        """
        if self.path is None:
            return self.share * self.course.strength(day)
        if day >= len(self.path):
            return 0.0
        found: NDArray[np.float64] = self.path[day]
        return found if found.ndim else float(found)

    @classmethod
    def capacity(
        cls,
        nodes: Iterable[int],
        share: float = 1.0,
        *,
        path: ArrayLike | None = None,
        label: str = "",
        **course: object,
    ) -> IoShock:
        """Take capacity away from nodes.

        Parameters
        ----------
        nodes : iterable of int
            Producers.
        share : float
            Lost share [1].
        path : array_like, optional
            Lost share day by day instead, shape (days,) or (days, nodes) [1].
        label : str
            Name for messages.
        **course : object
            Fields of :class:`Course`.

        Returns
        -------
        IoShock
            The shock.
        """
        return cls("capacity", _nodes(nodes), share, _course(course), _path(path), label=label)

    @classmethod
    def labour(
        cls, nodes: Iterable[int], absent: float, *, labour_share: float = 1.0, label: str = "", **course: object
    ) -> IoShock:
        """Keep a share of the workforce away; capacity falls by that times the labour share.

        Parameters
        ----------
        nodes : iterable of int
            Producers.
        absent : float
            Share of the workforce [1].
        labour_share : float
            Loss of capacity for each unit of absent labour [1].
        label : str
            Name for messages.
        **course : object
            Fields of :class:`Course`.

        Returns
        -------
        IoShock
            The shock.
        """
        return cls("capacity", _nodes(nodes), absent * labour_share, _course(course), label=label or "labour")

    @classmethod
    def link(
        cls,
        suppliers: Iterable[int],
        users: Iterable[int],
        share: float = 1.0,
        *,
        final_regions: Iterable[int] = (),
        path: ArrayLike | None = None,
        label: str = "",
        **course: object,
    ) -> IoShock:
        """Stop a share of what some nodes sell to others: a ban, a quota, a licence, a blockade.

        Parameters
        ----------
        suppliers, users : iterable of int
            Both ends; either side keeps all its other links.
        share : float
            Stopped share of what the link would carry [1].
        final_regions : iterable of int
            Regions whose final demand is cut off, too.
        path : array_like, optional
            Stopped share day by day instead, shape (days,) [1].
        label : str
            Name for messages.
        **course : object
            Fields of :class:`Course`.

        Returns
        -------
        IoShock
            The shock.
        """
        return cls(
            "link",
            _nodes(suppliers),
            share,
            _course(course),
            _path(path),
            users=_nodes(users),
            final_regions=_nodes(final_regions),
            label=label,
        )

    @classmethod
    def transport(
        cls,
        origins: Iterable[int],
        destinations: Iterable[int],
        share: float = 1.0,
        *,
        n_sectors: int,
        sectors: Iterable[int] | None = None,
        label: str = "",
        **course: object,
    ) -> IoShock:
        """Stop a share of what travels from some regions to others.

        Parameters
        ----------
        origins, destinations : iterable of int
            Regions.
        share : float
            Share of the traffic that is stopped: the route's share times the closed part [1].
        n_sectors : int
            Sectors of the table.
        sectors : iterable of int, optional
            Sectors that travel on the route; all if not given.
        label : str
            Name for messages.
        **course : object
            Fields of :class:`Course`.

        Returns
        -------
        IoShock
            A link-level shock from every origin to every user and to final demand of every destination.
        """
        carried = range(n_sectors) if sectors is None else _nodes(sectors)
        there = _nodes(destinations)
        return cls(
            "link",
            tuple(region * n_sectors + sector for region in _nodes(origins) for sector in carried),
            share,
            _course(course),
            users=tuple(region * n_sectors + sector for region in there for sector in range(n_sectors)),
            final_regions=there,
            label=label or "transport",
        )

    @classmethod
    def shortfall(
        cls,
        input_sector: int,
        nodes: Iterable[int],
        missing: ArrayLike,
        *,
        product_share: float = 1.0,
        criticality: float = 1.0,
        label: str = "",
    ) -> IoShock:
        """Withhold a product, whose missing share is known day by day, from the nodes that use it.

        What the nodes buy of the sector falls by product share x missing share. Their production is held at
        1 - criticality x missing share of the base, whatever else they have.

        Parameters
        ----------
        input_sector : int
            Sector to which the product belongs.
        nodes : iterable of int
            Users.
        missing : array_like
            Missing share of the product's normal use once its own stocks are drawn down, shape (days,) or (days,
            nodes) [1].
        product_share : float
            Share of the product in what they buy of that sector [1].
        criticality : float
            1 if nothing is made without the product, 0 if it can be left out [1].
        label : str
            Name for messages.

        Returns
        -------
        IoShock
            The shock.
        """
        return cls(
            "shortfall",
            _nodes(nodes),
            path=np.asarray(missing, dtype=float),
            input_sector=input_sector,
            product_share=product_share,
            criticality=criticality,
            label=label,
        )

    @classmethod
    def demand(
        cls,
        nodes: Iterable[int],
        rise: float,
        *,
        final_regions: Iterable[int] = (),
        path: ArrayLike | None = None,
        label: str = "",
        **course: object,
    ) -> IoShock:
        """Raise final demand for the goods of some nodes.

        Parameters
        ----------
        nodes : iterable of int
            Whose goods.
        rise : float
            Rise over the base: .2 is a fifth more, -.2 a fifth less [1].
        final_regions : iterable of int
            Whose final demand; everyone's if empty.
        path : array_like, optional
            Rise day by day instead, shape (days,) or (days, nodes) [1].
        label : str
            Name for messages.
        **course : object
            Fields of :class:`Course`.

        Returns
        -------
        IoShock
            The shock.
        """
        regions = _nodes(final_regions)
        return cls("demand", _nodes(nodes), rise, _course(course), _path(path), final_regions=regions, label=label)


Scenario = Sequence[IoShock]


def _nodes(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({int(one) for one in given}))


def _course(given: dict[str, object]) -> Course:
    return Course(**given)  # type: ignore[arg-type]


def _path(given: ArrayLike | None) -> NDArray[np.float64] | None:
    return None if given is None else np.asarray(given, dtype=float)
