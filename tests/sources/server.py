"""A server on loopback that answers as told, and as badly as told."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

REASONS = {200: "OK", 204: "No Content", 301: "Moved", 304: "Not Modified", 429: "Too Many", 500: "Oops"}


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


Answer = Callable[[socket.socket, Asked], None]


def answer(body: bytes | str = b"", status: int = 200, length: int | None = None, **headers: str) -> Answer:
    """Answer with a body; `length` is what it claims to be long, negative to claim nothing."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Hm')}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if status not in (204, 304) and (length is None or length >= 0):
        lines.append(f"Content-Length: {len(data) if length is None else length}")

    def send(connection: socket.socket, _: Asked) -> None:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + data)

    return send


def reset(connection: socket.socket, _: Asked) -> None:
    """Cut the connection without a word."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def silent(connection: socket.socket, _: Asked) -> None:
    """Say nothing, for as long as anyone listens."""
    connection.settimeout(20)
    with contextlib.suppress(OSError):
        connection.recv(1)


def drip(text: bytes, pause: float = 0.05) -> Answer:
    """Send byte by byte, never the last."""

    def send(connection: socket.socket, _: Asked) -> None:
        for i in range(len(text)):
            connection.sendall(text[i : i + 1])
            time.sleep(pause)

    return send


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> Answer:
    """Send in chunks; another end leaves it broken."""

    def send(connection: socket.socket, _: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        for part in parts:
            connection.sendall(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        connection.sendall(end)

    return send


@dataclass
class Server:
    """Answers by path: each path has a list, whose last answer is repeated; or one function decides."""

    port: int
    routes: dict[str, list[Answer]] = field(default_factory=dict)
    decide: Callable[[Asked], Answer] | None = None
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def on(self, path: str, *answers: Answer) -> None:
        """Say how a path is answered, one answer after the other."""
        self.routes[path] = list(answers)

    def count(self, path: str) -> int:
        """Count how often a path was asked for."""
        return sum(one.path == path for one in self.asked)

    def handle(self, connection: socket.socket) -> None:
        """Read one request and answer it."""
        with connection, contextlib.suppress(OSError):
            connection.settimeout(20)
            text = b""
            while b"\r\n\r\n" not in text:
                more = connection.recv(65536)
                if not more:
                    return
                text += more
            first, *lines = text.split(b"\r\n\r\n")[0].decode().split("\r\n")
            place = urlsplit(first.split(" ")[1])
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            asked = Asked(place.path, dict(parse_qsl(place.query)), headers)
            self.asked.append(asked)
            if self.decide is not None:
                self.decide(asked)(connection, asked)
                return
            answers = self.routes.get(asked.path, [answer("not here", 404)])
            (answers.pop(0) if len(answers) > 1 else answers[0])(connection, asked)


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Serve on a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1])
        listener.settimeout(0.1)
        stop, threads = threading.Event(), []

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                thread = threading.Thread(target=server.handle, args=(connection,), daemon=True)
                threads.append(thread)
                thread.start()

        main = threading.Thread(target=listen, daemon=True)
        main.start()
        try:
            yield server
        finally:
            stop.set()
            main.join()
            for thread in threads:
                thread.join(5)
