"""A headline is written as a sentence would be; anything else stays as it is, and every letter keeps its place."""

from __future__ import annotations

import pytest

from tocsin.events.headlines import plain


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("China Bans Gallium Exports", "China bans gallium exports"),
        ("Netherlands Tightens Chip-Tool Export Controls", "Netherlands tightens chip-tool export controls"),
        ("China May Ban Rare Earth Exports in May 2026", "China may ban rare earth exports in May 2026"),
        ("Netherlands Revokes ASML Export Licences", "Netherlands revokes ASML export licences"),
        ("Lynas Halts Shipments From Malaysia Plant on Friday", "Lynas halts shipments from Malaysia plant on Friday"),
        ("G7 Pledges to Cut Reliance on China", "G7 pledges to cut reliance on China"),
        ("EU ADOPTS 19TH SANCTIONS PACKAGE AGAINST RUSSIA", "EU adopts 19TH sanctions package against Russia"),
        ("POWER OUTAGE HITS CHILE ON MONDAY", "Power outage hits Chile on Monday"),
        ("AN EARTHQUAKE HIT JAPAN ON MARCH 4, 2021.", "An earthquake hit Japan on March 4, 2021."),
    ],
)
def test_a_headline_becomes_a_sentence(said: str, read: str) -> None:
    assert plain(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "China banned exports of gallium to the United States.",
        "Yesterday was the tenth anniversary of the Great East Japan Earthquake.",
        "Prime Minister Kishida met President Yoon in Tokyo and agreed to share warnings.",
        "Japan, South Korea, the United States",
        "EU",
        "",
        "日本は輸出規制を発表した。",
    ],
)
def test_what_is_no_headline_stays(said: str) -> None:
    assert plain(said) == said


@pytest.mark.parametrize("said", ["İSTANBUL İHRACAT YASAĞI", "STRAẞE GESPERRT IN KÖLN", "ŉEWS FROM ǰAPAN TODAY"])
def test_every_letter_keeps_its_place(said: str) -> None:
    assert len(plain(said)) == len(said)
    assert plain(said).casefold()[-5:] == said.casefold()[-5:]


def test_a_sentence_of_many_names_is_no_headline() -> None:
    said = "Zelensky, NATO Secretary General Mark Rutte and Macron met in Paris on Monday."
    assert plain(said) == said
