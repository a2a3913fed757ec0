"""Sentences built from named parts, so that every line of a board can be said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.publish.movement import movement
from tocsin.publish.numbers import index, likely, measure, millions, percent, usd

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CONCENTRATED",
    "index",
    "likely",
    "measure",
    "millions",
    "of_country",
    "origin",
    "percent",
    "replaceable",
    "short_name",
    "trend",
    "usd",
    "why",
]

CONCENTRATED = 0.4
_LITTLE, _LARGELY = 0.25, 0.75
_ARTICLE_FIRST = ("United ", "Central African", "Dominican Rep", "Soviet", "British ", "Southern African", "Holy See")
_ARTICLE_LAST = ("Islands", "Territory", "Territories")
_ARTICLE = {
    "Bahamas",
    "Comoros",
    "EU",
    "European Union",
    "Gambia",
    "German Democratic Republic",
    "Maldives",
    "Netherlands",
    "Netherlands Antilles",
    "Philippines",
    "Seychelles",
}
_SPOKEN = {
    "Congo (Democratic Republic)": "the Democratic Republic of the Congo",
    "Congo": "the Republic of the Congo",
    "Not specified": "origins not specified",
}
_SHORT = {"Congo (Democratic Republic)": "DR Congo"}


def short_name(name: str) -> str:
    """Shorten the name of a country where a label has little room.

    Parameters
    ----------
    name : str
        Name as in the list of countries.

    Returns
    -------
    str
        The name people use, or the name itself.

    Examples
    --------
    >>> short_name("Congo (Democratic Republic)"), short_name("China")
    ('DR Congo', 'China')
    """
    return _SHORT.get(name, name)


def of_country(name: str) -> str:
    """Give a country the article that English gives it.

    Parameters
    ----------
    name : str
        Name as in the list of countries.

    Returns
    -------
    str
        The name as it stands after a preposition.

    Examples
    --------
    >>> of_country("United States"), of_country("China"), of_country("Not specified")
    ('the United States', 'China', 'origins not specified')
    """
    if name in _SPOKEN:
        return _SPOKEN[name]
    takes = name in _ARTICLE or name.startswith(_ARTICLE_FIRST) or name.endswith(_ARTICLE_LAST)
    return f"the {name}" if takes else name


def origin(name: str | None, share: float | None, suppliers: int) -> str:
    """Say how much comes from the largest supplier.

    Parameters
    ----------
    name : str or None
        Name of the largest supplier.
    share : float or None
        Its share of the import value, in [0, 1].
    suppliers : int
        Number of suppliers recorded.

    Returns
    -------
    str
        ``"94 % from China"``.

    Examples
    --------
    >>> origin("China", 1.0, 1), origin("Not specified", 0.6, 4), origin(None, None, 0)
    ('all from China, the only supplier recorded', '60 % from origins not specified', 'no imports recorded')
    """
    if not name or suppliers < 1:
        return "no imports recorded"
    place = of_country(name)
    if share is None:
        return f"the largest supplier is {place}, its share not known"
    if suppliers == 1:
        return f"all from {place}, the only supplier recorded"
    if share >= 1 - 1e-9:
        return f"practically all from {place}"
    return f"{percent(share)} from {place}"


def replaceable(value: float | None) -> str:
    """Say how much of the largest supplier's deliveries others could replace.

    Parameters
    ----------
    value : float or None
        Indicator ``replaceability``, in [0, 1].

    Returns
    -------
    str
        Little below .25, partly below .75, else replaceable; or that it is not known.

    Examples
    --------
    >>> replaceable(0.25), replaceable(None)
    ('partly replaceable within a year', 'not known how much of it is replaceable')
    """
    if value is None:
        return "not known how much of it is replaceable"
    if value < _LITTLE:
        return "little of it replaceable within a year"
    return "replaceable within a year" if value >= _LARGELY else "partly replaceable within a year"


def trend(shares: Sequence[tuple[str, float | None]]) -> str:
    """Say how a share moved over the years.

    Parameters
    ----------
    shares : sequence of (str, float or None)
        Period and share of the same supplier, in [0, 1], oldest first, the current period last.

    Returns
    -------
    str
        Rose or fell by ten points or more between the ends; else swung by twenty or more on the way; else steady.
        Empty where the current share or every earlier one is not known.

    Examples
    --------
    >>> trend([("2014", 0.71), ("2015", 0.94)]), trend([("2014", 0.9), ("2015", 0.94)]), trend([("2014", None)])
    ('the share rose from 71 % in 2014', 'the share is steady since 2014', '')
    >>> trend([("2014", 0.87), ("2015", 0.16), ("2016", 0.94)]), trend([("2014", 0.0), ("2015", 0.94)])
    ('the share swung between 16 % and 94 % since 2014', 'there was none in 2014')
    """
    path = movement(shares)
    if path is None:
        return ""
    period, share = path.then
    if path.word == "steady":
        return f"the share is steady since {period}"
    if path.word == "swung":
        return f"the share swung between {percent(path.low)} and {percent(path.high)} since {period}"
    return f"the share {path.word} from {percent(share)} in {period}" if share else f"there was none in {period}"


def why(  # noqa: PLR0917 - a sentence has as many parts as it has
    title: str,
    top_name: str | None,
    top_share: float | None,
    supplier_count: int,
    replaceability: float | None,
    shares: Sequence[tuple[str, float | None]],
    world_export_hhi: float | None,
) -> str:
    """Say in one sentence why a product stands where it does.

    Parameters
    ----------
    title : str
        Name of the product.
    top_name : str or None
        Name of the largest supplier.
    top_share : float or None
        Its share of the import value, in [0, 1].
    supplier_count : int
        Number of suppliers recorded.
    replaceability : float or None
        Indicator of that name, in [0, 1].
    shares : sequence of (str, float or None)
        Period and share of the same supplier, in [0, 1], oldest first, the current period last; None where nothing was
        imported.
    world_export_hhi : float or None
        Concentration of world exports, in [0, 1].

    Returns
    -------
    str
        One sentence with its full stop. What is not known about the past or the world market is left out.

    Examples
    --------
    >>> why("Graphite, flake", "China", 0.94, 12, 0.1, [("2014", 0.71), ("2015", 0.94)], None)
    'Graphite, flake: 94 % from China, little of it replaceable within a year; the share rose from 71 % in 2014.'
    """
    if not top_name or supplier_count < 1:
        return f"{title}: no imports recorded."
    parts = [f"{origin(top_name, top_share, supplier_count)}, {replaceable(replaceability)}"]
    parts.append(trend(shares))
    if world_export_hhi is not None and world_export_hhi > CONCENTRATED:
        parts.append("world exports are concentrated")
    return f"{title}: {'; '.join(filter(None, parts))}."
