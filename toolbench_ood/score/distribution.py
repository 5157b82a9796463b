"""On which side of the two axes a case lies: in distribution, or out of it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import IdContent, IdFormats, RunHeader
from toolbench_ood.shifts.reach import Reach, reach_of
from toolbench_ood.types.shift import NO_SHIFT

FormatSide: TypeAlias = Literal["id", "ood"]
ContentSide: TypeAlias = Literal["id", "ood", "as_written", "shifted"]

FORMAT_SIDES: tuple[FormatSide, FormatSide] = ("id", "ood")


@dataclass(frozen=True, slots=True)
class Distribution:
    """What counts as in distribution in one run."""

    id_formats: IdFormats
    id_content: IdContent
    native_reads: str | None = None
    """The format that reads what the model's own chat template writes, where it was played."""

    @classmethod
    def of(cls, header: RunHeader) -> "Distribution":
        """Return what a run's header says."""
        native = header.formats.get(NATIVE)
        reads = native.native.reads_with if native and native.native else None
        return cls(header.id_formats, header.id_content, reads)

    @property
    def has_id_content(self) -> bool:
        """Whether any content was seen in training; if not, tasks as written take its place."""
        return bool(self.id_content.suites)

    @property
    def content_sides(self) -> tuple[ContentSide, ContentSide]:
        """The two sides of the content axis, the reference first."""
        return ("id", "ood") if self.has_id_content else ("as_written", "shifted")

    def format_side(self, record: Record) -> FormatSide | None:
        """Return the side of a case's format.

        None for the model's own chat template, which differs from every format in its frame too and
        has a row of its own.
        """
        if record.format == NATIVE:
            return None
        return "id" if record.format in self.id_formats.formats else "ood"

    def reach(self, record: Record) -> Reach:
        """Return how far a case's content lies from the reference.

        Without ID content no domain is nearer than another, so only shifts count.
        """
        if not self.has_id_content:
            return reach_of(record.shift, (NO_SHIFT,))
        seen = self.id_content.suites.get(record.suite)
        return Reach.DOMAIN if seen is None else reach_of(record.shift, seen)

    def content_side(self, record: Record) -> ContentSide:
        """Return the side of a case's content."""
        reference, other = self.content_sides
        return reference if self.reach(record) is Reach.NONE else other
