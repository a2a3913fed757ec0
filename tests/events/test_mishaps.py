"""Hazards, outages, shortages, strikes, stocks let go and exports held back: what happened, and whom it befell."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.coder import Memory, code
from tocsin.events.dates import dates
from tocsin.events.event import Event
from tocsin.events.sentences import sentences
from tocsin.events.text import Text

TODAY = date(2024, 7, 10)  # a Wednesday


def read(said: str) -> list[Event]:
    text, memory = Text.of(said), Memory(today=TODAY)
    return [event for start, end in sentences(text.clean) for event in code(text, start, end, memory)]


@pytest.mark.parametrize(
    ("said", "act", "actor"),
    [
        # a firm in no list: as owner of a plant, as subject, behind "said it had"
        ("Kestrelco's Lilydale smelter was shut on Monday after a leak.", "outage", "Kestrelco"),
        ("Zintermet would be forced to idle its two furnaces in Orsk.", "outage", "Zintermet"),
        ("Kestrelco AG said it had halted production at its plant in Linz.", "outage", "Kestrelco"),
        # the country of a region, a port, a canal
        ("A power cut halted output at chip plants in Hsinchu.", "outage", "TWN"),
        ("A container ship ran aground and blocked the Suez Canal on Tuesday.", "outage", "EGY"),
        ("Workers at the Escondida copper mine went on strike.", "strike", "CHL"),
        ("Some 300,000 homes in Texas lost power on Tuesday.", "outage", "USA"),
        # a plant that stands still
        ("Operations at Peru's Toromocho mine have come to a standstill.", "outage", "PER"),
        ("Kioxia's fab in Yokkaichi has been out of action since Friday.", "outage", "Kioxia"),
        ("Ransomware took the port of Nagoya offline on July 4.", "outage", "JPN"),
        # workers
        ("Porters at hospitals across Kenya laid down their tools on Monday.", "strike", "KEN"),
        ("Dockers in Antwerp put up picket lines on Tuesday.", "strike", "BEL"),
        # who reports that something is short, who lacks it
        ("Germany's health ministry declared that amoxicillin was in short supply.", "shortage_reported", "DEU"),
        (
            "Insulin has been placed on the shortage list of the Food and Drug Administration.",
            "shortage_reported",
            "USA",
        ),
        ("Egyptian farmers face a scarcity of urea.", "shortage_reported", "EGY"),
        ("Stocks of insulin in Pakistan have run dry.", "shortage_reported", "PAK"),
        # stock let go
        ("India will sell 2 million tonnes of wheat from state warehouses.", "stock_release", "IND"),
        ("The release of oil from the Strategic Petroleum Reserve was ordered by Biden.", "stock_release", "USA"),
        # exports held back: by the country that they would leave, by what is not allowed
        ("Exports of onions from India have been prohibited.", "ban", "IND"),
        ("Rice traders in Myanmar will not be allowed to ship grain abroad.", "ban", "MMR"),
        ("Russia closed its borders to exports of gasoline.", "ban", "RUS"),
        ("Turkey has put a stop to sales of jet fuel to Israel.", "ban", "TUR"),
        # output that is steered, transits that are limited
        ("Saudi Arabia will cut its oil output by 1 million barrels a day.", "quota", "SAU"),
        ("Drought forced the Panama Canal Authority to limit transits to 24 ships a day.", "quota", "PAN"),
    ],
)
def test_a_mishap_befalls_somebody(said: str, act: str, actor: str) -> None:
    found = [one for one in read(said) if one.act == act]
    assert found, [one.act for one in read(said)]
    assert actor in found[0].actor


@pytest.mark.parametrize("word", ["Yesterday", "Today"])
def test_a_day_does_not_walk_out(word: str) -> None:
    (event,) = read(f"{word}’s walkout stopped the line.")
    assert (event.act, event.actor) == ("strike", ())


@pytest.mark.parametrize(
    "said",
    [
        "A magnitude-4.2 tremor killed six men on Thursday.",
        "Chile shut two mines after a magnitude-5 quake.",
        "Typhoon Gaemi made landfall in Taiwan.",
        "The city was battered by floods.",
        "The worst drought in a century has compelled mills to close.",
        "Two earthquakes laid waste to southern Turkey.",
    ],
)
def test_a_hazard_that_struck_is_read_without_an_actor(said: str) -> None:
    found = [one for one in read(said) if one.act == "hazard"]
    assert len(found) == 1
    assert found[0].actor == ()


@pytest.mark.parametrize(
    "said",
    [
        "Fires at battery plants have become more frequent, insurers say.",
        "If the strait were closed, a fifth of the world's oil would be stranded.",
        "The bridge was built to withstand hurricanes of category five.",
        "Chile lies on the Pacific Ring of Fire and is prone to earthquakes.",
        "The company was fined $2 million over a 2019 explosion at its plant in Kaohsiung.",
        "Shortages of the 2021 kind are unlikely to return, said a manager at Infineon.",
        "A third of the refinery's 900 workers belong to the union.",
        "Low prices do not stop its output.",
        "The Strategic Petroleum Reserve holds 370 million barrels.",
    ],
)
def test_what_may_happen_or_stands_in_the_background_is_no_event(said: str) -> None:
    assert [one.act for one in read(said)] == []


def test_a_hazard_that_does_two_things_is_one_event() -> None:
    acts = [one.act for one in read("A quake off Taiwan forced TSMC to evacuate fabs and halted production in Tainan.")]
    assert acts.count("hazard") == 1
    assert "outage" in acts


def test_a_fire_in_a_subordinate_clause_is_not_a_second_outage() -> None:
    acts = [one.act for one in read("Shell shut its refinery in Pernis after a fire at a crude unit.")]
    assert acts.count("outage") == 1


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Exports have been banned by India since early December.", "2023-12"),
        ("The EU imposed a duty in May, and Canada banned imports a month later.", "2024-06"),
        ("Greece blocked exports of insulin in the first days of this year.", "2024-01"),
        ("China banned exports of antimony in the second quarter.", "2024-Q2"),
        ("Traffic through the Bosphorus was halted on Tuesday.", "2024-07-09"),
        ("Hackers forced Norsk Hydro to shut mills in Norway last week.", "2024-07"),
    ],
)
def test_the_day_is_told_against_what_was_said_before(said: str, day: str) -> None:
    assert day in [one.date for one in read(said)]


def test_relative_dates_count_from_the_date_to_their_left() -> None:
    found = dates("in July, again a month later, and a year earlier in Peru", 0, 56, TODAY)
    assert [one.date for one in found] == ["2024-07", "2024-08", "2023-08"]


def test_an_agent_is_no_measure() -> None:
    (fire,) = [one for one in read("Kestrelco's Naka factory, gutted by a blaze on Friday, is closed.") if one.actor]
    assert (fire.act, fire.date) == ("outage", "2024-07-05")


def test_who_strikes_is_no_party_by_trade_alone() -> None:
    assert [(one.act, one.actor) for one in read("Dockers' strike closes Gdansk port.")] == [("strike", ())]
    (one,) = read("Unionised workers at Hyundai Motor staged a partial strike.")
    assert (one.act, one.actor) == ("strike", ("Hyundai Motor",))
