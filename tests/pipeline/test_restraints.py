"""Measures as forecasts are given them: what a day knew, towards whom, on which codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, write
from tocsin.core.clock import fixed_clock
from tocsin.core.release import Batch, Release
from tocsin.foresight.restraint import Restraint
from tocsin.lake import Lake
from tocsin.pipeline.measures import measure_rows
from tocsin.pipeline.restraints import give_acts, give_restraints
from tocsin.policy.register import read_register


def loaded(tmp_path: Path, **parties: str) -> Lake:
    lake = Lake.create(tmp_path / "lake", fixed_clock(date(2026, 11, 27)))
    rows = measure_rows(read_register([write(tmp_path / "controls", **parties)]))
    release = Release("measure", "x", date(2026, 11, 27), 0, "0" * 64, iter([Batch(rows)]))
    lake.load(release, source="register", licence="x")
    return lake


def told(tmp_path: Path, text: str, day: str) -> tuple[Restraint, ...]:
    lake = loaded(tmp_path, CHN=text)
    on = date.fromisoformat(day)
    connection = lake.as_of(on).connect()
    try:
        return give_restraints(connection, "HS1992", on)
    finally:
        connection.close()


def states(tmp_path: Path, text: str, *days: str) -> list[tuple[bool, bool, bool] | None]:
    found = []
    for place, day in enumerate(days):
        one = told(tmp_path / str(place), text, day)
        found.append((one[0].in_force, one[0].coming, one[0].recent) if one else None)
    return found


GRAPHITE = {
    "announced_on": "2023-10-20",
    "valid_from": "2023-12-01",
    "targets": ["KOR"],
    "products": ["synthetic_graphite"],
}


def test_a_measure_is_unknown_then_coming_then_in_force_then_old(tmp_path: Path) -> None:
    found = states(tmp_path, entry("g", **GRAPHITE), "2023-10-20", "2023-10-21", "2023-12-01", "2026-03-01")
    assert found == [None, (False, True, True), (True, False, True), (True, False, False)]


def test_an_end_that_a_later_act_decided_is_not_known_before(tmp_path: Path) -> None:
    text = entry("g", **GRAPHITE, valid_to="2025-06-30", end="ended", ended_by="lift")
    text += entry(
        "lift",
        **{**GRAPHITE, "announced_on": "2025-06-01", "valid_from": "2025-07-01"},
        instrument="lifting",
        lifts=["g"],
    )
    before, after = states(tmp_path, text, "2025-05-01", "2025-08-01")
    assert before == (True, False, True)
    assert after == (False, False, True)


def test_only_what_was_read_and_restricts_exports_counts(tmp_path: Path) -> None:
    for number, change in enumerate(({"confidence": "medium"}, {"instrument": "tariff"}, {"direction": "import"})):
        assert told(tmp_path / str(number), entry("g", **{**GRAPHITE, **change}), "2024-03-01") == ()


def test_groups_are_opened_and_products_stand_under_their_codes(tmp_path: Path) -> None:
    text = entry("g", **{**GRAPHITE, "targets": ["EU"], "instrument": "ban"})
    found = told(tmp_path, text, "2024-03-01")
    assert {one.target for one in found} >= {"DEU", "FRA"}
    assert {(one.product, one.strength) for one in found} == {("380110", 1.0)}


def test_a_suspension_rests_what_it_is_about_and_is_told_before_it_ends(tmp_path: Path) -> None:
    text = entry("g", **GRAPHITE)
    pause = {
        "instrument": "suspension",
        "announced_on": "2025-11-01",
        "valid_from": "2025-11-07",
        "valid_to": "2026-11-10",
    }
    text += entry("pause", **{**GRAPHITE, **pause}, end="expiry", suspends=["g"])
    during = told(tmp_path / "a", text, "2026-01-01")
    assert [(one.in_force, one.ending, one.strength) for one in during] == [(False, True, 1.0)]
    after = told(tmp_path / "b", text, "2026-11-12")
    assert [(one.in_force, one.ending) for one in after] == [(True, False)]


def test_acts_against_a_country_by_name_count_for_a_year(tmp_path: Path) -> None:
    listed = {"instrument": "end_user_listing", "targets": ["CHN"], "products": None, "all_goods": True}
    text = entry("one", announced_on="2024-12-02", **listed) + entry("two", announced_on="2024-12-15", **listed)
    text += entry("all", announced_on="2024-12-15", **{**listed, "targets": ["*"]})
    lake = loaded(tmp_path, USA=text)
    found = []
    for day in (date(2024, 12, 10), date(2025, 3, 1), date(2025, 12, 31)):
        connection = lake.as_of(day).connect()
        found.append(give_acts(connection, day))
        connection.close()
    assert found == [{("USA", "CHN"): 1}, {("USA", "CHN"): 2}, {}]
