"""A company's own exposure: the day a line stops by hand, what would put it off, and files that are not right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.scenario import made
from tocsin.core.errors import FormatError, UsageError
from tocsin.scenario.draws import central, draw
from tocsin.scenario.exposure import SECOND, STOCK, SUBSTITUTE, Exposure, Line, exposure
from tocsin.scenario.exposure_files import Company, Source, read_company
from tocsin.scenario.exposure_reach import reaches
from tocsin.scenario.market import Basis, Market
from tocsin.scenario.run import follow
from tocsin.scenario.shock import Good, Input, Scenario, Shock
from tocsin.scenario.spread import Spread

START = date(2024, 1, 1)
BARE = dict.fromkeys(
    ("cover", "spare", "diversion", "substitution", "frontrun", "replaceable", "restock"), Spread.exactly(0.0)
) | dict.fromkeys(("elasticity", "price_cap"), Spread.exactly(1.0))


def good(id_: str = "gas", inputs: tuple[Input, ...] = (), **changed: float) -> Good:
    assumed = BARE | {name: Spread.exactly(value) for name, value in changed.items()}
    return Good(id_, id_, hs6=("281111",) if id_ == "gas" else ("854232",), assumptions=assumed, inputs=inputs)


def market(flow: dict[tuple[str, str], float], id_: str = "gas") -> Market:
    exporters, importers = (tuple(dict.fromkeys(pair[side] for pair in flow)) for side in (0, 1))
    table = np.array([[flow.get((i, j), 0.0) for j in importers] for i in exporters])
    tier = np.ones(table.shape, dtype=np.int8)
    return Market(id_, exporters, importers, table, np.ones(len(importers)), tier, basis=Basis("scenario", 2023))


def scenario(*shocks: Shock, goods: tuple[Good, ...] = (), days: int = 100) -> Scenario:
    return Scenario("test", "A test", "", START, days, goods or (good(),), shocks)


def shock(kind: str = "ban", actor: str = "JPN", target: str = "KOR", **more: object) -> Shock:
    told = {"products": ("gas",), "start": START} | more
    return Shock(kind, kind, (actor,), (target,), **told)  # type: ignore[arg-type]


def company(*sources: Source, cover: float = 10.0, bom: dict[str, dict[str, float]] | None = None) -> Company:
    parts: dict[str, tuple[Source, ...]] = {}
    for one in sources:
        parts[one.part] = (*parts.get(one.part, ()), one)
    return Company(bom or {"chip": dict.fromkeys(parts, 2.0)}, parts, dict.fromkeys(parts, cover))


def source(country: str, share: float, part: str = "gas", hs6: str = "281111", price: float | None = None) -> Source:
    return Source(part, hs6, f"{country} works", country, share, price)


TRADE = {("JPN", "KOR"): 6.0, ("CHN", "KOR"): 4.0, ("CHN", "USA"): 5.0}


def exposed(firm: Company, *shocks: Shock, country: str = "KOR", **more: Any) -> Exposure:
    asked = scenario(*shocks)
    return exposure(firm, asked, {"gas": market(TRADE)}, central(asked), country, **more)


def line(firm: Company, *shocks: Shock, **more: Any) -> Line:
    return exposed(firm, *shocks, **more).lines[0]


def test_half_of_a_part_missing_uses_ten_days_of_stock_in_twenty() -> None:
    found = line(company(source("JPN", 0.5), source("CHN", 0.5)), shock())
    assert found.stops.tolist() == [20.0]
    assert (found.part, found.source and found.source.country) == ("gas", "JPN")


def test_the_line_runs_on_where_what_is_left_is_enough() -> None:
    firm = company(source("JPN", 0.5), source("CHN", 0.5))
    assert line(firm, shock(), threshold=0.5).stops.tolist() == [np.inf]
    assert line(firm, shock(), threshold=0.51).stops.tolist() == [20.0]


def test_the_shock_of_another_link_stops_nothing() -> None:
    assert line(company(source("JPN", 1.0)), shock(target="USA")).stops.tolist() == [np.inf]
    assert line(company(source("JPN", 1.0)), shock(), country="USA").stops.tolist() == [np.inf]


def test_a_plant_at_home_is_hit_by_lost_capacity_only() -> None:
    firm = company(source("JPN", 1.0))
    assert line(firm, shock(target="*"), country="JPN").stops.tolist() == [np.inf]
    lost = shock("capacity_loss", share=Spread.exactly(0.5))
    assert line(firm, lost, country="JPN").stops.tolist() == [20.0]


def test_a_route_that_two_shocks_close_stops_only_what_takes_it() -> None:
    closed = shock("transport_closure", route="suez", approval=Spread.exactly(0.0))
    asked = scenario(closed, replace(closed, id="again"))
    portions = {"gas": {one.id: np.array([[0.4, 0.0], [0.0, 0.0]]) for one in asked.shocks}}
    found = exposure(
        company(source("JPN", 1.0)), asked, {"gas": market(TRADE)}, central(asked), "KOR", portions=portions
    )
    # Four tenths of the need are missing, so that ten days of stock last 25 days.
    assert found.lines[0].stops.tolist() == [25.0]


def test_a_missing_input_of_the_supplier_reaches_the_company_after_its_lag() -> None:
    chips = good("chips", (Input("gas", 1.0, 7),))
    asked = scenario(shock(), goods=(good(), chips))
    traded = {"gas": market({("JPN", "KOR"): 1.0}), "chips": market({("KOR", "USA"): 3.0}, "chips")}
    firm = company(source("KOR", 1.0, "chip", "854232"), cover=5.0)
    assert exposure(firm, asked, traded, central(asked), "USA").lines[0].stops.tolist() == [12.0]


def test_a_buyer_with_the_mix_of_its_country_misses_what_its_country_misses() -> None:
    asked, traded = made.scenario(), {"gallium": made.market(), "logic_processors": made.market("logic_processors")}
    draws = draw(asked, 30, 1)
    path = follow(asked, traded, draws).paths["gallium"]
    flow = traded["gallium"].flow[:, 2] / traded["gallium"].flow[:, 2].sum()
    names = frozenset(traded["gallium"].exporters)
    reach = reaches(asked, traded, draws, {}, "A02", names, asked.goods[:1])["gallium"]
    mine = sum(share * reach.missing(one) for one, share in zip(traded["gallium"].exporters, flow, strict=True))
    gap = ((path.drawn + path.unmet + path.substituted) / path.demand)[:, :, 2]
    assert gap.max() > 0.1
    np.testing.assert_allclose(mine, gap, atol=1e-9)


def test_what_the_market_replaces_comes_to_the_company_too() -> None:
    firm = company(source("JPN", 1.0), cover=0.0)
    asked = scenario(shock(), goods=(good(replaceable=1.0, spare=1.0, spare_lead=50.0, neutral=1.0),))
    alone = line(firm, shock())
    helped = exposure(replace(firm, cover={"gas": 20.0}), asked, {"gas": market(TRADE)}, central(asked), "KOR")
    assert alone.stops.tolist() == [0.0]
    assert helped.lines[0].stops.tolist() == [np.inf]


def test_more_stock_and_less_of_the_hit_supplier_never_stop_a_line_sooner() -> None:
    asked, traded = made.scenario(), {"gallium": made.market(), "logic_processors": made.market("logic_processors")}
    asked = replace(asked, goods=(replace(asked.goods[0], hs6=("281111",)), *asked.goods[1:]))
    draws = draw(asked, 40, 3)

    def stops(cover: float, share: float) -> np.ndarray:
        firm = company(source("A00", share), source("A01", 1 - share), cover=cover)
        return exposure(firm, asked, traded, draws, "A02").lines[0].stops

    assert np.isfinite(stops(0.0, 1.0)).any()
    for cover in (0.0, 4.0, 20.0):
        assert (stops(cover + 3.0, 0.8) >= stops(cover, 0.8)).all()
        assert (stops(cover, 0.3) >= stops(cover, 0.8)).all()


def test_the_first_part_to_run_out_binds() -> None:
    firm = company(source("JPN", 1.0), source("JPN", 1.0, "acid"))
    firm = replace(firm, cover={"gas": 10.0, "acid": 30.0})
    found = line(firm, shock())
    assert (found.stops.tolist(), dict(found.binding)) == ([10.0], {"gas": 1.0})


def test_remedies_gain_what_the_hand_says_and_the_dearer_by_the_day_is_not_the_cheapest() -> None:
    found = line(company(source("JPN", 1.0, price=100.0), source("CHN", 0.0, price=120.0)), shock())
    remedies = {one.kind: one for one in found.remedies}
    assert (remedies[STOCK].days_gained, remedies[STOCK].cost_days, remedies[STOCK].cost_usd) == (30.0, 30.0, 6000.0)
    assert remedies[SECOND].days_gained == 10.0
    assert remedies[SECOND].cost_days == pytest.approx(0.2 * 0.5 * 365)
    assert found.cheapest is remedies[STOCK]
    cheap = line(company(source("JPN", 1.0, price=100.0), source("CHN", 0.0, price=101.0)), shock())
    assert cheap.cheapest is not None
    assert cheap.cheapest.kind == SECOND


def test_the_largest_spared_exporter_is_the_second_supplier_and_its_price_is_not_known() -> None:
    found = line(company(source("JPN", 1.0)), shock())
    second = next(one for one in found.remedies if one.kind == SECOND)
    assert "(CHN)" in second.meaning
    assert (second.cost_days, second.cost_usd) == (None, None)
    hit = line(company(source("JPN", 1.0)), shock(), replace(shock(actor="CHN"), id="too"))
    assert [one.kind for one in hit.remedies] == [STOCK]


def test_another_good_gains_days_by_its_share() -> None:
    asked = scenario(shock(), goods=(good(substitution=0.5, substitution_lead=1.0),))
    found = exposure(company(source("JPN", 1.0)), asked, {"gas": market(TRADE)}, central(asked), "KOR").lines[0]
    other = next(one for one in found.remedies if one.kind == SUBSTITUTE)
    assert (found.stops.tolist(), other.days_gained, other.cost_days) == ([10.0], 10.0, None)


def test_a_remedy_gains_no_more_than_the_next_part_allows() -> None:
    firm = company(source("JPN", 1.0), source("JPN", 1.0, "acid"))
    found = line(replace(firm, cover={"gas": 10.0, "acid": 15.0}), shock())
    assert found.remedies[0].days_gained == 5.0


def test_the_stock_needed_carries_the_line_through_and_a_little_less_does_not() -> None:
    short = shock(end=date(2024, 1, 20))
    firm = company(source("JPN", 0.6), source("CHN", 0.4))
    needed = float(line(firm, short).stock_needed[0])
    assert needed == pytest.approx(0.6 * 20 - 0.1)
    assert line(replace(firm, cover={"gas": needed}), short).stops.tolist() == [np.inf]
    assert line(replace(firm, cover={"gas": needed - 0.01}), short).stops.tolist() == [19.0]


def test_parts_under_other_codes_are_told_as_untouched() -> None:
    found = exposed(company(source("JPN", 1.0), source("JPN", 1.0, "board", "853400")), shock())
    assert found.untouched == ("board",)
    nothing = exposed(company(source("JPN", 1.0, "board", "853400")), shock())
    assert (nothing.lines[0].part, nothing.lines[0].remedies) == (None, ())
    assert nothing.document()["lines"][0]["first_stop"]["share_of_runs"] == 0.0


def test_a_country_without_known_trade_is_said_and_nothing_is_replaced() -> None:
    found = exposed(company(source("JPN", 1.0)), shock(target="DEU"), country="DEU")
    assert found.lines[0].stops.tolist() == [10.0]
    assert any("no purchases of Germany are known" in one for one in found.notes)


@pytest.mark.parametrize(
    ("threshold", "more"), [(0.0, 30.0), (1.2, 30.0), (0.9, 0.0), (float("nan"), 30.0), (0.9, 1e300)]
)
def test_a_rule_that_makes_no_sense_is_refused(threshold: float, more: float) -> None:
    with pytest.raises(UsageError, match="threshold"):
        exposed(company(source("JPN", 1.0)), shock(), threshold=threshold, more_stock=more)


# ---------------------------------------------------------------------------------------------------------------- files
PLAIN = {
    "bom": "product,part,quantity_per_unit\nchip,gas,2\n",
    "suppliers": "part,hs6,supplier,country,share\ngas,281111,Works,JPN,0.6\ngas,281111,Others,China,40 %\n",
    "stock": "part,days_of_cover\ngas,10\n",
}


def read(folder: Path, **changed: str | bytes) -> Company:
    paths = []
    for name, text in (PLAIN | changed).items():
        path = folder / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return read_company(*paths)


def test_plain_files_are_read_as_they_stand(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.bom == {"chip": {"gas": 2.0}}
    assert [(one.country, one.share) for one in found.sources["gas"]] == [("JPN", 0.6), ("CHN", 0.4)]
    assert (found.cover, found.skipped, found.notes) == ({"gas": 10.0}, (), ())


def test_a_spreadsheet_of_semicolons_marks_and_commas_says_the_same(tmp_path: Path) -> None:
    text = "\ufeffShare;Country;Supplier;HS6;Part;colour\r\n0,6;JPN;Works;2811.11;gas;red\r\n"
    text += "40 %;CN;Others;281111;gas;\r\n"
    found = read(tmp_path, suppliers=text, stock="part;Days of cover\ngas;10,0\n")
    assert found == read(tmp_path)


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("suppliers", "gas,281111,Third,Atlantis,0.1", "'Atlantis' is not known"),
        ("suppliers", "gas,28111,Third,USA,0.1", "hs6 '28111'"),
        ("suppliers", "gas,281111,Third,USA,-0.1", "is not between 0 and 1"),
        ("suppliers", "gas,281111,Works,JPN,0.1", "twice; the first row stands"),
        ("suppliers", "gas,281111,Third,EU,0.1", "is no single country"),
        ("suppliers", "gas,281111,,USA,0.1", "supplier is empty"),
        ("suppliers", "gas,281111,Third,USA,nan", "is no number"),
        ("bom", "chip,acid,-1", "not above 0"),
        ("bom", "chip,gas,3", "twice; the first row stands"),
        ("stock", "gas,11", "stands twice"),
        ("stock", "acid,-3", "below 0"),
        ("stock", "acid,3,4", "3 cells, the heading 2"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_line_and_reason(
    tmp_path: Path, name: str, row: str, reason: str
) -> None:
    found = read(tmp_path, **{name: f"{PLAIN[name]}{row}\n"})
    assert [(one.file, one.line) for one in found.skipped] == [(f"{name}.csv", PLAIN[name].count("\n") + 1)]
    assert reason in found.skipped[0].reason
    assert (found.bom, found.cover) == (read(tmp_path).bom, read(tmp_path).cover)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("suppliers", "part,hs6,supplier,share\n", "no column country"),
        ("suppliers", "part,part,hs6,supplier,country,share\n", "part stands twice"),
        ("suppliers", f"{PLAIN['suppliers']}gas,281111,Third,USA,0.1\n", "add up to 110.0%"),
        ("suppliers", "part,hs6,supplier,country,share\n", "No row can be used"),
        ("bom", "product,part,quantity_per_unit\nchip,gas,none\n", "No row can be used"),
        ("bom", "", "The file is empty"),
        ("bom", '"', "The file is empty"),
        ("stock", '"",""\n', "The file is empty"),
        ("stock", " \n\n", "The file is empty"),
        ("stock", "part,days_of_cover\nSäure,3\n".encode("latin-1"), "no UTF-8"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_name(
    tmp_path: Path, name: str, text: str | bytes, found: str
) -> None:
    with pytest.raises(FormatError) as caught:
        read(tmp_path, **{name: text})
    assert found in caught.value.found
    assert caught.value.where.startswith(f"{name}.csv")
    assert caught.value.remedy


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_company(tmp_path / "none.csv", tmp_path / "none.csv", tmp_path / "none.csv")


def test_parts_in_one_file_but_not_in_another_are_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        bom=f"{PLAIN['bom']}chip,acid,1\n",
        suppliers=f"{PLAIN['suppliers']}resist,370790,Works,JPN,1\n",
        stock="part,days_of_cover\nresist,10\n",
    )
    assert found.notes == (
        "No supplier in suppliers.csv of acid: taken as delivered.",
        "No stock in stock.csv of gas: taken as none.",
        "suppliers.csv has resist, which no product needs.",
        "stock.csv has resist, which no product needs.",
    )


def test_shares_below_all_leave_a_rest_that_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, suppliers="part,hs6,supplier,country,share\ngas,281111,Works,JPN,0.6\n")
    assert found.rest("gas") == pytest.approx(0.4)
    assert found.notes == ("gas: 40% comes from suppliers that are not named, and is taken as delivered.",)
