"""Ports for servers that are started later, or go and come back."""

import secrets
import socket
from contextlib import suppress

_PLACES = range(20_000, 32_000)


def a_free_port() -> int:
    """One that no outgoing line is given: nobody takes it until its server listens.

    And whoever calls a server that is away is refused: from a port of that other kind they may
    by chance be connected to themselves, and hold it.
    """
    while True:
        port = secrets.choice(_PLACES)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
