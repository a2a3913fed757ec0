"""How well words fit, and what that says of a text."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tocsin.events.garble_fit import COLUMNS, Fit, looked_at
from tocsin.events.garble_forms import words
from tocsin.events.garble_language import Language
from tocsin.events.garble_leaning import HIGHEST, SWAPPED, Leaning, leaning, leaning_of
from tocsin.events.garble_usage import Usage, usage
from tocsin.events.thesaurus import Group, groups, thesaurus_of

PLAIN = "the ministry may restrict exports of rare metals to chip makers abroad next year"
ODD = "the ministry may confine exports of scarce alloys to chip makers overseas next annum"


def small() -> Fit:
    """Return words of which curb and check are near, and pairs of which only one is known."""
    language = Language({"curb": 90, "check": 2, "exports": 50}, {("curb", "exports"): 9}, {("curb", "exports"): 9.0})
    return Fit(Usage({}, language), thesaurus_of([Group("v", ("curb", "check"), "written")], ()))


def signs(fit: Fit, text: str, place: int) -> dict[str, float]:
    return dict(zip(COLUMNS, fit.looked(words(text)).signs[place].tolist(), strict=True))


def test_function_words_names_numbers_and_hyphens_are_not_looked_at() -> None:
    split = words("The new Tokyo plan of 2022 is a far-off aim")
    assert [split[k].lower for k in looked_at(split)] == ["new", "plan", "aim"]


def test_a_word_beside_which_its_near_synonym_is_known_is_told() -> None:
    found = signs(small(), "check exports", 0)
    assert found["near_one"] == found["listed_near_one"] == 1
    assert found["rarer"] == pytest.approx(math.log(91 / 3))
    assert signs(small(), "curb exports", 0)["near_one"] == 0
    assert signs(small(), "curb exports", 0)["before_word"] == 1


def test_only_words_of_the_thesaurus_count_twice() -> None:
    found = signs(small(), "curb exports", 1)
    assert found["listed"] == found["listed_count"] == 0
    assert found["count"] == pytest.approx(math.log(51))


def test_a_word_is_likest_to_its_own_surroundings() -> None:
    fit = small()
    at_home = signs(fit, "missile rocket warhead launch", 1)
    abroad = signs(fit, "teacher rocket kitchen orchestra", 1)
    assert at_home["surroundings"] > abroad["surroundings"] + 0.3
    assert at_home["company"] > abroad["company"] + 0.3


def test_a_word_that_stands_again_counts_for_less() -> None:
    counts = small().looked(words("exports and more exports or curb")).counts
    assert counts.tolist() == pytest.approx([1 / math.sqrt(2), 1 / math.sqrt(2), 1])


def test_a_text_without_words_says_nothing() -> None:
    found = small().looked(words("12 of the 30"))
    assert found.signs.shape == (0, len(COLUMNS))
    assert leaning().log_odds(leaning().words(found.signs), found.counts) == 0


def by_hand() -> Leaning:
    numbers = {"constant": 1.0, "plain": -0.1, "garbled": 0.3, "between": 0.01, "within": 0.04}
    rest = {"of_words": 1.0, "of_repairs": 0.5, "offset": -0.2}
    return leaning_of({**dict.fromkeys(COLUMNS, 0.0), **numbers, **rest})


def test_leaning_is_that_of_a_mixture_and_has_a_highest() -> None:
    row = np.zeros((1, len(COLUMNS)))
    assert by_hand().words(row)[0] == pytest.approx(math.log(1 - SWAPPED + SWAPPED * math.e))
    top = replace(by_hand(), constant=99.0)
    assert top.words(row)[0] == pytest.approx(math.log(1 - SWAPPED + SWAPPED * math.exp(HIGHEST)))


def test_the_log_odds_of_a_text_are_those_of_two_normal_distributions() -> None:
    words_, counts = np.array([0.1, 0.4]), np.array([1.0, 3.0])
    assert by_hand().log_odds(words_, counts) == pytest.approx(0.4 * (0.325 - 0.1) / (0.01 + 0.04 / 4))
    assert by_hand().together(2.0, 3.0) == pytest.approx(2.0 + 1.5 - 0.2)


def test_odd_words_lean_more_than_plain_ones() -> None:
    fit = Fit(usage(), thesaurus_of(groups(), ()))
    plain, odd = (leaning().words(fit.looked(words(text)).signs).mean() for text in (PLAIN, ODD))
    assert odd > plain + 0.1
