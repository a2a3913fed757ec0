"""Numbers in the text of control lists: one amount is read alike however a party writes it."""

from __future__ import annotations

import pytest

from tocsin.policy.comparison import ListEntry, compare
from tocsin.policy.numbering import explain
from tocsin.policy.thresholds import is_cut, thresholds


@pytest.mark.parametrize(
    ("american", "european"),
    [
        ("exceeding 12.7 x 10 6 m; and", "exceeding 12,7 x 106 m; and"),
        ("above 1,922 K (1,649 °C)", "above 1 922 K (1 649°C)"),
        ("between 75 mm and 650 mm", "between 75 and 650 mm"),
        ("of 10 micrometers or less", "of 10 \u00b5m or less"),
        ("less than 10 parts per million", "less than 10 ppm"),
        ("volume greater than 0.1 m 3", "volume greater than 0,1 m3 (100 litres)"),
    ],
)
def test_one_amount_is_read_alike_in_both_ways_of_writing(american: str, european: str) -> None:
    read = thresholds(american)
    assert read
    assert read == thresholds(european, comma=True)


def test_references_and_bare_numbers_are_no_thresholds() -> None:
    assert not thresholds("specified in 3A001.a.2 or ML5, see CAS 111-48-8, § 743.1 and Note 2, in 3 parts")


def test_a_comma_is_a_decimal_sign_or_parts_thousands_as_the_party_writes() -> None:
    assert set(thresholds("exceeding 1,300 kg")) == {"1300 kg"}
    assert set(thresholds("exceeding 1,300 kg", comma=True)) == {"1.3 kg"}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("with a gain of more than", True),
        ("exceeding 2 x 10 Hz but less than", True),
        ("with a gain of more than 17 dB;", False),
        ("Having all of the following:", False),
    ],
)
def test_a_text_that_lost_its_number_is_known(text: str, cut: bool) -> None:
    assert is_cut(text) is cut


def made(party: str, *lines: str) -> ListEntry:
    return ListEntry(party, "list", "3A001", "Electronic items, as follows", detail="\n".join(lines))


def test_what_a_text_lost_is_not_told_as_a_difference() -> None:
    whole = made("USA", "a. Amplifiers with a gain of more than 17 dB;", "b. Filters above 3 GHz.")
    cut = made("EU", "a. Amplifiers with a gain of more than", "b. Filters above 3 GHz.")
    (row,) = compare([whole], [cut])
    assert (row.kind, row.differences) == ("title only", ())
    assert "cut off" in row.explanation


def test_a_list_that_begins_at_b_is_not_told_to_lack_a() -> None:
    whole = made("EU", "a. Amplifiers with a gain of more than 17 dB;", "b. Filters above 3 GHz.")
    (row,) = compare([made("USA", "b. Filters above 3 GHz.")], [whole])
    assert (row.kind, row.only_b) == ("title only", ())
    assert "first paragraphs of USA list are not held" in row.explanation


@pytest.mark.parametrize(
    ("code", "party", "other", "named", "by_construction"),
    [
        ("9A610", "USA", "EU", "600 series", True),
        ("9A515", "USA", "EU", "spacecraft", True),
        ("3A991", "USA", "EU", "unilateral", True),
        ("0A001", "EU", "USA", "Nuclear Regulatory Commission", True),
        ("2B219", "EU", "USA", "Nuclear Suppliers Group", False),
        ("row 5(20)", "JPN", "USA", "another numbering", True),
    ],
)
def test_a_number_says_why_it_stands_alone(
    code: str, party: str, other: str, named: str, by_construction: bool
) -> None:
    told = explain(code, party, other)
    assert named in told.text
    assert told.by_construction is by_construction
