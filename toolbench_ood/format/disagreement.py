"""Finds where the output of ``calls.jinja`` contradicts ``format.toml``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.format.tools import sound_functions
from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.types.call import Call, same_calls

if TYPE_CHECKING:
    from toolbench_ood.types.tool import ToolSpec

_MOST_LINES = 12
_MOST_SIGNS = 40


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The point at which written text no longer matches what the reader expects."""

    text: str
    """The written text."""
    position: int
    """The offset at which reading stopped."""
    expected: str
    """What the format requires there: ``section.close '>>'``."""

    @property
    def sentence(self) -> str:
        """The disagreement as one sentence on one line."""
        rest = self.text[self.position :]
        there = repr(rest[:_MOST_SIGNS]) if rest else "its end"
        return (
            f"calls.jinja writes {self.text[:200]!r}, in which reading stops at {there}: "
            f"format.toml expects {self.expected} there; make the two agree"
        )

    @property
    def picture(self) -> str:
        """The written text with a pointer below the character at which reading stopped."""
        lines = [_visible(line) for line in self.text.split("\n")]
        *above, begun = self.text[: self.position].split("\n")
        nth = len(above)
        pointer = f"{' ' * len(_visible(begun))}^ {self.expected}"
        shown = [*lines[max(0, nth + 1 - _MOST_LINES) : nth + 1], pointer, *lines[nth + 1 :]]
        return "\n".join(f"    {line}" for line in shown[: 2 * _MOST_LINES])


def find_disagreement(
    reader: Reader, spec: FormatSpec, text: str, calls: Sequence[Call], tools: Sequence["ToolSpec"]
) -> Disagreement | None:
    """Return where reading the template's output stops; None if all of it is read.

    The result may still be a different call: that is a problem of the values, not the delimiters.

    Args:
        reader: the format's reader.
        spec: the format's spec.
        text: the template's output for the calls.
        calls: the calls to be written.
        tools: the declared tools.
    """
    functions = sound_functions(tools)
    message = read_message(reader, text, functions, OtherReaders())
    read = tuple(raw.call for _, raw in message.calls)
    if same_calls(read, calls) and not message.findings:
        return None
    sections = reader.scan(text, 0, functions)
    stop = next((section.stop for section in sections if section.stop), None)
    if stop is not None:
        return Disagreement(text, stop.position, _expected(spec, stop.place))
    if not sections:
        return Disagreement(text, _start(spec, text), _opener(spec, text))
    if message.findings:
        first = message.findings[0]
        return Disagreement(text, first.start, f"something else (the reader finds {first.code})")
    return None


def _start(spec: FormatSpec, text: str) -> int:
    """Return the offset at which the first call should begin."""
    at = text.find(spec.section.open) if spec.section.open else -1
    return at + len(spec.section.open) if at >= 0 else 0


def _opener(spec: FormatSpec, text: str) -> str:
    if spec.section.open and spec.section.open not in text:
        return _delimiter("section.open", spec.section.open)
    return ", or ".join(_delimiters(spec, ("call.open", "call.name_close"))) or "a call"


def _expected(spec: FormatSpec, place: str) -> str:
    """Name the delimiters that a reader expects in one state of its grammar."""
    return ", or ".join(_delimiters(spec, _KEYS.get(place, ()))) or _WORDS.get(place, place)


def _delimiters(spec: FormatSpec, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        table, name = key.split(".")
        value = getattr(getattr(spec, table), name, "")
        if isinstance(value, str) and value:
            yield _delimiter(key, value)


def _delimiter(key: str, value: str) -> str:
    return f"{key} {value!r}"


_KEYS = {
    "section_close": ("section.separator", "section.close"),
    "call_open": ("call.open",),
    "name_close": ("call.name_close",),
    "call_close": ("call.close",),
    "parameter": ("arguments.open", "call.close"),
    "key_close": ("arguments.name_close",),
    "value_open": ("arguments.value_open",),
    "value": ("arguments.close",),
    "after_value": ("arguments.separator", "arguments.close", "call.close"),
    "separator": ("arguments.separator", "call.close"),
    "assign": ("arguments.assign",),
    "keys": ("arguments.name_key", "arguments.arguments_key"),
    "container": ("arguments.arguments_key",),
}
"""Keys of ``format.toml`` whose delimiters are allowed in a state of the readers' grammars."""


_WORDS = {
    "json": "JSON",
    "body": "the arguments as JSON",
    "name": "the name of a tool",
    "key": "the name of an argument",
    "pair": "an argument",
    "trailing": "an argument",
    "value": "a value",
    "string": "a closed string",
    "duplicate": "an argument that is not repeated",
    "form": "a value in one of arguments.forms",
    "none": "the text for no arguments",
}
"""What is expected in states without a delimiter."""


def _visible(line: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
