"""Streams of events out of a lake: who, what, when, each once, as of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from tests.pipeline.events import add, lake_of, row
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release
from tocsin.core.schema import PRESSURE
from tocsin.events.streams import Question, party
from tocsin.lake import Lake
from tocsin.pipeline.context import context_lines
from tocsin.pipeline.streams import Told, document, tell

DAY = date(2023, 12, 31)


def launches(*days: str) -> list[dict[str, object]]:
    return [row(number, day, "PRK", "missile_test", quantity=1.0) for number, day in enumerate(days)]


def told(lake: Lake, question: Question, day: date = DAY, *, since: str = "", until: str = "") -> Told:
    first, last = (parse_period(text) if text else None for text in (since, until))
    return tell(lake.as_of(day), question, since=first, until=last)


def counts(found: Told) -> dict[str, int]:
    return {str(one.period): one.count for one in found.rates if one.count}


def test_a_question_takes_what_fits_it_and_no_more(tmp_path: Path) -> None:
    lake = lake_of(
        tmp_path,
        [
            row(1, "2023-01-02", "CHN", "ban", "JPN"),
            row(2, "2023-01-12", "USA;JPN", "ban", "CHN"),
            row(3, "2023-02-02", "CHN", "threaten", "JPN;KOR"),
            row(4, "2023-03-02", "CHN", "ban", "JPN", modality="called_for"),
        ],
    )
    assert counts(told(lake, Question("CHN", "", "JPN"))) == {"2023-01": 1, "2023-02": 1}
    assert counts(told(lake, Question("JPN"))) == {"2023-01": 1}
    assert counts(told(lake, Question(act="ban"))) == {"2023-01": 2}
    assert told(lake, Question("CHN", "ban")).unreal == {"called_for": 1}


def test_missiles_of_a_list_are_counted_one_by_one_and_the_press_adds_none(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, launches("2022-11-02", "2022-11-02", "2022-11-18"), source="nti_missiles")
    add(lake, [row(9, "2022-11-03", "PRK", "missile_test", quantity=23.0, scope="x")], source="reading", released=DAY)
    found = told(lake, Question("PRK", "missile_test"))
    assert counts(found) == {"2022-11": 3}
    assert [one.documents for one in found.found] == [2, 1, 1]


def test_since_and_until_cut_what_is_shown_and_not_what_is_usual(tmp_path: Path) -> None:
    days = [f"{year}-{month:02d}-01" for year in range(2018, 2023) for month in range(1, 13)]
    lake = lake_of(tmp_path, launches(*days, *["2022-12-05"] * 20), source="nti_missiles", released=date(2023, 1, 1))
    whole, part = told(lake, Question("PRK")), told(lake, Question("PRK"), since="2022-10", until="2022-11")
    assert counts(part) == {"2022-10": 1, "2022-11": 1}
    assert part.stream == whole.stream
    assert [str(one.first) for one in whole.raised] == ["2022-12"]
    assert part.raised == []


def test_a_day_before_sees_less(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, launches("2022-11-02", "2022-11-18"), source="nti_missiles")
    assert counts(told(lake, Question("PRK"), date(2022, 11, 10))) == {"2022-11": 1}
    assert told(lake, Question("PRK"), date(2022, 11, 1)).found == ()


def test_a_share_is_of_all_that_the_same_source_told(tmp_path: Path) -> None:
    rows = [row(number, "2023-01-02", "CHN", "ban", "JPN") for number in range(3)]  # one act in three reports
    others = [row(10 + number, f"2023-01-{number:02d}", "USA", "meet", "KOR") for number in range(1, 10)]
    lake = lake_of(tmp_path, [*rows, *others])
    add(lake, launches("2023-01-05"), source="nti_missiles")
    (rate,) = told(lake, Question("CHN", "ban")).rates
    assert (rate.count, rate.reports, rate.share) == (1, 3, 0.1)
    (missiles,) = told(lake, Question("PRK")).rates
    assert missiles.share is None


def test_tone_is_told_of_a_pair_whichever_way_it_is_asked_for(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [row(1, "2023-01-02", "KOR", "meet", "JPN"), row(2, "2023-01-02", "JPN", "meet", "KOR")])
    cells = (("gdelt_goldstein", "JPN-KOR", -50.0), ("gdelt_pairs", "WLD", 1000.0))
    rows = [
        dict(zip(PRESSURE.columns.names, (*one[:2], "2023-01-02", "D", one[2], "x", "A", "x"), strict=True))
        for one in cells
    ]
    batch = Batch(pa.Table.from_pylist(rows, schema=PRESSURE.columns))
    lake.load(Release("pressure", "x", None, 0, "1" * 64, iter([batch])), source="gdelt_dyads", licence="x")
    january = parse_period("2023-01")
    assert told(lake, Question("KOR", target="JPN")).tone == {january: -0.05}
    assert told(lake, Question("JPN", target="KOR")).tone == {january: -0.05}
    assert told(lake, Question("JPN")).tone == {}


def test_the_document_for_machines(tmp_path: Path) -> None:
    rows = [row(1, "2023-01-02", "CHN", "ban", "JPN", evidence="China bans it.", evidence_start=3, evidence_end=17)]
    made = document(told(lake_of(tmp_path, rows), Question("CHN", "ban"), since="2023"))
    assert (made["count"], made["since"], made["until"]) == (1, "2023-01-01", "2023-12-31")
    assert made["periods"][0] == {
        "period": "2023-01",
        "count": 1,
        "reports": 1,
        "share": 1.0,
        "share_of": 1,
        "burst": False,
        "tone": None,
    }
    assert made["events"][0]["reports"][0]["evidence"] == "China bans it."
    assert "later periods are not known" in made["notes"][0]


def test_parties_are_read_as_they_are_written() -> None:
    assert [party(text) for text in ("prk", "North Korea", "EU", "SK hynix", "")] == [
        "PRK",
        "PRK",
        "EUU",
        "SK hynix",
        "",
    ]


def test_the_line_of_context_counts_back_from_what_is_known(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, launches("2022-11-02", "2022-11-18", "2022-03-01"), source="nti_missiles")
    (line,) = context_lines(lake.as_of(date(2023, 6, 1)))
    assert (line.lately, line.year, line.last, line.current) == (2, 3, "2022-11-18", False)
    assert "up to 2022-11-18, as far as is known" in line.line
    (line,) = context_lines(lake.as_of(date(2022, 11, 10)))
    assert (line.lately, line.year, line.current) == (1, 2, True)


def test_a_lake_without_such_events_has_no_line(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [row(1, "2022-11-02", "KOR", "meet", "JPN")])
    assert context_lines(lake.as_of(DAY)) == []
    assert context_lines(lake.as_of(date(2000, 1, 1))) == []


def test_the_missile_table_by_month(tmp_path: Path, shared_data: Path) -> None:
    from tests.sources.sheets import read_all

    ((_, rows, _),) = read_all("nti_missiles", shared_data / "events" / "north_korea_missile_tests.csv")
    lake = lake_of(tmp_path, rows, source="nti_missiles", released=date(2026, 4, 30))
    found = told(lake, Question("PRK", "missile_test"), date(2026, 5, 1), since="2022-01", until="2022-12")
    plain: dict[str, int] = {}
    for line in (shared_data / "events" / "north_korea_missile_tests.csv").read_text().splitlines():
        if line.startswith("2022-"):
            plain[line[:7]] = plain.get(line[:7], 0) + 1
    assert counts(found) == plain
    assert sum(plain.values()) == 69
    assert [str(one.first) for one in found.raised] == ["2021-09"]
