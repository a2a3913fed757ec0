"""Every live source against a service that misbehaves: what came whole stays, the rest is fetched once it is well."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tocsin.sources
from tests.sources.server import Answer, Asked, Server, answer, chunked, drip, reset, serving
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import InputError
from tocsin.core.fetch import Ask
from tocsin.core.period import parse_period
from tocsin.lake import Lake, Load
from tocsin.pipeline.live import collect_live
from tocsin.sources.web import FetchError
from tocsin.sources.web_manners import Manners

TODAY = date(2026, 6, 1)
SOURCES = Path(next(iter(tocsin.sources.__path__)))
QUICK = Manners(seconds_between=0, seconds_silent=10, seconds_total=20, seconds_again=0.01, tries=3)
HASTY = replace(QUICK, seconds_silent=1.0, seconds_total=1.5)
Change = Callable[[str], str]


@dataclass(frozen=True)
class Service:
    """A source's service: what it is asked, in which parts, and how it answers each of them well.

    `spoilt` holds answers that nothing may be loaded of, `odd` those of which single rows are refused: a change of the
    good answer, and what is said of it.
    """

    name: str
    table: str
    ask: Ask
    parts: tuple[str, ...]
    part_of: Callable[[Asked], str]
    good: Callable[[str], str]
    spoilt: dict[str, tuple[Change, str]]
    odd: dict[str, tuple[Change, str]]
    together: bool = False

    @property
    def faulty(self) -> str:
        """The part that goes wrong: the second, so that one was loaded before."""
        return self.parts[min(1, len(self.parts) - 1)]


def swap(old: str, new: str, count: int = -1) -> Change:
    """Replace a text that must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return change


# ------------------------------------------------------------------------------------------------------- the services
CSV_HEAD = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG"


def comext_answer(reporter: str) -> str:
    rows = [
        f"ESTAT:DS-045409(1.0),16/05/24 11:00:00,M,{reporter},{partner},25041000,1,VALUE_IN_EUROS,2024-03,{value},"
        for partner, value in (("CN", 100), ("JP", 50))
    ]
    return "\n".join([CSV_HEAD, *rows, ""])


COMEXT = Service(
    "comext",
    "flow",
    Ask(
        ("DEU", "FRA"),
        ("CHN", "JPN"),
        ("25041000",),
        parse_period("2024-03"),
        parse_period("2024-03"),
        {"rates": str(SOURCES / "comext" / "specimen" / "rates.toml")},
    ),
    ("DE", "FR"),
    lambda asked: asked.path.rsplit("/", 1)[1].split(".")[1],
    comext_answer,
    {
        "a column under another name": (swap("OBS_VALUE", "VALUE"), "'OBS_VALUE' is missing"),
        "a column more": (swap("OBS_FLAG", "OBS_MOOD"), "'OBS_MOOD' is unknown"),
        "JSON": (lambda _: '{"error": "busy"}', "JSON came instead"),
        "another reporter": (swap(",FR,", ",DE,"), "holds reporter 'DE', which was not asked for"),
        "another partner": (swap(",JP,", ",US,"), "holds partner 'US'"),
        "the world as partner": (swap(",JP,", ",WORLD,"), "holds partner 'WORLD'"),
        "another product": (swap("25041000", "25049000", 1), "holds product '25049000'"),
        "another month": (swap("2024-03", "2023-03", 1), "holds TIME_PERIOD '2023-03'"),
    },
    {
        "a row twice": (lambda text: text + text.splitlines()[-1] + "\n", "repeats an indicator of the same flow"),
        "NaN": (swap(",50,", ",NaN,"), "trade_value is not a finite number"),
        "Infinity": (swap(",50,", ",Infinity,"), "trade_value is not a finite number"),
        "a huge number": (swap(",50,", f",{'9' * 400},"), "trade_value is not a finite number"),
        "less than nothing": (swap(",50,", ",-50,"), "trade_value is negative"),
    },
)


def census_answer(month: str) -> str:
    heading = ["CTY_NAME", "GEN_VAL_MO", "CTY_CODE", "I_COMMODITY", "time", "SUMMARY_LVL", "COMM_LVL"]
    rows = [
        [name, value, code, "2504105000", month, "DET", "HS10"]
        for name, value, code in (("CHINA", "100", "5700"), ("JAPAN", "50", "5880"))
    ]
    return json.dumps([heading, *rows])


CENSUS = Service(
    "census_us",
    "flow",
    Ask((), (), ("2504",), parse_period("2024-03"), parse_period("2024-05"), key="s3cret"),
    ("2024-03", "2024-04", "2024-05"),
    lambda asked: asked.query["time"],
    census_answer,
    {
        "a column under another name": (swap("GEN_VAL_MO", "GEN_VALUE"), "'GEN_VAL_MO' is missing"),
        "a column more": (swap("CTY_NAME", "CTY_MOOD"), "'CTY_MOOD' is unknown"),
        "an error in JSON": (lambda _: '{"error": "busy"}', "no array of a heading and rows"),
        "another product": (swap("2504105000", "2505105000", 1), "holds I_COMMODITY '2505105000', which was not asked"),
        "another month": (swap("2024-04", "2024-03", 1), "holds time '2024-03'"),
        "a row twice": (lambda text: json.dumps([*(told := json.loads(text)), told[-1]]), "a row comes twice"),
    },
    {
        "NaN": (swap('"50"', "NaN"), "not a finite number"),
        "Infinity": (swap('"50"', "Infinity"), "not a finite number"),
        "a huge number": (swap('"50"', "9" * 400), "not a finite number"),
        "less than nothing": (swap('"50"', "-50"), "trade_value is negative"),
        "a short row": (swap('["JAPAN", ', "["), "row has more or fewer columns than the heading"),
    },
)


def wgi_answer(code: str) -> str:
    rows = [
        {"indicator": {"id": f"{code}.EST"}, "countryiso3code": place, "date": "2022", "value": value}
        for place, value in (("KOR", 0.625), ("CHN", -0.5))
    ]
    return json.dumps([{"page": 1, "pages": 1, "lastupdated": "2025-10-24"}, rows])


WGI = Service(
    "wgi",
    "country_score",
    Ask(("KOR", "CHN"), since=parse_period("2022"), until=parse_period("2022")),
    ("VA", "PV", "GE", "RQ", "RL", "CC"),
    lambda asked: asked.path.rsplit("/", 1)[1][:2],
    wgi_answer,
    {
        "a column under another name": (swap("countryiso3code", "iso3"), "countryiso3code, date or value is missing"),
        "an error in JSON": (lambda _: '[{"message": [{"key": "Invalid value"}]}]', "does not say how many pages"),
        "no rows where rows should be": (swap(', "value": 0.625', ""), "date or value is missing"),
        "pages without number": (swap('"pages": 1', '"pages": Infinity'), "claims inf pages"),
        "pages without end": (swap('"pages": 1', f'"pages": {10**30}'), "claims 1000"),
        "the same page again": (swap('"pages": 1', '"pages": 2'), "holds page '1', which was not asked for"),
        "another country": (swap("CHN", "FRA"), "holds country 'FRA', which was not asked for"),
        "another year": (swap('"2022"', '"2021"', 1), "holds year '2021'"),
        "another dimension": (swap("PV.EST", "VA.EST", 1), "holds indicator 'VA.EST'"),
    },
    {
        "a row twice": (
            lambda text: json.dumps([(told := json.loads(text))[0], [*told[1], told[1][-1]]]),
            "second figure for the same thing",
        ),
        "NaN": (swap("-0.5", "NaN"), "not a finite number"),
        "Infinity": (swap("-0.5", "-Infinity"), "not a finite number"),
        "a huge number": (swap("-0.5", "9" * 400), "not a finite number"),
    },
    together=True,
)

PORT: dict[str, Any] = json.loads((SOURCES / "portwatch" / "specimen" / "synthetic_query.json").read_text())[
    "features"
][0]["attributes"]


def port_answer(country: str) -> str:
    records = [PORT | {"ISO3": country, "portid": f"port900{number}", "import": 777} for number in (1, 2)]
    return json.dumps({"features": [{"attributes": record} for record in records], "exceededTransferLimit": False})


PORTWATCH = Service(
    "portwatch",
    "pressure",
    Ask(("YEM", "DJI"), since=parse_period("2026"), until=parse_period("2026")),
    ("YEM", "DJI"),
    lambda asked: asked.query["where"].split("'")[1],
    port_answer,
    {
        "a column under another name": (swap("portcalls_roro", "portcalls_ferry"), "'portcalls_roro'"),
        "an error in JSON": (lambda _: '{"error": {"code": 400}}', "the service answers"),
        "no list": (lambda _: '{"features": "none"}', "the service answers"),
        "the same page for ever": (swap('Limit": false', 'Limit": true'), "page 1 repeats the one before it"),
        "another country": (swap("DJI", "YEM", 1), "holds country 'YEM', which was not asked for"),
        "another year": (swap('"year": 2026', '"year": 2025', 1), "holds year '2025'"),
    },
    {
        "NaN": (swap("777", "NaN", 1), "value is not a finite number"),
        "a huge number": (swap("777", "9" * 400, 1), "value is not a finite number"),
    },
)

GSCPI = Service(
    "gscpi",
    "pressure",
    Ask(),
    ("",),
    lambda _: "",
    lambda _: (SOURCES / "gscpi" / "specimen" / "synthetic_gscpi_interactive_data.csv").read_text(),
    {
        "a column under another name": (swap("Jan-26", "January"), "neither 'GSCPI' nor a month"),
        "JSON": (lambda _: '{"error": "busy"}', "JSON came instead"),
        "another table": (lambda _: "a,b\n1,2\n3,4\n", "headings are"),
    },
    {
        "NaN": (swap("0.12", "nan", 1), "value is not a number"),
        "a huge number": (swap("0.12", "9" * 400, 1), "value is not a number"),
    },
)

ALL = (COMEXT, CENSUS, WGI, PORTWATCH, GSCPI)


# ---------------------------------------------------------------------------------------------------------- the faults
def _cut(good: bytes) -> bytes:
    return good[: len(good) * 2 // 3]


#: Faults that may pass, each made of the good answer.
PASSING: dict[str, Callable[[bytes], Answer]] = {
    "429": lambda _: answer("slow down", 429, Retry_After="0"),
    "500": lambda _: answer("oops", 500),
    "503 with HTML": lambda _: answer("<html>bad gateway</html>", 503),
    "200 with HTML": lambda _: answer("<!DOCTYPE html><html>please log in</html>"),
    "200 with XML": lambda _: answer('<?xml version="1.0"?><S:Fault><faultstring>busy</faultstring></S:Fault>'),
    "200 with nothing": lambda _: answer(b""),
    "reset": lambda _: reset,
    "shorter than announced": lambda good: answer(_cut(good), length=len(good)),
    "longer than announced": lambda good: answer(good, length=len(good) - 9),
    "chunks without an end": lambda good: chunked(_cut(good), end=b""),
    "gzip cut": lambda good: answer(gzip.compress(good, 9)[:-9], Content_Encoding="gzip"),
    "gzip damaged": lambda good: answer(_damaged(gzip.compress(good, 9)), Content_Encoding="gzip"),
    "gzip announced only": lambda good: answer(good, Content_Encoding="gzip"),
    "redirect loop": lambda _: answer(b"", 302, Location="/loop"),
    "slow drip": lambda good: drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + good[:80]),
}


#: How a run goes on differs by source, why it broke off does not: one goes through all faults, the rest through these.
FEW = ("500", "200 with HTML", "shorter than announced", "redirect loop")


def faults_of(*every: Service) -> pytest.MarkDecorator:
    """Go through all faults for some sources, and a few for the others."""
    pairs = [(service, fault) for service in ALL for fault in (PASSING if service in every else FEW)]
    params = [pytest.param(service, fault, id=f"{service.name}-{fault}") for service, fault in pairs]
    return pytest.mark.parametrize(("run", "fault"), params, indirect=["run"])


def _damaged(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes(byte ^ 255 for byte in packed[middle : middle + 4]) + packed[middle + 4 :]


@dataclass
class Run:
    """A service at work, a lake, and what goes wrong with which part."""

    service: Service
    lake: Lake
    server: Server
    monkeypatch: pytest.MonkeyPatch
    faults: dict[str, list[Answer]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def decide(self, asked: Asked) -> Answer:
        """Answer well, unless a fault is left for this part."""
        if asked.path == "/loop":
            return answer(b"", 302, Location="/loop")
        part = self.service.part_of(asked)
        if left := self.faults.get(part):
            return left.pop(0)
        return answer(self.service.good(part))

    def fail(self, fault: Answer, times: int = 1) -> None:
        """Let the faulty part go wrong."""
        self.faults[self.service.faulty] = [fault] * times

    def collect(self, how: Manners = QUICK) -> list[Load]:
        """Collect live."""
        self.server.asked.clear()
        self.monkeypatch.setattr("tocsin.pipeline.live.manners", lambda _: how)
        return collect_live(self.lake, self.service.name, self.service.ask, told=self.told.append)

    def asked(self) -> list[str]:
        """Return the parts asked for since the last collection began."""
        return [self.service.part_of(one) for one in self.server.asked if one.path != "/loop"]

    def rows(self, lake: Lake | None = None) -> list[tuple[object, ...]]:
        """Return all rows that the lake shows, but for the name of their load."""
        view = (lake or self.lake).as_of(TODAY)
        with view.connect() as connection:
            query = f"SELECT * EXCLUDE (load_id) FROM ({view.sql(self.service.table)}) ORDER BY ALL"
            return connection.execute(query).fetchall()

    def leftovers(self) -> list[str]:
        """Return files of the cache that are neither whole nor notes."""
        folder = self.lake.store.root / "cache" / self.service.name
        return [path.name for path in folder.iterdir() if path.suffix in {".part", ".plain", ".new"}]


@pytest.fixture(params=ALL, ids=lambda service: service.name)
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    service: Service = request.param
    with serving() as server:
        running = Run(service, Lake.create(tmp_path / "lake", fixed_clock(TODAY)), server, monkeypatch)
        server.decide = running.decide
        monkeypatch.setenv(f"TOCSIN_{service.name.upper()}_URL", server.url)
        yield running


@pytest.fixture(scope="session")
def known() -> dict[str, list[tuple[object, ...]]]:
    return {}


@pytest.fixture
def whole(run: Run, tmp_path: Path, known: dict[str, list[tuple[object, ...]]]) -> list[tuple[object, ...]]:
    """What an undisturbed collection of the same service gives."""
    if run.service.name not in known:
        undisturbed = replace(run, lake=Lake.create(tmp_path / "undisturbed", fixed_clock(TODAY)), told=[])
        undisturbed.collect()
        assert undisturbed.asked() == list(run.service.parts)
        known[run.service.name] = undisturbed.rows()
    assert len(known[run.service.name]) >= 2 * len(run.service.parts)
    return known[run.service.name]


def bad(run: Run, name: str) -> Answer:
    return PASSING[name](run.service.good(run.service.faulty).encode())


@faults_of(COMEXT, CENSUS, WGI)
def test_what_passes_is_tried_again(run: Run, whole: list[tuple[object, ...]], fault: str) -> None:
    run.fail(bad(run, fault))
    run.collect(HASTY if fault == "slow drip" else QUICK)
    assert run.rows() == whole
    assert len(run.asked()) == len(run.service.parts) + 1
    (again,) = [text for text in run.told if "try 2 of 3" in text]
    assert ("in 0 s" in again) == (fault == "429")  # as the server asks, not as Tocsin would wait by itself
    assert run.leftovers() == []


@faults_of(COMEXT)
def test_what_stays_stops_the_run_and_the_next_one_goes_on(
    run: Run, whole: list[tuple[object, ...]], fault: str
) -> None:
    run.fail(bad(run, fault), times=99)
    with pytest.raises(FetchError, match=r"Run the same command again|address may have changed") as caught:
        run.collect(replace(HASTY, tries=2) if fault == "slow drip" else replace(QUICK, tries=2))
    assert "s3cret" not in f"{caught.value} {run.told}"
    _check_resumed(run, whole)


def _check_resumed(run: Run, whole: list[tuple[object, ...]]) -> None:
    """Check that what came before stayed, that the cured service is asked for the rest only, and nothing is doubled."""
    service, place = run.service, run.service.parts.index(run.service.faulty)
    kept = 0 if service.together else len(whole) * place // len(service.parts)
    assert len(run.rows()) == kept
    assert set(run.rows()) <= set(whole)
    assert run.leftovers() == []
    run.faults.clear()
    run.collect()
    asked = run.asked()
    assert asked[-len(service.parts) + place :] == list(service.parts[place:])
    assert run.rows() == whole
    run.collect()
    assert run.asked() == list(service.parts)  # a new run asks for everything, and finds nothing new
    assert run.rows() == whole


@pytest.mark.parametrize(
    ("run", "name"),
    [pytest.param(service, name, id=f"{service.name}-{name}") for service in ALL for name in service.spoilt],
    indirect=["run"],
)
def test_an_answer_of_another_kind_is_refused_whole(run: Run, whole: list[tuple[object, ...]], name: str) -> None:
    change, says = run.service.spoilt[name]
    run.fail(answer(change(run.service.good(run.service.faulty))), times=99)
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        run.collect()
    assert caught.value.where
    _check_resumed(run, whole)


@pytest.mark.parametrize(
    ("run", "name"),
    [pytest.param(service, name, id=f"{service.name}-{name}") for service in ALL for name in service.odd],
    indirect=["run"],
)
def test_an_odd_row_is_refused_and_counted_and_the_others_stay(
    run: Run, whole: list[tuple[object, ...]], name: str
) -> None:
    change, says = run.service.odd[name]
    run.fail(answer(change(run.service.good(run.service.faulty))))
    loads = run.collect()
    refused = {refusal.reason: refusal.count for load in loads for refusal in load.refused if not refusal.asked}
    assert [(says in reason, count) for reason, count in refused.items()] == [(True, 1)]
    rows = run.rows()
    assert len(rows) == len(whole) - (name != "a row twice")
    assert set(rows) <= set(whole)


def test_no_content_means_no_trade_or_an_error(run: Run, whole: list[tuple[object, ...]]) -> None:
    run.fail(answer(b"", 204), times=99)
    if run.service.table == "flow":
        run.collect()
        assert len(run.rows()) == len(whole) - len(whole) // len(run.service.parts)
        assert set(run.rows()) <= set(whole)
    else:
        with pytest.raises(InputError):
            run.collect()
        _check_resumed(run, whole)


@pytest.mark.parametrize("run", [WGI], ids=["wgi"], indirect=True)
def test_a_dimension_without_rows_is_no_error(run: Run, whole: list[tuple[object, ...]]) -> None:
    run.fail(answer('[{"page": 0, "pages": 0, "total": 0}, null]'))
    run.collect()
    assert len(run.rows()) == len(whole) - 2


def test_a_run_that_is_killed_goes_on_where_it_was(run: Run, whole: list[tuple[object, ...]]) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    good = answer(run.service.good(run.service.faulty))
    run.fail(good, times=99)
    with run.monkeypatch.context() as patch:
        patch.setattr("tocsin.sources.web.judge_status", _after(run, stop))
        with pytest.raises(KeyboardInterrupt):
            run.collect()
    _check_resumed(run, whole)


def _after(run: Run, stop: Callable[..., None]) -> Callable[..., None]:
    """Stop once the faulty part has come, before it is kept."""

    def judge(*_: object, **__: object) -> None:
        if run.asked()[-1] == run.service.faulty:
            stop()

    return judge
