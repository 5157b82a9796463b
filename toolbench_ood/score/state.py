"""The four states of a message.

Hao et al., "Why Multi-Step Tool-Use Reinforcement Learning Collapses and How Supervisory Signals
Fix It" (arXiv 2606.26027), name the states and show examples; their classifier is unpublished, so
the definitions below are this project's. They speak of the text's structure alone: a call that
breaks its tool's schema is still a healthy call (the schema-valid rate shows it), and words where a
call was needed are still a healthy response (the finding P1_NO_CALL shows it).
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from toolbench_ood.rollout.record import FindingEntry, Record
from toolbench_ood.types.finding import Code

_MARKER = re.compile(r"<[^<>\s=]*>|\[/?[A-Z_]+\]")
"""A bare tag or control token, such as ``<tool_call>``, ``</s>``, ``<|im_end|>``, ``[INST]``."""


class State(StrEnum):
    """What a message of the model's is."""

    HEALTHY_CALL = "healthy_call"
    """At least one call was carried out or refused, and the structure holds."""
    HEALTHY_RESPONSE = "healthy_response"
    """Words without a call, and nothing in them is a broken call."""
    POLLUTED = "polluted"
    """Broken structure (a finding above benign), with words or digits beside the markers."""
    COLLAPSED = "collapsed"
    """Nothing but white space; or broken structure without a word or digit beside the markers."""


def classify(text: str, *, faulty: bool, called: bool) -> State:
    """Return the state of one message.

    Args:
        text: what the model wrote, without the closing end-of-turn token.
        faulty: its structure is broken.
        called: at least one call could be read from it.
    """
    if called and not faulty:
        return State.HEALTHY_CALL
    if not text.strip() or (faulty and _hollow(text)):
        return State.COLLAPSED
    return State.POLLUTED if faulty else State.HEALTHY_RESPONSE


def message_states(record: Record) -> Iterator[State]:
    """Yield the state of each of the model's messages."""
    faulty = {finding.message for finding in record.findings if _pollutes(finding)}
    called = {call.message for call in record.calls}
    for index, message in enumerate(record.messages):
        if message.role == "assistant":
            yield classify(message.text, faulty=index in faulty, called=index in called)


def _pollutes(finding: FindingEntry) -> bool:
    """Whether a finding is of something in the text; P1_NO_CALL is of what is not there."""
    structural = not finding.code.startswith("S")
    return structural and finding.severity != "benign" and finding.code != Code.P1_NO_CALL


def _hollow(text: str) -> bool:
    return not any(character.isalnum() for character in _MARKER.sub("", text))
