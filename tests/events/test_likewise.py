"""Who did as others did has done it too."""

from __future__ import annotations

from datetime import date

import pytest
from bench.events_gold import events

TODAY = date(2025, 10, 23)


@pytest.mark.parametrize(
    ("said", "act", "told"),
    [
        (
            "Britain last week blacklisted Rosneft; the United States did the same on Wednesday.",
            "list_entity",
            [("GBR",), ("USA",)],
        ),
        ("Norway banned cod from Chile, and Japan and Oman followed suit.", "ban", [("NOR",), ("JPN", "OMN")]),
        ("Norway banned cod from Chile, and its fishers did the same.", "ban", [("NOR",)]),
        ("Norway banned cod from Chile, and Norway did the same.", "ban", [("NOR",)]),
        ("Japan did the same on Wednesday.", "ban", []),
        ("Norway banned cod in April and Japan in May.", "ban", [("NOR",), ("JPN",)]),
        ("Norway banned cod from Chile and Japan in May.", "ban", [("NOR",)]),
        ("Norway banned cod from Chile in April and Japan in May.", "ban", [("NOR",)]),
        ("Norway banned cod from Chile, and talks with Japan followed in May.", "ban", [("NOR",)]),
        ("Norway banned cod, and Japan followed on Friday with a tariff.", "ban", [("NOR",)]),
    ],
)
def test_who_does_likewise(said: str, act: str, told: list[tuple[str, ...]]) -> None:
    assert [one.actor for one in events(said, TODAY) if one.act == act] == told


def test_what_others_did_has_its_own_day_and_may_be_to_come() -> None:
    first, second = events("Britain blacklisted Rosneft last week; the United States did the same on Wednesday.", TODAY)
    assert (first.target, second.target) == (("RUS",), ("RUS",))
    assert second.date == "2025-10-22"
    _, might = events("Norway banned cod from Chile on Monday, and Japan may do the same.", TODAY)
    assert (might.actor, might.modality) == (("JPN",), "possible")
    _, follows = events("Norway banned cod from Chile on Monday, and Japan is expected to follow in May.", TODAY)
    assert (follows.actor, follows.modality, follows.target) == (("JPN",), "announced", ("CHL",))
    each = events("Norway banned cod in April and Japan in May.", TODAY)
    assert [one.date for one in each] == ["2025-04", "2025-05"]
    _, other = events("Norway banned cod from Chile on Monday, and Japan will do the same.", TODAY)
    assert (other.actor, other.modality, other.date_precision) == (("JPN",), "announced", "none")
