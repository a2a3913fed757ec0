"""What a scenario file means: defaults, groups, goods in order, dates."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.core.errors import UsageError
from tocsin.policy.groups import members_on
from tocsin.ref.products import product, product_groups
from tocsin.scenario.language import find_scenario, read_scenario, scenarios
from tocsin.scenario.shock import ALL, NOTHING, Input, Supply, Trigger
from tocsin.scenario.spread import Spread

HEAD = 'title = "x"\nsynthetic = true\n'
BAN = """
[[shock]]
kind = "ban"
actors = ["CHN"]
targets = ["KOR"]
products = ["gallium"]
from = 2023-08-01
"""


def shock(**changes: str) -> str:
    """Write a ban of gallium from China to Korea, with keys set or, if empty, struck."""
    keys = {
        "kind": '"ban"',
        "actors": '["CHN"]',
        "targets": '["KOR"]',
        "products": '["gallium"]',
        "from": "2023-08-01",
    }
    keys |= {name.rstrip("_"): value for name, value in changes.items()}
    return "[[shock]]\n" + "".join(f"{name} = {value}\n" for name, value in keys.items() if value)


def test_a_plain_ban_takes_all_from_its_first_day_and_goods_from_the_book() -> None:
    scenario = read_scenario(HEAD + BAN)

    (good,), (ban,) = scenario.goods, scenario.shocks
    assert (good.id, good.title, good.hs6) == ("gallium", product("gallium").title, ("811292",))
    assert good.basket is (product("gallium").code_purity in {"mixed", "basket"})
    assert (ban.id, ban.share, ban.exempt, ban.side, ban.end) == ("ban_1", ALL, NOTHING, "export", None)
    assert (scenario.start, scenario.days, scenario.id) == (date(2023, 8, 1), 365, "scenario")


def test_the_first_day_is_the_earliest_of_announcements_and_effects() -> None:
    text = HEAD + shock(announced_on="2023-07-03") + shock(from_="2023-07-20")

    assert read_scenario(text).start == date(2023, 7, 3)


@pytest.mark.parametrize(("day", "inside"), [("2020-01-31", True), ("2020-02-01", False)])
def test_a_group_is_opened_on_the_first_day(day: str, inside: bool) -> None:
    scenario = read_scenario(HEAD + shock(targets='["EU"]', from_=day))

    assert ("GBR" in scenario.shocks[0].targets) is inside
    assert set(scenario.shocks[0].targets) == members_on("EU", date.fromisoformat(day))


def test_a_country_beside_its_group_counts_once() -> None:
    targets = read_scenario(HEAD + shock(targets='["EU", "DEU", "JPN"]')).shocks[0].targets

    assert list(targets) == sorted(set(targets))
    assert {"DEU", "JPN", "FRA"} <= set(targets)


def test_a_group_of_goods_stands_for_each_of_them() -> None:
    scenario = read_scenario(HEAD + "[good.rare_earths]\ncover.default = 90\n" + shock(products='["rare_earths"]'))

    assert {good.id for good in scenario.goods} == product_groups()["rare_earths"]
    assert set(scenario.shocks[0].products) == product_groups()["rare_earths"]
    assert {good.assumptions["cover"] for good in scenario.goods} == {Spread.exactly(90.0)}


def test_a_block_of_one_good_comes_before_that_of_its_group() -> None:
    text = "[good.rare_earths]\ncover.default = 90\n[good.yttrium]\ncover.default = 10\n"

    scenario = read_scenario(HEAD + text + shock(products='["rare_earths"]'))

    assert scenario.good("yttrium").assumptions["cover"] == Spread.exactly(10.0)
    assert scenario.good("dysprosium").assumptions["cover"] == Spread.exactly(90.0)


def test_a_code_is_the_goods_of_the_file_that_have_it_or_a_good_of_its_own() -> None:
    text = '[good.a]\nhs6 = ["281111"]\n[good.b]\nhs6 = ["281111", "281119"]\n'

    scenario = read_scenario(HEAD + text + shock(products='["281111", "290321"]'))

    assert scenario.shocks[0].products == ("a", "b", "hs290321")
    assert scenario.good("hs290321").hs6 == ("290321",)


def test_a_star_is_every_good_of_the_file() -> None:
    text = "[good.gallium]\n[good.germanium]\n"

    assert read_scenario(HEAD + text + shock(products='["*"]')).shocks[0].products == ("gallium", "germanium")


def test_inputs_stand_before_what_is_made_of_them() -> None:
    text = """
[good.end]
hs6 = ["854232"]
[[good.end.input]]
good = "middle"
criticality = 0.5
lag = 10
[good.middle]
hs6 = ["381800"]
[[good.middle.input]]
good = "gallium"
[good.gallium]
"""
    scenario = read_scenario(HEAD + text + BAN)

    assert [good.id for good in scenario.goods] == ["gallium", "middle", "end"]
    assert scenario.good("end").inputs == (Input("middle", 0.5, 10),)


def test_an_own_table_is_kept_with_its_year_and_reference() -> None:
    text = """
[good.gallium.table]
year = 2022
reference = "USGS"
rows = [{ exporter = "CHN", importer = "KOR", quantity = 5, value = 1_000 },
    { exporter = "ROW", importer = "KOR", quantity = 2 }]
"""
    good = read_scenario('title = "x"\n' + text + BAN).goods[0]

    assert good.table == (Supply("CHN", "KOR", 5.0, 1000.0), Supply("ROW", "KOR", 2.0))
    assert (good.table_year, good.table_reference) == (2022, "USGS")


def test_a_quota_says_what_may_pass_and_stops_the_rest() -> None:
    changes = {"kind": '"quota"', "quota": "{ low = 0.2, mid = 0.3, high = 0.5 }"}

    assert read_scenario(HEAD + shock(**changes)).shocks[0].share == Spread(0.5, 0.7, 0.8)


@pytest.mark.parametrize("share", ["1", "1.0", "{ low = 0.5, mid = 1, high = 1 }", "0"])
def test_a_share_of_all_or_nothing_is_legal(share: str) -> None:
    assert 0 <= read_scenario(HEAD + shock(share=share)).shocks[0].share.high <= 1


def test_a_tariff_may_be_above_one() -> None:
    assert read_scenario(HEAD + shock(kind='"tariff"', share="2.45")).shocks[0].share == Spread.exactly(2.45)


def test_a_uniform_needs_no_mid() -> None:
    text = shock(exempt='{ low = 0.1, high = 0.3, shape = "uniform" }')

    assert read_scenario(HEAD + text).shocks[0].exempt == Spread(0.1, 0.2, 0.3, "uniform")


def test_a_condition_takes_the_place_of_a_first_day() -> None:
    when = """[shock.when]
product = "gallium"
importers = ["*"]
unmet_above = 0.1
"""
    answer = shock(kind='"licence"', delay="30", actors='["KOR"]', targets='["CHN"]', from_="")

    (_, licence) = read_scenario(HEAD + BAN + answer + when).shocks

    assert licence.start is None
    assert licence.when == Trigger("gallium", (), 0.1, 1, 0)


def test_a_condition_on_its_own_good_with_repeats_is_bounded_and_legal() -> None:
    when = '[shock.when]\nproduct = "gallium"\nimporters = ["KOR"]\nunmet_above = 0\n'
    again = shock(from_="", duration="5", repeats="100", every="5") + when

    assert read_scenario(HEAD + BAN + again).shocks[1].repeats == 100


def test_a_closed_route_takes_its_way_round_from_the_table() -> None:
    text = HEAD + shock(kind='"transport_closure"', route='"hormuz"', actors="", targets="", products='["crude_oil"]')

    closed = read_scenario(text).shocks[0]

    assert closed.delay.high > 0
    assert 0 < closed.approval.mid < 1
    assert closed.actors == closed.targets == ("*",)


def test_a_text_and_its_file_are_the_same_scenario(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(HEAD + BAN, encoding="utf-8-sig")

    assert read_scenario(path) == read_scenario(str(path)) == read_scenario(HEAD + BAN) == find_scenario(path)


def test_the_id_is_that_of_the_file_unless_it_says_one(tmp_path: Path) -> None:
    path = tmp_path / "my file 1.toml"
    path.write_text(HEAD + BAN, encoding="utf-8")

    assert read_scenario(path).id == "my_file_1"


def test_every_bundled_scenario_reads_and_bears_the_name_of_its_file() -> None:
    assert scenarios()
    for name in scenarios():
        scenario = find_scenario(name)
        assert scenario.id == name
        assert scenario.references, name


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="gallium_germanium_2023"):
        find_scenario("gallium_germanium_2032")
