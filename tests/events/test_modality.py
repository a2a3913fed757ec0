"""Helping words, governing verbs and conditions say how far it is a fact."""

from __future__ import annotations

import pytest

from tocsin.events.grammar import Sentence
from tocsin.events.modality import modality
from tocsin.events.tokens import tokens


def said(text: str, lemma: str) -> str:
    sentence = Sentence(tokens(text))
    return modality(sentence, next(verb for verb in sentence.verbs if verb.form.lemma == lemma))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Japan restricts exports.", "done"),
        ("Japan is restricting exports.", "done"),
        ("Japan will restrict exports.", "announced"),
        ("Japan said it would restrict exports.", "announced"),
        ("Japan plans to restrict exports.", "announced"),
        ("Japan could restrict exports.", "possible"),
        ("Japan is considering whether to restrict exports.", "possible"),
        ("Japan is expected to restrict exports.", "possible"),
        ("Japan should restrict exports.", "called_for"),
        ("Allies pressed Japan to restrict exports.", "called_for"),
        ("Japan refused to restrict exports.", "denied"),
        ("Japan has no plans to restrict exports.", "denied"),
        ("No country would restrict exports.", "denied"),
        ("If talks fail, Japan will restrict exports.", "conditional"),
        ("Unless talks succeed, Japan will restrict exports.", "conditional"),
        ("The ministry amended the order to restrict exports.", "done"),
        ("In May 2022, Japan restricted exports.", "done"),
    ],
)
def test_modality_is_read_around_the_verb(text: str, expected: str) -> None:
    assert said(text, "restrict") == expected


def test_a_power_in_general_is_no_event() -> None:
    assert said("The law gives the minister the power to restrict exports.", "restrict") == ""


def test_joined_verbs_share_what_governs_the_first() -> None:
    assert said("China committed to suspend or remove the tariffs.", "remove") == "announced"
