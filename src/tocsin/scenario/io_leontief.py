"""The open static Leontief model (Miller and Blair 2009, chapter 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tocsin.core.errors import FormatError
from tocsin.scenario.io_given import finite, numbers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

PLACE = "the input-output table"


def technical_coefficients(Z: ArrayLike, x: ArrayLike) -> NDArray[np.float64]:
    """Inputs per unit of output: a_ij = z_ij / x_j.

    Parameters
    ----------
    Z : array_like
        Deliveries from row to column, shape (n, n) [money].
    x : array_like
        Output, shape (n,) [money].

    Returns
    -------
    numpy.ndarray
        A, shape (n, n) [1]; a node without output has a column of zeros.

    Raises
    ------
    FormatError
        If the shapes do not fit, a value is not finite, or an output is negative.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd ed., Cambridge, eq. 2.4.

    Examples
    --------
    >>> technical_coefficients([[150, 500], [200, 100]], [1000, 2000]).tolist()
    [[0.15, 0.25], [0.2, 0.05]]
    """
    flows, output = _read(Z, "Z"), _read(x, "x").ravel()
    _square(flows, "Z")
    if output.shape != flows.shape[:1]:
        raise FormatError(
            f"x has {output.size} values and Z {len(flows)} rows",
            where="technical_coefficients",
            remedy="Give one output per node.",
        )
    if (output < 0).any():
        raise FormatError(f"x is {output.min():g}", where="technical_coefficients", remedy="Output is not negative.")
    return np.asarray(np.divide(flows, output, out=np.zeros_like(flows), where=output > 0))


def leontief(A: ArrayLike) -> NDArray[np.float64]:
    """Total requirements L = (I - A)^-1: output of the row for each unit of final demand for the column.

    Parameters
    ----------
    A : array_like
        Technical coefficients, shape (n, n) [1].

    Returns
    -------
    numpy.ndarray
        L, shape (n, n) [1].

    Raises
    ------
    FormatError
        If A is not square, a value is not finite, or I - A has no inverse.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd ed., Cambridge, eq. 2.11.

    Examples
    --------
    >>> leontief([[0.15, 0.25], [0.2, 0.05]]).round(6).tolist()
    [[1.254125, 0.330033], [0.264026, 1.122112]]
    """
    shares = _read(A, "A")
    _square(shares, "A")
    try:
        return np.asarray(np.linalg.inv(np.eye(len(shares)) - shares))
    except np.linalg.LinAlgError:
        raise FormatError(
            "I - A has no inverse", where="leontief", remedy="A sector must not use all it makes: look for sums of 1."
        ) from None


def _square(found: NDArray[np.float64], name: str) -> None:
    if found.ndim != 2 or found.shape[0] != found.shape[1]:
        raise FormatError(f"{name} has shape {found.shape}", where=PLACE, remedy="It has to be square.")


def _read(given: ArrayLike, name: str) -> NDArray[np.float64]:
    return finite(numbers(given, name, PLACE, FormatError), name, PLACE, FormatError)
