"""``verbose``: results say more than was asked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.value import Json

_NODES = ("alder", "birch", "cedar", "larch", "rowan", "spruce")
_NOTICES = (
    "Maintenance takes place on the first Sunday of the month.",
    "This interface is stable; deprecated fields are marked as such.",
    "Questions about this interface are answered by its help desk.",
)


class _Verbose(Layer):
    def __init__(self, tools: Tools, name: str) -> None:
        super().__init__(tools)
        self._name = name

    def result(self, output: ToolOutput, nth: int) -> ToolOutput:
        if output.is_error:
            return output
        rng = Random(f"{self._name}#{nth}")  # noqa: S311  # not for secrets
        value = {**_envelope(rng), "result": _padded(_parsed(output.content), rng)}
        return replace(output, content=json.dumps(value, ensure_ascii=False, indent=2))


def _parsed(content: str) -> Json:
    """Return the structure that a result spells; a string that spells none is one itself."""
    if content[:1] not in {"{", "["}:
        return content
    try:
        return json.loads(content)
    except json.JSONDecodeError:
        return content


def _envelope(rng: Random) -> dict[str, Json]:
    return {
        "outcome": "success",
        "served_by": f"{rng.choice(_NODES)}.internal",
        "trace": f"{rng.getrandbits(64):016x}",
        "schema_revision": "v3",
        "notices": rng.sample(_NOTICES, 2),
    }


def _padded(value: Json, rng: Random) -> Json:
    """Add fields that matter to nobody to every entry of a list and to a single object."""
    if isinstance(value, list):
        return [_padded(item, rng) for item in value]
    if isinstance(value, dict):
        return {**value, **{key: more for key, more in _extra(rng) if key not in value}}
    return value


def _extra(rng: Random) -> Iterator[tuple[str, Json]]:
    yield "_etag", f"{rng.getrandbits(32):08x}"
    yield "_links", {"self": f"/resources/{rng.getrandbits(24):06x}"}
    yield "_region", "eu-1"
    yield "_locale", "en"


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del rng
    return _Verbose(tools, situation.name)


VERBOSE = Shift(
    "verbose",
    changes="results are wrapped in an envelope with irrelevant fields",
    holds="every original field, tools, asks, and which calls solve the task",
    make=_make,
)
