"""The tables of places, organisations and firms are whole, clean, and know the traps."""

from __future__ import annotations

import pytest

from tocsin.events.mentions import ORGANISATIONS, PLACES, mentions, seat_of
from tocsin.events.tokens import tokens
from tocsin.ref.countries import countries
from tocsin.ref.tables import read_table

#: Places without a word of people or without a capital of their own in the table, and why.
NO_PEOPLE = {
    "COG": "Congolese is read as of the larger Congo",
    "COK": "Cook Islander is rare",
    "DMA": "Dominican is read as of the Dominican Republic",
    "HKG": "a place and no party",
    "NIU": "Niuean is rare",
    "VAT": "has none",
}
NO_SEAT = {
    "BEL": "Brussels stands for the Union",
    "COK": "Avarua is rare",
    "DJI": "named as the country",
    "HKG": "a place and no party",
    "KHM": "Phnom Penh is the place of statements",
    "MAC": "named as the place",
    "MCO": "named as the country",
    "NIU": "Alofi is rare",
    "SGP": "named as the country",
    "SMR": "named as the country",
}
FORMS = {"people", "seats", "offices", "leaders", "short", "names", "weapons"}


def parties(sentence: str) -> list[str]:
    return [one.party for one in mentions(tokens(sentence)) if one.is_party]


def test_every_country_has_a_people_and_a_seat() -> None:
    rows = read_table(PLACES)
    here = {code for code, one in countries().items() if one.kind == "country"}
    assert {code for code in here if not rows.get(code, {}).get("people")} == NO_PEOPLE.keys()
    assert {code for code in here if not rows.get(code, {}).get("seats")} == NO_SEAT.keys()


def test_every_party_of_the_tables_is_known() -> None:
    rows = read_table(PLACES)
    assert rows.keys() - {"EUU"} <= countries().keys()
    assert {key for row in rows.values() for key in row} <= FORMS
    seats = {row["country"] for row in read_table(ORGANISATIONS)["firms"].values()}
    assert seats <= countries().keys()


def test_no_name_stands_for_two_parties() -> None:
    seen: dict[str, str] = {}
    for code, row in read_table(PLACES).items():
        for names in row.values():
            for name in names:
                assert seen.setdefault(name, code) == code, name
    listed = read_table(ORGANISATIONS)
    for name, others in listed["organisations"].items():
        for one in (name, *others):
            assert seen.setdefault(one, name) == name, one
    for name, row in listed["firms"].items():
        for one in (name, *row["names"]):
            assert seen.setdefault(one, name) == name, one


@pytest.mark.parametrize(
    "sentence",
    [
        "Georgia Tech won.",
        "A Turkey sandwich was served.",
        "Shops in New Jersey closed.",
        "The Washington Post and the Korea Herald wrote.",
        "George Washington was first.",
        "The Paris Agreement, the Minsk agreements and the Warsaw Pact are texts.",
        "Jim Jordan spoke.",
        "The Sea of Japan and the South China Sea are seas.",
        "Latin America and Eastern Europe grew.",
        "Swiss cheese with Brazil nuts.",
        "Greg Abbott, Harris County and Austin, Texas.",
        "A plant in Atlanta, Georgia, and the Georgia battery plant.",
        "The Dow Jones fell against the Australian dollar.",
        "Korean Americans and Native Americans.",
        "Shell companies were used.",
        "Peking University and Seoul National University.",
    ],
)
def test_words_that_hold_the_name_of_a_country_are_no_party(sentence: str) -> None:
    assert parties(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The North Korean leader left the South African mine.", ["PRK", "ZAF"]),
        ("MOFCOM and MIIT met METI.", ["CHN", "CHN", "JPN"]),
        ("Kigali and Kinshasa signed.", ["RWA", "COD"]),
        ("Ivorian and Guinean mines.", ["CIV", "GIN"]),
        ("N\u2019Djamena called Bucharest.", ["TCD", "ROU"]),
        ("Tbilisi said Georgian exports fell.", ["GEO", "GEO"]),
        (
            "The Wassenaar Arrangement and the MTCR met.",
            ["Wassenaar Arrangement", "Missile Technology Control Regime"],
        ),
        ("The Australia Group met.", ["Australia Group"]),
        ("OPEC+ cut output.", ["OPEC"]),
        ("Korea Electric Power bought coal.", ["KEPCO"]),
        ("Morita Chemical shipped to SK Hynix.", ["Morita Chemical", "SK hynix"]),
        ("Huayou Cobalt and Ganfeng invested.", ["Huayou Cobalt", "Ganfeng Lithium"]),
    ],
)
def test_offices_capitals_regimes_and_firms_are_named(sentence: str, named: list[str]) -> None:
    assert parties(sentence) == named


def test_a_firm_has_its_country() -> None:
    assert (seat_of("Kazatomprom"), seat_of("Infineon"), seat_of("Nobody Ltd")) == ("KAZ", "DEU", "")
