"""How generated formats write one call: a table with one row a shape.

Another argument encoding is another row: its keys of ``format.toml``, its Jinja, its words. In
all texts but the Jinja, ``{a}`` to ``{d}`` are drawn words and ``{l}`` and ``{r}`` a drawn pair of
brackets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from toolbench_ood.format.axes import (
    ArgumentEncoding,
    Batching,
    Escaping,
    NamePlacement,
    TypeSignal,
)
from toolbench_ood.format.spec import LossyName
from toolbench_ood.readers.grammar import JsonObject, PythonKwargs, RawTags

Keys = Mapping[str, str | bool]

BRACKETS = (("<", ">"), ("<|", "|>"), ("[", "]"), ("[[", "]]"), ("(", ")"))
"""Pairs that may stand after a name, of which none is a sign that names may hold."""


@dataclass(frozen=True, slots=True)
class CallShape:
    """One way to write a tool's name and its arguments."""

    name_placement: NamePlacement
    argument_encoding: ArgumentEncoding
    type_signal: TypeSignal
    escaping: Escaping
    batching: tuple[Batching, ...]
    """The ways of writing several calls that go with it."""
    arguments: Keys
    """The table ``arguments`` of ``format.toml``."""
    jinja: str
    """What ``calls.jinja`` writes for ``call``."""
    phrase: str
    """What is to be written, for the declaration; Jinja."""
    call: Keys = field(default_factory=dict)
    """The table ``call`` of ``format.toml``."""
    lossy: tuple[LossyName, ...] = ()
    raw: bool = False
    """Whether values are text that a delimiter alone ends."""
    reverse: str = ""
    """``jinja`` with the arguments before the name; empty where that cannot be."""

    def spelt(self, words: Mapping[str, str]) -> "CallShape":
        """Return the shape with words and brackets in its delimiters."""
        return replace(self, call=_spelt(self.call, words), arguments=_spelt(self.arguments, words))


def _spelt(keys: Keys, words: Mapping[str, str]) -> dict[str, str | bool]:
    return {
        key: value.format_map(words) if isinstance(value, str) else value
        for key, value in keys.items()
    }


NAME = '"{{ format.arguments.name_key }}": {{ call.name | json }}'
"""The name as a member of a call's object; Jinja."""
ARGUMENTS = '"{{ format.arguments.arguments_key }}": {{ call.arguments | json }}'
"""The arguments as a member of it; Jinja."""

KEYED_JSON = CallShape(
    "json key",
    "json object",
    "syntactic",
    "json",
    ("repeated block", "json array", "newline list"),
    {"encoding": "json_object", "name_key": "{c}", "arguments_key": "{d}"},
    "{{ format.call.open }}{" + f"{NAME}, {ARGUMENTS}" + "}{{ format.call.close }}",
    'one JSON object with the keys "{{ format.arguments.name_key }}" and '
    '"{{ format.arguments.arguments_key }}"',
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
    "the tool's name and, as one JSON object, its arguments, in the delimiters shown",
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
    "the tool's name and, in the tags shown, each argument's name and value, text as it is and "
    "any other value as JSON",
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
    "the tool's name and, as shown, each argument's name and, after "
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
        phrase="one JSON object with the tool's name for its key and the arguments, one more "
        "object, for its value",
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
        call={"open": "", "name_close": "{{", "close": "}}"},
    ),
    replace(
        _KWARGS,
        name_placement="functor argument",
        argument_encoding="named arrow",
        arguments={"encoding": "python_kwargs", "separator": "&", "assign": "~>"},
        call={"open": "{a}(", "name_close": ",", "close": ")"},
    ),
)
"""Named arguments whose values stand after an arrow."""

NATIVE_SHAPES = ((KEYED_JSON,), _SLOTS, _TAGS, (_KWARGS,))
"""Shapes whose values all occur in some family, by encoding."""

FAR_SHAPES = ((KEYED_JSON,), ARROWS)
"""Shapes with a value that no family has, by encoding; JSON for its reverse."""


def shape_like(arguments: JsonObject | PythonKwargs | RawTags) -> CallShape | None:
    """Return the shape whose Jinja writes calls of an encoding; None where it needs its layout."""
    if isinstance(arguments, PythonKwargs):
        return _KWARGS
    if isinstance(arguments, RawTags):
        return None if arguments.strip_newline else _RAW_TAGS
    return KEYED_JSON if arguments.name_key else _SLOT_JSON
