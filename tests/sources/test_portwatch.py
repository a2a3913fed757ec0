"""PortWatch: 21 figures to a record, each a row; CSV, the service's JSON and Parquet give the same."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError
from tocsin.core.fetch import Ask, Call
from tocsin.core.period import parse_period
from tocsin.core.release import Request
from tocsin.sources.declaration import source
from tocsin.sources.portwatch.fetch import fetch

FOLDER = SPECIMENS / "portwatch" / "specimen"
TABLE, ANSWER = FOLDER / "synthetic_Daily_Trade_Data_20260324.csv", FOLDER / "synthetic_query.json"


def altered(folder: Path, old: str, new: str) -> Path:
    path = folder / "ports.csv"
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def answer(folder: Path, **changes: Any) -> Path:
    path = folder / "query.json"
    path.write_text(json.dumps(json.loads(ANSWER.read_text(encoding="utf-8")) | changes), encoding="utf-8")
    return path


def test_the_specimen_is_read_whole() -> None:
    ((release, rows, refused),) = read_all("portwatch", TABLE)
    assert (release.table, release.vintage, release.lag_months) == ("pressure", "2026-03-24", 1)
    assert (len(rows), refused) == (3 * 21, {})
    assert len({row["series"] for row in rows}) == 21
    assert {row["unit"] for row in rows if row["series"].startswith("portcalls")} == {"calls"}
    assert {row["unit"] for row in rows if not row["series"].startswith("portcalls")} == {"t"}
    assert {(row["place"], row["scope"]) for row in rows} == {
        ("port9001", "ports of YEM 2026"),
        ("fso9002", "ports of DJI 2026"),
    }
    assert {row["period"] for row in rows} == {"2026-03-19", "2026-03-20"}
    zero = next(row for row in rows if row["series"] == "portcalls")
    assert (zero["value"], zero["status"]) == (0.0, "A")


def test_json_and_parquet_give_the_same(tmp_path: Path) -> None:
    pq.write_table(pyarrow.csv.read_csv(TABLE), tmp_path / "ports.parquet")
    rows = read_all("portwatch", TABLE)[0][1]
    assert read_all("portwatch", ANSWER)[0][1] == rows
    assert read_all("portwatch", tmp_path / "ports.parquet")[0][1] == rows


def test_a_missing_figure_is_no_zero(tmp_path: Path) -> None:
    told = json.loads(ANSWER.read_text(encoding="utf-8"))["features"]
    told[0]["attributes"]["import"] = None
    ((_, rows, refused),) = read_all("portwatch", answer(tmp_path, features=told))
    assert (len(rows), refused) == (63, {})
    assert [(row["value"], row["place"]) for row in rows if row["status"] == "M"] == [(None, "port9001")]


def test_a_refused_record_counts_all_its_figures(tmp_path: Path) -> None:
    path = altered(tmp_path, "2026/03/19 00:00:00+00", "2026/03/18 00:00:00+00")
    text = path.read_text(encoding="utf-8").replace("Djibouti,DJI", "Nowhere,QQQ")
    path.write_text(text + "2026/03/21,2026\n", encoding="utf-8")
    ((_, rows, refused),) = read_all("portwatch", path)
    assert len(rows) == 21
    assert sum(refused.values()) == 3 * 21
    assert refused["date differs from year, month and day"] == 21
    assert refused["row has more or fewer columns than the heading"] == 21


def test_odd_figures_are_refused_alone(tmp_path: Path) -> None:
    told = json.loads(ANSWER.read_text(encoding="utf-8"))["features"]
    told[0]["attributes"] |= {"import": -1, "export": "many"}
    told[1]["attributes"] |= {"portid": "Northport"}
    ((_, rows, refused),) = read_all("portwatch", answer(tmp_path, features=told))
    assert refused == {"value is negative": 1, "export is not a number": 1, "place is no port id": 21}
    assert len(rows) == 63 - 23


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("portcalls_roro", "portcalls_ferry", "missing: .'portcalls_roro'.; unknown: .'portcalls_ferry'"),
        (",ObjectId", ",ObjectId,cargo_value", "unknown: .'cargo_value'"),
        ("date,", "<html>date,", "web page"),
        ("ISO3,portcalls,", "ISO3;portcalls,", "missing"),
    ],
)
def test_another_layout_is_an_error(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read_all("portwatch", altered(tmp_path, old, new))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"error": {"code": 400, "message": "Invalid query"}}', "the service answers .*Invalid query"),
        ('{"features": [{"attributes": {"date": 1}', "no list of features"),
        ('{"features": [{"geometry": {}}]}', "no list of features"),
        ('{"features": [{"attributes": {"date": 1}}]}', "columns are missing"),
        ("{}", "no list of features"),
    ],
)
def test_another_answer_is_an_error(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "query.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match=said):
        read_all("portwatch", path)


def test_an_answer_without_records_has_no_rows(tmp_path: Path) -> None:
    ((_, rows, refused),) = read_all("portwatch", answer(tmp_path, features=[]))
    assert (rows, refused) == ([], {})


def test_fetch_turns_pages_until_there_are_no_more(tmp_path: Path) -> None:
    calls: list[Call] = []

    def get(call: Call) -> Path:
        calls.append(call)
        last = call.params["resultOffset"] == "1000"
        page = {"features": [{"attributes": {"ObjectId": int(last)}}], "exceededTransferLimit": not last}
        path = tmp_path / call.name
        path.write_text(json.dumps(page), encoding="utf-8")
        return path

    ask = Ask(reporters=("YEM", "DJI"), since=parse_period("2025-03"))
    asked = list(fetch(ask, get))
    assert [[path.name for path in request.files] for request in asked] == [
        [f"{country}-2025to-page000{page}.json" for page in (0, 1)] for country in ("YEM", "DJI")
    ]
    assert calls[0].params["where"] == "ISO3 = 'YEM' AND year >= 2025"
    assert len({call.name for call in calls}) == 4


def test_a_dry_run_asks_for_the_first_page_alone() -> None:
    calls: list[Call] = []
    assert list(fetch(Ask(until=parse_period("2020")), calls.append)) == []
    assert [call.params["where"] for call in calls] == ["year <= 2020"]


def test_fetch_stops_at_an_answer_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text('{"error": {"code": 400}}', encoding="utf-8")
    with pytest.raises(FormatError, match="the service answers"):
        list(fetch(Ask(), lambda _call: path))


def test_real_ports(shared_data: Path) -> None:
    path = shared_data / "shipping" / "portwatch_ports_daily.parquet"
    (release,) = source("portwatch").read(Request((path,)))
    counts: Counter[str] = Counter()
    places: set[str] = set()
    for batch in release.batches:
        assert batch.refused == ()
        counts.update({batch.rows["series"][0].as_py(): len(batch.rows)})
        places |= set(batch.rows["place"].unique().to_pylist())
    assert (set(counts.values()), len(counts), len(places)) == ({93_180}, 21, 36)
