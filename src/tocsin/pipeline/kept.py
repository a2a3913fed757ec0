"""What was drawn and learned from past days, kept beside the lake's tables so that it is made once.

A file is named by a digest of all that shaped it, so what is found under a name is right; the folder may be deleted at
any time. Only arrays are stored, never objects: a lake from elsewhere cannot run anything here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.foresight.model import version

FOLDER = ".kept"
Arrays = Mapping[str, npt.NDArray[Any]]
#: What reading a damaged file ends in: each layer of a zip of arrays says it in its own way.
_DAMAGED = (OSError, ValueError, zipfile.BadZipFile, zlib.error, KeyError, EOFError, TypeError, RuntimeError)


@cache
def maker() -> str:
    """Return the version of all that makes a forecast: the model, and how its past is drawn and learned from.

    Returns
    -------
    str
        Twelve hexadecimal digits; a change of that program text changes it.
    """
    here = Path(__file__).parent
    names = ("book", "forecast", "holdings", "newest", "origins", "past", "strands")
    texts = [(here / f"{name}.py").read_bytes() for name in names]
    return hashlib.sha256(b"\0".join([version().encode(), *texts])).hexdigest()[:12]


def name_of(*parts: object) -> str:
    """Digest what shaped something.

    Parameters
    ----------
    *parts : object
        Each by its text.

    Returns
    -------
    str
        Hexadecimal digest.
    """
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24]


def find(root: Path, name: str) -> dict[str, npt.NDArray[Any]] | None:
    """Return what is kept under a name.

    Parameters
    ----------
    root : pathlib.Path
        The lake's folder.
    name : str
        As from :func:`name_of`.

    Returns
    -------
    dict of str to numpy.ndarray or None
        None where nothing is, or the file is damaged.
    """
    try:
        with (root / FOLDER / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as held:
            return {key: held[key] for key in held.files}
    except _DAMAGED:
        return None


def keep(root: Path, name: str, arrays: Arrays) -> None:
    """Keep arrays under a name; where the disk refuses, nothing is kept and nothing breaks.

    Parameters
    ----------
    root : pathlib.Path
        The lake's folder.
    name : str
        As from :func:`name_of`.
    arrays : mapping of str to numpy.ndarray
        What to keep.
    """
    with contextlib.suppress(OSError):
        folder = root / FOLDER
        folder.mkdir(exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(file, allow_pickle=False, **arrays)
            Path(temporary).replace(folder / f"{name}.npz")
        finally:
            Path(temporary).unlink(missing_ok=True)
