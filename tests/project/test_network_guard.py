import socket

import pytest

from tests.network_guard import NetworkRefused


def test_the_world_is_out_of_reach():
    with socket.socket() as out, pytest.raises(NetworkRefused):
        out.connect(("192.0.2.1", 80))


def test_names_are_not_looked_up():
    with pytest.raises(NetworkRefused):
        socket.create_connection(("service.example", 80))


def test_this_machine_is_within_reach():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
