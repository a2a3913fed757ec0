"""UN Comtrade's answers and bulk files, whole and spoilt; requests that never lose what the service cuts off."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tocsin.sources.comtrade
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import CodeError, FormatError, InputError, UsageError
from tocsin.core.fetch import Ask, Call
from tocsin.core.period import parse_period
from tocsin.core.release import Request
from tocsin.sources.comtrade.fetch import code_of, fetch
from tocsin.sources.comtrade.service import BASE

SPECIMEN = Path(tocsin.sources.comtrade.__file__).parent / "specimen"
ANSWER = SPECIMEN / "synthetic-KOR-2024-01.json"
DATES = SPECIMEN / "synthetic-availability-KOR.json"
BULK = SPECIMEN / "synthetic-COMTRADE-FINAL-CM410202401H6[2024-03-04].txt"
TOLD: dict[str, Any] = json.loads(ANSWER.read_text())
GOOD: dict[str, Any] = TOLD["data"][0]
BY_RULE = {
    "flow is neither total imports (M) nor total exports (X)": 1,
    "partner is the world: a total": 1,
    "code is an aggregate, not six digits": 2,
    "detail by second partner: its total is there too": 1,
    "detail by customs procedure: its total is there too": 1,
    "detail by mode of transport: its total is there too": 1,
}


def written(folder: Path, *records: dict[str, Any], name: str = "a.json", **fields: object) -> Path:
    path = folder / name
    path.write_text(json.dumps({"count": len(records), "data": records, "error": ""} | fields))
    return path


def with_(**fields: object) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **fields}


def test_an_answer_is_read_whole() -> None:
    rows, refused = take("comtrade", ANSWER)
    assert counts(refused) == BY_RULE | {"hs6 is not made of digits": 1, "country code is unknown": 1}
    assert len(rows) + sum(counts(refused).values()) == TOLD["count"]
    assert rows[0] == {
        "reporter": "KOR",
        "partner": "CHN",
        "direction": "import",
        "product": "250410",
        "nomenclature": "HS2022",
        "period": "2024-01",
        "freq": "M",
        "trade_value": 1_200_000.5,
        "net_weight": 800_000,
        "quantity": 800_000,
        "quantity_unit": "kg",
        "status": "A",
        "scope": "KOR 2024-01 M",
    }
    assert {refusal.reason for refusal in refused.values() if refusal.asked} == set(BY_RULE)
    assert refused["country code is unknown"].examples == ("line 15: '6666'",)


def test_estimates_units_and_gaps_stay_what_they_are() -> None:
    rows, _ = take("comtrade", ANSWER)
    told = [(row["partner"], row["status"], row["net_weight"], row["quantity"], row["quantity_unit"]) for row in rows]
    assert told[1:] == [
        ("BRA", "E", 150_000, 150_000, "kg"),
        ("JPN", "A", None, 40, "1"),
        ("USA", "A", 0, None, ""),
        ("USA", "A", 15_000, 2_000_000, "1"),
        ("TWN", "A", 12_000, 5, "Comtrade unit 21"),
    ]
    assert [row["direction"] for row in rows[4:]] == ["export", "export"]


def test_dates_come_from_option_name_or_availability() -> None:
    (undated,) = releases("comtrade", ANSWER)
    assert (undated.vintage, undated.released_on, undated.lag_months) == ("undated", None, 3)
    (named,) = releases("comtrade", BULK)
    assert (named.vintage, named.released_on) == ("2024-03-04", date(2024, 3, 4))
    (given,) = releases("comtrade", BULK, released="2024-04-01")
    assert given.released_on == date(2024, 4, 1)
    (listed,) = releases("comtrade", ANSWER, availability=DATES)
    assert (listed.vintage, listed.released_on) == ("2024-05-06", date(2024, 5, 6))
    assert len({undated.sha256, listed.sha256}) == 2
    with pytest.raises(CodeError, match="--option released"):
        releases("comtrade", ANSWER, released="soon")


def _availability(folder: Path, **days: str) -> Path:
    records = [
        {"freqCode": "M", "period": period.strip("_"), "reporterCode": 410, "firstReleased": "", "lastReleased": day}
        for period, day in days.items()
    ]
    return written(folder, *records, name="days.json")


def test_one_file_of_several_dates_becomes_several_releases(tmp_path: Path) -> None:
    days = _availability(tmp_path, _202401="2024-03-01", _202402="2024-04-02", _202403="04/02/2024 10:00:00 AM")
    records = [with_(period=f"20240{month}") for month in (1, 2, 3, 4)]
    found = releases("comtrade", written(tmp_path, *records), availability=days)
    batches = [next(release.batches) for release in found]
    assert [str(release.released_on) for release in found] == ["2024-03-01", "2024-04-02"]
    assert [batch.rows.column("scope").to_pylist() for batch in batches] == [
        ["KOR 2024-01 M"],
        ["KOR 2024-02 M", "KOR 2024-03 M"],
    ]
    assert [len(batch.refused) for batch in batches] == [0, 1]
    assert batches[1].refused[0].reason == "release date of reporter and period is not known"
    with pytest.raises(FormatError, match="knows no reporter and period"):
        releases("comtrade", written(tmp_path, with_(period="201001")), availability=days)
    with pytest.raises(FormatError, match="lacks or garbles"):
        releases("comtrade", ANSWER, availability=written(tmp_path, {"freqCode": "M"}, name="x.json"))
    with pytest.raises(FormatError, match="lacks or garbles"):
        releases("comtrade", ANSWER, availability=_availability(tmp_path, _202401="soon"))


def test_files_of_one_date_become_one_release(tmp_path: Path) -> None:
    paths = [written(tmp_path, with_(flowCode=flow), name=f"{flow}.json") for flow in "MX"]
    rows, refused = take("comtrade", *paths, released="2024-03-01")
    assert ([row["direction"] for row in rows], refused) == (["import", "export"], {})


@pytest.mark.parametrize("dress", ["plain", "gz", "csv", "BOM and CRLF", "capitals of the web page", "quoted"])
def test_a_bulk_file_in_many_dresses(tmp_path: Path, dress: str) -> None:
    text = BULK.read_text()
    head, _, rest = text.partition("\n")
    slips = head.replace("partner2Code", "Prtner2Code").replace("altQty\t", "AtlQty\t").replace("cif", "Cif")
    data = {
        "plain": text.encode(),
        "gz": gzip.compress(text.encode()),
        "csv": text.replace("\t", ",").encode(),
        "BOM and CRLF": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        "capitals of the web page": f"{slips}\n{rest}".encode(),
        "quoted": "\n".join(",".join(f'"{cell}"' for cell in line.split("\t")) for line in text.splitlines()).encode(),
    }[dress]
    path = tmp_path / ("CM410202401H6[2024-03-04]" + (".gz" if dress == "gz" else ".txt"))
    path.write_bytes(data)
    rows, refused = take("comtrade", path)
    assert (len(rows), sum(counts(refused).values())) == (6, 3)
    assert sum(row["trade_value"] for row in rows) == 1_200_000.5 + 300_000 + 5_000 + 90_000 + 7e8 + 5e8
    assert [row["status"] for row in rows].count("E") == 1


def test_annual_figures_and_older_editions(tmp_path: Path) -> None:
    path = written(tmp_path, with_(freqCode="A", period="2019", classificationCode="H5", reporterCode=842))
    rows, _ = take("comtrade", path)
    assert [(row["period"], row["freq"], row["nomenclature"], row["scope"]) for row in rows] == [
        ("2019", "A", "HS2017", "USA 2019 A")
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"typeCode": "S"}, "no goods: type is not C"),
        ({"flowCode": "DX"}, "flow is neither total imports (M) nor total exports (X)"),
        ({"flowCode": None}, "direction is missing"),
        ({"partnerCode": 0}, "partner is the world: a total"),
        ({"partnerCode": "0.0"}, "country code is unknown"),
        ({"reporterCode": None}, "reporter is missing"),
        ({"cmdCode": "25041"}, "hs6 has 5 digits"),
        ({"cmdCode": "AG2"}, "hs6 is not made of digits"),
        ({"classificationCode": "S3"}, "HS edition is unknown"),
        ({"period": "2024"}, "period does not fit its frequency"),
        ({"period": "202413"}, "period does not fit its frequency"),
        ({"freqCode": "Q"}, "frequency is unknown"),
        ({"primaryValue": -1}, "trade_value is negative"),
        ({"netWgt": "a lot"}, "netWgt is not a number"),
        ({"primaryValue": float("nan")}, "trade_value is not a finite number"),
    ],
)
def test_a_row_is_refused_for_one_reason(tmp_path: Path, fields: dict[str, object], reason: str) -> None:
    rows, refused = take("comtrade", written(tmp_path, with_(), with_(**fields)))
    assert len(rows) == 1
    assert counts(refused) == {reason: 1}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b'{"count": 1, "data": [', "JSON cannot be read"),
        (ANSWER.read_bytes()[:-300], "JSON cannot be read"),
        (b"[1, 2]", "no list 'data'.*Found: list"),
        (b'{"statusCode": 429, "message": "Rate limit is exceeded."}', "service answers 'Rate limit"),
        (b'{"count": 0, "data": [], "error": "period is wrong"}', "service answers 'period is wrong'"),
        (b'{"count": 9, "data": [{}]}', "counts 9 records and holds 1"),
        (
            ANSWER.read_bytes().replace(b"primaryValue", b"TradeValue"),
            "'primaryValue' is missing.*'TradeValue' is unkn",
        ),
        (ANSWER.read_bytes().replace(b"isLeaf", b"isTwig", 1), "column 'isTwig' is unknown"),
        (BULK.read_bytes().replace(b"netWgt", b"weight"), "'netWgt' is missing"),
        (BULK.read_bytes().replace(b"\t", b";"), "is missing"),
        (gzip.compress(BULK.read_bytes(), mtime=0)[:-20], "gzip file is damaged"),
        (BULK.read_text().encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04....", "a zip or Excel file"),
    ],
)
def test_a_file_that_is_no_such_data_is_refused_whole(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=says) as caught:
        take("comtrade", path)
    assert caught.value.remedy


class Service:
    """The API, as far as a test needs it: one reporter's trade, cut at a limit."""

    def __init__(self, folder: Path, trade: list[tuple[str, int, str]], limit: int) -> None:
        self.folder, self.trade, self.limit = folder, trade, limit
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Path:
        self.calls.append(call)
        if "getDA" in call.url:
            records: list[dict[str, Any]] = json.loads(DATES.read_text())["data"]
            return written(self.folder, *records, {**records[0], "period": 202402}, name=call.name)
        flows, codes = call.params["flowCode"].split(","), call.params["cmdCode"].split(",")
        partners = call.params.get("partnerCode", "").split(",")
        trade = self.trade + [(flow, 0, code) for flow, code in sorted({(flow, code) for flow, _, code in self.trade})]
        found = [
            with_(flowCode=flow, partnerCode=partner, cmdCode=code, period=call.params["period"])
            for flow, partner, code in trade
            if flow in flows and (codes == ["AG6"] or code in codes) and partners[0] in ("", str(partner))
        ]
        return written(self.folder, *found[: self.limit], name=call.name)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("tocsin.sources.comtrade.service.LIMIT", 12)
    monkeypatch.setattr("tocsin.sources.comtrade.service.PREVIEW_LIMIT", 12)
    return 12


def ask(**fields: Any) -> Ask:
    return Ask(("KOR",), **({"since": parse_period("2024-01"), "until": parse_period("2024-01")} | fields))


def test_what_was_released_is_asked_for_with_its_date(tmp_path: Path) -> None:
    service = Service(tmp_path, [("M", 156, "250410")], 500)
    found = list(fetch(ask(until=None, products=("2504.10",), partners=("CHN", "USA")), service))
    assert [request.options for request in found] == [{"released": "2024-05-06"}] * 2
    first, second, third = service.calls
    assert (first.url, first.params) == (f"{BASE}/public/v1/getDA/C/M/HS", {"reporterCode": "410"})
    assert (second.url, second.name, second.headers) == (f"{BASE}/public/v1/preview/C/M/HS", "KOR-2024-01.json", {})
    assert second.params["partnerCode"] == "156,842"
    assert (second.params["maxRecords"], third.params["period"]) == ("500", "202402")
    service.calls.clear()
    list(fetch(ask(key="s3cret", base="http://127.0.0.1:1"), service))
    assert service.calls[1].url == "http://127.0.0.1:1/data/v1/get/C/M/HS"
    assert service.calls[1].headers == {"Ocp-Apim-Subscription-Key": "s3cret"}
    assert (service.calls[1].params["maxRecords"], service.calls[1].params["cmdCode"]) == ("250000", "AG6")


@pytest.mark.parametrize("products", [(), ("250410", "250490", "250510", "854231", "854232")])
def test_what_is_cut_is_split_until_all_is_there(tmp_path: Path, small: int, products: tuple[str, ...]) -> None:
    codes = ("250410", "250490", "250510", "854231", "854232")
    trade = [(flow, partner, code) for flow in "MX" for partner in (156, 842, 36, 76, 392) for code in codes]
    service = Service(tmp_path, trade, small)
    (request,) = fetch(ask(key="k", products=products), service)
    rows, _ = take("comtrade", *request.files, **request.options)
    assert len(rows) == len(trade)
    assert len({(row["direction"], row["partner"], row["product"]) for row in rows}) == len(trade)
    assert len({call.name for call in service.calls}) == len(service.calls)


def test_what_cannot_be_split_stops_loudly(tmp_path: Path, small: int) -> None:
    service = Service(tmp_path, [("M", partner, "250410") for partner in range(100, 140)], small)
    with pytest.raises(InputError, match=r"KOR 2024-01 reaches the limit of 12 records and cannot be split.*--product"):
        list(fetch(ask(products=("250410",)), service))
    many = Service(tmp_path, [("M", 156, f"2504{i}") for i in range(10, 60)], small)
    with pytest.raises(InputError, match=r"more codes than the 12 records.*TOCSIN_COMTRADE_KEY"):
        list(fetch(ask(), many))


def test_months_without_trade_give_nothing(tmp_path: Path) -> None:
    assert list(fetch(ask(), Service(tmp_path, [], 500))) == []


def test_a_dry_run_plans_every_period() -> None:
    calls: list[Call] = []
    assert list(fetch(ask(until=parse_period("2024-12")), calls.append)) == []
    assert [call.name for call in calls][:3] == ["availability-KOR-M.json", "KOR-2024-01.json", "KOR-2024-02.json"]
    assert len(calls) == 13


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Ask(("KOR",)), "needs a reporter and a first period"),
        (Ask(since=parse_period("2024")), "needs a reporter and a first period"),
        (Ask(("KOR",), since=parse_period("2024-Q1")), "neither a year nor a month"),
        (Ask(("XYZ",), since=parse_period("2024")), "no number for 'XYZ'"),
        (Ask(("KOR",), products=("2504",), since=parse_period("2024")), "4 digits"),
    ],
)
def test_an_ask_that_makes_no_sense_is_refused(wanted: Ask, says: str) -> None:
    with pytest.raises((UsageError, CodeError), match=says):
        list(fetch(wanted, lambda _: None))


def test_numbers_of_the_service() -> None:
    assert [code_of(iso3) for iso3 in ("KOR", "USA", "FRA", "CHE", "TWN", "EU")] == [
        "410",
        "842",
        "251",
        "757",
        "490",
        "97",
    ]


def test_an_answer_without_data_is_an_error(tmp_path: Path) -> None:
    def get(call: Call) -> Path:
        path = tmp_path / call.name
        path.write_text('{"count": 0}' if "getDA" not in call.url else DATES.read_text())
        return path

    with pytest.raises(FormatError, match="no list 'data'"):
        list(fetch(ask(), get))


def test_a_large_file_is_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.sources.textfile.BLOCK", 4096)
    head, *lines = BULK.read_text().splitlines()
    path = tmp_path / "big.txt"
    path.write_text("\n".join([head, *(lines * 30)]) + "\n")
    seen: list[int] = []
    batches = list(next(tocsin_read(path, seen)).batches)
    assert len(batches) > 5
    assert sum(len(batch.rows) for batch in batches) == 6 * 30
    assert seen[-1] == 9 * 30


def tocsin_read(path: Path, seen: list[int]) -> Iterator[Any]:
    from tocsin.sources.comtrade.read import read

    return read(Request((path,), {}, seen.append))
