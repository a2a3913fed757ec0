"""Two lists side by side: every code is placed, and one changed entry changes one row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sources.sheets import read_all
from tocsin.core.errors import FormatError
from tocsin.policy.comparison import Compared, ListEntry, compare, count_kinds, share_not_shared


def entry(party: str, code: str, detail: str = "a. A length of 10 mm or more;\nb. Other goods.") -> ListEntry:
    return ListEntry(party, "list", code, f"Goods of {code}", "NS 1", detail, "2022-01-01")


def lists(codes_a: str, codes_b: str) -> tuple[list[ListEntry], list[ListEntry]]:
    return [entry("USA", code) for code in codes_a.split()], [entry("EU", code) for code in codes_b.split()]


def kinds(rows: tuple[Compared, ...]) -> dict[str, str]:
    return {row.code: row.kind for row in rows}


def test_every_code_of_either_list_is_placed_once_and_explained() -> None:
    rows = compare(*lists("1A001 3A001 3A991", "1A001 3A001 1C900"))
    assert kinds(rows) == {"1A001": "same", "3A001": "same", "3A991": "only A", "1C900": "only B"}
    assert all(row.explanation for row in rows if row.kind.startswith("only"))


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("a. A length of 20 mm or more;\nb. Other goods.", "other text"),
        ("a. A length of 10 mm or more;\nb. Other goods.\nc. A mass of 3 kg or more.", "other text"),
        ("a. Length of 10 mm or more;\nb. Other goods.", "same"),
    ],
)
def test_one_entry_changed_changes_that_row_alone(detail: str, kind: str) -> None:
    a, b = lists("1A001 3A001 6A001", "1A001 3A001 6A001")
    before = kinds(compare(a, b))
    after = kinds(compare(a, [replace(one, detail=detail) if one.code == "3A001" else one for one in b]))
    assert before == {"1A001": "same", "3A001": "same", "6A001": "same"}
    assert after == before | {"3A001": kind}


def test_a_changed_threshold_is_told_with_both_numbers() -> None:
    a, b = lists("3A001", "3A001")
    (row,) = compare(a, [replace(b[0], detail="a. A length of 20 mm or more;\nb. Other goods.")])
    (one,) = row.differences
    assert (one.a, one.b) == (("10 mm",), ("20 mm",))


def test_an_entry_removed_or_added_moves_it_to_one_side() -> None:
    a, b = lists("1A001 3A001", "1A001")
    assert kinds(compare(a, b))["3A001"] == "only A"
    assert kinds(compare(b, a))["3A001"] == "only B"


def test_a_code_twice_and_an_empty_list_are_refused() -> None:
    a, b = lists("1A001", "1A001")
    with pytest.raises(FormatError, match="'1A001' stands twice"):
        compare([*a, *a], b)
    with pytest.raises(FormatError, match="holds no entry"):
        compare(a, [])


def test_the_share_not_shared() -> None:
    assert share_not_shared(["a", "b"], ["b", "c"]) == pytest.approx(2 / 3)
    assert share_not_shared([], []) is None


def test_the_real_lists_are_placed_completely(shared_data: Path) -> None:
    def held(source: str, path: str) -> list[ListEntry]:
        ((_, rows, _),) = read_all(source, shared_data / "policy" / path)
        return [
            ListEntry(
                *(
                    row[name] or ""
                    for name in ("party", "control_list", "entry", "title", "reasons", "detail", "period")
                )
            )
            for row in rows
        ]

    a, b = held("ccl", "us/ccl.json"), held("eu_annex_i", "eu/dual_use_annex_i_2022.json")
    rows = compare(a, b)
    codes_a, codes_b = {one.code for one in a}, {one.code for one in b}
    assert (len(codes_a), len(codes_b)) == (633, 366)
    assert {row.code for row in rows} == codes_a | codes_b
    assert len(rows) == len(codes_a | codes_b) == 667
    assert len(codes_a & codes_b) == 332  # as the how-to says
    counted = count_kinds(rows)
    assert (counted["only A"], counted["only B"]) == (len(codes_a - codes_b), len(codes_b - codes_a))
    assert all(row.explanation for row in rows if row.kind.startswith("only"))
