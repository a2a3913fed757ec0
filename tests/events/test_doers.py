"""Who certainly does what a verb or a noun tells."""

from __future__ import annotations

from datetime import date

import pytest
from bench.events_gold import events

from tests.events.scenes import draft, scene, sight
from tocsin.events.doers import doers

TODAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("said", "act", "word", "who"),
    [
        ("Norway cut supplies after Chile banned cod.", "ban", "banned", ["CHL"]),
        ("Norway cut supplies because the Netherlands and Chile banned cod.", "ban", "banned", ["NLD", "CHL"]),
        ("Norway spoke to Chile, which last week threatened to ban cod.", "threaten", "threatened", ["CHL"]),
        ("Norway spoke to Chile, which last week threatened to ban cod.", "ban", "ban", ["CHL"]),
        ("Norway sold cod to Chile, which banned it in May.", "ban", "banned", ["CHL"]),
        ("Norway rejected a warning by Chile.", "threaten", "warning", ["CHL"]),
        ("Norway rejected threats from the Netherlands.", "threaten", "threats", ["NLD"]),
        ("It answers Norway's decision last month to ban cod from Chile.", "ban", "ban", ["NOR"]),
        ("It answers the Norwegian threat to ban cod from Chile.", "ban", "ban", ["NOR"]),
        (
            "Peru spoke to Chile, which had lodged a protest in Lima and threatened duties.",
            "threaten",
            "threatened",
            ["CHL"],
        ),
        ("Norway said Mr Boric had agreed in a call on Monday to lift the ban.", "lift_control", "lift", ["CHL"]),
        ("Norway said that Chile imposed duties.", "tariff", "imposed", ["CHL"]),
        # nothing is certain
        ("It answers the decision of Norway to ban cod.", "ban", "ban", []),
        ("Norway sold it to Chile, which is near, and banned cod.", "ban", "banned", []),
        ("Norway put duties on Chile, which hit cod.", "tariff", "hit", []),
        ("Norway set curbs on Chile, which banned cod.", "ban", "banned", []),
        ("Norway banned cod from Chile.", "ban", "banned", []),
        ("Norway asked when Chile would regain its status.", "add_trusted_group", "regain", []),
        ("Norway met Chile, which banned cod.", "meet", "met", []),
        ("Cod from Norway, which is cheap, was banned.", "ban", "banned", []),
    ],
)
def test_who_does_it_for_certain(said: str, act: str, word: str, who: list[str]) -> None:
    one, _ = draft(sight(said), act, word)
    assert [each.party for each in doers(scene(said).sentence, one)] == who


def test_whom_which_means_acts_and_not_who_told_of_it() -> None:
    said = "The United States informed the Netherlands, which last week suspended licences for ASML."
    (one,) = events(said, TODAY)
    assert (one.act, one.actor, one.target) == ("suspend", ("NLD",), ("ASML",))


def test_a_body_in_no_list_acts_right_before_its_verb() -> None:
    (one,) = events("On Monday Tarnwerk Minerals agreed to supply the smelter.", TODAY)
    assert (one.act, one.actor) == ("agree", ("Tarnwerk Minerals",))
    (other,) = events("The Fisheries and Exchange Commission agreed to extend the ban on cod.", TODAY)[:1]
    assert other.actor == ()
