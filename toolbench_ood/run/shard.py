"""``--shard I/N``: a part of a run's cases, the same one every time."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import UserError

OPTION = "--shard"
_TEXT = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """Which of how many parts."""

    number: int
    """From 1 to ``of``."""
    of: int

    def __str__(self) -> str:
        """Write it as ``--shard`` takes it."""
        return f"{self.number}/{self.of}"


def parse_shard(text: str, option: str = OPTION) -> Shard:
    """Read ``I/N``.

    Args:
        text: what was given.
        option: how the user wrote the option.

    Raises:
        UserError: it is no such part.
    """
    match = _TEXT.fullmatch(text)
    shard = Shard(int(match[1]), int(match[2])) if match else None
    if shard is None or shard.number > shard.of:
        raise UserError(
            f"{option} {text!r} is not valid: expected I/N, part I of N with I from 1 to N, as in "
            f"{option} 1/4"
        )
    return shard


def take_shard(cases: Sequence[Case], text: str | None) -> tuple[Case, ...]:
    """Take a part of the cases, in their order; all for None.

    Cases are ordered by the hashes of their ids and dealt out in turn, so parts are of one size and
    take about as long. A case is in one part with all of its arms.

    Raises:
        UserError: there are more parts than cases to deal out.
    """
    if text is None:
        return tuple(cases)
    shard = parse_shard(text)
    dealt = sorted({case.paired_id for case in cases}, key=_hash)
    if shard.of > len(dealt):
        raise UserError(
            f"{OPTION} {shard}: the run has only {len(dealt)} cases to deal out; make at most "
            f"{len(dealt)} parts"
        )
    own = frozenset(dealt[shard.number - 1 :: shard.of])
    return tuple(case for case in cases if case.paired_id in own)


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
