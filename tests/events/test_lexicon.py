"""The table of acts is whole, and its words stand in all their forms."""

from __future__ import annotations

import pytest

from tocsin.events.event import ACTS
from tocsin.events.lexicon import TABLE, alone, nouns, plural, rules, verbs
from tocsin.events.tokens import tokens
from tocsin.ref.tables import read_table


def test_every_rule_names_an_act_and_nouns_of_the_table() -> None:
    known = read_table(TABLE)["nouns"].keys()
    for rule in rules():
        assert rule.act in ACTS
        assert rule.nouns <= known, rule
    assert {one.act for one in alone()} <= ACTS.keys()


def test_every_act_can_be_read() -> None:
    assert {one.act for one in rules()} | {one.act for one in alone()} == ACTS.keys()


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("bans", "ban"),
        ("banned", "ban"),
        ("levied", "levy"),
        ("imposing", "impose"),
        ("withdrew", "withdraw"),
        ("were effective", "be effective"),
        ("rolled back", "roll back"),
    ],
)
def test_verbs_are_known_in_their_forms(word: str, lemma: str) -> None:
    assert [form.lemma for _, _, form in verbs(tokens(word))] == [lemma]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("duty", "duties"),
        ("list of trusted partner", "lists of trusted partner"),
        ("embargo", "embargos"),
        ("tax", "taxes"),
    ],
)
def test_plurals_are_made(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    "written", ["end-user list", "End-User List", "lists of trusted partner", "list of trusted partners"]
)
def test_nouns_are_found_however_they_are_written(written: str) -> None:
    ((first, last, _),) = nouns(tokens(written))
    assert (first, last) == (0, len(tokens(written)))
