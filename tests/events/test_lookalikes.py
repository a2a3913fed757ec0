"""Words that look like an act and tell another thing, each beside the same words that tell it."""

from __future__ import annotations

import pytest

from tests.events.scenes import draft, sight
from tocsin.events.lookalikes import lookalike


@pytest.mark.parametrize(
    ("act", "word", "said", "told"),
    [
        ("strike", "strike", "The detainees in Iran have been on hunger strike since Monday.", False),
        ("strike", "strike", "The dockers in Chile have been on strike since Monday.", True),
        ("dialogue", "negotiations", "Norway put its duties on hold to give negotiations a chance.", False),
        ("dialogue", "negotiations", "Norway put them on hold to give negotiations with Chile more time.", False),
        ("dialogue", "negotiations", "Norway opened negotiations with Chile.", True),
        ("dialogue", "negotiated", "They discussed a negotiated end to the war in Sudan.", False),
        ("dialogue", "negotiated", "They negotiated for two days with Chile.", True),
        ("retaliate", "reciprocate", "Chile put Peru on its white list, and Lima is expected to reciprocate.", False),
        ("retaliate", "reciprocated", "Chile put tariffs on beans, and Lima reciprocated.", True),
        ("dialogue", "negotiated", "Russia and Ukraine negotiated peace in Istanbul.", True),
        ("retaliate", "reciprocated", "Chile reciprocated by suspending imports of beef.", True),
        ("retaliate", "response", "Chile raised the tariff in response to the application of its growers.", False),
        ("retaliate", "response", "Chile raised the tariff in response to the duties of Peru.", True),
        ("retaliate", "response", "The ban drew an angry response from Peru.", False),
        ("retaliate", "responded", "Peru responded with dismay.", False),
        ("retaliate", "responded", "Peru responded with duties.", True),
        ("meet", "speaking", "The minister was speaking in Astana.", False),
        ("agree", "agreed", "The list was published as agreed by both sides.", False),
        ("agree", "agreed", "Chile and Peru agreed on a list.", True),
        ("missile_test", "launched", "India launched a weather satellite.", False),
        ("missile_test", "launched", "India launched a ballistic missile.", True),
    ],
)
def test_the_same_words_tell_an_act_or_another_thing(act: str, word: str, said: str, told: bool) -> None:
    seen = sight(said)
    one, _ = draft(seen, act, word)
    assert lookalike(said, seen.scene.sentence, one) is not told


def test_what_was_only_planned_is_not_lifted_and_a_cabinet_meets_nobody() -> None:
    for act, word, said in (
        ("lift_control", "scrapped", "Poland scrapped a plan to sanction Belarusian firms."),
        ("meet", "meeting", "At the Cabinet meeting Japan removed Korea from the list."),
    ):
        seen = sight(said)
        assert lookalike(said, seen.scene.sentence, draft(seen, act, word)[0])
