"""Servers that obey, ignore or refuse a grammar, over real sockets."""

import asyncio
from dataclasses import replace

import pytest

pytest.importorskip("httpx", reason="needs httpx")

from engines.loopback import Behaviour, answer, serving, stay_silent
from engines.test_endpoint import GOOD, QUICK, REQUEST

from toolbench_ood.engines.endpoint import EndpointEngine
from toolbench_ood.engines.grammar_probe import PROBE_GRAMMAR, PROBE_TEXT
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Sampling

OBEYED = answer(200, {"choices": [{"text": PROBE_TEXT, "finish_reason": "stop"}]})
IGNORED = answer(200, {"choices": [{"text": "Hello! How\n can I help?", "finish_reason": "stop"}]})
REFUSED = answer(400, {"error": {"message": "Extra inputs are not permitted."}})
SILENT = answer(200, {"choices": [{"finish_reason": "stop"}]})


async def verdict(*servers: Behaviour) -> str | None:
    """Return what is said of servers that behave like this, each asked exactly once."""
    async with serving(servers[:1]) as one, serving(servers[-1:]) as two:
        urls = [one.url, two.url][: len(servers)]
        engine = await EndpointEngine.connect(urls, Sampling(), frozenset({2}), QUICK)
        try:
            said = await engine.cannot_constrain()
        finally:
            await engine.close()
        named = {one.url: "ONE", two.url: "TWO"}
        for url, name in named.items():
            said = said.replace(url, name) if said else said
        return said


def test_a_grammar_is_sent_only_with_the_requests_that_have_one() -> None:
    """It is a field of its own; without one, the body is the same as ever."""

    async def questions() -> list[dict[str, object]]:
        async with serving([answer(200, GOOD)]) as server:
            engine = await EndpointEngine.connect([server.url], Sampling(), frozenset({2}), QUICK)
            await engine.generate(REQUEST)
            await engine.generate(replace(REQUEST, grammar=PROBE_GRAMMAR))
            await engine.close()
            return server.questions

    free, constrained = asyncio.run(questions())
    assert constrained.pop("structured_outputs") == {"grammar": PROBE_GRAMMAR}
    assert free == constrained


def test_every_server_is_asked_whether_it_obeys_a_grammar() -> None:
    """What the first one that doesn't did instead is said, with its URL and its own words."""
    ignored = "ignored structured_outputs: it wrote 'Hello! How can I help?' where the grammar"
    for servers, words in (
        ((OBEYED,), None),
        ((OBEYED, OBEYED), None),
        ((IGNORED,), f"ONE {ignored} admits only '{PROBE_TEXT}'; only servers that support"),
        ((OBEYED, IGNORED), f"TWO {ignored}"),
        (
            (REFUSED, OBEYED),
            "ONE refused structured_outputs: it answered 400: Extra inputs are not permitted.",
        ),
    ):
        said = asyncio.run(verdict(*servers))
        assert said is None if words is None else str(said).startswith(words), said


def test_a_server_that_does_not_answer_is_an_engine_error() -> None:
    """Silence and a response without text say nothing about grammars."""
    for server, words in ((stay_silent, "incomplete response"), (SILENT, "has no text")):
        with pytest.raises(EngineError, match=f"after 3 attempts.*{words}"):
            asyncio.run(verdict(server))
