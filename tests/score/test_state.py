"""The four states of a message."""

from random import Random
from typing import Any

from cases import for_each
from formats.every import every_format
from score.made import make

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.rollout.episode import Heard
from toolbench_ood.rollout.log import Log
from toolbench_ood.rollout.record import CallEntry, MessageEntry
from toolbench_ood.score.state import State, classify, message_states, state_of
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Severity


@for_each(
    ("text", "faulty", "called", "state"),
    [
        ('<tool_call>\n{"name": "a"}\n</tool_call>', False, True, State.HEALTHY_CALL),
        ("Which city?", False, False, State.HEALTHY_RESPONSE),
        ("\U0001f44d", False, False, State.HEALTHY_RESPONSE),
        ("...", False, False, State.COLLAPSED),
        ("</s>", False, False, State.COLLAPSED),
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


@for_each(
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


TOOLS = [probe_tool("probe", {"text": {"type": "string"}, "count": {"type": "integer"}})]
PROBE = Call("probe", {"text": "some words", "count": 3})


def _recorded(fmt: Format, text: str) -> State:
    """The state of a message as the record of a case tells it."""
    reading, log = fmt.read(text, TOOLS), Log()
    log.messages.append(MessageEntry("assistant", text))
    log.heard(Heard(reading, reading.findings, (), None, new_ask=False))
    trusted = reading.calls if reading.well_formed else ()
    calls = [CallEntry(0, call.name, dict(call.arguments), "ok", "") for call in trusted]
    (state,) = message_states(
        make.record(messages=log.messages, calls=calls, findings=log.findings)
    )
    return state


def _states(fmt: Format, text: str) -> tuple[State, State]:
    """The states of a message in both tiers; the record says the same as the strict one."""
    reading = fmt.read(text, TOOLS)
    strict = state_of(text, reading)
    assert strict is _recorded(fmt, text)
    return strict, state_of(text, reading, lenient=True)


@every_format
def test_sound_messages_are_healthy_in_both_tiers(fmt: Format) -> None:
    """A call in the format is a healthy call, words are a healthy response."""
    assert _states(fmt, fmt.write([PROBE], TOOLS)) == (State.HEALTHY_CALL,) * 2
    assert _states(fmt, "Which of them?") == (State.HEALTHY_RESPONSE,) * 2


@every_format
def test_markers_around_nothing_have_collapsed(fmt: Format) -> None:
    """Open tag then end of turn is collapsed in every format, whatever its markers are made of."""
    section = fmt.spec.section
    told = fmt.reader.ambiguous_open is None
    for text in (section.open, section.open + section.close, section.close) if told else ():
        assert _states(fmt, text) == (State.COLLAPSED,) * 2, text
    if told:
        assert _states(fmt, f"{section.open}\nuser") == (State.POLLUTED,) * 2


@every_format
def test_states_follow_from_the_findings(fmt: Format) -> None:
    """Each planted fault above benign pollutes; in the lenient tier only what is in doubt does."""
    for mutation in MUTATIONS:
        text = mutation.apply(fmt, [PROBE], TOOLS, Random(1))
        if text is None:
            continue
        broken = mutation.severity if mutation.code.structural else Severity.BENIGN
        tiers = (broken > Severity.BENIGN, broken > Severity.DETERMINISTIC)
        states = tuple(State.POLLUTED if bad else State.HEALTHY_CALL for bad in tiers)
        assert _states(fmt, text) == states, text
