"""The words for true, false and null that a model's own chat template writes."""

import json
from collections.abc import Iterator, Mapping, Sequence

from toolbench_ood.chat.literals import Constant
from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.format.tools import Declared
from toolbench_ood.readers.literals.python_literal import PythonLiterals
from toolbench_ood.readers.literals.raw_value import parameter_types
from toolbench_ood.readers.specification.json_types import TypeSet, allowed
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.parse_error import ParseError

_VALUES: Mapping[Constant, bool | None] = {"true": True, "false": False, "null": None}
_PYTHON_TRUE = "True"


def in_own_words(spec: FormatSpec, constants: Mapping[str, Constant]) -> FormatSpec:
    """Return a format whose literals have the template's constants.

    It is the same format if its values are not in a literal language of its own.
    """
    arguments = spec.arguments
    if not isinstance(arguments, Pairs) or all(each.value != "literal" for each in arguments.forms):
        return spec
    words: dict[str, str] = {usual: written for written, usual in constants.items()}
    literal = arguments.literal.model_copy(update=words)
    return spec.model_copy(update={"arguments": arguments.model_copy(update={"literal": literal})})


def in_json_words(
    text: str, calls: Sequence[RawCall], declared: Declared, constants: Mapping[str, Constant]
) -> str:
    """Return a message in which values that the template writes otherwise are written as in JSON.

    A value is rewritten if it is nothing but a constant of the template and its parameter may have
    it; and, where the template writes Python's constants, if it is a list or a dict in Python's
    words. The new text is as long as the old one, so that offsets stay what they are; a value that
    needs more room stays as it is.

    Args:
        text: the message.
        calls: the calls in it, as the format's reader found them.
        declared: the tools.
        constants: JSON's words by the template's.
    """
    for call in calls:
        for (start, end), types in _values(call, text, declared):
            word = _in_json(text[start:end], types, constants)
            if word is not None and len(word) <= end - start:
                text = text[:start] + word.ljust(end - start) + text[end:]
    return text


def _values(call: RawCall, text: str, declared: Declared) -> Iterator[tuple[Span, TypeSet]]:
    function = declared.functions.get(call.call.name)
    for argument in call.arguments:
        yield argument.value, parameter_types(function, text[slice(*argument.key)])


def _in_json(written: str, types: TypeSet, constants: Mapping[str, Constant]) -> str | None:
    """Return JSON's words for a value that the parameter may have; None to leave it."""
    if types is None:
        return None
    if word := constants.get(written):
        return word if allowed(_VALUES[word], types) else None
    if _PYTHON_TRUE in constants and written[:1] in {"[", "{"}:
        return _container(written, types)
    return None


def _container(written: str, types: TypeSet) -> str | None:
    try:
        read = PythonLiterals().read(written, 0)
    except ParseError:
        return None
    if read.end != len(written) or not allowed(read.value, types):
        return None
    return json.dumps(read.value, ensure_ascii=False, separators=(",", ":"))
