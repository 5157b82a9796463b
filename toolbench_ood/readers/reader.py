"""The strict scan: which stretches of a message are sections, and where each stops being one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from toolbench_ood.readers.encoding import Encoding, Functions
from toolbench_ood.readers.fault import Fault, RawCall, Section
from toolbench_ood.readers.grammar import Grammar, JsonObject, PythonKwargs
from toolbench_ood.readers.indexed import literals
from toolbench_ood.readers.json_object import JsonObjectEncoding
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.pair_words import loose
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.python_kwargs import PythonKwargsEncoding
from toolbench_ood.readers.raw_tags import RawTagsEncoding
from toolbench_ood.readers.scanner import Finder, expect, skip_space
from toolbench_ood.readers.spelling import Spelling

MOST_FAULTS = 100
"""Broken sections after which the rest of a message is no longer told apart.

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


def encoding_for(spec: Grammar) -> Encoding:
    """Return the strict grammar of a spec's argument encoding."""
    arguments = spec.arguments
    if isinstance(arguments, JsonObject):
        return JsonObjectEncoding(spec, arguments)
    if isinstance(arguments, PythonKwargs):
        return PythonKwargsEncoding(spec, arguments)
    if isinstance(arguments, Pairs):
        return PairsEncoding(spec, arguments)
    return RawTagsEncoding(spec, arguments)


def telling(marker: str) -> bool:
    """Whether a delimiter betrays a call by itself.

    It holds a letter, a digit or a rare sign, and is no mere word.

    ``<tool_call>`` does; ``[`` is ordinary punctuation and ``CALL`` a word, which only a call's
    head after it betrays, and a Markdown fence may stand in any answer.
    """
    if marker.startswith("```") and marker.strip("`").isalnum():
        return False
    rare = any(sign.isalnum() or not sign.isascii() for sign in marker)
    return rare and not all(sign.isalnum() or sign in " _" for sign in marker)


@dataclass(frozen=True)
class Reader:
    """The strict reader of one format."""

    spec: Grammar

    @cached_property
    def encoding(self) -> Encoding:
        """The grammar of one call."""
        return encoding_for(self.spec)

    @cached_property
    def weak_open(self) -> re.Pattern[str] | None:
        """How a section begins when its opener alone tells nothing; None when it tells."""
        opener = self.spec.section.open
        if telling(opener):
            return None
        space = "[ \t\n\r]*" if opener else ""  # a search that starts with it would be quadratic
        return re.compile(f"{re.escape(opener)}{space}{self.encoding.head.pattern}")

    @cached_property
    def opener(self) -> str:
        """What a section begins with."""
        return self.spec.section.open

    def may_open(self, text: str, start: int) -> bool:
        """Whether a section may begin at ``start`` or after it."""
        if self.weak_open is None:
            return bool(self.opener) and text.find(self.opener, start) >= 0
        return self.weak_open.search(text, start) is not None

    @cached_property
    def telling_markers(self) -> tuple[str, ...]:
        """The delimiters that betray a call wherever they stand."""
        listed = (*self.spec.markers(), *literals(self.spec.call.name_close))
        return tuple(filter(telling, listed))

    @cached_property
    def stray(self) -> re.Pattern[str] | None:
        """Any telling delimiter, the longest first; None when the format has none."""
        listed = sorted(self.telling_markers, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, listed))) if listed else None

    @cached_property
    def call_open(self) -> re.Pattern[str] | None:
        """What every call begins with, whatever its index; None where a call has no opener."""
        opener = self.spec.call.open
        return re.compile(loose(opener)) if opener else None

    @cached_property
    def spelling(self) -> Spelling:
        """How the outer delimiters may be misspelt."""
        spec = self.spec
        outer = tuple(filter(None, (spec.section.open, spec.section.close, spec.call.open)))
        return Spelling(outer, spec.markers())

    @cached_property
    def repeating(self) -> "Reader":
        """The same reader, taking several sections of one call where the format has one.

        Such a format writes one call a message, so no text of its own could prove several.
        """
        section = self.spec.section
        if section.repeat or section.calls == "many":
            return self
        again = section.model_copy(update={"repeat": True})
        return Reader(self.spec.model_copy(update={"section": again}))

    @cached_property
    def stray_head(self) -> re.Pattern[str]:
        """How a call begins, to be searched for: a bare name is tried once a word, not a sign."""
        head, opener = self.encoding.head, self.spec.call.open
        arguments = self.spec.arguments
        in_slot = isinstance(arguments, JsonObject) and not arguments.names_inside
        bare = in_slot or isinstance(arguments, Pairs)
        if not bare or self.spec.call.arguments_first or (opener and not SLOT.match(opener)):
            return head
        return re.compile(f"(?<!{SLOT.pattern.removesuffix('+')}){head.pattern}")

    def scan(self, text: str, start: int, functions: Functions) -> list[Section]:
        """Return every section from ``start`` on, whole or broken, in order.

        Nothing is looked for after ``MOST_FAULTS`` broken ones.
        """
        sections: list[Section] = []
        faults = 0
        for section in self.sections(text, start, functions):
            sections.append(section)
            faults += section.fault is not None
            if faults == MOST_FAULTS:
                break
        return sections

    def sections(self, text: str, start: int, functions: Functions) -> Iterator[Section]:
        """Yield one section after the other, each read when it is asked for."""
        finder = Finder(text)
        begin = self._next_open(finder, text, start)
        tries = 0
        while begin >= 0 and tries < MOST_TRIES:
            section = self.read_section(text, begin, functions)
            if section.fault is None or self._meant(text, section, functions):
                yield section
            else:
                tries += 1
            begin = self._next_open(finder, text, max(section.end, begin + 1))

    def _meant(self, text: str, section: Section, functions: Functions) -> bool:
        """Whether a broken section is an attempt to call, where any object may begin one.

        It is when its first key is a parameter of a declared tool, or the fault lies beyond what
        sets off the name.
        """
        if not self.spec.call.arguments_first or section.fault is None:
            return True
        if section.fault.place in ("name", "call_close"):
            return True
        key = _FIRST_KEY.match(text, section.start)
        if key is None:
            return False
        cut = key.end() == len(text)
        return any(
            name.startswith(key.group(1)) if cut else name == key.group(1)
            for function in functions.values()
            for name in function["parameters"].get("properties") or ()
        )

    def _next_open(self, finder: Finder, text: str, position: int) -> int:
        if self.weak_open is None:
            return finder.find(self.spec.section.open, position)
        match = self.weak_open.search(text, position)
        return match.start() if match else -1

    def read_section(self, text: str, begin: int, functions: Functions) -> Section:
        """Read the section whose opener stands at ``begin``."""
        calls: list[RawCall] = []
        try:
            end = self._section(text, begin, functions, calls)
        except Fault as fault:
            return Section(begin, fault.stop.position, tuple(calls), fault.stop)
        return Section(begin, end, tuple(calls))

    def _section(self, text: str, begin: int, functions: Functions, calls: list[RawCall]) -> int:
        """Fill ``calls`` and return the offset after the section's close; raises Fault."""
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
