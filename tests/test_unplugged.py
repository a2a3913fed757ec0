"""The net is unplugged: a test reaches this machine and nothing else."""

from __future__ import annotations

import socket

import pytest


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname(), timeout=5)
        accepted, _ = server.accept()
        with client, accepted:
            client.sendall(b"tocsin")
            assert accepted.recv(6) == b"tocsin"


def test_any_other_host_is_refused() -> None:
    documentation_only = ("192.0.2.1", 80)  # RFC 5737: belongs to nobody
    with pytest.raises(UserWarning, match=r"192\.0\.2\.1"), socket.create_connection(documentation_only, timeout=1):
        pass
