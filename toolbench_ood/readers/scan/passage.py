"""A text to be read in one format, with the tools that it may call."""

from dataclasses import dataclass
from functools import cached_property

from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.text.calls import RawCall, Section
from toolbench_ood.readers.text.parse_error import ParseError, ParseStop
from toolbench_ood.readers.text.scanner import SPACE, skip_space


@dataclass(frozen=True)
class Passage:
    """A message, or a part of one."""

    reader: Reader
    text: str
    functions: Functions
    """The declared tools."""
    start: int = 0
    """Where it begins: what stands before is no place for a call."""

    @property
    def spec(self) -> Grammar:
        """What the format states."""
        return self.reader.spec

    @property
    def encoding(self) -> Encoding:
        """The grammar of one call."""
        return self.reader.encoding

    def part(self, start: int, end: int) -> "Passage":
        """Return a stretch of it as a passage of its own, whose offsets begin with 0."""
        return Passage(self.reader, self.text[start:end], self.functions)

    def scan(self) -> list[Section]:
        """Return every section, whole or broken, in order."""
        return self.reader.scan(self.text, self.start, self.functions)

    def read_call(self, position: int) -> RawCall | ParseStop:
        """Read the call at the position; where there is none, return where it stops being one."""
        try:
            return self.encoding.read_call(self.text, position, self.functions)
        except ParseError as error:
            return error.stop

    def call_at(self, position: int) -> RawCall | None:
        """Return the whole call at the position, if there is one."""
        read = self.read_call(position)
        return read if isinstance(read, RawCall) else None

    @cached_property
    def first_call(self) -> RawCall | None:
        """What first looks like the body of a call without an envelope, if it is a whole one."""
        match = self.encoding.bare_head.search(self.text, self.start)
        return self.call_at(skip_space(self.text, match.start())) if match else None

    def last_in_a_row(self, call: RawCall) -> RawCall:
        """Return the last of the calls that follow each other as in one section."""
        while (at := self.reader.next_call(self.text, skip_space(self.text, call.end))) >= 0:
            following = self.call_at(at)
            if following is None:
                break
            call = following
        return call

    def is_first(self, call: RawCall) -> bool:
        """Whether no separator before a call says that another one, now spoilt, came before it."""
        separator, before = self.spec.section.separator, self.text[self.start : call.start]
        return not separator or not before.rstrip(SPACE).endswith(separator)

    def typo(self) -> tuple[int, int, str] | None:
        """Return span and wording of the first misspelling of an outer delimiter."""
        return self.reader.typos.find(self.text, self.start)
