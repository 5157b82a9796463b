"""The four states of a message.

Hao et al., "Why Multi-Step Tool-Use Reinforcement Learning Collapses and How Supervisory Signals
Fix It" (arXiv 2606.26027), name the states and show examples; their classifier is unpublished, so
the definitions below are this project's. They speak of the text's structure alone: a call that
breaks its tool's schema is still a healthy call (the schema-valid rate shows it), and words where a
call was needed are still a healthy response (the finding P1_NO_CALL shows it).

They follow from the findings and are the same in every format: whether the structure holds, whether
a call stands in it, and what is left of the text beside markers and empty envelopes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum

from toolbench_ood.rollout.record import FindingEntry, Record
from toolbench_ood.types.finding import NOTHING, Code
from toolbench_ood.types.reading import Reading

_MARKS = frozenset({NOTHING, "stray"})
"""Subkinds of findings whose span holds delimiters of calls and nothing else."""

_MARKER = re.compile(r"<[^<>\s=]*>|\[/?[A-Z_]+\]")
"""A bare tag or control token, such as ``<tool_call>``, ``</s>``, ``<|im_end|>``, ``[INST]``."""


class State(StrEnum):
    """What a message of the model's is."""

    HEALTHY_CALL = "healthy_call"
    """At least one call was carried out or refused, and the structure holds."""
    HEALTHY_RESPONSE = "healthy_response"
    """Words without a call, and nothing in them is a broken call."""
    POLLUTED = "polluted"
    """Broken structure (a finding above what the tier allows), with words beside the markers."""
    COLLAPSED = "collapsed"
    """No call, and no word, digit or pictogram beside the markers: meaningless terminators."""


def classify(
    text: str, *, faulty: bool, called: bool, empty: Sequence[tuple[int, int]] = ()
) -> State:
    """Return the state of one message.

    Args:
        text: what the model wrote, without the closing end-of-turn token.
        faulty: its structure is broken.
        called: at least one call could be read from it.
        empty: spans of delimiters with nothing inside, in order; their words are no words.
    """
    if called and not faulty:
        return State.HEALTHY_CALL
    if _hollow(_outside(text, empty)):
        return State.COLLAPSED
    return State.POLLUTED if faulty else State.HEALTHY_RESPONSE


def state_of(text: str, reading: Reading, *, lenient: bool = False) -> State:
    """Return the state of one message as its format reads it.

    In the lenient tier a message whose calls can be recovered with certainty is healthy.
    """
    faulty = not (reading.lenient if lenient else reading.well_formed)
    calls = reading.recovered if lenient else reading.calls
    empty = [(found.start, found.end) for found in reading.findings if found.kind in _MARKS]
    return classify(text, faulty=faulty, called=bool(calls), empty=empty)


def message_states(record: Record) -> Iterator[State]:
    """Yield the state of each of the model's messages."""
    faulty = {finding.message for finding in record.findings if breaks_structure(finding)}
    called = {call.message for call in record.calls}
    empty = [found for found in record.findings if found.kind in _MARKS]
    for index, message in enumerate(record.messages):
        if message.role == "assistant":
            spans = [(found.start, found.end) for found in empty if found.message == index]
            yield classify(
                message.text, faulty=index in faulty, called=index in called, empty=spans
            )


def breaks_structure(finding: FindingEntry) -> bool:
    """Whether a finding is of broken structure in the text; P1_NO_CALL is of what is not there."""
    structural = not finding.code.startswith("S")
    return structural and finding.severity != "benign" and finding.code != Code.P1_NO_CALL


def _outside(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Leave out the spans of a text."""
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return " ".join(text[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True))


def _hollow(text: str) -> bool:
    return not any(map(_speaks, _MARKER.sub("", text)))


def _speaks(character: str) -> bool:
    """Whether a character can say something by itself: a letter, a digit or a pictogram."""
    return character.isalnum() or unicodedata.category(character) == "So"
