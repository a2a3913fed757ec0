"""Who is named beside an act and has no part in it, does not do it, or is not the one to whom it is done."""

from __future__ import annotations

import pytest

from tests.events.scenes import draft, scene, sight
from tests.events.test_coder import of
from tocsin.events.bystanders import allowed


@pytest.mark.parametrize(
    ("said", "act", "word", "party", "may"),
    [
        # goods come from there
        ("Duties apply to goods that originate in Chile.", "tariff", "duties", "CHL", (False, True)),
        ("Duties apply to imports of cod from Chile.", "tariff", "duties", "CHL", (False, True)),
        ("Norway banned imports of cod from Chile.", "ban", "banned", "NOR", (True, True)),
        # all but them
        ("Cod needs a permit for every place other than Chile.", "impose_control", "needs", "CHL", (False, False)),
        ("Cod needs a permit for all but not Japan and Chile.", "impose_control", "needs", "CHL", (False, False)),
        # duties on what goes there
        ("It will cut duties on Norwegian exports to Chile.", "lift_control", "cut", "NOR", (False, True)),
        ("It will cut duties on Norwegian exports to Chile.", "lift_control", "cut", "CHL", (True, False)),
        ("It will lift the ban on exports to Chile.", "lift_control", "lift", "CHL", (True, True)),
        # they do the like
        ("Norway banned cod from Chile, and Japan did likewise.", "ban", "banned", "JPN", (False, False)),
        ("Norway banned cod from Chile, and Japan and Oman followed suit.", "ban", "banned", "JPN", (False, False)),
        ("Norway banned cod from Chile, and Japan did likewise.", "ban", "banned", "CHL", (True, True)),
        ("Norway has not banned cod from Chile and will not do so.", "ban", "banned", "CHL", (True, True)),
        # another clause
        ("Norway froze assets; Chile said that it opposes that.", "sanction", "froze", "CHL", (True, False)),
        ("When Norway banned cod, Chilean fishers profited.", "ban", "banned", "CHL", (True, False)),
        ("When Norway banned cod from Chile, prices rose.", "ban", "banned", "CHL", (True, True)),
        ("We support Chile, and we pledge to harm Oman.", "state", "support", "OMN", (True, False)),
        ("It adds two firms of Chile and removes one of Oman.", "list_entity", "adds", "OMN", (True, False)),
        ("It adds two firms of Chile and removes one of Oman.", "lift_control", "removes", "CHL", (False, False)),
        (
            "Norway sanctioned six banks, and Chile plans to sanction two.",
            "sanction",
            "sanctioned",
            "CHL",
            (True, False),
        ),
        ("Norway sanctioned six banks, and Chile plans to punish two.", "sanction", "punish", "NOR", (False, False)),
        ("Norway banned cod; Chile vowed to respond.", "retaliate", "respond", "NOR", (True, True)),
        ("Norway banned cod, forcing Chile to buy elsewhere.", "ban", "banned", "CHL", (True, False)),
        ("Norway banned cod together with Chile.", "ban", "banned", "CHL", (True, False)),
        (
            "It signed off on the sanctions after Chile dropped its veto.",
            "sanction",
            "sanctions",
            "CHL",
            (False, False),
        ),
        ("New sanctions on Norway target a port in Chile.", "sanction", "sanctions", "CHL", (False, True)),
        ("Chile was told to expect a tariff of 25%.", "tariff", "tariff", "CHL", (False, True)),
        ("Chile, a key Norwegian ally, banned cod.", "ban", "banned", "NOR", (False, False)),
        ("Apart from Chile, Norway banned cod.", "ban", "banned", "CHL", (False, False)),
        ("Apart from Chile, Norway banned cod.", "ban", "banned", "NOR", (True, True)),
        ("Norway faced a shortage of oil and banned cod.", "ban", "banned", "NOR", (True, True)),
        ("On imports of cod from Chile Norway imposed duties.", "tariff", "imposed", "NOR", (True, True)),
        # side by side, around whom, by whom it is told
        ("China ended drills north and south-west of Chile.", "exercise", "drills", "CHL", (False, True)),
        ("China ended drills with Chile.", "exercise", "drills", "CHL", (True, True)),
        ("Norway tested a missile, Chile's military said.", "missile_test", "tested", "CHL", (False, True)),
        ("Norway signed an accord, and Chile agreed to buy cod.", "agree", "signed", "CHL", (False, False)),
        (
            "Norway signed an accord similar to one that Oslo signed with Chile.",
            "agree",
            "accord",
            "CHL",
            (False, False),
        ),
        ("In Santiago, the two sides agreed to stop it.", "agree", "agreed", "CHL", (False, False)),
        ("In Santiago, officials agreed to stop it.", "agree", "agreed", "CHL", (True, True)),
        # who asked for it, from whom firms are, whom only a name or the reason names
        ("At the request of Chile, Norway lifted the ban.", "lift_control", "lifted", "CHL", (False, True)),
        ("Norway takes six firms from Chile off the list.", "lift_control", "takes", "CHL", (False, True)),
        ("Norway bans exports to Chile.", "ban", "bans", "CHL", (False, True)),
        ("A shortage caused by Chile spread.", "shortage_reported", "shortage", "CHL", (False, True)),
        ("Should Chile agree, the duties would be lifted.", "lift_control", "lifted", "CHL", (False, True)),
        ("Norway joined Chile and Peru in banning cod.", "ban", "banning", "PER", (True, False)),
        ("Norway banned cod, a blow to neighbouring Chile.", "ban", "banned", "CHL", (True, False)),
        ("Norway protested through its embassy in Santiago.", "state", "protested", "CHL", (True, False)),
        ("Norway banned cod in April and Chile in May.", "ban", "banned", "CHL", (False, False)),
        ("Curbs were announced hours after Olsen met Chile.", "announce_control", "announced", "CHL", (False, True)),
        ("Norway drills in response to Chile.", "exercise", "drills", "CHL", (False, False)),
        ("Norway fired as Chile held talks.", "dialogue", "talks", "NOR", (False, False)),
        ("Norway and Peru opened talks in Santiago.", "dialogue", "talks", "CHL", (False, False)),
        ("Norway opened talks in Santiago.", "dialogue", "talks", "CHL", (True, True)),
        ("Chile, which brokered an accord, is glad.", "agree", "accord", "CHL", (False, False)),
        (
            "Norway curbs cod, and is adding six firms in Chile to a list.",
            "impose_control",
            "curbs",
            "CHL",
            (False, False),
        ),
        ("Citing curbs on Peru, Chile banned cod.", "ban", "banned", "CHL", (True, True)),
        ("Cod has been banned since December by Chile.", "ban", "banned", "CHL", (True, True)),
        ("Norway sanctioned Chile for backing Peru.", "sanction", "sanctioned", "PER", (True, True)),
        (
            "Norway opened talks with the government in Santiago, and Peru and Cuba joined.",
            "dialogue",
            "talks",
            "CHL",
            (True, True),
        ),
        ("Norway demanded that the curbs be lifted.", "lift_control", "lifted", "NOR", (False, True)),
        (
            "Norway informed officials in Chile that it will not extend the ban.",
            "extend",
            "extend",
            "CHL",
            (True, False),
        ),
        ("Norway informed Chile that its cod is banned.", "ban", "banned", "CHL", (True, True)),
        ("Norway urged that Chile be sanctioned.", "sanction", "sanctioned", "CHL", (False, True)),
        ("Norway urged that Chile be sanctioned.", "sanction", "sanctioned", "NOR", (False, False)),
        ("Six firms were listed over the war against Chile.", "list_entity", "listed", "CHL", (False, False)),
        ("The safeguard cannot be prolonged under Chile's rules.", "extend", "prolonged", "CHL", (False, False)),
        ("Chile is closely monitoring the blackout.", "outage", "blackout", "CHL", (False, True)),
        ("The duty on Chilean goods will be lowered.", "lift_control", "lowered", "CHL", (False, True)),
        # where it is said
        ("Shell, whose shares fell in London, pledged to stay.", "pledge", "pledged", "GBR", (True, False)),
        ("Shell pledged loyalty to London.", "pledge", "pledged", "GBR", (True, True)),
    ],
)
def test_who_may_take_part(said: str, act: str, word: str, party: str, may: tuple[bool, bool]) -> None:
    one, _ = draft(sight(said), act, word)
    (mention,) = (each for each in scene(said).sentence.mentions if each.party == party)
    assert allowed(scene(said), one, mention) == may


def test_only_who_suffers_it_is_asked_whether_he_attacks() -> None:
    said = "Chile protested against the test."
    one, _ = draft(sight(said), "meet", "test")
    (mention,) = scene(said).sentence.mentions
    assert allowed(scene(said), one, mention) == (True, True)


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("Additional tariffs apply to all goods that originate in the United States.", "tariff", (), ("USA",)),
        (
            "The agreement will eliminate duties on 98 per cent of New Zealand exports to the UAE.",
            "lift_control",
            ("ARE",),
            ("NZL",),
        ),
        ("Isarion, a supplier of Infineon, said it was short of gallium.", "shortage_reported", ("Isarion",), ()),
    ],
)
def test_it_is_read_so(said: str, act: str, actor: tuple[str, ...], target: tuple[str, ...]) -> None:
    event = of(said, act)
    assert (event.actor, event.target) == (actor, target)


def test_no_row_of_directions_runs_away() -> None:
    of(f"China held military drills, {'north' * 400} off Taiwan.", "exercise")


@pytest.mark.parametrize(
    ("said", "act", "word", "party"),
    [
        ("Smith departs Moscow on Saturday and will meet the Swiss in Geneva.", "meet", "meet", "RUS"),
        ("North Korea held drills near the border with China.", "exercise", "drills", "CHN"),
        ("Norway and Oman discussed an end to the Russia-Ukraine war.", "dialogue", "discussed", "RUS"),
        ("Norway and Oman discussed an end to the Russia-Ukraine war.", "dialogue", "discussed", "UKR"),
        (
            "Oman rejected the findings of the UN investigation into the death of the Lebanese premier.",
            "state",
            "rejected",
            "LBN",
        ),
    ],
)
def test_who_lends_a_name_to_a_place_a_war_or_an_inquiry_has_no_part(
    said: str, act: str, word: str, party: str
) -> None:
    one, _ = draft(sight(said), act, word)
    (mention,) = (each for each in scene(said).sentence.mentions if each.party == party)
    assert allowed(scene(said), one, mention) == (False, False)


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("Exports of rare earths to the United States are prohibited.", "ban", (), ("USA",)),
        ("Canada condemned the drone strikes on Poland.", "state", ("CAN",), ()),
        ("Australia condemned the Iranian attack on Israel.", "state", ("AUS",), ("IRN",)),
        ("South Korea condemned the test and spoke with Japan.", "state", ("KOR",), ()),
        ("The Netherlands ignored a call by Germany to lift its controls.", "lift_control", ("NLD",), ()),
        (
            "European Union leaders agreed on sanctions against Russia after Slovakia dropped its veto.",
            "sanction",
            ("EUU",),
            ("RUS",),
        ),
        ("In a letter to President Lula, Trump threatened Brazil with duties.", "threaten", ("USA",), ("BRA",)),
        (
            "From Saturday 682 items will need a permit for export to Russia and Belarus, South Korea's ministry said.",
            "announce_control",
            (),
            ("RUS", "BLR"),
        ),
    ],
)
def test_parties_of_other_words_take_no_part(
    said: str, act: str, actor: tuple[str, ...], target: tuple[str, ...]
) -> None:
    event = of(said, act)
    assert (event.actor, event.target) == (actor, target)


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("The EU condemned the aggression of Russia against Ukraine.", "state", ("EUU",), ("RUS",)),
        ("Japan protested the launch of North Korea's satellite.", "state", ("JPN",), ("PRK",)),
        ("US-Iran crisis talks were held in Oman.", "dialogue", ("USA", "IRN"), ()),
        ("India held talks on the border with China.", "dialogue", ("IND",), ("CHN",)),
        ("China denounced the investigation into Chinese cars by the European Union.", "state", ("CHN",), ("EUU",)),
    ],
)
def test_who_does_it_under_like_words_keeps_the_part(
    said: str, act: str, actor: tuple[str, ...], target: tuple[str, ...]
) -> None:
    event = of(said, act)
    assert (event.actor, event.target) == (actor, target)
