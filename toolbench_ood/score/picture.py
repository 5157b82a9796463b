"""The structural picture of one format: what the model's messages are, and what follows them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, Self, TypeAlias

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import FormatEntry
from toolbench_ood.score.bins import binned
from toolbench_ood.score.cluster import TaskName, cluster
from toolbench_ood.score.rate import Count, Rate, rate
from toolbench_ood.score.state import State
from toolbench_ood.score.turn import AttemptStage, ModelTurn, turns_of
from toolbench_ood.tasks.session import AskEnd
from toolbench_ood.types.finding import Code

StateRates: TypeAlias = dict[str, Rate]
"""By state, the share of messages that are in it."""


class FineState(StrEnum):
    """The four states, with healthy calls split by whether they obey their tools' schemas."""

    VALID_CALL = "schema_valid_call"
    """A healthy call in the sense of Hao et al.: well-formed, and in line with the schema."""
    INVALID_CALL = "schema_invalid_call"
    """Well-formed, and refused for breaking a schema."""
    RESPONSE = "healthy_response"
    POLLUTED = "polluted"
    COLLAPSED = "collapsed"


_FINE = {
    State.HEALTHY_RESPONSE: FineState.RESPONSE,
    State.POLLUTED: FineState.POLLUTED,
    State.COLLAPSED: FineState.COLLAPSED,
}


@dataclass(frozen=True, slots=True)
class Tags:
    """Occurrences of a format's opening and closing tag in the model's messages, as text."""

    opened: int
    closed: int
    apart: int
    """Sum over the messages of |opened - closed|."""
    imbalance: float | None
    """``apart / (opened + closed)``; None where no tag was written."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The structure of the messages of one format."""

    messages: int
    states: StateRates
    states_by_turn: dict[str, StateRates]
    """By the number of messages that the model had written before in the case; zeros left out."""
    states_by_calls: dict[str, StateRates]
    """By the number of calls that could be read before in the case; zeros left out."""
    tags: Tags | None
    """None where the format has no pair of tags that stand out from prose."""
    control_tokens: dict[str, int]
    """Occurrences in the messages, as text, of the format's markers that hold a control token of
    the model; empty for a model without a tokenizer. Divided by ``messages`` it is their count a
    message."""
    ended: Rate
    """Messages that the model ended itself, with its end-of-turn token."""
    calls_made: int
    """Calls that could be read, refused ones included."""
    calls_needed: int
    """Calls that the solutions make in the asks that were put."""
    recovered: Rate
    """Broken messages (polluted or collapsed) whose next message in the same ask is sound, of
    those that have one."""
    repeated: Rate
    """Broken messages whose next message in the same ask has the same text, of those that have
    one."""
    solved_with_broken: Rate
    """Solved cases with a broken message, of the solved cases. A reward for solving pays them."""
    calls_in_reasoning: Rate
    """Messages with a call in the reasoning; the run's settings say what becomes of it."""
    foreign: dict[str, int] = field(default_factory=dict)
    """Messages with a call in another format than the one asked for, by that format."""
    unclosed_thoughts: Rate | None = None
    """Messages whose reasoning never ends, so that they hold no answer; None where it is not known
    how the model's reasoning is marked."""


def make_picture(records: Sequence[Record], entry: FormatEntry | None = None) -> Picture:
    """Count the messages of one format.

    Args:
        records: cases that the model played.
        entry: what the run's header says of the format; None: nothing is known of its markers.
    """
    cases = [_Case.of(record) for record in records]
    written = [ClusteredTurn(case.cluster, turn) for case in cases for turn in case.turns]
    texts = [each.turn.entry.text for each in written]
    return Picture(
        messages=len(written),
        states={state.value: _share(written, _is(state)) for state in FineState},
        states_by_turn=_by(written, lambda each: each.turn.number),
        states_by_calls=_by(written, lambda each: each.turn.calls_before),
        tags=count_tags(texts, entry.tags) if entry and entry.tags else None,
        control_tokens=count_control_tokens(texts, entry),
        ended=_share(written, lambda turn: turn.entry.finish == "stop"),
        calls_made=sum(len(record.calls) for record in records),
        calls_needed=sum(map(_needed, records)),
        recovered=rate(case.followed(lambda _, after: not after.broken) for case in cases),
        repeated=rate(
            case.followed(lambda turn, after: turn.entry.text == after.entry.text) for case in cases
        ),
        solved_with_broken=rate(
            Count(case.cluster, any(turn.broken for turn in case.turns), 1)
            for case in cases
            if case.solved
        ),
        calls_in_reasoning=_share(written, lambda turn: turn.in_reasoning),
        foreign=_foreign(records),
        unclosed_thoughts=(
            _share(written, lambda turn: turn.unclosed_thought)
            if entry and entry.thinking
            else None
        ),
    )


class ClusteredTurn(NamedTuple):
    """A message of the model's, with the cluster of its case."""

    cluster: TaskName
    turn: ModelTurn


@dataclass(frozen=True, slots=True)
class _Case:
    cluster: TaskName
    solved: bool
    turns: Sequence[ModelTurn]

    @classmethod
    def of(cls, record: Record) -> Self:
        return cls(cluster(record), record.solved, tuple(turns_of(record)))

    def followed(self, holds: Callable[[ModelTurn, ModelTurn], bool]) -> Count:
        """Count the broken messages that another one follows in the same ask."""
        pairs = [
            pair for pair in pairwise(self.turns) if pair[0].broken and pair[0].ask == pair[1].ask
        ]
        return Count(self.cluster, sum(holds(*pair) for pair in pairs), len(pairs))


def count_tags(texts: Iterable[str], tags: tuple[str, str]) -> Tags:
    """Count a pair of tags in texts; a tag within the other one counts for the other alone."""
    longest_first = sorted(tags, key=len, reverse=True)
    either = re.compile("|".join(map(re.escape, longest_first)))
    counts = [Counter(either.findall(text)) for text in texts]
    opened, closed = (sum(count[tag] for count in counts) for tag in tags)
    apart = sum(abs(count[tags[0]] - count[tags[1]]) for count in counts)
    total = opened + closed
    return Tags(opened, closed, apart, apart / total if total else None)


def count_control_tokens(texts: Sequence[str], entry: FormatEntry | None) -> dict[str, int]:
    """Count the markers of a format that hold a control token of the model, by marker."""
    markers = entry.markers.items() if entry else ()
    controls = [text for text, marker in markers if marker.control]
    return {control: sum(text.count(control) for text in texts) for control in controls}


def fine_state(turn: ModelTurn) -> FineState:
    """Return a message's state, a healthy call's by whether it obeys its schema."""
    if turn.state is State.HEALTHY_CALL:
        refused = turn.attempt is AttemptStage.REFUSED
        return FineState.INVALID_CALL if refused else FineState.VALID_CALL
    return _FINE[turn.state]


def _is(state: FineState) -> Callable[[ModelTurn], bool]:
    return lambda turn: fine_state(turn) is state


def _share(written: Iterable[ClusteredTurn], holds: Callable[[ModelTurn], bool]) -> Rate:
    return rate(Count(each.cluster, holds(each.turn), 1) for each in written)


def _by(
    written: Iterable[ClusteredTurn], number: Callable[[ClusteredTurn], int]
) -> dict[str, StateRates]:
    return {
        name: {state.value: found for state in FineState if (found := _share(group, _is(state))).k}
        for name, group in binned(written, number).items()
    }


def _foreign(records: Iterable[Record]) -> dict[str, int]:
    found = {
        (at, finding.message, finding.detail)
        for at, record in enumerate(records)
        for finding in record.findings
        if finding.code == Code.P3_FOREIGN_FORMAT
    }
    return dict(sorted(Counter(format_ for _, _, format_ in found).items()))


def _needed(record: Record) -> int:
    return sum(ask.calls for ask in record.asks if ask.end is not AskEnd.NOT_REACHED)
