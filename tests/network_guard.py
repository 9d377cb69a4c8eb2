"""No test reaches beyond this machine: connecting to anything but loopback, or a socket file, is an error."""

import ipaddress
import socket

import pytest


class NetworkRefused(RuntimeError):
    """Not an OSError, which a library might swallow."""


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", guarded_lookup(socket.getaddrinfo))
        yield


def guarded(connect):
    def connect_nearby(self, address):
        if self.family != socket.AF_UNIX:
            refuse_unless_loopback(address[0])
        return connect(self, address)

    return connect_nearby


def guarded_lookup(lookup):
    def look_up_nearby(host, *args, **kwargs):
        refuse_unless_loopback(host)
        return lookup(host, *args, **kwargs)

    return look_up_nearby


def refuse_unless_loopback(host):
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        nearby = ipaddress.ip_address(name).is_loopback
    except ValueError:
        nearby = False
    if not nearby:
        raise NetworkRefused(f"a test wanted to reach {name}")
