"""The first bytes of a file: they tell what kind of file it is, whatever its name says."""

from __future__ import annotations

from pathlib import Path

from tocsin.core.errors import FormatError


def head_of(path: Path, size: int = 512) -> bytes:
    """Return the first bytes of a file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    size : int
        How many bytes at the most [1].

    Returns
    -------
    bytes
        Empty if the file is.

    Raises
    ------
    FormatError
        If there is no such file, or it cannot be opened.
    """
    if not path.is_file():
        raise FormatError(f"{path.name!r} is no file", where=str(path.parent), remedy="Check the path.")
    try:
        with path.open("rb") as stream:
            return stream.read(size)
    except OSError as error:
        raise FormatError(
            f"the file cannot be opened ({error.strerror})", where=str(path), remedy="Is it yours to read?"
        ) from error


def text_start(path: Path) -> bytes:
    """Return the first bytes of a file's text, byte order mark and blanks before it left out.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    bytes
        ``b"{..."`` of a JSON object, ``b"<..."`` of a web page.
    """
    return head_of(path).lstrip(b"\xef\xbb\xbf \t\r\n")
