"""The leading reasoning of a message, which is no prose and no place for a call."""

from dataclasses import dataclass

from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.reasoning import ReasoningMarks


@dataclass(frozen=True, slots=True)
class Lead:
    """Where the reasoning stands and where the message proper begins."""

    start: int
    end: int
    body: int

    @property
    def is_open(self) -> bool:
        """Whether the reasoning never ends."""
        return 0 < self.end == self.body

    def text(self, message: str) -> str:
        """The reasoning, stripped."""
        return message[self.start : self.end].strip()


def leading_reasoning(reader: Reader, text: str) -> Lead:
    """Find the reasoning at the start of a message.

    Where the prompt is not known to open it, it may have; then a closer that stands before any
    beginning of a call ends the reasoning. Reasoning that is never closed takes the whole text.
    """
    marks = reader.marks
    begin = skip_space(text, 0)
    opened = text.startswith(marks.open, begin)
    if opened or marks.opened_by_prompt:
        start = begin + len(marks.open) if opened else 0
        end = text.find(marks.close, start)
        return Lead(start, len(text), len(text)) if end < 0 else _closed(text, start, end, marks)
    end = text.find(marks.close)
    if end < 0 or _calls_before(reader, text, end):
        return Lead(0, 0, _behind_header(text, 0, marks))
    return _closed(text, 0, end, marks)


def _closed(text: str, start: int, end: int, marks: ReasoningMarks) -> Lead:
    return Lead(start, end, _behind_header(text, end + len(marks.close), marks))


def _behind_header(text: str, position: int, marks: ReasoningMarks) -> int:
    """Return where the message proper begins, behind what opens an answer."""
    begin = skip_space(text, position)
    opened = bool(marks.answer) and text.startswith(marks.answer, begin)
    return begin + len(marks.answer) if opened else position


def _calls_before(reader: Reader, text: str, end: int) -> bool:
    if reader.ambiguous_open is not None:
        return reader.ambiguous_open.search(text, 0, end) is not None
    return text.find(reader.spec.section.open, 0, end) >= 0
