"""Input-output tables of the lake: collected, found again as of a day, and built for the engine."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.sources.sheets import SPECIMENS
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect
from tocsin.pipeline.io_tables import (
    NO_TABLE,
    choose_table,
    held_tables,
    no_table,
    product_shares,
    read_mrio,
    sector_shocks,
)

TODAY = date(2026, 11, 24)
WIOD = SPECIMENS / "wiod" / "specimen" / "wiot_2011_synthetic.npz"
ICIO = SPECIMENS / "icio" / "specimen" / "ICIO2023_2020_synthetic.csv"
EXIOBASE = SPECIMENS / "exiobase" / "specimen" / "IOT_2020_ixi_synthetic"
KOREA = SPECIMENS / "korea_io" / "specimen"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Make an empty lake."""
    return Lake.create(tmp_path / "lake", fixed_clock(TODAY))


def _collect(lake: Lake, name: str, path: Path, **options: str) -> None:
    (load,) = collect(lake, name, Request((path,), options))
    assert (load.added, load.refused) == (True, [])


def test_a_lake_without_a_world_table_says_so_in_one_sentence(lake: Lake) -> None:
    assert no_table(lake.as_of(TODAY)) == NO_TABLE
    _collect(lake, "korea_io", KOREA)
    assert no_table(lake.as_of(TODAY)) == NO_TABLE
    _collect(lake, "wiod", WIOD)
    assert no_table(lake.as_of(TODAY)) == ""


def test_the_newest_world_table_comes_first_and_others_by_name_or_year(lake: Lake) -> None:
    for name, path in (("korea_io", KOREA), ("wiod", WIOD), ("exiobase", EXIOBASE), ("icio", ICIO)):
        _collect(lake, name, path)
    tables = held_tables(lake.as_of(TODAY))
    assert [one.told for one in tables] == [
        "ICIO2023 of 2020",
        "EXIOBASE3-ixi of 2020",
        "WIOD2013 of 2011",
        "BOK2010-3 of 2010",
    ]
    assert choose_table(tables, "exiobase").io_system == "EXIOBASE3-ixi"
    assert choose_table(tables, year=2011).source == "wiod"
    with pytest.raises(UsageError, match=r"table WIOD2013 of 2014 is not in the lake\. Did you mean WIOD2013 of 2011"):
        choose_table(tables, "WIOD2013", 2014)


def test_a_table_comes_back_from_the_lake_as_it_was(lake: Lake) -> None:
    _collect(lake, "wiod", WIOD)
    table = read_mrio(lake.as_of(TODAY))
    with np.load(WIOD) as held:
        np.testing.assert_array_equal(table.Z, held["Z"])
        assert table.handled.row_error == 0.0
        assert table.handled.negative_final == (held["F"] < 0).sum() == 2
        np.testing.assert_array_equal(table.Y[:, :4], np.maximum(held["F"], 0)[:, [0, 3, 4, 5]])
    assert (table.regions, table.sectors) == (("ROU", "ROW"), ("c2", "c14"))  # c2 before c14, the rest last
    assert table.told == "WIOD2013 of 2011 (2 regions, 2 sectors, million USD)"


def test_dense_and_sparse_are_one_table(lake: Lake) -> None:
    _collect(lake, "exiobase", EXIOBASE)
    dense, thin = (read_mrio(lake.as_of(TODAY), dense=dense) for dense in (True, False))
    assert (dense.is_sparse, thin.is_sparse) == (False, True)
    np.testing.assert_array_equal(thin.Z.toarray(), dense.Z)
    assert thin.handled == dense.handled
    assert dense.regions == ("KOR", "WA")


def test_parts_of_a_country_are_added_up_to_it(lake: Lake) -> None:
    _collect(lake, "icio", ICIO)
    table = read_mrio(lake.as_of(TODAY))
    assert table.regions == ("CHN", "KOR", "ROW")
    chips = table.node("CHN", "C26")
    assert table.Z[table.node("KOR", "C26"), chips] == 25 + 3
    assert table.Z[chips, chips] == 30 + 2 + 5 + 1
    assert table.handled.row_error == 0.0


def test_imports_of_a_national_table_come_from_a_world_without_inputs(lake: Lake) -> None:
    _collect(lake, "korea_io", KOREA)
    table = read_mrio(lake.as_of(TODAY))
    assert table.regions == ("KOR", "ROW")
    assert list(table.purchases("KOR", "2", imported=True)) == [3, 15, 1]
    assert np.asarray(table.Z)[:, table.n_sectors :].sum() == 0
    assert table.handled.unstated_output == 3


def test_a_table_released_later_is_seen_only_where_no_older_one_was(lake: Lake) -> None:
    _collect(lake, "icio", ICIO, released="2023-11-01")
    assert held_tables(lake.as_of(date(2021, 1, 1))) == []
    assert [one.year for one in held_tables(lake.as_of(date(2023, 11, 1)))] == [2020]


def test_a_lake_made_before_there_were_such_tables_gets_one(lake: Lake) -> None:
    shutil.rmtree(lake.store.root / "io_table")
    assert held_tables(lake.as_of(TODAY)) == []
    _collect(lake, "wiod", WIOD)
    assert not lake.check().problems


def test_the_share_of_a_product_is_that_of_the_tables_year(lake: Lake) -> None:
    _collect(lake, "wiod", WIOD)
    table = read_mrio(lake.as_of(TODAY))
    with duckdb.connect() as connection:
        connection.execute(
            """CREATE TABLE flow AS SELECT * FROM (VALUES
            ('ROU', 'CHN', 'import', '250410', 'HS1992', '2011', 'A', 'bundled', 1e6),
            ('ROU', 'BRA', 'import', '250410', 'HS1992', '2011', 'A', 'bundled', 2e6),
            ('ROU', 'CHN', 'import', '250410', 'HS1992', '2011', 'A', 'baci', 4e6),
            ('ROU', 'BRA', 'import', '250410', 'HS1992', '2011', 'A', 'baci', 2e6),
            ('ROU', 'CHN', 'import', '250410', 'HS1992', '2012', 'A', 'baci', 9e6),
            ('ROU', 'CHN', 'export', '250410', 'HS1992', '2011', 'A', 'baci', 9e6),
            ('ROU', 'CHN', 'import', '250410', 'HS2017', '2011', 'A', 'baci', 9e6)
            ) AS f(reporter, partner, direction, product, nomenclature, period, freq, source, trade_value)"""
        )
        shares = product_shares(connection, table, [("ROU", "250410"), ("VNM", "250410"), ("ROU", "999999")])
        half = np.full(30, 0.5)
        missing = {("ROU", "250410"): half, ("VNM", "250410"): half, ("ROU", "260400"): half, ("ROU", "270900"): half}
        made = sector_shocks(connection, table, missing, imports={("ROU", "260400"): 1e6})
    # graphite goes to electrical equipment (c14), which buys 20 million dollars of mining at home and 5 abroad
    assert shares == {("ROU", "250410"): pytest.approx(6 / 25)}
    assert [shock.label for shock in made.shocks] == ["250410 in ROU", "260400 in ROU"]
    # users of the second, makers of metals, are not in this table: all count
    assert [shock.product_share for shock in made.shocks] == pytest.approx([6 / 25, 1 / 35])
    assert made.notes[-1] == "The lake holds no imports of 270900 by ROU in 2011: not followed into its sectors."
    assert any(note.startswith("VNM is no region of WIOD2013") for note in made.notes)


def test_a_real_year_is_balanced_within_a_tenth_of_a_percent(lake: Lake, shared_data: Path) -> None:
    _collect(lake, "wiod", shared_data / "network" / "wiod2013" / "wiot_2009.npz")
    table = read_mrio(lake.as_of(TODAY))
    assert (table.n_regions, table.n_sectors) == (41, 35)
    assert 0 < table.handled.row_error < 0.001
    assert table.handled.output_changed < 0.01
    np.testing.assert_allclose(np.asarray(table.Z).sum(axis=1) + table.Y.sum(axis=1), table.x, rtol=1e-12)
