"""Units of the Mineral Commodity Summaries, as column suffixes (2025) and in words (2026), and ours."""

from __future__ import annotations

from tocsin.core.errors import CodeError

#: Unit of ours and factor to it.
Unit = tuple[str, float]

QUANTITIES: dict[str, Unit] = {
    "t": ("t", 1.0),
    "kt": ("t", 1e3),
    "mmt": ("t", 1e6),
    "kg": ("kg", 1.0),
    "g": ("g", 1.0),
    "mct": ("ct", 1e6),
    "mcm": ("m3", 1e6),
    "mdol": ("USD", 1e6),
    "metric tons": ("t", 1.0),
    "metric dry tons": ("t", 1.0),
    "thousand metric tons": ("t", 1e3),
    "thousand metric dry tons": ("t", 1e3),
    "million metric tons": ("t", 1e6),
    "kilograms": ("kg", 1.0),
    "thousand carats": ("ct", 1e3),
    "thousands of carats": ("ct", 1e3),
    "million carats": ("ct", 1e6),
    "million cubic meters": ("m3", 1e6),
    "million liters": ("m3", 1e3),
    "million dollars": ("USD", 1e6),
}

PRICES: dict[str, Unit] = {
    "dt": ("t", 1.0),
    "dkg": ("kg", 1.0),
    "dg": ("g", 1.0),
    "dlb": ("lb", 1.0),
    "ctslb": ("lb", 0.01),
    "dto": ("troy_ounce", 1.0),
    "dtoz": ("troy_ounce", 1.0),
    "dst": ("short_ton", 1.0),
    "dct": ("ct", 1.0),
    "df": ("flask", 1.0),
    "dmtu": ("metric ton unit", 1.0),
    "dollars per metric ton": ("t", 1.0),
    "dollars per kilogram": ("kg", 1.0),
    "dollars per gram": ("g", 1.0),
    "dollars per pound": ("lb", 1.0),
    "cents per pound": ("lb", 0.01),
    "dollars per troy ounce": ("troy_ounce", 1.0),
    "dollars per short ton": ("short_ton", 1.0),
    "dollars per carat": ("ct", 1.0),
    "dollars per flask": ("flask", 1.0),
    "dollars per dry metric ton unit": ("metric ton unit", 1.0),
    "dollars per 10-grams": ("g", 0.1),
    "dollars per 25 grams": ("g", 0.04),
    "dollars per 50 grams": ("g", 0.02),
    "dollars per 100 milliliters": ("l", 10.0),
    "dollars per 100 mililiters": ("l", 10.0),
}


def parse_unit(text: str, known: dict[str, Unit]) -> Unit:
    """Read a unit.

    Parameters
    ----------
    text : str
        As published.
    known : dict
        `QUANTITIES` or `PRICES`.

    Returns
    -------
    (str, float)
        Unit of ours and factor to it.

    Raises
    ------
    CodeError
        If it is none of those.
    """
    plain = " ".join(text.split())
    if plain not in known:
        raise CodeError(f"unit {plain!r} is not known" if plain else "no unit is stated")
    return known[plain]
