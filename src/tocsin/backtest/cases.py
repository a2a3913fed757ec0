"""The rows of a predictions table that one question is asked of: what was said, what came, what others said."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tocsin.backtest.rivals import PREFIX, REFERENCE, rivals_of
from tocsin.backtest.sample import Flags, Ints, Reals
from tocsin.core.errors import FormatError, InputError, UsageError

EU = "EU"
_NEEDED = ("reporter", "product", "target", "horizon", "lag", "value", "probability", PREFIX + REFERENCE)


@dataclass(frozen=True)
class Cases:
    """Rows with an outcome, a probability and a climatology; all arrays of shape (n,), in one fixed order.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came.
    p : numpy.ndarray
        Probability that the model said [1].
    reference : numpy.ndarray
        Probability that climatology said [1].
    product, year : numpy.ndarray
        Number of the product, in order of the codes, and target year.
    group : numpy.ndarray
        Number of importer and year, within which alarms are raised.
    reporter : numpy.ndarray
        ISO3 or ``"EU"``.
    value : numpy.ndarray
        Import value of the last known year [USD].
    reconstructed : numpy.ndarray
        Whether what was known at the time had to be reconstructed.
    rivals : dict of str to numpy.ndarray
        What each baseline said; NaN where it says nothing.
    """

    y: Flags
    p: Reals
    reference: Reals
    product: Ints
    year: Ints
    group: Ints
    reporter: np.ndarray[tuple[int], np.dtype[np.str_]]
    value: Reals
    reconstructed: Flags
    rivals: dict[str, Reals]

    def __len__(self) -> int:
        return len(self.y)

    def where(self, rows: Flags) -> Cases:
        """Keep some rows.

        Parameters
        ----------
        rows : numpy.ndarray
            Which, shape (n,).

        Returns
        -------
        Cases
            Those rows in the same order.
        """
        return replace(
            self,
            y=self.y[rows],
            p=self.p[rows],
            reference=self.reference[rows],
            product=self.product[rows],
            year=self.year[rows],
            group=self.group[rows],
            reporter=self.reporter[rows],
            value=self.value[rows],
            reconstructed=self.reconstructed[rows],
            rivals={name: said[rows] for name, said in self.rivals.items()},
        )


def select(predictions: pl.DataFrame, *, label: str, lag: str, horizon: int) -> pl.DataFrame:
    """Take the rows of one lag and one horizon, and put them in one order whatever order they came in.

    Parameters
    ----------
    predictions : polars.DataFrame
        Predictions table: a row per importer, product, target year, horizon and lag.
    label : str
        Name of the label, such as ``"tight"``; its column is ``label_tight``.
    lag : str
        ``"honest"`` or ``"one"``.
    horizon : int
        12 or 24 [months].

    Returns
    -------
    polars.DataFrame
        Rows with the outcome as ``y`` (null where void), and all optional columns.

    Raises
    ------
    FormatError
        If a column is missing.
    UsageError
        If there is no such label.
    InputError
        If an import stands twice.
    """
    missing = [name for name in _NEEDED if name not in predictions.columns]
    if missing:
        raise FormatError(
            f"no column {', '.join(missing)}", where="the predictions", remedy="Make the table with `tocsin backtest`."
        )
    if f"label_{label}" not in predictions.columns:
        known = ", ".join(name.removeprefix("label_") for name in predictions.columns if name.startswith("label_"))
        raise UsageError(f"no label {label!r}", where="the predictions", remedy=f"There are: {known or 'none'}.")
    keys = ["target", "reporter", "product"]
    part = predictions.filter(pl.col("lag") == lag, pl.col("horizon") == horizon)
    part = part.with_columns(pl.col(f"label_{label}").cast(pl.Boolean).alias("y"), *_optional(predictions)).sort(keys)
    twice = part.filter(pl.struct(keys).is_duplicated()).select(keys)
    if len(twice):
        raise InputError(
            f"{twice.row(0)} stands more than once at horizon {horizon}, lag {lag}",
            where="the predictions",
            remedy="Keep one row per importer, product and target year.",
        )
    return part


def cases(part: pl.DataFrame) -> Cases:
    """Take the rows that can be scored.

    Parameters
    ----------
    part : polars.DataFrame
        Rows of :func:`select`, or some of them.

    Returns
    -------
    Cases
        Those with an outcome, a probability and a climatology.
    """
    scored = part.filter(is_scored())
    reporter = scored["reporter"].cast(pl.String).to_numpy().astype(np.str_)
    year = scored["target"].cast(pl.Int64).to_numpy()
    importer = _numbered(reporter)
    return Cases(
        y=scored["y"].to_numpy().astype(np.bool_),
        p=_reals(scored, "probability"),
        reference=_reals(scored, PREFIX + REFERENCE),
        product=_numbered(scored["product"].cast(pl.String).to_numpy().astype(np.str_)),
        year=year,
        group=year * (int(importer.max(initial=0)) + 1) + importer,
        reporter=reporter,
        value=_reals(scored, "value"),
        reconstructed=scored["reconstructed"].to_numpy().astype(np.bool_),
        rivals={one.name: _reals(scored, PREFIX + one.name) for one in rivals_of(part)},
    )


def is_scored() -> pl.Expr:
    """Tell which rows have an outcome, a probability and a climatology.

    Returns
    -------
    polars.Expr
        Bool.
    """
    said = [pl.col(name).cast(pl.Float64).is_finite().fill_null(value=False) for name in _SAID]
    return pl.all_horizontal(pl.col("y").is_not_null(), *said)


_SAID = ("probability", PREFIX + REFERENCE)


def _optional(predictions: pl.DataFrame) -> list[pl.Expr]:
    """Fill in the columns that an older table may lack."""
    flags = [
        (pl.col(name).cast(pl.Boolean).fill_null(value=False) if name in predictions.columns else pl.lit(value=False))
        for name in ("hub", "reconstructed")
    ]
    nothing = pl.lit(None, dtype=pl.String)
    void = pl.col("void").cast(pl.String) if "void" in predictions.columns else nothing
    return [flags[0].alias("hub"), flags[1].alias("reconstructed"), void.alias("void")]


def _reals(part: pl.DataFrame, column: str) -> Reals:
    """Return a column as numbers, NaN where there is none or where it is infinite."""
    found = part[column].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)
    found[~np.isfinite(found)] = np.nan
    return found


def _numbered(names: np.ndarray[tuple[int], np.dtype[np.str_]]) -> Ints:
    """Number names in their rising order."""
    return np.unique(names, return_inverse=True)[1].astype(np.int64)
