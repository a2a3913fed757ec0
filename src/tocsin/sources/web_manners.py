"""How a service wants to be asked, and what its answers' statuses mean."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path

from tocsin.sources.web_packing import Fault
from tocsin.sources.web_wire import Answer

TRANSIENT = (408, 425, 429)
REFUSED = "Check reporter, partner, product and period; the service may have changed its address."


@dataclass(frozen=True)
class Manners:
    """How a service wants to be asked: ``[live]`` of its ``source.toml``.

    Parameters
    ----------
    seconds_between : float
        Shortest time between two requests to one host [s].
    seconds_silent, seconds_total : float
        Longest wait for the next bytes, and for a whole answer [s].
    seconds_again : float
        Wait before the second try; it doubles with each further one [s].
    tries : int
        How often one file is asked for [1].
    """

    seconds_between: float = 1.0
    seconds_silent: float = 30.0
    seconds_total: float = 180.0
    seconds_again: float = 1.0
    tries: int = 4


def manners(name: str) -> Manners:
    """Return how the service of a source wants to be asked.

    Parameters
    ----------
    name : str
        Name of the source.

    Returns
    -------
    Manners
        What its ``[live]`` says, else the defaults.
    """
    told = tomllib.loads((files("tocsin.sources") / name / "source.toml").read_text(encoding="utf-8"))
    live = told.get("live", {})
    return Manners(**{key: live[key] for key in Manners.__dataclass_fields__ if key in live})


def judge_status(answer: Answer, body: Path, *, setting: str, has_key: bool) -> None:
    """Refuse every status that brings no file.

    Parameters
    ----------
    answer : Answer
        What came.
    body : pathlib.Path
        Its body.
    setting : str
        Where the access key is set: ``"TOCSIN_COMTRADE_KEY"``.
    has_key : bool
        Whether it is.

    Raises
    ------
    Fault
        For every status but 200 (a file) and 204 (nothing there).
    """
    status = answer.status
    if status in (200, 204):
        return
    if status in (401, 403):
        what = "the access key is refused" if has_key else "an access key is missing"
        remedy = f"Set {setting} to a valid key of the service. Is its quota used up?"
        raise Fault(f"{what} (status {status})", final=True, remedy=remedy)
    if status in TRANSIENT or status >= 500:
        why = "too many requests" if status == 429 else "the service fails"
        raise Fault(f"{why} (status {status})", wait=_retry_after(answer.headers))
    if 400 <= status < 500:
        said = " ".join(body.read_bytes()[:300].decode("utf-8", "replace").split())
        raise Fault(f"the service refuses the request (status {status}): {said!r}", final=True, remedy=REFUSED)
    raise Fault(f"the answer makes no sense (status {status})")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read how long a server asks to wait, in seconds or as a moment by its own clock."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(text) - parsedate_to_datetime(headers["date"])).total_seconds())
    return None
