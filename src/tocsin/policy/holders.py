"""Where the firms that authorisations name are at home."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tocsin.core.errors import CodeError, FormatError
from tocsin.ref.countries import countries
from tocsin.ref.tables import read_table

TABLE = "control_holders.toml"
_KEYS = {"home", "also"}


@cache
def homes() -> Mapping[str, str]:
    """Home countries by the beginning of a firm's name, in lower case.

    Returns
    -------
    mapping of str to str
        ISO 3166-1 alpha-3.

    Raises
    ------
    CodeError
        If a home is no country.
    FormatError
        If a row has no home, or a key that is not known.
    """
    found: dict[str, str] = {}
    for name, row in read_table(TABLE).items():
        where = f"{TABLE} [{name}]"
        if "home" not in row or set(row) - _KEYS:
            raise FormatError(f"The row holds {sorted(row)}", where=where, remedy="Give home, and also if needed.")
        if row["home"] not in countries():
            raise CodeError(f"{row['home']!r} is no country", where=where, remedy="Give three letters of ISO 3166-1.")
        found |= {start.casefold(): row["home"] for start in (name, *row.get("also", ()))}
    return found


def home_of(holder: str) -> str:
    """Find the home country of a firm.

    Parameters
    ----------
    holder : str
        Its name, as an entry gives it.

    Returns
    -------
    str
        ISO 3166-1 alpha-3; empty if the table does not hold it.

    Examples
    --------
    >>> home_of("SK hynix (Wuxi and Dalian)")
    'KOR'
    """
    name = holder.casefold().strip()
    starts = [start for start in homes() if name == start or _begins(name, start)]
    return homes()[max(starts, key=len)] if starts else ""


def _begins(name: str, start: str) -> bool:
    return name.startswith(start) and not name[len(start)].isalnum()
