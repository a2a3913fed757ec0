"""Reports of one happening come together, those of two stay apart, whatever their order."""

from __future__ import annotations

import itertools

import pytest

from tests.events.reports import report
from tocsin.events.dedup import happenings
from tocsin.events.report import Report


def ids(*reports: Report, listings: tuple[str, ...] = (), daily: tuple[str, ...] = ()) -> list[set[str]]:
    return [{one.id for one in found.reports} for found in happenings(reports, listings=listings, daily=daily)]


def test_documents_about_one_act_near_in_time_tell_of_one_happening() -> None:
    assert ids(report("a", "2023-10-20"), report("b", "2023-10-22"), report("c", "2023-10-25")) == [{"a", "b"}, {"c"}]


def test_an_act_repeated_day_by_day_is_not_one_long_happening() -> None:
    days = [report(str(day), f"2023-10-{day}") for day in range(10, 20)]
    assert ids(*days) == [{"10", "11", "12"}, {"13", "14", "15"}, {"16", "17", "18"}, {"19"}]


@pytest.mark.parametrize(
    "other",
    [
        report("b", "2023-10-20", "quota"),
        report("b", "2023-10-20", actor="RUS"),
        report("b", "2023-10-20", actor="CHN RUS"),
        report("b", "2023-10-20", target="JPN"),
        report("b", "2023-10-20", objects="gallium"),
        report("b", "2023-10-20", document="document a"),
    ],
)
def test_another_act_actor_target_or_good_and_a_second_event_of_a_document_are_another(other: Report) -> None:
    first = report("a", "2023-10-20", target="KOR", objects="natural_graphite")
    assert len(ids(first, other)) == 2


def test_what_one_report_leaves_open_another_may_tell() -> None:
    bare, full = report("a", "2023-10-20"), report("b", "2023-10-21", target="KOR USA", objects="graphite")
    assert ids(bare, full, report("c", "2023-10-20", target="USA")) == [{"a", "b", "c"}]


def test_targets_that_contradict_each_other_are_not_joined_by_one_that_is_silent() -> None:
    found = ids(
        report("a", "2023-10-20"), report("b", "2023-10-20", target="KOR"), report("c", "2023-10-20", target="USA")
    )
    assert sorted(len(one) for one in found) == [1, 2]


def test_a_source_that_lists_each_happening_once_is_taken_at_its_word() -> None:
    rows = [report(one, "2022-11-02", "missile_test", actor="PRK", source="list") for one in "abc"]
    press = report("d", "2022-11-02", "missile_test", actor="PRK")
    assert sorted(len(one) for one in ids(*rows, press, listings=("list",))) == [1, 1, 2]
    assert ids(*rows) == [{"a", "b", "c"}]


def test_sentences_coded_by_day_are_one_on_the_same_day_only() -> None:
    rows = [report("a", "2018-06-01", source="coded"), report("b", "2018-06-01", source="coded")]
    later = report("c", "2018-06-02", source="coded")
    assert ids(*rows, later, daily=("coded",)) == [{"a", "b"}, {"c"}]
    assert ids(*rows, report("d", "2018-06-03"), daily=("coded",)) == [{"a", "b", "d"}]


def test_a_month_joins_a_day_in_it_and_a_day_is_the_date() -> None:
    (found,) = happenings([report("m", "2023-10"), report("d", "2023-10-20")])
    assert str(found.period) == "2023-10-20"
    assert found.documents == 2
    assert ids(report("m", "2023-10"), report("d", "2023-12-20")) == [{"m"}, {"d"}]


def test_what_the_list_does_not_name_goes_by_the_publishers_code() -> None:
    one, other = (
        report(name, "2018-06-01", "other", code=code) for name, code in (("a", "CAMEO 173"), ("b", "CAMEO 190"))
    )
    assert len(ids(one, other)) == 2


def test_the_order_of_reports_changes_nothing() -> None:
    reports = [
        report("a", "2023-10-20", target="KOR"),
        report("b", "2023-10-22"),
        report("c", "2023-10-23", target="USA"),
        report("d", "2023-10"),
    ]
    assert len({str(happenings(order)) for order in itertools.permutations(reports)}) == 1
