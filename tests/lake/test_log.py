"""The forecast log: what goes in stays as it was, or the change is found."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.core.clock import fixed_clock
from tocsin.core.errors import BusyError, InputError, LakeError, UsageError
from tocsin.lake.log import ForecastLog
from tocsin.lake.log_chain import parsed
from tocsin.lake.log_head import Head, write_head
from tocsin.lake.log_record import GIVEN, NONE

ROOT = Path(__file__).parents[2]
CLOCK = fixed_clock(date(2026, 11, 24))
COUNT = 5


def forecasts(count: int = COUNT, **changes: object) -> list[dict[str, object]]:
    """Return invented forecasts."""
    row: dict[str, object] = dict.fromkeys(("model_version", "input_digest"), "1")
    row |= {"origin": "2026-03-02", "reporter": "KOR", "nomenclature": "HS1992", "basis": "invented", "period": "2024"}
    row |= {"label": "tight", "horizon": "12", "target": "2026", "low": 0.01, "high": 0.9}
    return [{**row, "product": f"{250410 + i}", "probability": 0.1 + i / 7 % 0.5, **changes} for i in range(count)]


@pytest.fixture
def log(tmp_path: Path) -> ForecastLog:
    made = ForecastLog.of(tmp_path)
    made.append(forecasts(), CLOCK)
    return made


def copy(content: bytes, folder: Path) -> ForecastLog:
    """Return a copy of a log that has nothing beside it."""
    path = folder / "copy.jsonl"
    path.write_bytes(content)
    return ForecastLog(path, copy=True)


def resealed(line: bytes, **changes: object) -> bytes:
    """Edit a line as one who knows how the digest is made."""
    record = {**json.loads(line), **changes}
    record.pop("digest")
    body = json.dumps(record, sort_keys=True, separators=(",", ":"))
    record["digest"] = hashlib.sha256(body.encode()).hexdigest()
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def test_records_are_chained_as_the_documentation_says(log: ForecastLog) -> None:
    previous, digest = "0" * 64, ""
    for number, line in enumerate(log.path.read_text(encoding="ascii").splitlines(), start=1):
        record = json.loads(line)
        assert (record["seq"], record["previous"]) == (number, previous)
        digest = record.pop("digest")
        body = json.dumps(record, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(body.encode()).hexdigest() == digest
        assert record["made_at"] == "2026-11-24T00:00:00+00:00"
        previous = digest
    found = log.verify()
    assert (found.count, found.head, found.beside, found.given) == (COUNT, digest, True, None)
    assert json.loads(log.head_path.read_text()) == {"bytes": log.path.stat().st_size, "digest": digest, "seq": COUNT}


def test_what_was_said_comes_back(log: ForecastLog) -> None:
    assert [{name: record[name] for name in GIVEN} for record in log.records()] == forecasts()  # type: ignore[literal-required]


def test_an_empty_log_is_sound(tmp_path: Path) -> None:
    log = ForecastLog.of(tmp_path)
    assert log.append([], CLOCK) == log.append([], CLOCK)
    assert (log.verify().count, log.verify(head=NONE, count=0).given) == (0, 0)
    assert not log.path.exists()


def test_the_same_forecast_again_adds_nothing(log: ForecastLog) -> None:
    before = log.path.read_bytes()
    again = log.append(forecasts(), fixed_clock(date(2026, 12, 1)))
    assert (again.count, again.held, again.seq) == (0, COUNT, COUNT)
    assert log.path.read_bytes() == before
    more = log.append(forecasts(COUNT + 2), CLOCK)
    assert (more.count, more.held, more.seq) == (2, COUNT, COUNT + 2)
    assert log.path.read_bytes().startswith(before)
    twice = log.append([*forecasts(1, input_digest="cd"), *forecasts(1, input_digest="cd")], CLOCK)
    assert (twice.count, twice.held) == (1, 1)
    assert log.verify().count == COUNT + 3


@pytest.mark.parametrize("name", ["origin", "label", "model_version", "input_digest", "horizon", "target", "reporter"])
def test_another_forecast_is_added(log: ForecastLog, name: str) -> None:
    other: dict[str, Any] = {name: {"origin": "2026-04-01", "horizon": "24", "target": "2026-2027"}.get(name, "other")}
    assert log.append(forecasts(**other), CLOCK).count == COUNT


@pytest.mark.parametrize("name", ["probability", "low", "high"])
def test_the_same_model_and_input_cannot_say_two_things(log: ForecastLog, name: str) -> None:
    before = log.path.read_bytes()
    other: dict[str, Any] = {name: {"low": 0.02, "probability": 0.11, "high": 0.95}[name]}
    with pytest.raises(InputError, match="already"):
        log.append(forecasts(1, **other), CLOCK)
    assert log.path.read_bytes() == before
    assert log.append(forecasts(1, low=0.01 + 1e-13), CLOCK).held == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"probability": float("nan")}, "nan"),
        ({"high": float("inf")}, "inf"),
        ({"probability": 1.5, "high": 1.6}, "1.6"),
        ({"low": -0.1}, "-0.1"),
        ({"low": 0.8}, "0.8"),
        ({"probability": "0.1"}, "'0.1'"),
        ({"probability": True}, "True"),
        ({"probability": None}, "None"),
        ({"reporter": ""}, "reporter ''"),
        ({"reporter": 410}, "410"),
        ({"label": "x" * 201}, "label"),
        ({"origin": "2026-3-2"}, "'2026-3-2'"),
        ({"origin": "2026-02-30"}, "2026-02-30"),
        ({"origin": "2026-11-25"}, "after 2026-11-24"),
        ({"horizon": "a year"}, "'a year'"),
        ({"target": "2026/27"}, "'2026/27'"),
        ({"colour": "red"}, "'colour'"),
        ({"seq": 1}, "'seq'"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_whole_batch(
    log: ForecastLog, changes: dict[str, object], told: str
) -> None:
    before = log.path.read_bytes()
    with pytest.raises(InputError) as error:
        log.append([*forecasts(2, model_version="2"), *forecasts(1, **changes)], CLOCK)
    assert told in error.value.found
    assert error.value.where == "forecast 3"
    assert log.path.read_bytes() == before


def test_a_field_that_is_absent_is_named(log: ForecastLog) -> None:
    row = forecasts(1)[0]
    del row["low"]
    with pytest.raises(InputError, match="lacks 'low'"):
        log.append([row], CLOCK)


def test_odd_letters_and_numbers_survive(tmp_path: Path) -> None:
    log = ForecastLog.of(tmp_path)
    odd = forecasts(1, basis='csv:"Zoll", \\ 관세청\n', probability=1e-17, low=-0.0, high=1)
    log.append(odd, CLOCK)
    (record,) = log.records()
    assert (record["basis"], record["probability"], record["high"]) == (odd[0]["basis"], 1e-17, 1.0)
    assert repr(record["low"]) == "0.0"
    assert log.append(odd, CLOCK).held == 1


# ------------------------------------------------------------------------------------------------------- tampering


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    log = ForecastLog.of(tmp_path_factory.mktemp("log"))
    log.append(forecasts(), CLOCK)
    return log.path.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@given(data=st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_one_byte_is_found_from_the_file_alone(data: st.DataObject, content: bytes, folder: Path) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    changed = {
        "replaced": content[:place] + byte + content[place + 1 :],
        "inserted": content[:place] + byte + content[place:],
        "appended": content + byte,
        "deleted": content[:place] + content[place + 1 :],
        "cut": content[:place],
    }[data.draw(st.sampled_from(["replaced", "inserted", "appended", "deleted", "cut"]))]
    whole_lines = content.startswith(changed) and (changed == b"" or changed.endswith(b"\n"))
    if whole_lines:  # what the head is for: see below
        return
    with pytest.raises(InputError) as error:
        copy(changed, folder).verify()
    line = content[: min(place, len(changed))].count(b"\n") + 1
    assert " line " in error.value.where
    assert int(error.value.where.rsplit(" ", 1)[1]) <= max(line + 1, COUNT + 1)
    assert error.value.remedy


def test_every_bit_of_every_byte_of_a_record(content: bytes) -> None:
    """Not a sample: each of the bits, flipped."""
    line = content[: content.index(b"\n") + 1]
    assert parsed(line, "line 1")["seq"] == 1
    undiscovered = []
    for place in range(len(line)):
        for bit in range(8):
            changed = bytearray(line)
            changed[place] ^= 1 << bit
            try:
                parsed(io.BytesIO(changed).readline(), "line 1")
            except InputError:
                continue
            undiscovered.append((place, bit))
    assert undiscovered == []


@given(order=st.lists(st.integers(0, COUNT - 1), max_size=2 * COUNT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_deleted_swapped_or_repeated_are_found(order: list[int], content: bytes, folder: Path) -> None:
    if order == list(range(len(order))):
        return
    lines = content.splitlines(keepends=True)
    with pytest.raises(InputError):
        copy(b"".join(lines[i] for i in order), folder).verify()


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_the_head_is_found(data: st.DataObject, content: bytes, folder: Path) -> None:
    log = ForecastLog.of(folder)
    log.path.write_bytes(content)
    digest = json.loads(content.splitlines()[-1])["digest"]
    write_head(log.head_path, Head(COUNT, digest, len(content)))
    assert log.verify().count == COUNT
    head = log.head_path.read_bytes()
    place = data.draw(st.integers(0, len(head) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != head[place]))
    log.head_path.write_bytes(head[:place] + bytes([byte]) + head[place + 1 :])
    with pytest.raises(InputError):
        log.verify()
    with pytest.raises(InputError):
        log.append(forecasts(1, model_version="2"), CLOCK)


def moved(line: bytes) -> bytes:
    """Put the digest last: what it is made of stays the same."""
    digest: bytes = b'"digest":"' + json.loads(line)["digest"].encode() + b'"'
    return line.replace(digest + b",", b"")[:-2] + b"," + digest + b"}\n"


def respelled(line: bytes) -> bytes:
    """Write another spelling and seal that."""
    body = line.replace(b'"digest":"' + json.loads(line)["digest"].encode() + b'",', b"")[:-1].replace(b'":', b'": ')
    digest = hashlib.sha256(body).hexdigest().encode()
    return body.replace(b'"high"', b'"digest":"' + digest + b'","high"') + b"\n"


def _line(change: Callable[[bytes], bytes]) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines[:2], change(lines[2]), *lines[3:]]


TRICKS: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int, str]] = {
    "edited": (_line(lambda line: line.replace(b"KOR", b"JPN")), 3, "the digest does not fit"),
    "edited and sealed": (_line(lambda line: resealed(line, probability=0.5)), 4, "does not follow"),
    "deleted": (lambda lines: lines[:2] + lines[3:], 3, "record 3 is missing, here stands number 4"),
    "swapped": (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3, "record 3 is missing"),
    "repeated": (lambda lines: [*lines[:3], *lines[2:]], 4, "record 3 stands here in place of number 4"),
    "inserted and sealed": (lambda lines: [*lines[:2], resealed(lines[2]), *lines[2:]], 4, "record 3 stands here"),
    "blank line": (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3, "blank"),
    "blank at the end": (lambda lines: [*lines, b"\n"], 6, "blank"),
    "CRLF": (lambda lines: [line[:-1] + b"\r\n" for line in lines], 1, "CR and LF"),
    "CR alone": (lambda lines: [line[:-1] + b"\r" for line in lines], 1, "half way"),
    "half a line": (lambda lines: [*lines[:4], lines[4][:-9]], 5, "half way"),
    "no end of line": (lambda lines: [*lines[:4], lines[4][:-1]], 5, "half way"),
    "not JSON": (_line(lambda _: b"probability: high\n"), 3, "not JSON"),
    "a list": (_line(lambda _: b"[1,2]\n"), 3, "not a JSON object"),
    "deep": (_line(lambda _: b"[" * 60_000 + b"\n"), 3, "not JSON"),
    "endless": (_line(lambda _: b"9" * 200_000 + b"\n"), 3, "longer than any record"),
    "huge number": (_line(lambda line: line.replace(b'"seq":3', b'"seq":' + b"3" * 5000)), 3, "not JSON"),
    "large number": (_line(lambda line: resealed(line, seq=10**400)), 3, "record 3 is missing"),
    "no number": (_line(lambda line: line.replace(b'"low":0.01', b'"low":NaN')), 3, "nan"),
    "beyond floats": (_line(lambda line: line.replace(b'"low":0.01', b'"low":1e999')), 3, "inf"),
    "whole number": (_line(lambda line: resealed(line, low=0)), 3, "three numbers"),
    "true as number": (_line(lambda line: resealed(line, seq=True)), 3, "not a whole number"),
    "key twice": (_line(lambda line: line.replace(b'"low"', b'"low":0.0,"low"', 1)), 3, "'low' twice"),
    "unknown key": (_line(lambda line: resealed(line, note="x")), 3, "'note'"),
    "spaces": (_line(lambda line: line.replace(b",", b", ")), 3, "no spaces"),
    "number written otherwise": (_line(lambda line: line.replace(b":0.01,", b":0.010,")), 3, "as Python repeats"),
    "digest elsewhere": (_line(moved), 3, "keys sorted"),
    "last line sealed in another spelling": (lambda lines: [*lines[:4], respelled(lines[4])], 5, "no spaces"),
    "letter written otherwise": (_line(lambda line: line.replace(b"KOR", b"\\u004bOR")), 3, "as the log writes it"),
    "invalid UTF-8": (_line(lambda line: line.replace(b"KOR", b"K\xffR")), 3, "not UTF-8"),
    "byte-order mark": (lambda lines: [b"\xef\xbb\xbf" + lines[0], *lines[1:]], 1, "not JSON"),
    "digest in capitals": (_line(lambda line: line[:-1].upper() + b"\n"), 3, "fields are missing"),
    "other bytes": (lambda _: [bytes(range(256)) * 4], 1, "not JSON"),
}


@pytest.mark.parametrize("trick", list(TRICKS))
def test_tricks_are_found_and_named(trick: str, content: bytes, tmp_path: Path) -> None:
    change, line, told = TRICKS[trick]
    log = copy(b"".join(change(content.splitlines(keepends=True))), tmp_path)
    with pytest.raises(InputError) as error:
        log.verify()
    assert told in error.value.found
    assert error.value.where.endswith(f"copy.jsonl line {line}")
    assert "restore" in error.value.remedy
    assert len(str(error.value)) < 1000
    assert error.value.exit_code == 3


@pytest.mark.parametrize("kept", [0, 1, COUNT - 1])
def test_a_tail_cut_off_is_found_by_the_head_beside_or_one_from_outside(
    log: ForecastLog, kept: int, tmp_path: Path
) -> None:
    head = log.verify().head
    content = b"".join(log.path.read_bytes().splitlines(keepends=True)[:kept])
    log.path.write_bytes(content)
    with pytest.raises(InputError, match="cut off"):
        log.verify()
    with pytest.raises(InputError, match="cut off"):
        log.append(forecasts(1, model_version="2"), CLOCK)
    alone = copy(content, tmp_path)
    assert (alone.verify().count, alone.verify().beside) == (kept, False)  # the limit of a file without its head
    with pytest.raises(InputError, match="not in the chain"):
        alone.verify(head=head)


def test_a_lost_log_is_found(log: ForecastLog) -> None:
    log.path.unlink()
    with pytest.raises(InputError, match="ends after 0 records"):
        log.verify()
    with pytest.raises(InputError, match="cut off"):
        log.append(forecasts(), CLOCK)


def test_a_chain_made_anew_is_found_by_a_head_from_outside_only(log: ForecastLog, tmp_path: Path) -> None:
    noted = log.verify()
    (tmp_path / "other").mkdir()
    forged = ForecastLog.of(tmp_path / "other")
    forged.append(forecasts(COUNT, probability=0.5), CLOCK)
    log.path.write_bytes(forged.path.read_bytes())
    log.head_path.write_bytes(forged.head_path.read_bytes())
    assert log.verify().count == COUNT  # nothing in the folder can tell
    with pytest.raises(InputError, match="not in the chain") as error:
        log.verify(head=noted.head, count=noted.count)
    assert "made anew" in error.value.remedy


def test_an_earlier_head_is_found_at_its_place(log: ForecastLog) -> None:
    noted = log.verify()
    log.append(forecasts(model_version="2"), CLOCK)
    assert log.verify(head=noted.head).given == COUNT
    assert log.verify(head=noted.head, count=COUNT).count == 2 * COUNT
    with pytest.raises(InputError, match=f"record {COUNT}, not of {COUNT + 1}"):
        log.verify(head=noted.head, count=COUNT + 1)
    with pytest.raises(InputError, match="not of 1"):
        log.verify(head=NONE, count=1)


# -------------------------------------------------------------------------------------------------- stopped appends


def _halves() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    yield "half a line", lambda batch: batch[:50]
    yield "half a batch", lambda batch: b"".join(batch.splitlines(keepends=True)[:2])
    yield "half a batch and half a line", lambda batch: batch[: len(batch) // 2]
    yield "a whole batch", lambda batch: batch
    yield "nothing but an end of line", lambda _: b"\n"


@pytest.mark.parametrize(("case", "part"), list(_halves()))
def test_a_stopped_append_is_found_and_mended(log: ForecastLog, case: str, part: Callable[[bytes], bytes]) -> None:
    before, head = log.path.read_bytes(), log.head_path.read_bytes()
    log.append(forecasts(model_version="2"), CLOCK)
    after = log.path.read_bytes()
    left = part(after[len(before) :])
    log.path.write_bytes(before + left)
    log.head_path.write_bytes(head)
    with pytest.raises(InputError, match="stopped half way") as error:
        log.verify()
    assert error.value.where.endswith(f"line {COUNT + 1}"), case
    with pytest.raises(InputError, match="stopped half way"):
        log.append(forecasts(model_version="2"), CLOCK)
    aside = log.mend()
    assert aside is not None
    assert aside.read_bytes() == left
    assert log.path.read_bytes() == before
    assert log.mend() is None
    assert log.append(forecasts(model_version="2"), CLOCK).count == COUNT
    assert log.path.read_bytes() == after
    log.path.write_bytes(after + left)
    again = log.mend()
    assert again is not None
    assert again != aside


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_step_all_or_nothing_is_in_the_log(tmp_path: Path) -> None:
    """Killed before and after each time that the disk is waited for; killed later than the last time it is done."""
    run = _script(f"""
        import os
        wait = os.fsync
        for nth in range(1, 7):
            for before in (True, False):
                log = ForecastLog.of(Path(sys.argv[1]) / f"{{nth}}-{{before}}")
                log.path.parent.mkdir()
                if nth % 2:
                    log.append(forecasts(1), CLOCK)
                if os.fork():
                    os.wait()
                    continue
                calls = iter(range(1, 100))
                def stop(number):
                    last = next(calls) == nth
                    if not (last and before):
                        wait(number)
                    if last:
                        os._exit(9)
                os.fsync = stop
                log.append(forecasts({COUNT}, model_version="killed"), CLOCK)
                os._exit(0)
    """)
    subprocess.run([*run, str(tmp_path)], cwd=ROOT, check=True, timeout=60)
    seen = set()
    for folder in sorted(tmp_path.glob("[1-6]-*")):
        log, earlier = ForecastLog.of(folder), int(folder.name[0]) % 2
        left = log.mend() is not None
        killed = sum(record["model_version"] == "killed" for record in log.records())
        seen.add((killed, left))
        assert log.append(forecasts(COUNT, model_version="killed"), CLOCK).count == COUNT - killed
        assert log.verify().count == COUNT + earlier
    assert seen == {(0, False), (0, True), (COUNT, False)}


@pytest.mark.parametrize("first", [True, False])
def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, first: bool) -> None:
    """Each time that the disk is waited for, it may be full."""
    there = os.fsync
    failed: list[str] = []
    unchanged: list[bool] = []
    for nth in range(1, 6):
        log = ForecastLog.of(tmp_path / str(nth))
        log.path.parent.mkdir()
        if not first:
            log.append(forecasts(1), CLOCK)
        before = log.path.read_bytes() if log.path.exists() else b""
        calls = iter(range(1, 100))

        def full(number: int, calls: Iterator[int] = calls, nth: int = nth) -> None:
            if next(calls) == nth:
                raise OSError(28, "No space left on device")
            there(number)

        monkeypatch.setattr(os, "fsync", full)
        try:
            log.append(forecasts(model_version="2"), CLOCK)
        except LakeError as error:
            failed.append(error.found)
            unchanged.append((log.path.read_bytes() if log.path.exists() else b"") == before)
        monkeypatch.setattr(os, "fsync", there)
        assert log.verify().count in {(not first), (not first) + COUNT}
        log.append(forecasts(model_version="2"), CLOCK)
        assert log.verify().count == (not first) + COUNT
    assert len(failed) >= 2
    assert all("No space left" in told for told in failed)
    assert all(unchanged)


def test_a_lost_head_is_written_anew_from_a_digest_noted_elsewhere(log: ForecastLog) -> None:
    old = log.verify().head
    log.append(forecasts(model_version="2"), CLOCK)
    noted, head = log.verify().head, log.head_path.read_bytes()
    log.head_path.unlink()
    for ask in (log.verify, log.mend, lambda: log.append(forecasts(), CLOCK)):
        with pytest.raises(InputError, match="is lost"):
            ask()
    with pytest.raises(InputError, match="not that of the last record"):
        log.mend(head=old)
    assert log.mend(head=noted) is None
    assert log.head_path.read_bytes() == head
    assert log.verify().count == 2 * COUNT


def test_mending_touches_nothing_if_the_end_was_changed(log: ForecastLog) -> None:
    content = log.path.read_bytes().replace(b"250414", b"250415") + b"left"
    log.path.write_bytes(content)
    with pytest.raises(InputError, match="does not fit"):
        log.mend()
    assert log.path.read_bytes() == content


def test_nothing_is_appended_to_an_end_that_was_changed(log: ForecastLog) -> None:
    lines = log.path.read_bytes().splitlines(keepends=True)
    lines[-1] = resealed(lines[-1], probability=0.5)
    log.path.write_bytes(b"".join(lines))
    with pytest.raises(InputError):
        log.append(forecasts(model_version="2"), CLOCK)
    assert log.path.read_bytes() == b"".join(lines)


# ----------------------------------------------------------------------------------------------------- two processes


def _script(body: str) -> list[str]:
    lines = "\n".join(line.removeprefix("        ") for line in body.strip("\n").splitlines())
    head = "import sys; from pathlib import Path; from tests.lake.test_log import CLOCK, ForecastLog, forecasts\n"
    return [sys.executable, "-c", f"{head}log = ForecastLog.of(Path(sys.argv[1]))\n{lines}"]


def test_two_processes_append_at_once(tmp_path: Path) -> None:
    run = _script("""
        for turn in range(12):
            log.append(forecasts(20, model_version=f"{sys.argv[2]}-{turn}"), CLOCK)
    """)
    started = [subprocess.Popen([*run, str(tmp_path), str(i)], cwd=ROOT) for i in range(3)]
    log, seen = ForecastLog.of(tmp_path), 0
    while any(one.poll() is None for one in started):
        now = log.verify().count  # a reader meanwhile sees whole batches, and never fewer than before
        assert now % 20 == 0
        assert now >= seen
        seen = now
        time.sleep(0.02)
    assert [one.wait(60) for one in started] == [0, 0, 0]
    assert log.verify().count == 3 * 12 * 20
    versions = [record["model_version"] for record in log.records()]
    batches = [versions[i] for i in range(0, len(versions), 20)]
    assert versions == [version for version in batches for _ in range(20)]
    assert len(set(batches)) == 36


def test_two_processes_that_log_the_same_add_it_once(tmp_path: Path) -> None:
    run = _script("print(log.append(forecasts(300), CLOCK).count)")
    started = [subprocess.Popen([*run, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(int(one.communicate(timeout=60)[0]) for one in started) == [0, 300]


# ------------------------------------------------------------------------------------------------------------ copies


def test_a_copy_is_the_same_bytes_and_takes_nothing(log: ForecastLog, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "copy.jsonl"
    found = log.export(target)
    assert target.read_bytes() == log.path.read_bytes()
    assert (found.count, found.head) == (COUNT, log.verify().head)
    with pytest.raises(UsageError, match="exists"):
        log.export(target)
    with pytest.raises(UsageError, match="takes no forecasts"):
        ForecastLog(target, copy=True).append(forecasts(), CLOCK)


def test_a_damaged_log_is_not_copied(log: ForecastLog, tmp_path: Path) -> None:
    log.path.write_bytes(log.path.read_bytes().replace(b"250413", b"250419"))
    with pytest.raises(InputError, match="does not fit"):
        log.export(tmp_path / "copies" / "copy.jsonl")
    assert list((tmp_path / "copies").iterdir()) == []


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.jsonl"):
        with pytest.raises(InputError, match="cannot be read"):
            ForecastLog(path, copy=True).verify()


def test_a_folder_that_can_only_be_read_is_verified(log: ForecastLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(_: object) -> None:
        raise kind("no lock")

    monkeypatch.setattr("tocsin.lake.log.locked", stuck)
    kind: type[LakeError] = LakeError
    assert log.verify().count == COUNT
    with pytest.raises(LakeError):
        log.append(forecasts(model_version="2"), CLOCK)
    kind = BusyError
    with pytest.raises(BusyError):
        log.verify()


@pytest.mark.slow
def test_speed(tmp_path: Path) -> None:
    """40,000 forecasts are appended in 3 s, and verified at a rate of a million in 30 s; the file holds others."""
    log = ForecastLog.of(tmp_path)
    draw = random.Random(1)  # noqa: S311 - no secret
    said = [draw.random() for _ in range(40_000)]
    many: list[dict[str, Any]] = [
        {**forecasts(1, probability=p, low=p / 2, high=1.0)[0], "reporter": f"R{i}"} for i, p in enumerate(said)
    ]
    log.append([{**row, "model_version": "0"} for row in many], CLOCK)
    began = time.perf_counter()
    log.append(many, CLOCK)
    appended = time.perf_counter()
    assert log.verify().count == 80_000
    verified = time.perf_counter()
    assert appended - began < 3
    assert verified - appended < 30 * 80_000 / 1_000_000
