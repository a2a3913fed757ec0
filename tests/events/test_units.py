"""Units: stems, and signs that stand for parties, dates, numbers and goods."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.dates import dates
from tocsin.events.grammar import Sentence
from tocsin.events.tokens import tokens
from tocsin.events.units import stem, units


def signs(said: str) -> list[str]:
    sentence = Sentence(tokens(said))
    return [one.sign for one in units(sentence, said, dates(said, 0, len(said), date(2024, 7, 10)))]


def test_what_is_named_is_a_sign_and_the_rest_are_stems() -> None:
    assert signs("On Monday, China curbed exports of gallium to 12 Japanese makers.") == [
        "on", "@date", ",", "@name", "curb", "export", "of", "@goods", "to", "@number", "@people", "maker", ".",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("Zqnet halted production.", "@capital"),
        ("Farmers halted production.", "farmer"),
        ("Meanwhile output fell.", "meanwhil"),
        ("Two-thirds of output was lost.", "two-third"),
    ],
)
def test_a_word_that_begins_a_sentence_is_a_name_if_no_table_of_words_holds_it(said: str, sign: str) -> None:
    assert signs(said)[0] == sign


def test_a_capitalised_name_of_no_table_is_one_unit_and_a_party() -> None:
    said = "Production at Grupo Inexistente halted."
    row = units(Sentence(tokens(said)), said, [])
    (one,) = [each for each in row if each.mention is not None]
    assert (one.sign, one.last - one.first) == ("@capital", 2)
    assert one.mention is not None
    assert (one.mention.party, one.mention.form) == ("Grupo Inexistente", "unknown")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("They signed the Fjordland Framework Agreement with Kestrelco.", ["Kestrelco"]),
        ("They met Foreign Minister Chostak and Dr Woodsen.", []),
        ("They bought Premier Holdings and Ambassador Bridge.", ["Premier Holdings", "Ambassador Bridge"]),
    ],
)
def test_papers_and_persons_under_a_title_are_no_parties(said: str, names: list[str]) -> None:
    found = units(Sentence(tokens(said)), said, [])
    assert [one.mention.party for one in found if one.mention is not None] == names


def test_units_cover_every_word_once() -> None:
    said = "The U.S. Commerce Department said on 3 May 2024 that South Korea's Samsung Electronics would be exempt."
    sentence = Sentence(tokens(said))
    row = units(sentence, said, dates(said, 0, len(said), None))
    assert [k for one in row for k in range(one.first, one.last)] == list(range(len(sentence.words)))


@pytest.mark.parametrize(
    "forms",
    [
        ("suspend", "suspends", "suspended", "suspending"),
        ("ban", "bans", "banned", "banning"),
        ("impose", "imposes", "imposed", "imposing"),
        ("levy", "levies", "levied"),
        ("hold", "holds", "held", "holding"),
        ("curb", "curbs", "curbed", "curbing"),
        ("launch", "launches", "launched", "launching"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(one) for one in forms}) == 1


def test_words_that_only_look_alike_keep_their_stems_apart() -> None:
    assert len({stem(one) for one in ("tariff", "trade", "treaty", "talk", "gas", "crisis", "thing")}) == 7
