"""Assigns cases to servers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Server:
    """A base URL and its load."""

    url: str
    """Base URL, ``…/v1``."""
    in_flight: int = 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a request while it is in flight."""
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1


class ServerPool:
    """Assigns each new case to the server with the fewest requests in flight, and keeps it there.

    Each prompt of a conversation repeats the previous one, which only the server that processed it
    has in its prefix cache.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self._servers = [Server(url) for url in urls]
        self._homes: dict[str, Server] = {}

    def home(self, case: str) -> Server:
        """Return the server of a case."""
        if case not in self._homes:
            self._homes[case] = _least_busy(self._servers)
        return self._homes[case]

    def move(self, case: str) -> None:
        """Reassign a case whose server cannot be reached, if there is another server."""
        left = self._homes[case]
        others = [server for server in self._servers if server is not left]
        self._homes[case] = _least_busy(others or self._servers)


def _least_busy(servers: Sequence[Server]) -> Server:
    return min(servers, key=lambda server: server.in_flight)
