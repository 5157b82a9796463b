"""Whether the model can see each string that a solution uses."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Never

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.oracle import carry_out
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json
from toolbench_ood.world.world import result_text


def ungrounded(situation: Situation, *, paraphrased: bool = False) -> list[str]:
    """Return the string arguments that occur in no ask and no earlier result.

    Each is given as ``tool.argument = value``. Enumerated values and defaults are in the
    declaration and need not be repeated; numbers may be derived.

    Args:
        situation: the task and seed.
        paraphrased: whether to use the paraphrases of asks, if they have one.
    """
    session = situation.session()
    seen = ""
    missing: list[str] = []
    ask: Ask | None = session.start()
    while ask is not None:
        seen += f"\n{(paraphrased and ask.paraphrase) or ask.text}"
        caller = _Listening(session.world)
        words = carry_out(ask.solution, caller, situation.suite, situation.task)
        for call, known in caller.heard:
            schema = situation.suite.world.tools()[call.name].spec["function"]["parameters"]
            missing += _missing(call, schema, seen + known)
        seen += caller.results
        made = tuple(call for message in caller.messages for call in message)
        ask = session.answer(Reply(words, made))
    return missing


class _Listening(Caller):
    """A caller that keeps, with each call, the results that came before its message."""

    results = ""

    @property
    def heard(self) -> list[tuple[Call, str]]:
        return self._heard

    def __init__(self, *world: object) -> None:
        super().__init__(*world)  # type: ignore[arg-type]  # handed on as it is
        self._heard: list[tuple[Call, str]] = []

    def together(self, *calls: tuple[str, Mapping[str, Json]]) -> list[Json]:
        found = super().together(*calls)
        self._heard += [(call, self.results) for call in self.messages[-1]]
        self.results += "".join(f"\n{_plain(result)}" for result in found)
        return found

    def failing(self, tool: str, /, *unnamed: Never, **arguments: Any) -> str:
        words = super().failing(tool, *unnamed, **arguments)
        self._heard += [(call, self.results) for call in self.messages[-1]]
        self.results += f"\n{words}"
        return words


def _plain(result: Json) -> str:
    """Spell a result with its strings both as they are and as JSON spells them."""
    strings = "\n".join(_strings(result, {}))
    return f"{result_text(result)}\n{strings}"


def _missing(call: Call, schema: Mapping[str, Json], seen: str) -> Iterator[str]:
    folded = seen.casefold()
    for name, value in call.arguments.items():
        for text in _strings(value, schema["properties"][name]):
            if text and text.casefold() not in folded:
                yield f"{call.name}.{name} = {json.dumps(text, ensure_ascii=False)}"


def _strings(value: Json, schema: Mapping[str, Json]) -> Iterator[str]:
    """Iterate over the strings of a value that its schema does not name."""
    if isinstance(value, str):
        if not _declared(value, schema):
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, schema.get("items") or {})
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _strings(child, schema.get("properties", {}).get(key, {}))


def _declared(value: str, schema: Mapping[str, Json]) -> bool:
    branches = [schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return any(
        value in branch.get("enum", ())
        or value in (branch.get("const"), branch.get("default"))
        or _is_time(value)
        for branch in branches
    )


def _is_time(value: str) -> bool:
    """Dates and times may be asked for in words and worked out."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d|\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", value))
