"""Refused rows by reason, while a reader counts them."""

from __future__ import annotations

from tocsin.core.release import Refusal
from tocsin.sources.textfile import EXAMPLES


class Refusals:
    """Rows refused for each reason so far, and the first examples of each."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, list[str]]] = {}

    @property
    def count(self) -> int:
        """Rows refused so far."""
        return sum(count for count, _ in self._found.values())

    def add(self, reason: str, example: str, count: int = 1) -> None:
        """Count rows refused for one reason, and keep the first examples.

        Parameters
        ----------
        reason : str
            Why, without the value, so that like goes with like.
        example : str
            Place and value: ``"line 7, Price_dt: 'Variable'"``.
        count : int
            How many rows [1].
        """
        before, examples = self._found.get(reason, (0, []))
        self._found[reason] = (before + count, [*examples, example][:EXAMPLES])

    def listed(self) -> tuple[Refusal, ...]:
        """Return what was counted."""
        return tuple(Refusal(reason, count, tuple(some)) for reason, (count, some) in self._found.items())
