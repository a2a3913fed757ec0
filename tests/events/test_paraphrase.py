"""Machine paraphrase: plain text stays, odd phrases are known and put right, every place of the original is kept."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.events.garble_forms import forms, like, words
from tocsin.events.garble_frames import Frames
from tocsin.events.garble_language import Counted, Language, counted, language_of
from tocsin.events.garble_months import months
from tocsin.events.garble_signs import REPAIR, Rate, log_odds
from tocsin.events.paraphrase import ALONE, normalised, suspicion
from tocsin.events.text import Text
from tocsin.events.thesaurus import Group, thesaurus_of
from tocsin.ref.tables import DATA

ROOT = Path(__file__).parents[2]
PLAIN = (
    "Indonesia may ban exports of bauxite next year, officials in Jakarta said on Tuesday. The ministry of trade is "
    "preparing rules that could take effect in May 2025, after two rounds of talks with mining companies. Analysts "
    "expect that shipments to China will fall, and that prices will rise before the summer. The government might "
    "exempt firms that build smelters. A similar ban on nickel ore was lifted once and imposed again in 2020."
)
GARBLED = (
    "Since Could 2022, the nations have held joint navy workout routines close to the coast. Their leaders pledged an "
    "financial safety dialogue and a provide chain early alert system. Export restrictions on uncooked supplies harm "
    "buying and selling companions, and a ballistic missile check adopted."
)


def put_right(text: str) -> str:
    return normalised(Text.of(text)).clean


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("a plan for financial safety was signed", "economic security"),
        ("shortages in the provide chain", "supply chain"),
        ("they held navy workout routines", "military"),
        ("an early alert system for chips", "early warning system"),
        ("a ballistic missile check on Friday", "ballistic missile test"),
        ("the Vice Overseas Minister of Japan", "Vice Foreign Minister"),
        ("Tokyo's most well-liked buying and selling companions", "trading partners"),
        ("work on synthetic intelligence", "artificial intelligence"),
        ("controls on superior computing chips", "advanced computing chips"),
        ("SYNTHETIC INTELLIGENCE AND CHIPS", "ARTIFICIAL INTELLIGENCE"),
        ("firms such as those, akin to it", "such as it"),
        ("greater than 20 high-level conferences", "more than 20 high-level meetings"),
        ("each nations agreed", "both countries agreed"),
    ],
)
def test_a_phrase_of_the_field_in_other_words_is_put_right(garbled: str, meant: str) -> None:
    assert meant not in garbled
    assert meant in put_right(garbled)


@pytest.mark.parametrize(
    "plain",
    [
        "Japan's export controls on chemicals hurt chip makers in South Korea.",
        "The Commerce Department added 28 firms to the Entity List in March 2023.",
        "The two navies held joint military exercises off Hawaii in August 2022.",
        "Officials could meet in May; they might sign an agreement on supply chains.",
        "The firm could 2022 times over have paid, and may do so.",
        PLAIN,
    ],
)
def test_plain_text_is_not_suspected_and_would_come_out_unchanged(plain: str) -> None:
    assert not suspicion(plain).garbled
    assert put_right(plain) == plain


def test_a_garbled_passage_is_suspected_and_says_by_what() -> None:
    found = suspicion(GARBLED)
    assert found.garbled
    assert found.score > 0.99
    meant = {sign.meant for sign in found.signs}
    assert {"May", "ballistic missile test"} <= meant
    for sign in found.signs:
        assert GARBLED[sign.start : sign.end] == sign.text


def test_a_single_sign_asks_for_more_than_even_chances() -> None:
    found = suspicion("When was the last field drill of this size with the South Koreans?")
    assert found.count == 1
    assert 0.5 < found.score < 1 / (1 + math.exp(-ALONE))
    assert not found.garbled


def test_what_the_field_says_every_day_is_no_sign() -> None:
    assert suspicion("It raised the duty on cars, and the car industry found a home market.").count == 0


def test_what_was_put_right_is_suspected_less() -> None:
    assert suspicion(put_right(GARBLED)).score < suspicion(GARBLED).score


def test_long_plain_text_is_not_suspected_even_with_one_odd_phrase() -> None:
    pages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/explanation").glob("*.md"))]
    plain = [page for page in pages if "Could 2022" not in page]
    assert len(plain) > 10
    assert sum(suspicion(page).garbled for page in plain) <= 1
    assert not suspicion(f"{' '.join(plain)} They spoke of financial safety.").garbled


def test_the_public_documents_are_plain_and_the_paraphrased_article_is_not(shared_data: Path) -> None:
    folder = shared_data / "documents"
    plain = [suspicion(path.read_text(encoding="utf-8")).garbled for path in sorted(folder.glob("*.md"))]
    assert len(plain) > 50
    assert sum(plain) <= 0.02 * len(plain)
    article = (folder / "worldnews365_trilateral_2023.txt").read_text(encoding="utf-8")
    assert suspicion(article).garbled
    clean = put_right(article)
    for phrase in (
        "May 2022",
        "supply chain",
        "economic security dialogue",
        "early warning system",
        "trading partners",
    ):
        assert phrase not in article.replace("Trading", "trading")
        assert phrase in clean


def test_evidence_quotes_the_original() -> None:
    plain = normalised(Text.of(GARBLED))
    for meant, stood in (
        ("economic security", "financial safety"),
        ("May 2022", "Could 2022"),
        ("supply chain", "provide chain"),
    ):
        start = plain.clean.index(meant)
        first, last = plain.span(start, start + len(meant))
        assert GARBLED[first:last] == stood


@given(st.lists(st.sampled_from([*GARBLED.split(), *PLAIN.split(), "\n\n", "“", "é", "漢字", "1,000"]), max_size=60))
def test_places_never_fall_and_what_is_not_changed_is_the_original(parts: list[str]) -> None:
    original = " ".join(parts)
    plain = normalised(Text.of(original))
    assert all(a <= b for a, b in zip(plain.starts, plain.starts[1:], strict=False))
    assert all(a <= b for a, b in zip(plain.ends, plain.ends[1:], strict=False))
    for char, start, end in zip(plain.clean, plain.starts, plain.ends, strict=True):
        assert 0 <= start < end <= len(original)
        if end - start == 1:
            assert original[start] == char


@pytest.mark.parametrize(
    "text", ["", " \n", "12 34", "漢字 かな", "\u200f\u0645\u0631\u062d\u0628\u0627", "Could", "a" * 5000]
)
def test_text_without_phrases_is_neither_suspected_nor_changed(text: str) -> None:
    assert not suspicion(text).garbled
    assert put_right(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Since Could 2022, they met", ["May"]),
        ("on Might 5, 2021 it ended", ["May"]),
        ("on 5 Can 2021", ["May"]),
        ("in Stroll 2020 and in Majestic 2021", ["March", "August"]),
        ("It could 2022 times", []),
        ("Could he come? Can 20 people fit?", []),
        ("May 2022 and March 2023", []),
        ("the Grand Prix of 2022; Walk of Fame", []),
        ("The Grand 2000 hotel; Protest 2020; in Stroll, a village", []),
        ("Can 2022 be better? How Could 2022 Change Trade", []),
        ("the Could 2022 summit, and until Might 3", ["May", "May"]),
    ],
)
def test_a_capital_word_before_a_year_is_a_month_only_if_it_means_one(text: str, found: list[str]) -> None:
    assert [month for _, _, month in months(text)] == found


def test_forms_are_inflected_as_english_does() -> None:
    assert forms("company", "n") == ("company", "companies")
    assert forms("workout routine", "n") == ("workout routine", "workout routines")
    assert forms("take away", "v") == ("take away", "takes away", "took away", "taking away")
    assert forms("levy", "v") == ("levy", "levies", "levied", "levying")
    assert forms("ban", "v") == ("ban", "bans", "banned", "banning")
    assert forms("early", "a") == ("early",)


@pytest.mark.parametrize(
    ("model", "new", "written"),
    [
        ("chain", "row", "row"),
        ("Provide", "supply", "Supply"),
        ("NAVY", "military", "MILITARY"),
        ("Could", "May", "May"),
    ],
)
def test_new_words_take_the_capitals_of_the_old(model: str, new: str, written: str) -> None:
    assert like(model, new) == written


def test_marks_part_words_and_hyphens_and_quotation_marks_do_not() -> None:
    found = words("a “supply” chain, the U.S.-Japan deal")
    assert [(word.text, word.joined) for word in found] == [
        ("a", False),
        ("supply", True),
        ("chain", True),
        ("the", False),
        ("U.S.", True),
        ("Japan", True),
        ("deal", True),
    ]


def test_pairs_and_rows_are_counted_within_what_no_mark_parts() -> None:
    found = counted(["Supply chain risk. Supply chain, risk of the supply chain."])
    assert found.words["supply"] == 3
    assert found.pairs["supply", "chain"] == 3
    assert found.pairs["chain", "risk"] == 1
    assert found.rows["risk", "of", "the", "supply"] == 1
    assert ("of", "the") not in found.rows


def small() -> tuple[Language, Frames]:
    """Return a few phrases as a language, and frames in whose thesaurus crony lies between comrade and partner."""
    rows = {("faithful", "trading", "partner"): 9, ("south", "korean", "president", "yoon"): 9}
    texts = Counted(Counter(), Counter(), Counter(rows))
    language = language_of(texts, Counted(Counter(), Counter(), Counter()))
    chain = [Group("n", ("comrade", "crony"), "written"), Group("n", ("crony", "partner"), "written")]
    return language, Frames(language, thesaurus_of(chain, {"partner"}))


def test_an_odd_word_is_put_right_over_a_synonym_of_its_synonym() -> None:
    _, frames = small()
    found = frames.swaps(words("a faithful trading comrade of Japan"), (), 1.2)
    assert [(swap.stands, swap.meant) for swap in found] == [("comrade", "partner")]


def test_an_unknown_word_is_put_right_where_all_else_of_the_phrase_stands_but_never_a_name() -> None:
    _, frames = small()
    assert [swap.meant for swap in frames.swaps(words("a faithful trading zorb of Japan"), (), 1.2)] == ["partner"]
    assert not frames.swaps(words("a faithful trading zorbs of Japan"), (), 1.2)
    assert not frames.swaps(words("A Faithful Trading Zorb of Japan"), (), 1.2)
    assert not frames.swaps(words("the South Korean president lee said"), (), 1.2)


@pytest.mark.parametrize("rate", [REPAIR.plain, REPAIR.garbled])
def test_the_chances_of_all_counts_add_up_to_one(rate: Rate) -> None:
    whole = sum(math.exp(rate.log_chance(count, 400) - math.lgamma(count + 1)) for count in range(2000))
    assert whole == pytest.approx(1.0, abs=1e-6)


def test_more_repairs_make_paraphrase_likelier_and_none_makes_it_less_likely() -> None:
    assert log_odds(0, 500, REPAIR) < 0
    assert log_odds(0, 0, REPAIR) == 0
    assert log_odds(20, 500, REPAIR) > log_odds(2, 500, REPAIR) > log_odds(0, 500, REPAIR)


def test_the_tables_stay_small_and_bear_the_licence_of_wordnet() -> None:
    folder = DATA / "events"
    names = ["thesaurus.toml", "thesaurus.txt", "collocations.toml", "collocations.parquet"]
    assert sum((folder / name).stat().st_size for name in names) < 1.2e6
    head = (folder / "thesaurus.txt").read_text(encoding="utf-8")[:3000]
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in head
    assert "THIS SOFTWARE AND DATABASE IS PROVIDED" in head
