"""A service that misbehaves in every way we know of: what is kept is whole, what is printed holds no key."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.sources.server import Answer, Server, answer, chunked, drip, reset, serving, silent
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import InputError, UsageError
from tocsin.core.fetch import Call
from tocsin.sources.web import Fetcher, FetchError
from tocsin.sources.web_cache import Cache
from tocsin.sources.web_manners import Manners, manners

CLOCK = fixed_clock(date(2026, 3, 1))
GOOD = json.dumps({"data": [1, 2, 3]}).encode()
TABLE = b"a,b\n1,2\n3,4\n"
QUICK = Manners(seconds_between=0, seconds_silent=10, seconds_total=20, seconds_again=0.5, tries=3)
HASTY = replace(QUICK, seconds_silent=0.4, seconds_total=0.8, tries=2)
SLOW = ("silence", "a drip of headers", "a drip of body")
Make = Callable[..., Fetcher]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def make(tmp_path: Path, waits: list[float], told: list[str]) -> Make:
    def build(run: str = "run", key: str = "", *, dry_run: bool = False, how: Manners = QUICK) -> Fetcher:
        cache = Cache(tmp_path / "cache", run, CLOCK)
        return Fetcher("comtrade", cache, manners=how, key=key, dry_run=dry_run, told=told.append, pause=waits.append)

    return build


def call(server: Server, name: str = "a.json", kind: str = "json", **params: str) -> Call:
    return Call(name, f"{server.url}/a", params, kind=kind)


def test_a_file_is_kept_with_a_note_of_where_it_came_from(server: Server, make: Make, tmp_path: Path) -> None:
    server.on("/a", answer(GOOD, ETag='"x"', Last_Modified="Sun, 01 Mar 2026 00:00:00 GMT"))
    path = make()(call(server, reporter="410", period="202401"))
    assert path == tmp_path / "cache" / "a.json"
    assert path.read_bytes() == GOOD
    note = json.loads((tmp_path / "cache" / "a.json.note.json").read_text())
    assert note["url"] == f"{server.url}/a?reporter=410&period=202401"
    assert (note["etag"], note["retrieved_at"], len(note["sha256"])) == ('"x"', "2026-03-01T00:00:00+00:00", 64)
    assert server.asked[0].headers["user-agent"].startswith("Tocsin")


PASSING: dict[str, Answer] = {
    "429": answer("slow down", 429, Retry_After="7"),
    "500": answer("oops", 500),
    "502 with HTML": answer("<html>bad gateway</html>", 502),
    "503": answer("", 503),
    "reset": reset,
    "shorter than announced": answer(GOOD[:-4], length=len(GOOD)),
    "longer than announced": answer(GOOD, length=len(GOOD) - 4),
    "announced as less than nothing": answer(GOOD, length=-1, Content_Length="-5"),
    "cut, nothing announced": answer(GOOD[:-4], length=-1),
    "chunks without an end": chunked(GOOD, end=b""),
    "chunk of no length": chunked(end=b"zz\r\n"),
    "no HTTP": lambda connection, _: connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "HTML": answer("<!DOCTYPE html><html>please log in</html>"),
    "empty": answer(b""),
    "blank": answer(b" \n\n"),
    "no JSON": answer("Internal error, please retry"),
    "gzip garbage": answer(b"\x1f\x8b\x08garbage", Content_Encoding="gzip"),
    "gzip cut": answer(gzip.compress(GOOD * 50, 9, mtime=0)[:-9], Content_Encoding="gzip"),
    "gzip announced only": answer(GOOD, Content_Encoding="gzip"),
    "another packing": answer(GOOD, Content_Encoding="br"),
    "not modified, unasked": answer(b"", 304),
    "part of it": answer(GOOD[:5], 206),
    "redirect to nowhere": answer(b"", 302, Location="ftp://127.0.0.1/a"),
    "redirect without a place": answer(b"", 302),
    "silence": silent,
    "a drip of headers": drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 60),
    "a drip of body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"[" * 60),
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_tried_again(server: Server, make: Make, waits: list[float], fault: str) -> None:
    server.on("/a", PASSING[fault], answer(GOOD))
    path = make(how=replace(HASTY, tries=4) if fault in SLOW else QUICK)(call(server))
    assert path is not None
    assert path.read_bytes() == GOOD
    assert waits[:1] == [7.0 if fault == "429" else 0.5]


@pytest.mark.parametrize("fault", PASSING)
def test_what_stays_is_an_error_and_leaves_nothing(
    server: Server, make: Make, waits: list[float], tmp_path: Path, fault: str
) -> None:
    server.on("/a", PASSING[fault])
    begun = time.monotonic()
    with pytest.raises(FetchError) as caught:
        make(how=HASTY if fault in SLOW else QUICK)(call(server, period="202401"))
    assert time.monotonic() - begun < 10
    assert waits  # it was tried again; on a busy machine the server may not have heard of it
    assert isinstance(caught.value, InputError)
    assert caught.value.where == f"{server.url}/a?period=202401"
    assert "Run the same command again" in caught.value.remedy or "address may have changed" in caught.value.remedy
    assert list((tmp_path / "cache").iterdir()) == []


def test_waits_double_and_what_the_server_asks_is_heard_up_to_a_minute(
    server: Server, make: Make, waits: list[float]
) -> None:
    late = answer("", 503, Retry_After="Sun, 01 Mar 2026 00:00:30 GMT", Date="Sun, 01 Mar 2026 00:00:10 GMT")
    server.on("/a", answer("", 500), answer("", 500), answer("", 429, Retry_After="86400"), late, answer(GOOD))
    make(how=replace(QUICK, tries=5))(call(server))
    assert waits == [0.5, 1.0, 60.0, 20.0]
    waits.clear()
    server.on("/a", answer("", 429, Retry_After="soon"), answer(GOOD))
    make("other")(call(server, "b.json"))
    assert waits == [0.5]


def test_requests_keep_their_distance(server: Server, tmp_path: Path) -> None:
    now = [100.0]
    slept: list[float] = []

    def pause(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    server.on("/a", answer(GOOD))
    get = Fetcher(
        "comtrade",
        Cache(tmp_path, "r", CLOCK),
        manners=replace(QUICK, seconds_between=2.0),
        pause=pause,
        tick=lambda: now[0],
    )
    for name in ("a.json", "b.json", "c.json"):
        get(call(server, name))
    now[0] += 10
    get(call(server, "d.json"))
    assert slept == [2.0, 2.0]


@pytest.mark.parametrize(
    ("status", "key", "says"),
    [
        (401, "", r"access key is missing \(status 401\).*TOCSIN_COMTRADE_KEY"),
        (403, "s3cret", r"access key is refused \(status 403\).*TOCSIN_COMTRADE_KEY.*quota"),
        (400, "s3cret", r"refuses the request \(status 400\): 'bad \*\*\* here'"),
        (404, "", r"status 404"),
    ],
)
def test_a_refusal_is_not_tried_again_and_tells_no_key(
    *, server: Server, make: Make, status: int, key: str, says: str
) -> None:
    server.on("/a", answer("bad s3cret here", status))
    with pytest.raises(FetchError, match=says) as caught:
        make(key=key)(replace(call(server, key="s3cret"), secret=("key",)))
    assert (server.count("/a"), caught.value.where) == (1, f"{server.url}/a?key=***")
    if key:
        assert "s3cret" not in str(caught.value)


def test_no_key_is_told_or_kept(server: Server, make: Make, told: list[str], tmp_path: Path) -> None:
    server.on("/a", answer("k/e+y", 500), answer(GOOD))
    base = Call("a.json", server.url.replace("//", "//me:k/e+y@"), {"q": "k/e+y", "key": "k/e+y"}, secret=("key",))
    make(key="k/e+y", dry_run=True)(replace(base, url="http://me:k@127.0.0.1:1/a"))
    make(key="k/e+y")(replace(base, url=f"{server.url}/a", headers={"Ocp-Apim-Subscription-Key": "k/e+y"}))
    assert server.asked[0].headers["ocp-apim-subscription-key"] == "k/e+y"
    kept = "".join(path.read_text() for path in (tmp_path / "cache").iterdir())
    for text in (*told, kept):
        assert not any(secret in text for secret in ("k/e+y", "k%2Fe%2By", "k/e%2By", "me:"))


def test_redirects_are_followed_but_no_key_leaves_the_host(server: Server, make: Make) -> None:
    with serving() as other:
        other.on("/b", answer(GOOD))
        server.on("/a", answer(b"", 301, Location="/next"))
        server.on("/next", answer(b"", 307, Location=f"{other.url}/b"))
        asked = replace(call(server), headers={"Ocp-Apim-Subscription-Key": "s3cret"})
        path = make(key="s3cret")(asked)
        assert path is not None
        assert path.read_bytes() == GOOD
        assert "ocp-apim-subscription-key" in server.asked[1].headers
        assert "ocp-apim-subscription-key" not in other.asked[0].headers


def test_a_redirect_loop_ends(server: Server, make: Make) -> None:
    server.on("/a", answer(b"", 302, Location="/b"))
    server.on("/b", answer(b"", 302, Location="/a"))
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        make()(call(server))


def _zip(data: bytes = b"x" * 5000) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("kind", "good", "bad", "says"),
    [
        ("csv", TABLE, b'{"error": "no"}', "JSON came instead of a table"),
        ("csv", TABLE, b"<html>", "HTML"),
        ("csv", TABLE, TABLE + b"5", "breaks off within its last line"),
        ("tsv", b"a\tb\n1\t2", gzip.compress(TABLE, mtime=0), "packed or binary"),
        ("csv", TABLE, b"a,b\n\x00\x00\n", "packed or binary"),
        ("zip", _zip(), _zip()[:-200], "archive is damaged"),
        ("xlsx", _zip(), _zip().replace(b"xxxx", b"xyxx", 1), "'a.csv' in the archive is damaged"),
        ("gzip", gzip.compress(TABLE, mtime=0), gzip.compress(TABLE, mtime=0)[:-5], "gzip file is damaged"),
        ("json", b"\xef\xbb\xbf[]", b"[" * 100_000, "no JSON"),
    ],
)
def test_content_is_what_was_asked_for(
    *, server: Server, make: Make, kind: str, good: bytes, bad: bytes, says: str
) -> None:
    server.on("/a", answer(good))
    assert make()(call(server, "good", kind)) is not None
    server.on("/a", answer(bad))
    with pytest.raises(FetchError, match=says):
        make()(call(server, "bad", kind))


def test_packed_for_the_way_is_unpacked_and_a_gzip_file_stays_packed(server: Server, make: Make) -> None:
    packed = gzip.compress(TABLE, mtime=0)
    server.on("/a", answer(packed, Content_Encoding="gzip"))
    get = make()
    plain, kept = get(call(server, "a.csv", "csv")), get(call(server, "a.csv.gz", "gzip"))
    assert plain is not None
    assert kept is not None
    assert (plain.read_bytes(), kept.read_bytes()) == (TABLE, packed)


def test_no_content_is_an_empty_file(server: Server, make: Make) -> None:
    server.on("/a", answer(b"", 204))
    path = make()(call(server))
    assert path is not None
    assert path.read_bytes() == b""


def test_a_large_json_is_looked_at_from_its_end(server: Server, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.sources.web_content.PARSED", 10)
    server.on("/a", answer(b"[" + b"1, " * 100 + b"1]\n"))
    assert make()(call(server)) is not None
    server.on("/a", answer(b"[" + b"1, " * 100, length=-1))
    with pytest.raises(FetchError, match="breaks off"):
        make()(call(server, "b.json"))


def test_a_broken_run_goes_on_and_a_finished_one_asks_by_condition(server: Server, make: Make, tmp_path: Path) -> None:
    server.on("/a", answer(GOOD, ETag='"1"'))
    make()(call(server))
    make()(call(server))
    assert server.count("/a") == 1  # the same run: not fetched again
    make("another run")(call(server))
    assert server.asked[1].headers["if-none-match"] == '"1"'
    Cache(tmp_path / "cache", "another run", CLOCK).finish()
    server.on("/a", answer(b"", 304))
    path = make("another run")(call(server))
    assert path is not None
    assert path.read_bytes() == GOOD
    server.on("/a", answer(b"[2]"))
    make("a third")(call(server))
    assert path.read_bytes() == b"[2]"


def test_what_is_kept_is_not_used_for_another_question_or_once_damaged(
    server: Server, make: Make, tmp_path: Path
) -> None:
    server.on("/a", answer(GOOD, ETag='"1"'))
    make()(call(server, period="1"))
    make()(call(server, period="2"))
    assert server.count("/a") == 2
    assert "if-none-match" not in server.asked[1].headers
    (tmp_path / "cache" / "a.json").write_bytes(b"spoilt")
    make()(call(server, period="2"))
    assert server.count("/a") == 3
    (tmp_path / "cache" / ".run.json").write_text("spoilt")
    (tmp_path / "cache" / "a.json.note.json").write_text("[]")
    make()(call(server, period="2"))
    assert server.count("/a") == 4


def test_what_could_not_be_used_is_fetched_again(server: Server, make: Make, tmp_path: Path) -> None:
    server.on("/a", answer(GOOD, ETag='"1"'))
    cache = Cache(tmp_path / "cache", "run", CLOCK)
    get = Fetcher("comtrade", cache, manners=QUICK)
    get(call(server))
    cache.trust()
    get(call(server, "b.json"))
    cache.distrust()
    again = make()
    again(call(server))
    again(call(server, "b.json"))
    assert server.count("/a") == 3
    assert "if-none-match" not in server.asked[2].headers


def test_a_run_that_broke_off_long_ago_begins_anew(server: Server, make: Make, tmp_path: Path) -> None:
    server.on("/a", answer(GOOD))
    make()(call(server))
    later = Cache(tmp_path / "cache", "run", lambda: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=30))
    Fetcher("comtrade", later, manners=QUICK)(call(server))
    assert server.count("/a") == 2


def test_a_dry_run_fetches_and_writes_nothing(server: Server, make: Make, told: list[str], tmp_path: Path) -> None:
    assert make(dry_run=True)(replace(call(server, key="k", reporter="410"), secret=("key",))) is None
    assert (server.asked, (tmp_path / "cache").exists()) == ([], False)
    assert told == [f"would fetch {server.url}/a?key=***&reporter=410 -> a.json"]


@pytest.mark.parametrize("name", ["../a.json", "a/b", "", ".run.json", "a.note.json", "a b"])
def test_a_name_cannot_leave_the_cache(server: Server, make: Make, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be called"):
        make()(call(server, name))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/a", "nonsense", "http://[::1", "gopher://127.0.0.1/"])
def test_an_address_where_nobody_is_is_an_error(make: Make, url: str) -> None:
    with pytest.raises(FetchError):
        make()(Call("a.json", url))


def test_a_key_that_is_no_header_is_an_error_without_it(server: Server, make: Make) -> None:
    for key in ("line\nbreak", "schlüssel✓"):
        with pytest.raises(FetchError) as caught:
            make(key=key)(replace(call(server), headers={"Ocp-Apim-Subscription-Key": key}))
        assert key not in str(caught.value)


def test_manners_are_in_the_folder_of_the_source() -> None:
    assert manners("comtrade").seconds_between == 1.0
    assert manners("baci") == Manners()
