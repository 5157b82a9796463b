"""One or several OpenAI-compatible completions servers that accept and return token ids."""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Self, TypeVar

import httpx

from toolbench_ood.engines.completions_api import (
    BadReplyError,
    BodyMaker,
    completion,
    prompt_logprobs,
    quoted,
    written_text,
)
from toolbench_ood.engines.grammar_probe import PROBE, PROBE_TEXT
from toolbench_ood.engines.retry import Retry
from toolbench_ood.engines.scoring import ScoreRequest, TokenScores
from toolbench_ood.engines.served_models import Served, ServedModel, discover, one_model
from toolbench_ood.engines.server_pool import Server, ServerPool
from toolbench_ood.engines.server_request import (
    CLIENT_ERROR,
    SERVER_ERROR,
    FinalError,
    PassingError,
    ask,
    in_words,
    said,
)
from toolbench_ood.engines.server_trial import LASTING, unfit
from toolbench_ood.engines.vllm_scoring import TOP, Rows, score_prompt
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError
from toolbench_ood.types.generation import Completion, Request, Sampling
from toolbench_ood.types.value import Json

T = TypeVar("T")

_CONCURRENCY = 128
_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class EndpointOptions:
    """Options for requests to servers."""

    model: str | None = None
    """Name of the served model; required only if a server serves several."""
    api_key: str | None = field(default=None, repr=False)
    """Sent as a bearer token; not included in any description."""
    retry: Retry = field(default_factory=Retry)
    """Retry policy for failed requests."""
    answer_seconds: float = 600.0
    """Maximum number of seconds to wait for data from a server."""


class EndpointEngine:
    """Sends requests to servers over HTTP. Create it with :meth:`connect`."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        servers: Sequence[Served],
        model: ServedModel,
        body: BodyMaker,
        retry: Retry,
    ) -> None:
        self._client = client
        self._servers = tuple(servers)
        self._pool = ServerPool([server.url for server in servers])
        self._model = model
        self._body = body
        self._retry = retry
        self._tried: dict[Request, Completion] = {}

    @classmethod
    async def connect(
        cls,
        urls: Sequence[str],
        sampling: Sampling,
        end_tokens: frozenset[int],
        options: EndpointOptions | None = None,
    ) -> Self:
        """Query what the servers serve.

        Args:
            urls: base URLs of servers of the same model, with or without a trailing ``/v1``.
            sampling: sampling parameters.
            end_tokens: ids that end a generation; they are part of the completion.
            options: request options.

        Raises:
            UserError: a URL is invalid, the model is not served, or the servers serve different
                models.
            EngineDownError: a server cannot be reached.
        """
        options = options or EndpointOptions()
        key = options.api_key
        client = httpx.AsyncClient(
            timeout=httpx.Timeout(options.answer_seconds, connect=_CONNECT_SECONDS, pool=None),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
            headers={"Authorization": f"Bearer {key}"} if key else None,
        )
        async with AsyncExitStack() as closing:
            closing.push_async_callback(client.aclose)
            served = [await discover(client, url) for url in urls]
            chosen = one_model(served, options.model)
            closing.pop_all()
        body = BodyMaker(chosen.name, sampling, tuple(sorted(end_tokens)))
        return cls(client, served, chosen, body, options.retry)

    @property
    def description(self) -> Mapping[str, Json]:
        """Engine name, URLs, the versions that the servers report, and the served model's name."""
        return {
            "name": "endpoint",
            "version": list(dict.fromkeys(server.version for server in self._servers)),
            "urls": [server.url for server in self._servers],
            "model": self._model.name,
        }

    @property
    def context(self) -> int | None:
        """The smallest ``max_model_len`` that the servers report; None if none does."""
        return self._model.context

    @property
    def concurrency(self) -> int:
        """Enough cases in flight to keep each server busy."""
        return _CONCURRENCY

    @property
    def scored_at_once(self) -> int:
        """As many as cases."""
        return _CONCURRENCY

    async def try_out(self, request: Request) -> None:
        """Put the first request of a run to every server.

        Raises:
            UserError: a server rejects it, or lacks what a run needs.
            EngineError: no attempt returned a usable response.
            EngineDownError: a server cannot be reached.
        """
        for served in self._servers:
            try:
                pool = ServerPool([served.url])
                answer = await self._answered(pool, request, self._completion, LASTING)
            except FinalError as error:
                raise unfit(error) from error
            self._tried.setdefault(request, answer)

    async def generate(self, request: Request) -> Completion:
        """Answer one request; any number may be in flight.

        Raises:
            EngineError: a server rejected it, no attempt returned a usable response, or a server
                did not stop where it was told.
            EngineDownError: no attempt reached a server.
        """
        if request in self._tried:
            return self._tried.pop(request)
        try:
            return await self._answered(self._pool, request, self._completion)
        except FinalError as error:
            raise EngineError(
                f"{error.url} can't answer case {request.case}, step {request.step}: {error}"
            ) from error

    def _completion(self, reply: Json, request: Request) -> Completion:
        return completion(reply, request, self._body.end_tokens)

    async def score(self, request: ScoreRequest) -> TokenScores:
        """Score one text by what the server serves of a prompt's tokens.

        Raises:
            UserError: the server serves no log-probabilities of prompts.
            EngineError: no attempt returned a usable response.
            EngineDownError: no attempt reached a server.
        """
        return await score_prompt(request, self._read_prompt, None)

    async def _read_prompt(self, tokens: tuple[int, ...]) -> Rows:
        server = self._pool.home("")
        try:
            answer = await self._client.post(
                f"{server.url}/completions", json=self._body.of_prompt(tokens, TOP)
            )
        except httpx.RequestError as error:
            raise EngineDownError(f"{server.url} can't be reached ({in_words(error)})") from error
        if answer.status_code >= SERVER_ERROR:
            raise EngineError(f"{server.url} answered {answer.status_code}: {said(answer)}")
        if answer.status_code >= CLIENT_ERROR:
            raise _refuses_logprobs(server, f"{answer.status_code}: {said(answer)}")
        try:
            rows = prompt_logprobs(json.loads(answer.content), len(tokens))
        except (ValueError, RecursionError, BadReplyError) as error:
            raise EngineError(f"{server.url}: {in_words(error)}") from error
        if rows is None:
            raise _refuses_logprobs(server, "the response has no prompt_logprobs")
        return rows

    async def cannot_constrain(self) -> str | None:
        """Ask each server for a text that a grammar determines, and compare.

        Returns:
            What the first server that does not obey the grammar did; None if all do.

        Raises:
            EngineError: a server returned no usable response.
            EngineDownError: a server cannot be reached.
        """
        for served in self._servers:
            if reason := await self._disobeys(served.url):
                return f"{reason}; only servers that support structured_outputs (vLLM) can be used"
        return None

    async def _disobeys(self, url: str) -> str | None:
        try:
            text = await self._answered(ServerPool([url]), PROBE, written_text)
        except FinalError as error:
            return f"{url} refused structured_outputs: {error}"
        if text.startswith(PROBE_TEXT):
            return None
        return (
            f"{url} ignored structured_outputs: it wrote {quoted(text)!r} "
            f"where the grammar admits only {PROBE_TEXT!r}"
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def _answered(
        self,
        pool: ServerPool,
        request: Request,
        read: Callable[[Json, Request], T],
        lasting: Collection[int] = (),
    ) -> T:
        """Return what is read from the first usable response; a lasting status is final."""
        body = self._body.of(request)
        failures: list[PassingError] = []
        while len(failures) < self._retry.attempts:
            if failures:
                await asyncio.sleep(self._retry.delay(len(failures), failures[-1].wish))
            server = pool.home(request.case)
            try:
                with server.busy():
                    return await ask(
                        self._client, server.url, body, lambda reply: read(reply, request)
                    )
            except PassingError as error:
                if error.status in lasting:
                    raise FinalError(error.url, str(error), error.status) from error
                failures.append(error)
                if error.unreachable:
                    pool.move(request.case)
        raise _given_up(failures, request)


def _refuses_logprobs(server: Server, said: str) -> UserError:
    return UserError(
        f"{server.url} serves no log-probabilities of prompt tokens ({said}); use vLLM's server, "
        "or probe the model's folder with --engine transformers or vllm"
    )


def _given_up(failures: Sequence[PassingError], request: Request) -> EngineError:
    words = (
        f"Case {request.case}, step {request.step} failed after {len(failures)} attempts; "
        f"the last: {failures[-1].url}: {failures[-1]}"
    )
    if all(failure.unreachable for failure in failures):
        return EngineDownError(words)
    return EngineError(words)
