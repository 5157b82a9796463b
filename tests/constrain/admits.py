"""xgrammar on its own: grammars compiled for a tokenizer whose tokens are single bytes."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from random import Random
from typing import Any

import pytest

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import hard_values
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.tool import ToolSpec, functions_by_name
from toolbench_ood.types.value import Json

numpy = pytest.importorskip("numpy", reason="needs numpy, which comes with xgrammar")
xgrammar = pytest.importorskip("xgrammar", reason="needs xgrammar, which comes with vLLM")

_END = 256
_FAVOURED = frozenset(b"\"'}])>/<,: \n01-\\Taefklnprstu_")
"""Bytes that end or begin something; a walk that prefers them gets to the end of a message."""


@cache
def _compiler() -> Any:
    vocabulary = [bytes([byte]) for byte in range(_END)] + [b"<end>"]
    info = xgrammar.TokenizerInfo(
        vocabulary, vocab_type=xgrammar.VocabType.RAW, vocab_size=_END + 1, stop_token_ids=[_END]
    )
    return xgrammar.GrammarCompiler(info, cache_enabled=False)


@lru_cache(maxsize=64)
def _compiled(fmt: Format, tools: str, *, free: bool, most: int | None) -> Any:
    return _compiler().compile_grammar(fmt.grammar(json.loads(tools), free=free, most=most))


def admitting(grammar: str) -> Callable[[str], bool]:
    """Return what says whether a grammar admits a text."""
    matcher = xgrammar.GrammarMatcher(
        _compiler().compile_grammar(grammar), terminate_without_stop_token=True
    )

    def admits(text: str) -> bool:
        matcher.reset()
        return bool(matcher.accept_string(text) and matcher.is_terminated())

    return admits


class Admits:
    """Says whether a format's grammar for some tools admits a text."""

    def __init__(
        self,
        fmt: Format,
        tools: Sequence[ToolSpec],
        *,
        free: bool = False,
        most: int | None = None,
    ) -> None:
        compiled = _compiled(fmt, json.dumps(tools), free=free, most=most)
        self._matcher = xgrammar.GrammarMatcher(compiled, terminate_without_stop_token=True)
        self._stopping = xgrammar.GrammarMatcher(compiled)
        self._markers = fmt.spec.markers()
        self._mask = xgrammar.allocate_token_bitmask(1, _END + 1)

    def __call__(self, text: str) -> bool:
        self._matcher.reset()
        return bool(self._matcher.accept_string(text) and self._matcher.is_terminated())

    def walk(self, rng: Random, longest: int) -> str | None:
        """Return a message made of random admitted bytes, or None when none ended in time."""
        self._stopping.reset()
        written = bytearray()
        while len(written) < longest:
            marker = rng.choice(self._markers) if self._markers and rng.random() < 0.1 else ""
            if marker and self._stopping.accept_string(marker):
                written += marker.encode()
                continue
            token = self._step(rng)
            if token == _END:
                return written.decode(errors="replace")
            self._stopping.accept_token(token)
            written.append(token)
        return None

    def _step(self, rng: Random) -> int:
        """Choose one of the tokens that may come next."""
        self._stopping.fill_next_token_bitmask(self._mask)
        bits = numpy.unpackbits(self._mask.numpy().view(numpy.uint8)[0], bitorder="little")
        following = numpy.flatnonzero(bits[: _END + 1]).tolist()
        if _END in following and rng.random() < 0.5:
            return _END
        favoured = [token for token in following if token in _FAVOURED]
        return rng.choice(favoured if favoured and rng.random() < 0.97 else following)


def refused_hard_values(fmt: Format) -> list[str]:
    """Name the hard values that a format can write and its grammar does not admit.

    One grammar has all of their tools, each under a name that no other has.
    """
    cases = hard_values(fmt.spec)
    tools = {json.dumps(case.tool): case.tool for case in cases}
    named = {key: _renamed(tool, nth) for nth, (key, tool) in enumerate(tools.items())}
    admits = Admits(fmt, list(named.values()))
    refused = []
    for case in cases:
        tool = named[json.dumps(case.tool)]
        try:
            text = fmt.write([Call(tool["function"]["name"], case.call.arguments)], [tool])
        except UnwritableError:
            continue
        refused += [] if admits(text) else [case.name]
    return refused


def _renamed(tool: ToolSpec, number: int) -> ToolSpec:
    function = tool["function"]
    return {**tool, "function": {**function, "name": f"{function['name']}{number}"}}


def in_declared_order(call: Call, tools: Sequence[ToolSpec]) -> Call:
    """Return the call with the keys of its objects in the order of their schemas."""
    schema = functions_by_name(tools)[call.name]["parameters"]
    return Call(call.name, _ordered(dict(call.arguments), schema))


def _ordered(value: Json, schema: Mapping[str, Any]) -> Json:
    if isinstance(value, list) and "items" in schema:
        return [_ordered(item, schema["items"]) for item in value]
    if not isinstance(value, Mapping):
        return value
    properties = schema.get("properties", {})
    keys = [key for key in properties if key in value]
    keys += [key for key in value if key not in properties]
    return {key: _ordered(value[key], properties.get(key, {})) for key in keys}
