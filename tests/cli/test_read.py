"""`tocsin read` as a user runs it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tocsin.cli import read
from tocsin.core.errors import FormatError, UsageError
from tocsin.events.event import ACTS

NOTICE = (
    "---\ntitle: A notice\ndate: 2023-07-03\n---\n"
    "China said on Monday that it will restrict exports of gallium to the United States.\n"
)


@pytest.fixture
def run() -> Any:
    app = typer.Typer()
    read.add(app)

    def go(*words: str, given: bytes | None = None) -> Any:
        ran = CliRunner().invoke(app, list(words), input=given)
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran

    return go


def test_a_file_is_shown_as_a_table_with_its_words(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "notice.md"
    path.write_text(NOTICE, encoding="utf-8")
    shown = " ".join(run(str(path)).stdout.split())
    assert "A notice, published 2023-07-03" in shown
    for word in ("CHN -> USA", "announce_control", "announced", "gallium", "2023-07-03"):
        assert word in shown


def test_words_are_quoted_without_mark_up(run: Any) -> None:
    text = b"# Notice\n\nChina **banned** exports of [gallium](https://x.org/a) to Japan&nbsp;on 3 July 2023.\n"
    shown = " ".join(run("-", "--kind", "markdown", given=text).stdout.split())
    assert '"China banned exports of gallium to Japan on 3 July 2023."' in shown
    told = json.loads(run("-", "--kind", "markdown", "--json", given=text).stdout)
    assert "**banned**" in told["events"][0]["evidence"]["text"]


def test_help_lists_every_act(run: Any) -> None:
    shown = re.sub(r"\s+", " ", run("--help").stdout)
    assert f"Acts: {', '.join(ACTS)}." in shown


def test_standard_input_gives_the_same_json_as_the_file(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "notice.md"
    path.write_text(NOTICE, encoding="utf-8")
    told = json.loads(run(str(path), "--json").stdout)
    assert told == json.loads(run("-", "--json", given=NOTICE.encode()).stdout)
    evidence = told["events"][0]["evidence"]
    assert NOTICE[evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_day_kind_and_encoding_can_be_given(run: Any) -> None:
    body = "<p>China banned exports of gallium to the United States. Caf\u00e9.</p>".encode("cp1252")
    told = json.loads(
        run("-", "--json", "--kind", "text", "--published", "2024-12-03", "--charset", "latin1", given=body).stdout
    )
    document = told["document"]
    assert (document["kind"], document["published"], document["encoding"]) == ("text", "2024-12-03", "cp1252")


def test_the_documents_of_a_feed_stand_in_a_list(run: Any) -> None:
    items = "".join(f"<item><title>{n}</title><description>Japan agreed.</description></item>" for n in range(2))
    told = json.loads(run("-", "--json", given=f"<rss><channel>{items}</channel></rss>".encode()).stdout)
    assert [one["document"]["title"] for one in told["documents"]] == ["0", "1"]


def test_nothing_found_is_said(run: Any) -> None:
    assert "no events" in run("-", given=b"The weather is fine.").stdout


def test_signs_that_steer_a_terminal_do_not_reach_it(run: Any) -> None:
    body = '---\ntitle: "\\x1b[2J[bold]A"\n---\nChina \x1b[31mbanned exports of gallium to the United States.\n'
    ran = run("-", given=body.encode())
    assert "\x1b" not in ran.output
    assert "[bold]A" in ran.stdout


@pytest.mark.parametrize(
    ("words", "error", "match"),
    [
        (["none.txt"], UsageError, "no such file"),
        (["-", "--published", "3 July"], UsageError, "no day"),
        (["-", "--kind", "docx"], UsageError, "no kind of document"),
        (["http://127.0.0.1/a"], UsageError, "private or local"),
        (["ftp://example.org/a"], UsageError, "http and https"),
    ],
)
def test_misuse_is_told(run: Any, words: list[str], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        run(*words, given=b"a")


def test_a_file_that_is_too_large_is_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(FormatError, match="at most 10,000,000"):
        run(str(path))


def test_kept_events_are_counted_by_the_lake(tmp_path: Path, run: Any) -> None:
    document = tmp_path / "told.txt"
    document.write_text("North Korea fired two ballistic missiles on 4 May 2022.", encoding="utf-8")
    given = [str(document), "--published", "2022-05-04", "--keep", "--lake", str(tmp_path / "lake")]

    assert "Kept in the lake: 1 event." in run(*given).stderr
    assert "Kept in the lake: 0 events." in run(*given).stderr


def test_without_spacy_a_pipeline_is_asked_for_in_vain(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r"pip install 'tocsin\[spacy\]'"):
        run("-", "--spacy", "en_core_web_sm", given=NOTICE.encode())


@pytest.fixture
def several(tmp_path: Path) -> Path:
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "b.md").write_text(NOTICE, encoding="utf-8")
    (folder / "a.txt").write_text("Japan agreed with Chile on 3 May 2023.", encoding="utf-8")
    (folder / "c.bin").write_bytes(b"\x00")
    return folder


def test_a_folder_is_read_by_name_with_what_else_is_given(run: Any, several: Path) -> None:
    given = b"China banned exports of gallium on 3 May 2024."
    ran = run(str(several), "-", "--json", "--jobs", "1", given=given)
    told = json.loads(ran.stdout)
    assert [one["name"] for one in told["documents"]] == [str(several / "a.txt"), str(several / "b.md"), "-"]
    assert "failed" not in told
    alone = json.loads(run(str(several / "b.md"), "--json").stdout)
    assert told["documents"][1] == {"name": str(several / "b.md"), **alone}
    assert "1 of 3 files are no documents by their names" in ran.stderr


def test_several_documents_are_shown_by_what_they_were_given_as(run: Any, several: Path) -> None:
    shown = run(str(several), "--jobs", "1").stdout
    first, second = shown.index(f"{several / 'a.txt'}, published"), shown.index(f"{several / 'b.md'}: A notice, publ")
    assert first < second


def test_what_cannot_be_read_stops_nothing_and_is_told(several: Path) -> None:
    app = typer.Typer()
    read.add(app)
    (several / "empty.txt").touch()
    (several / "feed.rss").write_text("<rss><channel></channel></rss>", encoding="utf-8")
    ran = CliRunner().invoke(app, ["none.txt", str(several), "--json", "--jobs", "1"])
    assert ran.exit_code == 4
    told = json.loads(ran.stdout)
    assert [Path(one["name"]).name for one in told["documents"]] == ["a.txt", "b.md"]
    assert told["failed"] == [
        {"name": "none.txt", "reason": "There is no such file"},
        {"name": str(several / "empty.txt"), "reason": "The document is empty"},
    ]
    assert "not read: none.txt: There is no such file. Check the path." in ran.stderr
    assert "2 of 5 documents could not be read." in ran.stderr
    assert "feed.rss: the feed holds no documents." in ran.stderr


def test_standard_input_is_read_once(run: Any) -> None:
    with pytest.raises(UsageError, match="more than once"):
        run("-", "-", given=b"a")


def test_events_of_several_documents_are_kept_and_counted(run: Any, several: Path, tmp_path: Path) -> None:
    given = [str(several), "--keep", "--jobs", "1", "--lake", str(tmp_path / "lake")]
    assert "Kept in the lake: 2 events." in run(*given).stderr
    assert "Kept in the lake: 0 events." in run(*given).stderr
