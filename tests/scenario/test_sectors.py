"""Goods and the sectors of input-output tables; what is missing of a product becomes a shock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tocsin.core.errors import CodeError, UsageError
from tocsin.ref.tables import read_table
from tocsin.scenario.io import run_io
from tocsin.scenario.mrio import Mrio
from tocsin.scenario.sectors import (
    Shortfall,
    division_of,
    dollars_per_unit,
    sector_of,
    share_of,
    shocks_of,
    use_of,
    users_of,
)

TABLE = "sectors.toml"


def _table(name: str = "WIOD2013", sectors: tuple[str, ...] = ("c2", "c12", "c14"), unit: str = "million USD") -> Mrio:
    n = 2 * len(sectors)
    flows = np.full((n, n), 2.0)
    return Mrio.of(
        flows, np.full((n, 2), 30.0), regions=("KOR", "ROW"), sectors=sectors, name=name, year=2011, unit=unit,
        final=[("KOR", "f"), ("ROW", "f")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "division"),
    [
        ("260400", "B07"),
        ("250410", "B08"),
        ("270900", "B06"),
        ("271012", "C19"),
        ("271111", "B06"),
        ("284690", "C20"),
        ("300490", "C21"),
        ("720260", "C24A"),
        ("811292", "C24B"),
        ("854231", "C26"),
        ("850511", "C27"),
        ("848620", "C28"),
        ("870380", "C29"),
        ("890120", "C301"),
        ("100199", "A01"),
        ("8542.31", "C26"),
        ("26", "B07"),
    ],
)
def test_goods_belong_to_the_division_that_makes_them(code: str, division: str) -> None:
    assert division_of(code).name == division


def test_a_chapter_of_goods_of_several_divisions_is_approximate() -> None:
    assert division_of("854590").approximate
    assert not division_of("854231").approximate  # its heading is assigned
    assert not division_of("260400").approximate  # all ores are mined


@pytest.mark.parametrize("code", ["", "7", "00", "990000", "77", "abc", "²²"])
def test_what_is_no_good_is_refused(code: str) -> None:
    with pytest.raises(CodeError, match="of no chapter of goods"):
        division_of(code)


def test_every_chapter_has_a_division() -> None:
    chapters = [f"{i:02d}" for i in range(1, 98) if i != 77]
    known = {division_of(chapter).name for chapter in chapters}
    assert known <= set(read_table(TABLE)["divisions"])


def test_prefixes_occur_once_and_name_what_there_is() -> None:
    table = read_table(TABLE)
    for part in ("goods", "exiobase"):
        prefixes = [prefix for listed in table[part].values() for prefix in listed]
        assert len(prefixes) == len(set(prefixes))
        assert all(prefix.isdigit() and 2 <= len(prefix) <= 6 for prefix in prefixes)
    assert set(table["goods"]) == set(table["divisions"])
    for row in table["criticality"]:
        assert set(row["users"]) <= set(table["divisions"])
        assert all(0 <= share <= 1 for share in row["share"])
        assert row["share"] == sorted(row["share"])


def test_each_table_has_its_own_sectors() -> None:
    assert sector_of("811292", _table()) == "c12"
    assert sector_of("811292", _table("WIOD2016", ("B", "C24"))) == "C24"
    assert sector_of("811292", _table("ICIO2023", ("B07_08", "C24"))) == "C24"
    assert sector_of("811292", _table("ICIO2025", ("B07", "C24A", "C24B"))) == "C24B"
    nickel = "Mining of nickel ores and concentrates"
    assert sector_of("260400", _table("EXIOBASE3-ixi", (nickel, "Chemicals nec"))) == nickel


def test_a_table_of_unknown_sectors_says_what_to_do() -> None:
    with pytest.raises(CodeError, match="name the sector yourself"):
        sector_of("811292", _table("BOK2010-384", ("1", "2", "24")))


def test_users_are_sectors_of_the_table_and_all_where_none_is_named() -> None:
    assert users_of("854231", _table()) == ("c14",)
    assert users_of("640399", _table()) == ("c2", "c12", "c14")
    assert use_of("640399") is None


def test_the_share_is_imports_over_what_the_users_buy() -> None:
    table = _table()  # the users of chips in c14 buy 2 from each of both regions' c14: 4 million dollars
    assert share_of(table, "KOR", "854231", 1e6) == pytest.approx(0.25)
    assert share_of(table, "KOR", "854231", 1e9) == 1.0
    euros = _table(unit="million EUR")
    assert share_of(euros, "KOR", "854231", 1.392e6) == pytest.approx(0.25)
    with pytest.raises(UsageError, match="no rate of 'million KRW'"):
        dollars_per_unit("million KRW", 2010)


def test_a_shortfall_hits_the_users_in_the_importer_and_nobody_else() -> None:
    table = _table()
    path = np.array([0.0, 0.2, 0.5, 1.4])
    made = shocks_of(table, [Shortfall("KOR", "854231", path, 0.3)])
    (shock,) = made.shocks
    assert shock.kind == "shortfall"
    assert shock.nodes == (table.node("KOR", "c14"),)
    assert shock.input_sector == table.sector("c14")
    assert (shock.product_share, shock.criticality) == (0.3, use_of("854231").share.mid)  # type: ignore[union-attr]
    assert [shock.size(day) for day in range(5)] == [0.0, 0.2, 0.5, 1.0, 0.0]
    assert "an assumption (0.2 to 0.9)" in made.notes[0]


def test_a_product_without_assumption_binds_by_its_share_in_value() -> None:
    made = shocks_of(_table(), [Shortfall("KOR", "740311", np.full(3, 0.5), 0.04)])
    assert made.shocks[0].criticality == 0.04
    assert made.notes[0].endswith("by its share in value.")


def test_a_country_that_the_table_does_not_tell_apart_is_left_out_with_a_note() -> None:
    made = shocks_of(
        _table(), [Shortfall("VNM", "854231", np.ones(3), 0.1), Shortfall("KOR", "854231", np.zeros(3), 0.1)]
    )
    assert made.shocks == ()
    assert made.notes == ("VNM is no region of WIOD2013: what it misses is not followed into its sectors.",)


def test_users_that_make_nothing_are_left_out_with_a_note() -> None:
    table = _table()
    table.x[table.node("KOR", "c14")] = 0
    made = shocks_of(table, [Shortfall("KOR", "854231", np.ones(3), 0.1)])
    assert made.shocks == ()
    assert made.notes == ("Nobody in KOR who uses 854231 makes anything in WIOD2013.",)


def test_more_missing_never_means_more_output() -> None:
    table = _table()
    lost = []
    for missing in (0.0, 0.2, 0.5, 0.9):
        made = shocks_of(table, [Shortfall("KOR", "854231", np.full(60, missing), 0.3)])
        found = run_io(table.Z, table.final_by_region, table.x, made.shocks, n_sectors=table.n_sectors, days=60)
        lost.append(float(found.lost_share().sum()))
    assert lost[0] == pytest.approx(0.0, abs=1e-9)
    assert lost == sorted(lost)
    assert lost[-1] > lost[1] > 0


def test_the_assignment_agrees_with_an_independent_concordance(shared_data: Path) -> None:
    rows = pl.read_parquet(shared_data / "reference" / "hs_isic4.parquet")
    rows = rows.filter(pl.col("HS_6d").str.contains(r"^(0[1-9]|[1-8]\d|9[0-7])\d{4}$"))
    divisions = read_table(TABLE)["divisions"]
    agree = total = 0
    for code, theirs in rows.group_by("HS_6d").agg(pl.col("ISIC4_2d").unique()).iter_rows():
        row = divisions[division_of(code).name]
        agree += bool({row["isic4"], *row.get("also", [])} & set(theirs))
        total += 1
    assert total > 6_000
    assert agree / total > 0.94
