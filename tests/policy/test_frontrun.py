"""Front-running windows: from the announcement to the day before effect, or before another act stops it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read
from tocsin.policy.frontrun import Window, windows


def told(found: tuple[Window, ...]) -> list[tuple[str, str, str, int | None]]:
    return [(one.entry.id, str(one.opens), str(one.closes), one.days) for one in found]


def test_a_window_lasts_from_the_announcement_to_the_day_before_effect(tmp_path: Path) -> None:
    held = read(tmp_path, CHN=entry("two", announced_on="2023-07-03", valid_from="2023-08-01", products=["gallium"]))
    found = windows(held)
    assert told(found) == [("two", "2023-07-03", "2023-07-31", 29)]
    assert [found[0].is_open(date(2023, m, d)) for m, d in ((7, 2), (7, 3), (7, 31), (8, 1))] == [
        *(False, True, True, False)
    ]


def test_one_row_for_each_target_and_product_and_a_group_of_products_is_opened(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry(
            "two",
            announced_on="2023-07-03",
            valid_from="2023-08-01",
            targets=["JPN", "USA"],
            products=["gallium", "neon"],
        ),
    )
    assert [(one.target, one.product, one.nomenclature) for one in windows(held)] == [
        ("JPN", "gallium", "product"),
        ("JPN", "neon", "product"),
        ("USA", "gallium", "product"),
        ("USA", "neon", "product"),
    ]


def test_what_takes_effect_at_once_or_before_has_no_window(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("now", announced_on="2023-07-03", valid_from="2023-07-03")
        + entry("back", announced_on="2023-07-03", valid_from="2023-07-01", products=["neon"])
        + entry("old", valid_from="2023-07-01", products=["helium"]),
    )
    assert windows(held) == ()


def test_a_suspension_before_effect_closes_the_window_once_it_is_known(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("rule", announced_on="2025-10-09", valid_from="2025-11-08")
        + entry("pause", announced_on="2025-11-05", valid_from="2025-11-07", suspends=["rule"]),
    )
    assert told(windows(held, date(2025, 11, 4))) == [("rule", "2025-10-09", "2025-11-07", 30)]
    stopped = next(one for one in windows(held, date(2025, 11, 5)) if one.entry.id == "rule")
    assert (str(stopped.closes), stopped.days, stopped.stopped_by) == ("2025-11-04", 27, "pause")


def test_a_later_end_does_not_shorten_the_window(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        CHN=entry("rule", announced_on="2023-01-01", valid_from="2023-02-01")
        + entry("lift", instrument="lifting", announced_on="2023-01-15", valid_from="2023-06-01", lifts=["rule"]),
    )
    assert [(one.entry.id, str(one.closes), one.stopped_by) for one in windows(held)] == [
        ("rule", "2023-01-31", ""),
        ("lift", "2023-05-31", ""),
    ]


def test_a_day_of_effect_that_nobody_knows_leaves_the_window_open(tmp_path: Path) -> None:
    held = read(
        tmp_path,
        TWN=entry("plan", announced_on="2025-09-23")
        + entry("month", announced_on="2025-09-23", valid_from="2025-12", products=["neon"]),
    )
    month, plan = windows(held)
    assert (plan.closes, plan.days, plan.is_open(date(2030, 1, 1))) == (None, None, True)
    assert (str(month.closes), month.exact) == ("2025-11-30", False)


def test_nothing_is_a_window_before_it_is_announced(tmp_path: Path) -> None:
    held = read(tmp_path, CHN=entry("two", announced_on="2023-07-03", valid_from="2023-08-01"))
    assert windows(held, date(2023, 7, 2)) == ()
    assert len(windows(held, date(2023, 7, 3))) == 1
