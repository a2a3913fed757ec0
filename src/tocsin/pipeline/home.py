"""Where the lake is, and what its first use does."""

from __future__ import annotations

import os
from pathlib import Path

from tocsin.core.clock import Clock
from tocsin.core.progress import Told, silent
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect
from tocsin.pipeline.measures import load_register
from tocsin.sources.declaration import source

SETTING = "TOCSIN_LAKE"
BUNDLED = "bundled"


def lake_path(given: Path | None = None) -> Path:
    """Return the folder of the lake: the option, else the setting, else the user's data folder.

    Parameters
    ----------
    given : pathlib.Path, optional
        What ``--lake`` says.

    Returns
    -------
    pathlib.Path
        The folder, existing or not.
    """
    if given is not None:
        return given
    if named := os.environ.get(SETTING):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("tocsin", appauthor=False) / "lake"


def open_lake(path: Path, clock: Clock, *, empty: bool = False, told: Told = silent) -> Lake:
    """Open the lake; one that shall not be empty is given whatever it lacks of the bundled tables and the register.

    Parameters
    ----------
    path : pathlib.Path
        Its folder.
    clock : Clock
        Gives the moment that loads record.
    empty : bool
        Make a new lake without them, for good.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Lake
        The lake.

    Raises
    ------
    LakeError
        If the folder is no lake or damaged.
    """
    lake = Lake(path, clock) if Lake.exists(path) else Lake.create(path, clock, bare=empty)
    if not lake.bare:
        held = {(str(row["table_name"]), str(row["vintage"])) for row in lake.history() if row["source"] == BUNDLED}
        if not source(BUNDLED).vintages <= held:
            told(f"First use: loading the bundled tables into {path}.")
            collect(lake, BUNDLED, Request())
        load_register(lake)
    return lake
