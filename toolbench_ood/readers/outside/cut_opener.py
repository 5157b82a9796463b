"""Messages that the end of the text cuts off within the opener of a call."""

from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.text.repair import Diagnosis, fault
from toolbench_ood.types.finding import Code

MIN_PREFIX = 3
"""How much of an opener must stand at the end of other text to be a beginning of it."""


def cut_opener(passage: Passage) -> Diagnosis | None:
    """The text ends within the opener, or within the name after an ambiguous opener."""
    begun = begun_opener(passage)
    if begun >= 0:
        return cut_at(passage.text, begun)
    opener = passage.spec.section.open
    at = _last_line_start(passage, opener or "{")
    if passage.reader.ambiguous_open is None or at < 0:
        return None
    head = "".join(passage.text[at + len(opener) :].split())
    heads = passage.encoding.heads(passage.functions)
    fits = head not in ("", "{") and any(whole.startswith(head) for whole in heads)
    return cut_at(passage.text, at) if fits else None


def first_opener(reader: Reader) -> str:
    """Return what a section begins with: its own opener, or that of its first call."""
    bare = "{" if reader.spec.call.arguments_first else ""
    return reader.spec.section.open or reader.spec.call.open or bare


def begun_opener(passage: Passage) -> int:
    """Return where the text ends within the opener of a section or a bare call, or -1."""
    opener, text = first_opener(passage.reader), passage.text
    for length in range(min(len(opener) - 1, len(text) - passage.start), MIN_PREFIX - 1, -1):
        if text.endswith(opener[:length]):
            return len(text) - length
    return -1


def _last_line_start(passage: Passage, opener: str) -> int:
    """Return where the opener last begins a line, or -1."""
    text, start = passage.text, passage.start
    at = max(text.rfind("\n" + opener, start) + 1, start)
    return at if text.startswith(opener, at) else -1


def cut_at(text: str, start: int) -> Diagnosis:
    """Say that the text ends within an opener that begins there."""
    return fault(Code.E2_TRUNCATED, (start, len(text)), "opener")
