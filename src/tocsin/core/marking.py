"""Traffic Light Protocol 2.0 (FIRST, 2022): who may see a text."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from tocsin.core.errors import CodeError


class Marking(IntEnum):
    """The five markings, from free to closed."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    def __str__(self) -> str:
        """Return the marking as the protocol prints it: ``"TLP:AMBER+STRICT"``."""
        return f"TLP:{self.name.replace('_', '+')}"

    def allows(self, other: Marking) -> bool:
        """Tell whether something marked `other` may be put into something marked like this."""
        return other <= self


def parse_marking(text: str, *, where: str = "") -> Marking:
    """Read a marking.

    Parameters
    ----------
    text : str
        ``"TLP:AMBER+STRICT"``, ``"amber"``; ``"white"``, the name of CLEAR before 2022, is read as CLEAR.
    where : str
        Place named in an error.

    Returns
    -------
    Marking
        The marking.

    Raises
    ------
    CodeError
        If it is none of the five.
    """
    name = text.strip().upper().removeprefix("TLP:").replace("+", "_")
    name = "CLEAR" if name == "WHITE" else name
    if name not in Marking.__members__:
        raise CodeError(
            f"marking {text!r} is unknown", where=where, remedy=f"Markings: {', '.join(map(str, Marking))}."
        )
    return Marking[name]


def strictest(markings: Iterable[Marking]) -> Marking:
    """Return the marking that a text made of parts must bear.

    Parameters
    ----------
    markings : iterable of Marking
        Markings of the parts.

    Returns
    -------
    Marking
        The most closed of them; CLEAR for none.
    """
    return max(markings, default=Marking.CLEAR)
