"""The product book: complete, and the same by id, by code and by group."""

from __future__ import annotations

import re

import pytest

from tocsin.core.errors import CodeError, UsageError
from tocsin.ref.products import EDITIONS, LEAD_GROUPS, PURITIES, Product, by_code, product, product_groups, products

BOOK = list(products().values())


def test_the_book_is_whole() -> None:
    assert len(BOOK) == 371
    assert all(name == entry.id for name, entry in products().items())


@pytest.mark.parametrize("entry", BOOK, ids=lambda entry: entry.id)
def test_every_product_is_complete(entry: Product) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.id)
    assert entry.title
    assert entry.groups
    assert set(entry.groups) <= set(LEAD_GROUPS)
    assert entry.code_purity in PURITIES
    assert entry.purity_note
    assert entry.main_stage_risk in {"mine", "refine", "make"}
    assert entry.confidence in {"high", "medium", "low"}
    assert entry.references
    assert all(text and not text.startswith("@") for text in entry.references)
    assert bool(entry.lists) == bool(entry.list_basis)
    for edition in EDITIONS:
        assert entry.codes(edition)
        assert all(re.fullmatch(r"\d{6}", code) for code in entry.codes(edition))


def test_national_codes_have_the_digits_of_their_nomenclature() -> None:
    digits = {"HTS8": 8, "HTS10": 10, "CN8": 8, "HSK10": 10, "CN10": 10}
    for entry in BOOK:
        for nomenclature, codes in entry.national_codes.items():
            assert all(re.fullmatch(rf"\d{{{digits[nomenclature]}}}", code) for code in codes), entry.id


def test_each_cover_says_who_stated_it() -> None:
    covers = [entry.cover for entry in BOOK if entry.cover]
    assert len(covers) == 97
    for cover in covers:
        assert cover.kind in {"observed", "target", "group_average", "stock_to_use"}
        assert cover.text
        assert cover.source
        assert not cover.source.startswith("@")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_rare_gases_share_a_code(edition: str) -> None:
    assert {entry.id for entry in by_code(edition)["280429"]} == {"helium", "neon", "krypton", "xenon"}


def test_hafnium_and_rhenium_left_the_basket_in_2022() -> None:
    before = {entry.id for entry in by_code("2017")["811292"]}
    after = {entry.id for entry in by_code("2022")["811292"]}
    assert {"gallium", "germanium", "indium", "niobium_metal", "hafnium", "rhenium"} <= before
    assert before - after == {"hafnium", "rhenium"}
    assert product("hafnium").codes("2022") == ("811231",)


def test_codes_and_products_agree_both_ways() -> None:
    for edition in EDITIONS:
        pairs = {(code, entry.id) for code, found in by_code(edition).items() for entry in found}
        assert pairs == {(code, entry.id) for entry in BOOK for code in entry.codes(edition)}


def test_groups_are_of_the_book_and_not_empty() -> None:
    found = product_groups()
    assert set(LEAD_GROUPS) | {"rare_earths", "chips", "chip_inputs", "ai", "quantum", "biotech"} == set(found)
    assert all(ids and ids <= products().keys() for ids in found.values())
    assert frozenset().union(*(found[name] for name in LEAD_GROUPS)) == products().keys()
    assert {"neodymium", "dysprosium", "ndfeb_magnets"} <= found["rare_earths"]
    assert {"neon", "photoresist", "hydrogen_fluoride", "lithography_tools"} <= found["chip_inputs"]


def test_an_unknown_product_is_refused_with_the_nearest() -> None:
    with pytest.raises(CodeError, match="Did you mean gallium"):
        product("galium")
    with pytest.raises(CodeError, match="product book"):
        product("§§§")


def test_an_edition_without_codes_is_refused() -> None:
    with pytest.raises(UsageError, match="2002"):
        by_code("2002")
    with pytest.raises(UsageError, match="2007"):
        product("gallium").codes("2007")
