"""Units, money, markings, errors, registry, clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.clock import fixed_clock, system_clock
from tocsin.core.errors import BusyError, CodeError, InputError, LakeError, TocsinError, UsageError
from tocsin.core.marking import Marking, parse_marking, strictest
from tocsin.core.money import Money
from tocsin.core.registry import Registry, nearest
from tocsin.core.schema import PROVENANCE, TABLES
from tocsin.core.units import factor


@pytest.mark.parametrize(
    ("unit", "target", "value"),
    [
        ("t", "kg", 1000.0),
        ("kg", "t", 0.001),
        ("ct", "g", 0.2),
        ("Mm3", "kg", 8e5),
        ("g", "kg", 0.001),
        ("1", "1", 1.0),
    ],
)
def test_units_of_the_trade(unit: str, target: str, value: float) -> None:
    assert factor(unit, target) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("unit", ["m", "furlongs per", "kg/", "???", "USD", "(", "__import__('os')"])
def test_what_is_no_weight_is_refused(unit: str) -> None:
    with pytest.raises(CodeError, match="cannot be turned into 'kg'"):
        factor(unit, "kg", where="map.toml")


def test_money_adds_only_with_its_currency_and_year() -> None:
    assert str(Money(1e6, "USD", 2023) + Money(5e5, "USD", 2023) * 2) == "USD 2,000,000 (2023)"
    assert Money(1, "KRW", 2023) < Money(2, "KRW", 2023)
    for other in (Money(1, "USD", 2024), Money(1, "EUR", 2023)):
        with pytest.raises(CodeError, match="Convert one"):
            Money(1, "USD", 2023) + other
        with pytest.raises(CodeError, match="Convert one"):
            _ = Money(1, "USD", 2023) < other
    with pytest.raises(CodeError, match="ISO 4217"):
        Money(1, "dollar", 2023)


MARKINGS = st.sampled_from(Marking)


@given(MARKINGS)
def test_a_marking_is_read_as_it_is_printed(marking: Marking) -> None:
    assert parse_marking(str(marking)) is parse_marking(str(marking).lower().removeprefix("tlp:")) is marking


@given(st.lists(MARKINGS))
def test_the_whole_is_as_closed_as_its_most_closed_part(markings: list[Marking]) -> None:
    whole = strictest(markings)
    assert all(whole.allows(part) for part in markings)
    assert whole in [*markings, Marking.CLEAR]


def test_white_is_clear_and_purple_is_nothing() -> None:
    assert parse_marking("TLP:WHITE") is Marking.CLEAR
    with pytest.raises(CodeError, match=r"TLP:AMBER\+STRICT"):
        parse_marking("TLP:PURPLE")


def test_an_error_has_three_parts_and_an_exit_code() -> None:
    error = InputError("x is 3", where="a.csv line 2", remedy="Write 4.")
    assert (str(error), error.exit_code) == ("x is 3 in a.csv line 2. Write 4.", 3)
    assert str(UsageError("no such thing")) == "no such thing."
    assert (UsageError("x").exit_code, LakeError("x").exit_code) == (2, 3)
    assert issubclass(CodeError, InputError)
    assert issubclass(BusyError, LakeError)


def test_a_registry_knows_what_its_package_holds_and_answers_what_it_does_not() -> None:
    things: Registry[int] = Registry("thing", "tocsin.core")
    things.add("one", 1)
    assert list(things) == ["one"]
    assert "one" in things
    assert things["one"] == 1
    assert things.values() == [1]
    with pytest.raises(UsageError, match="Did you mean one"):
        things["on"]
    with pytest.raises(TocsinError, match="declared twice"):
        things.add("one", 2)


def test_far_from_everything_the_known_names_are_listed() -> None:
    assert nearest("zzz", [f"name{i}" for i in range(40)]).endswith("name29, ....")
    assert nearest("zzz", []) == "Known: ."


def test_clocks() -> None:
    assert fixed_clock(date(2024, 2, 29))() == datetime(2024, 2, 29, tzinfo=UTC)
    assert system_clock().tzinfo is UTC


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_tables_are_declared_whole(table: object) -> None:
    schema = TABLES[table.name]  # type: ignore[attr-defined]
    names = set(schema.stored.names)
    assert {*schema.key, *schema.measures, *schema.order, *schema.partitions} <= names
    assert set(schema.units) == set(schema.measures)
    assert len(names) == len(schema.stored.names)
    assert "load_id" in names & set(PROVENANCE.names)
