"""The panel: every import of one view as a row of features, nothing of which was unknown on the day of the view."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.foresight.channel import CATALOGUE, CHANNELS, Given
from tocsin.foresight.flows import Flags, Reals
from tocsin.foresight.pooling import Membership, whole

Text = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Panel:
    """Imports known on one day, with their features; n rows.

    Parameters
    ----------
    last : int
        Last known year.
    reporter, product : numpy.ndarray
        Importer and code of each row, shape (n,).
    value : numpy.ndarray
        Import value of the last year, shape (n,) [USD].
    established : numpy.ndarray
        Whether value and weight are known in each of the last three years, shape (n,).
    features : numpy.ndarray
        Shape (n, number of features), in the order of the catalogue; NaN where not known.
    present : frozenset of str
        Channels that know something of at least one row.
    suppliers : Membership
        Suppliers of each row, by their shares of the last three years.
    """

    last: int
    reporter: Text
    product: Text
    value: Reals
    established: Flags
    features: npt.NDArray[np.float32]
    present: frozenset[str]
    suppliers: Membership

    @property
    def families(self) -> dict[str, Membership]:
        """Groups that have a standing record of their own."""
        return {"product": whole(self.product), "supplier": self.suppliers, "importer": whole(self.reporter)}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.value)

    def where(self, kept: Flags) -> Panel:
        """Return some rows.

        Parameters
        ----------
        kept : numpy.ndarray
            Which, shape (n,).

        Returns
        -------
        Panel
            Those.
        """
        parts = (self.reporter[kept], self.product[kept], self.value[kept], self.established[kept])
        return Panel(self.last, *parts, self.features[kept], self.present, self.suppliers.where(kept))


def panel(given: Given, *, without: Collection[str] = ()) -> Panel:
    """Draw the features of every import in the last known year.

    Parameters
    ----------
    given : Given
        What one view showed.
    without : collection of str
        Channels left out: their features are not known.

    Returns
    -------
    Panel
        Rows by product and importer.

    Raises
    ------
    ValueError
        If a channel returns other features than it declares, or another number of rows.
    """
    trade = given.trade
    columns: list[Reals] = []
    present = set()
    for one in CHANNELS.values():
        found = {} if one.name in without else one.function(given)
        if found and set(found) != set(one.features):
            raise ValueError(f"channel {one.name!r} returns {sorted(found)}, but declares {sorted(one.features)}")
        for name in one.features:
            column = np.asarray(found.get(name, np.full(len(trade.rows), np.nan)), dtype=np.float64)
            if column.shape != trade.rows.shape:
                raise ValueError(f"feature {name!r} has {column.shape} numbers for {len(trade.rows)} rows")
            columns.append(np.where(np.isfinite(column), column, np.nan))
            if np.isfinite(column).any():
                present.add(one.name)
    names, codes = np.asarray(trade.flows.places), np.asarray(trade.flows.products)
    features = np.stack(columns, axis=1) if columns else np.empty((len(trade.rows), 0))
    return Panel(
        trade.last,
        names[trade.importer],
        codes[trade.product],
        trade.value[:, -1],
        np.asarray(((trade.value[:, -3:] > 0) & (trade.weight[:, -3:] > 0)).all(axis=1)),
        features.astype(np.float32),
        frozenset(present),
        Membership(trade.link_row, names[trade.supplier], trade.share, len(trade.rows)),
    )


def column(features: npt.NDArray[np.float32], name: str) -> Reals:
    """Return one feature.

    Parameters
    ----------
    features : numpy.ndarray
        As in :class:`Panel`.
    name : str
        Its name.

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """
    place = list(CATALOGUE.features).index(name)
    return features[:, place].astype(np.float64)


def blanked(rows: Panel, without: Collection[str]) -> Panel:
    """Return a panel in which nothing is known of some channels.

    Parameters
    ----------
    rows : Panel
        The panel.
    without : collection of str
        Channels.

    Returns
    -------
    Panel
        The same rows.
    """
    gone = np.asarray([name in without for name in CATALOGUE.channel_of.values()])
    features = np.where(gone, np.float32(np.nan), rows.features)
    return replace(rows, features=features, present=rows.present - set(without))


def arrays_of(rows: Panel) -> dict[str, npt.NDArray[Any]]:
    """Return a panel as plain arrays, to be kept.

    Parameters
    ----------
    rows : Panel
        The panel.

    Returns
    -------
    dict of str to numpy.ndarray
        As :func:`panel_of` takes them.
    """
    return {
        "last": np.asarray(rows.last),
        "present": np.asarray(sorted(rows.present), dtype=np.str_),
        **{name: getattr(rows, name) for name in _PLAIN},
        **{f"supplier_{name}": getattr(rows.suppliers, name) for name in _LINKED},
    }


def panel_of(arrays: Mapping[str, npt.NDArray[Any]]) -> Panel:
    """Return the panel that was kept as arrays.

    Parameters
    ----------
    arrays : mapping of str to numpy.ndarray
        As from :func:`arrays_of`.

    Returns
    -------
    Panel
        The panel.
    """
    plain = {name: arrays[name] for name in _PLAIN}
    linked = [arrays[f"supplier_{name}"] for name in _LINKED]
    row, group, part = linked
    suppliers = Membership(row, group, part, len(arrays["value"]))
    return Panel(last=int(arrays["last"]), present=frozenset(arrays["present"].tolist()), suppliers=suppliers, **plain)


_PLAIN = ("reporter", "product", "value", "established", "features")
_LINKED = ("row", "group", "part")
