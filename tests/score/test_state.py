"""The four states of a message."""

from typing import Any

import pytest
from score.made import make

from toolbench_ood.score.state import State, classify, message_states


@pytest.mark.parametrize(
    ("text", "faulty", "called", "state"),
    [
        ('<tool_call>\n{"name": "a"}\n</tool_call>', False, True, State.HEALTHY_CALL),
        ("Which city?", False, False, State.HEALTHY_RESPONSE),
        ("", False, False, State.COLLAPSED),
        ("  \n", False, False, State.COLLAPSED),
        ("<tool_call>", True, False, State.COLLAPSED),
        ("<tool_call>\n<|im_end|>", True, False, State.COLLAPSED),
        ("[TOOL_CALLS][", True, False, State.COLLAPSED),
        ("[()]", True, False, State.COLLAPSED),
        ("<tool_call>\nuser", True, False, State.POLLUTED),
        ('<tool_call>\n{"name": "a"}', True, False, State.POLLUTED),
        ("<tool_call>\n<function=book>", True, False, State.POLLUTED),
        ("answer\n</tool_call>", True, True, State.POLLUTED),
    ],
)
def test_states_by_text_and_structure(text: str, faulty: bool, called: bool, state: State) -> None:
    """Each kind of message, the paper's examples among them, has the state it stands for."""
    assert classify(text, faulty=faulty, called=called) is state


def test_a_message_is_judged_by_its_own_findings() -> None:
    """A fault pollutes its own message and no other; the user's messages have no state."""
    record = make.record(
        messages=[
            make.written("[f(x"),
            make.written("[f(x=1)]"),
        ],
        calls=[make.called(message=1)],
        findings=[make.found("E1_UNBALANCED", message=0)],
    )
    assert list(message_states(record)) == [State.POLLUTED, State.HEALTHY_CALL]
    assert list(message_states(make.record())) == [State.HEALTHY_RESPONSE]


@pytest.mark.parametrize(
    ("code", "severity", "state"),
    [
        ("E3_EXTRA_TEXT", "benign", State.HEALTHY_CALL),
        ("S4_TYPE", "unrecoverable", State.HEALTHY_CALL),
        ("E3_EXTRA_TEXT", "deterministic", State.POLLUTED),
    ],
)
def test_benign_and_schema_findings_pollute_nothing(code: str, severity: Any, state: State) -> None:
    """Only structure above benign makes a message unhealthy."""
    record = make.record(calls=[make.called()], findings=[make.found(code, severity)])
    assert list(message_states(record)) == [state]


def test_words_instead_of_a_call_are_healthy() -> None:
    """A refusal to call is no pollution, though it is a finding."""
    record = make.record(findings=[make.found("P1_NO_CALL")])
    assert list(message_states(record)) == [State.HEALTHY_RESPONSE]
