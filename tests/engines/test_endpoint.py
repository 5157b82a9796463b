"""The endpoint engine against servers that misbehave."""

import asyncio
import socket
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from cases import for_each

pytest.importorskip("httpx", reason="needs httpx")

from engines.loopback import MODELS, Behaviour, answer, half, hang_up, serving, stay_silent

from toolbench_ood.engines.endpoint import EndpointEngine, EndpointOptions
from toolbench_ood.engines.retry import Retry
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError
from toolbench_ood.types.generation import Completion, Finish, Request, Sampling

T = TypeVar("T")

REQUEST = Request(case="c", step=0, prompt=(5, 6), max_tokens=4, seed=3)
GOOD = {
    "choices": [{"token_ids": [7, 2], "finish_reason": "stop", "prompt_token_ids": [5, 6]}],
    "usage": {"prompt_tokens_details": {"cached_tokens": 1}},
}
QUICK = EndpointOptions(
    retry=Retry(attempts=3, first_delay=0.001, longest_delay=0.002), answer_seconds=0.2
)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run one test's coroutine."""
    return asyncio.run(work)


async def ask(
    behaviours: list[Behaviour], *, options: EndpointOptions = QUICK
) -> tuple[Completion, list[dict[str, Any]]]:
    """Send one request to a server with these behaviours; return what came and what was asked."""
    async with serving(behaviours) as server:
        engine = await EndpointEngine.connect([server.url], Sampling(), frozenset({2}), options)
        try:
            return await engine.generate(REQUEST), server.questions
        finally:
            await engine.close()


def _written(*tokens: object, finish: str = "length", **more: object) -> Behaviour:
    choice = {"token_ids": list(tokens), "finish_reason": finish, **more}
    return answer(200, {"choices": [choice]})


def test_a_completion_is_read() -> None:
    """Tokens, finish and cached tokens come from the answer; the question holds token ids."""
    completion, questions = run(ask([answer(200, GOOD)]))
    assert completion == Completion((7, 2), Finish.STOP, cached_tokens=1)
    (question,) = questions
    assert question["prompt"] == [5, 6]
    assert question["stop_token_ids"] == [2]
    assert question["return_token_ids"]
    assert not question["skip_special_tokens"]
    assert (question["temperature"], question["max_tokens"], question["seed"]) == (0.0, 4, 3)


@for_each(
    "fault",
    [
        answer(500, {"error": {"message": "broken"}}),
        answer(503, b""),
        answer(429, {"message": "slow down"}, "Retry-After: 1\r\n"),
        answer(200, b"<html>busy</html>"),
        answer(200, b"\xff\xfe"),
        answer(200, b"[" * 100_000),
        answer(200, {"choices": []}),
        answer(200, {"choices": [{"token_ids": [7], "finish_reason": "abort"}]}),
        half(GOOD),
        hang_up,
        stay_silent,
    ],
)
def test_a_passing_fault_is_tried_again(fault: Behaviour) -> None:
    """Errors of the server, garbage, half answers, lost connections and silence may pass."""
    completion, questions = run(ask([fault, answer(200, GOOD)]))
    assert completion.tokens == (7, 2)
    assert len(questions) == 2


@for_each(
    ("fault", "words"),
    [
        (answer(500, {"error": {"message": "broken"}}), "answered 500: broken"),
        (answer(200, b"<html>busy"), "did not answer with JSON: '<html>busy'"),
        (_written(7, finish="abort"), "ended with 'abort'"),
        (half(GOOD), "sent an incomplete response"),
        (stay_silent, "sent an incomplete response"),
    ],
)
def test_a_lasting_fault_is_an_engine_error(fault: Behaviour, words: str) -> None:
    """After the stated number of attempts the request fails with the last attempt's reason."""
    with pytest.raises(EngineError, match=f"after 3 attempts.*{words}") as caught:
        run(ask([fault]))
    assert not isinstance(caught.value, EngineDownError)


@for_each(
    ("fault", "words"),
    [
        (
            answer(400, {"error": {"message": "This model's maximum length is 512."}}),
            r"it answered 400: This model's maximum length is 512\.",
        ),
        (
            answer(200, {"choices": [{"text": "hi", "finish_reason": "stop"}]}),
            "its response has no token_ids",
        ),
        (_written("7"), "its token_ids are not a list of at most 4 token ids"),
        (_written(1, 1, 1, 1, 1), "its token_ids are not a list of at most 4 token ids"),
        (_written(7, prompt_token_ids=[1, 5, 6]), "it changed the prompt's token ids"),
        (_written(7, 2, 9, 9), "it went on after the end token 2"),
        (_written(2, 2, finish="stop"), "it went on after the end token 2"),
    ],
)
def test_what_would_recur_is_not_tried_again(fault: Behaviour, words: str) -> None:
    """A refusal, and a reply as only a server without the needed extensions sends, are final."""
    with pytest.raises(EngineError, match=f"can't answer case c, step 0: {words}") as caught:
        run(ask([fault, answer(200, GOOD)]))
    assert not isinstance(caught.value, EngineDownError)


def test_an_end_token_in_the_last_place_is_an_end() -> None:
    """A completion may end with any end token, and hold any other before it."""
    completion, questions = run(ask([_written(7, 9, 2, finish="stop")]))
    assert completion.tokens == (7, 9, 2)
    assert questions[0]["ignore_eos"] is False


def test_an_adapter_has_the_context_of_its_parent() -> None:
    """An adapter's entry reports no length, and names the model that has one."""
    base = {"id": "base", "max_model_len": 1500}
    for entry, context in (
        ({"id": "adapter", "parent": "base", "max_model_len": None}, 1500),
        ({"id": "adapter", "parent": "base", "max_model_len": 700}, 700),
        ({"id": "adapter", "parent": "elsewhere"}, None),
        ({"id": "adapter", "parent": "adapter"}, None),
        ({"id": "adapter"}, None),
    ):

        async def scenario(entry: Any = entry) -> int | None:
            listed = answer(200, {"data": [entry, base]})
            async with serving([answer(200, GOOD)], listed) as server:
                options = EndpointOptions(model="adapter")
                engine = await EndpointEngine.connect(
                    [server.url], Sampling(), frozenset(), options
                )
                await engine.close()
                return engine.context

        assert run(scenario()) == context, entry


def test_a_server_that_goes_away_takes_the_engine_down() -> None:
    """When no attempt reaches a server no further request can be answered."""

    async def scenario() -> None:
        async with serving([answer(200, GOOD)]) as server:
            engine = await EndpointEngine.connect([server.url], Sampling(), frozenset(), QUICK)
        try:
            await engine.generate(REQUEST)
        finally:
            await engine.close()

    with pytest.raises(EngineDownError, match="can't be reached"):
        run(scenario())


def test_a_case_moves_when_its_server_goes_away() -> None:
    """With a second server, requests to one that died are answered by the other."""

    async def scenario() -> tuple[Completion, int]:
        async with serving([answer(200, GOOD)]) as staying:
            async with serving([answer(200, GOOD)]) as leaving:
                urls = [leaving.url, staying.url]
                engine = await EndpointEngine.connect(urls, Sampling(), frozenset(), QUICK)
                await engine.generate(REQUEST)
                assert len(leaving.questions) == 1
            completion = await engine.generate(REQUEST)
            await engine.close()
            return completion, len(staying.questions)

    completion, asked = run(scenario())
    assert completion.tokens == (7, 2)
    assert asked == 1


def test_a_case_stays_at_its_server_and_cases_spread() -> None:
    """All steps of a case go to one server; cases in flight together go to the least busy."""

    async def scenario() -> list[set[int]]:
        async with serving([answer(200, GOOD)]) as one, serving([answer(200, GOOD)]) as two:
            urls = [one.url, two.url]
            engine = await EndpointEngine.connect(urls, Sampling(), frozenset(), QUICK)
            for step in range(3):
                await asyncio.gather(
                    *(
                        engine.generate(Request(f"c{case}", step, (5, 6), 4, seed=case))
                        for case in range(4)
                    )
                )
            await engine.close()
            return [{question["seed"] for question in each.questions} for each in (one, two)]

    first, second = run(scenario())
    assert len(first) == len(second) == 2
    assert not first & second


def test_what_is_served_is_found_out() -> None:
    """Name, context and version come from the server; the URL may lack ``/v1``."""

    async def scenario() -> EndpointEngine:
        async with serving([answer(200, GOOD)]) as server:
            url = server.url.removesuffix("/v1")
            engine = await EndpointEngine.connect([url], Sampling(), frozenset(), QUICK)
            await engine.close()
            return engine

    engine = run(scenario())
    assert engine.context == 512
    assert engine.description["model"] == "served"
    assert engine.description["version"] == ["0.1"]


@for_each(
    ("models", "wanted", "kind", "words"),
    [
        (answer(200, MODELS), "other", UserError, "'other'.*served by all of them: served"),
        (answer(200, {"data": [{"id": "a"}, {"id": "b"}]}), None, UserError, "all of them: a, b"),
        (answer(200, b"hello"), None, UserError, "not an accessible OpenAI-compatible server"),
        (answer(401, {"error": "no key"}), None, UserError, "401: no key.*API key"),
        (answer(500, b"oops"), None, EngineDownError, "answers 500.*oops"),
    ],
)
def test_a_server_that_does_not_serve_is_refused_at_the_start(
    models: Behaviour, wanted: str | None, kind: type[Exception], words: str
) -> None:
    """One sentence says what the server said and what to do."""

    async def scenario() -> None:
        async with serving([answer(200, GOOD)], models) as server:
            options = EndpointOptions(model=wanted)
            await EndpointEngine.connect([server.url], Sampling(), frozenset(), options)

    with pytest.raises(kind, match=words):
        run(scenario())


def test_a_server_that_is_down_is_named_at_the_start() -> None:
    """The sentence holds the URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(EngineDownError, match=f"No server answers at {url}/v1/models"):
        run(EndpointEngine.connect([url], Sampling(), frozenset()))


@for_each("url", ["localhost:8000", "ftp://host/v1", "http://"])
def test_what_is_no_url_is_refused(url: str) -> None:
    """The sentence shows what a URL looks like."""
    with pytest.raises(UserError, match="expected one like http://localhost:8000/v1"):
        run(EndpointEngine.connect([url], Sampling(), frozenset()))


def test_the_key_is_sent_and_shown_nowhere() -> None:
    """A key is no part of what is written down."""

    async def scenario() -> str:
        async with serving([answer(200, GOOD)]) as server:
            options = EndpointOptions(api_key="hush")
            engine = await EndpointEngine.connect([server.url], Sampling(), frozenset(), options)
            assert engine._client.headers["Authorization"] == "Bearer hush"
            await engine.close()
            return repr(options) + repr(dict(engine.description))

    assert "hush" not in run(scenario())


def test_pauses_double_up_to_a_limit_and_are_spread() -> None:
    """Pauses lie between half and all of the exponential value; a server's wish is respected."""
    retry = Retry(first_delay=1.0, longest_delay=5.0)
    for failures, longest in ((1, 1.0), (2, 2.0), (3, 4.0), (4, 5.0)):
        assert longest / 2 <= retry.delay(failures) <= longest
    assert 1.5 <= retry.delay(1, wish=3.0) <= 3.0
    assert retry.delay(1, wish=1000.0) <= 5.0
