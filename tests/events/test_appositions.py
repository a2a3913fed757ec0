"""A firm that only says which other firm is meant has no part."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tests.events.test_coder import of
from tocsin.events.appositions import describes


@pytest.mark.parametrize(
    ("said", "party", "does"),
    [
        ("Tesla's supplier CATL was added to a list.", "Tesla", True),
        ("Samsung's smaller rival SK Hynix was granted a licence.", "Samsung Electronics", True),
        ("Tesla's plant was shut.", "Tesla", False),
        ("Tesla's order of cells from CATL was stopped.", "Tesla", False),
        ("China's CATL was added to a list.", "CHN", False),
    ],
)
def test_a_firm_may_say_which_other_is_meant(said: str, party: str, does: bool) -> None:
    one = scene(said)
    assert [describes(one.sentence, m) for m in one.sentence.mentions if m.party == party] == [does]


def test_which_firm_is_meant_is_not_whose() -> None:
    assert of("Tesla's supplier CATL was added to a Pentagon blacklist last January.", "list_entity").target == (
        "CATL",
    )
