"""Sentences in a machine's words, each alone: known, put right over kindred words, and plain ones left as they are."""

from __future__ import annotations

import math

import pytest

from tocsin.events.garble_acts import Acts
from tocsin.events.garble_decode import Decoder
from tocsin.events.garble_fit import Fit
from tocsin.events.garble_forms import words
from tocsin.events.garble_kin import Kin, kin, kin_of, stems
from tocsin.events.garble_kindred import Kindred
from tocsin.events.garble_language import Language, language
from tocsin.events.garble_leaning import leaning
from tocsin.events.garble_months import months
from tocsin.events.garble_odd import SIGNS, Oddness, log_odds
from tocsin.events.garble_usage import Usage, usage
from tocsin.events.garble_wordings import wordings
from tocsin.events.paraphrase import normalised, suspicion
from tocsin.events.reader import read
from tocsin.events.text import Text
from tocsin.events.thesaurus import groups, thesaurus_of
from tocsin.ref.tables import DATA

PLAIN = [
    "India banned exports of wheat on Friday after prices rose.",
    "The foreign ministers of Japan and South Korea met in Busan on Sunday.",
    "North Korea fired two ballistic missiles on Tuesday, the Joint Chiefs of Staff said.",
    "The plant will cost 28 grand a day, the manager said; the walk to it takes an hour.",
    "Chile exported less copper in March than a year earlier.",
    "The Commerce Department added 12 companies to the Entity List.",
]


def small() -> tuple[Kin, Usage]:
    """Return a table in which crony stands for partner and barter for trade, and usage that knows few words."""
    near = {"partner": {"crony": 1.0, "mate": 1.0}, "trade": {"barter": 1.0, "commerce": 1.0}}
    counts = {"the": 200_000, "partner": 50, "trade": 90, "crony": 1, "barter": 1}
    known = Language(counts, {}, {("trade", "partner"): 25.0})
    return kin_of(near, {}), Usage({}, known)


def test_stems_say_what_a_form_may_be_the_form_of() -> None:
    assert ("levy", "s") in stems("levies")
    assert ("ban", "ed") in stems("banned")
    assert ("impose", "ing") in stems("imposing")
    assert stems("press") == (("press", ""),)


def test_kindred_forms_keep_the_ending_and_share_a_chance() -> None:
    known, _ = small()
    assert [new for new, _ in known.of("cronies")] == ["partners"]
    assert sum(math.exp(chance) for _, chance in known.of("crony")) < 0.35
    assert known.of("partner") == ()


def test_a_particle_behind_a_kindred_verb_costs_something() -> None:
    known = kin_of({"withdraw": {"pull": 1.0}}, {"withdrew": ("withdraw", "ed"), "withdrawn": ("withdraw", "ed")})
    assert dict(known.of("pulled")).keys() == dict(known.of("pulled out")).keys() == {"withdrew", "withdrawn"}
    assert dict(known.of("pulled out"))["withdrew"] < dict(known.of("pulled"))["withdrew"]


def test_a_phrase_is_found_behind_rare_words_and_not_where_it_stands() -> None:
    known, use = small()
    decoder = Decoder(use.language.phrases, known, use)
    found = decoder.repairs(words("a barter crony of Japan"), 0.0)
    assert [(one.meant, one.first, one.last) for one in found] == [("trade partner", 1, 3)]
    assert not decoder.repairs(words("a trade partner of Japan"), -99.0)
    assert not decoder.repairs(words("a barter crony of Japan"), 0.0, taken={1})
    assert not Decoder(use.language.phrases, known, use, {"crony"}).repairs(words("a barter crony"), 0.0)
    assert decoder.standing(words("the trade partner")) == {1, 2}


def test_what_plain_text_often_says_has_less_gain() -> None:
    known, use = small()
    rare = Decoder(use.language.phrases, known, use).repairs(words("barter crony"), -99.0)[0].score
    usual = Usage({}, Language(use.language.words, {("barter", "crony"): 40}, use.language.phrases))
    assert Decoder(use.language.phrases, known, usual).repairs(words("barter crony"), -99.0)[0].score < rare


def test_a_share_falls_from_word_to_word_and_a_phrase_raises_it() -> None:
    _, use = small()
    assert use.row(["barter", "crony"]) < use.row(["barter"])
    assert use.row(["trade", "partner"]) > use.row(["partner", "trade"])


@pytest.mark.parametrize(
    ("text", "stands", "meant"),
    [
        ("North Korea discharged a ballistic missile into the sea", "discharged", "fired"),
        ("The navies carried on until the drills were grasped", "", ""),
        ("Ghana reported acute deficiencies of vaccines", "deficiencies", "short"),
        ("They fired a ballistic missile into the sea", "", ""),
    ],
)
def test_a_verb_or_noun_is_found_beside_the_noun_or_verb_of_its_act(text: str, stands: str, meant: str) -> None:
    found = [(swap.stands, swap.meant) for swap, _ in Acts(kin(), usage()).swaps(text, words(text), 0.5)]
    assert [stood for stood, _ in found] == ([stands] if stands else [])
    assert all(new.startswith(meant) for _, new in found)


def test_words_that_are_taken_are_not_changed_again() -> None:
    text = "North Korea discharged a ballistic missile into the sea"
    assert not Acts(kin(), usage()).swaps(text, words(text), 0.5, taken={2})


def test_each_sign_of_oddness_speaks_for_paraphrase() -> None:
    none = Oddness(*(0.0 for _ in SIGNS))
    assert log_odds(none) < 0
    for sign in SIGNS:
        assert log_odds(none._replace(**{sign: 1.0})) > log_odds(none)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_sentence_alone_is_not_garbled(text: str) -> None:
    found = suspicion(text)
    assert not found.garbled
    assert normalised(Text.of(text)).clean.replace("August", "grand") == text


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Kenya's Unfamiliar Clergyman flew to its barter accomplices to talk about the contract.", "Foreign Minister"),
        ("The exchange accomplices reprimanded the artificial brainpower guidelines of the coalition.", "partners"),
    ],
)
def test_a_garbled_sentence_alone_is_known_and_put_right(text: str, phrase: str) -> None:
    found = suspicion(text)
    assert found.garbled
    assert found.score > 0.5
    assert found.signs
    for sign in found.signs:
        assert text[sign.start : sign.end] == sign.text
    assert phrase in normalised(Text.of(text)).clean


def test_an_event_of_a_garbled_sentence_quotes_the_original_and_is_trusted_less() -> None:
    garbled = (
        "North Korea discharged an early admonition satellite and an intercontinental ballistic rocket on 5 Might 2023."
    )
    plain = "North Korea fired an early warning satellite and an intercontinental ballistic missile on 5 May 2023."
    (one, *_), (other, *_) = (read(text, kind="text")[0].events for text in (garbled, plain))
    assert one.act == other.act == "missile_test"
    assert one.date == other.date == "2023-05-05"
    assert one.confidence < other.confidence
    assert garbled[one.evidence.start : one.evidence.end] == one.evidence.text


def test_long_plain_text_is_not_garbled_and_few_of_its_sentences_are_looked_at() -> None:
    fit = Fit(usage(), thesaurus_of(groups(), ()))
    kindred = Kindred(language(), kin(), usage(), fit, leaning())
    found = kindred.oddity(" ".join(PLAIN * 10))
    assert not found.garbled
    assert found.sentences == 4


@pytest.mark.parametrize(
    ("text", "strict", "loose"),
    [
        ("from 1 grand to shield", ["August"], ["August"]),
        ("lapse on 31 grand.", ["August"], ["August"]),
        ("prices from 1 grand to 3 grand", [], ["August"]),
        ("the car cost 28 grand.", [], ["August"]),
        ("a ban forced in Walk, is", [], ["March"]),
        ("on 5 may", [], []),
    ],
)
def test_less_is_asked_of_a_month_where_the_text_is_a_paraphrase(
    text: str, strict: list[str], loose: list[str]
) -> None:
    assert [month for _, _, month in months(text)] == strict
    assert [month for _, _, month in months(text, loose=True)] == loose


def test_roundabout_wordings_are_told_with_their_capitals() -> None:
    assert [(start, new) for start, _, new in wordings("As per the rule, except if they agree")] == [
        (0, "According to"),
        (17, "unless"),
    ]


def test_the_tables_of_kindred_words_stay_small() -> None:
    names = ["kin.parquet", "kin_irregular.parquet", "usage.parquet"]
    assert sum((DATA / "events" / name).stat().st_size for name in names) < 1.5e6
