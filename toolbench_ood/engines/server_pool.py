"""Which of several servers answers a case."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Server:
    """One base URL and how busy it is."""

    url: str
    """Base URL, ``…/v1``."""
    in_flight: int = 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a request as long as it is in flight."""
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1


class ServerPool:
    """Gives a new case the server with the fewest requests in flight, and keeps it there.

    A conversation's prompts repeat what came before, which only the server that answered before
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
        """Give a case another server, where there is one, because its own can't be reached."""
        left = self._homes[case]
        others = [server for server in self._servers if server is not left]
        self._homes[case] = _least_busy(others or self._servers)


def _least_busy(servers: Sequence[Server]) -> Server:
    return min(servers, key=lambda server: server.in_flight)
