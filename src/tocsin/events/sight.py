"""A sentence as it is judged: the fitted weights of its signs and the networks' reading of it, taken together.

The weights know what each word was seen to mean; the networks what words of like company mean. All were fitted to the
same sentences; how likely an act, a part or a modality is, is the mean of what both say, in log odds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tocsin.events.clues import Clue, Scene, clues
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.inputs import ACT_AT, LONGEST, inputs
from tocsin.events.network import PARTS, Floats, Seen
from tocsin.events.panel import panel
from tocsin.events.signs import act_signs, modality_signs, party_signs, scene_signs
from tocsin.events.units import DATE, GOODS, NAME, Unit
from tocsin.events.weights import Weights, telling, weights

#: Log odds of an act by the weights where there is no clue to it.
CLUELESS = -4.0
#: How much the networks count for acts; log odds of the likeliest act by the weights from which on they are asked.
MIX, GATE = 0.8, -2.5
#: Log odds that a sentence tells any act at all: below the first nothing is looked for in it, from the second on the
#: networks are asked whatever the weights say of acts. Where a rule fires they are always asked.
DULL, LOUD = -3.0, -1.0
#: Log odds by the networks from which on another unit tells an act once more; how many units are near one that does.
AGAIN, CLOSE = 0.0, 4
_LEAST = 1e-4
MOST = math.log(1 / _LEAST - 1)


@dataclass(frozen=True, eq=False)
class Sight:
    """A sentence seen by both.

    Parameters
    ----------
    scene : Scene
        The sentence.
    """

    scene: Scene

    @cached_property
    def clued(self) -> Mapping[str, Mapping[int, Clue]]:
        """Return its clues by act and unit."""
        return clues(self.scene, telling())

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """Return it as the networks see it."""
        return panel().see(inputs(self.scene, self.clued))

    @cached_property
    def acts(self) -> Mapping[str, float]:
        """Return how likely it is that each act is told; acts for which nothing speaks are left out.

        Parties, numbers, dates and marks alone tell nothing.
        """
        shown = tuple(scene_signs(self.scene))
        glance = LOUD if self.scene.drafts else _odds(weights("sentence"), "", shown)
        if glance < DULL or all(_names(unit) for unit in self.scene.row):
            return {}
        read = np.full(len(ACTS), CLUELESS, dtype=np.float32)
        if self.clued:
            table = weights("act")
            shared = table.rows(shown)
            for act, found in self.clued.items():
                read[ACT_AT[act]] = max(_odds(table, act, act_signs(self.scene, act, found), shared), CLUELESS)
        if glance < LOUD and float(read.max()) < GATE:
            return {}
        both = (1 - MIX) * read + MIX * panel().acts(self.seen)
        shares = 1 / (1 + np.exp(-both))
        return {act: float(shares[k]) for act, k in ACT_AT.items() if act in self.clued or both[k] > 0}

    def at(self, act: str) -> int:
        """Return the unit that tells an act."""
        return int(self._tags[:, ACT_AT[act]].argmax())

    def again(self, act: str, told: Sequence[int]) -> Iterator[int]:
        """Yield further units that by the networks tell an act, the likeliest first; none is near to another."""
        odds = self._tags[:, ACT_AT[act]].copy()
        for k in told:
            odds[max(k - CLOSE, 0) : k + CLOSE + 1] = -np.inf
        while float(odds.max()) > AGAIN:
            k = int(odds.argmax())
            odds[max(k - CLOSE, 0) : k + CLOSE + 1] = -np.inf
            yield k

    @cached_property
    def _tags(self) -> Floats:
        return panel().tags(self.seen)

    def parts(self, act: str, k: int, parties: Sequence[int], ruled: Sequence[str]) -> Floats:
        """Return how likely each part in an act is for each party.

        Parameters
        ----------
        act : str
            The act.
        k : int
            The unit that tells it.
        parties : sequence of int
            Units of the parties.
        ruled : sequence of str
            The part that the rules give each.

        Returns
        -------
        ndarray
            Shape (parties, :data:`tocsin.events.network.PARTS`).
        """
        table = weights("party")
        order = [table.classes.index(part) for part in PARTS]
        read = [
            table.shares(act, party_signs(self.scene, k, m, one))[order] for m, one in zip(parties, ruled, strict=True)
        ]
        found = np.array(read, dtype=np.float32).reshape(-1, len(PARTS))
        inside = [n for n, m in enumerate(parties) if m < LONGEST]
        if k < LONGEST and inside:
            other = panel().parts(self.seen, act, k, [parties[n] for n in inside])
            found[inside] = _together(found[inside], other)
        return found

    def dated(self, act: str, k: int) -> Mapping[int, float]:
        """Return the log odds that an act which a unit tells has each date, by its place in the row of dates."""
        scene = self.scene
        units: dict[int, int] = {}
        for m, unit in enumerate(scene.row[:LONGEST]):
            if unit.sign == DATE:
                start, end = scene.sentence.words[unit.first].start, scene.sentence.words[unit.last - 1].end
                units |= {n: m for n, one in enumerate(scene.when) if one.start < end and start < one.end}
        if not units or k >= LONGEST:
            return {}
        return dict(zip(units, map(float, panel().dated(self.seen, act, k, list(units.values()))), strict=True))

    def modality(self, act: str, k: int) -> str:
        """Return the modality that is most likely of an act that a unit tells."""
        table = weights("modality")
        order = [table.classes.index(one) for one in MODALITIES]
        found = table.shares(act, modality_signs(self.scene, k))[order]
        if k < LONGEST:
            found = _together(found, panel().modalities(self.seen, act, k))
        return MODALITIES[int(found.argmax())]


def _names(unit: Unit) -> bool:
    """Tell whether a unit is a party that is known, a number, a date or a mark: nothing that may tell an act."""
    return not unit.word[-1:].isalpha() or (unit.sign.startswith("@") and unit.sign not in {GOODS, NAME})


def _odds(table: Weights, act: str, signs: Iterable[str], further: frozenset[int] = frozenset()) -> float:
    """Return the log odds by the weights that an act is told, or any without one; none is surer than `MOST`."""
    return min(max(table.odds(act, signs, further), -MOST), MOST)


def _together(one: Floats, other: Floats) -> Floats:
    """Return the geometric mean of two sets of shares."""
    found: Floats = np.sqrt(np.maximum(one, _LEAST) * np.maximum(other, _LEAST))
    found /= found.sum(axis=-1, keepdims=True)
    return found
