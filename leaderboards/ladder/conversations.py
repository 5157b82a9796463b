"""Exported conversations, in batches that share their beginning."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyarrow.parquet as parquet

_COLUMNS = ["task", "suite", "shift", "format", "input_ids", "assistant_masks"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One exported conversation in tokens."""

    tokens: Sequence[int]
    own: Sequence[int]
    """1 for each token that the model writes, ends of turn included; 0 for the others."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Conversations that begin with the same tokens, which have to be computed only once."""

    conversations: Sequence[Conversation]
    shared: int
    """How many tokens all of them begin with; the model writes none of these."""


def read_groups(folder: Path, longest: int) -> list[list[Conversation]]:
    """Read an export of style sft with token ids.

    Args:
        folder: what ``toolbench-ood export --model M`` wrote.
        longest: conversations of more tokens are left out.

    Returns:
        The conversations of each task, shift and format, which declare the same tools.
    """
    groups: defaultdict[tuple[str, ...], list[Conversation]] = defaultdict(list)
    for file in sorted(folder.glob("data/*.parquet")):
        for row in parquet.read_table(file, columns=_COLUMNS).to_pylist():
            if len(row["input_ids"]) <= longest:
                key = (row["suite"], row["task"], row["shift"], row["format"])
                groups[key].append(Conversation(row["input_ids"], row["assistant_masks"]))
    return [group for group in groups.values() if len(group) > 1]


def batches(groups: Sequence[Sequence[Conversation]], size: int, rng: Random) -> Iterator[Batch]:
    """Yield batches without end; every conversation comes up once before any comes up again."""
    while True:
        cut = [
            group[start : start + size]
            for group in (rng.sample(group, len(group)) for group in groups)
            for start in range(0, len(group), size)
        ]
        rng.shuffle(cut)
        yield from (Batch(each, _shared(each)) for each in cut)


def _shared(conversations: Sequence[Conversation]) -> int:
    """Count common leading tokens that no model writes, short of a whole conversation."""
    first = conversations[0]
    most = min(len(each.tokens) for each in conversations) - 1
    if 1 in first.own:
        most = min(most, *(list(each.own).index(1) for each in conversations))
    at = 0
    while at < most and all(each.tokens[at] == first.tokens[at] for each in conversations):
        at += 1
    return max(at - 1, 0)
