"""Shocks to an economy of sectors and regions: lost capacity, a cut link, a missing input, a rise in demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from tocsin.core.errors import UsageError
from tocsin.scenario.io_course import Course, course_of
from tocsin.scenario.io_given import number, numbers, told, whole, wholes, word

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Kind = Literal["capacity", "link", "shortfall", "demand"]
KINDS: tuple[Kind, ...] = ("capacity", "link", "shortfall", "demand")
MOST_RISE = 1e6  # of demand; what comes to more is a slip of the pen
_WHAT = {"nodes": "node", "users": "using node", "final_regions": "final region"}


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

    Raises
    ------
    UsageError
        If a number is none or out of bounds, a path has no day or another shape, or nothing is hit.
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
        word(self.kind, "kind", KINDS, "a shock")
        self._read()
        most = MOST_RISE if self.kind == "demand" else 1.0
        least = -1.0 if self.kind == "demand" else 0.0
        given = np.asarray(self.share if self.path is None else self.path)
        if not given.size:
            remedy = "Give one size a day, from day 0 on."
            raise UsageError("a path of no day", where=self.place, remedy=remedy)
        if not (np.isfinite(given).all() and (given >= least).all() and (given <= most).all()):
            raise UsageError(
                f"a size from {np.min(given)} to {np.max(given)}",
                where=self.place,
                remedy=f"It lies from {least:g} to {most:g}.",
            )
        if self.path is not None and (given.ndim not in {1, 2} or given.shape[1:] not in {(), (len(self.nodes),)}):
            raise UsageError(
                f"a path of shape {given.shape} for {len(self.nodes)} nodes",
                where=self.place,
                remedy="Give (days,) or (days, nodes).",
            )
        if not (0 <= self.product_share <= 1 and 0 <= self.criticality <= 1):
            raise UsageError(
                f"product_share {self.product_share}, criticality {self.criticality}",
                where=self.place,
                remedy="Both lie from 0 to 1.",
            )
        self._hit()

    @property
    def place(self) -> str:
        """What messages call it."""
        return _place(self.kind, self.label)

    def _read(self) -> None:
        """Take in numbers of any kind as what they are declared to be."""
        course: object = self.course
        if not isinstance(course, Course):
            remedy = "Give a Course, or its fields to a class method."
            raise UsageError(f"course {told(course)}", where=self.place, remedy=remedy)
        for name in ("nodes", "users", "final_regions"):
            object.__setattr__(self, name, wholes(getattr(self, name), _WHAT[name], self.place))
        for name in ("share", "product_share", "criticality"):
            object.__setattr__(self, name, number(getattr(self, name), name, self.place))
        sector = whole(self.input_sector, "input sector", self.place, floats=True)
        object.__setattr__(self, "input_sector", sector)
        if self.path is not None:
            object.__setattr__(self, "path", numbers(self.path, "path", self.place))

    def _hit(self) -> None:
        """Refuse a shock that hits nothing."""
        if not self.nodes:
            raise UsageError("no node", where=self.place, remedy="Name at least one, or leave the shock out.")
        if self.kind == "link" and not self.users and not self.final_regions:
            remedy = "Name using nodes, final regions, or both."
            raise UsageError("a link that ends nowhere", where=self.place, remedy=remedy)
        if self.path is not None and self.path.ndim == 2 and len(set(self.nodes)) < len(self.nodes):
            remedy = "Name each node once, as the path has one column for each."
            raise UsageError("a path by node for a node named twice", where=self.place, remedy=remedy)

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
        place = _place("capacity", label)
        hit, sizes = _by_node(nodes, path, place)
        return cls("capacity", hit, share, course_of(course, path, place), sizes, label=label)

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

        Raises
        ------
        UsageError
            If a share of the workforce lies outside 0 to 1, or the labour share is negative.
        """
        label = label or "labour"
        place = _place("capacity", label)
        away, loss = number(absent, "absent", place), number(labour_share, "labour_share", place)
        if not (0 <= away <= 1 and loss >= 0):
            remedy = "A share of the workforce lies from 0 to 1, and labour_share is not negative."
            raise UsageError(f"absent {away:g}, labour_share {loss:g}", where=place, remedy=remedy)
        return cls("capacity", _nodes(nodes, "node", place), away * loss, course_of(course, None, place), label=label)

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
        place = _place("link", label)
        return cls(
            "link",
            _nodes(suppliers, "node", place),
            share,
            course_of(course, path, place),
            _path(path, place),
            users=_nodes(users, "using node", place),
            final_regions=_nodes(final_regions, "final region", place),
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

        Raises
        ------
        UsageError
            If a sector is none of these.
        """
        label = label or "transport"
        place = _place("link", label)
        count = whole(n_sectors, "n_sectors", place, least=1)
        carried = tuple(range(count)) if sectors is None else _nodes(sectors, "sector", place, least=0)
        if carried and carried[-1] >= count:
            remedy = f"There are {count}, counted from 0."
            raise UsageError(f"sector {carried[-1]}", where=place, remedy=remedy)
        here, there = (
            _nodes(ends, what, place, least=0) for ends, what in ((origins, "origin"), (destinations, "destination"))
        )
        return cls(
            "link",
            tuple(region * count + sector for region in here for sector in carried),
            share,
            course_of(course, None, place),
            users=tuple(region * count + sector for region in there for sector in range(count)),
            final_regions=there,
            label=label,
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
        place = _place("shortfall", label)
        hit, sizes = _by_node(nodes, numbers(missing, "missing", place), place)
        return cls(
            "shortfall",
            hit,
            path=sizes,
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
        place = _place("demand", label)
        hit, sizes = _by_node(nodes, path, place)
        regions = _nodes(final_regions, "final region", place)
        return cls("demand", hit, rise, course_of(course, path, place), sizes, final_regions=regions, label=label)


Scenario = Sequence[IoShock]


def _place(kind: str, label: str) -> str:
    return f"the {kind} shock {told(label)}"


def _nodes(given: Iterable[int], name: str, place: str, *, least: int | None = None) -> tuple[int, ...]:
    return tuple(sorted(set(wholes(given, name, place, least=least))))


def _by_node(
    given: Iterable[int], path: ArrayLike | None, place: str
) -> tuple[tuple[int, ...], NDArray[np.float64] | None]:
    """Return nodes in order, and the columns of a path by node in the same order."""
    named, sizes = wholes(given, "node", place), _path(path, place)
    nodes = tuple(sorted(set(named)))
    if sizes is None or sizes.ndim != 2 or sizes.shape[1] != len(named):
        return nodes, sizes
    return (nodes, sizes[:, np.argsort(named)]) if len(nodes) == len(named) else (named, sizes)


def _path(given: ArrayLike | None, place: str) -> NDArray[np.float64] | None:
    return None if given is None else numbers(given, "path", place)
