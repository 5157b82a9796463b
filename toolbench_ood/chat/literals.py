"""The literals that a chat template writes for the values of arguments."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from toolbench_ood.chat.probe import PROBE_KEY
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.chat.tool_template import ToolTemplate, Written, written_calls
from toolbench_ood.chat.ways import Way
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json

Constant: TypeAlias = Literal["true", "false", "null"]
"""What JSON writes for the values that have a word of their own."""

_SENTINELS: tuple[Json, ...] = (918_273_645, "qxvaluexq")
"""Values in whose place another one is looked for: a number has none of the quotes of a text."""
_CONSTANTS: Mapping[Constant, bool | None] = {"true": True, "false": False, "null": None}


def written_literal(template: ToolTemplate, value: Json, way: Way) -> str | None:
    """Return what a template writes for the value of an argument, or None if it can't be found.

    It is what stands in the place of a number, quotes of a text included.
    """
    written = _text(template, value, way)
    if written is None:
        return None
    texts = ((str(each), _text(template, each, way)) for each in _SENTINELS)
    found = (_in_place_of(mark, text, written) for mark, text in texts if text is not None)
    return next((literal for literal in found if literal is not None), None)


def _in_place_of(mark: str, marked: str, other: str) -> str | None:
    """Return what stands in another text where a mark stands in this one."""
    if marked.count(mark) != 1:
        return None
    before, _, after = marked.partition(mark)
    if not other.startswith(before):
        before, after = before.removesuffix('"'), after.removeprefix('"')
    if not (other.startswith(before) and other.endswith(after)):
        return None
    return other[len(before) : len(other) - len(after)]


def unread_constants(
    template: ToolTemplate, way: Way, reads: Callable[[Written], bool]
) -> Mapping[str, Constant]:
    """Return how a template writes true, false and null, where that is neither JSON's nor read.

    Args:
        template: writes them.
        way: how it takes calls.
        reads: whether a call is read as it is written.

    Returns:
        The JSON literals, by what the template writes.
    """
    found: dict[str, Constant] = {}
    for usual, value in _CONSTANTS.items():
        literal = written_literal(template, value, way)
        written = _written(template, value, way)
        if literal and literal != usual and written and not reads(written):
            found[literal] = usual
    return found


def _text(template: ToolTemplate, value: Json, way: Way) -> str | None:
    written = _written(template, value, way)
    return written.texts[-1] if written else None


def _written(template: ToolTemplate, value: Json, way: Way) -> Written | None:
    try:
        return written_calls(template, [Call("set_value", {PROBE_KEY: value})], way)
    except TemplateRefusalError:
        return None
