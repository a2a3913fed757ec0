"""The input-output engine: ARIO with inventories on plain arrays, many scenarios at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from tocsin.core.errors import UsageError
from tocsin.scenario.io_economy import Economy, Orders, Rationing, Settings
from tocsin.scenario.io_given import CALL, number, several, told, whole, word
from tocsin.scenario.io_march import March
from tocsin.scenario.io_record import Record
from tocsin.scenario.io_result import IoResult, Keep
from tocsin.scenario.io_schedule import Schedule
from tocsin.scenario.io_shock import IoShock, Scenario
from tocsin.scenario.io_table import Balance, IoTable, io_table

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

KEEPS: tuple[Keep, ...] = ("production", "region", "sector", "total")
MOST_DAYS = 100_000  # nobody follows stocks for more than a few centuries
TOGETHER = 64  # scenarios in one march at most
ROOM = 24_000_000  # bytes of stocks and orders that a small table may use, though Z is smaller
SMALL = 400_000  # entries of Z times scenarios below which threads cost more than they bring
_SEQUENCES = "Give one sequence of shocks, [IoShock.capacity(...)], or a sequence of such sequences."
FEW = 2_000  # nodes times scenarios below which the linear algebra has no threads of its own to hold back


def run_io(  # noqa: PLR0913 - a model has as many parameters as it has, each by name
    Z: Any,  # noqa: ANN401 - dense or sparse
    Y: ArrayLike,
    x: ArrayLike,
    shocks: Sequence[IoShock] | Sequence[Scenario] | None,
    *,
    n_sectors: int,
    days: int = 365,
    inventory_days: ArrayLike = 90.0,
    psi: float = 0.8,
    tau_inv: float = 60.0,
    alpha_max: float = 1.25,
    tau_alpha: float = 365.0,
    criticality: ArrayLike | None = None,
    rationing: Rationing = "proportional",
    partners: ArrayLike | None = None,
    orders: Orders = "capacity",
    keep: Keep = "production",
    balance: Balance = "refuse",
    bullwhip: float = 10.0,
    days_per_year: float = 365.0,
    workers: int | None = None,
) -> IoResult:
    r"""What shocks do to an economy of regions and sectors, day by day.

    On each day every node meets as much of its demand as its capacity and its stocks of inputs allow, shares it out,
    draws on its stocks, and orders what it used and part of what its stocks lack:

    .. math::

        x_f = \min(D_f, \alpha_f (1 - loss_f) x^0_f) \min(1, \min_s S_{sf} / (\psi n_s A_{sf} x^{opt}_f))

    Parameters
    ----------
    Z : array_like or scipy.sparse matrix
        Deliveries from row to column, shape (n, n); node = region * n_sectors + sector, as in pymrio [money a year].
    Y : array_like
        Final demand, shape (n,) or (n, m); columns belong to regions if m is a multiple of their number [money a year].
    x : array_like
        Output, shape (n,) [money a year].
    shocks : sequence of IoShock, or of such sequences, or None
        One scenario, or a batch of K that is run together; none or None for a scenario in which nothing happens.
    n_sectors : int
        Sectors; the number of regions is n / n_sectors.
    days : int
        Days to run, at most 100,000 [d].
    inventory_days : array_like
        Cover that each node aims at and starts with: one number, (sectors,) by input, (n,) by node, (sectors, n); at
        least 1, infinite for inputs that never bind [d].
    psi : float
        Share of that cover below which a lack of stock holds production back [1].
    tau_inv : float
        Days over which a gap in stocks is ordered [d].
    alpha_max, tau_alpha : float
        Largest production over capacity [1], and the days over which it is reached [d].
    criticality : array_like, optional
        How far the row's input binds the column's sector: 1 essential, 0 not at all; shape (sectors, sectors) [1].
    rationing : {"proportional", "final_first", "partners_first", "largest_first"}
        Who is served if a node makes less than is asked of it.
    partners : array_like, optional
        For ``partners_first``: whether the column's region is a partner of the row's, shape (regions, regions).
    orders : {"capacity", "fixed"}
        Orders within a sector go to suppliers by base share times current capacity, or by base share alone.
    keep : {"production", "region", "sector", "total"}
        What the result keeps of production.
    balance : {"refuse", "final_demand"}
        What to do with a table that does not balance; see :func:`tocsin.scenario.io_table.io_table`.
    bullwhip : float
        A scenario stops when orders exceed this multiple of those of the table [1].
    days_per_year : float
        Days for which the table counts [d].
    workers : int, optional
        Threads; as many as there are processors if not given. The result does not depend on it.

    Returns
    -------
    IoResult
        Paths of all scenarios.

    Raises
    ------
    FormatError
        If the table is not one.
    UsageError
        If a shock or parameter does not fit, or the paths asked for do not fit in memory.

    References
    ----------
    Hallegatte, S. (2014), Risk Analysis 34(1), 152-167, doi:10.1111/risa.12090. Guan, D. et al. (2020), Nature Human
    Behaviour 4, 577-587, doi:10.1038/s41562-020-0896-8. Pichler, A. et al. (2022), Journal of Economic Dynamics and
    Control 144, 104527, doi:10.1016/j.jedc.2022.104527.

    Examples
    --------
    >>> cut = IoShock.capacity([0], 0.5, from_day=5, duration=30)
    >>> found = run_io([[150, 500], [200, 100]], [350, 1700], [1000, 2000], [cut], n_sectors=2, days=60)
    >>> round(float(found.lost_share()[0, 5]), 3)
    0.167
    """
    settings = Settings(inventory_days, psi, tau_inv, alpha_max, tau_alpha, criticality, rationing, partners, orders)
    scenarios = _scenarios(shocks)
    days, bullwhip, days_per_year = _fitting(days, keep, bullwhip, days_per_year)
    workers = None if workers is None else whole(workers, "workers", least=1)
    table = io_table(Z, Y, x, n_sectors=n_sectors, balance=balance)
    together = _together(table, len(scenarios))
    economy = Economy(table, settings, together)
    threads = _threads(table, together, workers)
    record = _record(economy, len(scenarios), days, keep, bullwhip, days_per_year)
    with (
        ThreadPoolExecutor(threads) if threads > 1 else nullcontext() as pool,
        threadpool_limits(1, "blas") if table.n * together > FEW else nullcontext(),
    ):
        for first in range(0, len(scenarios), together):
            schedule = Schedule(table, scenarios[first : first + together])
            record.follow(March(economy, schedule, pool, threads), first)  # gone before the next is made
    return record.result()


def _scenarios(shocks: Sequence[IoShock] | Sequence[Scenario] | None) -> list[Scenario]:
    found = _listed(() if shocks is None else shocks, "shocks")
    if not found or isinstance(found[0], IoShock):
        return [_shocks(found, 0)]
    return [_shocks(_listed(one, f"scenario {number}"), number) for number, one in enumerate(found)]


def _listed(given: object, name: str) -> list[Any]:
    found = several(given)
    if found is None:
        raise UsageError(f"{name} is not a sequence of IoShock: {told(given)}", where=CALL, remedy=_SEQUENCES)
    return found


def _shocks(given: list[Any], number: int) -> Scenario:
    for one in given:
        if not isinstance(one, IoShock):
            found = f"scenario {number} is not a sequence of IoShock: it holds {told(one)}"
            raise UsageError(found, where=CALL, remedy=_SEQUENCES)
    return given


def _fitting(days: int, keep: str, bullwhip: float, days_per_year: float) -> tuple[int, float, float]:
    word(keep, "keep", KEEPS)
    length, bound, year = whole(days, "days"), number(bullwhip, "bullwhip"), number(days_per_year, "days_per_year")
    for name, given, fits, rule in (
        ("days", length, 1 <= length <= MOST_DAYS, f"at least 1, at most {MOST_DAYS:,}"),
        ("bullwhip", bound, bound > 1, "above 1"),
        ("days_per_year", year, 0 < year < np.inf, "above 0, and finite"),
    ):
        if not fits:
            raise UsageError(f"{name} {given:g}", where=CALL, remedy=f"It has to be {rule}.")
    return length, bound, year


def _record(  # noqa: PLR0917 - as a record has them
    economy: Economy, count: int, days: int, keep: Keep, bullwhip: float, days_per_year: float
) -> Record:
    try:
        return Record(economy, count, days, keep, bullwhip, days_per_year)
    except MemoryError as error:
        found = f"paths of {count:,} scenarios over {days:,} days do not fit in memory"
        remedy = "Ask for fewer days, for fewer scenarios at a time, or for keep='total'."
        raise UsageError(found, where=CALL, remedy=remedy) from error


def _together(table: IoTable, count: int) -> int:
    """Scenarios run together: stocks and orders of them all take no more memory than Z."""
    held = table.Z.nbytes if isinstance(table.Z, np.ndarray) else 12 * table.Z.nnz
    most = max(1, min(TOGETHER, max(held, ROOM) // (2 * table.bought.nbytes)))
    return -(-count // -(-count // most))


def _threads(table: IoTable, together: int, workers: int | None) -> int:
    size = table.Z.size if isinstance(table.Z, np.ndarray) else table.Z.nnz + table.bought.size
    return 1 if size * together < SMALL else workers or os.cpu_count() or 1
