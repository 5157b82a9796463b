"""Law 14: what one format tells a model about the tools, every format tells."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, get_args

from cases import for_each
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.axes import DeclarationStyle
from toolbench_ood.format.format import Format
from toolbench_ood.format.shared import LISTING
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec

TOOL: ToolSpec = {
    "type": "function",
    "function": {
        "name": "book_room",
        "description": "Book a room.",
        "parameters": {
            "type": "object",
            "properties": {
                "room": {
                    "type": "string",
                    "description": "The room's name.",
                    "pattern": "^R[0-9]+$",
                    "minLength": 2,
                },
                "seats": {
                    "type": "integer",
                    "description": "People who come.",
                    "default": 4,
                    "minimum": 1,
                    "maximum": 12,
                },
                "price": {"type": "number", "exclusiveMinimum": 0.5},
                "catering": {"type": "boolean", "description": "Whether to serve food."},
                "layout": {"type": "string", "enum": ["rows", "circle"], "default": "rows"},
                "guests": {
                    "type": "array",
                    "description": "The guests.",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "properties": {
                            "name": {"type": "string", "description": "Full name."},
                            "age": {"type": "integer", "minimum": 18},
                        },
                        "required": ["name"],
                    },
                },
                "contact": {
                    "type": "object",
                    "properties": {"email": {"type": "string", "format": "email"}},
                    "required": ["email"],
                },
                "floor": {"type": ["integer", "null"], "default": None},
            },
            "required": ["room", "guests"],
        },
    },
}

GENERATED = ("gen:0/0", "gen:0/1", "gen:recombined:0/0", "gen:near:hermes:0/0")
_OTHER_TYPE = {
    "string": "boolean",
    "integer": "number",
    "number": "integer",
    "boolean": "string",
    "array": "object",
    "object": "array",
    "['integer', 'null']": "integer",
}
_OTHER: Mapping[type, Any] = {str: "another", bool: None, int: 7, float: 2.5, type(None): 3}
_PROSE = {
    (True, False): "In a message that calls a tool, any other text must come before {} call.",
    (True, True): "In a message that calls a tool, any other text must come before {} call or "
    "after the last call.",
    (False, False): "A message that calls a tool must contain nothing else.",
}
"""What is said of other text, by whether it may stand before calls and behind them."""
_SINGLE = """ Make at most one call per message. <prose> A call looks like this:
<one_call>

A call without arguments looks like this:
<bare_call>

The result comes back in the next message, like this:
<one_result>"""
_SEVERAL = """ <prose> One call looks like this:
<one_call>

Two calls in one message, the second without arguments, look like this:
<two_calls>

The results come back in the next message, in the order of the calls. One result looks like this:
<one_result>"""


def _listings() -> list[Format]:
    """One format for each way to list tools: those of the formats that ship, and every style."""
    hermes = LIBRARY.load("hermes")
    styled = [
        replace(
            hermes,
            spec=hermes.spec.model_copy(
                update={"axes": hermes.spec.axes.model_copy(update={"declaration_style": style})}
            ),
        )
        for style in get_args(DeclarationStyle)
    ]
    found = {(fmt.texts[LISTING], fmt.spec.declaration.bare): fmt for fmt in (*styled, *FORMATS)}
    return list(found.values())


def _changed(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a value with one fact in it changed, for each fact, after where that is."""
    if isinstance(value, dict):
        for key, item in value.items():
            others = [("", _OTHER_TYPE[str(item)])] if key == "type" else _changed(item)
            for where, other in others:
                yield f".{key}{where}", {**value, key: other}
    elif isinstance(value, list):
        yield "[more]", [*value, "catering"]
        for at, item in enumerate(value):
            for where, other in _changed(item):
                yield f"[{at}]{where}", [*value[:at], other, *value[at + 1 :]]
    elif isinstance(value, bool):
        yield "", not value
    else:
        yield "", _OTHER[type(value)]


def _other_facts() -> Iterator[tuple[str, ToolSpec]]:
    """Yield the tool with another fact each time; the constant words of a declaration are none."""
    function = TOOL["function"]
    for where, other in _changed(function):
        if where != ".parameters.type":
            yield where, {"type": "function", "function": other}
    for name in function["parameters"]["properties"]:
        less = deepcopy(function)
        del less["parameters"]["properties"][name]
        yield f"without {name}", {"type": "function", "function": less}
    closed = deepcopy(function)
    closed["parameters"]["additionalProperties"] = False
    yield "additionalProperties", {"type": "function", "function": closed}


@for_each("fmt", _listings, ids=lambda fmt: f"{fmt.name}-{fmt.spec.axes.declaration_style}")
def test_every_fact_is_told(fmt: Format) -> None:
    """Whatever fact of a tool is another one, what lists the tool is another text."""
    listed = _listing(fmt, TOOL)
    silent = [where for where, other in _other_facts() if _listing(fmt, other) == listed]
    assert not silent, f"not told: {', '.join(silent)}"


def _listing(fmt: Format, tool: ToolSpec) -> str:
    return plain(fmt.templates.render("declare", tools=[tool]))


@for_each("fmt", (*FORMATS, *map(LIBRARY.load, GENERATED)), ids=lambda fmt: fmt.name)
def test_the_frame_is_the_same(fmt: Format) -> None:
    """Around the listing stand one format's sentence and examples, and words that all share."""
    listing = f"{fmt.spec.declaration.open}{_listing(fmt, TOOL)}{fmt.spec.declaration.close}"
    assert fmt.declare([TOOL], added=True) == f"You can now also call these tools:\n\n{listing}"
    how = plain(fmt.templates.render("how"))
    expected = f"You can call these tools:\n\n{listing}\n\n{how}{_frame(fmt)}"
    for name, example in fmt.examples.items():
        expected = expected.replace(f"<{name}>", example)
    assert fmt.declare([TOOL]) == expected


def _frame(fmt: Format) -> str:
    prose = _PROSE[fmt.spec.prose.before, fmt.spec.prose.after]
    return (_SINGLE if fmt.spec.single else _SEVERAL).replace(
        "<prose>", prose.format("the" if fmt.spec.single else "the first")
    )
