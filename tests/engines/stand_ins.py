"""Servers on loopback that behave towards a completion request as public ones do."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeAlias

Asked: TypeAlias = dict[str, Any]
Reply: TypeAlias = tuple[int, Any]
"""A status and a body."""
Behaviour: TypeAlias = Callable[[Asked, Sequence[int]], Reply]
"""Answers a request of a server whose model wants to write these tokens; the last ends a turn."""

CONTEXT = 16_000


@dataclass
class StandIn:
    """Where a server is, and what reached it."""

    url: str = ""
    posts: list[Asked] = field(default_factory=list)
    """Bodies of the completion requests, in order."""
    heads: list[str] = field(default_factory=list)
    """The headers of every request."""


def vllm(asked: Asked, wish: Sequence[int]) -> Reply:
    """Stop at the stop ids, whatever is said of the end of a sequence."""
    written = _until_stop(asked, wish)
    return 200, _choice(asked, written, token_ids=written, prompt_token_ids=asked["prompt"])


def sglang(asked: Asked, wish: Sequence[int]) -> Reply:
    """Look at no token where ``ignore_eos`` is set, the stop ids included."""
    return endless(asked, wish) if asked["ignore_eos"] else vllm(asked, wish)


def endless(asked: Asked, wish: Sequence[int]) -> Reply:
    """Write until the budget is used up."""
    length = asked["max_tokens"]
    written = [*wish, *wish[:1] * length][:length]
    return 200, _choice(asked, written, token_ids=written)


def llama_cpp(asked: Asked, wish: Sequence[int]) -> Reply:
    """Take token ids and return text alone."""
    return 200, _choice(asked, _until_stop(asked, wish))


def lmdeploy(asked: Asked, wish: Sequence[int]) -> Reply:
    """Fail on a prompt that is no text."""
    if isinstance(asked["prompt"], list):
        return 500, b"Internal Server Error"
    return llama_cpp(asked, wish)


def ollama(asked: Asked, wish: Sequence[int]) -> Reply:
    """Refuse a prompt that is no text."""
    if isinstance(asked["prompt"], list):
        return 400, {"error": {"message": "cannot unmarshal array into prompt of type string"}}
    return llama_cpp(asked, wish)


def _until_stop(asked: Asked, wish: Sequence[int]) -> list[int]:
    ends = (at + 1 for at, token in enumerate(wish) if token in asked["stop_token_ids"])
    return list(wish[: min(next(ends, len(wish)), asked["max_tokens"])])


def _choice(asked: Asked, written: Sequence[int], **ids: Sequence[int]) -> Any:
    ended = bool(written) and written[-1] in asked["stop_token_ids"]
    reason = "stop" if ended else "length"
    return {"choices": [{"index": 0, "text": "", "finish_reason": reason, **ids}]}


@contextmanager
def standing_in(*behaviours: Behaviour, wish: Sequence[int] = ()) -> Iterator[StandIn]:
    """Answer completion requests with the behaviours in turn, the last one for ever."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            state.heads.append(str(self.headers))
            listed = {"data": [{"id": "served", "max_model_len": CONTEXT}]}
            self._answer(200, listed if self.path.endswith("/models") else {"version": "0.1"})

        def do_POST(self) -> None:
            state.heads.append(str(self.headers))
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.posts.append(asked)
            turn = min(len(state.posts), len(behaviours)) - 1
            self._answer(*behaviours[turn](asked, wish))

        def _answer(self, status: int, content: Any) -> None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
