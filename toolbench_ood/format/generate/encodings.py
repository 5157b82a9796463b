"""How generated formats write one call: a table with one row per shape.

Another argument encoding is another row: its keys of ``format.toml``, its Jinja, its words.
"""

from dataclasses import replace

from toolbench_ood.format.generate.pair_shapes import FAR_PAIRS, NATIVE_PAIRS
from toolbench_ood.format.generate.shape import CallShape
from toolbench_ood.readers.specification.arguments import JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.specification.grammar import ArgumentsSpec

NAME = '"{{ format.arguments.name_key }}": {{ call.name | json }}'
"""The name as a member of a call's object; Jinja."""
ARGUMENTS = '"{{ format.arguments.arguments_key }}": {{ call.arguments | json }}'
"""The arguments as a member of a call's object; Jinja."""

KEYED_JSON = CallShape(
    "json key",
    "json object",
    "syntactic",
    "json",
    ("repeated block", "json array", "newline list"),
    {"encoding": "json_object", "name_key": "{c}", "arguments_key": "{d}"},
    "{{ format.call.open }}{" + f"{NAME}, {ARGUMENTS}" + "}{{ format.call.close }}",
    'a JSON object with the tool\'s name under "{{ format.arguments.name_key }}" and its '
    'arguments under "{{ format.arguments.arguments_key }}"',
    reverse="{{ format.call.open }}{" + f"{ARGUMENTS}, {NAME}" + "}{{ format.call.close }}",
)

_SLOT_JSON = CallShape(
    "token slot",
    "json object",
    "syntactic",
    "json",
    ("repeated block", "section with items"),
    {"encoding": "json_object"},
    "{{ format.call.open }}{{ call.name }}{{ format.call.name_close }}"
    "{{ call.arguments | json }}{{ format.call.close }}",
    "the tool's name and its arguments as a JSON object, in the delimiters shown below",
    {"open": "{l}{a}{r}", "name_close": "{l}{b}{r}", "close": "{l}/{a}{r}"},
)

_RAW_TAGS = CallShape(
    "tag suffix",
    "raw tags",
    "schema only",
    "raw",
    ("repeated block", "section with items"),
    {
        "encoding": "raw_tags",
        "open": "{l}{b}=",
        "name_close": "{r}",
        "close": "{l}/{b}{r}",
        "strip_newline": False,
    },
    "{{ format.call.open }}{{ call.name }}{{ format.call.name_close }}"
    "{% for name, value in call.arguments.items() %}"
    "{{ format.arguments.open }}{{ name }}{{ format.arguments.name_close }}"
    "{{ format.arguments.value_open }}{{ value | raw }}{{ format.arguments.close }}"
    "{% endfor %}{{ format.call.close }}",
    "the tool's name and each argument's name and value in the tags shown below, a string as it "
    "is, without quotes, and any other value as JSON",
    {"open": "{l}{a}=", "name_close": "{r}", "close": "{l}/{a}{r}"},
    ("endtag", "ambiguous_string"),
    raw=True,
)

_KWARGS = CallShape(
    "callable",
    "python kwargs",
    "syntactic",
    "python",
    ("repeated block", "call list", "newline list"),
    {"encoding": "python_kwargs", "separator": ",", "assign": "="},
    "{{ format.call.open }}{{ call.name }}{{ format.call.name_close }}"
    "{% for name, value in call.arguments.items() %}"
    "{% if loop.first and format.call.open %} {% endif %}"
    "{{ name }}{{ format.arguments.assign }}{{ value | python_literal }}"
    "{% if not loop.last %}{{ format.arguments.separator }} {% endif %}{% endfor %}"
    "{{ format.call.close }}",
    "the tool's name and, as shown below, each argument's name and, after "
    "{{ format.arguments.assign }}, its value as a Python literal",
    {"open": "", "name_close": "(", "close": ")"},
    ("hyphenname", "dotname", "hyphenkey", "kwkey"),
)

_SLOTS = (
    _SLOT_JSON,
    replace(
        _SLOT_JSON,
        name_placement="attribute",
        call={"open": '{l}{a} {b}="', "name_close": '"{r}', "close": "{l}/{a}{r}"},
    ),
    replace(
        _SLOT_JSON,
        name_placement="tag suffix",
        call={"open": "{l}{a}=", "name_close": "{r}", "close": "{l}/{a}{r}"},
    ),
    replace(
        _SLOT_JSON,
        name_placement="header",
        call={"open": "{a}:", "name_close": "|", "close": ""},
    ),
    replace(
        _SLOT_JSON,
        name_placement="dict key",
        batching=("repeated block", "json array", "newline list"),
        jinja="{{ format.call.open }}{{ call.name }}{{ format.call.name_close }} "
        "{{ call.arguments | json }}{{ format.call.close }}",
        call={"open": '{{"', "name_close": '":', "close": "}}"},
        bare=True,
        phrase="a JSON object whose only key is the tool's name and whose value is the object of "
        "arguments",
    ),
)

_TAGS = (
    _RAW_TAGS,
    replace(
        _RAW_TAGS,
        name_placement="attribute",
        call={"open": '{l}{a} {c}="', "name_close": '"{r}', "close": "{l}/{a}{r}"},
        arguments={**_RAW_TAGS.arguments, "open": '{l}{b} {d}="', "name_close": '"{r}'},
    ),
    replace(
        _RAW_TAGS,
        name_placement="tag text",
        argument_encoding="key value tag pairs",
        call={"open": "{l}{a}{r}", "name_close": "", "close": "{l}/{a}{r}"},
        arguments={
            **_RAW_TAGS.arguments,
            "open": "{l}{b}{r}",
            "name_close": "{l}/{b}{r}",
            "value_open": "{l}{c}{r}",
            "close": "{l}/{c}{r}",
        },
    ),
)

ARROWS = (
    replace(
        _KWARGS,
        argument_encoding="named arrow",
        arguments={"encoding": "python_kwargs", "separator": ",", "assign": "=>"},
    ),
    replace(
        _KWARGS,
        argument_encoding="named arrow",
        arguments={"encoding": "python_kwargs", "separator": ";", "assign": "->"},
    ),
    replace(
        _KWARGS,
        name_placement="functor argument",
        argument_encoding="named arrow",
        arguments={"encoding": "python_kwargs", "separator": "&", "assign": "~>"},
        call={"open": "{a}(", "name_close": ",", "close": ")"},
    ),
)
"""Named arguments with values after an arrow."""

NATIVE_SHAPES = ((KEYED_JSON,), _SLOTS, _TAGS, (_KWARGS,), NATIVE_PAIRS)
"""Shapes whose values all occur in some family, grouped by encoding."""

FAR_SHAPES = ((KEYED_JSON,), ARROWS, *((shape,) for shape in FAR_PAIRS))
"""Shapes with a value that occurs in no family, grouped by encoding; JSON for its reverse."""


def shape_like(arguments: ArgumentsSpec) -> CallShape | None:
    """Return the shape whose Jinja writes calls in an encoding; None if the layout is specific."""
    if isinstance(arguments, PythonKwargs):
        return _KWARGS
    if isinstance(arguments, RawTags):
        return None if arguments.strip_newline else _RAW_TAGS
    if isinstance(arguments, JsonObject):
        return KEYED_JSON if arguments.name_key else _SLOT_JSON
    return None
