"""The registers that hold here: the one that ships with Tocsin, and a folder of the user's own beside the lake."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tocsin.policy.register import FOLDER, Register, read_register, register

#: Folder beside the tables of a lake that holds the user's own entries, one folder per party.
OWN = "controls"


def controls(lake_folder: Path | None = None, *, also: Sequence[Path] = (), only: Path | None = None) -> Register:
    """Return the register that holds for a lake.

    An entry of the user's folder takes the place of the shipped one with the same id.

    Parameters
    ----------
    lake_folder : pathlib.Path or None
        Folder of the lake, existing or not.
    also : sequence of pathlib.Path
        Further folders, the last first in rank.
    only : pathlib.Path or None
        A register that stands alone: neither the shipped one nor the user's is read.

    Returns
    -------
    Register
        Read and checked.

    Raises
    ------
    CodeError
        As of :func:`tocsin.policy.register.read_register`.
    FormatError
        As of :func:`tocsin.policy.register.read_register`.
    """
    if only is not None:
        return read_register([only])
    own = lake_folder / OWN if lake_folder else None
    extra = [*([own] if own and any(own.glob("*/*.toml")) else []), *also]
    return read_register([FOLDER, *extra]) if extra else register()
