"""A scenario written out and read again is the same scenario."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario.test_language import HEAD, shock
from tocsin.scenario.language import find_scenario, read_scenario, scenarios
from tocsin.scenario.text import scenario_text

KINDS = {
    "ban": shock(
        except_targets='["JPN"]', share="{ low = 0.1, mid = 0.2, high = 0.9 }", side='"import"', to="2023-09-01"
    ),
    "quota": shock(kind='"quota"', quota="0.4", targets='["*"]'),
    "licence": shock(kind='"licence"', delay="0", approval="0"),
    "tariff": shock(kind='"tariff"', share="1.5", exempt='{ low = 0.1, high = 0.2, shape = "uniform" }'),
    "transport_closure": shock(kind='"transport_closure"', route='"hormuz"', actors="", targets=""),
    "closed for good": shock(kind='"transport_closure"', route='"suez"', delay="0", approval="0", share="0.5"),
    "capacity_loss": shock(kind='"capacity_loss"', targets="", share="0.3", duration="30", repeats="3", every="40"),
    "demand_surge": shock(kind='"demand_surge"', actors="", share="3"),
    "stock_release": shock(kind='"stock_release"', quantity="0.1", reference='"x \\" \\\\ \\u007f\\n"'),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_comes_back(kind: str) -> None:
    scenario = read_scenario(HEAD + KINDS[kind])

    assert read_scenario(scenario_text(scenario)) == scenario


@pytest.mark.parametrize("name", scenarios())
def test_each_bundled_scenario_comes_back(name: str) -> None:
    scenario = find_scenario(name)

    assert read_scenario(scenario_text(scenario)) == scenario


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
    st.floats(0, 1e18),
    st.sampled_from(["a", "rare_earths", "A-1", "x.y"]),
)
def test_any_text_and_number_comes_back(title: str, quantity: float, id_: str) -> None:
    rows = 'rows = [{ exporter = "CHN", importer = "KOR", quantity = 1, value = 2.5 }]'
    table = f'[good."{id_}".table]\n{rows}\n'
    scenario = read_scenario(HEAD + table + shock(products=f'["{id_}"]'))
    (good,) = scenario.goods
    row = dataclasses.replace(good.table[0], quantity=quantity + 1e-300)
    changed = dataclasses.replace(scenario, title=title, goods=(dataclasses.replace(good, title=title, table=(row,)),))

    assert read_scenario(scenario_text(changed)) == changed
