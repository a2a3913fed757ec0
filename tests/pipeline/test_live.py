"""Live collection from a service on loopback into a lake: resumed, repeated when due, one failure beside the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tocsin.sources.comtrade
from tests.sources.server import Answer, Asked, Server, answer, reset, serving
from tocsin.cli import app
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import BusyError, FormatError, TocsinError, UsageError
from tocsin.core.fetch import Ask
from tocsin.core.period import parse_period
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.lake.load import locked
from tocsin.pipeline import due as due_module
from tocsin.pipeline.asks import remembered
from tocsin.pipeline.collect import collect
from tocsin.pipeline.due import AtWorkError, collect_due, due
from tocsin.pipeline.live import can_fetch, collect_live
from tocsin.sources.web import FetchError
from tocsin.sources.web_manners import Manners

SPECIMEN = Path(tocsin.sources.comtrade.__file__).parent / "specimen"
RECORD = json.loads((SPECIMEN / "synthetic-KOR-2024-01.json").read_text())["data"][0]
CLOCK = fixed_clock(date(2024, 6, 1))
ASK = Ask(("KOR",), products=("250410",), since=parse_period("2024-01"))


class Comtrade:
    """The service: months with their dates of release, and a fault for one of them."""

    def __init__(self) -> None:
        self.days = {"202401": "2024-03-01", "202402": "2024-04-01", "202403": "2024-05-01"}
        self.faults: dict[str, Answer] = {}
        self.value = 100.0

    def __call__(self, asked: Asked) -> Answer:
        if "getDA" in asked.path:
            return self._answer(
                [
                    {"freqCode": "M", "period": period, "reporterCode": 410, "lastReleased": f"{day}T00:00:00"}
                    for period, day in self.days.items()
                ]
            )
        period = asked.query["period"]
        return self.faults.get(period) or self._answer([{**RECORD, "period": period, "primaryValue": self.value}])

    @staticmethod
    def _answer(records: list[dict[str, Any]]) -> Answer:
        return answer(json.dumps({"count": len(records), "data": records, "error": ""}))


@pytest.fixture
def service() -> Comtrade:
    return Comtrade()


@pytest.fixture
def server(service: Comtrade, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    quick = Manners(seconds_between=0, seconds_again=0, tries=2)
    monkeypatch.setattr("tocsin.pipeline.live.manners", lambda _: quick)
    with serving() as running:
        running.decide = service
        monkeypatch.setenv("TOCSIN_COMTRADE_URL", f"{running.url}/")
        yield running


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", CLOCK)


def rows(lake: Lake, day: date = date(2024, 6, 1), what: str = "count(*)") -> object:
    with lake.as_of(day).connect() as connection:
        found = connection.execute(f"SELECT {what} FROM flow").fetchone()
    assert found
    return found[0]


def test_each_month_is_a_release_with_its_date(lake: Lake, server: Server) -> None:
    told: list[str] = []
    loads = collect_live(lake, "comtrade", ASK, told=told.append)
    assert [(load.vintage, load.rows_kept) for load in loads] == [
        ("2024-03-01", 1),
        ("2024-04-01", 1),
        ("2024-05-01", 1),
    ]
    assert [rows(lake, day) for day in (date(2024, 2, 28), date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 1))][
        1:
    ] == [
        1,
        2,
        3,
    ]
    assert len(told) == 4
    assert len(server.asked) == 4


@pytest.mark.usefixtures("server")
def test_a_revision_is_a_second_vintage(lake: Lake, service: Comtrade) -> None:
    collect_live(lake, "comtrade", ASK)
    service.days["202401"], service.value = "2024-05-20", 150.0
    loads = collect_live(lake, "comtrade", replace(ASK, until=parse_period("2024-01")))
    assert [(load.vintage, load.added) for load in loads] == [("2024-05-20", True)]
    value = "sum(trade_value) FILTER (period = '2024-01')"
    assert [rows(lake, day, value) for day in (date(2024, 5, 19), date(2024, 5, 20))] == [100.0, 150.0]
    (again,) = collect_live(lake, "comtrade", replace(ASK, until=parse_period("2024-01")))
    assert not again.added


@pytest.mark.parametrize(
    "fault", [answer("", 500), reset, answer("<html>"), answer("", 403)], ids=["500", "reset", "HTML", "403"]
)
def test_what_was_loaded_stays_and_the_rest_is_resumed(
    lake: Lake, server: Server, service: Comtrade, fault: Answer
) -> None:
    service.faults["202402"] = fault
    with pytest.raises(FetchError):
        collect_live(lake, "comtrade", ASK)
    assert rows(lake) == 1
    service.faults.clear()
    server.asked.clear()
    collect_live(lake, "comtrade", ASK)
    assert rows(lake) == 3
    assert [one.query.get("period") for one in server.asked] == ["202402", "202403"]
    server.asked.clear()
    collect_live(lake, "comtrade", ASK)
    assert len(server.asked) == 4  # a new run asks for everything


def test_a_changed_column_stops_and_is_fetched_again(lake: Lake, server: Server, service: Comtrade) -> None:
    changed = [{**RECORD, "period": "202402", "netWeight": 1}]
    service.faults["202402"] = service._answer(changed)
    with pytest.raises(FormatError, match=r"column 'netWeight' is unknown in .*KOR-2024-02.json"):
        collect_live(lake, "comtrade", ASK)
    service.faults.clear()
    server.asked.clear()
    collect_live(lake, "comtrade", ASK)
    assert rows(lake) == 3
    assert [one.query.get("period") for one in server.asked] == ["202402", "202403"]


def test_a_key_is_sent_and_kept_nowhere(
    lake: Lake, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOCSIN_COMTRADE_KEY", "s3cret ")
    told: list[str] = []
    collect_live(lake, "comtrade", ASK, told=told.append)
    assert {one.headers["ocp-apim-subscription-key"] for one in server.asked} == {"s3cret"}
    assert "/data/v1/get/C/M/HS" in {one.path for one in server.asked}
    texts = [path.read_bytes() for path in (tmp_path / "lake").rglob("*") if path.is_file()]
    assert not any(b"s3cret" in text for text in (*texts, *(sentence.encode() for sentence in told)))


def test_a_dry_run_asks_nobody_and_keeps_nothing(lake: Lake, server: Server, tmp_path: Path) -> None:
    told: list[str] = []
    assert collect_live(lake, "comtrade", ASK, dry_run=True, told=told.append) == []
    assert (len(told), server.asked) == (2, [])
    assert not (tmp_path / "lake" / "cache").exists()
    assert remembered(lake, "comtrade") == []


@pytest.mark.parametrize(
    ("name", "ask", "says"),
    [
        ("baci", ASK, "'baci' does not collect live.*comtrade"),
        ("comtrad", ASK, "'comtrad' is unknown"),
        ("comtrade", replace(ASK, options={"colour": "red"}), "no option 'colour'"),
        ("comtrade", replace(ASK, until=parse_period("2023-01")), "lies before"),
        ("comtrade", replace(ASK, until=parse_period("2025")), "of two kinds"),
        ("comtrade", replace(ASK, base="ftp://x"), "is no address"),
    ],
)
def test_an_ask_that_makes_no_sense(lake: Lake, name: str, ask: Ask, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        collect_live(lake, name, ask)
    assert can_fetch("comtrade")
    assert not can_fetch("baci")
    assert not can_fetch("nothing")


def test_two_do_not_collect_one_source_at_once(lake: Lake, server: Server) -> None:
    with locked(lake.store, "live-comtrade"), pytest.raises(BusyError):
        collect_live(lake, "comtrade", ASK)
    assert server.asked == []


@pytest.mark.usefixtures("server")
def test_asks_are_remembered_without_a_key_and_repeated_from_their_last_period(lake: Lake, tmp_path: Path) -> None:
    told: list[str] = []
    collect_live(lake, "comtrade", replace(ASK, key="s3cret"))
    collect_live(lake, "comtrade", replace(ASK, products=("250490",)), told=told.append)
    collect_live(lake, "comtrade", replace(ASK, since=parse_period("2024-02")))
    kept = remembered(lake, "comtrade")
    assert [(one.ask.products, str(one.ask.since), str(one.last)) for one in kept] == [
        (("250490",), "2024-01", "2024-03"),
        (("250410",), "2024-01", "2024-03"),
    ]
    assert told[-1].startswith("comtrade was also asked for 250410 of these reporters")
    assert [str(one.again().since) for one in kept] == ["2024-03", "2024-03"]
    assert "s3cret" not in (tmp_path / "lake" / "asks.json").read_text()
    collect_live(lake, "comtrade", replace(ASK, until=parse_period("2024-03")))
    assert [one.is_open for one in remembered(lake, "comtrade")] == [True, False]
    (tmp_path / "lake" / "asks.json").write_text('{"comtrade": [{"since": 1}]}')
    assert remembered(lake, "comtrade") == []


@pytest.mark.usefixtures("server")
def test_due_by_the_newest_release(lake: Lake, tmp_path: Path) -> None:
    assert due(lake, CLOCK) == []
    collect_live(lake, "comtrade", ASK)
    assert due(lake, fixed_clock(date(2024, 5, 31))) == []
    assert due(lake, CLOCK) == [("comtrade", "expected since 2024-06-01")]
    undated = Lake.create(tmp_path / "undated", CLOCK)
    collect(undated, "comtrade", Request((SPECIMEN / "synthetic-KOR-2024-01.json",)))
    assert due(undated, fixed_clock(date(2024, 5, 31))) == []
    assert due(undated, CLOCK) == [("comtrade", "expected since 2024-06-01")]


def test_what_is_due_is_collected_from_the_last_period_on(lake: Lake, server: Server, service: Comtrade) -> None:
    collect_live(lake, "comtrade", ASK)
    service.days["202404"] = "2024-06-01"
    server.asked.clear()
    (outcome,) = collect_due(lake, CLOCK)
    assert (outcome.source, outcome.error) == ("comtrade", "")
    assert [(load.vintage, load.added) for load in outcome.loads] == [("2024-05-01", False), ("2024-06-01", True)]
    assert [one.query.get("period") for one in server.asked] == [None, "202403", "202404"]
    assert collect_due(lake, CLOCK) == []
    assert [one.source for one in collect_due(lake, CLOCK, every=True)] == ["comtrade"]
    assert collect_due(lake, CLOCK, every=True, only="wgi") == []


def test_one_failure_does_not_stop_the_others(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[str, Callable[[], list[Any]]] = {
        "census_us": lambda: _throw(KeyError("odd")),
        "comtrade": lambda: _throw(FormatError("broken")),
        "wgi": list,
    }
    monkeypatch.setattr(due_module, "due", lambda *_: [(name, "now") for name in answers])
    monkeypatch.setattr(due_module, "collect_live", lambda _, name, *__, **___: answers[name]())
    monkeypatch.setattr(
        due_module, "remembered", lambda *_: [type("One", (), {"is_open": True, "again": lambda _: ASK})()]
    )
    found = {one.source: one.error for one in collect_due(lake, CLOCK)}
    assert found == {"census_us": "KeyError: 'odd'", "comtrade": "broken.", "wgi": ""}


def _throw(error: Exception) -> list[Any]:
    raise error


def test_what_was_never_asked_live_cannot_be_repeated(lake: Lake, server: Server) -> None:
    collect(lake, "comtrade", Request((SPECIMEN / "synthetic-KOR-2024-01.json",)))
    told: list[str] = []
    (outcome,) = collect_due(lake, CLOCK, told=told.append)
    assert (outcome.loads, outcome.error, server.asked) == ([], "", [])
    assert "nothing to repeat" in told[0]


def test_a_second_timer_stands_back(lake: Lake) -> None:
    with locked(lake.store, "cron"), pytest.raises(AtWorkError):
        collect_due(lake, CLOCK)


# ------------------------------------------------------------------------------------------------- the command line
@pytest.fixture
def run(lake: Lake, server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("TOCSIN_TODAY", "2024-06-01")
    assert server.asked == []

    def go(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["collect", *words, "--lake", str(lake.store.root)])
        if isinstance(done.exception, TocsinError):
            return done.exception.exit_code, "", str(done.exception)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout, done.stderr

    return go


LIVE = ("comtrade", "--reporter", "Korea, Rep. of", "--since", "2024-01", "--product", "2504.10")


def test_collecting_from_the_command_line(run: Callable[..., tuple[int, str, str]], server: Server) -> None:
    code, out, err = run(*LIVE, "--dry-run")
    assert (code, out.count("would fetch"), server.asked) == (0, 2, [])
    code, out, err = run(*LIVE, "--dry-run", "--json")
    assert len(json.loads(out)) == 2
    code, out, err = run(*LIVE)
    assert code == 0
    assert out.count("1 of 1 rows stored") == 3
    assert err.count("fetching http://127.0.0.1") == 4
    code, out, err = run("comtrade", "--reporter", "KOR,JPN", "--since", "2030-01", "--json")
    assert (code, json.loads(out)) == (0, [])
    assert "nothing was loaded" in err


def test_a_timer_gets_its_exit_codes(run: Callable[..., tuple[int, str, str]], lake: Lake, service: Comtrade) -> None:
    assert run("--all", "--due")[0::2] == (0, "nothing is due\n")
    run(*LIVE)
    service.days["202404"] = "2024-06-01"
    service.faults["202404"] = answer("", 500)
    code, out, err = run("--all", "--due")
    assert code == 4
    assert "failed: comtrade" in err
    service.faults.clear()
    assert run("--all", "--due", "--dry-run")[1].count("would fetch") == 2
    code, out, err = run("comtrade", "--due", "--json")
    assert (code, len(json.loads(out))) == (0, 2)
    with locked(lake.store, "cron"):
        code, out, err = run("--all", "--due")
    assert (code, out) == (0, "")
    assert "another collection is at work" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "no source is named"),
        (("--due",), "names no source"),
        (("--all", "comtrade"), "both --all and a source"),
        (("--all", "--since", "2024"), "stand alone"),
        (("comtrade", "--file", "x.json", "--since", "2024"), "--file does not go with live options"),
        (("comtrade", "--reporter", "KOR", "--since", "soon"), "'soon' is not a period"),
        (("comtrade", "--reporter", "Atlantis", "--since", "2024"), "Atlantis"),
        (("comtrade",), "needs a reporter and a first period"),
        (("baci", "--dry-run"), "does not collect live"),
        (("baci",), "needs a file"),
    ],
)
def test_misuse_is_named(run: Callable[..., tuple[int, str, str]], words: tuple[str, ...], says: str) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert says in err
