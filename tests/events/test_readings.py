"""Many documents: told in the order given, the same by one process or several, and none stops the others."""

from __future__ import annotations

import os
import pickle
import sys
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path

import pytest

from tocsin.core.errors import FormatError, InputError, TocsinError, UsageError
from tocsin.events import readings
from tocsin.events.readings import Answer, Given, Manner, documents, read_all, read_given

BAN = "China banned exports of gallium to Japan on 3 May 2024."


def told(answers: list[Answer]) -> list[tuple[str, object]]:
    return [
        (one.source, one.error.found if one.error else [reading.json() for reading in one.readings]) for one in answers
    ]


def test_a_folder_stands_for_its_documents_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.HTML", "c.bin", ".hidden.txt", "d.pdf"):
        (tmp_path / name).write_text(BAN, encoding="utf-8")
    (tmp_path / "deeper.txt").mkdir()
    (tmp_path / "deeper.txt" / "e.txt").write_text(BAN, encoding="utf-8")
    said: list[str] = []
    found = documents(str(tmp_path), said.append)
    assert found == [Given(str(tmp_path / name)) for name in ("a.HTML", "b.txt", "d.pdf")]
    assert said == [f"{tmp_path}: 1 of 4 files are no documents by their names: left out"]


@pytest.mark.parametrize("source", ["none.txt", "notice.docx", "https://example.org/folder", "-"])
def test_any_other_source_stands_for_itself(source: str) -> None:
    assert documents(source) == [Given(source)]


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    (given,) = documents(str(tmp_path))
    with pytest.raises(InputError, match="holds no document"):
        read_given(given, Manner())


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="all is open to root")
def test_a_folder_that_may_not_be_looked_into_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    (given,) = documents(str(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        read_given(given, Manner())


def test_several_processes_tell_the_same_as_one_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    texts = [Given(f"{n}.txt", f"{BAN} Chile agreed with Peru in {2000 + n}.".encode()) for n in range(3)]
    given = [texts[0], Given("none.txt"), texts[1], *documents(str(tmp_path)), Given("http://127.0.0.1/a"), texts[2]]
    manner = Manner(published=date(2024, 5, 4))
    alone, together = list(read_all(given, manner, jobs=1)), list(read_all(given, manner, jobs=2))
    assert told(together) == told(alone)
    assert [one.source for one in together] == [one.source for one in given]
    failed = [one.error for one in together if one.error]
    assert [type(one) for one in failed] == [UsageError, FormatError, InputError, UsageError]
    assert [len(one.readings) for one in together] == [1, 0, 1, 0, 0, 0, 1]


def test_few_documents_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "_by_processes", None)
    given = [Given("a.txt", BAN.encode())] * readings.TOGETHER
    assert len(list(read_all(given, jobs=8))) == readings.TOGETHER


def test_nothing_given_tells_nothing() -> None:
    assert list(read_all([])) == []


def test_a_pipeline_that_cannot_be_loaded_stops_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match="spaCy is not installed"):
        list(read_all([Given("a.txt", BAN.encode())], Manner(spacy="en_core_web_sm"), jobs=1))


def test_a_process_that_is_stopped_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(readings, "_by_processes", stopped)
    with pytest.raises(InputError, match="was stopped"):
        list(read_all([Given("a.txt", BAN.encode())] * 9, jobs=2))


def test_a_kind_that_there_is_not_is_refused_before_any_is_read() -> None:
    with pytest.raises(UsageError, match="no kind of document"):
        Manner(kind="docx")


def test_an_error_comes_whole_out_of_another_process() -> None:
    error: TocsinError = FormatError("'x' is none", where="a.txt", remedy="Write y.")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again)) == (FormatError, str(error))
