"""What a scenario assumes about a good where it says nothing: a cited table that says how uncertain each figure is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import FormatError, TocsinError, UsageError
from tocsin.ref.products import LEAD_GROUPS, by_code, products
from tocsin.ref.suggest import similar
from tocsin.ref.tables import read_table
from tocsin.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tocsin.scenario.shock import Good

TABLE = "scenario_assumptions.toml"
#: The assumptions of a good, in the order in which tables list them.
NAMES = (
    "cover",
    "spare",
    "spare_lead",
    "diversion",
    "diversion_lead",
    "replaceable",
    "neutral",
    "rival",
    "substitution",
    "substitution_lead",
    "elasticity",
    "price_cap",
    "frontrun",
    "tariff_elasticity",
    "restock",
)
#: Shares, which cannot exceed 1.
SHARES = ("diversion", "replaceable", "neutral", "rival", "substitution")
#: Class of goods that are not in the product book.
OTHER = "default"
CHOSEN = "chosen in the scenario"
_DIVISORS = ("elasticity",)
_PARTS = ("meaning", "unit", OTHER, "product", "importer", *LEAD_GROUPS)


@dataclass(frozen=True)
class Assumption:
    """One figure that is assumed.

    Parameters
    ----------
    name : str
        One of :data:`NAMES`.
    meaning, unit : str
        What it says, and in what it counts.
    spread : Spread
        Low, central, high.
    reference : str
        Where it is from; it begins with ``assumption`` where nothing is measured.
    chosen : bool
        Whether the scenario chose it.
    """

    name: str
    meaning: str
    unit: str
    spread: Spread
    reference: str
    chosen: bool = False


@dataclass(frozen=True)
class Default:
    """A line of the table of defaults.

    Parameters
    ----------
    name : str
        Assumption.
    of : str
        ``default``, a group of the product book, the id of a product, or ``id:ISO3`` for one importer.
    spread : Spread
        Low, central, high.
    reference : str
        Where it is from.
    """

    name: str
    of: str
    spread: Spread
    reference: str


def assumptions(good: Good) -> Mapping[str, Assumption]:
    """Return what is assumed of a good.

    Parameters
    ----------
    good : Good
        Good of a scenario; what it gives itself takes the place of a default.

    Returns
    -------
    Mapping of str to Assumption
        Under each of :data:`NAMES`.

    Raises
    ------
    UsageError
        If the good gives one that there is none of, or of a size that makes no sense.
    """
    unknown = sorted(set(good.assumptions) - set(NAMES))
    if unknown:
        near = similar(unknown[0], {name: name for name in NAMES})
        raise UsageError(
            f"There is no assumption {unknown[0]!r}",
            where=f"good {good.id}",
            remedy=f"Did you mean {near}?" if near else f"There are {', '.join(NAMES)}.",
        )
    return MappingProxyType({name: _assumption(good, name) for name in NAMES})


def covers(good: Good) -> Mapping[str, Assumption]:
    """Return the days of cover of single importers, where they are known or chosen.

    Parameters
    ----------
    good : Good
        Good of a scenario. If it chooses a cover for all, no default of a single importer is used.

    Returns
    -------
    Mapping of str to Assumption
        By importer, ISO 3166-1 alpha-3, sorted.
    """
    told = table()["cover"]
    found: dict[str, Assumption] = {}
    if "cover" not in good.assumptions:
        for line in defaults():
            id_, _, importer = line.of.partition(":")
            if line.name == "cover" and importer and id_ == good.id:
                found[importer] = Assumption("cover", told["meaning"], told["unit"], line.spread, line.reference)
    for importer, spread in good.cover.items():
        _check("cover", spread, f"good {good.id}, cover of {importer}")
        found[importer] = Assumption("cover", told["meaning"], told["unit"], spread, CHOSEN, chosen=True)
    return MappingProxyType({importer: found[importer] for importer in sorted(found)})


def class_of(good: Good) -> str:
    """Return the class of a good: its first group in the product book, else that of all its codes, else ``default``.

    Of a code that holds goods of several groups, the group that the book lists first counts.

    Parameters
    ----------
    good : Good
        Good of a scenario.

    Returns
    -------
    str
        A group of the product book, or ``default``.
    """
    if good.id in products():
        return products()[good.id].groups[0]
    book = by_code("2022")
    leading = [sorted((entry.groups[0] for entry in book.get(code, ())), key=LEAD_GROUPS.index) for code in good.hs6]
    groups = {names[0] if names else OTHER for names in leading}
    return groups.pop() if len(groups) == 1 else OTHER


@cache
def table() -> Mapping[str, Mapping[str, Any]]:
    """Return the table of defaults as its file gives it, checked.

    Returns
    -------
    Mapping of str to Mapping
        By name of the assumption.

    Raises
    ------
    FormatError
        If the file lacks an assumption or knows one too many.
    """
    told = read_table(TABLE)
    if set(told) != set(NAMES):
        raise FormatError(f"It has {sorted(set(told) ^ set(NAMES))} too many or too few", where=TABLE)
    for name, rows in told.items():
        unknown = sorted(set(rows) - set(_PARTS))
        if unknown or not {"meaning", "unit", OTHER} <= set(rows):
            raise FormatError(
                f"Unknown parts {unknown}, or no meaning, unit or default", where=f"{TABLE} [{name}]", remedy="Mend it."
            )
    return MappingProxyType(told)


@cache
def defaults() -> tuple[Default, ...]:
    """Return all lines of the table, in its order.

    Returns
    -------
    tuple of Default
        The general ones, those of groups, of products, and of importers.

    Raises
    ------
    FormatError
        If a line is not three ordered numbers with a reference, or names a product that the book does not know.
    """
    found = []
    for name in NAMES:
        rows = table()[name]
        lines = {key: row for key, row in rows.items() if key in LEAD_GROUPS or key == OTHER}
        lines |= rows.get("product", {})
        for id_, by_importer in rows.get("importer", {}).items():
            lines |= {f"{id_}:{importer}": row for importer, row in by_importer.items()}
        for of, row in lines.items():
            where = f"{TABLE} [{name}] {of}"
            id_ = of.partition(":")[0]
            if id_ not in products() and id_ not in LEAD_GROUPS and of != OTHER:
                raise FormatError(f"Product {id_!r} is not in the product book", where=where)
            found.append(_line(name, of, row, where))
    return tuple(found)


def _line(name: str, of: str, row: Mapping[str, Any], where: str) -> Default:
    try:
        spread = Spread(float(row["low"]), float(row["mid"]), float(row["high"]), row.get("shape", "triangular"))
        _check(name, spread, where)
        reference = str(row["reference"])
    except (KeyError, TypeError, ValueError, UsageError) as error:
        found = error.found if isinstance(error, TocsinError) else f"A part is missing or is no number: {error}"
        raise FormatError(found, where=where, remedy="Give low, mid, high and a reference.") from error
    return Default(name, of, spread, reference)


@cache
def _lines() -> Mapping[tuple[str, str], Default]:
    return MappingProxyType({(line.name, line.of): line for line in defaults()})


def _assumption(good: Good, name: str) -> Assumption:
    told = table()[name]
    if name in good.assumptions:
        spread = good.assumptions[name]
        _check(name, spread, f"good {good.id}, assumption {name}")
        return Assumption(name, told["meaning"], told["unit"], spread, CHOSEN, chosen=True)
    line = next(_lines()[name, of] for of in (good.id, class_of(good), OTHER) if (name, of) in _lines())
    return Assumption(name, told["meaning"], told["unit"], line.spread, line.reference)


def _check(name: str, spread: Spread, where: str) -> None:
    if name in SHARES and spread.high > 1:
        raise UsageError(
            f"A share is {spread.high}, more than 1", where=where, remedy="Give a share between 0 and 1, such as 0.2."
        )
    if spread.low < 0:
        raise UsageError(f"{name} is {spread.low}, below 0", where=where, remedy="Give a figure of 0 or more.")
    if name in _DIVISORS and spread.low <= 0:
        raise UsageError(f"{name} is 0", where=where, remedy="Give a figure above 0, such as 0.05.")
