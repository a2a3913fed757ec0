"""From goods to sectors: which sector of an input-output table makes a good, who uses it, and how far it binds.

What is missing of a product reaches a table as a shock of the engine: in the region of the importer the users of the
product lack a share of what they buy of the sector that it belongs to. The assignments are those of
``data/sectors.toml``; an assignment by chapter alone is approximate and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.core.errors import CodeError, UsageError
from tocsin.ref.tables import read_table
from tocsin.scenario.io_shock import IoShock
from tocsin.scenario.mrio import Mrio
from tocsin.scenario.spread import Spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLE = "sectors.toml"
_MILLION = 1e6


@dataclass(frozen=True)
class Division:
    """The division of ISIC Rev. 4 that makes a good.

    Parameters
    ----------
    name, title, isic4 : str
        Our name (``"C24B"``), title, and division of ISIC Rev. 4.
    approximate : bool
        Whether only the chapter of the good is assigned, which holds goods of several divisions.
    sectors : dict of str to tuple of str
        Sectors that hold it, the most fitting first, by the beginning of the name of a table.
    """

    name: str
    title: str
    isic4: str
    approximate: bool
    sectors: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Use:
    """Who uses a product, and what share of their output cannot be made without it.

    Parameters
    ----------
    what : str
        Group of products that the assumption is made for.
    users : tuple of str
        Divisions, as in `Division.name`.
    share : Spread
        Share of the users' output [1].
    why : str
        What it was set by.
    """

    what: str
    users: tuple[str, ...]
    share: Spread
    why: str


@dataclass(frozen=True, eq=False)
class Shortfall:
    """What a country misses of one product, day by day.

    Parameters
    ----------
    importer : str
        Who misses it, ISO 3166-1 alpha-3.
    product : str
        Six-digit code.
    missing : array, shape (days,)
        Missing share of its normal use, after its own stocks were drawn down [1].
    product_share : float
        Share of the product in what its users buy of its sector, see :func:`share_of` [1].
    criticality : float, optional
        Share of the users' output that cannot be made without it [1]; by default that of the table, or else the
        product's share.
    sector : str
        Sector of the table, where it is known better than the table of goods does.
    """

    importer: str
    product: str
    missing: NDArray[np.float64]
    product_share: float
    criticality: float | None = None
    sector: str = ""


@dataclass(frozen=True, eq=False)
class SectorShocks:
    """Shocks for the engine, and what they rest on.

    Parameters
    ----------
    shocks : tuple of IoShock
        One per shortfall that the table can show.
    notes : tuple of str
        Sentences: which assignment is approximate, what could not be shown.
    """

    shocks: tuple[IoShock, ...]
    notes: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return read_table(TABLE)


@cache
def _prefixes() -> dict[str, str]:
    return {prefix: name for name, prefixes in _table()["goods"].items() for prefix in prefixes}


@cache
def _fine() -> dict[str, str]:
    return {prefix: sector for sector, prefixes in _table()["exiobase"].items() for prefix in prefixes}


def _longest(code: str, known: dict[str, str]) -> str:
    """Return the longest prefix of a code that is known; empty if none is."""
    return next((code[:k] for k in range(len(code), 1, -1) if code[:k] in known), "")


def division_of(code: str) -> Division:
    """Return the division that makes a good.

    Parameters
    ----------
    code : str
        Two to ten digits of the Harmonized System, of any edition.

    Returns
    -------
    Division
        The division.

    Raises
    ------
    CodeError
        If the code is of no chapter of goods.

    Examples
    --------
    >>> division_of("811292").title, division_of("420500").approximate
    ('Basic precious and other non-ferrous metals', False)
    """
    text = code.replace(".", "").strip()
    prefix = _longest(text, _prefixes()) if text.isascii() and text.isdigit() else ""
    if not prefix:
        raise CodeError(f"{code!r} is of no chapter of goods", remedy="Give at least two digits, such as 28 or 811292.")
    name = _prefixes()[prefix]
    row = _table()["divisions"][name]
    fine = _fine().get(_longest(text, _fine()), "")
    exiobase = (fine, row["exiobase"]) if fine else (row["exiobase"],)
    sectors = {
        "WIOD2013": (row["wiod2013"],),
        "WIOD2016": (row["wiod2016"],),
        "ICIO": tuple(row["icio"]),
        "EXIOBASE3": exiobase,
    }
    approximate = len(prefix) < 4 and prefix not in _table()["chapters"]["whole"]
    return Division(name, row["title"], row["isic4"], approximate, sectors)


def sector_of(code: str, table: Mrio) -> str:
    """Return the sector of a table that makes a good.

    Parameters
    ----------
    code : str
        Six-digit code, or a part or extension of one.
    table : Mrio
        The table.

    Returns
    -------
    str
        One of its sectors.

    Raises
    ------
    CodeError
        If the code is no good, or the sectors of the table are not known.
    """
    division = division_of(code)
    for sector in _sectors(division, table):
        if sector in table.sectors:
            return sector
    raise CodeError(
        f"the sector of goods {code} ({division.title}) is not known",
        where=table.name,
        remedy="Sectors are known of WIOD, ICIO and EXIOBASE tables; name the sector yourself.",
    )


def use_of(code: str) -> Use | None:
    """Return who uses a product and how far it binds.

    Parameters
    ----------
    code : str
        Six-digit code, or a longer one.

    Returns
    -------
    Use or None
        The assumption; None where there is none, and the product binds by its share in value.
    """
    text = code.replace(".", "").strip()
    for row in _table()["criticality"]:
        if any(text.startswith(prefix) for prefix in row["hs"]):
            return Use(row["what"], tuple(row["users"]), Spread(*row["share"]), row["why"])
    return None


def users_of(code: str, table: Mrio) -> tuple[str, ...]:
    """Return the sectors of a table that use a product.

    Parameters
    ----------
    code : str
        Six-digit code.
    table : Mrio
        The table.

    Returns
    -------
    tuple of str
        Sectors of the table; all of them where none is named.
    """
    use = use_of(code)
    if use is None:
        return table.sectors
    named = [_sectors(_division(name), table) for name in use.users]
    found = [next((sector for sector in among if sector in table.sectors), "") for among in named]
    return tuple(dict.fromkeys(sector for sector in found if sector)) or table.sectors


def whole_of(region: str) -> str:
    """Return the country that a region of a table is a part of, itself if none.

    Parameters
    ----------
    region : str
        Code: ``"CN1"``.

    Returns
    -------
    str
        ``"CHN"``.
    """
    return str(_table()["parts"].get(region, region))


def dollars_per_unit(unit: str, year: int) -> float:
    """Return what one unit of a table is in US dollars of its year.

    Parameters
    ----------
    unit : str
        ``"million USD"`` or ``"million EUR"``.
    year : int
        The year.

    Returns
    -------
    float
        Dollars.

    Raises
    ------
    UsageError
        If there is no rate for the unit or the year.
    """
    rates = {"million USD": 1.0, "million EUR": _table()["usd_per_eur"].get(str(year))}
    rate = rates.get(unit)
    if rate is None:
        raise UsageError(
            f"there is no rate of {unit!r} in {year}", where=TABLE, remedy="State the product's share yourself."
        )
    return float(rate) * _MILLION


def share_of(table: Mrio, importer: str, code: str, imports: float, *, sector: str = "") -> float:
    """Return the share of a product in what its users buy of its sector.

    Parameters
    ----------
    table : Mrio
        The table.
    importer : str
        Country.
    code : str
        Six-digit code.
    imports : float
        What the country imports of it in the table's year [USD/a].
    sector : str
        Sector of the table, where it is known better.

    Returns
    -------
    float
        Between 0 and 1: imports of the product over purchases of its users from its sector, wherever made. All
        imports are taken to go to these users; a product that fills more than their purchases has a share of 1.

    Raises
    ------
    CodeError
        If the table has no such region or sector.
    """
    users = [table.sector(name) for name in users_of(code, table)]
    bought = table.purchases(importer, sector or sector_of(code, table))[users].sum()
    value = imports / dollars_per_unit(table.unit, table.year)
    return float(min(1.0, value / bought)) if bought > 0 else 0.0


def shocks_of(table: Mrio, shortfalls: Iterable[Shortfall]) -> SectorShocks:
    """Turn what countries miss of products into shocks of the input-output engine.

    In the importer's region the users buy ``product_share * missing`` less of the product's sector, and their
    production is held at ``1 - criticality * missing``.

    Parameters
    ----------
    table : Mrio
        The table that the engine runs on.
    shortfalls : iterable of Shortfall
        What is missing; days without a shortage are 0.

    Returns
    -------
    SectorShocks
        Shocks and notes. A country that the table does not tell apart is left out, with a note.
    """
    shocks: list[IoShock] = []
    notes: list[str] = []
    for one in shortfalls:
        if one.importer not in table.regions:
            notes.append(
                f"{one.importer} is no region of {table.name}: what it misses is not followed into its sectors."
            )
            continue
        missing = np.clip(np.asarray(one.missing, float), 0.0, 1.0)
        if not missing.any():
            continue
        place = table.region(one.importer) * table.n_sectors
        nodes = [place + table.sector(name) for name in users_of(one.product, table)]
        if not any(table.x[node] > 0 for node in nodes):
            notes.append(f"Nobody in {one.importer} who uses {one.product} makes anything in {table.name}.")
            continue
        sector, criticality, sentence = _bearing(one, table)
        notes.append(sentence)
        shocks.append(
            IoShock.shortfall(
                table.sector(sector),
                [node for node in nodes if table.x[node] > 0],
                missing,
                product_share=one.product_share,
                criticality=criticality,
                label=f"{one.product} in {one.importer}",
            )
        )
    return SectorShocks(tuple(shocks), tuple(dict.fromkeys(notes)))


def _bearing(one: Shortfall, table: Mrio) -> tuple[str, float, str]:
    """Return sector and criticality of a shortfall, and the sentence on both."""
    sector = one.sector or sector_of(one.product, table)
    use = use_of(one.product)
    criticality = one.criticality if one.criticality is not None else use.share.mid if use else one.product_share
    how = "given" if one.sector else "by its chapter alone, approximately" if _chapter_only(one.product) else "assigned"
    if one.criticality is not None:
        binds = "as given"
    elif use:
        binds = f"an assumption ({use.share.low:g} to {use.share.high:g}): {use.why}"
    else:
        binds = "by its share in value"
    told = f"{one.product} belongs to sector {sector} of {table.name} ({how})"
    return sector, criticality, f"{told}; in {one.importer} it binds {criticality:.2g} of its users' output, {binds}."


def _chapter_only(code: str) -> bool:
    return division_of(code).approximate


def _division(name: str) -> Division:
    return division_of(_table()["goods"][name][0])


def _sectors(division: Division, table: Mrio) -> Sequence[str]:
    return next((found for start, found in division.sectors.items() if table.name.startswith(start)), ())
