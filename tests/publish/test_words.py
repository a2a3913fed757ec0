"""Sentences hold on the odd cases: nobody, one, all, nothing, unknown."""

from __future__ import annotations

import doctest
import importlib
from dataclasses import replace

import pytest

from tests.publish.synthetic import synthetic_board
from tocsin.publish.headlines import headline, listed, mostly, remarks, shift
from tocsin.publish.movement import own_shares
from tocsin.publish.numbers import likely, measure, millions, percent, usd
from tocsin.publish.words import of_country, origin, replaceable, short_name, trend, why

MODULES = ("charts", "headlines", "listing", "movement", "numbers", "text", "words", "worldmap")


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_the_docstrings_run(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"tocsin.publish.{module}"))
    assert found.attempted > 0
    assert found.failed == 0


def test_the_sentence_of_the_design() -> None:
    assert why("Natural graphite, flake", "China", 0.9432, 12, 0.1, [("2014", 0.71), ("2023", 0.9432)], 0.39) == (
        "Natural graphite, flake: 94 % from China, little of it replaceable within a year; "
        "the share rose from 71 % in 2014."
    )


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("Urea", None, None, 0, None, None, None, None), "Urea: no imports recorded."),
        (("Urea", "China", 0.5, 0, 0.1, None, None, None), "Urea: no imports recorded."),
        (
            ("Urea", "Japan", 1.0, 1, 0.0, 1.0, "2014", 0.9),
            (
                "Urea: all from Japan, the only supplier recorded, little of it replaceable within a year; "
                "the share is steady since 2014; world exports are concentrated."
            ),
        ),
        (
            ("Urea", "United States", 1.0, 3, 0.75, 0.85, "2014", 0.4),
            (
                "Urea: practically all from the United States, replaceable within a year; "
                "the share rose from 85 % in 2014."
            ),
        ),
        (
            ("Urea", "Netherlands", 0.9991, 3, None, None, None, None),
            "Urea: over 99 % from the Netherlands, not known how much of it is replaceable.",
        ),
        (
            ("Urea", "Not specified", 0.4, 3, 0.25, 0.5, "2014", None),
            (
                "Urea: 40 % from origins not specified, partly replaceable within a year; "
                "the share fell from 50 % in 2014."
            ),
        ),
        (
            ("Urea", "China", None, 2, 0.3, 0.5, "2014", None),
            "Urea: the largest supplier is China, its share not known, partly replaceable within a year.",
        ),
        (
            ("Urea", "China", 0.3, 9, 1.0, 0.0, "2014", None),
            "Urea: 30 % from China, replaceable within a year; there was none in 2014.",
        ),
        (
            ("Urea", "European Union", 0.3, 9, 1.0, 0.3, None, None),
            "Urea: 30 % from the European Union, replaceable within a year.",
        ),
    ],
)
def test_odd_cases_still_make_a_sentence(
    parts: tuple[str, str | None, float | None, int, float | None, float | None, str | None, float | None],
    sentence: str,
) -> None:
    title, name, share, suppliers, replaced, before, then, world = parts
    path = [(then, before), ("2023", share)] if then else [("2023", share)]
    assert why(title, name, share, suppliers, replaced, path, world) == sentence


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "little"), (0.2499, "little"), (0.25, "partly"), (0.7499, "partly"), (0.75, "replaceable"), (None, "not")],
)
def test_replaceability_has_the_bounds_of_the_catalogue(value: float | None, words: str) -> None:
    assert replaceable(value).startswith(words)


def test_ten_points_are_a_trend_and_nine_are_not() -> None:
    assert trend([("2014", 0.7), ("2023", 0.8)]) == "the share rose from 70 % in 2014"
    assert trend([("2014", 0.8), ("2023", 0.7)]) == "the share fell from 80 % in 2014"
    assert trend([("2014", 0.7), ("2023", 0.79)]) == "the share is steady since 2014"
    assert trend([("2014", 0.7), ("2023", None)]) == trend([("2014", None), ("2023", 0.7)]) == trend([]) == ""
    ends = [("2015", 0.9), ("2024", 0.5)]
    assert shift("China", ends) == "The share of China fell from 90 % in 2015 to 50 % in 2024"
    assert shift("China", [("2015", 0.9), ("2024", None)]) == "The share of China in 2024 is not known"
    assert "steady" in shift("China", [("2015", 0.9), ("2024", 0.85)])


def test_a_share_that_swung_is_not_called_steady() -> None:
    path = [("2015", 0.87), ("2022", 0.64), ("2023", 0.16), ("2024", 0.94)]
    assert trend(path) == "the share swung between 16 % and 94 % since 2015"
    assert shift("China", path) == "The share of China swung between 16 % and 94 % since 2015: 94 % in 2024"
    assert "steady" in trend([("2015", 0.87), ("2023", 0.69), ("2024", 0.88)])


def test_a_swing_is_said_only_where_the_ends_are_near() -> None:
    assert trend([("2015", 0.5), ("2016", 0.7), ("2017", 0.5)]).startswith("the share swung between 50 % and 70 %")
    assert trend([("2015", 0.5), ("2016", 0.0), ("2017", 0.6)]) == "the share rose from 50 % in 2015"
    assert trend([("2014", None), ("2015", 0.0), ("2016", 0.9), ("2017", 0.05)]) == (
        "the share swung between 0 % and 90 % since 2015"
    )


def test_places_have_their_article() -> None:
    assert of_country("United Arab Emirates") == "the United Arab Emirates"
    assert of_country("Marshall Islands") == "the Marshall Islands"
    assert of_country("Congo (Democratic Republic)") == "the Democratic Republic of the Congo"
    assert short_name("Congo (Democratic Republic)") == "DR Congo"
    assert origin("Philippines", 0.5, 2) == "50 % from the Philippines"


def test_amounts_have_two_digits_and_their_word() -> None:
    assert [usd(x) for x in (0.0, 950.0, 12_345.0, 999_500.0, 1.725e9, 2e12)] == [
        "USD 0",
        "USD 950",
        "USD 12 thousand",
        "USD 1.0 m",
        "USD 1.7 bn",
        "USD 2.0 tn",
    ]
    assert usd(float("nan")) == usd(None) == "not known"
    assert millions(0.0) == "0"
    assert not millions(None)


def test_nearly_all_is_not_all_and_nearly_nothing_is_not_nothing() -> None:
    assert [percent(x) for x in (0.0, 0.0049, 0.005, 0.994, 0.9951, 1.0)] == [
        "0 %",
        "under 1 %",
        "under 1 %",
        "99 %",
        "over 99 %",
        "100 %",
    ]
    assert percent(0.0051) == "1 %"
    assert percent(None) == percent(float("inf")) == "not known"


def test_likely_words_follow_one_table() -> None:
    assert [likely(x) for x in (0.0, 0.05, 0.2, 0.5, 0.8, 1.0)] == [
        "very unlikely",
        "unlikely",
        "possible",
        "likely",
        "very likely",
        "very likely",
    ]
    assert likely(None) == "not known"


def test_measures_carry_their_unit() -> None:
    assert measure(0.0, "bool") == "no"
    assert measure(None, "1") == "not known"
    assert measure(12.44, "1") == "12"
    assert measure(-0.31, "1") == "-0.31"


def test_headlines_count() -> None:
    imports = "listed import{}"
    assert mostly("Japan", [0.9], imports) == "Japan: the one listed import comes mostly from one supplier"
    assert mostly("Japan", [0.1], imports) == "Japan: the one listed import does not come mostly from one supplier"
    assert mostly("Japan", [0.9, 0.1], imports) == "Japan: 1 of 2 listed imports comes mostly from one supplier"
    assert mostly("Japan", [0.1, 0.2], imports) == "Japan: none of 2 listed imports comes mostly from one supplier"
    assert mostly("Japan", [0.5] * 3, imports) == "Japan: all 3 listed imports come mostly from one supplier"
    assert listed(["Korea", "Japan"]) == "Korea and Japan"


def test_the_finding_is_about_all_that_is_ranked_not_about_the_cut() -> None:
    board = replace(synthetic_board(rows=2), top_shares=(0.9,) * 38 + (0.2,) * 31)
    assert headline(board) == "South Korea: 38 of 69 watched imports come mostly from one supplier"
    assert "38 of 69 watched imports of group battery come" in headline(replace(board, group="battery"))
    assert headline(replace(board, top_shares=())).startswith("South Korea: both listed imports come")
    assert headline(synthetic_board(rows=0)) == "South Korea: nothing to rank"


def test_the_path_of_a_row_is_that_of_the_supplier_it_names() -> None:
    row = synthetic_board(rows=1).rows[0]
    assert [share for _, share in own_shares(row)] == list(row.share_history[row.top_supplier])
    assert own_shares(replace(row, share_history={})) == ()


def test_a_note_of_some_importers_names_them() -> None:
    notes = {"KOR": ("62 codes.", "Old.", "All."), "JPN": ("Old.", "All."), "USA": ("54 codes.", "All.")}
    boards = [replace(synthetic_board(name, rows=1), notes=said) for name, said in notes.items()]
    assert remarks(boards) == (
        "South Korea: 62 codes.",
        "South Korea and Japan: Old.",
        "United States: 54 codes.",
        "All.",
    )
    assert remarks(boards[:1]) == notes["KOR"]
