"""What the user reads and keeps: stored once, replaced when read anew, known from its publication on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tocsin.core.clock import fixed_clock
from tocsin.events.reader import Reading, read
from tocsin.events.streams import Question
from tocsin.lake import Lake
from tocsin.lake.door import ACTS, MODALITIES, PRECISIONS
from tocsin.pipeline.dealings import give_dealings, give_moves
from tocsin.pipeline.index import digest_ahead
from tocsin.pipeline.kept_events import UNDATED, keep
from tocsin.pipeline.streams import tell

TEXT = "China banned exports of gallium to the United States on 3 December 2024. Unrelated words stand here."
PUBLISHED = date(2024, 12, 5)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", fixed_clock(date(2026, 11, 27)))


def reading(text: str = TEXT, published: date | None = PUBLISHED) -> Reading:
    (found,) = read(text, name="notice.txt", published=published)
    return found


def rows(lake: Lake, day: date) -> list[dict[str, object]]:
    connection = lake.as_of(day).connect()
    try:
        found: list[dict[str, object]] = connection.execute("SELECT * FROM event").to_arrow_table().to_pylist()
    finally:
        connection.close()
    return found


def test_an_event_is_stored_with_the_words_that_say_so(lake: Lake) -> None:
    load = keep(lake, reading(), "notice.txt")
    assert load is not None
    assert (load.rows_in, load.rows_kept, load.refused) == (1, 1, [])
    (row,) = rows(lake, PUBLISHED)
    assert (row["source"], row["actor"], row["act"], row["target"]) == ("reading", "CHN", "ban", "USA")
    assert (row["date"], row["date_precision"], row["period"]) == ("2024-12-03", "day", "2024-12-03")
    start, end = int(str(row["evidence_start"])), int(str(row["evidence_end"]))
    assert TEXT[start:end] == row["evidence"]
    assert "notice.txt" in str(row["document"])


def test_it_is_known_from_the_day_of_publication_on(lake: Lake) -> None:
    """The event was on 3 December; the document that tells of it came out on the 5th."""
    keep(lake, reading())
    before, after = (tell(lake.as_of(day), Question("CHN", "ban", "USA")) for day in (date(2024, 12, 4), PUBLISHED))
    assert (before.found, before.rates) == ((), [])
    assert [str(one.period) for one in after.found] == ["2024-12-03"]
    seen = []
    for day in (date(2024, 12, 4), PUBLISHED):
        connection = lake.as_of(day).connect()
        seen.append((give_moves(connection, day), len(give_dealings(connection, day))))
        connection.close()
    assert seen == [({}, 0), ({"CHN": 1}, 1)]


def test_what_was_made_for_forecasts_of_a_day_before_is_still_found(lake: Lake) -> None:
    days = (date(2024, 12, 4), PUBLISHED)
    before = [digest_ahead(lake.as_of(day)) for day in days]
    keep(lake, reading())
    after = [digest_ahead(lake.as_of(day)) for day in days]
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_the_same_document_adds_nothing(lake: Lake) -> None:
    keep(lake, reading())
    lake.clock = fixed_clock(date(2026, 11, 28))
    again = keep(lake, reading())
    assert again is not None
    assert not again.added
    assert len(rows(lake, date(2026, 12, 1))) == 1


def test_a_document_read_anew_replaces_what_was_kept_of_it(lake: Lake) -> None:
    first = reading()
    keep(lake, first)
    lake.clock = fixed_clock(date(2026, 11, 28))
    keep(lake, replace(first, found=tuple(replace(one, event=one.event.doubted(0.5)) for one in first.found)))
    (row,) = rows(lake, date(2026, 12, 1))
    assert row["confidence"] == pytest.approx(first.found[0].event.confidence / 2, abs=0.001)


def test_a_document_without_events_stores_nothing(lake: Lake) -> None:
    assert keep(lake, reading("The weather was fine and everybody slept well.")) is None
    assert lake.history() == []


def test_an_event_without_any_date_is_refused_with_its_reason(lake: Lake) -> None:
    undated = reading(f"China banned exports of gallium to the United States. {TEXT}", None)
    bare = replace(undated.found[0], event=replace(undated.found[0].event, date="", date_precision="none"))
    dated = [one for one in undated.found if one.event.date]
    assert dated
    load = keep(lake, replace(undated, found=(bare, *dated)))
    assert load is not None
    assert [(one.reason, one.count) for one in load.refused] == [(UNDATED, 1)]
    assert load.rows_in == load.rows_kept + 1


def test_an_event_without_a_date_stands_on_the_day_of_its_document(lake: Lake) -> None:
    first = reading()
    bare = replace(first.found[0], event=replace(first.found[0].event, date="", date_precision="none"))
    keep(lake, replace(first, found=(bare,)))
    (row,) = rows(lake, PUBLISHED)
    assert (row["date"], row["date_precision"], row["period"]) == (None, "none", "2024-12-05")


def test_the_door_knows_the_lists_of_the_coder() -> None:
    from tocsin.events import event

    assert (*event.ACTS, "other") == ACTS
    assert event.MODALITIES == MODALITIES
    assert event.PRECISIONS == PRECISIONS
