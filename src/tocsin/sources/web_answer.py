"""Whether a file that came whole is about what was asked for: another country or year is a fault of the service.

A proxy or a changed interface may answer another question, well formed. Nothing of such an answer may be loaded, for it
would stand in the lake as if it had been asked for; what comes of the same call later is asked for anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.fetch import Ask
from tocsin.core.period import parse_period

_SHOWN = 3


def check_asked(path: Path, what: str, found: Iterable[object], is_asked: Callable[[str], bool]) -> None:
    """Refuse an answer that holds what was not asked for.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    what : str
        What is looked at, for the message: ``"reporter"``.
    found : iterable
        All of it in the file; empty and absent ones are left to the reader.
    is_asked : callable
        Tells whether one, as text, was asked for.

    Raises
    ------
    FormatError
        Naming the first that was not.
    """
    texts = {str(one).strip() for one in found if one is not None}
    if odd := sorted(text for text in texts if text and not is_asked(text)):
        raise FormatError(
            f"the answer holds {what} {', '.join(map(repr, odd[:_SHOWN]))}, which was not asked for",
            where=str(path),
            remedy="Nothing of it was loaded. Run the same command again later; the service may have changed.",
        )


def in_span(ask: Ask) -> Callable[[str], bool]:
    """Return what tells whether a period lies in the span asked for; what is no period is left to the reader.

    Parameters
    ----------
    ask : Ask
        Its first and last period.

    Returns
    -------
    callable
        From a period as the service writes it.
    """

    def lies(text: str) -> bool:
        try:
            period = parse_period(text)
        except CodeError:
            return True
        early = ask.since is not None and period.end < ask.since.start
        return not (early or (ask.until is not None and period.start > ask.until.end))

    return lies


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON can be anything: callers look before they take
    """Read a JSON file of a service.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    object
        What it says.

    Raises
    ------
    FormatError
        If it is none, or empty.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"the answer is no JSON ({str(error)[:100]})",
            where=str(path),
            remedy="The service may have answered with an error: look into the file, then collect again.",
        ) from error
