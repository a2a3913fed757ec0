"""A sentence as the network sees it: for each unit its word, its sign, its ending, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.events import vectors
from tocsin.events.clues import Clue, Scene
from tocsin.events.event import ACTS
from tocsin.events.units import Unit

#: Endings that tell what part of speech a word is; the first that fits counts, from 1 on.
ENDINGS = ("ing", "ed", "ies", "s", "ly", "ion", "ment", "er", "al")
#: Units of a sentence that are seen.
LONGEST = 72
#: Flags of a unit: for each act whether a rule reads it here and whether a word of it stands here; three of parties.
ACT_AT = {act: k for k, act in enumerate(ACTS)}
FLAGS = 2 * len(ACTS) + 3
_PARTY, _ACTOR, _TARGET = range(2 * len(ACTS), FLAGS)
_NOUN = 0.5

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Inputs:
    """What is seen of the units of a sentence, each row one unit.

    Parameters
    ----------
    words : ndarray of int
        Rows of the table of word vectors; -1 for a word that it does not hold and for what is no word.
    signs : sequence of str
        Stems, or what stands for parties, dates, numbers and goods.
    endings : ndarray of int
        Which of :data:`ENDINGS`, from 1 on; 0 for none.
    flags : ndarray of float
        Shape (units, :data:`FLAGS`).
    """

    words: Ints
    signs: Sequence[str]
    endings: Ints
    flags: Floats


def inputs(scene: Scene, clued: Mapping[str, Mapping[int, Clue]]) -> Inputs:
    """Return what the network sees of a sentence.

    Parameters
    ----------
    scene : Scene
        The sentence.
    clued : mapping of str to mapping of int to Clue
        Its clues by act and unit; that a stem was seen to tell an act is left out.

    Returns
    -------
    Inputs
        Of its first :data:`LONGEST` units.
    """
    row = scene.row[:LONGEST]
    known = vectors.index()
    return Inputs(
        words=np.array([-1 if one.sign[0] == "@" else known.get(one.word, -1) for one in row], dtype=np.int32),
        signs=[one.sign for one in row],
        endings=np.array([ending(one) for one in row], dtype=np.int32),
        flags=_flags(scene, clued, len(row)),
    )


def ending(unit: Unit) -> int:
    """Return which ending a word has, 0 for none."""
    word = unit.word
    return next((k for k, one in enumerate(ENDINGS, 1) if len(word) > len(one) + 2 and word.endswith(one)), 0)


def _flags(scene: Scene, clued: Mapping[str, Mapping[int, Clue]], size: int) -> Floats:
    """Return what rules and word lists say of each unit."""
    flags = np.zeros((size, FLAGS), dtype=np.float32)
    for act, found in clued.items():
        at = ACT_AT[act]
        for k, clue in found.items():
            if k >= size:
                continue
            if "rule" in clue.kinds:
                flags[k, at] = 1.0
            others = [one for one in clue.kinds if one not in {"rule", "told"}]
            if others:
                flags[k, len(ACTS) + at] = _NOUN if all(one.startswith("noun") for one in others) else 1.0
    flags[[m for m in scene.parties if m < size], _PARTY] = 1.0
    for draft in scene.drafts:
        for column, named in ((_ACTOR, draft.actors), (_TARGET, draft.targets)):
            for one in named:
                m = scene.unit_at(one.first)
                if m is not None and m < size:
                    flags[m, column] = 1.0
    return flags
