"""The table of control items: what it says of known goods, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.policy.items import control_items, items_of, listed, make_item
from tocsin.ref.products import products

GOOD: dict[str, Any] = {
    "title": "Helium-3",
    "products": ["helium_3"],
    "hs6": ["284540"],
    "confidence": "high",
    "reference": "EU 2021/821 Annex I, 1C232",
}


@pytest.mark.parametrize(
    ("product", "items"),
    [
        ("hydrogen_fluoride", ("1C350",)),
        ("bismuth", ("1C229",)),
        ("hafnium", ("1C231",)),
        ("boron_10", ("1C225",)),
        ("fluorinated_polyimide", ("1C009",)),
        ("machine_tools", ("2B001", "2B201", "2B991")),
        ("dram_hbm", ("3A090",)),
        ("photoresist", ("3C002", "3C992")),
    ],
)
def test_a_product_stands_under_the_codes_that_name_it(product: str, items: tuple[str, ...]) -> None:
    assert items_of(product) == items


@pytest.mark.parametrize("product", ["wheat", "gallium", "neon", "ndfeb_magnets", "silicon_metal", "neodymium"])
def test_goods_that_only_one_partys_own_law_controls_are_not_on_the_dual_use_lists(product: str) -> None:
    assert not listed(product)
    assert items_of(product) == ()


def test_a_paragraph_knows_its_code() -> None:
    assert control_items()["3A001.e"].code == "3A001"
    assert control_items()["1C229"].code == "1C229"


def test_codes_follow_the_edition() -> None:
    helium = control_items()["1C232"]
    assert (helium.codes("2022"), helium.codes("2017")) == (("284540",), ("284590",))
    fluoride = control_items()["1C010"]
    assert "681511" in fluoride.codes("2022")
    assert "681510" in fluoride.codes("2017")


def test_an_edition_without_codes_is_refused() -> None:
    with pytest.raises(UsageError, match="HS 2007"):
        control_items()["1C232"].codes("2007")


def test_a_number_of_one_list_alone_says_so() -> None:
    assert control_items()["3A090"].only == "US"
    assert control_items()["1C450"].only == "EU"
    assert control_items()["3B001"].only == ""


def test_an_unknown_product_is_refused_and_not_called_free() -> None:
    with pytest.raises(CodeError, match="helium_4"):
        listed("helium_4")


def test_at_least_150_codes_have_hs6_and_every_reference_names_its_code() -> None:
    items = control_items().values()
    assert len({item.code for item in items if item.hs6}) >= 150
    assert all(item.code in item.reference for item in items)


@pytest.mark.parametrize("edition", ["2017", "2022"])
def test_products_of_an_item_share_a_code_with_it(edition: str) -> None:
    apart = [
        (item.id, name)
        for item in control_items().values()
        for name in item.products
        if not set(products()[name].codes(edition)) & set(item.codes(edition))
    ]
    assert apart == []


def test_no_code_stands_both_alone_and_in_paragraphs() -> None:
    whole = {name for name in control_items() if "." not in name}
    assert not {item.code for item in control_items().values() if "." in item.id} & whole


@pytest.mark.parametrize(("edition", "column"), [("2022", "HS6_6d"), ("2017", "HS5_6d")])
def test_every_code_exists_in_its_edition(shared_data: Path, edition: str, column: str) -> None:
    tables = ("hs6_hs5", "hs6_hs4") if edition == "2022" else ("hs6_hs5", "hs5_hs4")
    known = {code for name in tables for code in pl.read_parquet(shared_data / "reference" / f"{name}.parquet")[column]}
    unknown = {item.id: set(item.codes(edition)) - known for item in control_items().values()}
    assert {name: codes for name, codes in unknown.items() if codes} == {}


def test_the_lists_hold_the_numbers_that_the_table_says_they_hold(shared_data: Path) -> None:
    us = json.loads((shared_data / "policy" / "us" / "ccl.json").read_text(encoding="utf-8"))
    eu = json.loads((shared_data / "policy" / "eu" / "dual_use_annex_i_2022.json").read_text(encoding="utf-8"))
    on_us = {row["eccn"] for row in us["entries"]}
    on_eu = {row["fields"]["code"] for row in eu if row["model"] == "regulations.regulation"}
    for item in control_items().values():
        found = (item.code in on_us, item.code in on_eu)
        assert found == (item.only != "EU", item.only != "US"), item.id


def test_an_item_is_read_with_its_lists() -> None:
    item = make_item("1C232", GOOD | {"meti": ["2"], "hs6_2017": ["284590"]}, "here")
    assert (item.products, item.meti, item.where) == (("helium_3",), ("2",), "here")


@pytest.mark.parametrize(
    ("id_", "change", "found"),
    [
        ("1D232", {}, "1D232"),
        ("1C23", {}, "1C23"),
        ("1C232", {"products": ["helium_4"]}, "helium_4"),
        ("1C232", {"hs6": ["28454"]}, "28454"),
        ("1C232", {"hs6": ["2845.40"]}, "2845.40"),
        ("1C232", {"hs6_2017": ["284x90"]}, "284x90"),
    ],
)
def test_what_is_no_code_or_product_is_refused_with_its_place(id_: str, change: dict[str, Any], found: str) -> None:
    with pytest.raises(CodeError, match=found) as refusal:
        make_item(id_, GOOD | change, "control_items.toml [x]")
    assert refusal.value.where == "control_items.toml [x]"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"hs": ["284540"]}, "'hs'"),
        ({"title": ""}, "'title'"),
        ({"confidence": "certain"}, "certain"),
        ({"only": "JP"}, "JP"),
        ({"meti": ["17"]}, "17"),
        ({"hs6": "284540"}, "hs6"),
        ({"hs6": ["284540", "284540"]}, "hs6"),
        ({"note": 3}, "note"),
    ],
)
def test_keys_and_words_that_are_not_known_are_refused_with_their_place(change: dict[str, Any], found: str) -> None:
    with pytest.raises(FormatError, match=found) as refusal:
        make_item("1C232", GOOD | change, "control_items.toml [x]")
    assert refusal.value.where == "control_items.toml [x]"


def test_a_list_that_is_not_given_is_missing_and_not_empty() -> None:
    row = {name: value for name, value in GOOD.items() if name != "products"}
    with pytest.raises(FormatError, match="products"):
        make_item("1C232", row, "here")
