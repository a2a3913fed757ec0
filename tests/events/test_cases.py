"""Judged sentences are given to the coder again: what it gets right, and what not."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tocsin.core.errors import FormatError
from tocsin.events.cases import Case, parse_cases, replay

SENTENCE = "Japan imposed export controls on photoresist to South Korea on 4 July 2019."
CODED: dict[str, Any] = {
    "actor": ["JPN"],
    "act": "impose_control",
    "target": ["KOR"],
    "object": ["photoresist"],
    "date": "2019-07-04",
    "modality": "done",
}


def case(expected: dict[str, Any] | None, **more: Any) -> Case:
    plain: dict[str, Any] = {"id": "a", "sentence": SENTENCE, "published": date(2019, 7, 5), "coded": CODED}
    return Case(**plain | {"expected": expected} | more)


def test_a_sentence_that_is_coded_as_it_was_judged_agrees() -> None:
    found = replay([case({"act": "impose_control", "actor": ["JPN"], "target": ["KOR"]})])
    assert [one.why for one in found.agreements] == ["as corrected"]
    assert found.disagreements == ()


def test_a_sentence_that_is_coded_otherwise_says_in_what_it_differs() -> None:
    found = replay([case({"act": "impose_control", "actor": ["JPN"], "target": ["TWN"]})])
    assert found.agreements == ()
    assert [one.why for one in found.disagreements] == ["differs in target"]


def test_an_event_that_the_text_does_not_tell_agrees_once_it_is_gone() -> None:
    gone = case(None, sentence="The minister had lunch.")
    found = replay([case(None), gone])
    assert [one.why for one in found.disagreements] == ["it is coded still"]
    assert [one.case for one in found.agreements] == [gone]


def test_a_sentence_that_leans_on_its_document_is_set_aside_and_not_held_against_the_coder() -> None:
    found = replay([case({"act": "ban"}, alone=False)])
    assert (found.agreements, found.disagreements, len(found.set_aside)) == ((), (), 1)


def test_cases_read_back_as_they_were_written() -> None:
    cases = (case({"act": "ban"}, by="J. Doe", reason="ein Grund: \u201c\u7981\u201d"), case(None))
    assert parse_cases("\n".join(json.dumps(one.json()) for one in cases), "f") == tuple(
        Case(**{**vars(one), "document": {}}) for one in cases
    )


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"sentence": ""}',
        '{"sentence": "a", "coded": {"act": "nap"}}',
        '{"sentence": "a", "coded": {"x": 1}}',
    ],
)
def test_a_line_that_is_no_case_is_refused_with_its_number(line: str) -> None:
    good = json.dumps(case({"act": "ban"}).json())
    with pytest.raises(FormatError) as error:
        parse_cases(f"{good}\n{line}\n", "cases.jsonl")
    assert error.value.where == "cases.jsonl, line 2"
