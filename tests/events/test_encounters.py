"""Who only brought others together has no part in what they agree."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tests.events.test_coder import of
from tocsin.events.encounters import brokers


@pytest.mark.parametrize(
    ("said", "word", "party", "does"),
    [
        ("Norway and Chile signed a ceasefire brokered by President Trump.", "signed", "USA", True),
        ("Norway and Chile held talks, facilitated by the UAE.", "talks", "ARE", True),
        ("Under the auspices of Qatar, Norway and Chile agreed to a truce.", "agreed", "QAT", True),
        ("Under the auspices of Qatar, Norway and Chile agreed to a truce.", "agreed", "CHL", False),
        ("The deal was signed by Qatar.", "signed", "QAT", False),
        ("A deal brokered by Oslo and signed by Qatar ended.", "signed", "QAT", False),
        ("Qatar, which brokered a deal between Norway and Chile, is glad.", "deal", "QAT", True),
        ("Qatar, which brokered a deal, signed an accord with Chile.", "signed", "QAT", False),
    ],
)
def test_who_brings_others_together(said: str, word: str, party: str, does: bool) -> None:
    one = scene(said)
    first = one.sentence.lower.index(word)
    assert [brokers(one.sentence, m, first) for m in one.sentence.mentions if m.party == party] == [does]


def test_who_brings_others_together_does_not_agree() -> None:
    assert of("Thailand and Cambodia signed a ceasefire brokered by Trump.", "agree").actor == ("THA", "KHM")
