"""The calendar of a reporter: what lies ahead, what comes back, what is open, and what does not concern it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.registers import entry, read
from tocsin.policy.calendar import Item, calendar
from tocsin.policy.register import Register
from tocsin.policy.register import register as shipped

ON = date(2026, 11, 23)


def told(register: Register, reporter: str = "KOR", on: date = ON, days: int = 180, **more: object) -> list[Item]:
    return list(calendar(register, reporter, on, days, **more))  # type: ignore[arg-type]


def lines(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(str(one.first), one.kind, one.entry.id) for one in items]


def test_a_measure_is_told_on_its_first_and_on_its_last_day(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry(
            "quota",
            instrument="quota",
            announced_on="2026-11-01",
            valid_from="2027-01-01",
            valid_to="2027-03-31",
            end="expiry",
        ),
    )
    first, last = told(held)
    assert lines([first, last]) == [("2027-01-01", "takes effect", "quota"), ("2027-03-31", "expires", "quota")]
    assert (first.days_ahead, first.urgency, first.known, first.warns) == (39, "soon", "announced on 2026-11-01", True)
    assert (last.days_ahead, last.urgency, last.known, last.warns) == (128, "later", "known in advance", False)


def test_the_days_asked_for_are_the_first_and_the_last_included(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("today", announced_on="2026-11-01", valid_from="2026-11-23")
        + entry("tenth", announced_on="2026-11-01", valid_from="2026-12-03", products=["neon"])
        + entry("eleventh", announced_on="2026-11-01", valid_from="2026-12-04", products=["helium"]),
    )
    found = told(held, days=10)
    assert [(one.entry.id, one.days_ahead) for one in found] == [("today", 0), ("tenth", 10)]


def test_nothing_is_told_before_it_is_announced(tmp_path: Path) -> None:
    held = read(tmp_path, CHN=entry("late", announced_on="2026-11-24", valid_from="2026-12-01"))
    assert told(held) == []
    assert lines(told(held, known_on=date(2026, 11, 24))) == [("2026-12-01", "takes effect", "late")]


def test_an_end_decided_later_is_not_known_before(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        JPN=entry(
            "three",
            announced_on="2019-07-01",
            valid_from="2019-07-04",
            valid_to="2026-12-22",
            end="ended",
            ended_by="lift",
        )
        + entry("lift", instrument="lifting", announced_on="2026-12-01", valid_from="2026-12-23", lifts=["three"]),
    )
    assert told(held) == []
    assert [(one.entry.id, one.kind, one.known) for one in told(held, known_on=date(2026, 12, 1))] == [
        ("three", "expires", "decided on 2026-12-01 by lift"),
        ("lift", "takes effect", "announced on 2026-12-01"),
    ]


def suspension(tmp_path: Path, after: str = "") -> Register:
    ends = {"valid_to": "2026-11-27", "end": "expiry", **({"after": after} if after else {})}
    return read(
        tmp_path,
        CHN=entry("ban", instrument="ban", announced_on="2024-12-03", valid_from="2024-12-03")
        + entry(
            "pause",
            instrument="suspension",
            announced_on="2025-11-09",
            valid_from="2025-11-09",
            suspends=["ban"],
            **ends,
        ),
    )


def test_the_end_of_a_suspension_names_what_comes_back(tmp_path: Path) -> None:
    (item,) = told(suspension(tmp_path))
    assert (item.kind, item.returns, item.then, item.warns) == ("suspension ends", ("ban",), "back in force: ban", True)


def test_what_is_not_established_after_an_end_is_said_before_it_and_listed_as_open_afterwards(tmp_path: Path) -> None:
    held = suspension(tmp_path, after="open")
    assert told(held)[0].then == "unless it is renewed, back in force: ban"
    (passed,) = told(held, on=date(2026, 12, 10))
    assert (passed.kind, passed.days_ahead, passed.urgency, passed.known) == ("open", -13, "open", "not established")
    assert lines(told(held, on=date(2027, 1, 26))) == [("2026-11-27", "open", "pause")]
    assert told(held, on=date(2027, 1, 27)) == []


def test_what_was_lifted_during_a_suspension_does_not_come_back(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("ban", instrument="ban", announced_on="2024-12-03", valid_from="2024-12-03")
        + entry(
            "pause",
            instrument="suspension",
            announced_on="2025-11-09",
            valid_from="2025-11-09",
            valid_to="2026-11-27",
            suspends=["ban"],
        )
        + entry("end", instrument="lifting", announced_on="2026-05-01", valid_from="2026-05-01", lifts=["ban"]),
    )
    (item,) = told(held)
    assert (item.kind, item.returns, item.warns) == ("suspension ends", (), False)


@pytest.fixture
def chips(tmp_path: Path) -> Register:
    tools = {"targets": ["CHN"], "products": ["etch_tools"]}
    return read(
        tmp_path,
        USA=entry("first", announced_on="2022-10-07", valid_from="2022-10-07", valid_to="2023-11-16", **tools)
        + entry("second", announced_on="2023-10-17", valid_from="2023-11-17", supersedes=["first"], **tools)
        + entry(
            "annual",
            instrument="authorisation",
            announced_on="2025-12-30",
            valid_from="2026-01-01",
            valid_to="2026-12-31",
            end="expiry",
            holders=["Samsung Electronics", "SK hynix"],
            authorises=["first"],
            partial="fabs of the holders",
            **tools,
        )
        + entry(
            "renewal",
            instrument="authorisation",
            announced_on="2026-12-28",
            valid_from="2027-01-01",
            holders=["Samsung"],
            authorises=["second", "first"],
            partial="fabs of the holders",
            **tools,
        ),
    )


def test_holders_fall_back_under_the_control_that_holds_by_then(chips: Register) -> None:
    (item,) = told(chips)
    assert (str(item.first), item.kind, item.concern) == ("2026-12-31", "authorisation lapses", "holder")
    assert (item.returns, item.warns) == (("second",), True)
    assert item.then == "Samsung Electronics, SK hynix fall back under second"


def test_a_renewal_takes_the_warning_away_once_it_is_known(chips: Register) -> None:
    before, after = told(chips, known_on=date(2026, 12, 27)), told(chips, known_on=date(2026, 12, 28))
    assert [one.warns for one in before] == [True]
    lapse = next(one for one in after if one.kind == "authorisation lapses")
    assert (lapse.renewed_by, lapse.warns) == (("renewal",), False)


def test_an_authorisation_concerns_the_home_of_its_holders_and_where_the_goods_go(chips: Register) -> None:
    assert [told(chips, reporter)[0].concern for reporter in ("KOR", "CHN", "USA")] == ["holder", "target", "own"]
    assert told(chips, "TWN") == []
    assert told(chips, "DEU") == []


def test_an_authorisation_that_is_revoked_lapses_the_day_before_or_on_its_own_last_day(tmp_path: Path) -> None:
    given = {"targets": ["CHN"], "instrument": "authorisation", "valid_from": "2013-07-10", "holders": ["TSMC"]}
    held = read(
        tmp_path,
        USA=entry("dated", **given, valid_to="2026-12-31", end="ended", ended_by="revoke")
        + entry("undated", **given, products=["neon"])
        + entry(
            "revoke",
            instrument="lifting",
            effect="entity",
            targets=["CHN"],
            announced_on="2026-11-20",
            valid_from="2026-12-31",
            lifts=["dated", "undated"],
        ),
    )
    lapses = [one for one in told(held, "TWN") if one.kind == "authorisation lapses"]
    assert [(str(one.first), one.entry.id) for one in lapses] == [("2026-12-30", "undated"), ("2026-12-31", "dated")]
    assert told(held, "TWN", known_on=date(2026, 11, 19)) == []


def test_a_review_is_told_unless_a_beginning_or_an_end_tells_the_day_already(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry(
            "one",
            announced_on="2026-01-01",
            valid_from="2026-02-01",
            valid_to="2026-12-31",
            review_on=["2026-12-15", "2026-12-31", "2027-01-01"],
        ),
    )
    assert lines(told(held)) == [("2026-12-15", "reviewed", "one"), ("2026-12-31", "expires", "one")]


def test_a_review_of_what_ended_before_is_not_told(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("one", valid_from="2026-02-01", review_on=["2026-12-15"])
        + entry("end", instrument="lifting", announced_on="2026-03-01", valid_from="2026-03-01", lifts=["one"]),
    )
    assert told(held) == []


def test_a_date_known_to_the_month_is_an_interval(tmp_path: Path) -> None:
    held = read(tmp_path, IDN=entry("rule", announced_on="2026-10", valid_from="2027-02"))
    (item,) = told(held)
    assert (str(item.first), str(item.last), item.days_ahead) == ("2027-02-01", "2027-02-28", 70)
    (inside,) = told(held, on=date(2027, 2, 10))
    assert (str(inside.first), inside.days_ahead) == ("2027-02-01", 0)


def test_imports_are_told_only_with_all_directions(tmp_path: Path) -> None:
    day = {"announced_on": "2026-08-06", "valid_from": "2026-12-04"}
    held = read(tmp_path, USA=entry("duty", instrument="tariff", direction="import", **day))
    assert told(held) == []
    assert lines(told(held, all_directions=True)) == [("2026-12-04", "takes effect", "duty")]


def test_what_is_excepted_is_left_out_and_what_is_towards_others_is_told_apart(tmp_path: Path) -> None:
    day = {"announced_on": "2026-11-01", "valid_from": "2026-12-01"}
    held = read(
        tmp_path,
        CHN=entry("all", targets=["*"], except_targets=["JPN"], **day)
        + entry("union", targets=["EU"], products=["neon"], **day)
        + entry("firms", targets=["USA"], products=[], instrument="listing", **day),
    )

    def concerns(reporter: str) -> dict[str, str]:
        return {one.entry.id: one.concern for one in told(held, reporter)}

    assert concerns("KOR") == {"all": "target", "union": "others"}
    assert concerns("JPN") == {"union": "others"}
    assert concerns("DEU") == {"all": "target", "union": "target"}
    assert concerns("EU") == {"all": "target", "union": "target"}
    assert concerns("CHN") == {"all": "own", "union": "own", "firms": "own"}
    assert not any(one.warns for one in told(held, "JPN"))


def test_an_act_of_the_union_is_its_members_own(tmp_path: Path) -> None:
    held = read(tmp_path, EU=entry("list", targets=["RUS"], announced_on="2026-11-01", valid_from="2026-12-01"))
    assert [told(held, one)[0].concern for one in ("DEU", "EU", "RUS")] == ["own", "own", "target"]


def test_what_was_not_read_never_warns(tmp_path: Path) -> None:
    held = read(tmp_path, CHN=entry("rumour", confidence="medium", announced_on="2026-11-01", valid_from="2026-12-01"))
    assert [one.warns for one in told(held)] == [False]


def test_a_place_in_a_trusted_group_concerns_the_member(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        JPN=entry(
            "out",
            instrument="trusted_group_remove",
            targets=[],
            products=[],
            members=["KOR"],
            group="JP-A",
            announced_on="2019-08-02",
            valid_from="2019-08-28",
        ),
    )
    (item,) = told(held, on=date(2019, 8, 10))
    assert (item.concern, item.warns, item.days_ahead) == ("member", True, 18)
    assert told(held, "TWN", on=date(2019, 8, 10)) == []


def test_a_measure_that_would_begin_during_its_suspension_does_not_take_effect(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("rule", announced_on="2025-10-09", valid_from="2025-11-08")
        + entry("pause", announced_on="2025-11-07", valid_from="2025-11-07", valid_to="2026-11-10", suspends=["rule"]),
    )
    on = date(2025, 11, 1)
    assert lines(told(held, on=on, days=30)) == [("2025-11-08", "takes effect", "rule")]
    after = told(held, on=on, days=30, known_on=date(2025, 11, 7))
    assert lines(after) == [("2025-11-07", "takes effect", "pause")]


def test_the_shipped_register_tells_korea_what_is_ahead_in_november_2026() -> None:
    found = {(str(one.first), one.kind, one.entry.id): one for one in told(shipped())}
    lapse = found["2026-12-31", "authorisation lapses", "us-2026-annual-korea"]
    assert (lapse.concern, lapse.warns, lapse.urgency) == ("holder", True, "soon")
    assert {"Samsung Electronics", "SK hynix"} <= set(lapse.entry.holders)
    assert "us-2022-1007" in lapse.returns
    assert found["2026-11-27", "suspension ends", "CHN-2025-72"].returns == ("CHN-2024-46",)
    assert found["2026-11-10", "open", "CHN-2025-70"].days_ahead == -13
    assert ("2026-11-09", "open", "us-2025-affiliates-susp") in found


def test_the_shipped_register_warned_of_the_end_of_2025_until_the_renewal_was_known() -> None:
    def warns(on: date) -> set[str]:
        return {
            one.entry.id for one in told(shipped(), on=on, days=120) if one.kind == "authorisation lapses" and one.warns
        }

    assert "us-2023-veu-indefinite" not in warns(date(2025, 8, 28))
    assert "us-2023-veu-indefinite" in warns(date(2025, 9, 10))
    assert "us-2023-veu-indefinite" not in warns(date(2025, 12, 30))
