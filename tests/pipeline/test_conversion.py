"""Conversion between editions: ten rows by hand, properties, and the lake."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.core.release import Batch, Release
from tocsin.core.schema import CONCORDANCE
from tocsin.lake import Lake
from tocsin.pipeline.concordance import find_way, parse_nomenclature
from tocsin.pipeline.conversion import Conversion, convert
from tocsin.pipeline.recode import Wanted, convert_flows, merge, read_concordance
from tocsin.pipeline.shares import TRADE
from tocsin.pipeline.splice import codes_in, series

TODAY = date(2026, 11, 24)
#: 2022: a, b1, b2 <- 2017: a, b; c and d of 2022 overlap e of 2017; f of 2012 is in none of 2017.
PAIRS = [
    ("HS2022", "100000", "HS2017", "100000"),
    ("HS2022", "200001", "HS2017", "200000"),
    ("HS2022", "200002", "HS2017", "200000"),
    ("HS2017", "100000", "HS2012", "110000"),
    ("HS2017", "200000", "HS2012", "210000"),
    ("HS2017", "300000", "HS2012", "210000"),
    ("HS2017", "200000", "BEC4", "21"),
    ("HS", "100000", "ISIC4", "2610"),
    ("ISIC3", "0111", "WIOD", "AtB"),
    ("HS2017", "100000", "ISIC3", "0111"),
]


def concordance(pairs: list[tuple[str, str, str, str]]) -> pa.Table:
    names = ("nomenclature", "code", "to_nomenclature", "to_code")
    return pa.table({name: pa.array([row[i] for row in pairs], pa.string()) for i, name in enumerate(names)})


def flows(*rows: tuple[str, float | None], **constant: str) -> pa.Table:
    columns: dict[str, Any] = {
        "product": pa.array([code for code, _ in rows], pa.string()),
        "trade_value": pa.array([value for _, value in rows], pa.float64()),
        "net_weight": pa.array([value and value / 10 for _, value in rows], pa.float64()),
    }
    return pa.table(columns | {name: pa.array([text] * len(rows)) for name, text in constant.items()})


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def told(conversion: Conversion) -> list[tuple[str, str, float, str]]:
    return [
        (row["from_product"], row["product"], row["trade_value"], row["how"]) for row in conversion.rows.to_pylist()
    ]


def balance(conversion: Conversion, measure: str) -> tuple[float, float]:
    totals = conversion.totals
    return totals["given"][measure], totals["placed"][measure] + totals["unplaced"][measure]


def test_many_to_one_is_whole(connection: duckdb.DuckDBPyConnection) -> None:
    done = convert(connection, flows(("200001", 3.0), ("200002", 4.0)), concordance(PAIRS), "HS2022", "HS2017")
    assert told(done) == [("200001", "200000", 3.0, "whole"), ("200002", "200000", 4.0, "whole")]
    assert done.totals["equal"]["trade_value"] == 0


def test_one_to_many_is_split_equally(connection: duckdb.DuckDBPyConnection) -> None:
    done = convert(connection, flows(("200000", 9.0)), concordance(PAIRS), "HS2017", "HS2022")
    assert told(done) == [("200000", "200001", 4.5, "equal"), ("200000", "200002", 4.5, "equal")]
    assert done.rows["share"].to_pylist() == [0.5, 0.5]
    assert done.totals["equal"] == {"flows": 2, "trade_value": 9.0, "net_weight": 0.9}


def test_several_steps_multiply_their_shares(connection: duckdb.DuckDBPyConnection) -> None:
    done = convert(connection, flows(("210000", 8.0)), concordance(PAIRS), "HS2012", "HS2022")
    assert [str(step) for step in done.way] == ["HS2012 -> HS2017", "HS2017 -> HS2022"]
    assert [row[:3] for row in told(done)] == [("210000", "200001", 2.0), ("210000", "200002", 2.0)]
    (lost,) = done.unplaced
    assert (lost.code, lost.stopped_at, lost.step) == ("210000", "300000", "HS2017 -> HS2022")
    assert (lost.flows, lost.trade_value, lost.net_weight) == (1, 4.0, 0.4)


def test_several_steps_are_the_same_as_converting_twice(connection: duckdb.DuckDBPyConnection) -> None:
    table = concordance(PAIRS)
    once = convert(connection, flows(("210000", 8.0), ("110000", 1.0)), table, "HS2012", "HS2022")
    half = convert(connection, flows(("210000", 8.0), ("110000", 1.0)), table, "HS2012", "HS2017")
    given_on = half.rows.select(["product", "trade_value", "net_weight"])
    twice = convert(connection, given_on, table, "HS2017", "HS2022")
    assert sorted(once.rows["trade_value"].to_pylist()) == sorted(twice.rows["trade_value"].to_pylist())


def test_what_has_no_entry_is_told_with_its_value(connection: duckdb.DuckDBPyConnection) -> None:
    rows = flows(("999999", 5.0), ("100000", 1.0), ("999999", None), ("888888", 7.0))
    done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2012")
    assert [(one.code, one.flows, one.trade_value) for one in done.unplaced] == [("888888", 1, 7.0), ("999999", 2, 5.0)]
    assert balance(done, "trade_value") == (13.0, 13.0)


def test_the_same_edition_leaves_all_as_it_is(connection: duckdb.DuckDBPyConnection) -> None:
    rows = flows(("250410", 5.0), ("999999", None), nomenclature="HS2017", status="P")
    done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2017")
    assert done.way == ()
    assert done.rows.select(rows.column_names).to_pylist() == rows.to_pylist()


def test_a_split_is_an_estimate_and_a_missing_value_stays_missing(connection: duckdb.DuckDBPyConnection) -> None:
    rows = pa.table(
        {
            "product": ["200000", "200000", "100000"],
            "trade_value": [4.0, None, 1.0],
            "status": ["A", "M", "A"],
            "partner": ["CHN", "USA", "JPN"],
        }
    )
    done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2022").rows.to_pylist()
    assert [(row["partner"], row["trade_value"], row["status"]) for row in done] == [
        ("CHN", 2.0, "E"),
        ("CHN", 2.0, "E"),
        ("USA", None, "M"),
        ("USA", None, "M"),
        ("JPN", 1.0, "A"),
    ]
    assert {row["nomenclature"] for row in done} == {"HS2022"}


def trade(*rows: tuple[str, int, str, float]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "nomenclature": "HS2022",
                "reporter": who,
                "direction": "import",
                "year": year,
                "product": code,
                "value": v,
            }
            for who, year, code, v in rows
        ],
        schema=TRADE,
    )


def shares(connection: duckdb.DuckDBPyConnection, weights: pa.Table, reporter: str, period: str) -> dict[str, float]:
    rows = flows(("200000", 1.0), reporter=reporter, direction="import", period=period)
    done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2022", split="trade", trade=weights)
    assert math.isclose(sum(done.rows["share"].to_pylist()), 1.0)
    return dict(zip(done.rows["product"].to_pylist(), done.rows["share"].to_pylist(), strict=True))


def test_shares_by_trade_go_by_the_reporter_in_the_nearest_year(connection: duckdb.DuckDBPyConnection) -> None:
    weights = trade(
        ("KOR", 2022, "200001", 3.0),
        ("KOR", 2022, "200002", 1.0),
        ("KOR", 2024, "200001", 1.0),
        ("WLD", 2022, "200001", 10.0),
        ("WLD", 2022, "200002", 90.0),
    )
    assert shares(connection, weights, "KOR", "2021") == {"200001": 0.75, "200002": 0.25}
    assert shares(connection, weights, "KOR", "2023") == {"200001": 0.75, "200002": 0.25}  # as near: the earlier
    assert shares(connection, weights, "KOR", "2024-03") == {"200001": 1.0}
    assert shares(connection, weights, "JPN", "2021") == {"200001": 0.1, "200002": 0.9}


def test_shares_by_trade_fall_back_where_a_code_is_not_held(connection: duckdb.DuckDBPyConnection) -> None:
    rows = flows(("200000", 6.0), reporter="KOR", period="2021")
    for weights in (trade(("KOR", 2022, "200001", 3.0)), trade(), None):
        done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2022", split="trade", trade=weights)
        assert done.totals["equal"]["trade_value"] == 6.0
        assert done.totals["trade"]["trade_value"] == 0.0
    held = trade(("KOR", 2022, "200001", 3.0), ("WLD", 1990, "200002", 1.0))
    done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2022", split="trade", trade=held)
    assert done.totals["trade"]["trade_value"] == 6.0


def test_exports_do_not_go_by_imports(connection: duckdb.DuckDBPyConnection) -> None:
    rows = flows(("200000", 6.0), reporter="KOR", period="2021", direction="export")
    held = trade(("KOR", 2022, "200001", 3.0), ("KOR", 2022, "200002", 1.0))
    done = convert(connection, rows, concordance(PAIRS), "HS2017", "HS2022", split="trade", trade=held)
    assert done.totals["equal"]["trade_value"] == 6.0


def test_other_classifications_are_reached_downwards_only(connection: duckdb.DuckDBPyConnection) -> None:
    table = concordance(PAIRS)
    assert told(convert(connection, flows(("100000", 1.0)), table, "HS2017", "WIOD"))[0][1] == "AtB"
    assert told(convert(connection, flows(("110000", 1.0)), table, "HS2012", "ISIC4")) == []
    assert told(convert(connection, flows(("100000", 1.0)), table, "HS2022", "ISIC4"))[0][1] == "2610"
    for first, second in (("BEC4", "HS2017"), ("ISIC4", "HS2017"), ("HS2022", "HS1992"), ("BEC4", "WIOD")):
        with pytest.raises(UsageError, match="no concordance leads"):
            find_way(table, first, second)


def test_the_direct_table_is_preferred() -> None:
    table = concordance([*PAIRS, ("HS2022", "100000", "HS2012", "110000")])
    assert [str(step) for step in find_way(table, "HS2012", "HS2022")] == ["HS2012 -> HS2022"]


def test_misuse_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    table = concordance(PAIRS)
    with pytest.raises(UsageError, match="split 'fair' is unknown"):
        convert(connection, flows(), table, "HS2017", "HS2022", split="fair")
    with pytest.raises(UsageError, match="rows of HS2012 among those of HS2017"):
        convert(connection, flows(("100000", 1.0), nomenclature="HS2012"), table, "HS2017", "HS2022")
    with pytest.raises(UsageError, match="'SITC4' is unknown"):
        parse_nomenclature("SITC4")
    assert [parse_nomenclature(text) for text in ("HS17", "2017", "H5", "bec4")] == ["HS2017"] * 3 + ["BEC4"]


def test_no_flows_give_none(connection: duckdb.DuckDBPyConnection) -> None:
    done = convert(connection, flows(), concordance(PAIRS), "HS2017", "HS2022")
    assert (len(done.rows), done.unplaced) == (0, ())


# ------------------------------------------------------------------------------------------------------- properties
CODES = st.sampled_from([f"{i}00000" for i in range(1, 8)])
LINKS = st.lists(st.tuples(CODES, CODES), min_size=1, max_size=14, unique=True)
ROWS = st.lists(st.tuples(CODES, st.none() | st.floats(0, 1e12)), max_size=12)


def linked(*steps: list[tuple[str, str]]) -> pa.Table:
    editions = ("HS2022", "HS2017", "HS2012")
    return concordance(
        [(editions[i], a, editions[i + 1], b) for i, links in enumerate(steps) for a, b in sorted(links)]
    )


@settings(max_examples=30)
@given(rows=ROWS, first=LINKS, second=LINKS, back=st.booleans(), split=st.sampled_from(["equal", "trade"]))
def test_value_and_weight_are_conserved(
    rows: list[tuple[str, float | None]],
    first: list[tuple[str, str]],
    second: list[tuple[str, str]],
    back: bool,
    split: str,
) -> None:
    way = ("HS2012", "HS2022") if back else ("HS2022", "HS2012")
    weights = trade(*(("WLD", 2020, code, float(i + 1)) for i, (code, _) in enumerate(first)))
    with duckdb.connect() as connection:
        done = convert(connection, flows(*rows), linked(first, second), *way, split=split, trade=weights)
    for measure in ("trade_value", "net_weight"):
        before, after = balance(done, measure)
        assert math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-9)
    assert all(0 < share <= 1 + 1e-12 for share in done.rows["share"].to_pylist())


@settings(max_examples=20)
@given(rows=ROWS, links=LINKS, seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    rows: list[tuple[str, float | None]], links: list[tuple[str, str]], seed: Any
) -> None:
    shuffled = list(rows)
    seed.shuffle(shuffled)
    with duckdb.connect() as connection:
        one, other = (
            convert(connection, flows(*given_rows), linked(links), "HS2022", "HS2017")
            for given_rows in (rows, shuffled)
        )

    def key(row: tuple[str, str, float | None, str]) -> tuple[str, str, float, str]:
        return (row[0], row[1], -1.0 if row[2] is None else row[2], row[3])

    assert sorted(told(one), key=key) == sorted(told(other), key=key)
    assert {unplaced.code for unplaced in one.unplaced} == {unplaced.code for unplaced in other.unplaced}


@settings(max_examples=20)
@given(rows=ROWS, order=st.permutations([f"{i}00000" for i in range(1, 8)]))
def test_there_and_back_of_one_to_one_codes_is_identity(rows: list[tuple[str, float | None]], order: list[str]) -> None:
    table = linked([(f"{i}00000", code) for i, code in enumerate(order, 1)])
    with duckdb.connect() as connection:
        there = convert(connection, flows(*rows), table, "HS2022", "HS2017")
        again = there.rows.select(["product", "trade_value", "net_weight"])
        back = convert(connection, again, table, "HS2017", "HS2022")
    assert back.rows.select(["product", "trade_value", "net_weight"]).to_pylist() == flows(*rows).to_pylist()
    assert (there.unplaced, back.unplaced) == ((), ())


# ------------------------------------------------------------------------------------------------------------- lake
def loaded(lake: Lake, rows: list[tuple[str, str, str, str, float]], nomenclature: str, *, source: str = "csv") -> None:
    release = flow_release(rows, nomenclature=nomenclature, lag_months=0, scope=nomenclature)
    lake.load(release, source=source, licence="x")


def load_pairs(lake: Lake, pairs: list[tuple[str, str, str, str]], suffix: str = "") -> None:
    rows = [
        {
            **dict(zip(("nomenclature", "code", "to_nomenclature", "to_code"), pair, strict=True)),
            "period": pair[0][2:] if pair[0][2:].isdigit() else "2013",
            "freq": "A",
            "status": "A",
            "scope": f"{pair[0]}-{pair[2]}{suffix}",
        }
        for pair in pairs
    ]
    batch = Batch(pa.Table.from_pylist(rows, schema=CONCORDANCE.columns))
    lake.load(
        Release("concordance", "undated", None, -12, f"d{suffix}", iter([batch])), source="hs_tables", licence="x"
    )


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake.create(tmp_path / "small", fixed_clock(TODAY))
    load_pairs(made, PAIRS)
    loaded(made, [("KOR", "CHN", "200000", "2020", 8.0), ("KOR", "JPN", "200000", "2021", 4.0)], "HS2017")
    loaded(
        made,
        [
            ("KOR", "CHN", "200001", "2022", 3.0),
            ("KOR", "CHN", "200002", "2022", 1.0),
            ("JPN", "CHN", "200001", "2022", 5.0),
            ("KOR", "CHN", "200001", "2023", 6.0),
        ],
        "HS2022",
    )
    return made


def test_flows_of_the_lake_are_converted_by_its_trade(lake: Lake) -> None:
    with lake.as_of(TODAY).connect() as connection:
        done = convert_flows(connection, "HS2017", "HS2022", Wanted(reporters=("KOR",)), split="trade")
        merged = {basis: merge(connection, one.rows) for basis, one in done.items()}
    assert list(merged) == ["csv:HS2017"]
    found = {(row["product"], row["period"]): row["trade_value"] for row in merged["csv:HS2017"]}
    assert found == {
        ("200001", "2020"): 6.0,
        ("200002", "2020"): 2.0,
        ("200001", "2021"): 3.0,
        ("200002", "2021"): 1.0,
    }
    row = merged["csv:HS2017"][0]
    assert (row["split_share"], row["from_products"], row["flows"], row["unweighed"]) == (1.0, ["200000"], 1, 0)


def test_flows_are_chosen_by_period_and_product(lake: Lake) -> None:
    with lake.as_of(TODAY).connect() as connection:
        wanted = Wanted(products=("200001",), periods=("2022", "2022"))
        (done,) = convert_flows(connection, "HS2022", "HS2017", wanted).values()
        assert merge(connection, done.rows, partners=True)[0]["partner"] == "CHN"
        assert convert_flows(connection, "HS2017", "HS2022", Wanted(direction="export")) == {}
        with pytest.raises(UsageError, match="EU"):
            convert_flows(connection, "HS2022", "HS2017", Wanted(reporters=("EU",)))
        with pytest.raises(UsageError, match="table 'both'"):
            read_concordance(connection, "both")
    assert done.totals["given"] == {"flows": 2, "trade_value": 8.0, "net_weight": 0.8}


def test_a_year_stands_for_its_months(lake: Lake) -> None:
    columns = flow_release([("KOR", "CHN", "200000", "2021", 3.0)], nomenclature="HS2017", scope="m", vintage="m")
    (batch,) = columns.batches
    rows = batch.rows.set_column(5, "period", pa.array(["2021-12"])).set_column(6, "freq", pa.array(["M"]))
    lake.load(Release("flow", "m", None, 0, "m", iter([Batch(rows)])), source="baci", licence="x")
    with lake.as_of(TODAY).connect() as connection:
        wanted = Wanted(reporters=("KOR",), periods=("2021", "2021"), freq="M")
        (done,) = convert_flows(connection, "HS2017", "HS2012", wanted).values()
        points = series(connection, {"HS2017": ("200000",)}, "KOR", wanted)
    assert done.rows["period"].to_pylist() == ["2021-12"]
    assert [point.period for point in points] == ["2021-12"]


def test_correlations_stand_beside_conversions(lake: Lake) -> None:
    load_pairs(lake, [("HS2022", "200001", "HS2017", "100000")], " correlation")
    with lake.as_of(TODAY).connect() as connection:
        assert len(read_concordance(connection)) == len(PAIRS)
        assert read_concordance(connection, "correlation")["to_code"].to_pylist() == ["100000"]


def test_a_concordance_is_unknown_before_its_edition(lake: Lake) -> None:
    with lake.as_of(date(2021, 12, 31)).connect() as connection:
        assert "HS2022" not in read_concordance(connection)["nomenclature"].to_pylist()
    with lake.as_of(date(2022, 1, 1)).connect() as connection:
        assert "HS2022" in read_concordance(connection)["nomenclature"].to_pylist()


def test_a_series_through_editions_marks_every_seam(lake: Lake) -> None:
    with lake.as_of(TODAY).connect() as connection:
        table = read_concordance(connection)
        codes = {name: codes_in(connection, table, ("200000",), "HS2017", name) for name in ("HS2017", "HS2022")}
        points = series(connection, codes, "KOR", Wanted())
    assert codes == {"HS2017": ("200000",), "HS2022": ("200001", "200002")}
    assert [(p.period, p.nomenclature, p.trade_value, p.status) for p in points] == [
        ("2020", "HS2017", 8.0, "A"),
        ("2021", "HS2017", 4.0, "A"),
        ("2022", "HS2022", 4.0, "B"),
        ("2023", "HS2022", 6.0, "A"),
    ]


def test_a_series_takes_the_newest_edition_in_force(lake: Lake) -> None:
    loaded(
        lake, [("KOR", "CHN", "200000", "2022", 9.0), ("KOR", "CHN", "200000", "2024", 2.0)], "HS2017", source="baci"
    )
    loaded(lake, [("KOR", "CHN", "200001", "2021", 7.0)], "HS2022", source="baci")
    with lake.as_of(TODAY).connect() as connection:
        codes = {"HS2017": ("200000",), "HS2022": ("200001", "200002")}
        points = series(connection, codes, "KOR", Wanted())
    assert [(p.period, p.nomenclature, p.source, p.status) for p in points][1:] == [
        ("2021", "HS2017", "csv:HS2017", "A"),
        ("2022", "HS2022", "csv:HS2022", "B"),
        ("2023", "HS2022", "csv:HS2022", "A"),
        ("2024", "HS2017", "baci", "B"),
    ]


# ------------------------------------------------------------------------------------------------------- real tables
def real(shared_data: Path, *names: str) -> pa.Table:
    tables = []
    for name in names:
        table = pq.read_table(shared_data / "reference" / f"{name}.parquet").drop_null()
        newer, older = (f"HS{('1992', '1996', '2002', '2007', '2012', '2017', '2022')[int(c)]}" for c in name[2::4])
        first, second = (table[f"HS{c}_6d"].cast(pa.string()) for c in name[2::4])
        fixed = [pa.array([text] * len(table)) for text in (newer, older)]
        tables.append(pa.table([fixed[0], first, fixed[1], second], names=concordance([]).column_names))
    return pa.concat_tables(tables)


def test_real_codes_of_2017_in_1992_and_back(shared_data: Path, connection: duckdb.DuckDBPyConnection) -> None:
    table = real(shared_data, "hs5_hs0")
    codes = sorted(set(table["code"].to_pylist()))
    done = convert(connection, flows(*((code, 1.0) for code in codes)), table, "HS2017", "HS1992")
    assert (len(done.rows), done.unplaced, done.totals["equal"]["flows"]) == (5388, (), 0)
    back = convert(connection, done.rows.select(["product", "trade_value"]), table, "HS1992", "HS2017")
    assert back.unplaced == ()
    assert math.isclose(back.totals["placed"]["trade_value"], 5388, rel_tol=1e-9)
    germanium = convert(connection, flows(("811230", 1.0)), table, "HS1992", "HS2017")
    assert [one.code for one in germanium.unplaced] == ["811230"]


def test_real_chain_over_all_editions_conserves(shared_data: Path, connection: duckdb.DuckDBPyConnection) -> None:
    table = real(shared_data, "hs6_hs5", "hs5_hs4", "hs4_hs3", "hs3_hs2", "hs2_hs1", "hs1_hs0")
    codes = sorted(set(real(shared_data, "hs1_hs0")["to_code"].to_pylist()))
    done = convert(connection, flows(*((code, 7.0) for code in codes)), table, "HS1992", "HS2022")
    assert len(done.way) == 6
    before, after = balance(done, "trade_value")
    assert math.isclose(before, after, rel_tol=1e-9)
    assert done.unplaced
    assert "811230" in {one.code for one in done.unplaced}
