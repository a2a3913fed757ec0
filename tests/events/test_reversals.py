"""What is taken back in the sentence that tells it is lifted."""

from __future__ import annotations

from datetime import date

import pytest
from bench.events_gold import events

TODAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("said", "acts"),
    [
        ("Chile banned exports of cod in September and withdrew it in October.", ["ban", "lift_control"]),
        ("Chile imposed controls on lithium, only to scrap them a week later.", ["impose_control", "lift_control"]),
        ("Chile banned exports of cod and cancelled its visit.", ["ban"]),
        ("Chile banned exports of cod and pledged to review and ease it.", ["ban"]),
        ("Chile banned exports of cod, and its fishers filed a complaint and then withdrew it.", ["ban"]),
        ("Chile banned exports of cod but dropped it from the agenda.", ["ban"]),
    ],
)
def test_what_was_taken_back(said: str, acts: list[str]) -> None:
    found = events(said, TODAY)
    assert [one.act for one in found if one.act in {"ban", "impose_control", "lift_control"}] == acts
    assert {one.actor for one in found} == {("CHL",)}


def test_it_has_its_own_day_and_the_parties_of_the_measure() -> None:
    ban, lifted = events("Chile banned exports of cod to Norway in September and withdrew it in October.", TODAY)
    assert (ban.date, lifted.date) == ("2026-09", "2026-10")
    assert (lifted.actor, lifted.target, lifted.object_) == (ban.actor, ban.target, ban.object_)


def test_what_is_only_planned_is_not_lifted() -> None:
    found = events("Chile may ban exports of cod to Norway and then withdraw it in October.", TODAY)
    assert {(one.act, one.modality) for one in found} >= {("ban", "possible")}
    assert "done" not in {one.modality for one in found}
