"""One attempt to call, whole or at fault, as the stages after the scan see it."""

from dataclasses import dataclass

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import RawCall, Stop
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.repair import Diagnosis, Repairs, fault
from toolbench_ood.readers.shapes import shape_at
from toolbench_ood.types.finding import Code


@dataclass(frozen=True, slots=True)
class Attempt:
    """A stretch of the message that calls, or tries to."""

    start: int
    end: int
    calls: tuple[RawCall, ...] = ()
    """The calls that stand complete in it."""
    faults: tuple[Diagnosis, ...] = ()
    tries: int = 1
    """How many calls were begun in it, whole or not."""

    @property
    def repairs(self) -> Repairs:
        """What fixes its deterministic faults."""
        return tuple(repair for one in self.faults for repair in one.repairs)


@dataclass(frozen=True, slots=True)
class Broken:
    """A section whose strict reading stopped, with all that a diagnosis needs."""

    reader: Reader
    text: str
    start: int
    limit: int
    """Where the next section starts, or the end of the text: nothing beyond belongs to this one."""
    fault: Stop
    calls: tuple[RawCall, ...]
    """The calls read before the fault."""
    functions: Functions
    first_index: int
    """Index in the message of the section's first call."""

    @property
    def index(self) -> int:
        """Index in the message of the call at fault."""
        return self.first_index + len(self.calls)

    @property
    def body(self) -> int:
        """Offset just after the section's opener."""
        return self.start + len(self.reader.spec.section.open)

    @property
    def at_text_end(self) -> bool:
        """Whether nothing follows that could belong to another section."""
        return self.limit == len(self.text)

    def find_close(self, position: int) -> int:
        """Return where the section's close stands from the position on, or -1."""
        close = self.reader.spec.section.close
        return self.text.find(close, position, self.limit) if close else -1

    def extent(self, position: int) -> int:
        """Return where the attempt ends: after the next close, else before the next section."""
        at = self.find_close(position)
        return self.limit if at < 0 else at + len(self.reader.spec.section.close)

    def found(
        self,
        code: Code,
        span: tuple[int, int],
        kind: str = "",
        detail: str = "",
        *,
        repairs: Repairs = (),
    ) -> Diagnosis:
        """Make a fault of the call at fault, kept inside the text."""
        start, end = (min(edge, len(self.text)) for edge in sorted(span))
        return fault(code, (start, end), kind, detail, index=self.index, repairs=repairs)

    def chimera(self, position: int) -> Diagnosis:
        """Make a fault of a body of another kind of format, which starts at the position."""
        shape = shape_at(self.text, position, self.limit)
        return self.found(Code.P4_CHIMERA, (position, position + 1), shape)

    def truncated(self) -> Diagnosis:
        """Make the fault of a section that the end of the text cuts off."""
        return self.found(Code.E2_TRUNCATED, (self.start, len(self.text)))

    def attempt(self, *faults: Diagnosis, position: int | None = None) -> Attempt:
        """Make an attempt without calls that ends after the next close from the position on."""
        end = self.extent(self.fault.position if position is None else position)
        return Attempt(self.start, end, (), faults, len(self.calls) + 1)
