"""The text of a PDF, taken out by a process of its own that can be stopped and held to its memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from tocsin.core.errors import FormatError, UsageError
from tocsin.events.intake_limits import Limits, Watch


@dataclass(frozen=True)
class Pages:
    """What a PDF says.

    Parameters
    ----------
    text : str
        Its pages, apart by a form feed.
    title, created : str
        As its properties name them; empty if they do not.
    pages : int
        How many.
    """

    text: str
    title: str
    created: str
    pages: int


def pages(data: bytes, limits: Limits, watch: Watch, where: str) -> Pages:
    """Take the text out of a PDF.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        How many pages and characters, how much memory.
    watch : Watch
        Time that is left.
    where : str
        Its name, for errors.

    Returns
    -------
    Pages
        Its text.

    Raises
    ------
    UsageError
        If the package pypdf is not installed.
    FormatError
        If it is damaged, encrypted, without text, too long, or takes too much time or memory.
    """
    if find_spec("pypdf") is None:
        raise UsageError(
            "Reading a PDF needs the package pypdf, which is not installed",
            where=where,
            remedy="Run: pip install pypdf; or save the document as text.",
        )
    asked = [str(limits.pages), str(limits.characters), str(limits.memory)]
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {_RUN}", *asked]
    try:
        ran = subprocess.run(command, input=data, capture_output=True, timeout=max(watch.left, 1.0), check=False)  # noqa: S603 - our own interpreter and module
    except subprocess.TimeoutExpired:
        raise FormatError("The PDF takes too much time", where=where, remedy=_REMEDY) from None
    if ran.returncode != 0:
        raise FormatError("The PDF takes too much memory, or breaks what reads it", where=where, remedy=_REMEDY)
    told: dict[str, Any] = json.loads(ran.stdout)
    if "refused" in told:
        raise FormatError(f"The PDF {told['refused']}", where=where, remedy=_REMEDY)
    return Pages(_whole(told["text"]), _whole(told["title"]), told["created"], told["pages"])


def _whole(text: str) -> str:
    """Return a text without halves of characters, which no file could hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8") if not text.isascii() else text


_REMEDY = "Open it in a viewer and save what it says as text."
_RUN = "from tocsin.events.intake_pdf import serve; serve()"


def serve() -> None:
    """Read a PDF from standard input and tell what it says as JSON: what the process of its own runs."""
    most_pages, most_characters, memory = (int(one) for one in sys.argv[1:4])
    _hold(memory)
    try:
        told = _extracted(sys.stdin.buffer.read(), most_pages, most_characters)
    except MemoryError:
        told = {"refused": "takes too much memory"}
    except RecursionError:
        told = {"refused": "is nested too deep"}
    except Exception as error:  # noqa: BLE001 - a damaged file can break its reader anywhere; it is refused whole
        told = {"refused": f"cannot be read ({type(error).__name__}: {str(error)[:160]})"}
    sys.stdout.write(json.dumps(told))


def _hold(memory: int) -> None:
    try:
        import resource
    except ImportError:  # systems without such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _extracted(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"refused": "is encrypted"}
    if len(reader.pages) > most_pages:
        return {"refused": f"has {len(reader.pages):,} pages; at most {most_pages:,} are read"}
    found: list[str] = []
    length = 0
    for one in reader.pages:
        found.append((one.extract_text() or "").replace("\f", "\n"))
        length += len(found[-1]) + 1
        if length > most_characters:
            return {"refused": f"holds more than {most_characters:,} characters"}
    if not any(one.strip() for one in found):
        return {"refused": "holds no text: its pages are pictures"}
    about: Any = reader.metadata or {}
    return {
        "text": "\f".join(found),
        "title": str(about.get("/Title") or "").strip(),
        "created": str(about.get("/CreationDate") or ""),
        "pages": len(found),
    }
