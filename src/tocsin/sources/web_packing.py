"""Why an answer is none, and answers that were packed for the way."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

CHUNK = 1 << 20


class Fault(Exception):  # noqa: N818 - not an error yet: the next try may succeed
    """Why a question has no usable answer.

    Parameters
    ----------
    found : str
        What happened.
    wait : float, optional
        How long the server asks to wait before the next try [s].
    final : bool
        Whether another try is pointless.
    remedy : str
        What the reader can do about it.
    """

    def __init__(self, found: str, *, wait: float | None = None, final: bool = False, remedy: str = "") -> None:
        super().__init__(found)
        self.found, self.wait, self.final, self.remedy = found, wait, final, remedy


def unpack(path: Path, encoding: str, kind: str, most: int) -> None:
    """Unpack a body that was packed for the way; a ``.gz`` file that servers announce so stays as it is.

    Parameters
    ----------
    path : pathlib.Path
        The body; it is replaced.
    encoding : str
        What the server says of it.
    kind : str
        Kind of file expected.
    most : int
        Largest size unpacked [bytes].

    Raises
    ------
    Fault
        If it does not unpack to its end.
    """
    encodings = [name for name in encoding.lower().replace(" ", "").split(",") if name not in ("", "identity")]
    if not encodings:
        return
    if encodings not in (["gzip"], ["x-gzip"]):
        raise Fault(f"the answer is packed as {encoding!r}, which was not asked for")
    plain = path.with_suffix(".plain")
    try:
        with gzip.open(path) as packed, plain.open("wb") as stream:
            size = 0
            while chunk := packed.read(CHUNK):
                size += stream.write(chunk)
                if size > most:
                    raise Fault(f"the answer unpacks to more than {most:,} bytes", final=True)
        if kind != "gzip" or _is_gzip(plain):
            plain.replace(path)
    except (OSError, EOFError, zlib.error) as error:
        raise Fault(f"the packed answer is damaged ({first_line(error)})") from None
    finally:
        plain.unlink(missing_ok=True)


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, else its kind."""
    return (str(error).splitlines() or [""])[0][:120] or type(error).__name__
