"""A real HTTP server on the loopback device whose answers are written by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Behaviour: TypeAlias = Callable[[asyncio.StreamWriter], Coroutine[Any, Any, None]]

MODELS = {"object": "list", "data": [{"id": "served", "max_model_len": 512}]}


@dataclass
class Loopback:
    """What a server was asked, and where it is."""

    url: str = ""
    questions: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of the completion requests, in order."""


def answer(status: int, content: object, headers: str = "") -> Behaviour:
    """Answer with a status and a body: bytes as they are, all else as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode()
        )
        writer.write(body)

    return behave


def half(content: object) -> Behaviour:
    """Promise the whole body, send half of it, and hang up."""
    body = json.dumps(content).encode()

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        writer.write(body[: len(body) // 2])

    return behave


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close the connection without a word."""
    writer.write(b"")


async def stay_silent(writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    writer.write(b"")
    await asyncio.sleep(30)


@asynccontextmanager
async def serving(
    behaviours: Sequence[Behaviour], models: Behaviour | None = None
) -> AsyncIterator[Loopback]:
    """Answer completion requests with the behaviours in turn, the last one for ever."""
    state = Loopback()
    talks: set[asyncio.Task[Any]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            talks.add(task)
        try:
            path, body = await _read(reader)
            await _behaviour(path, body)(writer)
            await writer.drain()
        finally:
            writer.close()

    def _behaviour(path: str, body: bytes) -> Behaviour:
        if path.endswith("/models"):
            return models or answer(200, MODELS)
        if path.endswith("/version"):
            return answer(200, {"version": "0.1"})
        state.questions.append(json.loads(body))
        return behaviours[min(len(state.questions), len(behaviours)) - 1]

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    state.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield state
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    lengths = [line for line in head.split("\r\n") if line.lower().startswith("content-length:")]
    length = int(lengths[0].split(":")[1]) if lengths else 0
    return head.split(" ")[1], await reader.readexactly(length)
