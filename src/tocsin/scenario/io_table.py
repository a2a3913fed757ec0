"""An input-output table, checked and made ready for the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import scipy.sparse
from numpy.typing import ArrayLike, NDArray

from tocsin.core.errors import FormatError
from tocsin.scenario.io_given import numbers, whole, word

Balance = Literal["refuse", "final_demand"]
Array = NDArray[np.float64]
BALANCES: tuple[Balance, ...] = ("refuse", "final_demand")
TOLERANCE = 1e-6
SPECK = float(np.finfo(np.float64).tiny)  # one over less is more than a computer counts
PLACE = "the input-output table"


@dataclass(frozen=True, eq=False)
class IoTable:
    """A balanced table: what each node sells to nodes and to final users adds up to its output.

    Parameters
    ----------
    Z : numpy.ndarray or scipy.sparse.csr_array
        Deliveries, shape (n, n) [money a year].
    final : numpy.ndarray
        Final demand, shape (n, regions), or (n, 1) if it is not by region [money a year].
    x : numpy.ndarray
        Output, shape (n,) [money a year].
    n_sectors : int
        Sectors; node = region * n_sectors + sector.
    bought : numpy.ndarray
        What each node buys of each sector, shape (sectors, n) [money a year].
    notes : tuple of str
        What was changed so that it balances.
    """

    Z: Any
    final: Array
    x: Array
    n_sectors: int
    bought: Array
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Nodes."""
        return len(self.x)

    @property
    def n_regions(self) -> int:
        """Regions."""
        return self.n // self.n_sectors


def io_table(Z: Any, Y: ArrayLike, x: ArrayLike, *, n_sectors: int, balance: Balance = "refuse") -> IoTable:  # noqa: ANN401 - dense or sparse
    """Check a table and close its gaps of rounding.

    Parameters
    ----------
    Z : array_like or scipy.sparse matrix
        Deliveries, shape (n, n), region outside, sector inside [money a year].
    Y : array_like
        Final demand, shape (n,) or (n, m). If m is a multiple of the number of regions its columns belong to regions,
        region outside, category inside [money a year].
    x : array_like
        Output, shape (n,) [money a year].
    n_sectors : int
        Sectors.
    balance : {"refuse", "final_demand"}
        What to do if sales and output differ by more than a millionth of output, or final demand has negative entries:
        refuse the table, or set negative entries to 0 and scale each node's final demand so that its sales meet its
        output; the output of nodes that sell more than that to other nodes alone is set to what they sell. Smaller gaps
        are always closed that way.

    Returns
    -------
    IoTable
        The table.

    Raises
    ------
    FormatError
        If shapes do not fit, a value is negative or not a number, sales and output differ, or nothing is made at all.
    UsageError
        If `balance` is not one of the two, or `n_sectors` no whole number.
    """
    word(balance, "balance", BALANCES)
    n_sectors = whole(n_sectors, "n_sectors")
    flows, output = _flows(Z), _output(x)
    n = len(output)
    if flows.shape != (n, n):
        raise FormatError(f"Z has shape {flows.shape} and x {n} values", where=PLACE, remedy="Z has to be (n, n).")
    if n_sectors < 1 or n % n_sectors:
        raise FormatError(f"{n} nodes in {n_sectors} sectors", where=PLACE, remedy="n_sectors has to divide n.")
    final, notes = _final(Y, n, n // n_sectors, balance)
    final, output, closing = _closed(flows, final, output, balance)
    if not output.any():
        raise FormatError(f"x is 0 at all {n} nodes", where=PLACE, remedy="Give the output of at least one node.")
    bought = _bought(flows, n_sectors) * (output > 0)
    _no_specks(output, "x")
    _no_specks(bought, "what a node buys of a sector")
    return IoTable(flows, final, output, n_sectors, bought, (*notes, *closing))


def _flows(Z: Any) -> Any:  # noqa: ANN401 - dense or sparse
    if scipy.sparse.issparse(Z):
        if Z.dtype.kind not in "buif":
            raise FormatError(f"Z holds {Z.dtype} numbers", where=PLACE, remedy="Give real numbers.")
        flows = scipy.sparse.csr_array(Z, dtype=np.float64)
        if not flows.has_canonical_format:
            flows = flows.copy()  # it may share its memory with what was given
            flows.sum_duplicates()
    else:
        flows = numbers(Z, "Z", PLACE, FormatError)
    if flows.ndim != 2:
        remedy = "It has two: who sells, who buys."
        raise FormatError(f"Z has {flows.ndim} axes", where=PLACE, remedy=remedy)
    flows = flows if scipy.sparse.issparse(flows) else np.ascontiguousarray(flows)
    _no_nonsense(flows, "Z")
    return flows


def _output(x: ArrayLike) -> Array:
    given = numbers(x, "x", PLACE, FormatError)
    output = given.ravel().copy()
    if not output.size:
        raise FormatError("x is empty", where=PLACE, remedy="Give at least one node.")
    if output.size != max(given.shape, default=1):
        raise FormatError(f"x has shape {given.shape}", where=PLACE, remedy="Give (n,), one output for each node.")
    _no_nonsense(output, "x")
    return output


def _no_nonsense(given: Any, name: str) -> None:  # noqa: ANN401 - dense or sparse
    values = given.data if scipy.sparse.issparse(given) else given
    if not values.size:
        return
    least, most = float(values.min()), float(values.max())
    if not (np.isfinite(least) and np.isfinite(most)):
        _refuse_endless(given, name)
    if least < 0:
        raise FormatError(
            f"{name} is {least:g} at {_at(given, int(values.argmin()))}",
            where=PLACE,
            remedy="Deliveries and outputs are not negative; put corrections into final demand.",
        )
    _no_overflow(values, name)


def _refuse_endless(given: Any, name: str) -> None:  # noqa: ANN401 - dense or sparse
    wrong = ~np.isfinite(given.data if scipy.sparse.issparse(given) else given)
    first = _at(given, int(wrong.argmax()))
    raise FormatError(
        f"{name} holds values that are not finite, {int(wrong.sum())} of {wrong.size}, the first at {first}",
        where=PLACE,
        remedy="Fill or drop what is missing first.",
    )


def _no_overflow(values: Array, name: str) -> None:
    with np.errstate(over="ignore"):
        if not np.isfinite(values.sum()):
            remedy = "Count in a larger unit of money."
            raise FormatError(f"{name} adds up to more than a computer counts", where=PLACE, remedy=remedy)


def _no_specks(values: Array, name: str) -> None:
    least = float(np.min(values, where=values > 0, initial=np.inf))
    if least < SPECK:
        remedy = "Set such values to 0, or count in a smaller unit of money."
        raise FormatError(f"{name} is {least:g}, too little to divide by", where=PLACE, remedy=remedy)


def _at(given: Any, number: int) -> tuple[int, ...]:  # noqa: ANN401 - dense or sparse
    """Return where a value stands, by its number among all that are held."""
    if scipy.sparse.issparse(given):
        return int(np.searchsorted(given.indptr, number, side="right")) - 1, int(given.indices[number])
    return tuple(int(one) for one in np.unravel_index(number, given.shape))


def _final(Y: ArrayLike, n: int, n_regions: int, balance: Balance) -> tuple[Array, list[str]]:
    final = numbers(Y, "Y", PLACE, FormatError)
    final = final[:, None] if final.ndim == 1 else final
    if final.ndim != 2 or len(final) != n or not final.shape[1]:
        raise FormatError(f"Y has shape {final.shape} for {n} nodes", where=PLACE, remedy="Give (n,) or (n, m).")
    if not np.isfinite(final).all():
        _refuse_endless(final, "Y")
    _no_overflow(final, "Y")
    notes = []
    if (negative := final < 0).any():
        if balance == "refuse":
            raise FormatError(
                f"Y is {final.min():g} at {_at(final, int(final.argmin()))}",
                where=PLACE,
                remedy="Changes of stocks can be negative: balance='final_demand' sets them to 0 and rescales.",
            )
        notes.append(f"{int(negative.sum())} negative entries of final demand, {final[negative].sum():g}, set to 0.")
        final = np.where(negative, 0.0, final)
    if final.shape[1] % n_regions == 0:
        return final.reshape(n, n_regions, -1).sum(axis=2), notes
    return final.sum(axis=1, keepdims=True), notes


def _closed(flows: Any, final: Array, output: Array, balance: Balance) -> tuple[Array, Array, list[str]]:  # noqa: ANN401
    notes: list[str] = []
    if balance == "refuse":
        _balanced(output, flows @ (output > 0).astype(np.float64), final.sum(axis=1))
    else:
        output, notes = _raised(flows, final, output)
    alive = (output > 0).astype(np.float64)
    sold, total = flows @ alive, final.sum(axis=1)
    left = np.maximum(output - sold, 0.0) * alive
    scaled = final * np.divide(left, total, out=np.zeros_like(left), where=total > 0)[:, None]
    if (bare := (total <= 0) & (left > TOLERANCE * output)).any():
        nodes = np.flatnonzero(bare)
        scaled[nodes, nodes // (len(output) // final.shape[1])] = left[nodes]
        notes.append(f"{len(nodes)} nodes had no final demand: what they do not sell to nodes is sold at home.")
    return scaled, sold * alive + scaled.sum(axis=1), notes


def _balanced(output: Array, sold: Array, total: Array) -> None:
    if (idle := np.flatnonzero((output == 0) & (sold + total > 0))).size:
        raise FormatError(
            f"node {idle[0]} makes nothing and sells {sold[idle[0]] + total[idle[0]]:g}",
            where=PLACE,
            remedy="Set its row of Z and Y to 0, or give its output.",
        )
    apart = np.abs(output - sold - total) / np.where(output > 0, output, 1.0)
    worst = int(apart.argmax())
    if apart[worst] > TOLERANCE:
        raise FormatError(
            f"node {worst} makes {output[worst]:g} and sells {sold[worst] + total[worst]:g}",
            where=PLACE,
            remedy="Sales and output have to agree; balance='final_demand' scales final demand until they do.",
        )


def _raised(flows: Any, final: Array, output: Array) -> tuple[Array, list[str]]:  # noqa: ANN401
    notes, given = [], output
    for _ in range(len(output)):
        sold = flows @ (output > 0).astype(np.float64)
        if not (sold > output).any():
            break
        output = np.maximum(output, sold)
    gap = float(np.abs(given - flows @ (output > 0).astype(np.float64) - final.sum(axis=1)).sum())
    if gap > TOLERANCE * given.sum():
        notes.append(f"Final demand scaled so that sales meet output: {gap / given.sum():.2g} of output.")
    if (more := output > given * (1 + TOLERANCE)).any():
        share = float((output - given).sum() / given.sum())
        notes.append(
            f"{int(more.sum())} nodes sell more to other nodes than they make, out of stocks: their output is set to "
            f"what they sell, {share:.2g} of all output."
        )
    return output, notes


def _bought(flows: Any, n_sectors: int) -> Array:  # noqa: ANN401 - dense or sparse
    n = flows.shape[0]
    if not scipy.sparse.issparse(flows):
        return np.asarray(flows.reshape(-1, n_sectors, n).sum(axis=0))
    entries = flows.tocoo()
    bought = np.zeros((n_sectors, n))
    np.add.at(bought, (entries.row % n_sectors, entries.col), entries.data)
    return bought
