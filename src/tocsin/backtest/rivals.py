"""What the model must beat: every baseline that a predictions table holds, and of which kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

PREFIX = "baseline_"
REFERENCE = "climatology"
OWN_RATE = "product_rate"
VOLATILITY = "volatility"
Kind = Literal["probability", "score", "list"]

_PROBABILITIES = (REFERENCE, OWN_RATE, VOLATILITY, "last_change")
_LISTS = ("top50", "top70", "top80", "cdi", "geodep", "kita", "dera")
_TITLES = {
    "climatology": "climatology by product family (HS chapter)",
    "product_rate": "the product's own past rate",
    "volatility": "own volatility (logit)",
    "last_change": "last change of import weight",
    "top_share": "share of the largest supplier",
    "top50": "largest supplier at 50 % or more",
    "top70": "largest supplier at 70 % or more",
    "top80": "largest supplier at 80 % or more",
    "cdi": "EU core dependency list (CDI)",
    "geodep": "GeoDep list",
    "kita": "KITA rule",
    "country_risk_pv": "country risk (import-weighted)",
    "geopolrisk": "GeoPolRisk",
    "dera": "DERA group 3",
}


@dataclass(frozen=True)
class Rival:
    """A baseline.

    Parameters
    ----------
    name : str
        Of its column, without the prefix.
    title : str
        What an official calls it.
    kind : str
        ``"probability"``, ``"score"`` (larger is worse) or ``"list"`` (named or not).
    """

    name: str
    title: str
    kind: Kind

    @property
    def must(self) -> bool:
        """Whether the model has to beat it: the volatility logit, the last change and every list."""
        return self.kind == "list" or self.name in {VOLATILITY, "last_change"}


def rivals_of(predictions: pl.DataFrame) -> tuple[Rival, ...]:
    """Find the baselines of a table.

    Parameters
    ----------
    predictions : polars.DataFrame
        Columns ``baseline_*`` are baselines; bool columns are lists.

    Returns
    -------
    tuple of Rival
        Probabilities first, then scores, then lists; within each those we know before others, by name.

    Examples
    --------
    >>> [one.kind for one in rivals_of(pl.DataFrame({"baseline_cdi": [True], "baseline_volatility": [0.1]}))]
    ['probability', 'list']
    """
    names = [name.removeprefix(PREFIX) for name in predictions.columns if name.startswith(PREFIX)]
    found = [
        Rival(name, _TITLES.get(name, name.replace("_", " ")), _kind(name, predictions[PREFIX + name]))
        for name in names
    ]
    kinds, known = ("probability", "score", "list"), list(_TITLES)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                kinds.index(one.kind),
                known.index(one.name) if one.name in known else len(known),
                one.name,
            ),
        )
    )


def _kind(name: str, said: pl.Series) -> Kind:
    """Tell the kind of a baseline by its name, and by what it says."""
    if name in _LISTS or said.dtype == pl.Boolean:
        return "list"
    known = said.cast(pl.Float64).drop_nulls().drop_nans()
    return "probability" if name in _PROBABILITIES and known.is_between(0, 1).all() else "score"
