"""Whole Python values over a socket between processes of one run."""

import asyncio
import pickle
import socket
from collections.abc import Callable
from typing import Any, Self

_SIZE_BYTES = 8


def send(end: socket.socket, value: object) -> None:
    """Send a value and wait until it is buffered."""
    end.sendall(_packed(value))


def receive(end: socket.socket) -> Any:
    """Wait for a value (EOFError: the other end was closed)."""
    size = int.from_bytes(_exactly(end, _SIZE_BYTES))
    return _unpacked(_exactly(end, size))


class Wire(asyncio.Protocol):
    """One end of a socket within an event loop."""

    def __init__(self, take: Callable[[Any], None], lost: Callable[[], None]) -> None:
        """Take what is told of each value that arrives, and of the other end being closed."""
        self._take = take
        self._lost = lost
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(
        cls, end: socket.socket, take: Callable[[Any], None], lost: Callable[[], None]
    ) -> Self:
        """Take over one end of a socket."""
        end.setblocking(False)
        loop = asyncio.get_running_loop()
        wire = cls(take, lost)
        wire._transport, _ = await loop.create_connection(lambda: wire, sock=end)
        return wire

    def send(self, value: object) -> None:
        """Send a value soon; it is dropped where the other end is gone, as ``lost`` tells."""
        if self._transport is not None:
            self._transport.write(_packed(value))

    def close(self) -> None:
        """Close this end at once."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Hand on every value that is whole."""
        received = self._received
        received += data
        while len(received) >= _SIZE_BYTES:
            end = _SIZE_BYTES + int.from_bytes(received[:_SIZE_BYTES])
            if len(received) < end:
                return
            value = _unpacked(received[_SIZE_BYTES:end])
            del received[:end]
            self._take(value)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's form
        """Tell that nothing comes after this."""
        self._transport = None
        self._lost()


def _packed(value: object) -> bytes:
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return len(content).to_bytes(_SIZE_BYTES) + content


def _unpacked(content: bytes | bytearray) -> Any:
    return pickle.loads(content)  # noqa: S301  # the other end is a process of the same run


def _exactly(end: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        part = end.recv(size - len(content))
        if not part:
            raise EOFError
        content += part
    return content
