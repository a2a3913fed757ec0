"""An attack with missiles is no test of one, nor is every satellite's launch; whose sea it falls into does not test."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tests.events.test_coder import of
from tocsin.events.launches import is_trial, landing


def a_test(said: str, word: str) -> bool:
    one = scene(said)
    first = one.sentence.lower.index(word)
    return is_trial(one.said, one.sentence, first, first + 1)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Norway fired two missiles toward the Sea of Japan on Tuesday.", "missiles"),
        ("North Korea launched missiles into Japan's exclusive economic zone.", "missiles"),
        ("North Korea fired a missile over Japan.", "missile"),
        ("North Korea fired a missile toward Japan on Tuesday.", "missile"),
        ("Pyongyang fired a missile toward its eastern coast.", "missile"),
        ("India test-fired a missile at a target at sea.", "missile"),
        ("North Korea launched a weather satellite.", "launched"),
        ("China launched a spy satellite.", "launched"),
    ],
)
def test_a_launch_into_the_sea_is_a_test(said: str, word: str) -> None:
    assert a_test(said, word)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Iran fired ballistic missiles at Israel on Tuesday.", "missiles"),
        ("Hamas fired rockets into southern Israel.", "rockets"),
        ("Russia launched missiles against energy facilities in Ukraine.", "missiles"),
        ("Russia carried out a missile strike on Kharkiv.", "missile"),
        ("India launched a weather satellite from Sriharikota.", "launched"),
        ("China launched three astronauts to its space station.", "launched"),
    ],
)
def test_an_attack_is_none_nor_is_a_satellite(said: str, word: str) -> None:
    assert not a_test(said, word)


def test_an_attack_is_not_read_as_a_test() -> None:
    assert of("North Korea fired two missiles toward the Sea of Japan.", "missile_test").actor == ("PRK",)
    with pytest.raises((AssertionError, StopIteration, ValueError)):
        of("Iran fired ballistic missiles at Israel.", "missile_test")


@pytest.mark.parametrize(
    ("said", "lends"),
    [
        ("The missile fell in Japan's exclusive economic zone.", True),
        ("It came down off the coast of Japan.", True),
        ("A missile was tested in Japan.", False),
        ("Japan tested a missile.", False),
    ],
)
def test_who_lends_the_sea_does_not_test(said: str, lends: bool) -> None:
    one = scene(said)
    (japan,) = (mention for mention in one.sentence.mentions if mention.party == "JPN")
    assert landing(one.said, one.sentence, japan) is lends
