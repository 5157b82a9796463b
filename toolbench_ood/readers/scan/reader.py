"""The strict scan: which stretches of a message are sections, and where each stops being one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import fixed_texts, is_distinctive
from toolbench_ood.readers.text.calls import RawCall, Section
from toolbench_ood.readers.text.marker import loose
from toolbench_ood.readers.text.marker_typos import TypoFinder
from toolbench_ood.readers.text.parse_error import ParseError, ParseStop
from toolbench_ood.readers.text.scanner import LiteralFinder, expect, skip_space
from toolbench_ood.types.reasoning import ReasoningMarks, Thinking

MOST_FAULTS = 100
"""Broken sections after which the rest of a message is no longer examined.

A model that repeats an opener until its budget ends would otherwise cost a diagnosis every few
signs; so many faults leave nothing to trust in the message.
"""

MOST_TRIES = 10_000
"""Beginnings that turn out to be no call, after which a message is taken to hold none.

Where ordinary punctuation begins a call, a text may hold hundreds of thousands of them, and trying
each would cost seconds.
"""

_FIRST_KEY = re.compile(r'"?\{[ \t\n\r]*\\?"([^"\\]*)')
"""The first key of an object that begins a call, the object written in a string or not."""


@dataclass(frozen=True)
class Reader:
    """The strict reader of one format."""

    spec: Grammar
    encoding: Encoding
    """The grammar of one call."""
    thinking: Thinking | None = None
    """How the model's reasoning is read; None: between the format's own marks."""

    @cached_property
    def marks(self) -> ReasoningMarks:
        """What encloses reasoning: the model's marks or, where none are known, the format's."""
        own = self.spec.reasoning
        return self.thinking.marks if self.thinking else ReasoningMarks(own.open, own.close)

    @cached_property
    def ambiguous_open(self) -> re.Pattern[str] | None:
        """How a section begins when its opener alone tells nothing; None when it tells."""
        opener = self.spec.section.open
        if is_distinctive(opener):
            return None
        space = "[ \t\n\r]*" if opener else ""  # a search that starts with it would be quadratic
        return re.compile(f"{re.escape(opener)}{space}{self.encoding.head.pattern}")

    @cached_property
    def beginning(self) -> str:
        """A text that stands where a section begins; empty if none stands at all of them."""
        return self.spec.section.open or self.encoding.beginning

    def may_open(self, text: str, start: int) -> bool:
        """Whether a section may begin at ``start`` or after it."""
        if text.find(self.beginning, start) < 0:
            return False
        return self.ambiguous_open is None or self.ambiguous_open.search(text, start) is not None

    @cached_property
    def distinctive(self) -> re.Pattern[str] | None:
        """Any delimiter that shows a call wherever it stands, the longest first; None without one.

        A name's closer is among them.
        """
        listed = (*self.spec.markers(), *fixed_texts(self.spec.call.name_close))
        chosen = sorted(filter(is_distinctive, listed), key=len, reverse=True)
        return re.compile("|".join(map(self._whole, chosen))) if chosen else None

    @cached_property
    def call_open(self) -> re.Pattern[str] | None:
        """What every call begins with, whatever its index; None where a call has no opener."""
        opener = self.spec.call.open
        return re.compile(loose(opener)) if opener else None

    @cached_property
    def typos(self) -> TypoFinder:
        """How the outer delimiters may be misspelt."""
        spec = self.spec
        outer = tuple(filter(None, (spec.section.open, spec.section.close, spec.call.open)))
        return TypoFinder(outer, spec.markers())

    @cached_property
    def joint(self) -> str:
        """What stands between two calls of one message."""
        section = self.spec.section
        if section.calls == "many":
            return section.separator or "\n"
        return f"{section.close}\n{section.open}"

    @cached_property
    def repeating(self) -> "Reader":
        """The same reader, taking several sections of one call where the format has one.

        Such a format writes one call a message, so no text of its own could prove several.
        """
        section = self.spec.section
        if section.repeat or section.calls == "many":
            return self
        again = section.model_copy(update={"repeat": True})
        return replace(self, spec=self.spec.model_copy(update={"section": again}))

    def scan(self, text: str, start: int, functions: Functions) -> list[Section]:
        """Return every section from ``start`` on, whole or broken, in order.

        Nothing is looked for after ``MOST_FAULTS`` broken ones.
        """
        sections: list[Section] = []
        faults = 0
        for section in self.sections(text, start, functions):
            sections.append(section)
            faults += section.stop is not None
            if faults == MOST_FAULTS:
                break
        return sections

    def sections(self, text: str, start: int, functions: Functions) -> Iterator[Section]:
        """Yield one section after the other, each read when it is asked for."""
        finder = LiteralFinder(text)
        begin = self._next_open(finder, text, start)
        tries = 0
        while begin >= 0 and tries < MOST_TRIES:
            section = self.read_section(text, begin, functions)
            if section.stop is None or self._is_meant(text, section, functions):
                yield section
            else:
                tries += 1
            begin = self._next_open(finder, text, max(section.end, begin + 1))

    def _is_meant(self, text: str, section: Section, functions: Functions) -> bool:
        """Whether a broken section is an attempt to call, where any object or word may begin one.

        Behind a word that ends with its line stands an object, or the word is a declared tool's
        name.
        """
        if section.stop is None:
            return True
        if self.spec.call.arguments_first:
            return self._is_behind_arguments(text, section.stop) or _begins_with_parameter(
                text, section.start, functions
            )
        if not self.spec.call.name_close.isspace() or section.stop.place != "body":
            return True
        opener = section.start + len(self.spec.section.open)
        return text[opener : section.stop.position].strip() in functions

    def _is_behind_arguments(self, text: str, stop: ParseStop) -> bool:
        """Whether a section is broken after its arguments, be it in the delimiter behind them."""
        rest = text[stop.position :].strip()
        cut = stop.place == "name_close" and self.spec.call.name_close.startswith(rest)
        return stop.place in ("name", "call_close") or (cut and bool(rest))

    def _next_open(self, finder: LiteralFinder, text: str, position: int) -> int:
        """Return where the next section begins that is no frame of the message; or -1."""
        begin = self._next_opener(finder, text, position)
        while begin >= 0 and (
            text.startswith(self.spec.prose.frames, begin) or self._runs_on(text, begin)
        ):
            begin = self._next_opener(finder, text, begin + 1)
        return begin

    def _whole(self, marker: str) -> str:
        """Return the pattern of a delimiter that is not the beginning of a longer word."""
        named = marker == self.spec.section.open and self._opens_names
        runs_on = marker[-1].isalnum() and not named
        return re.escape(marker) + ("(?![A-Za-z0-9])" if runs_on else "")

    @property
    def _opens_names(self) -> bool:
        """Whether a tool's name may stand right behind an opener, as no sign opens a call."""
        call = self.spec.call.open
        return not call or call[0].isalnum()

    def _runs_on(self, text: str, begin: int) -> bool:
        """Whether the word that ends an opener goes on: ``(parsed`` is no ``(par``."""
        opener = self.spec.section.open
        end = begin + len(opener)
        follows = opener[-1:].isalnum() and text[end : end + 1].isalnum()
        return follows and not self._opens_names

    def _next_opener(self, finder: LiteralFinder, text: str, position: int) -> int:
        """Return where the next opener stands, which may begin a frame; or -1."""
        if self.ambiguous_open is None:
            return finder.find(self.spec.section.open, position)
        if self.beginning and finder.find(self.beginning, position) < 0:
            return -1
        match = self.ambiguous_open.search(text, position)
        return match.start() if match else -1

    def read_section(self, text: str, begin: int, functions: Functions) -> Section:
        """Read the section whose opener stands at ``begin``."""
        calls: list[RawCall] = []
        try:
            end = self._section(text, begin, functions, calls)
        except ParseError as error:
            return Section(begin, error.stop.position, tuple(calls), error.stop)
        return Section(begin, end, tuple(calls))

    def _section(self, text: str, begin: int, functions: Functions, calls: list[RawCall]) -> int:
        """Fill ``calls`` and return the offset after the section's close; raises ParseError."""
        section = self.spec.section
        position = skip_space(text, begin + len(section.open))
        while True:
            call = self.encoding.read_call(text, position, functions)
            calls.append(call)
            if not section.close and section.calls == "one":
                return call.end
            position = skip_space(text, call.end)
            if section.close and text.startswith(section.close, position):
                return position + len(section.close)
            following = self.next_call(text, position)
            if following < 0:
                return (
                    call.end
                    if not section.close
                    else expect(text, position, section.close, "section_close")
                )
            position = following

    def next_call(self, text: str, position: int) -> int:
        """Return where the next call of the same section must start, or -1 when none follows."""
        section = self.spec.section
        if section.calls == "one":
            return -1
        if section.separator:
            if not text.startswith(section.separator, position):
                return -1
            return skip_space(text, position + len(section.separator))
        return position if self.encoding.head.match(text, position) else -1


def _begins_with_parameter(text: str, begin: int, functions: Functions) -> bool:
    """Whether an object's first key is a parameter of a declared tool, or is cut in one."""
    key = _FIRST_KEY.match(text, begin)
    if key is None:
        return False
    cut = key.end() == len(text)
    return any(
        name.startswith(key.group(1)) if cut else name == key.group(1)
        for function in functions.values()
        for name in function["parameters"].get("properties") or ()
    )
