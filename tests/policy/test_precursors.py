"""Precursors: counted by hand, known only from their announcement on, and the same one by one and all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from tests.policy.registers import entry, read
from tocsin.policy.precursors import Act, acts, acts_of_rows, family, measure_features, precursors
from tocsin.policy.register import Register
from tocsin.policy.register import register as shipped

PARTIES, GOODS, IMPORTERS = ("CHN", "USA", "BRA"), ("gallium", "germanium", "hydrogen_fluoride"), ("KOR", "JPN", "USA")
ALL = {"targets": ["*"], "products": ["gallium"]}


def story(tmp_path: Path) -> Register:
    china = entry("rule", announced_on="2023-07-03", valid_from="2023-08-01", **ALL)
    china += entry(
        "ban",
        instrument="ban",
        announced_on="2024-12-03",
        valid_from="2024-12-03",
        valid_to="2025-11-08",
        end="ended",
        ended_by="truce",
        targets=["USA"],
        products=["gallium", "germanium"],
    )
    china += entry(
        "truce",
        instrument="suspension",
        announced_on="2025-11-09",
        valid_from="2025-11-09",
        valid_to="2026-11-27",
        end="expiry",
        targets=["USA"],
        products=["gallium", "germanium"],
        suspends=["ban"],
    )
    china += entry(
        "rumour",
        instrument="ban",
        announced_on="2023-01-01",
        valid_from="2023-01-01",
        valid_to="2023-07-31",
        confidence="medium",
        **ALL,
    )
    america = entry(
        "listing",
        instrument="listing",
        announced_on="2024-12-02",
        valid_from="2024-12-02",
        targets=["CHN"],
        products=None,
    )
    return read(tmp_path, CHN=china, USA=america)


def strength(rows: list[Act], target: str, product: str, day: str) -> int:
    return precursors(rows, "CHN", target, product, date.fromisoformat(day)).strength


def test_a_measure_comes_then_holds_and_a_medium_one_never_counts(tmp_path: Path) -> None:
    rows = acts(story(tmp_path))
    before, announced, holds = (
        precursors(rows, "CHN", "KOR", "gallium", date(2023, *day)) for day in ((7, 2), (7, 3), (8, 1))
    )
    assert (before.strength, before.coming, before.recent, before.days_since_last, before.rung) == (0, 0, 0, None, "")
    assert (announced.strength, announced.coming, announced.recent, announced.days_since_last) == (0, 1, 1, 0)
    assert (holds.strength, holds.coming, holds.in_force, holds.days_since_last, holds.rung) == (1, 0, 1, 29, "licence")


def test_a_suspension_takes_the_ban_away_and_its_end_brings_it_back(tmp_path: Path) -> None:
    rows = acts(story(tmp_path))
    days = ("2024-12-02", "2024-12-03", "2025-11-08", "2025-11-09", "2026-11-27", "2026-11-28")
    assert [strength(rows, "USA", "germanium", day) for day in days] == [0, 4, 4, 0, 0, 4]
    assert [strength(rows, "USA", "gallium", day) for day in days] == [1, 4, 4, 1, 1, 4]
    assert {strength(rows, "KOR", "germanium", day) for day in days} == {0}
    ends = [precursors(rows, "CHN", "USA", "germanium", date(2025, 11, day)).relief_ending for day in (8, 26, 27)]
    assert ends == [0, 0, 1]


def test_what_follows_a_suspension_counts_only_if_it_is_established(tmp_path: Path) -> None:
    text = entry("ban", instrument="ban", announced_on="2024-12-03", valid_from="2024-12-03", **ALL)
    pause = {"instrument": "suspension", "announced_on": "2025-11-09", "valid_from": "2025-11-09", "suspends": ["ban"]}
    text += entry("pause", valid_to="2026-01-31", end="expiry", after="open", **pause, **ALL)
    rows = acts(read(tmp_path, CHN=text))
    assert [strength(rows, "KOR", "gallium", day) for day in ("2025-11-08", "2026-01-31", "2026-02-01")] == [4, 0, 0]


def test_acts_of_the_target_that_name_the_party_count_for_twelve_months(tmp_path: Path) -> None:
    rows = acts(story(tmp_path))
    days = (date(2024, 12, 1), date(2024, 12, 2), date(2025, 12, 1), date(2025, 12, 2))
    assert [precursors(rows, "CHN", "USA", "gallium", day).retaliation for day in days] == [0, 1, 1, 0]
    assert precursors(rows, "CHN", "KOR", "gallium", days[1]).retaliation == 0


def test_acts_on_other_goods_of_the_family_count_for_24_months(tmp_path: Path) -> None:
    rows = acts(story(tmp_path))
    assert family("germanium") == family("gallium") != family("hydrogen_fluoride")
    days = (date(2024, 12, 3), date(2025, 7, 1), date(2025, 7, 2), date(2026, 12, 3))
    assert [precursors(rows, "CHN", "KOR", "germanium", day).recent for day in days] == [2, 2, 1, 0]
    assert precursors(rows, "CHN", "KOR", "hydrogen_fluoride", days[0]).recent == 0


def test_an_end_decided_later_is_not_known_before(tmp_path: Path) -> None:
    text = entry("rule", announced_on="2020-01-01", valid_from="2020-01-01", **ALL)
    text += entry(
        "lift", instrument="lifting", announced_on="2021-06-01", valid_from="2021-03-01", lifts=["rule"], **ALL
    )
    rows = acts(read(tmp_path, CHN=text))
    assert [strength(rows, "KOR", "gallium", day) for day in ("2021-05-31", "2021-06-01")] == [1, 0]


def test_a_date_known_to_the_month_counts_from_its_last_day(tmp_path: Path) -> None:
    rows = acts(read(tmp_path, CHN=entry("rule", announced_on="2020-02", valid_from="2020-02", **ALL)))
    assert [strength(rows, "KOR", "gallium", day) for day in ("2020-02-28", "2020-02-29")] == [0, 1]


def test_a_group_and_its_exceptions_are_opened(tmp_path: Path) -> None:
    rule = {"announced_on": "2020-01-01", "valid_from": "2020-01-01", "products": ["gallium"]}
    text = entry("union", targets=["EU"], except_targets=["FRA"], **rule)
    rows = acts(read(tmp_path, CHN=text))
    found = {place: strength(rows, place, "gallium", "2021-01-01") for place in ("DEU", "FRA", "KOR", "EU")}
    assert found == {"DEU": 1, "FRA": 0, "KOR": 0, "EU": 1}


def test_all_links_at_once_say_what_each_says_alone(tmp_path: Path) -> None:
    rows = acts(story(tmp_path))
    grid = np.indices((len(PARTIES), len(GOODS), len(IMPORTERS))).reshape(3, -1)
    for day in (date(2023, 7, 3), date(2024, 12, 3), date(2025, 12, 1), date(2026, 12, 1)):
        found = measure_features(rows, PARTIES, GOODS, IMPORTERS, day).at(grid[0], grid[1], grid[2])
        for i, (party, product, importer) in enumerate(grid.T):
            one = precursors(rows, PARTIES[party], IMPORTERS[importer], GOODS[product], day)
            assert (found["in_force"][i], found["recent"][i]) == (one.strength, one.recent)
            assert (found["relief_ending"][i], found["retaliation"][i]) == (one.relief_ending, one.retaliation)
            assert (found["coming"][i] > 0) == (one.coming > 0)


def test_a_six_digit_code_stands_for_the_products_that_it_holds(tmp_path: Path) -> None:
    rows = acts(read(tmp_path, CHN=entry("rule", announced_on="2020-01-01", valid_from="2020-01-01", targets=["*"])))
    found = measure_features(rows, ["CHN"], ["281111", "100630"], ["KOR"], date(2021, 1, 1))
    assert found.in_force[found.slots[0], :, 0].tolist() == [1, 0]


def test_later_acts_change_nothing_that_was_seen_earlier() -> None:
    rows, day = acts(shipped()), date(2023, 6, 30)
    then = [one for one in rows if one.announced <= day]
    assert 0 < len(then) < len(rows)
    goods = ("gallium", "germanium", "hydrogen_fluoride", "etch_tools")
    full, cut = (measure_features(these, PARTIES, goods, IMPORTERS, day) for these in (rows, then))
    grid = np.indices((len(PARTIES), len(goods), len(IMPORTERS))).reshape(3, -1)
    for name, values in full.at(grid[0], grid[1], grid[2]).items():
        assert np.array_equal(values, cut.at(grid[0], grid[1], grid[2])[name]), name


def test_rows_of_the_lakes_table_say_the_same(tmp_path: Path) -> None:
    text = entry("rule", announced_on="2023-07-03", valid_from="2023-08-01", valid_to="2024-01-31", **ALL)
    text += entry("ban", instrument="ban", announced_on="2024-03", valid_from="2024-03", **ALL)
    held = acts(read(tmp_path, CHN=text))
    table = acts_of_rows(
        [
            table_row("rule", "licence", "2023-07-03", "2023-08-01", "2024-01-31"),
            table_row("ban", "ban", "2024-03", "2024-03", None),
        ]
    )
    for day in (date(2023, 7, 3), date(2023, 8, 1), date(2024, 1, 31), date(2024, 2, 1), date(2024, 3, 31)):
        assert precursors(table, "CHN", "KOR", "gallium", day) == precursors(held, "CHN", "KOR", "gallium", day)
    assert strength(table, "KOR", "gallium", "2024-03-31") == 4


def table_row(measure: str, effect: str, announced: str, first: str, last: str | None) -> dict[str, str | None]:
    return {
        "measure": measure,
        "party": "CHN",
        "target": "*",
        "direction": "export",
        "product": "gallium",
        "nomenclature": "product",
        "effect": effect,
        "announced_on": announced,
        "valid_from": first,
        "valid_to": last,
        "ended_known_on": None,
        "confidence": "high",
    }


def test_hydrogen_fluoride_towards_korea_in_july_2019() -> None:
    rows = acts(shipped())
    days = (date(2019, 6, 30), date(2019, 7, 3), date(2019, 7, 4), date(2023, 3, 23))
    found = [precursors(rows, "JPN", "KOR", "hydrogen_fluoride", day) for day in days]
    assert [one.coming for one in found] == [0, 1, 0, 0]
    assert [one.strength > 0 for one in found] == [False, False, True, False]
