"""Parts of an ensemble that are finished, kept in a folder so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
_MOST_OPEN = 100


def digest(*given: object) -> str:
    """Return a short name of what is asked: the same for the same, whatever the order of mappings.

    Parameters
    ----------
    *given : object
        Data classes, mappings, sequences, arrays, texts and numbers, nested.

    Returns
    -------
    str
        24 hexadecimal digits. The program text of this box and the version of NumPy count as well.
    """
    taken = hashlib.sha256(_program())
    _take(taken, given)
    return taken.hexdigest()[:24]


def write_part(path: Path, arrays: Arrays) -> None:
    """Keep a part: it is there whole or not at all.

    Parameters
    ----------
    path : pathlib.Path
        File; its folder is made.
    arrays : Mapping of str to array
        What it holds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, **dict(arrays))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def whole(path: Path) -> bool:
    """Tell whether a kept part is there and undamaged: every check sum is that of its bytes.

    Parameters
    ----------
    path : pathlib.Path
        File.

    Returns
    -------
    bool
        False also for a file that is no part at all.
    """
    try:
        with zipfile.ZipFile(path) as file:
            return file.testzip() is None
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError):
        return False


@contextmanager
def opened(paths: Sequence[Path], small: Callable[[str], bool]) -> Iterator[Callable[[str], list[NDArray[Any]]]]:
    """Read kept parts, one array after the other.

    To open a part reads the names of all that it holds, so they stay open; where they are too many for that, what is
    small is read at once.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        Files.
    small : callable
        Is given the name of an array, and says whether that of all parts fits in memory.

    Yields
    ------
    callable
        Is given the name of an array, and returns it as each part has it.
    """
    if len(paths) <= _MOST_OPEN:
        with ExitStack() as stack:
            files = [stack.enter_context(np.load(path, allow_pickle=False)) for path in paths]
            yield lambda name: [file[name] for file in files]
        return
    held = [_read(path, small) for path in paths]
    yield lambda name: [
        part[name] if small(name) else _read(path, name.__eq__)[name] for part, path in zip(held, paths, strict=True)
    ]


def _read(path: Path, wanted: Callable[[str], bool]) -> dict[str, NDArray[Any]]:
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files if wanted(name)}


@cache
def _program() -> bytes:
    taken = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        taken.update(path.name.encode() + b"\0" + path.read_bytes())
    return taken.digest()


def _take(taken: Any, value: object) -> None:  # noqa: ANN401 - hashlib's objects have no public type
    taken.update(type(value).__name__.encode() + b"\0")
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            taken.update(one.name.encode() + b"\0")
            _take(taken, getattr(value, one.name))
    elif isinstance(value, np.ndarray):
        taken.update(f"{value.dtype.str}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            _take(taken, key)
            _take(taken, value[key])
    elif isinstance(value, (list, tuple)):
        taken.update(f"{len(value)}".encode())
        for item in value:
            _take(taken, item)
    else:
        taken.update(repr(value).encode() + b"\0")
