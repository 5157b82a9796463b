"""What a change of format, of content or of the frame does to the share of solved cases."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.cell import is_void
from toolbench_ood.score.cluster import cluster
from toolbench_ood.score.difference import Difference, difference
from toolbench_ood.score.distribution import ContentSide, Distribution, FormatSide
from toolbench_ood.score.pairs import Axis, pair_cases
from toolbench_ood.score.rate import Count, Rate, rate
from toolbench_ood.score.unpaired import unpaired_difference
from toolbench_ood.shifts.reach import Reach

EffectKind: TypeAlias = Literal["format", "surface", "words", "domain", "frame"]
_REACHES: tuple[tuple[EffectKind, Reach], ...] = (
    ("surface", Reach.SURFACE),
    ("words", Reach.WORDS),
)
_Counter: TypeAlias = Callable[[Record], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Effect:
    """Two conditions compared on the same cases; ``domain`` on different ones.

    Cases that are not solved have a message whose structure is broken, or every message is sound.
    So a change of the solved share splits exactly into a change of these two shares.
    """

    change: EffectKind
    content: ContentSide | None
    """The content on which formats are compared; None for a change of content."""
    format: FormatSide | None
    """The formats in which contents are compared; None for a change of format."""
    before: Rate
    """Solved cases in distribution, or as written, or in the format of the frame's calls."""
    after: Rate
    """Solved cases after the change."""
    solved: Difference
    """``after`` less ``before``."""
    broken: Difference
    """Change of the share of cases that are not solved and have a broken message."""


def make_effects(records: Iterable[Record], where: Distribution) -> tuple[Effect, ...]:
    """Compare what can be compared, without cases in which the engine or the program failed."""
    played = [record for record in records if record.stop.scored]
    found = (
        _format_effect(played, where),
        *_content_effects(played, where),
        _frame_effect(played, where),
    )
    return tuple(effect for effect in found if effect is not None)


def _format_effect(records: Sequence[Record], where: Distribution) -> Effect | None:
    """Compare formats on the reference content, or on the other one if there is nothing else."""
    for content in where.content_sides:
        if is_void(where, content, "ood"):
            continue
        here = [record for record in records if where.content_side(record) == content]
        before = [record for record in here if where.format_side(record) == "id"]
        after = [record for record in here if where.format_side(record) == "ood"]
        effect = _paired("format", before, after, "format")
        if effect is not None:
            return replace(effect, content=content)
    return None


def _content_effects(records: Sequence[Record], where: Distribution) -> Iterator[Effect | None]:
    """Compare contents in the ID formats, or in all formats if none of these was played."""
    own = [record for record in records if where.format_side(record) == "id"]
    side: FormatSide = "id" if own else "ood"
    here = own or [record for record in records if where.format_side(record) == "ood"]
    if is_void(where, where.content_sides[1], side):
        return
    before = [record for record in here if where.reach(record) is Reach.NONE]
    for change, reach in _REACHES:
        after = [record for record in here if where.reach(record) is reach]
        effect = _paired(change, before, after, "shift")
        yield effect and replace(effect, format=side)
    yield _domain_effect(before, [each for each in here if where.reach(each) is Reach.DOMAIN], side)


def _domain_effect(
    before: Sequence[Record], others: Iterable[Record], side: FormatSide
) -> Effect | None:
    """Compare other suites with those seen in training, in the same shifts."""
    shifts = {record.shift for record in before}
    after = [record for record in others if record.shift in shifts]
    if not before or not after:
        return None
    solved = _rate(before, _solved), _rate(after, _solved)
    broken = _rate(before, _broken), _rate(after, _broken)
    return Effect(
        change="domain",
        content=None,
        format=side,
        before=solved[0],
        after=solved[1],
        solved=unpaired_difference(solved[1], solved[0]),
        broken=unpaired_difference(broken[1], broken[0]),
    )


def _frame_effect(records: Sequence[Record], where: Distribution) -> Effect | None:
    """Compare the model's own template with the format of its calls in our frame."""
    before = [record for record in records if record.format == where.native_reads]
    after = [record for record in records if record.format == NATIVE]
    return _paired("frame", before, after, "format")


def _paired(
    change: EffectKind,
    before: Sequence[Record],
    after: Sequence[Record],
    axis: Axis,
) -> Effect | None:
    solved = pair_cases(after, before, axis, _solved)
    if not solved:
        return None
    return Effect(
        change=change,
        content=None,
        format=None,
        before=rate(pair.second for pair in solved),
        after=rate(pair.first for pair in solved),
        solved=difference(solved),
        broken=difference(pair_cases(after, before, axis, _broken)),
    )


def _rate(records: Iterable[Record], count: _Counter) -> Rate:
    return rate(Count(cluster(record), *count(record)) for record in records)


def _solved(record: Record) -> tuple[int, int]:
    return int(record.solved), 1


def _broken(record: Record) -> tuple[int, int]:
    return int(not record.solved and any(finding.pollutes for finding in record.findings)), 1
