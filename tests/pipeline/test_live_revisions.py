"""Answers without a date, collected again and again: each day shows what was retrieved by then, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.pipeline.test_live_faults import CENSUS, COMEXT, PORTWATCH, QUICK, WGI, Change, Service, swap
from tests.sources.server import Answer, Asked, answer, serving
from tocsin.cli import app
from tocsin.core.fetch import Ask
from tocsin.core.period import parse_period
from tocsin.core.release import Request
from tocsin.lake import Lake, Load
from tocsin.pipeline.asks import remembered
from tocsin.pipeline.collect import collect, freshness
from tocsin.pipeline.desk import Desk
from tocsin.pipeline.given import once_sql
from tocsin.pipeline.live import collect_live
from tocsin.sources.declaration import source
from tocsin.sources.web import FetchError

FIRST, SECOND, THIRD = date(2026, 6, 1), date(2026, 6, 8), date(2026, 7, 1)
BEFORE = FIRST - timedelta(days=1)


@dataclass(frozen=True)
class Undated:
    """A service whose answers bear no date, and how it revises them."""

    service: Service
    bare: Change
    revised: Change

    @property
    def name(self) -> str:
        """Name of the source."""
        return self.service.name


def same(text: str) -> str:
    return text


def without_update(text: str) -> str:
    return text.replace(",LAST UPDATE", "").replace(",16/05/24 11:00:00", "")


UNDATED = (
    Undated(COMEXT, without_update, swap("VALUE_IN_EUROS,2024-03,100", "VALUE_IN_EUROS,2024-03,150")),
    Undated(CENSUS, same, swap('"100"', '"150"')),
    Undated(WGI, swap(', "lastupdated": "2025-10-24"', ""), swap("0.625", "0.75")),
    Undated(PORTWATCH, same, swap("777", "888")),
)
EVERY = pytest.mark.parametrize("case", UNDATED, ids=lambda case: case.name)


@dataclass
class World:
    """A lake, its clock, and a service that answers as it stands that day."""

    lake: Lake
    now: list[datetime]
    url: str = ""
    reply: Callable[[Asked], Answer] = field(default=lambda _: answer(b"", 204))
    monkeypatch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def answer(self, asked: Asked) -> Answer:
        """Answer as the service stands."""
        return self.reply(asked)

    def collect(self, case: Undated, day: date | datetime, change: Change = same, ask: Ask | None = None) -> list[Load]:
        """Collect live on a day, from answers changed."""
        self.now[0] = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)
        service = case.service
        self.reply = lambda asked: answer(change(case.bare(service.good(service.part_of(asked)))))
        return self.ask(service.name, ask or service.ask)

    def ask(self, name: str, ask: Ask) -> list[Load]:
        """Collect live as the service stands."""
        self.monkeypatch.setenv(f"TOCSIN_{name.upper()}_URL", self.url)
        return collect_live(self.lake, name, ask)

    def read(self, name: str, path: Path, **options: str) -> list[Load]:
        """Load a kept answer from its file."""
        return collect(self.lake, name, Request((path,), options))

    def rows(self, table: str, day: date, what: str = "*") -> list[tuple[Any, ...]]:
        """Return what the lake shows of a table, flows once."""
        with self.lake.as_of(day).connect() as connection:
            seen = f"({once_sql()})" if table == "flow" else table
            return connection.execute(f"SELECT {what} FROM {seen} ORDER BY ALL").fetchall()

    def figures(self, case: Undated, day: date) -> list[float]:
        """Return the figures shown on a day."""
        column = "trade_value" if case.service.table == "flow" else "value"
        return [figure for (figure,) in self.rows(case.service.table, day, column)]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    now = [datetime(2026, 6, 1, tzinfo=UTC)]
    monkeypatch.setattr("tocsin.pipeline.live.manners", lambda _: QUICK)
    with serving() as server:
        made = World(Lake.create(tmp_path / "lake", lambda: now[0]), now, server.url, monkeypatch=monkeypatch)
        server.decide = made.answer
        yield made


@EVERY
def test_each_day_shows_what_was_retrieved_by_then(world: World, case: Undated) -> None:
    first = world.collect(case, FIRST)
    assert {(load.vintage, load.added) for load in first} == {("retrieved 2026-06-01", True)}
    assert {row["released_on"] for row in world.lake.history()} == {FIRST}
    old = world.figures(case, FIRST)
    second = world.collect(case, SECOND, case.revised)
    assert {(load.vintage, load.added) for load in second} == {("retrieved 2026-06-08", True)}
    new = world.figures(case, SECOND)
    assert len(old) == len(new) >= 4
    assert old != new
    assert world.figures(case, SECOND - timedelta(days=1)) == old
    assert world.figures(case, FIRST) == old
    third = world.collect(case, THIRD)  # the publisher takes the revision back
    assert {(load.vintage, load.added) for load in third} == {("retrieved 2026-07-01", True)}
    assert [world.figures(case, day) for day in (FIRST, SECOND, THIRD - timedelta(days=1), THIRD)] == [
        old,
        new,
        new,
        old,
    ]


@EVERY
def test_the_days_before_the_first_retrieval_are_reconstructed_from_it(world: World, case: Undated) -> None:
    world.collect(case, FIRST)
    old = world.figures(case, FIRST)
    world.collect(case, SECOND, case.revised)
    table = case.service.table
    parts = [part for part in world.lake.as_of(BEFORE).slices if part.table == table]
    assert parts
    assert all(part.reconstructed and part.vintage == "retrieved 2026-06-01" for part in parts)
    assert world.figures(case, BEFORE) == old
    assert not any(part.reconstructed for part in world.lake.as_of(FIRST).slices)
    assert world.figures(case, date(2020, 1, 1)) == []
    knowable = sorted({row[0] for row in world.rows(table, FIRST, "DISTINCT knowable_from")})
    for day in knowable:  # each period appears when its lag has passed, not before
        shown = world.rows(table, day, "DISTINCT knowable_from")
        assert [row[0] for row in shown] == [known for known in knowable if known <= day]
        assert len(world.rows(table, day - timedelta(days=1))) < len(world.rows(table, day))


@EVERY
def test_the_same_answer_adds_nothing(world: World, case: Undated, tmp_path: Path) -> None:
    world.collect(case, FIRST)
    before = world.lake.history()
    for day in (FIRST, SECOND):
        assert not any(load.added for load in world.collect(case, day))
    shutil.rmtree(tmp_path / "lake" / "cache")
    assert not any(load.added for load in world.collect(case, THIRD))
    assert world.lake.history() == before


@EVERY
def test_an_older_answer_loaded_afterwards_takes_its_place_in_time(world: World, case: Undated, tmp_path: Path) -> None:
    """A file kept on an earlier day, given by hand once the newer ones are in the lake."""
    world.collect(case, FIRST)
    kept = shutil.copytree(tmp_path / "lake" / "cache" / case.name, tmp_path / "kept")
    old = world.figures(case, FIRST)
    (tmp_path / "other").mkdir()
    world.lake = Lake.create(tmp_path / "other" / "lake", lambda: world.now[0])
    world.collect(case, SECOND, case.revised)
    new = world.figures(case, SECOND)
    assert world.figures(case, FIRST) == new  # reconstructed: nothing of the time is known yet
    files = tuple(sorted(path for path in kept.iterdir() if not path.name.startswith(".") and "note" not in path.name))
    options = {**case.service.ask.options, "released": str(FIRST)} | ASKED.get(case.name, {})
    collect(world.lake, case.name, Request(files, options))
    assert [world.figures(case, day) for day in (FIRST, SECOND - timedelta(days=1), SECOND, THIRD)] == [
        old,
        old,
        new,
        new,
    ]


ASKED = {"census_us": {"asked": "2504"}, "comext": {"asked": "CHN JPN"}}


@EVERY
def test_a_file_without_a_date_moves_nothing_that_was_retrieved(world: World, case: Undated, tmp_path: Path) -> None:
    world.collect(case, FIRST)
    kept = shutil.copytree(tmp_path / "lake" / "cache" / case.name, tmp_path / "kept")
    world.collect(case, SECOND, case.revised)
    shown = [world.figures(case, day) for day in (FIRST, SECOND)]
    files = tuple(sorted(path for path in kept.iterdir() if not path.name.startswith(".") and "note" not in path.name))
    collect(world.lake, case.name, Request(files, dict(case.service.ask.options) | ASKED.get(case.name, {})))
    assert [world.figures(case, day) for day in (FIRST, SECOND)] == shown


# ------------------------------------------------------------------------------------- a smaller ask hides nothing
SMALLER = {
    "comext": replace(COMEXT.ask, reporters=("DEU",)),
    "census_us": replace(CENSUS.ask, until=parse_period("2024-03")),
    "wgi": replace(WGI.ask, reporters=("KOR",)),
    "portwatch": replace(PORTWATCH.ask, reporters=("YEM",)),
}


@EVERY
def test_a_smaller_ask_replaces_its_own_part_only(world: World, case: Undated) -> None:
    world.collect(case, FIRST)
    old = world.rows(case.service.table, FIRST)
    world.collect(
        case, SECOND, lambda text: case.revised(_only(text, "KOR") if case.name == "wgi" else text), SMALLER[case.name]
    )
    after = world.rows(case.service.table, SECOND)
    assert len(after) == len(old)
    stayed = [row for row in after if row in old]
    assert 0 < len(stayed) < len(old)
    assert world.rows(case.service.table, FIRST) == old


def _only(text: str, place: str) -> str:
    told, rows = json.loads(text)
    return json.dumps([told, [row for row in rows if row["countryiso3code"] == place]])


def test_asks_for_other_goods_stand_side_by_side_and_count_once(world: World) -> None:
    heading = ["CTY_NAME", "GEN_VAL_MO", "CTY_CODE", "I_COMMODITY", "time"]
    value = {"2504105000": "10", "2504900000": "20", "2505100000": "30"}

    def reply(asked: Asked) -> Answer:
        goods, month = asked.query.get("I_COMMODITY", "*").rstrip("*"), asked.query["time"]
        found = [["CHINA", value[code], "5700", code, month] for code in value if code.startswith(goods)]
        return answer(json.dumps([heading, *found]))

    def shown(day: date) -> list[tuple[Any, ...]]:
        return world.rows("flow", day, "product, trade_value")

    world.reply, month = reply, parse_period("2024-03")
    world.ask("census_us", Ask(products=("2505",), since=month, until=month))
    world.now[0] += timedelta(days=7)
    value["2504105000"] = "11"
    world.ask("census_us", Ask(products=("2504",), since=month, until=month))
    goods = [("2504105000", 11.0), ("2504900000", 20.0), ("2505100000", 30.0)]
    assert shown(SECOND) == goods
    world.now[0] += timedelta(days=7)
    value["2504105000"] = "12"
    world.ask("census_us", Ask(since=month, until=month))
    assert shown(date(2026, 6, 15)) == [("2504105000", 12.0), *goods[1:]]
    assert shown(date(2026, 6, 14)) == goods  # what was out then goes before what stands in for all goods


def test_another_year_of_ports_hides_none(world: World) -> None:
    case = UNDATED[3]
    world.collect(case, FIRST)
    old = world.rows("pressure", FIRST)
    earlier = replace(PORTWATCH.ask, since=parse_period("2025"), until=parse_period("2025"))
    world.collect(case, SECOND, lambda text: _in_year(text, 2025), earlier)
    assert len(world.rows("pressure", SECOND)) == 2 * len(old)
    assert [row for row in world.rows("pressure", SECOND) if row in old] == old


def _in_year(text: str, year: int) -> str:
    told = json.loads(text)
    for feature in told["features"]:
        record = feature["attributes"]
        day = date(year, int(record["month"]), int(record["day"]))
        record |= {"year": year, "date": int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)}
    return json.dumps(told)


def test_pages_of_an_answer_are_one_release(world: World) -> None:
    pages = [json.loads(PORTWATCH.good("YEM")) for _ in range(2)]
    pages[0]["exceededTransferLimit"] = True
    for feature in pages[1]["features"]:
        feature["attributes"]["portid"] += "7"
    world.reply = lambda asked: answer(json.dumps(pages[int(asked.query["resultOffset"]) // 1000]))
    ask = replace(PORTWATCH.ask, reporters=("YEM",))
    (load,) = world.ask("portwatch", ask)
    before = world.rows("pressure", FIRST)
    assert load.rows_kept == len(before) == 4 * 21
    world.now[0] += timedelta(days=7)
    pages[1]["features"][0]["attributes"]["import"] = 999
    (load,) = world.ask("portwatch", ask)
    assert (load.vintage, load.rows_kept) == ("retrieved 2026-06-08", 4 * 21)
    after = world.rows("pressure", SECOND, "series, place, value")
    assert len(after) == len(before)
    assert len(set(after) - set(world.rows("pressure", FIRST, "series, place, value"))) == 1


# ------------------------------------------------------------------------------------------------- days and clocks
def test_of_two_answers_on_one_day_the_later_one_counts(world: World) -> None:
    case = UNDATED[1]
    world.collect(case, datetime(2026, 6, 1, 8, tzinfo=UTC))
    loads = world.collect(case, datetime(2026, 6, 1, 20, 15, tzinfo=UTC), case.revised)
    assert {load.vintage for load in loads} == {"retrieved 2026-06-01 20:15:00"}
    assert 150.0 in world.figures(case, FIRST)
    assert 100.0 not in world.figures(case, FIRST)
    again = world.collect(case, datetime(2026, 6, 1, 21, tzinfo=UTC), case.revised)
    assert not any(load.added for load in again)


@pytest.mark.parametrize(("later", "resumed"), [(timedelta(hours=20), True), (timedelta(hours=30), False)])
def test_a_run_that_broke_off_is_finished_on_the_next_day(world: World, later: timedelta, *, resumed: bool) -> None:
    begun = datetime(2026, 6, 1, 12, tzinfo=UTC)
    asked: list[str] = []
    broken = [True]

    def reply(one: Asked) -> Answer:
        asked.append(month := one.query["time"])
        return answer("oops", 500) if broken[0] and month == "2024-04" else answer(CENSUS.good(month))

    world.now[0], world.reply = begun, reply
    with pytest.raises(FetchError):
        world.ask("census_us", CENSUS.ask)
    assert len(world.rows("flow", FIRST)) == 2
    broken[0] = False
    asked.clear()
    world.now[0] = begun + later
    loads = world.ask("census_us", CENSUS.ask)
    assert asked == (["2024-04", "2024-05"] if resumed else ["2024-03", "2024-04", "2024-05"])
    assert [(load.vintage, load.added) for load in loads] == [
        ("retrieved 2026-06-01", False),
        ("retrieved 2026-06-02", True),
        ("retrieved 2026-06-02", True),
    ]
    assert len(world.rows("flow", FIRST + timedelta(days=1))) == 6


def test_what_a_service_says_is_unchanged_keeps_its_day(world: World) -> None:
    def reply(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == "v1":
            return answer(b"", 304)
        return answer(CENSUS.good(asked.query["time"]), ETag="v1")

    world.reply = reply
    world.ask("census_us", CENSUS.ask)
    world.now[0] += timedelta(days=30)
    assert {(load.vintage, load.added) for load in world.ask("census_us", CENSUS.ask)} == {
        ("retrieved 2026-06-01", False)
    }


def test_a_date_that_is_told_goes_before_the_day_of_retrieval(world: World) -> None:
    given = replace(CENSUS.ask, options={"released": "2026-05-20"})
    assert {load.vintage for load in world.collect(UNDATED[1], FIRST, ask=given)} == {"2026-05-20"}
    dated = replace(UNDATED[0], bare=same)
    assert {load.vintage for load in world.collect(dated, FIRST)} == {"2024-05-16"}


def test_our_own_days_are_no_rhythm_of_the_publisher(world: World) -> None:
    world.collect(UNDATED[1], FIRST)
    told = freshness(world.lake, source("census_us"))
    assert (told["vintage"], told["expected_next"]) == ("retrieved 2026-06-01", None)


# ------------------------------------------------------------------------------------------------- the command line
def run(world: World, *words: str) -> tuple[int, str, str]:
    world.monkeypatch.setenv("TOCSIN_TODAY", str(world.now[0].date()))
    done = CliRunner().invoke(app, [*words, "--lake", str(world.lake.store.root)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_revisions_shows_the_pair(world: World) -> None:
    world.collect(UNDATED[1], FIRST)
    world.collect(UNDATED[1], SECOND, UNDATED[1].revised)
    code, out, _ = run(world, "lake", "revisions", "--source", "census_us")
    assert code == 0
    assert "census_us: retrieved 2026-06-01 -> retrieved 2026-06-08 (trade_value)" in out
    assert "6 rows in both, 0 vanished, 0 new; 3 (50 %) changed by more than 1 %" in out
    code, out, _ = run(world, "lake", "history", "--json")
    assert {(row["vintage"], row["released_on"]) for row in json.loads(out)} == {
        ("retrieved 2026-06-01", "2026-06-01"),
        ("retrieved 2026-06-08", "2026-06-08"),
    }


def test_a_source_that_is_refused_does_not_stop_the_others(world: World) -> None:
    later = [False]

    def reply(asked: Asked) -> Answer:
        case = next(case for case in UNDATED if _is_of(case, asked))
        change = case.revised if later[0] else same
        if case.name == "census_us":  # a service gone wrong: no row of what it gives later can be kept
            change = (lambda text: text.replace('"100"', '"x"').replace('"50"', '"x"')) if later[0] else same
        part = case.service.part_of(asked).removeprefix("from ")
        return answer(change(case.bare(case.service.good(part))))

    world.reply = reply
    for case in UNDATED:
        world.ask(case.name, replace(case.service.ask, until=None))
        assert remembered(world.lake, case.name)[0].is_open
    later[0] = True
    world.now[0] += timedelta(days=7)
    code, out, err = run(world, "collect", "--all")
    assert code == 4
    assert "failed: census_us; the others are collected" in err
    assert "no row is left of 2" in err
    assert {load["source"] for load in world.lake.history() if load["vintage"] == "retrieved 2026-06-08"} == {
        "comext",
        "wgi",
        "portwatch",
    }
    assert "retrieved 2026-06-08" in out
    for case in UNDATED:
        assert world.figures(case, FIRST)


def _is_of(case: Undated, asked: Asked) -> bool:
    marks = {"comext": "DS-045409", "census_us": "/imports/hs", "wgi": "/indicator/", "portwatch": "where"}
    return marks[case.name] in asked.path or marks[case.name] in asked.query


def test_what_rests_on_a_day_of_retrieval_says_so(world: World) -> None:
    world.collect(UNDATED[1], FIRST)
    world.collect(UNDATED[1], SECOND, UNDATED[1].revised, SMALLER["census_us"])
    desk = Desk(world.lake, SECOND)
    facts = {one["vintage"]: one["released_on_assumed"] for one in desk.lake_facts()["sources"]}
    notes = [note for note in desk.notes() if "retriev" in note]
    assert facts == {"retrieved 2026-06-01": True, "retrieved 2026-06-08": True}
    assert notes == [
        "census_us: answers that bear no date count from the day of their retrieval, the latest possible release."
    ]
