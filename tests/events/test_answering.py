"""Whose measure it is by which somebody answers."""

from __future__ import annotations

from dataclasses import replace

from tocsin.events.answering import returned
from tocsin.events.grammar import Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.tokens import words_of

CANADA, USA = Mention(0, 1, "CAN", "name"), Mention(4, 5, "USA", "people")


def at(sentence: Sentence, word: str, act: str, actor: Mention, target: Mention) -> Draft:
    k = sentence.lower.index(word)
    return Draft(act, (actor,), (target,), k, k + 1, "done", 0.9)


def test_the_duties_with_which_one_responds_are_ones_own() -> None:
    sentence = Sentence(words_of("Canada is responding to American duties with tariffs on steel."))
    answer = at(sentence, "responding", "retaliate", CANADA, USA)
    theirs = at(sentence, "tariffs", "tariff", USA, CANADA)
    assert returned(sentence, [answer, theirs]) == [answer, replace(theirs, actors=(CANADA,), targets=(USA,))]
    ours = at(sentence, "tariffs", "tariff", CANADA, USA)
    assert returned(sentence, [answer, ours]) == [answer, ours]


def test_the_duties_that_are_answered_are_not() -> None:
    sentence = Sentence(words_of("Canada is responding to American duties with tariffs on steel."))
    answer, theirs = at(sentence, "responding", "retaliate", CANADA, USA), at(sentence, "duties", "tariff", USA, CANADA)
    assert returned(sentence, [answer, theirs]) == [answer, theirs]
    sentence = Sentence(words_of("Canada responded with anger when America imposed tariffs on steel."))
    answer, theirs = at(sentence, "responded", "retaliate", CANADA, USA), at(sentence, "tariffs", "tariff", USA, CANADA)
    assert returned(sentence, [answer, theirs]) == [answer, theirs]


def test_who_is_answered_keeps_what_is_named_as_his() -> None:
    for said in (
        "Canada is responding to America with fury over its tariffs on steel.",
        "Canada is responding, angry with American tariffs on steel.",
        "Canada is responding to them with American tariffs on steel in mind.",
    ):
        sentence = Sentence(words_of(said))
        usa = next(one for one in sentence.mentions if one.party == "USA")
        answer, theirs = (
            at(sentence, "responding", "retaliate", CANADA, usa),
            at(sentence, "tariffs", "tariff", usa, CANADA),
        )
        assert returned(sentence, [answer, theirs]) == [answer, theirs]
