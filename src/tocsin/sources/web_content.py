"""Whether a fetched file is what was asked for: an error page, half a table or a broken archive is not."""

from __future__ import annotations

import gzip
import json
import zipfile
import zlib
from pathlib import Path

from tocsin.sources.web_packing import CHUNK, Fault

#: A larger JSON file is only looked at from both ends: its reader parses it whole anyway.
PARSED = 64 << 20
HEAD = 4096


def check_content(path: Path, kind: str) -> None:
    """Refuse a file that cannot be of the kind asked for.

    Parameters
    ----------
    path : pathlib.Path
        The file as it came.
    kind : str
        ``"json"``, ``"csv"``, ``"tsv"``, ``"zip"``, ``"gzip"`` or ``"xlsx"``.

    Raises
    ------
    Fault
        If it is empty, another kind of file, or damaged.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        raise Fault("the answer is empty")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        what = "a web page (HTML)" if b"<html" in text.lower() or b"<!doctype html" in text.lower() else "XML or HTML"
        raise Fault(f"{what} came instead of {kind}: {_excerpt(text)}")
    {"json": _json, "csv": _table, "tsv": _table, "zip": _zip, "xlsx": _zip, "gzip": _gzip}[kind](path)


def _excerpt(text: bytes) -> str:
    return repr(" ".join(text[:80].decode("utf-8", "replace").split()))


def _json(path: Path) -> None:
    if path.stat().st_size > PARSED:
        with path.open("rb") as stream:
            stream.seek(-64, 2)
            if not stream.read().rstrip().endswith((b"}", b"]")):
                raise Fault("the JSON breaks off before its end")
        return
    try:
        json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Fault(f"what came is no JSON ({str(error)[:100]})") from None


def _table(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, path.stat().st_size - 16 * HEAD))
        tail = stream.read()
    if head.lstrip().startswith((b"{", b"[{")):
        raise Fault(f"JSON came instead of a table: {_excerpt(head)}")
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")) or (
        b"\x00" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise Fault("a packed or binary file came instead of a table")
    lines = tail.splitlines()
    if tail.endswith((b"\n", b"\r")) or len(lines) < 3 or b'"' in lines[-1] + lines[-2]:
        return
    delimiter = max((b",", b";", b"\t", b"|"), key=lines[-2].count)
    if lines[-1].count(delimiter) < lines[-2].count(delimiter):
        raise Fault("the table breaks off within its last line")


def _zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Fault(f"the archive is damaged ({str(error)[:100]})") from None
    if broken:
        raise Fault(f"{broken!r} in the archive is damaged")


def _gzip(path: Path) -> None:
    try:
        with gzip.open(path) as stream:
            while stream.read(CHUNK):
                pass
    except (OSError, EOFError, zlib.error) as error:
        raise Fault(f"the gzip file is damaged ({str(error)[:100]})") from None
