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
