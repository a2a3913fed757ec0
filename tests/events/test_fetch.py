"""Documents come from the web only where that is allowed, from public addresses, within size and time."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tocsin.core.errors import FormatError, InputError, UsageError
from tocsin.events import fetch as module
from tocsin.events.fetch import fetch, is_public
from tocsin.events.intake_limits import Limits


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        getattr(self, f"_{self.path.strip('/').split('?')[0]}", self._missing)()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, body: bytes, **headers: str) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": "text/html; charset=euc-kr", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._answer("<p>일본</p>".encode("cp949"))

    def _packed(self) -> None:
        self._answer(gzip.compress(b"<p>Japan</p>"), Content_Encoding="gzip")

    def _bomb(self) -> None:
        self._answer(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")

    def _large(self) -> None:
        self._answer(b"0" * 2_000_000)

    def _announced(self) -> None:
        self._answer(b"", Content_Length="50000000")

    def _loop(self) -> None:
        self._to("/loop")

    def _moved(self) -> None:
        self._to("/page")

    def _inward(self) -> None:
        self._to("http://10.0.0.1/secret")

    def _aside(self) -> None:
        self._to("file:///etc/passwd")

    def _to(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b"0")
                time.sleep(0.05)
        except OSError:
            pass

    def _missing(self) -> None:
        self.send_error(404)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(url: str, **given: Any) -> module.Fetched:
    return fetch(url, allowed=True, loopback=True, **given)


def test_nothing_is_fetched_where_it_is_not_allowed(base: str) -> None:
    with pytest.raises(UsageError, match="not fetched from the web here"):
        fetch(f"{base}/page", loopback=True)


def test_a_page_comes_with_what_its_server_says_of_it(base: str) -> None:
    came = get(f"{base}/moved?key=1")
    assert came.data.decode("cp949") == "<p>일본</p>"
    assert (came.charset, came.media, came.url) == ("euc-kr", "text/html", f"{base}/page")


def test_what_is_packed_for_the_way_is_unpacked_within_its_bounds(base: str) -> None:
    assert get(f"{base}/packed").data == b"<p>Japan</p>"
    for path in ("bomb", "large", "announced"):
        with pytest.raises(FormatError, match="at most 1,000,000 are read"):
            get(f"{base}/{path}", limits=Limits(size=1_000_000))


def test_redirects_are_followed_five_times_and_looked_at_each_time(base: str) -> None:
    with pytest.raises(InputError, match="redirects more than 5 times"):
        get(f"{base}/loop")
    with pytest.raises(UsageError, match=r"private or local network \(10\.0\.0\.1\)"):
        get(f"{base}/inward")
    with pytest.raises(UsageError, match="Only http and https"):
        get(f"{base}/aside")


def test_a_server_that_drips_is_left(base: str) -> None:
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"takes more than 0\.5 s"):
        get(f"{base}/drip", limits=Limits(seconds=0.5))
    assert time.monotonic() - begun < 5.0


def test_a_refusal_of_the_server_is_told(base: str) -> None:
    with pytest.raises(InputError, match="answers 404"):
        get(f"{base}/none")


def test_this_machine_is_not_asked_unless_it_is_said(base: str) -> None:
    with pytest.raises(UsageError, match="is not asked"):
        fetch(f"{base}/page", allowed=True)
    for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"):  # noqa: S104 - refused
        with pytest.raises(UsageError, match="private or local network"):
            fetch(f"http://{host}/page", allowed=True)


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.1", "169.254.169.254", "172.16.0.1", "100.64.0.1", "fd00::1"]
)
def test_a_name_that_means_a_private_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))
    private = (family, socket.SOCK_STREAM, 6, "", (address, 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [public, private])
    with pytest.raises(UsageError, match="private or local network"):
        fetch("http://news.example.org/a", allowed=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address that is looked at
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::10.0.0.1", False),
        ("2002:0a00:0001::1", False),
    ],
)
def test_public_addresses_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http://",
        "http://user:word@example.org/",
        "http://example.org:22/",
        "http://[x/",
    ],
)
def test_other_addresses_are_a_misuse(url: str) -> None:
    with pytest.raises(UsageError):
        fetch(url, allowed=True)
