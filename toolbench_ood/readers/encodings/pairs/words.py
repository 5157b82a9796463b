"""The delimiters around the pairs of one call, with its index and name filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import filled
from toolbench_ood.readers.specification.pairs import NAME, Form, Pairs
from toolbench_ood.readers.text.marker import LONGEST_INDEX, MarkerPattern, loose
from toolbench_ood.readers.text.scanner import skip_space, stops_inside


@dataclass(frozen=True)
class PairWords:
    """What stands between the pairs of a call and at its end."""

    spec: Grammar
    pairs: Pairs
    index: str = ""
    name: str = ""

    def fill(self, marker: str) -> str:
        """Return a delimiter as it stands in this call."""
        return filled(marker, self.index).replace(NAME, self.name) if "{" in marker else marker

    @cached_property
    def separator(self) -> str:
        """What stands between two pairs."""
        return self.fill(self.pairs.separator)

    @cached_property
    def close(self) -> str:
        """What ends the call."""
        return self.fill(self.spec.call.close) or self.spec.section.close

    @cached_property
    def bare_separator(self) -> str:
        """What stands between two pairs, without the white space around it."""
        return self.separator.strip()

    @cached_property
    def _closing(self) -> re.Pattern[str] | None:
        """What ends the call; None where it is taken to the letter, as a section's close is."""
        close = self.fill(self.spec.call.close)
        return re.compile(loose(close)) if close and close.split() != [close] else None

    @cached_property
    def forms(self) -> Mapping[str, Sequence[Form]]:
        """The forms by what stands before the name, the longest of everything first."""
        by_open: dict[str, list[Form]] = {}
        ordered = sorted(self.pairs.forms, key=lambda form: (len(form.open), len(form.assign)))
        for form in reversed(ordered):
            by_open.setdefault(self.fill(form.open), []).append(form)
        return by_open

    @cached_property
    def _openers(self) -> tuple[str, ...]:
        return tuple(self.forms)

    @cached_property
    def _next_call(self) -> re.Pattern[str] | None:
        """How the next call of a section begins where calls have no closer of their own."""
        call, section = self.spec.call, self.spec.section
        if call.close or section.calls == "one" or not call.open:
            return None
        return re.compile(loose(call.open))

    def end(self, text: str, position: int) -> bool:
        """Whether what ends the call stands here, rather than a pair."""
        if position >= len(text):
            return False
        closing, following = self._closing, self._next_call
        if (
            text.startswith(self.close, position)
            if closing is None
            else closing.match(text, position)
        ):
            return True
        return following is not None and following.match(text, position) is not None

    def pair_may_open(self, text: str, position: int) -> bool:
        """Whether what stands here can be a pair: one of the openers, where all forms have one."""
        return text.startswith(self._openers, position)

    def cut(self, text: str, position: int) -> bool:
        """Whether the text ends within what opens a pair or the next call, or ends the call."""
        if len(text) - position > self.longest:
            return False
        marks = (self.close, self.bare_separator, *self._openers)
        if position >= len(text) or self._next_open.stops_inside(text, position):
            return True
        return any(stops_inside(text, position, mark) for mark in marks if mark)

    @cached_property
    def longest(self) -> int:
        """What no delimiter that the end of the text cuts off is longer than."""
        marks = (self.close, self.separator, self.spec.call.open, *self._openers)
        return max(map(len, marks)) + LONGEST_INDEX

    @cached_property
    def _next_open(self) -> MarkerPattern:
        return MarkerPattern(self.spec.call.open)

    @cached_property
    def _separating(self) -> re.Pattern[str] | None:
        """What stands between two pairs; None where it is taken to the letter."""
        loosely = len(self.separator.split()) > 1
        return re.compile(loose(self.separator)) if loosely else None

    def after_separator(self, text: str, position: int) -> int:
        """Return where the next pair starts, or -1 when no separator stands here."""
        after, separator = skip_space(text, position), self.separator
        if not separator:
            return after
        if separator.isspace():
            return after if separator in text[position:after] else -1
        if self._separating is None:
            found = text.startswith(self.bare_separator, after)
            return skip_space(text, after + len(self.bare_separator)) if found else -1
        match = self._separating.match(text, after)
        return skip_space(text, match.end()) if match else -1
