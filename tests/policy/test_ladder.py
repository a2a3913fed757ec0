"""Ladders: steps in order, climbs and descents, relief beside them, nothing known too early."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read
from tocsin.policy.family import family
from tocsin.policy.ladder import Ladder, ladders
from tocsin.policy.register import Register
from tocsin.policy.register import register as shipped


def gallium(tmp_path: Path) -> Register:
    def act(id_: str, day: str, **more: object) -> str:
        return entry(id_, **{"announced_on": day, "valid_from": day, "targets": ["*"], "products": ["gallium"], **more})

    text = act("ban", "2024-12-03", instrument="ban", targets=["USA"])
    text += act("rule", "2023-07-03")
    text += act(
        "truce",
        "2025-11-09",
        instrument="suspension",
        rung="relief",
        valid_to="2026-11-27",
        targets=["USA"],
        suspends=["ban"],
    )
    text += act("more", "2025-12-09", products=["germanium"])
    text += act("food", "2023-07-04", products=["rice"])
    text += act("duty_on_imports", "2023-07-05", instrument="tariff", direction="import")
    return read(tmp_path, CHN=text)


def find(found: tuple[Ladder, ...], family: str = "critical_minerals") -> Ladder:
    return next(one for one in found if (one.party, one.family) == ("CHN", family))


def test_steps_stand_in_the_order_of_their_announcement_with_their_moves(tmp_path: Path) -> None:
    found = find(ladders(gallium(tmp_path)))
    assert [(one.entry.id, one.rung, one.move, one.days) for one in found.steps] == [
        ("rule", "licence", "first", None),
        ("ban", "ban", "climb", 519),
        ("truce", "relief", "beside", 341),
        ("more", "licence", "descent", 30),
    ]
    assert (found.count("climb"), found.count("descent"), found.highest, found.between) == (1, 1, "ban", 341.0)


def test_a_target_sees_only_steps_towards_it(tmp_path: Path) -> None:
    found = find(ladders(gallium(tmp_path), target="KOR"))
    assert [(one.entry.id, one.move) for one in found.steps] == [("rule", "first"), ("more", "level")]


def test_a_family_has_a_ladder_of_its_own(tmp_path: Path) -> None:
    found = find(ladders(gallium(tmp_path)), "food")
    assert [one.entry.id for one in found.steps] == ["food"]
    assert found.between is None


def test_a_step_is_not_known_before_its_announcement(tmp_path: Path) -> None:
    held = gallium(tmp_path)
    assert len(find(ladders(held, date(2024, 12, 2))).steps) == 1
    assert find(ladders(held, date(2024, 12, 3))).steps == find(ladders(held)).steps[:2]


def test_china_climbed_on_minerals_from_licence_to_ban_or_denial() -> None:
    found = find(ladders(shipped(), date(2024, 12, 31)))
    rungs = {one.entry.announced_on.start: one.rung for one in found.steps if one.entry.announced_on}
    assert rungs[date(2023, 7, 3)] == "licence"
    assert rungs[date(2024, 12, 3)] in {"denial", "ban"}
    assert found.count("climb") >= 1


def test_a_family_is_the_lead_group_of_a_product() -> None:
    assert family("germanium") == family("gallium") != family("hydrogen_fluoride")
    assert family("no_such_product") == ""
