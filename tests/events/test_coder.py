"""Sentences of news and notices become events: which act, who does it, to whom, when, and how far it is a fact."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tocsin.events.coder import Memory, code
from tocsin.events.event import Event
from tocsin.events.sentences import sentences
from tocsin.events.text import Text
from tocsin.events.tokens import tokens

_ODD = ("since", "to", "by", "of", ",", ".", ";", "\u202e", "한국", "稀土", "\U0001f680", "\x00")
TODAY = date(2023, 7, 6)  # a Thursday


def read(said: str, memory: Memory | None = None) -> list[Event]:
    text = Text.of(said)
    memory = memory or Memory(today=TODAY)
    return [event for start, end in sentences(text.clean) for event in code(text, start, end, memory)]


def of(said: str, act: str) -> Event:
    found = [one for one in read(said) if one.act == act]
    assert found, f"{act} not read in {said!r}: {[one.act for one in read(said)]}"
    return found[0]


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("Japan imposed export controls on three chemicals to South Korea.", "impose_control", ["JPN"], ["KOR"]),
        ("Exports of graphite to the United States were restricted by China.", "impose_control", ["CHN"], ["USA"]),
        ("China banned exports of gallium to the United States.", "ban", ["CHN"], ["USA"]),
        ("Washington granted Syria sanctions relief on Friday.", "lift_control", ["USA"], ["SYR"]),
        ("Russia halted gas supplies to Poland.", "ban", ["RUS"], ["POL"]),
        ("The US imposed tariffs on and banned imports of Chinese drones.", "ban", ["USA"], ["CHN"]),
        ("The US imposed tariffs on and banned imports of Chinese drones.", "tariff", ["USA"], ["CHN"]),
        ("Japan eased export controls on hydrogen fluoride to South Korea.", "lift_control", ["JPN"], ["KOR"]),
        ("The U.S. paused its planned tariffs on Mexico for 30 days.", "suspend", ["USA"], ["MEX"]),
        ("Washington granted South Korean chipmakers a one-year exemption.", "extend", ["USA"], ["KOR"]),
        ("Guinea capped bauxite exports at 150 million tonnes.", "quota", ["GIN"], []),
        ("Japan restored South Korea to its whitelist of trading partners.", "add_trusted_group", ["JPN"], ["KOR"]),
        ("South Korea was removed from Japan's whitelist.", "remove_trusted_group", ["JPN"], ["KOR"]),
        ("China added 12 American companies to its export control list.", "list_entity", ["CHN"], ["USA"]),
        ("The Treasury Department sanctioned two North Korean banks.", "sanction", ["USA"], ["PRK"]),
        ("Beijing threatened to cut off rare earth supplies to Japan.", "threaten", ["CHN"], ["JPN"]),
        ("Canada hit back with 25% duties on U.S. aluminium.", "retaliate", ["CAN"], ["USA"]),
        ("Wang Yi held a phone call with Blinken.", "meet", ["CHN"], ["USA"]),
        ("Kishida will visit Seoul on May 7.", "meet", ["JPN"], ["KOR"]),
        ("Seoul condemned North Korea's missile launch.", "state", ["KOR"], ["PRK"]),
        (
            "The Dutch government's export restrictions on DUV tools to China took effect on Friday.",
            "impose_control",
            ["NLD"],
            ["CHN"],
        ),
        ("Pyongyang test-fired an intercontinental ballistic missile.", "missile_test", ["PRK"], []),
        ("The United States released 50 million barrels from its reserves.", "stock_release", ["USA"], []),
        ("South Korea faces a shortage of urea solution.", "shortage_reported", ["KOR"], []),
        ("SMIC suspended production at its fab because of a power cut.", "outage", ["SMIC"], []),
    ],
)
def test_syntax_says_who_does_it_to_whom(said: str, act: str, actor: list[str], target: list[str]) -> None:
    event = of(said, act)
    assert (list(event.actor), list(event.target)) == (actor, target)


@pytest.mark.parametrize(
    ("said", "act", "parties"),
    [
        ("The United States and South Korea began joint military exercises.", "exercise", {"USA", "KOR"}),
        ("Brussels and Beijing launched a dialogue on export controls.", "dialogue", {"EUU", "CHN"}),
        ("Australia and Japan signed a critical minerals partnership.", "agree", {"AUS", "JPN"}),
        ("The foreign ministers of Japan, South Korea and China met in Busan.", "meet", {"JPN", "KOR", "CHN"}),
    ],
)
def test_who_stands_side_by_side_acts_together(said: str, act: str, parties: set[str]) -> None:
    event = of(said, act)
    assert set(event.actor) | set(event.target) == parties


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("A magnitude 7.4 earthquake struck Taiwan.", "hazard"),
        ("Typhoon Hinnamnor flooded a steel mill in Pohang.", "hazard"),
        ("Antibiotics are in short supply across Europe.", "shortage_reported"),
    ],
)
def test_some_acts_need_no_actor(said: str, act: str) -> None:
    assert of(said, act).actor == ()


@pytest.mark.parametrize(
    "said",
    [
        "South Korea relies on China for 90 percent of its urea.",
        "The whitelist contains 27 countries.",
        "Analysts say tariffs can hurt growth.",
        "China launched an anti-dumping probe into Canadian canola.",
        "North Korea has a large missile arsenal.",
        "Tokyo stocks closed higher on Monday.",
        "The strike price of the option rose.",
        "Fire safety rules apply to all plants.",
        "South Korea's central bank raised interest rates.",
        "Companies must be prepared for potential shortages.",
    ],
)
def test_nothing_is_read_where_nobody_does_anything(said: str) -> None:
    assert read(said) == []


def test_a_shortage_that_is_denied_is_never_a_fact() -> None:
    assert {one.modality for one in read("There is no shortage of urea, the minister said.")} <= {"denied"}


@pytest.mark.parametrize(
    ("said", "act", "modality"),
    [
        ("China restricted exports of graphite.", "impose_control", "done"),
        ("China said it will restrict exports of graphite.", "announce_control", "announced"),
        ("China may restrict exports of graphite.", "impose_control", "possible"),
        ("The US is considering sanctions on Chinese chipmakers.", "sanction", "possible"),
        ("Japan denied that it would restrict chip exports to South Korea.", "impose_control", "denied"),
        ("China has not imposed any restrictions on tungsten exports.", "impose_control", "denied"),
        ("Seoul urged Tokyo to lift the export curbs.", "lift_control", "called_for"),
        ("If Japan acts, Seoul will retaliate.", "retaliate", "conditional"),
        ("The waiver for Korean firms will lapse on October 11.", "expire", "announced"),
    ],
)
def test_modality_says_how_far_it_is_a_fact(said: str, act: str, modality: str) -> None:
    assert of(said, act).modality == modality


def test_what_is_asked_for_is_of_whom_it_is_asked() -> None:
    assert of("Seoul urged Tokyo to lift the export curbs.", "lift_control").actor == ("JPN",)
    assert of("The EU called on China to lift its export controls.", "lift_control").actor == ("CHN",)


@pytest.mark.parametrize(
    ("said", "act", "day"),
    [
        ("Beijing said on Tuesday that it would ban exports of gallium from August 1.", "ban", "2023-08-01"),
        ("Japan tightened controls on photoresist exports on July 4, 2019.", "impose_control", "2019-07-04"),
        ("The export quota on cobalt was set by Congo in March 2022.", "quota", "2022-03"),
        ("North Korea fired two missiles yesterday.", "missile_test", "2023-07-05"),
        ("The tariff truce expires on August 12.", "expire", "2023-08-12"),
    ],
)
def test_the_date_is_that_of_the_act(said: str, act: str, day: str) -> None:
    event = of(said, act)
    assert event.date == day
    assert event.date_precision != "none"


@pytest.mark.parametrize(
    "said",
    [
        "The EU extended its gas price cap until March 2024.",
        "The United States raised tariffs under Executive Order 14257 of April 2, 2022.",
    ],
)
def test_the_end_of_a_measure_and_the_day_of_an_order_are_not_its_date(said: str) -> None:
    event = read(said)[0]
    assert (event.date, event.date_precision) == (TODAY.isoformat(), "none")


def test_what_each_does_to_the_other_is_two_events() -> None:
    found = read("Japan and South Korea removed each other from their whitelists in 2019.")
    assert {(one.actor, one.act, one.target, one.date) for one in found} == {
        (("JPN",), "remove_trusted_group", ("KOR",), "2019"),
        (("KOR",), "remove_trusted_group", ("JPN",), "2019"),
    }


def test_a_document_says_whom_later_words_mean() -> None:
    found = read(
        "Officials of Japan, South Korea and the United States spoke. The three countries pledged to share data. "
        "China imposed export controls on germanium towards Japan. It also banned exports of antimony. "
        "These controls may soon extend to graphite."
    )
    assert set(next(one for one in found if one.act == "pledge").actor) == {"JPN", "KOR", "USA"}
    assert next(one for one in found if one.act == "ban").actor == ("CHN",)
    wider = [one for one in found if one.act == "impose_control" and one.modality == "possible"]
    assert [(one.actor, one.target) for one in wider] == [(("CHN",), ("JPN",))]


def test_a_test_that_follows_another_is_one_of_its_own() -> None:
    found = read(
        "North Korea fired 23 missiles in a single day, followed by an intercontinental ballistic missile test."
    )
    assert [one.act for one in found] == ["missile_test", "missile_test"]
    assert found[0].quantity == "23 missiles"


def test_a_condemned_test_is_a_test() -> None:
    found = read(
        "The United States condemns the Democratic People's Republic of Korea's (DPRK) ballistic missile test."
    )
    assert {(one.act, one.actor) for one in found} == {("state", ("USA",)), ("missile_test", ("PRK",))}


def test_place_and_quantity_are_as_said() -> None:
    drill = of("Japan and the Philippines held joint naval drills in the South China Sea on Friday.", "exercise")
    assert drill.place == "South China Sea"
    assert of("Brazil imposed a 25 percent tariff on steel from China.", "tariff").quantity == "25 percent"


def test_evidence_is_the_sentence_of_the_original() -> None:
    said = "Nothing here.  China banned\nexports of gallium to Japan. Nothing there."
    (event,) = read(said)
    assert said[event.evidence.start : event.evidence.end] == event.evidence.text
    assert event.evidence.text == "China banned\nexports of gallium to Japan."


def test_any_characters_are_read_without_a_fault() -> None:
    chance = random.Random(7)  # noqa: S311 - nothing secret
    words = "Japan China banned tariffs on each other ( ) its said the 31 May 2019"
    pieces = [*tuple(one.text for one in tokens(words)), *_ODD]
    for _ in range(400):
        said = " ".join(chance.choice(pieces) for _ in range(chance.randint(0, 60)))
        for event in read(said, Memory(today=chance.choice([None, date.max, date.min, TODAY]))):
            assert said[event.evidence.start : event.evidence.end] == event.evidence.text


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("China Bans Gallium Exports", "ban", ["CHN"], []),
        ("Russia Sanctions Japan", "sanction", ["RUS"], ["JPN"]),
        ("Earthquake Hits Japan", "hazard", [], []),
        ("North Korea Fires Ballistic Missile Into Sea", "missile_test", ["PRK"], []),
        ("North Korea Launches Intercontinental Ballistic Missile", "missile_test", ["PRK"], []),
        ("EU IMPOSES TARIFFS ON CHINESE ELECTRIC VEHICLES", "tariff", ["EUU"], ["CHN"]),
        ("China, Philippines Hold Talks on South China Sea", "dialogue", ["CHN", "PHL"], []),
    ],
)
def test_headlines_are_read(said: str, act: str, actor: list[str], target: list[str]) -> None:
    (one,) = read(said)
    assert (one.act, list(one.actor), list(one.target)) == (act, actor, target)
    assert one.evidence.text == said


@pytest.mark.parametrize("said", ["Japan, South Korea, the United States", "China 34.5, Japan 12.3", "EU, EU and EU"])
def test_names_and_numbers_alone_tell_nothing(said: str) -> None:
    assert read(said) == []


def test_each_clause_has_its_own_goods_and_parties() -> None:
    said = "China banned exports of antimony ore to the United States, Japan tightened its controls on gallium."
    found = {one.act: (one.actor, one.target, one.object_) for one in read(said)}
    assert found["ban"] == (("CHN",), ("USA",), ("antimony_ore",))
    assert found["impose_control"] == (("JPN",), (), ("gallium",))


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("Mr. Deschamps (Canada) opposed the draft.", "state", ("CAN",), ()),
        ("Tokyo protested through its embassy in Beijing.", "state", ("JPN",), ()),
        ("Talks on Sunday in Geneva will be led by the US and China.", "dialogue", ("USA", "CHN"), ()),
        (
            "The US and China agreed to suspend the additional duties of 30 percent on a range of goods of each other.",
            "suspend",
            ("USA",),
            ("CHN",),
        ),
    ],
)
def test_who_is_named_beside_is_told_from_who_acts(
    said: str, act: str, actor: tuple[str, ...], target: tuple[str, ...]
) -> None:
    one = next(one for one in read(said) if one.act == act)
    assert (one.actor, one.target) == (actor, target)


def test_what_is_held_on_a_day_to_come_is_announced() -> None:
    (one,) = read("Talks on Sunday in Geneva will be led by the US and China.")
    assert (one.modality, one.date > TODAY.isoformat()) == ("announced", True)


def test_a_story_keeps_its_year() -> None:
    memory = Memory(today=date(2024, 2, 10))
    (first,) = read("In July 2019 Japan tightened its controls on hydrogen fluoride.", memory)
    (second,) = read("Korea banned imports of Japanese fish in September.", memory)
    (third,) = read("Korea lifted the ban in March.", memory)
    assert (first.date, second.date, third.date) == ("2019-07", "2019-09", "2023-03")
    (soon,) = read(
        "In September, Korea will lift its ban on Japanese fish.", Memory(today=date(2024, 2, 10), story="2019-07")
    )
    assert soon.date[:4] != "2019"
    (near,) = read("In January, Korea banned Japanese fish.", Memory(today=date(2024, 2, 10), story="2019-01"))
    assert near.date == "2024-01"
    (report,) = read("On Monday Korea banned imports of Japanese fish.", memory)
    (later,) = read("Korea banned imports of Japanese cod in December.", memory)
    assert (report.date, later.date) == ("2024-02-05", "2023-12")


def test_they_are_not_whose_measures_are_recalled() -> None:
    memory = Memory(today=TODAY)
    read("Leaders of Korea and Japan met in Tokyo on Thursday.", memory)
    (one,) = read("Recalling China's controls on gallium, they pledged to keep trade open.", memory)
    assert one.actor == ("KOR", "JPN")


def test_a_sentence_without_an_end_is_read() -> None:
    assert any(one.act == "ban" for one in read("China banned exports of gallium and " + "of germanium and " * 3_000))
    assert read("EU " * 3_000) == []
