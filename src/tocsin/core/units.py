"""Units of quantities, through Pint, which is imported at first use: it costs a third of a second."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import CodeError

if TYPE_CHECKING:
    from pint import UnitRegistry

#: Density by which a volume of natural gas is turned into a weight: 0.8 kg per cubic metre (GeoPolRisk convention).
GAS_DENSITY = 0.8

_NAMES = {"ct": "carat", "Mm3": "gas_volume", "1": "dimensionless", "t": "metric_ton"}


@cache
def unit_registry() -> UnitRegistry[Any]:
    """Return the one registry of units, with those of the trade added.

    Returns
    -------
    pint.UnitRegistry
        Pint's default units and ``USD``, ``gas_volume`` (a million cubic metres of natural gas, as a weight).
    """
    from pint import UnitRegistry

    registry: UnitRegistry[Any] = UnitRegistry()
    registry.define("USD = [currency]")
    registry.define(f"gas_volume = {GAS_DENSITY * 1e6} kilogram")
    return registry


@cache
def factor(unit: str, target: str, *, where: str = "") -> float:
    """Return by what a number in `unit` is multiplied to be in `target`.

    Parameters
    ----------
    unit : str
        Unit of the number: ``"t"``, ``"kg"``, ``"ct"``, ``"Mm3"`` or any that Pint knows.
    target : str
        Unit wanted.
    where : str
        Place named in an error.

    Returns
    -------
    float
        The factor [target per unit].

    Raises
    ------
    CodeError
        If a unit is unknown or the two do not measure the same thing.

    Examples
    --------
    >>> factor("t", "kg")
    1000.0
    """
    from tokenize import TokenError

    from pint import PintError

    registry = unit_registry()
    try:
        return float(registry.Quantity(1.0, _NAMES.get(unit, unit)).to(_NAMES.get(target, target)).magnitude)
    except (PintError, TokenError, ValueError, TypeError, AttributeError, AssertionError) as error:
        raise CodeError(f"{unit!r} cannot be turned into {target!r}", where=where, remedy=f"{error}.") from error
