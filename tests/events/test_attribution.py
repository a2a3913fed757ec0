"""Who is quoted with what he says of himself is the one who does it."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tests.events.test_coder import of
from tocsin.events.attribution import quoting


@pytest.mark.parametrize(
    ("said", "word", "party"),
    [
        ('"We will respond with measures," a spokesperson for China\'s commerce ministry said.', "respond", "CHN"),
        ("“We condemn the launch,” said the foreign minister of Norway.", "condemn", "NOR"),
        ('"We condemn it," said Marta Rask, the president of the European Commission, on Monday.', "condemn", "EUU"),
        ('"We have decided to ban it," the Swedish regulator told reporters in Oslo.', "ban", "SWE"),
        # nobody who is a party says so
        ('"We will respond," an analyst of the Bank of Norway said.', "respond", ""),
        ('"We will respond," Marta Rask said after talks with Norway.', "respond", ""),
        ('"We will respond," said Marta Rask after talks with Norway.', "respond", ""),
        ('"We will respond," the minister said of Norway.', "respond", ""),
        ('"We will respond," said Marta Rask in Norway.', "respond", ""),
        # it is not quoted, or nothing comes behind
        ("We will respond, Norway said.", "respond", ""),
        ('Norway said: "We will respond."', "respond", ""),
    ],
)
def test_who_is_quoted(said: str, word: str, party: str) -> None:
    one = scene(said)
    found = quoting(one.said, one.sentence, one.sentence.lower.index(word))
    assert (found.party if found else "") == party


def test_who_is_quoted_with_what_he_says_of_himself_acts() -> None:
    event = of('"We condemn the missile launch by North Korea," Japan\'s foreign minister told reporters.', "state")
    assert (event.actor, event.target) == (("JPN",), ("PRK",))
