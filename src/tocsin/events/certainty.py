"""How sure it is that an event is right as it is read: that it is told, and of those who do it and to whom it is done.

An act that is surely told may be given to the wrong party, so the judges' chances of the act and of the parts in it
are weighed together. The weights are those of a logistic regression, fitted to sentences to which no judge was fitted
(``scripts/fit_certainty.py``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from tocsin.events.stance import SIDES, WITHOUT_ACTOR
from tocsin.events.weights import FAMILIES
from tocsin.ref.tables import read_table

TABLE = "events/certainty.toml"
#: The sign that is always there.
ALWAYS = "always"
#: How sure an event must be to be told.
LEVEL = 0.4
#: Acts that are towards somebody, so that it speaks against one if nobody is named for it.
_AIMED = frozenset({"state", "threaten", "retaliate", "sanction"})
#: Log odds of chances are told up to this far from even.
_FAR = 7.0


@dataclass(frozen=True)
class Grounds:
    """What the judges say of an act and of those near it.

    Parameters
    ----------
    act : float
        The chance that it is told [1].
    other : float
        That of the likeliest other act of the sentence [1].
    parts : mapping of str to tuple of float
        For each party near it the chances that it acts, and that it is the target [1].
    """

    act: float
    other: float = 0.0
    parts: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def signs(act: str, grounds: Grounds, actor: Collection[str], target: Collection[str]) -> dict[str, float]:
    """Return what speaks for and against an event.

    Parameters
    ----------
    act : str
        The act.
    grounds : Grounds
        What the judges say of it.
    actor, target : collection of str
        Parties that the sentence names as those; others, of whom only the document tells, stand in no chance.

    Returns
    -------
    dict of str to float
        Chances as log odds; 1 or 0 for what is so or not. Of acts that parties do together actors and targets are one.
    """
    together = act in SIDES
    parts = grounds.parts
    acts = {one: chances[0] + (chances[1] if together else 0.0) for one, chances in parts.items()}
    meant = {one: chances[1] + (chances[0] if together else 0.0) for one, chances in parts.items()}
    doers = [acts[one] for one in actor if one in acts and act not in WITHOUT_ACTOR]
    aims = [meant[one] for one in target if one in meant]
    others = [chances[1] for one, chances in parts.items() if one not in actor and one not in target]
    return {
        ALWAYS: 1.0,
        "act": _odds(grounds.act),
        "other_act": _odds(grounds.other),
        "together": float(together),
        "befalls": float(act in FAMILIES["supply"]),
        "nobody_acts": float(act in WITHOUT_ACTOR),
        "doer": float(bool(doers)),
        "doer_surest": _odds(max(doers)) if doers else 0.0,
        "target": float(bool(aims)),
        "target_surest": _odds(max(aims)) if aims else 0.0,
        "another_target": _odds(max(others, default=0.0)),
        "unaimed": float(act in _AIMED and not aims),
    }


def certainty(seen: Mapping[str, float]) -> float:
    """Return how likely an event is right.

    Formula: 1 / (1 + exp(-w x)), with x the signs and w their weights.

    Parameters
    ----------
    seen : mapping of str to float
        As :func:`signs` has them.

    Returns
    -------
    float
        Between 0 and 1 [1].
    """
    table = weights()
    return 1.0 / (1.0 + math.exp(-sum(table[name] * value for name, value in seen.items())))


@cache
def weights() -> Mapping[str, float]:
    """Return the weights that ship with Tocsin, by sign."""
    return {name: float(value) for name, value in read_table(TABLE).items()}


def _odds(chance: float) -> float:
    """Return the log odds of a chance, of one that is nought or one at most so far."""
    if not 0.0 < chance < 1.0:
        return _FAR if chance >= 1.0 else -_FAR
    return max(-_FAR, min(_FAR, math.log(chance / (1.0 - chance))))
