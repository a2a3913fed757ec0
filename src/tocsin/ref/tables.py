"""The tables that ship with Tocsin, read from its data folder."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError

DATA = Path(__file__).parent.parent / "data"


@cache
def read_table(name: str) -> dict[str, Any]:
    """Read one of the TOML tables that ship with Tocsin.

    Parameters
    ----------
    name : str
        Path below the data folder, with ``/``: ``"products/food.toml"``.

    Returns
    -------
    dict
        The table as TOML gives it: read once, the same for all who ask, so nobody may change it.

    Raises
    ------
    FormatError
        If the file is absent or is not TOML.
    """
    path = DATA / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FormatError(
            f"The table {name} is missing", where=str(DATA), remedy="Install Tocsin again; the table ships with it."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{error}", where=str(path), remedy="Correct the line and try again.") from error
