"""One question over HTTP and its whole answer, or the reason why it is none: deadlines, redirects, encodings.

An answer counts once it is whole: all announced bytes have come, what was packed unpacks to its end, and it came in
time. A deadline holds for everything from the look-up of the name to the last byte, so a server that drips cannot hold
a run; :class:`tocsin.sources.web_packing.Fault` says whether another try may help.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.sources.web_packing import Fault, first_line, unpack

if TYPE_CHECKING:
    import ssl

    import httpx

HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
DRIP_AFTER = 20.0
DRIP_RATE = 100.0
PACKED_KINDS = ("zip", "gzip", "xlsx")
AGENT = "Tocsin (supply-chain early warning; collects published statistics)"


@dataclass(frozen=True)
class Limits:
    """How long and how large an answer may be.

    Parameters
    ----------
    silent : float
        Longest wait for the next bytes [s].
    total : float
        Longest time from the question to the last byte [s].
    size : int
        Largest answer, unpacked [bytes].
    """

    silent: float = 30.0
    total: float = 180.0
    size: int = 4 << 30


@dataclass(frozen=True)
class Answer:
    """What came back; the body lies in the file that was named.

    Parameters
    ----------
    status : int
        HTTP status.
    headers : mapping of str to str
        Headers, names in lower case.
    """

    status: int
    headers: Mapping[str, str]


def exchange(
    url: str, params: Mapping[str, str], headers: Mapping[str, str], into: Path, *, kind: str, limits: Limits
) -> Answer:
    """Ask once and write the body to a file.

    Parameters
    ----------
    url : str
        Address without its query.
    params, headers : mapping of str to str
        Query and headers; headers are not sent on to another host.
    into : pathlib.Path
        Where the body goes, unpacked if it was packed for the way only.
    kind : str
        Kind of file expected, as in :class:`tocsin.core.fetch.Call`.
    limits : Limits
        How long and how large.

    Returns
    -------
    Answer
        Status and headers.

    Raises
    ------
    Fault
        If no whole answer came.
    """
    import httpx

    try:
        answer = asyncio.run(_ask(url, params, headers, into, kind, limits))
    except TimeoutError:
        raise Fault(f"the answer was not whole after {limits.total:g} s") from None
    except httpx.TimeoutException:
        raise Fault(f"nothing came for {limits.silent:g} s") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, ValueError) as error:
        raise Fault(f"the request cannot be made ({type(error).__name__})", final=True) from None
    except httpx.RemoteProtocolError as error:
        raise Fault(f"the answer broke off or is no HTTP ({first_line(error)})") from None
    except (httpx.HTTPError, OSError) as error:
        raise Fault(f"the connection failed ({first_line(error)})") from None
    unpack(into, answer.headers.get("content-encoding", ""), kind, limits.size)
    return answer


async def _ask(  # noqa: PLR0917 - one request in its parts
    url: str, params: Mapping[str, str], headers: Mapping[str, str], into: Path, kind: str, limits: Limits
) -> Answer:
    import httpx

    accepts = "identity" if kind in PACKED_KINDS else "gzip"
    own = {"User-Agent": AGENT, "Accept-Encoding": accepts, "Accept": "*/*"}
    near = {f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")}  # never through a proxy
    address, sent = httpx.URL(url, params=dict(params)) if params else httpx.URL(url), dict(headers)
    async with (
        asyncio.timeout(limits.total),
        httpx.AsyncClient(verify=_trusted(), timeout=limits.silent, mounts=near, headers=own) as client,
    ):
        for _ in range(HOPS + 1):
            async with client.stream("GET", address, headers=sent) as response:
                if response.status_code not in REDIRECTS:
                    await _keep(response, into, limits)
                    return Answer(response.status_code, {key.lower(): text for key, text in response.headers.items()})
                after = _next(response, address)
            if _origin(after) != _origin(address):
                sent = {}
            address = after
    raise Fault(f"the service redirects more than {HOPS} times", remedy="Its address may have changed.")


@cache
def _trusted() -> ssl.SSLContext:
    """Return the certificates that are trusted, also those of ``SSL_CERT_FILE``; reading them takes its time."""
    import httpx

    return httpx.create_ssl_context()


def _next(response: httpx.Response, address: httpx.URL) -> httpx.URL:
    where = response.headers.get("location", "")
    after = address.join(where) if where else address
    if not where or after.scheme not in ("http", "https"):
        raise Fault("the service redirects to nowhere", remedy="Its address may have changed.")
    if (address.scheme, after.scheme) == ("https", "http"):
        raise Fault("the service redirects from https to http", final=True, remedy="Its address may have changed.")
    return after


def _origin(address: httpx.URL) -> tuple[str, str, int | None]:
    return (address.scheme, address.host, address.port)


async def _keep(response: httpx.Response, into: Path, limits: Limits) -> None:
    begun, size = time.monotonic(), 0
    with into.open("wb") as stream:
        async for chunk in response.aiter_raw():
            stream.write(chunk)
            size += len(chunk)
            passed = time.monotonic() - begun
            if size > limits.size:
                raise Fault(f"the answer is larger than {limits.size:,} bytes", final=True)
            if passed > DRIP_AFTER and size < passed * DRIP_RATE:
                raise Fault(f"only {size} bytes came in {passed:.0f} s")
