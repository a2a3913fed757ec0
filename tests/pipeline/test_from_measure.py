"""Entries of the register as scenarios: what they do, from when, what is assumed, and why some are none."""

from datetime import date
from pathlib import Path

import pytest

from tests.policy.registers import entry, read
from tocsin.core.errors import CodeError, TocsinError, UsageError
from tocsin.pipeline.from_measure import from_measure
from tocsin.policy.register import Register, register
from tocsin.scenario.language import read_scenario
from tocsin.scenario.shock import Scenario
from tocsin.scenario.spread import Spread
from tocsin.scenario.text import scenario_text

BEGUN = {"valid_from": "2024-03-01"}


def made(folder: Path, **fields: object) -> Scenario:
    return from_measure(read(folder, CHN=entry("one", **{**BEGUN, **fields})), "one")


def two(folder: Path, relief: dict[str, object]) -> Register:
    control = entry("control", **BEGUN, licence_policy="presumption of denial")
    return read(folder, CHN=control + entry("relief", instrument="authorisation", products=None, **relief))


def test_a_control_is_a_licence_that_those_hit_saw_coming(tmp_path: Path) -> None:
    scenario = made(tmp_path, announced_on="2024-02-01", licence_policy="case by case", except_targets=["JPN"])

    (shock,) = scenario.shocks
    assert (shock.kind, shock.actors, shock.targets) == ("licence", ("CHN",), ("KOR",))
    assert (shock.announced_on, shock.start, shock.except_targets) == (date(2024, 2, 1), date(2024, 3, 1), ("JPN",))
    assert shock.products == ("hydrogen_fluoride",)
    assert shock.delay.low < 63 < shock.delay.high, "45 working days are stated for China"
    assert 0 < shock.approval.low < 1
    assert "45 working days" in scenario.description


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"instrument": "ban"}, "ban"),
        ({"instrument": "control", "licence_policy": "denial"}, "ban"),
        ({"instrument": "control", "licence_policy": "presumption of denial"}, "licence"),
        ({"instrument": "tariff", "title": "A duty of 25 %", "direction": "import"}, "tariff"),
    ],
)
def test_an_effect_is_a_kind(tmp_path: Path, fields: dict[str, object], kind: str) -> None:
    shock = made(tmp_path, **fields).shocks[0]

    assert shock.kind == kind
    assert shock.side == fields.get("direction", "export")
    if kind == "tariff":
        assert shock.share == Spread.exactly(0.25)
    if fields.get("licence_policy") == "presumption of denial":
        assert shock.approval.high < 0.5


@pytest.mark.parametrize(
    ("announced", "day"), [("2024-03-01", None), ("2024-03-05", None), ("2024-03", None), ("2024-02", date(2024, 2, 1))]
)
def test_nobody_buys_ahead_of_what_was_not_told_before(tmp_path: Path, announced: str, day: date | None) -> None:
    assert made(tmp_path, announced_on=announced).shocks[0].announced_on == day


def test_a_long_notice_is_looked_at_for_a_year(tmp_path: Path) -> None:
    scenario = made(tmp_path, announced_on="2020-01-01")

    assert scenario.start == date(2023, 3, 2)
    assert "announced on 2020-01-01" in scenario.description.lower()


def test_the_days_looked_at_count_from_the_effect(tmp_path: Path) -> None:
    assert made(tmp_path, announced_on="2024-02-20").days == 365 + 10


def test_an_end_is_the_last_day(tmp_path: Path) -> None:
    assert made(tmp_path, valid_to="2024-06-30", end="expiry").shocks[0].end == date(2024, 6, 30)


def test_codes_stand_in_where_no_product_is_named(tmp_path: Path) -> None:
    hs6 = {"high": ["281111"], "low": ["290321"]}

    scenario = made(tmp_path, products=None, hs6=hs6)

    assert [good.hs6 for good in scenario.goods] == [("281111",)]


def test_a_lapse_brings_back_what_relief_was_from(tmp_path: Path) -> None:
    relief: dict[str, object] = {
        "authorises": ["control"],
        "holders": ["SK hynix"],
        "valid_from": "2024-03-02",
        "valid_to": "2025-03-01",
    }
    found = two(tmp_path, relief | {"end": "expiry"})

    shock = (scenario := from_measure(found, "relief")).shocks[0]

    assert (shock.kind, shock.start, shock.products) == ("licence", date(2025, 3, 2), ("hydrogen_fluoride",))
    assert shock.announced_on == date(2024, 12, 2), "a quarter before an end that was fixed in advance"
    assert shock.approval.high < 0.5
    assert 0 < shock.share.low < shock.share.high < 1, "only the firms named are hit"
    assert "SK hynix" in scenario.description
    assert "KOR" in scenario.description
    assert "control" in scenario.description


def test_relief_without_an_end_is_no_shock(tmp_path: Path) -> None:
    found = two(tmp_path, {"authorises": ["control"], "valid_from": "2024-03-02"})
    with pytest.raises(UsageError, match="no end of it is known"):
        from_measure(found, "relief")


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no goods": ({"products": None}, "names no goods"),
    "all goods": ({"products": None, "all_goods": True}, "whatever its party controls"),
    "firms": ({"instrument": "listing"}, "names firms"),
    "a framework": ({"effect": "none"}, "does nothing to goods"),
    "investment": ({"direction": "investment"}, "direction is investment"),
    "a quota": ({"instrument": "quota"}, "how much may still pass"),
    "a duty of no rate": ({"instrument": "tariff"}, "names no rate"),
    "a duty of two rates": ({"instrument": "tariff", "title": "5 % and 10%"}, "names 2 rates"),
    "no first day": ({"valid_from": None}, "No first day"),
    "nobody": ({"targets": []}, "names no target"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_scenario_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    fields, told = REFUSED[name]
    with pytest.raises(UsageError, match=told) as caught:
        made(tmp_path, **fields)
    assert "one" in caught.value.where
    assert caught.value.remedy


def test_a_share_given_makes_a_quota_a_scenario(tmp_path: Path) -> None:
    found = read(tmp_path, CHN=entry("one", **BEGUN, instrument="quota"))

    assert from_measure(found, "one", share=0.4).shocks[0].share == Spread.exactly(0.4)


@pytest.mark.parametrize(("share", "days"), [(1.5, 365), (float("nan"), 365), (0.5, 0), (0.5, 4000)])
def test_a_share_or_horizon_that_cannot_be_is_refused(tmp_path: Path, share: float, days: int) -> None:
    found = read(tmp_path, CHN=entry("one", **BEGUN, instrument="quota"))
    with pytest.raises(TocsinError, match=r"share|days"):
        from_measure(found, "one", share=share, days=days)


def test_goods_may_be_chosen_among_those_it_concerns(tmp_path: Path) -> None:
    found = read(tmp_path, CHN=entry("one", **BEGUN, products=["gallium", "germanium"]))

    assert from_measure(found, "one", products=["gallium"]).shocks[0].products == ("gallium",)
    with pytest.raises(UsageError, match="does not concern neon"):
        from_measure(found, "one", products=["neon"])
    with pytest.raises(CodeError, match="galium"):
        from_measure(found, "one", products=["galium"])


def test_goods_may_be_named_where_the_entry_names_none(tmp_path: Path) -> None:
    found = read(tmp_path, CHN=entry("one", **BEGUN, products=None))

    scenario = from_measure(found, "one", products=["neon"])

    assert scenario.shocks[0].products == ("neon",)
    assert "names no goods" in scenario.description


def test_korea_out_of_group_a_puts_listed_goods_under_licence() -> None:
    scenario = from_measure(register(), "jp-2019-kr-groupa-out", products=["hydrogen_fluoride"])

    (shock,) = scenario.shocks
    assert (shock.kind, shock.actors, shock.targets) == ("licence", ("JPN",), ("KOR",))
    assert (shock.announced_on, shock.start) == (date(2019, 8, 2), date(2019, 8, 28))
    with pytest.raises(UsageError, match="no dual-use list"):
        from_measure(register(), "jp-2019-kr-groupa-out", products=["wheat"])
    with pytest.raises(UsageError, match="whatever its party controls"):
        from_measure(register(), "jp-2019-kr-groupa-out")


def test_members_that_stay_in_a_group_lose_nothing() -> None:
    with pytest.raises(UsageError, match="keep their place"):
        from_measure(register(), "jp-groupa-2019", products=["hydrogen_fluoride"])


@pytest.mark.parametrize("id_", ["us-2025-veu-revoke-korea", "us-2023-veu-indefinite"])
def test_the_end_of_the_fabs_authorisations_is_known_from_its_revocation(id_: str) -> None:
    shock = from_measure(register(), id_).shocks[0]

    assert (shock.kind, shock.actors, shock.targets) == ("licence", ("USA",), ("CHN",))
    assert shock.announced_on == date(2025, 8, 29)
    assert shock.start in {date(2025, 12, 31), date(2026, 1, 1)}
    assert "lithography_tools" in shock.products


def test_the_end_of_the_suspension_of_november_2025_brings_the_ban_on_gallium_back() -> None:
    shock = from_measure(register(), "CHN-2025-72").shocks[0]

    assert (shock.targets, shock.start) == (("USA",), date(2026, 11, 28))
    assert {"gallium", "germanium"} <= set(shock.products)


def test_of_the_whole_register_each_entry_is_a_scenario_or_has_a_reason() -> None:
    scenarios: dict[str, Scenario] = {}
    refused: dict[str, UsageError] = {}
    for id_ in register().entries:
        try:
            scenarios[id_] = from_measure(register(), id_)
        except UsageError as error:
            refused[id_] = error
    assert all(error.remedy and id_ in error.where for id_, error in refused.items())
    assert len(scenarios) > 140
    for id_ in list(scenarios)[::10]:
        assert read_scenario(scenario_text(scenarios[id_])) == scenarios[id_]
