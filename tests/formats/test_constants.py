"""Values that a chat template writes in other words than JSON's, as native reads them."""

from collections.abc import Mapping
from dataclasses import replace

from cases import for_each
from shipped_formats import LIBRARY

from toolbench_ood.chat.literals import Constant
from toolbench_ood.format.constants import in_json_words, in_own_words
from toolbench_ood.format.tools import Declared
from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json

PYTHON: Mapping[str, Constant] = {"True": "true", "False": "false", "None": "null"}


def rewritten(
    value: str, schema: Mapping[str, Json], constants: Mapping[str, Constant] = PYTHON
) -> str:
    """Return what becomes of the text of an argument with this schema."""
    format_ = LIBRARY.load("qwen3_coder")
    parameters = {"type": "object", "properties": {"a": {**schema, "description": "It."}}}
    function = {"name": "f", "description": "Does.", "parameters": parameters}
    declared = Declared.of([{"type": "function", "function": function}])
    before = "<tool_call>\n<function=f>\n<parameter=a>\n"
    after = "\n</parameter>\n</function>\n</tool_call>"
    text = f"{before}{value}{after}"
    message = read_message(format_.reader, text, declared.functions, OtherReaders())
    new = in_json_words(text, [raw for _, raw in message.calls], declared, constants)
    assert len(new) == len(text)
    return new.removeprefix(before).removesuffix(after).rstrip()


@for_each(
    ("value", "schema", "expected"),
    [
        ("True", {"type": "boolean"}, "true"),
        ("None", {"type": ["string", "null"]}, "null"),
        ("None", {"type": "string"}, "None"),
        ("True", {"type": "string"}, "True"),
        ("['a', True, None]", {"type": "array"}, '["a",true,null]'),
        ("{'a': 'it\\'s'}", {"type": "object"}, '{"a":"it\'s"}'),
        ("['a', __import__('os')]", {"type": "array"}, "['a', __import__('os')]"),
        ("[1]", {"type": "string"}, "[1]"),
        ("maybe", {"type": "boolean"}, "maybe"),
    ],
)
def test_a_value_is_rewritten_where_its_parameter_may_have_it(
    value: str, schema: Mapping[str, Json], expected: str
) -> None:
    """Constants and Python's containers become JSON; texts and code stay what they are."""
    assert rewritten(value, schema) == expected


def test_nothing_is_rewritten_for_a_template_that_writes_json() -> None:
    """A model that writes Python there has made a fault."""
    assert rewritten("True", {"type": "boolean"}, {}) == "True"


def test_a_literal_language_is_given_the_words_of_the_template() -> None:
    """Where values are literals of the format, it reads and writes the template's; others stay."""
    gemma, coder = LIBRARY.load("gemma4"), LIBRARY.load("qwen3_coder")
    own = replace(gemma, spec=in_own_words(gemma.spec, {"None": "null"}))
    call = Call("f", {"a": [None, True, "None"]})
    written = own.write([call])
    assert "[None,true," in written
    assert own.read(written, []).calls == (call,)
    assert gemma.read(written, []).findings
    assert in_own_words(coder.spec, PYTHON) == coder.spec
