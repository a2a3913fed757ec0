"""Who only brought others together has no part in what they agree."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tests.events.test_coder import of
from tocsin.events.encounters import brokers


@pytest.mark.parametrize(
    ("said", "party", "does"),
    [
        ("Norway and Chile signed a ceasefire brokered by President Trump.", "USA", True),
        ("Norway and Chile held talks, facilitated by the UAE.", "ARE", True),
        ("Under the auspices of Qatar, Norway and Chile agreed to a truce.", "QAT", True),
        ("Under the auspices of Qatar, Norway and Chile agreed to a truce.", "CHL", False),
        ("The deal was signed by Qatar.", "QAT", False),
        ("A deal brokered by Oslo and signed by Qatar ended.", "QAT", False),
    ],
)
def test_who_brings_others_together(said: str, party: str, does: bool) -> None:
    one = scene(said)
    assert [brokers(one.sentence, m) for m in one.sentence.mentions if m.party == party] == [does]


def test_who_brings_others_together_does_not_agree() -> None:
    assert of("Thailand and Cambodia signed a ceasefire brokered by Trump.", "agree").actor == ("THA", "KHM")
