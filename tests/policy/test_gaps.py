"""Where partners differ towards a target on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.registers import entry, read
from tocsin.core.errors import TocsinError
from tocsin.policy.gaps import gaps
from tocsin.policy.register import Register

RULE = {"targets": ["CHN"], "products": ["gallium"], "licence_policy": "case by case"}


@pytest.fixture
def held(tmp_path: Path) -> Register:
    return read(
        tmp_path,
        USA=entry("us", valid_from="2022-10-07", **RULE)
        + entry("both_us", valid_from="2020-01-01", **{**RULE, "products": ["rice"]}),
        JPN=entry("both_jp", valid_from="2020-01-01", **{**RULE, "products": ["rice"]}),
    )


def test_only_goods_that_are_answered_otherwise_are_gaps(held: Register) -> None:
    found = gaps(held, ["JPN", "USA"], "CHN", date(2023, 1, 15))
    (row,) = found.rows
    assert row.goods == "gallium"
    assert {one.partner: one.status for one in row.positions} == {"JPN": "free", "USA": "licence"}
    assert row.controlling == ("USA",)


def test_a_gap_opens_on_its_day_and_only_towards_its_target(held: Register) -> None:
    assert gaps(held, ["JPN", "USA"], "CHN", date(2022, 10, 6)).rows == ()
    assert gaps(held, ["JPN", "USA"], "TWN", date(2023, 1, 15)).rows == ()


def test_one_partner_alone_or_the_target_among_them_makes_no_sense(held: Register) -> None:
    with pytest.raises(TocsinError):
        gaps(held, ["USA"], "CHN", date(2023, 1, 15))
    with pytest.raises(TocsinError):
        gaps(held, ["USA", "CHN"], "CHN", date(2023, 1, 15))


@pytest.mark.parametrize(
    ("japanese", "kind"),
    [
        ({}, None),
        ({"targets": ["RUS"]}, "other target"),
        ({"targets": ["*"], "except_targets": ["CHN"]}, "other target"),
        ({"licence_policy": "presumption of denial"}, "other policy"),
        ({"valid_from": "2023"}, "not established"),
        ({"valid_from": "2024-01-01"}, "controlled by some"),
    ],
)
def test_one_entry_changed_changes_that_row_alone(
    tmp_path: Path, japanese: dict[str, object], kind: str | None
) -> None:
    usa = entry("us", valid_from="2022-10-07", **RULE) + entry(
        "rice", valid_from="2020-01-01", **{**RULE, "products": ["rice"]}
    )
    jpn = entry("jp", **{"valid_from": "2022-10-07", **RULE, **japanese})
    found = gaps(read(tmp_path, USA=usa, JPN=jpn), ["JPN", "USA"], "CHN", date(2023, 1, 15))
    assert {row.goods: row.kind for row in found.rows} == {"rice": "controlled by some"} | (
        {"gallium": kind} if kind else {}
    )


def test_trusted_groups_of_the_day_say_who_is_in(held: Register) -> None:
    def inside(on: date) -> dict[str, tuple[str, ...]]:
        return {one.partner: one.inside for one in gaps(held, ["JPN", "USA"], "KOR", on).trusted}

    assert inside(date(2019, 8, 1))["JPN"] == ("KOR", "USA")
    assert inside(date(2020, 1, 1))["JPN"] == ("USA",)


def test_silence_on_a_code_of_a_list_says_nothing_of_a_party_that_numbers_otherwise(tmp_path: Path) -> None:
    usa = entry("us", valid_from="2022-10-07", targets=["CHN"], products=["gallium"], items=["3B001"])
    register = read(tmp_path, USA=usa)
    rows = {row.goods: row for row in gaps(register, ["JPN", "KOR", "USA"], "CHN", date(2023, 1, 15)).rows}
    assert {one.partner: one.status for one in rows["3B001"].positions} == {
        "JPN": "other numbering",
        "KOR": "free",
        "USA": "licence",
    }
    assert rows["3B001"].open == ("KOR",)
