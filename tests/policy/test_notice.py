"""Notice periods: quartiles by hand, what is retroactive or not dated counted apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read
from tocsin.policy.notice import Notice, notice
from tocsin.policy.register import Register


def find(register: Register, party: str, rung: str, known_on: date | None = None) -> Notice | None:
    return next((one for one in notice(register, known_on) if (one.party, one.rung) == (party, rung)), None)


def four(tmp_path: Path) -> Register:
    goods = ("hydrogen_fluoride", "neon", "helium", "gallium", "germanium", "krypton")
    days = ("2023-07-01", "2023-07-11", "2023-07-21", "2023-07-31", "2023-06-30", "2023-08")
    text = "".join(
        entry(f"n{i}", announced_on="2023-07-01", valid_from=day, products=[good])
        for i, (day, good) in enumerate(zip(days, goods, strict=True))
    )
    more = entry("ban", instrument="ban", announced_on="2024-01-01", valid_from="2024-01-03")
    group = entry(
        "in", instrument="trusted_group_add", rung="group", announced_on="2024-01-01", valid_from="2024-12-31"
    )
    return read(tmp_path, CHN=text, USA=more + group)


def test_quartiles_are_those_of_the_days_from_announcement_to_effect(tmp_path: Path) -> None:
    found = find(four(tmp_path), "CHN", "licence")
    assert found is not None
    assert (found.lower, found.median, found.upper) == (7.5, 15.0, 22.5)
    assert (found.count, found.at_once) == (4, 1)


def test_what_is_retroactive_or_not_known_to_the_day_is_counted_apart(tmp_path: Path) -> None:
    found = find(four(tmp_path), "CHN", "licence")
    assert found is not None
    assert (found.retroactive, found.undated) == (1, 1)


def test_all_rungs_together_hold_the_ladder_but_not_groups(tmp_path: Path) -> None:
    register = four(tmp_path)
    whole, usa, group = find(register, "*", "*"), find(register, "USA", "*"), find(register, "USA", "group")
    assert whole is not None
    assert usa is not None
    assert group is not None
    assert (whole.count, whole.median) == (5, 10.0)
    assert (usa.count, usa.lower, usa.upper) == (1, 2.0, 2.0)
    assert (group.count, group.median) == (1, 365.0)


def test_only_what_was_known_counts(tmp_path: Path) -> None:
    register = four(tmp_path)
    assert find(register, "USA", "ban", date(2023, 12, 31)) is None
    assert find(register, "USA", "ban", date(2024, 1, 1)) is not None
