"""Fetches a document from the web, guarded: only where it is allowed, only public addresses, within size and time.

The name of a host is looked up once; every address that it has must be public, and the connection goes to one of those
that were looked at, so that a name cannot mean another host by the time it is used. The same holds for every redirect.
No proxy is asked, for a proxy would look names up by itself.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from tocsin.core.errors import InputError, UsageError
from tocsin.events.intake_limits import Limits, Watch, check_size

AGENT = "Tocsin (supply-chain early warning; reads public documents)"
_PORTS = frozenset({80, 443, 8080, 8443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOPS = 5
_SILENT = 15.0
_CHUNK = 65_536
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_SAFE = "%/:=&?~#+!$,;'@()*[]"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Fetched:
    """What came.

    Parameters
    ----------
    data : bytes
        The document.
    url : str
        Where it came from in the end.
    charset, media : str
        Encoding and media type that the server names; empty if it does not.
    """

    data: bytes
    url: str
    charset: str
    media: str


def fetch(url: str, *, allowed: bool = False, loopback: bool = False, limits: Limits | None = None) -> Fetched:
    """Fetch a document.

    Parameters
    ----------
    url : str
        Its address: http or https.
    allowed : bool
        Whether fetching is allowed at all. A server leaves it at False, or asks somebody who may decide.
    loopback : bool
        Whether this machine itself may be asked, on any port: for tests.
    limits : Limits, optional
        How large and how long.

    Returns
    -------
    Fetched
        The document.

    Raises
    ------
    UsageError
        If fetching is not allowed, or the address is none that may be asked.
    InputError
        If nothing came, or not in time, or too much.
    """
    if not allowed:
        raise UsageError(
            "Documents are not fetched from the web here", where=_shown(url), remedy="Save the page and give the file."
        )
    limits = limits or Limits()
    deadline = _Deadline(limits.seconds)
    for _ in range(_HOPS + 1):
        parts = _checked(url, loopback=loopback)
        with _connected(parts, deadline, loopback=loopback) as connection:
            answer = _ask(connection, parts, url)
            after = answer.headers.get("Location", "")
            if answer.status in _REDIRECTS and after:
                url = urljoin(url, after)
                continue
            if answer.status != 200:
                raise InputError(
                    f"The server answers {answer.status} {answer.reason[:60]}",
                    where=_shown(url),
                    remedy="Check the address.",
                )
            data = _body(answer, limits, deadline, url)
            return Fetched(data, url, answer.headers.get_content_charset("") or "", answer.headers.get_content_type())
    raise InputError(f"The server redirects more than {_HOPS} times", where=_shown(url), remedy="Check the address.")


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, also where one address is wrapped in another.

    Parameters
    ----------
    address : IPv4Address or IPv6Address
        The address.

    Returns
    -------
    bool
        False for private, local, shared, reserved and multicast ones.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in net for net in _TRANSLATED):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local or address.scope_id:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _shown(url: str) -> str:
    """Return an address without its query, which may hold a key."""
    return url.split("?", 1)[0][:200]


def _checked(url: str, *, loopback: bool) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise UsageError("The address is none", where=_shown(url), remedy="Check how it is written.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError("Only http and https addresses are fetched", where=_shown(url), remedy="Check the address.")
    if parts.username is not None or parts.password is not None:
        raise UsageError("The address holds a name or a password", where=parts.hostname, remedy="Leave it out.")
    if port not in _PORTS and not loopback:
        raise UsageError(f"Port {port} is not asked", where=_shown(url), remedy="Save the page and give the file.")
    return parts


def _addresses(host: str, port: int, url: str, *, loopback: bool) -> list[str]:
    """Return the addresses of a host if all of them may be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InputError(
            f"The host {host[:100]} is not known", where=_shown(url), remedy="Check the address."
        ) from None
    addresses = [str(one[4][0]) for one in found]
    for one in addresses:
        address = ipaddress.ip_address(one)
        if not (is_public(address) or (loopback and address.is_loopback)):
            raise UsageError(
                f"The host {host[:100]} lies on a private or local network ({one})",
                where=_shown(url),
                remedy="Save the page and give the file.",
            )
    return addresses


@contextmanager
def _connected(parts: SplitResult, deadline: _Deadline, *, loopback: bool) -> Iterator[http.client.HTTPConnection]:
    host, secure, url = parts.hostname or "", parts.scheme == "https", parts.geturl()
    port = parts.port or (443 if secure else 80)
    addresses = _addresses(host, port, url, loopback=loopback)
    connection = http.client.HTTPConnection(host, port, timeout=_SILENT)
    try:
        connection.sock = _socket(addresses, port, host if secure else "")
        with deadline.over(connection.sock):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            yield connection
    except ssl.SSLError as error:
        raise InputError(
            f"No safe connection comes about ({error.reason or 'TLS'})", where=_shown(url), remedy="Check the address."
        ) from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        why = f"takes more than {deadline.seconds:g} s" if deadline.passed else f"fails ({type(error).__name__})"
        raise InputError(f"Fetching {why}", where=_shown(url), remedy="Try again later, or save the page.") from None
    finally:
        connection.close()


def _socket(addresses: list[str], port: int, secure_host: str) -> socket.socket:
    failed: OSError = OSError("no address")
    for one in addresses:
        try:
            plain = socket.create_connection((one, port), timeout=_SILENT)
        except OSError as error:
            failed = error
            continue
        if not secure_host:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(
                plain, server_hostname=secure_host, do_handshake_on_connect=False
            )
        except BaseException:
            plain.close()
            raise
    raise failed


def _ask(connection: http.client.HTTPConnection, parts: SplitResult, url: str) -> http.client.HTTPResponse:
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request("GET", target, headers=headers)
    except UnicodeError:
        raise UsageError("The address is none", where=_shown(url), remedy="Check how it is written.") from None
    return connection.getresponse()


def _body(answer: http.client.HTTPResponse, limits: Limits, deadline: _Deadline, url: str) -> bytes:
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"", "identity", "gzip", "deflate"}:
        raise InputError(f"The answer is packed with {packing[:20]}", where=_shown(url), remedy="Save the page.")
    check_size(int(answer.headers.get("Content-Length", "0") or 0), limits, _shown(url))
    unpacked = zlib.decompressobj(wbits=47) if packing in {"gzip", "deflate"} else None
    found, size = [], 0
    while chunk := answer.read1(_CHUNK):
        piece = unpacked.decompress(chunk, limits.size - size + 1) if unpacked else chunk
        found.append(piece)
        size += len(piece)
        check_size(size, limits, _shown(url))
        if deadline.passed:
            raise TimeoutError
    if deadline.passed:
        raise TimeoutError
    return b"".join(found)


class _Deadline:
    """Closes a connection once the time is up, so that a server that drips cannot hold the reader."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.passed = seconds, False
        self._watch = Watch(seconds)

    @contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        timer = threading.Timer(self._watch.left, self._end, (connection,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end(self, connection: socket.socket) -> None:
        self.passed = True
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.close()
