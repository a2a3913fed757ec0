"""Sentences as they are judged, and a judge whose shares are written by hand, so that no test hangs on the fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

import numpy as np

from tocsin.events.clues import Scene
from tocsin.events.coder import scene_of
from tocsin.events.context import Memory
from tocsin.events.making import Draft
from tocsin.events.network import Floats
from tocsin.events.sight import Sight

TODAY = date(2024, 7, 10)
#: Shares of none, actor and target.
NONE, ACTOR, TARGET, OPEN = (0.96, 0.02, 0.02), (0.02, 0.96, 0.02), (0.02, 0.02, 0.96), (0.4, 0.3, 0.3)


def scene(said: str) -> Scene:
    """Return a sentence with what the rules read in it."""
    return scene_of(said, Memory(today=TODAY))[0]


@dataclass
class Told:
    """A judge that gives each party, by its code or by the word that names it, the shares written for it."""

    scene: Scene
    shares: Mapping[str, Sequence[float]]
    asked: list[Sequence[str]] = field(default_factory=list)

    def parts(self, _act: str, _k: int, parties: Sequence[int], ruled: Sequence[str]) -> Floats:
        """Return the shares."""
        self.asked.append(ruled)
        row = self.scene.row
        named = [(row[m].word, one.party) for m in parties if (one := row[m].mention) is not None]
        shares = [self.shares[word] if word in self.shares else self.shares[party] for word, party in named]
        return np.array(shares, dtype=np.float32).reshape(-1, 3)


def sight(said: str, **shares: Sequence[float]) -> Sight:
    """Return a sentence in which each party has the shares given."""
    return cast("Sight", Told(scene(said), shares))


def draft(seen: Sight, act: str, word: str, **more: object) -> tuple[Draft, int]:
    """Return an act told by a word, without parties unless given, and its unit."""
    k = next(k for k, one in enumerate(seen.scene.row) if one.word == word)
    unit = seen.scene.row[k]
    plain = {"actors": (), "targets": (), "first": unit.first, "last": unit.last, "state": "done", "confidence": 0.85}
    return Draft(act, **{**plain, **more}), k  # type: ignore[arg-type]
