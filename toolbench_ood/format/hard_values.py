"""The forty values that formats most often get wrong, as calls with their tools.

Names and values follow the value-fidelity matrix of the project's format catalogue (section 5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "nullable": {"type": ["string", "null"]},
    "array": {"type": "array"},
    "object": {"type": "object"},
    "untyped": {},
}

_VALUES: tuple[tuple[str, str, Json], ...] = (
    ("plain", "string", "Paris"),
    ("dquote", "string", 'say "hi" now'),
    ("squote", "string", "L'Aquila's"),
    ("newline", "string", "one\ntwo"),
    ("pad", "string", "  x  "),
    ("nlpad", "string", "\nx\n"),
    ("numstr", "string", "123"),
    ("zeropad", "string", "007"),
    ("boolstr", "string", "true"),
    ("nullstr", "string", "null"),
    ("empty", "string", ""),
    ("html", "string", "<b>&amp;</b> 1<2"),
    ("backslash", "string", "C:\\new\\table \\u0041 \\"),
    ("jsonstr", "string", '{"a": 1}'),
    ("liststr", "string", "[1, 2]"),
    ("braces", "string", "}{ )( ]["),
    ("comma", "string", "a, b=c; d: e"),
    ("unicode", "string", "é 日本 😀 e\u0301 \u202eabc\u202c \u00a0 \u2028 \u0085"),
    ("int", "integer", 3),
    ("negint", "integer", -7),
    ("float", "number", 1.5),
    ("float1.0", "number", 1.0),
    ("exp", "number", 1e21),
    ("intnum", "number", 3),
    ("true", "boolean", True),
    ("false", "boolean", False),
    ("null", "nullable", None),
    ("list", "array", ["a", "b"]),
    ("listcomma", "array", ["a, b", "c"]),
    ("emptylist", "array", []),
    ("dict", "object", {"k": "v", "n": 1}),
    ("nested", "object", {"r": [{"x": 1.5, "y": [None, True, {}]}, []], "s": {"t": {"u": "'\""}}}),
    ("emptydict", "object", {}),
    ("untyped_int", "untyped", 5),
)

_NAMES: tuple[tuple[str, str, str], ...] = (
    ("hyphenname", "get-weather", "value"),
    ("dotname", "weather.get", "value"),
    ("hyphenkey", "probe", "start-date"),
    ("kwkey", "probe", "from"),
)


@dataclass(frozen=True, slots=True)
class HardValue:
    """One value that is easily altered when it is written as text."""

    name: str
    call: Call
    tool: ToolSpec


def hard_values(spec: FormatSpec) -> tuple[HardValue, ...]:
    """Return all forty; ``endtag`` contains the format's own delimiters inside a string."""
    return tuple(_all(spec))


def _all(spec: FormatSpec) -> Iterator[HardValue]:
    for name, kind, value in _VALUES:
        yield _case(name, "probe", "value", kind, value)
    closers = " ".join(["pre", *spec.markers(), *reversed(spec.markers()), "post"])
    yield _case("endtag", "probe", "value", "string", closers)
    yield HardValue("noargs", Call("probe"), probe_tool("probe", {}))
    for name, tool, key in _NAMES:
        yield _case(name, tool, key, "string", "Paris")


def _case(name: str, tool: str, key: str, kind: str, value: Json) -> HardValue:
    return HardValue(name, Call(tool, {key: value}), probe_tool(tool, {key: _SCHEMAS[kind]}))


def probe_tool(name: str, properties: Mapping[str, Mapping[str, Any]]) -> ToolSpec:
    """Return a tool with exactly these properties, all of them required."""
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": "Takes a value.",
            "parameters": {
                "type": "object",
                "properties": {key: dict(schema) for key, schema in properties.items()},
                "required": list(properties),
                "additionalProperties": False,
            },
        },
    }
