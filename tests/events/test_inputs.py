"""What the network sees of a sentence: one row a unit, and nothing behind the longest sentence."""

from __future__ import annotations

import numpy as np
import pytest

from tests.events.scenes import scene
from tocsin.events import vectors
from tocsin.events.clues import clues
from tocsin.events.event import ACTS
from tocsin.events.inputs import ACT_AT, ENDINGS, FLAGS, LONGEST, Inputs, ending, inputs
from tocsin.events.units import Unit

SAID = "Norway banned exports of cod to Iceland on Monday."
#: More than any sentence that is seen whole.
LONG = "Norway banned exports of cod to Iceland " + "and then the small boats went out " * 12 + "."


def given(said: str) -> Inputs:
    one = scene(said)
    return inputs(one, clues(one, {}))


def at(said: str, word: str) -> int:
    return next(k for k, one in enumerate(scene(said).row) if one.word == word)


def test_each_unit_is_a_row() -> None:
    seen = given(SAID)
    size = len(scene(SAID).row)
    assert seen.words.shape == seen.endings.shape == (size,)
    assert seen.flags.shape == (size, FLAGS)
    assert list(seen.signs) == [one.sign for one in scene(SAID).row]


def test_words_are_rows_of_the_vectors_and_parties_and_dates_are_none() -> None:
    seen = given(SAID)
    assert seen.words[at(SAID, "banned")] == vectors.index()["banned"]
    for word in ("norway", "iceland", "monday"):
        assert seen.words[at(SAID, word)] == -1
    assert seen.words.max() < len(vectors.table())


@pytest.mark.parametrize(
    ("word", "found"),
    [("banning", "ing"), ("banned", "ed"), ("duties", "ies"), ("truly", "ly"), ("ring", ""), ("red", ""), ("cod", "")],
)
def test_the_first_ending_that_fits_counts(word: str, found: str) -> None:
    assert ending(Unit("", word, 0, 1)) == (ENDINGS.index(found) + 1 if found else 0)


def test_rules_words_of_acts_and_parties_are_flags() -> None:
    flags = given(SAID).flags
    ban, control = ACT_AT["ban"], ACT_AT["impose_control"]
    assert np.argwhere(flags[:, ban]).ravel().tolist() == [at(SAID, "banned")]
    assert flags[at(SAID, "banned"), len(ACTS) + ban] == 1.0
    assert 0.0 < flags[at(SAID, "exports"), len(ACTS) + control] < 1.0  # a noun of an act tells less than its verb
    parties = flags[:, 2 * len(ACTS) :]
    assert parties[at(SAID, "norway")].tolist() == [1.0, 1.0, 0.0]
    assert parties[at(SAID, "iceland")].tolist() == [1.0, 0.0, 1.0]
    assert parties.sum() == 4.0


def test_what_was_seen_to_tell_an_act_is_no_flag() -> None:
    one = scene("Norway pondered.")
    assert not inputs(one, clues(one, {"ponder": ("ban",)})).flags[:, : 2 * len(ACTS)].any()


def test_of_a_long_sentence_the_beginning_is_seen() -> None:
    assert len(scene(LONG).row) > LONGEST
    seen = given(LONG)
    assert len(seen.words) == len(seen.signs) == len(seen.endings) == len(seen.flags) == LONGEST
    more = given(LONG.replace(" .", " and hid from the storm ."))
    assert np.array_equal(seen.words, more.words)
    assert np.array_equal(seen.flags, more.flags)
