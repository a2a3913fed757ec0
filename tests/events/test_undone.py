"""What did not come about after all is no fact: averted, counterfactual, denied."""

from __future__ import annotations

from datetime import date

import pytest
from bench.events_gold import events

from tests.events.scenes import scene
from tocsin.events.undone import undone


def test_what_did_not_come_about_is_read_as_denied() -> None:
    (event,) = events("A rail strike in Germany was averted.", None)
    assert (event.act, event.modality) == ("strike", "denied")
    (event,) = events("A rail strike in Germany was averted on Monday after a day of talks.", date(2024, 7, 10))
    assert event.modality == "denied"


def told(said: str, word: str) -> bool:
    one = scene(said)
    first = one.sentence.lower.index(word)
    return undone(one.said, one.sentence, first, first + 1)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("A strike at Codelco's El Teniente was averted on Wednesday.", "strike"),
        ("The threatened walkout at Vale did not take place.", "walkout"),
        ("Unions averted a strike at Hyundai.", "strike"),
        ("It maintains restrictions that would otherwise have been lifted.", "lifted"),
        ("Kazakhstan's minister dismissed rumours of a storm at Novorossiysk.", "storm"),
        ("Restrictions on cod or herring that would otherwise have been lifted stay.", "lifted"),
    ],
)
def test_what_did_not_come_about_is_undone(said: str, word: str) -> None:
    assert told(said, word)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("A strike at Codelco began after a lockout was averted.", "strike"),
        ("Workers at Vale went on strike, and talks were called off.", "strike"),
        ("Settle it by midnight, or 800 workers would have gone on strike.", "strike"),
        ("A storm was reported at Novorossiysk.", "storm"),
        ("The strike at Escondida could not be averted.", "strike"),
        ("Norway sanctioned two tankers that were prevented from docking.", "sanctioned"),
        ("Norway's duty on cod was avoided by shell firms.", "duty"),
        ("The export ban did not happen overnight.", "ban"),
        ("Oslo dismissed claims that the tariffs are illegal.", "tariffs"),
        ("If it had not agreed, Norway would have banned cod.", "banned"),
        ("The duty on cod was lifted.", "lifted"),
    ],
)
def test_what_came_about_is_not(said: str, word: str) -> None:
    assert not told(said, word)
