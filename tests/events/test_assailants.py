"""Who attacks is not the one whose power goes out."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tests.events.test_coder import of
from tocsin.events.assailants import assails


@pytest.mark.parametrize(
    ("said", "party", "does"),
    [
        ("A Russian missile attack on Kharkiv left half a million people without power.", "RUS", True),
        ("Drones fired by Iran halted the refinery.", "IRN", True),
        ("Hackers linked to China shut down the grid.", "CHN", True),
        ("The refinery halted production after an attack by Yemen.", "YEM", True),
        ("Russian forces shelled the plant.", "RUS", True),
        ("Israeli air strikes halted production.", "ISR", True),
        ("The grid was hacked from Belarus.", "BLR", True),
        ("Kenya's drone factory was shut.", "KEN", False),
        ("Kenya was attacked.", "KEN", False),
        ("Kenya suffered drone attacks and power outages.", "KEN", False),
        ("Ukraine halted its refinery after the attack.", "UKR", False),
        ("Output in Chile stopped after a strike.", "CHL", False),
        ("Chilean strikes halted production.", "CHL", False),
    ],
)
def test_who_attacks(said: str, party: str, does: bool) -> None:
    one = scene(said)
    assert [assails(one.sentence, m) for m in one.sentence.mentions if m.party == party] == [does]


@pytest.mark.parametrize(
    ("said", "actor"),
    [
        ("A Russian missile attack on the grid of Ukraine caused blackouts across the country.", ("UKR",)),
        ("The refinery halted production after a Ukrainian drone attack.", ()),
        ("Russian forces shelled the Zaporizhzhia plant in Ukraine, knocking out its power supply.", ("UKR",)),
    ],
)
def test_who_attacks_does_not_go_without(said: str, actor: tuple[str, ...]) -> None:
    assert of(said, "outage").actor == actor
