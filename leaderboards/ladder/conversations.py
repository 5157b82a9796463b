"""Exported conversations, in batches that share their beginning."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from random import Random

from pyarrow import parquet

_COLUMNS = ["task", "suite", "shift", "format", "input_ids", "assistant_masks"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One exported conversation in tokens."""

    tokens: Sequence[int]
    own: Sequence[int]
    """1 for each token that the model writes, ends of turn included; 0 for the others."""

    @property
    def opening(self) -> int:
        """How many tokens precede the first that the model writes."""
        return list(self.own).index(1)

    @property
    def turns(self) -> list[int]:
        """The indices at which the model begins to write."""
        before = [0, *self.own]
        return [at for at, own in enumerate(self.own) if own and not before[at]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Conversations with the same tools."""

    conversations: Sequence[Conversation]
    openings: Sequence[int]
    """How many tokens of each are read without learning from them; the model writes none of these.

    Where all declare the tools in the same words, these are the tokens that all begin with, so that
    they have to be computed only once.
    """


@dataclass(frozen=True, slots=True)
class Limits:
    """Conversations beyond these are left out."""

    tokens: int
    """Of the whole conversation."""
    learned: int
    """From the first token that the model writes to the end: most of what a step costs."""

    def admit(self, each: Conversation) -> bool:
        """Tell whether a conversation is short enough."""
        size = len(each.tokens)
        return size <= self.tokens and size - each.opening <= self.learned


def read_groups(folder: Path, limits: Limits) -> list[list[Conversation]]:
    """Read an export of style sft with token ids.

    Args:
        folder: what ``toolbench-ood export --model M`` wrote.
        limits: on the length of conversations.

    Returns:
        The conversations of each task, shift and format.
    """
    groups: defaultdict[tuple[str, ...], list[Conversation]] = defaultdict(list)
    for file in sorted(folder.glob("data/*.parquet")):
        for row in parquet.read_table(file, columns=_COLUMNS).to_pylist():
            each = Conversation(row["input_ids"], row["assistant_masks"])
            if limits.admit(each):
                groups[row["suite"], row["task"], row["shift"], row["format"]].append(each)
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
        yield from map(_batch, cut)


def _batch(conversations: Sequence[Conversation]) -> Batch:
    """Keep out of each opening its last token, which predicts the first that the model writes."""
    each = [conversation.opening - 1 for conversation in conversations]
    shared = min(_shared(conversations), *each)
    if shared > min(each) / 2:
        each = [shared] * len(each)
    return Batch(conversations, each)


def _shared(conversations: Sequence[Conversation]) -> int:
    columns = zip(*(each.tokens for each in conversations), strict=False)
    return sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns))
