"""Networks that judge together: fitted alike from other beginnings, they err apart, so that their mean errs less.

The first one sees every sentence that is asked about. The others are asked where it holds an act possible, so that most
sentences of a document cost one network or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from tocsin.events.inputs import Inputs
from tocsin.events.network import NETWORKS, Floats, Network, Seen, network

#: Log odds of the likeliest act, by the first network, from which on the others are asked.
POSSIBLE = -1.0
_LEAST = 1e-6


@dataclass(frozen=True, eq=False)
class Panel:
    """Networks that judge together; each answer is the mean of those that saw the sentence.

    Parameters
    ----------
    networks : tuple of Network
        The first one decides whether the others are asked.
    """

    networks: tuple[Network, ...]

    def see(self, given: Inputs) -> tuple[Seen, ...]:
        """Return a sentence as each that is asked sees it, the first one first."""
        first, *others = self.networks
        seen = first.see(given)
        if float(seen.acts.max()) < POSSIBLE:
            return (seen,)
        return (seen, *(one.see(given) for one in others))

    def acts(self, seen: tuple[Seen, ...]) -> Floats:
        """Return the log odds of each act that it is told, shape (acts,)."""
        return _mean(one.acts for one in seen)

    def tags(self, seen: tuple[Seen, ...]) -> Floats:
        """Return the log odds of each act that it is told at each unit, shape (units, acts)."""
        return _mean(one.tags for one in seen)

    def parts(self, seen: tuple[Seen, ...], act: str, k: int, others: Sequence[int]) -> Floats:
        """Return how likely each part in an act is for parties, shape (parties, parts)."""
        return _together(one.parts(each, act, k, others) for one, each in self._asked(seen))

    def dated(self, seen: tuple[Seen, ...], act: str, k: int, others: Sequence[int]) -> Floats:
        """Return the log odds of dates that an act has them, shape (dates,)."""
        return _mean(one.dated(each, act, k, others) for one, each in self._asked(seen))

    def modalities(self, seen: tuple[Seen, ...], act: str, k: int) -> Floats:
        """Return how likely each modality is, in the order of :data:`tocsin.events.event.MODALITIES`."""
        return _together(one.modalities(each, act, k) for one, each in self._asked(seen))

    def _asked(self, seen: tuple[Seen, ...]) -> Iterator[tuple[Network, Seen]]:
        return zip(self.networks, seen, strict=False)


def _mean(found: Iterable[Floats]) -> Floats:
    whole, *others = found
    for one in others:
        whole = whole + one
    return whole / np.float32(1 + len(others))


def _together(found: Iterable[Floats]) -> Floats:
    """Return the geometric mean of shares."""
    mean: Floats = np.exp(_mean(np.log(np.maximum(one, _LEAST)) for one in found))
    mean /= mean.sum(axis=-1, keepdims=True)
    return mean


@cache
def panel() -> Panel:
    """Return the networks that are shipped."""
    return Panel(tuple(network(name) for name in NETWORKS))
