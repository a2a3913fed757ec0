"""What bears on an import: in force, coming, suspended, as known on the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read
from tocsin.policy.bearing import Bearing, Import, bearings, said
from tocsin.policy.register import Register


def bear(register: Register, on: str, *, target: str = "KOR", codes: str = "") -> tuple[Bearing, ...]:
    bought = Import(
        target, date.fromisoformat(on), frozenset({"gallium"}), frozenset(codes.split()), {"CHN": 0.8, "USA": 0.2}
    )
    return bearings(register, bought)


def test_it_is_coming_then_in_force_then_suspended_and_never_seen_before_it_was_announced(tmp_path: Path) -> None:
    text = entry("rule", announced_on="2023-07-03", valid_from="2023-08-01", targets=["*"], products=["gallium"])
    text += entry(
        "truce",
        instrument="suspension",
        announced_on="2025-11-01",
        valid_from="2025-11-07",
        valid_to="2026-11-10",
        end="expiry",
        targets=["*"],
        products=["gallium"],
        suspends=["rule"],
    )
    found = read(tmp_path, CHN=text)
    assert bear(found, "2023-07-02") == ()
    states = [bear(found, on)[0] for on in ("2023-07-03", "2023-08-01", "2025-11-07", "2026-11-11")]
    assert [one.state for one in states] == ["coming", "in force", "suspended", "in force"]
    assert states[2].until == "2026-11-10"
    assert ", ".join(said(states[0])) == "CHN licensing on gallium, coming from 2023-08-01"


def test_only_suppliers_goods_and_targets_of_the_import_count(tmp_path: Path) -> None:
    rule = {"valid_from": "2020-01-01", "targets": ["JPN"], "products": ["gallium"]}
    found = read(
        tmp_path,
        CHN=entry("towards_japan", **rule) + entry("other", **{**rule, "targets": ["*"], "products": ["rice"]}),
        RUS=entry("no_supplier", **{**rule, "targets": ["*"]}),
        USA=entry("import_duty", **{**rule, "targets": ["*"]}, direction="import"),
    )
    assert bear(found, "2021-01-01") == ()
    assert [one.entry.id for one in bear(found, "2021-01-01", target="JPN")] == ["towards_japan"]


def test_codes_count_only_where_no_product_is_named_and_the_code_is_sure(tmp_path: Path) -> None:
    rule = {"valid_from": "2020-01-01", "targets": ["*"]}
    text = entry("sure", **rule, products=None, hs6={"high": ["811292"]})
    text += entry("unsure", **rule, products=None, hs6={"low": ["811292"]})
    text += entry("named", **rule, products=["germanium"], hs6={"high": ["811292"]})
    found = read(tmp_path, CHN=text)
    assert [one.entry.id for one in bear(found, "2021-01-01", codes="811292")] == ["sure"]


def test_the_largest_supplier_comes_first_then_the_strictest(tmp_path: Path) -> None:
    rule = {"valid_from": "2020-01-01", "targets": ["*"], "products": ["gallium"]}
    found = read(
        tmp_path,
        USA=entry("small", instrument="ban", **rule),
        CHN=entry("mild", **rule) + entry("strict", instrument="quota", **{**rule, "targets": ["KOR"]}),
    )
    assert [one.entry.id for one in bear(found, "2021-01-01")] == ["strict", "mild", "small"]
