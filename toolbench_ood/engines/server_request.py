"""One completion request to one server, and what its failure means."""

import json
from collections.abc import Callable
from typing import TypeVar

import httpx

from toolbench_ood.engines.completions_api import (
    BadReplyError,
    UnfitReplyError,
    error_sentence,
    quoted,
)
from toolbench_ood.types.value import Json

T = TypeVar("T")

CLIENT_ERROR, SERVER_ERROR = 400, 500
_TRY_AGAIN = frozenset({408, 425, 429})


class PassingError(Exception):
    """A failure that may not recur on another attempt: the server's URL, and what it did."""

    def __init__(
        self,
        url: str,
        words: str,
        *,
        status: int | None = None,
        unreachable: bool = False,
        wish: float | None = None,
    ) -> None:
        super().__init__(words)
        self.url = url
        self.status = status
        """The HTTP status, where that is the failure."""
        self.unreachable = unreachable
        self.wish = wish
        """Seconds that the server asked to be left alone."""


class FinalError(Exception):
    """A failure that would recur: the server's URL, and what it did."""

    def __init__(self, url: str, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.url = url
        self.status = status
        """The HTTP status, where that is the failure."""


async def ask(
    client: httpx.AsyncClient, url: str, body: dict[str, Json], read: Callable[[Json], T]
) -> T:
    """Request a completion and read the response.

    Args:
        client: sends the request.
        url: base URL of the server, ending in ``/v1``.
        body: the request.
        read: reads the response; raises BadReplyError where it can't be used.

    Raises:
        PassingError: the server can't be reached, is busy or broken, or its response is garbled.
        FinalError: the server rejected the request, or it can't answer as is needed.
    """
    try:
        answer = await client.post(f"{url}/completions", json=body)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        words = f"it can't be reached ({in_words(error)})"
        raise PassingError(url, words, unreachable=True) from error
    except httpx.RequestError as error:
        raise PassingError(url, f"it sent an incomplete response ({in_words(error)})") from error
    _check_status(url, answer)
    try:
        return read(json.loads(answer.content))
    except (ValueError, RecursionError) as error:
        raise PassingError(url, f"it did not answer with JSON: {quoted(answer.text)!r}") from error
    except UnfitReplyError as error:
        raise FinalError(url, str(error)) from error
    except BadReplyError as error:
        raise PassingError(url, str(error)) from error


def _check_status(url: str, answer: httpx.Response) -> None:
    status = answer.status_code
    if status < CLIENT_ERROR:
        return
    words = f"{status}: {said(answer)}"
    if status >= SERVER_ERROR or status in _TRY_AGAIN:
        wish = _seconds(answer.headers.get("Retry-After"))
        raise PassingError(url, f"it answered {words}", status=status, wish=wish)
    raise FinalError(url, f"it answered {words}", status)


def said(answer: httpx.Response) -> str:
    """Return a server's own words in an error response."""
    try:
        sentence = error_sentence(json.loads(answer.content))
    except (ValueError, RecursionError):
        sentence = None
    return sentence or quoted(answer.text) or "nothing"


def in_words(error: Exception) -> str:
    """Return an error's message on one line, or its type where it has none."""
    return " ".join(str(error).split()) or type(error).__name__


def _seconds(header: str | None) -> float | None:
    return float(header) if header is not None and header.isdecimal() else None
