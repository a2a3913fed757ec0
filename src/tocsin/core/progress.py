"""How long work tells what it is at: a function that is handed in, and one that says nothing."""

from __future__ import annotations

from collections.abc import Callable

#: Called with a sentence when something that takes time begins.
Told = Callable[[str], None]
#: Called with the number of rows read so far.
Counted = Callable[[int], None]


def silent(_: object) -> None:
    """Say nothing."""
