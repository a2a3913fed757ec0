"""Monthly imports as arrays: what is known of the time after the last known year."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tocsin.foresight.flows import Ints, Reals

Text = npt.NDArray[np.str_]


def _no_names() -> Text:
    return np.zeros(0, dtype=np.str_)


def _no_amounts() -> Reals:
    return np.zeros(0)


def _no_months() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Months:
    """What importers bought in single months, all suppliers together; one entry per importer, product and month.

    Parameters
    ----------
    reporter, product : numpy.ndarray
        Importer and code, shape (n,).
    month : numpy.ndarray
        Number of the month, shape (n,): 12 x year + month - 1.
    value : numpy.ndarray
        Import value, shape (n,) [USD].
    weight : numpy.ndarray
        Net weight, shape (n,) [kg]; 0 where it is not known.
    weighed : numpy.ndarray
        Value of the flows whose weight is known, shape (n,) [USD].
    """

    reporter: Text = field(default_factory=_no_names)
    product: Text = field(default_factory=_no_names)
    month: Ints = field(default_factory=_no_months)
    value: Reals = field(default_factory=_no_amounts)
    weight: Reals = field(default_factory=_no_amounts)
    weighed: Reals = field(default_factory=_no_amounts)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.month)
