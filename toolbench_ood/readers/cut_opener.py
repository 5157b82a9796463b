"""Messages that the end of the text cuts off within the opener of a call."""

from collections.abc import Iterable

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.grammar import JsonObject
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.repair import Diagnosis, fault
from toolbench_ood.types.finding import Code

MIN_PREFIX = 3
"""How much of an opener must stand at the end of other text to be a beginning of it."""


def cut_opener(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """The text ends within the opener, or within the name after a weak opener."""
    begun = begun_opener(reader, text, start)
    if begun >= 0:
        return cut_at(text, begun)
    opener = reader.spec.section.open
    at = _last_line_start(text, start, opener or "{")
    if reader.weak_open is None or at < 0:
        return None
    head = "".join(text[at + len(opener) :].split())
    fits = head not in ("", "{") and any(
        whole.startswith(head) for whole in _heads(reader, functions)
    )
    return cut_at(text, at) if fits else None


def first_opener(reader: Reader) -> str:
    """Return what a section begins with: its own opener, or that of its first call."""
    bare = "{" if reader.spec.call.arguments_first else ""
    return reader.spec.section.open or reader.spec.call.open or bare


def begun_opener(reader: Reader, text: str, start: int) -> int:
    """Return where the text ends within the opener of a section or a bare call, or -1."""
    opener = first_opener(reader)
    for length in range(min(len(opener) - 1, len(text) - start), MIN_PREFIX - 1, -1):
        if text.endswith(opener[:length]):
            return len(text) - length
    return -1


def _last_line_start(text: str, start: int, opener: str) -> int:
    """Return where the opener last begins a line, or -1."""
    at = max(text.rfind("\n" + opener, start) + 1, start)
    return at if text.startswith(opener, at) else -1


def _heads(reader: Reader, functions: Functions) -> Iterable[str]:
    """What a call begins with, ignoring white space: a brace and a key, or a tool's name."""
    arguments = reader.spec.arguments
    if isinstance(arguments, JsonObject) and arguments.name_key:
        return [f'{{"{key}"' for key in (arguments.name_key, arguments.arguments_key)]
    after = reader.spec.call.name_close if isinstance(arguments, Pairs) else ""
    return ["".join(f"{name}{after}".split()) for name in functions]


def cut_at(text: str, start: int) -> Diagnosis:
    """Say that the text ends within an opener that begins there."""
    return fault(Code.E2_TRUNCATED, (start, len(text)), "opener")
