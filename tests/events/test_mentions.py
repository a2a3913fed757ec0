"""Countries, peoples, capitals and offices are known by their names; places that only hold one are not."""

from __future__ import annotations

import pytest

from tocsin.events.mentions import employers, mentions, party_of
from tocsin.events.tokens import tokens


def parties(said: str) -> list[str]:
    return [one.party for one in mentions(tokens(said)) if one.is_party]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("Tokyo and Seoul", ["JPN", "KOR"]),
        ("Chinese-made cars", ["CHN"]),
        ("an Iran-based bank and a South Korea-led, US-backed plan", ["IRN", "KOR", "USA"]),
        ("the President said", ["USA"]),
        ("the President of France", ["FRA"]),
        ("the North fired", ["PRK"]),
        ("North Korea and the South's National Security Council", ["PRK", "KOR"]),
        ("the South's economy", []),
        ("the North Sea", []),
        ("The Union prolongs the duty", ["EUU"]),
        ("producers in the Union and India", ["EUU", "IND"]),
        ("the State of the Union address", []),
        ("the Union Pacific railway", ["Union Pacific"]),
        ("the Sea of Japan", []),
        ("turkey and china plates", []),
        ("NATO Secretary General Mark Rutte met Norway", ["NATO", "NOR"]),
        ("Rutte, the NATO secretary general, met Norway", ["NATO", "NOR"]),
        ("European Council President Donald Tusk met Norway", ["EUU", "NOR"]),
        ("Taiwan's International Trade Administration met Norway", ["TWN", "NOR"]),
        ("Xi, NATO Secretary General Mark Rutte and Macron met", ["CHN", "NATO", "FRA"]),
        ("At the G20 President Xi met", ["G20", "CHN"]),
        ("The Peoples Republic of China met Norway", ["CHN", "NOR"]),
        ("NATO and Rutte met Norway", ["NATO", "NLD", "NOR"]),
        ("members of his Security Council met", []),
        ("the Security Council met", ["United Nations"]),
        ("the Republic of China and the People's Republic of China", ["TWN", "CHN"]),
        ("Commerce is issuing orders", ["USA"]),
        ("the notice that Commerce published", ["USA"]),
        ("Commerce has determined that", ["USA"]),
        ("Commerce with Asia fell", []),
        ("Commerce has slowed", []),
        ("Commerce will suffer if chips are banned", []),
        ("Beijing's Commerce published a list", ["CHN"]),
        ("the Chamber of Commerce is open", []),
        ("Trade and Commerce has grown", []),
        ("the Algiers Accords of 1981 bind Iran", ["IRN"]),
        ("the mainland banned pineapples from Taiwan", ["CHN", "TWN"]),
        ("the mainland of Denmark banned pineapples from Taiwan", ["DNK", "TWN"]),
        ("the mainland banned pineapples from Denmark", ["DNK"]),
        ("Europe answered Canada", ["EUU", "CAN"]),
        ("Canada laid duties on Europe", ["CAN", "EUU"]),
        ("in Europe Canada met Peru", ["CAN", "PER"]),
        ("Fires shut ports in Asia and Europe as Canada met Peru", ["CAN", "PER"]),
        ("the European Union met Peru while Europe voted", ["EUU", "PER"]),
        ("the mainland banned pork from Macau", ["CHN", "MAC"]),
        ("the Doha development round and the Uruguay Round ended before Kenya met Qatar", ["KEN", "QAT"]),
        ("the Tokyo Declaration", []),
        ("a Washington agreement with Tokyo", ["USA", "JPN"]),
    ],
)
def test_who_is_named(said: str, who: list[str]) -> None:
    assert parties(said) == who


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Group of Seven", "G7"),
        ("USW", "United Steelworkers"),
        ("METI", "JPN"),
        ("CHN", "CHN"),
        ("Workers of Norway", "Workers of Norway"),
        ("", ""),
    ],
)
def test_an_organisation_is_the_same_by_any_of_its_names(name: str, party: str) -> None:
    assert party_of(name) == party


def test_a_union_bears_the_name_of_whom_it_works_for() -> None:
    assert employers("National Samsung Electronics Union") == ("Samsung Electronics",)
    assert employers("International Brotherhood of Teamsters") == ()
    assert employers("Samsung Electronics") == ()
