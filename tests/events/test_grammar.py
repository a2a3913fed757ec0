"""Verbs are told from nouns, what is done from what is done to, and parties keep their part."""

from __future__ import annotations

import pytest

from tocsin.events.grammar import Sentence
from tocsin.events.roles import targets
from tocsin.events.subjects import subject
from tocsin.events.tokens import tokens


def sentence(said: str) -> Sentence:
    return Sentence(tokens(said))


def lemmas(said: str) -> list[str]:
    return [verb.form.lemma for verb in sentence(said).verbs]


def test_a_noun_is_no_verb() -> None:
    assert "ban" not in lemmas("The ban on exports hurt farmers.")
    assert "ban" in lemmas("China will ban exports.")


def test_a_helping_have_is_no_verb_of_its_own() -> None:
    assert lemmas("They have held talks.") == ["hold"]


def test_a_participle_after_be_is_passive() -> None:
    (verb,) = sentence("Exports were banned by China.").verbs
    assert verb.passive
    (verb,) = sentence("China has banned exports.").verbs
    assert not verb.passive


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Japan removed South Korea from its list and imposed controls.", ["JPN"]),
        ("Tariffs on goods from China, which Canada imposed last year, stay.", ["CAN"]),
        ("The ministry in Beijing, angered by Japan, imposed controls.", ["CHN"]),
        ("As enabled by Belarus, the Department of Commerce imposed controls.", ["USA"]),
        ("Japan, South Korea and the United States imposed controls.", ["JPN", "KOR", "USA"]),
    ],
)
def test_the_subject_is_neither_behind_a_preposition_nor_an_object(said: str, who: list[str]) -> None:
    one = sentence(said)
    verb = next(verb for verb in one.verbs if verb.form.lemma == "impose")
    assert [each.party for each in subject(one, verb).mentions] == who


def test_a_pronoun_is_said_to_be_one() -> None:
    one = sentence("I imposed controls on China.")
    assert subject(one, one.verbs[0]).pronoun == "i"


def test_targets_stand_behind_a_preposition_of_direction() -> None:
    one = sentence("imposed tariffs in Japan on goods from China and Mexico")
    assert [each.party for each in targets(one, 1, len(one.words))] == ["CHN", "MEX"]


def test_short_brackets_are_left_out() -> None:
    assert [word.text for word in sentence("Korea's (DPRK) test").words] == ["Korea", "'s", "test"]
