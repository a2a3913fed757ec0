"""Measures that a day knows of, as channels are given them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.foresight.flows import Reals

#: How strictly a measure holds goods back, in [0, 1].
STRENGTH = {"licence": 0.25, "quota": 0.5, "denial": 0.75, "ban": 1.0}
EVERYONE = "*"


@dataclass(frozen=True)
class Restraint:
    """One measure on one product towards one target.

    Parameters
    ----------
    party, target : str
        Who, and towards whom: ISO 3166-1 alpha-3, or ``*``.
    product : str
        Six-digit code.
    strength : float
        As in :data:`STRENGTH`.
    in_force : bool
        Whether it is in force on the day, as far as the day knows; otherwise it is announced, or is over.
    coming : bool
        Whether it is announced and not yet in force.
    recent : bool
        Whether it was announced within two years before the day.
    ending : bool
        Whether it is a relief, a suspension or an authorisation, that ends within a year: its strength is 1.
    """

    party: str
    target: str
    product: str
    strength: float
    in_force: bool
    coming: bool
    recent: bool
    ending: bool = False


def strengths(restraints: tuple[Restraint, ...], *, codes: dict[str, int], places: dict[str, int]) -> Reals:
    """Lay measures out by product, party and target; of several the strictest.

    Parameters
    ----------
    restraints : tuple of Restraint
        The measures.
    codes, places : dict of str to int
        Number of each code and place.

    Returns
    -------
    numpy.ndarray
        Shape (codes + 1, places, places) [1]; last the target. The last code has none: it stands for all others.
    """
    found = np.zeros((len(codes) + 1, len(places), len(places)))
    for one in restraints:
        if one.product not in codes or one.party not in places:
            continue
        towards = slice(None) if one.target == EVERYONE else places.get(one.target)
        if towards is not None:
            cell = found[codes[one.product], places[one.party]]
            cell[towards] = np.maximum(cell[towards], one.strength)
    return found
