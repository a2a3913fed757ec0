"""`tocsin events review` as a user runs it: from a notice to an answer of law, and back to the coder."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.events.readings import BAN, event, reading
from tocsin.cli import app
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import FormatError, UsageError
from tocsin.lake import Lake

ID = "vnm-2026-jpn-gallium-ban"
NOTICE = """Synthetic notice

Vietnam banned exports of gallium to Japan on 5 May 2026. The ministers met in Hanoi.
"""


@pytest.fixture(scope="module")
def new_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "lake"
    Lake.create(root, fixed_clock(date(2026, 11, 27)), bare=False)
    return root


@pytest.fixture
def run(new_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    shutil.copytree(new_lake, tmp_path / "lake")
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-27")
    monkeypatch.setenv("TOCSIN_LAKE", str(tmp_path / "lake"))

    def go(*words: str, given: str | None = None) -> str:
        ran = CliRunner().invoke(app, list(words), input=given)
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    return go


def review(run: Any, *words: str, **more: Any) -> str:
    told: str = run("events", "review", *words, **more)
    return told


def test_a_notice_becomes_a_proposal_an_entry_and_a_test_case(run: Any, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    read = run("read", str(tmp_path / "notice.txt"), "--published", "2026-05-06", "--json")
    assert f"proposed  {ID}" in review(run, "--from", "-", given=read)
    (waiting,) = json.loads(review(run, "--json"))
    assert waiting["id"] == ID
    span = waiting["evidence"]
    assert NOTICE[span["start"] : span["end"]] == span["text"]

    listed = review(run)
    assert span["text"] in listed
    assert "from 2026-05-05" in listed

    review(
        run,
        ID,
        "--correct",
        "valid_from=2026-05-07",
        "size=all grades",
        "--accept",
        "--by",
        "J. Doe",
        "--reason",
        "Art. 2",
    )
    asked = ("policy", "law", "--party", "VNM", "--target", "JPN", "--product", "gallium", "--on")
    assert "BAN" in run(*asked, "2026-05-07")
    assert "FREE" in run(*asked, "2026-05-06")
    assert "none: nothing waits" in review(run)
    shown = json.loads(review(run, ID, "--json"))
    assert [one["what"] for one in shown["decisions"]] == ["corrected", "accepted"]

    cases = tmp_path / "cases.jsonl"
    review(run, "--export-cases", str(cases))
    replayed = json.loads(review(run, "--replay-cases", str(cases), "--json"))
    assert [one["id"] for one in replayed["agreements"]] == [ID]
    assert replayed["disagreements"] == []


def test_a_rejection_takes_it_off_the_list_and_keeps_the_reason(run: Any) -> None:
    review(run, "--from", "-", given=reading(event()))
    review(run, ID, "--reject", "--reason", "an old report", "--by", "J. Doe")
    assert json.loads(review(run, "--json")) == []
    (all_,) = json.loads(review(run, "--all", "--json"))
    assert (all_["state"], all_["decisions"][0]["reason"]) == ("rejected", "an old report")


def test_the_questions_go_through_what_waits_and_say_what_cannot_be_done(run: Any) -> None:
    two = reading(event(), event("Vietnam banned exports of widgets to Japan.", object=["widgets"]))
    review(run, "--from", "-", given=two)
    told = review(run, "--ask", given="J. Doe\na\na\nc\nproducts=photoresist\nthe annex\na\n")
    assert "1 of 2" in told
    assert "2 of 2" in told
    assert [one["state"] for one in json.loads(review(run, "--all", "--json"))] == ["accepted", "accepted"]


def test_words_of_a_document_cannot_steer_the_terminal(run: Any) -> None:
    review(run, "--from", "-", given=reading(event(f"{BAN}\x1b[2J\u202e"), title="\x1b]0;evil\x07"))
    listed = review(run) + review(run, ID)
    assert "\x1b" not in listed
    assert "\u202e" not in listed


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("nobody", "--accept", "--by", "X"), "vnm-2026"),
        ((ID, "--accept", "--reject", "--by", "X"), "one"),
        (("--accept", "--by", "X"), "Name the proposal"),
        ((ID, "--reject", "--by", "X"), "Say why"),
        ((ID, "--accept"), "--by NAME"),
        ((ID, "--correct", "target=KOR", "--by", "X"), "Say why"),
        ((ID, "--correct", "targts=KOR", "--by", "X", "--reason", "y"), "targets"),
        ((ID, "--correct", "targets", "--by", "X", "--reason", "y"), "FIELD=VALUE"),
        ((ID, "targets=KOR"), "--correct"),
        ((ID, "--misread"), "--reject"),
        ((ID, "--from", "-"), "one at a time"),
    ],
)
def test_a_request_that_makes_no_sense_says_what_to_do(run: Any, words: tuple[str, ...], remedy: str) -> None:
    review(run, "--from", "-", given=reading(event()))
    with pytest.raises(UsageError) as error:
        review(run, *words)
    assert remedy in error.value.remedy
    assert [one["state"] for one in json.loads(review(run, "--all", "--json"))] == ["waiting"]


def test_a_document_that_was_not_read_before_is_refused_with_the_way_to_go(run: Any, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(FormatError) as error:
        review(run, "--from", str(tmp_path / "notice.txt"))
    assert "tocsin read" in error.value.remedy
    with pytest.raises(UsageError):
        review(run, "--from", str(tmp_path / "missing.json"))
