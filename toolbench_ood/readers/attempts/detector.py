"""Whether a text in which a reader sees prose calls a declared tool after all (law 13).

It is asked last, so that what a format's own diagnosis knows to say stays as it is. A name is
looked at with a bounded stretch of the text around it: the cost of a text is in proportion to its
length, and no number of mentions hides a call behind them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolbench_ood.readers.attempts.asides import (
    defines,
    in_thoughts,
    is_example,
    is_told,
    thoughts,
)
from toolbench_ood.readers.attempts.openers import Openers
from toolbench_ood.readers.attempts.places import place_of
from toolbench_ood.readers.attempts.rewritings import Rewriting, rewritings, unquoted
from toolbench_ood.readers.attempts.site import NEAR, Callee, Site, Text, may_be_called, site_at
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.text.fault import Fault, Repairs, fault, repaired
from toolbench_ood.readers.text.name_index import NameIndex, index_of
from toolbench_ood.types.finding import Code

Proof = Callable[[str], bool]
"""Whether a rewritten message is whole calls in the format, without a fault."""

_MOST_KEPT = 4_096
"""Surroundings without a call that are known again, as in a text that repeats itself."""
_QUOTES = frozenset("\"'")


@dataclass(frozen=True)
class Detector:
    """The declared tools and the formats, as far as they tell a call from a mention."""

    functions: Functions
    openers: Callable[[], Openers]
    """Returns what begins a call in the formats; asked only if a tool is named."""

    @cached_property
    def _index(self) -> NameIndex:
        return index_of(tuple(self.functions))

    @cached_property
    def _openers(self) -> Openers:
        return self.openers()

    @cached_property
    def _callees(self) -> dict[str, Callee]:
        """The tools that the text names, as far as it was read."""
        return {}

    def find(
        self, text: str, start: int, end: int, made: Collection[str] = ()
    ) -> tuple[Site, str] | None:
        """Return the first call in ``text[start:end]`` with its place; offsets are those there.

        A sentence may repeat a call that is ``made`` beside it.
        """
        part = text[start:end]
        looked_at: Text | None = None
        mentions, defined = set[tuple[str, int]](), set[str]()
        edges: Sequence[int] | None = None
        for span in self._index.find(part):
            begin = max(0, span[0] - NEAR)
            around = part[begin : span[1] + NEAR], span[0] - begin
            if around in mentions or not may_be_called(part, *span):
                continue
            edges = thoughts(part) if edges is None else edges
            if edges and in_thoughts(edges, span[0]):
                continue
            looked_at = looked_at or Text.of(part, is_last=end == len(text))
            site = site_at(looked_at, span, self._callee(part[slice(*span)]))
            if defines(site):
                defined.add(site.name)
            place = None if site.name in defined else place_of(site, self._openers)
            if (
                place is None
                or is_example(site.left)
                or (site.name in made and is_told(site, place))
            ):
                if len(mentions) < _MOST_KEPT:
                    mentions.add(around)
                continue
            return site, place
        return None

    def _callee(self, name: str) -> Callee:
        if name not in self._callees:
            self._callees[name] = Callee.of(name, self.functions)
        return self._callees[name]

    def in_message(self, passage: Passage, proof: Proof) -> Fault | None:
        """Name the call of a message in which no call and no fault was found."""
        text, start = passage.text, passage.start
        found = self.find(text, start, len(text))
        escaped: Fault | None = None
        for rewriting in rewritings(text, start):
            if inside := self.find(rewriting.text, start, len(rewriting.text)):
                one = _rewritten(rewriting, inside[0], start, proof)
                if one.repairs:
                    return one
                escaped = escaped or one
        if not found:
            return escaped
        site, place = found
        if site.left[-1:] in _QUOTES and (repairs := unquoted(text, start)):
            proven = proof(repaired(text, repairs) or "")
            return _fault(site, start, "quoted", repairs=repairs if proven else ())
        return _fault(site, start, place)

    def in_gap(self, text: str, start: int, end: int, made: Collection[str]) -> Fault | None:
        """Name the call in the text around whole calls of the tools with these names."""
        found = self.find(text, start, end, made)
        return _fault(found[0], start, found[1], index=None) if found else None


def _rewritten(rewriting: Rewriting, site: Site, start: int, proof: Proof) -> Fault:
    first, last = (rewriting.original(start + at) for at in (site.start, site.end - 1))
    repairs = rewriting.repairs if proof(rewriting.text) else ()
    span = (first, last + 1)
    return fault(Code.P5_OUTSIDE_FORMAT, span, rewriting.kind, site.name, repairs=repairs)


def _fault(
    site: Site, start: int, place: str, *, index: int | None = 0, repairs: Repairs = ()
) -> Fault:
    span = (start + site.start, start + site.end)
    return fault(Code.P5_OUTSIDE_FORMAT, span, place, site.name, index=index, repairs=repairs)
