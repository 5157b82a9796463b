"""Attempts to call, whole or at fault, as the stages after the scan see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.shapes import shape_at
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.fault import Fault, Repairs, fault
from toolbench_ood.readers.text.parse_error import ParseStop
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json


@dataclass(frozen=True, slots=True)
class Attempt:
    """A stretch of the message that calls, or tries to."""

    start: int
    end: int
    calls: tuple[RawCall, ...] = ()
    """The calls that stand complete in it."""
    faults: tuple[Fault, ...] = ()
    call_count: int = 1
    """How many calls were begun in it, whole or not."""

    @property
    def repairs(self) -> Repairs:
        """What fixes its deterministic faults."""
        return tuple(repair for one in self.faults for repair in one.repairs)


@dataclass(frozen=True, slots=True)
class BrokenSection:
    """A section whose strict reading stopped, with all that a diagnosis needs."""

    passage: Passage
    start: int
    limit: int
    """Where the next section starts, or the end of the text: nothing beyond belongs to this one."""
    stop: ParseStop
    calls: tuple[RawCall, ...]
    """The calls read before the fault."""
    first_index: int
    """Index in the message of the section's first call."""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.passage.text

    @property
    def spec(self) -> Grammar:
        """What the format states."""
        return self.passage.spec

    @property
    def functions(self) -> Functions:
        """The declared tools."""
        return self.passage.functions

    @property
    def index(self) -> int:
        """Index in the message of the call at fault."""
        return self.first_index + len(self.calls)

    @property
    def body(self) -> int:
        """Offset just after the section's opener."""
        return self.start + len(self.spec.section.open)

    @property
    def at_text_end(self) -> bool:
        """Whether nothing follows that could belong to another section."""
        return self.limit == len(self.text)

    def find_close(self, position: int) -> int:
        """Return where the section's close stands from the position on, or -1."""
        close = self.spec.section.close
        return self.text.find(close, position, self.limit) if close else -1

    def extent(self, position: int) -> int:
        """Return where the attempt ends: after the next close, else before the next section."""
        at = self.find_close(position)
        return self.limit if at < 0 else at + len(self.spec.section.close)

    def found(
        self, code: Code, span: Span, kind: str = "", detail: str = "", *, repairs: Repairs = ()
    ) -> Fault:
        """Make a fault of the call at fault, kept inside the text."""
        start, end = (min(edge, len(self.text)) for edge in sorted(span))
        return fault(code, (start, end), kind, detail, index=self.index, repairs=repairs)

    def chimera(self, position: int) -> Fault:
        """Make a fault of a body of another kind of format, which starts at the position."""
        shape = shape_at(self.text, position, self.limit)
        return self.found(Code.P4_CHIMERA, (position, position + 1), shape)

    def truncated(self) -> Fault:
        """Make the fault of a section that the end of the text cuts off."""
        return self.found(Code.E2_TRUNCATED, (self.start, len(self.text)))

    def by_declared_order(self, name: str, values: Sequence[Json]) -> dict[str, Json]:
        """Return positional arguments by name; none if the tool declares too few parameters."""
        function = self.functions.get(name)
        declared = list(function["parameters"].get("properties", {})) if function else []
        return dict(zip(declared, values, strict=False)) if len(values) <= len(declared) else {}

    def attempt(self, *faults: Fault, position: int | None = None) -> Attempt:
        """Make an attempt without calls that ends after the next close from the position on."""
        end = self.extent(self.stop.position if position is None else position)
        return Attempt(self.start, end, (), faults, len(self.calls) + 1)
