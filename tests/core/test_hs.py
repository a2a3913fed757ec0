"""The rules of goods codes, each with its number as in the module."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import CodeError
from tocsin.core.hs import EDITIONS, HS6, parse_code, parse_edition, parse_hs6

CODES = st.integers(10_000, 999_999).map(lambda number: f"{number:06d}")


@given(CODES)
def test_text_of_six_digits_is_taken_as_it_is(code: str) -> None:
    assert parse_hs6(code) == parse_hs6(f"  {code} ") == parse_hs6(f"'{code}'") == code


@given(CODES, st.sampled_from(". "))
def test_dots_and_spaces_between_pairs_are_lost(code: str, between: str) -> None:
    assert parse_hs6(f"{code[:2]}{between}{code[2:4]}{between}{code[4:]}") == code
    assert parse_hs6(f"{code[:4]}{between}{code[4:]}") == code


@given(CODES)
def test_a_whole_number_gets_the_leading_zero_it_cannot_carry(code: str) -> None:
    number = int(code)
    assert (
        parse_hs6(number) == parse_hs6(float(number)) == parse_hs6(f"{number}.0") == parse_hs6(f"{number}.000") == code
    )


@given(CODES.filter(lambda code: code[0] == "0"))
def test_text_of_five_digits_is_refused(code: str) -> None:
    with pytest.raises(CodeError, match=r"has 5 digits.*leading zero"):
        parse_hs6(code[1:])


@pytest.mark.parametrize("value", [2811.1, "2811.1", math.inf, True], ids=repr)
def test_a_number_with_decimals_is_refused(value: object) -> None:
    with pytest.raises(CodeError):
        parse_hs6(value)


@pytest.mark.parametrize("value", [None, "", "  ", math.nan])
def test_a_missing_code_is_said_to_be_missing(value: object) -> None:
    with pytest.raises(CodeError, match="hs6 is missing"):
        parse_hs6(value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2504", "heading"),
        ("25041010", "CN8"),
        ("2504101000", "HSK10"),
        ("00 12 34", "chapter 00"),
        ("25041x", "not made of digits"),
        ("\uff12\uff15\uff10\uff14\uff11\uff10", "not made of digits"),
        ("٢٥٠٤١٠", "not made of digits"),
        (-250410, "not made of digits"),
    ],
)
def test_what_is_no_code_says_why(value: object, says: str) -> None:
    with pytest.raises(CodeError, match=says):
        parse_hs6(value)


def test_an_error_names_value_place_and_remedy() -> None:
    with pytest.raises(CodeError) as caught:
        parse_hs6("28111", where="flow.csv line 7")
    assert str(caught.value) == (
        "hs6 '28111' has 5 digits in flow.csv line 7. HS6 needs 6. Was a leading zero lost in a spreadsheet?"
    )


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_whatever_comes_in_a_code_or_a_code_error_comes_out(value: object) -> None:
    try:
        code = parse_hs6(value)
    except CodeError:
        return
    assert len(code) == 6
    assert code.isascii()
    assert code.isdigit()


@pytest.mark.parametrize("edition", EDITIONS)
def test_editions_have_many_names(edition: str) -> None:
    short = f"H{EDITIONS.index(edition)}"
    names = [
        edition,
        int(edition),
        f"HS{edition}",
        f"HS{edition[2:]}",
        f"hs {edition[2:]}",
        edition[2:],
        short,
        f"HS{short[1:]}",
    ]
    assert {parse_edition(name) for name in names} == {edition}


@pytest.mark.parametrize("name", ["HS2018", "2019", "", "HS", "H9", "CN2024"])
def test_what_is_no_edition_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(CodeError, match="2022"):
        parse_edition(name, where="map.toml")


def test_a_code_means_something_only_with_its_edition() -> None:
    code = parse_code("2504.10", "HS17")
    assert code == HS6("250410", "2017") != HS6("250410", "2022")
    assert (str(code), code.chapter, code.heading) == ("250410 (HS 2017)", "25", "2504")
