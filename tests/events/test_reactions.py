"""To whom a reaction is that names the measure and not who took it."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.context import Memory
from tocsin.events.reactions import reacted_to
from tocsin.events.reader import read

DONE = [("missile_test", ("PRK",)), ("tariff", ("USA",)), ("ban", ("CHN",))]


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("condemned the launch as a threat.", ("PRK",)),
        ("opposed the new duties.", ("USA",)),
        ("criticised these bans.", ("CHN",)),
        ("regretted the move.", ("CHN",)),  # the last measure
        ("welcomed the extension.", ()),  # nobody extended anything
        ("condemned the launch of a book.", ()),
        ("condemned a launch.", ()),
        ("spoke of peace.", ()),
    ],
)
def test_whose_measure_is_meant(said: str, whom: tuple[str, ...]) -> None:
    memory = Memory()
    for act, actor in DONE:
        memory.did(act, actor)
    assert reacted_to(said, said.index(" "), memory) == whom


def test_who_condemns_a_launch_is_read_to_condemn_who_launched() -> None:
    text = "North Korea fired a ballistic missile on Monday. Japan and South Korea condemned the launch."
    (one,) = read(text, kind="text", published=date(2026, 3, 12))
    assert [(event.act, event.actor, event.target) for event in one.events] == [
        ("missile_test", ("PRK",), ()),
        ("state", ("JPN", "KOR"), ("PRK",)),
    ]
