"""The board as a document: one importer, its critical dependencies in order, and why each stands where it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.foresight.outlook import Outlook
    from tocsin.policy.bearing import Bearing

#: Where it is told how good the chances said in the past have been.
SCORECARD = "docs/scorecard.md"
#: Why a board that nobody asked a forecast for has none.
NOT_ASKED = "no forecast was asked for"


@dataclass(frozen=True)
class Supplier:
    """One origin of an import.

    Parameters
    ----------
    iso3 : str
        Country code.
    name : str
        Country name in English.
    share : float
        Share of the import value, in [0, 1].
    """

    iso3: str
    name: str
    share: float


@dataclass(frozen=True)
class BoardRow:
    """One HS6 code that the reporter imports.

    Parameters
    ----------
    rank : int
        Place in the order asked for, from 1.
    hs6 : str
        Goods code, six digits.
    hs_edition : str
        Edition of the code, e.g. ``"1992"``.
    products : tuple of str
        Ids of the products in the book that the code holds.
    title : str
        Name an official reads.
    period : str
        Year that the row describes.
    source : str
        Source of the flows.
    import_value_usd : float
        Imports of the reporter in the period [USD, current].
    import_hhi, replaceability, world_export_hhi, country_risk_pv : float or None
        Indicators of those names; None where the lake does not hold what they need.
    exposure : float or None
        Indicator of that name [USD].
    top_supplier : str
        ISO3 of the largest supplier.
    top_share : float
        Its share of the import value, in [0, 1].
    suppliers : tuple of Supplier
        All suppliers, largest first.
    history : tuple of (str, float, float or None, str)
        Last ten years, oldest first: period, import value [USD], share of the top supplier of that year, its ISO3.
    share_history : dict of str to tuple of float or None
        For each of the five largest suppliers of the last period: its share in each period of `history`.
    flags : tuple of str
        Data-quality flags as words: ``"weight missing"``.
    indicators : dict of str to float
        Every indicator the lake holds for the row in its period, by public id.
    why : str
        One plain sentence.
    outlook : Outlook or None
        Forecast; None where none is made.
    expected : float or None
        Expected consequence: probability of the first horizon x exposure [USD]; None where either is not known.
    no_forecast : str
        Why there is no forecast of this row, in words; empty where there is one, or where the board says why.
    measures : tuple of Bearing
        Measures of its suppliers that are in force or coming, as known on the day; the strictest first.
    """

    rank: int
    hs6: str
    hs_edition: str
    products: tuple[str, ...]
    title: str
    period: str
    source: str
    import_value_usd: float
    import_hhi: float | None
    top_supplier: str
    top_share: float
    suppliers: tuple[Supplier, ...]
    world_export_hhi: float | None
    country_risk_pv: float | None
    replaceability: float | None
    exposure: float | None
    history: tuple[tuple[str, float, float | None, str], ...]
    share_history: dict[str, tuple[float | None, ...]]
    flags: tuple[str, ...]
    indicators: dict[str, float]
    why: str
    outlook: Outlook | None = None
    expected: float | None = None
    no_forecast: str = ""
    measures: tuple[Bearing, ...] = ()


@dataclass(frozen=True)
class WithoutData:
    """A watched product that this lake holds no imports of.

    Parameters
    ----------
    product : str
        Id in the product book.
    title : str
        Its name.
    hs6 : tuple of str
        Its codes (newest edition).
    reason : str
        Why there is nothing, and what would help: ``"not in this lake; load full BACI"``.
    """

    product: str
    title: str
    hs6: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Forecast:
    """What the probabilities of a board say, and what they rest on.

    Parameters
    ----------
    label, rule : str
        Id of what is forecast, and the same in words: ``"imports collapse while the price rises elsewhere"``.
    targets : dict of str to str
        Calendar years by horizon in months: ``{"12": "2026", "24": "2026-2027"}``.
    rate : float
        How often that happened among all imports that the model learned from, first horizon, in [0, 1].
    model_version : str
        Version of the model; empty where not known.
    lag : str
        ``"honest"`` or ``"one"``; empty where not known.
    reconstructed : bool or None
        Whether it rests on reconstructed vintages; None where not known.
    """

    label: str
    rule: str
    targets: dict[str, str]
    rate: float
    model_version: str = ""
    lag: str = ""
    reconstructed: bool | None = None


@dataclass(frozen=True)
class Board:
    """The whole document.

    Parameters
    ----------
    as_of : str
        ISO date: nothing that was unknown then is used.
    reporter, reporter_name : str
        Importer whose board it is: ISO3 (or ``"EU"``) and name.
    group : str
        Product group it is limited to; empty for all watched products.
    sort : str
        Name of the column it is ordered by.
    lake : dict of str to object
        What it rests on: digest, sources with vintage, release date, licence, attribution, whether reconstructed.
    rows : tuple of BoardRow
        Rows in order, at most as many as asked for.
    total_rows : int
        Rows before the cut.
    without_data : tuple of WithoutData
        Watched products that this lake has nothing on.
    notes : tuple of str
        Sentences that belong at the foot: assumed release dates, reconstructed vintages, methodology breaks.
    members : tuple of str
        ISO3 codes of the countries that make up the reporter where it is a bloc; empty otherwise.
    covered : tuple of str
        ISO3 codes of all places that the lake holds trade of in the period; empty where that is not known.
    labels : dict of str to tuple of (str, str)
        Title and unit of every indicator that the rows mention, by public id.
    top_shares : tuple of float
        Share of the largest supplier of every watched import that is ranked, shown or not, in [0, 1]; empty where only
        the rows are known.
    forecast : Forecast or None
        What the probabilities say; None where there are none.
    no_forecast : str
        Why there are none, in words.
    """

    as_of: str
    reporter: str
    reporter_name: str
    group: str
    sort: str
    lake: dict[str, object]
    rows: tuple[BoardRow, ...]
    total_rows: int
    without_data: tuple[WithoutData, ...]
    notes: tuple[str, ...] = field(default=())
    members: tuple[str, ...] = field(default=())
    covered: tuple[str, ...] = field(default=())
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    top_shares: tuple[float, ...] = field(default=())
    forecast: Forecast | None = None
    no_forecast: str = NOT_ASKED
