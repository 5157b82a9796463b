"""One case from its first prompt to its verdict, whoever writes the messages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from cases import for_each
from laws.everything import IN_BYTES, byte_chat, in_format, sample

from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.limits import Limits, OnFault, Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, request_seed, rollout
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.task import Kind
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Completion, Finish, Request


def finish(text: str) -> Completion:
    """A message that the model ended itself."""
    tokens = byte_chat().tokenizer.encode(text)
    return Completion((*tokens, min(byte_chat().end_tokens)), Finish.STOP)


def play(
    case: Case, answers: Iterable[Completion | EngineError], setting: Setting
) -> tuple[Record, list[Request]]:
    """Answer a rollout's requests in turn; return its record and the requests."""
    steps = rollout(case, setting)
    requests: list[Request] = []
    waiting: Iterator[Completion | EngineError] = iter(answers)
    try:
        requests.append(next(steps))
        while True:
            answer = next(waiting)
            if isinstance(answer, EngineError):
                requests.append(steps.throw(answer))
            else:
                requests.append(steps.send(answer))
    except StopIteration as end:
        assert isinstance(end.value, Record), "the rollout asked for more than was answered"  # noqa: PT017  # it ends so
        return end.value, requests


def a_case(kind: Kind, format_: str = "hermes") -> Case:
    """Pick a shipped case of a kind."""
    return next(case for case in in_format(format_) if case.task.kind is kind)


def oracle_texts(case: Case) -> list[str]:
    return [spell(case, message) for message in oracle_messages(case)]


SETTING = Setting(byte_chat())


@pytest.mark.slow
def test_prompts_only_grow() -> None:
    """Law 6: each prompt starts with the one before and the tokens that were written after it."""
    for case in sample():
        answers = [finish(text) for text in oracle_texts(case)]
        record, requests = play(case, answers, Setting(byte_chat(), IN_BYTES))
        assert record.solved
        for before, answer, after in zip(requests, answers, requests[1:], strict=False):
            sent = before.prompt + answer.tokens
            assert after.prompt[: len(sent)] == sent
        resent = [entry.resent_tokens for entry in record.messages if entry.role == "assistant"]
        written = [
            len(each.prompt) + len(one.tokens) for each, one in zip(requests, answers, strict=False)
        ]
        assert resent == [0, *written[:-1]]


def test_template_history_says_the_same() -> None:
    """With a template that repeats contents verbatim both history modes give the same prompts."""
    for case in sample()[:12]:
        answers = [finish(text) for text in oracle_texts(case)]
        _, appended = play(case, answers, SETTING)
        _, rendered = play(case, answers, replace(SETTING, history="template"))
        assert [each.prompt for each in appended] == [each.prompt for each in rendered]


@for_each("format_", ["hermes", "pythonic", "qwen3_coder"])
def test_a_fault_is_answered_in_the_formats_own_style(format_: str) -> None:
    """A message that cannot be read gets an error result, and the case goes on to be solved."""
    case = a_case(Kind.SINGLE, format_)
    texts = oracle_texts(case)
    record, _ = play(case, [finish(texts[0][:-3]), *map(finish, texts)], SETTING)
    assert record.solved
    assert not record.well_formed
    assert len({found.message for found in record.findings if found.breaks}) == 1
    feedback = record.messages[3]
    assert feedback.role == case.format.spec.results.role
    assert case.format.spec.results.error in feedback.text
    assert "No call was made" in feedback.text


def test_on_fault_stop_ends_the_case() -> None:
    """Under ``--on-fault stop`` the first structural fault is the last message."""
    case = a_case(Kind.SINGLE)
    setting = replace(SETTING, limits=Limits(on_fault=OnFault.STOP))
    record, _ = play(case, [finish(oracle_texts(case)[0][:-3])], setting)
    assert record.stop is Stop.FAULT_LIMIT
    assert not record.solved


def test_fault_limit() -> None:
    """So many faults are answered with feedback, and one more ends the case."""
    case = a_case(Kind.SINGLE)
    whole = oracle_texts(case)[0]
    cut = [finish(whole[: len(whole) - 3 - number]) for number in range(3)]
    record, requests = play(case, cut, replace(SETTING, limits=Limits(faults=2)))
    assert record.stop is Stop.FAULT_LIMIT
    assert len(requests) == 3


def test_a_schema_fault_is_refused_but_is_no_structural_fault() -> None:
    """A readable call that its schema refuses is answered in band and counts apart."""
    case = a_case(Kind.SINGLE)
    call = next(iter(oracle_messages(case)))[0]
    assert not isinstance(call, str)
    wrong = case.format.write([replace(call, arguments={"bogus": 1})])
    unknown = case.format.write([replace(call, name="no_such_tool")])
    record, _ = play(case, map(finish, [wrong, unknown, *oracle_texts(case)]), SETTING)
    assert record.solved
    assert record.well_formed
    assert [each.status for each in record.calls] == ["refused", "refused", "ok"]
    assert "bogus" in record.calls[0].result
    assert record.calls[1].result.startswith(
        "There is no tool with that name. The available tools are: "
    )


def test_step_limit() -> None:
    """A model that goes on calling runs out of messages."""
    case = a_case(Kind.CHAIN)
    texts = oracle_texts(case)
    setting = replace(SETTING, limits=Limits(steps=2))
    record, requests = play(case, [finish(texts[0]), finish(texts[1])], setting)
    assert record.stop is Stop.STEP_LIMIT
    assert len(requests) == 2


def test_token_limits() -> None:
    """Neither a message nor a case may have more tokens than its budget."""
    case = a_case(Kind.CHAIN)
    first = finish(oracle_texts(case)[0])
    budget = len(first.tokens) + 40
    limits = Limits(tokens=budget, message_tokens=budget - 10)
    steps = rollout(case, replace(SETTING, limits=limits))
    assert next(steps).max_tokens == budget - 10
    second = steps.send(first)
    assert second.max_tokens == 40
    record, _ = play(
        case, [first, Completion((65,) * 40, Finish.LENGTH)], replace(SETTING, limits=limits)
    )
    assert record.stop is Stop.TOKEN_LIMIT
    assert not record.solved


def test_a_message_that_was_cut_is_neither_calls_nor_an_answer() -> None:
    """What a budget cut off is not carried out, even when a whole call stands in it."""
    case = a_case(Kind.SINGLE)
    tokens = finish(oracle_texts(case)[0]).tokens[:-1]
    record, _ = play(case, [Completion(tokens, Finish.LENGTH)], SETTING)
    assert record.stop is Stop.TOKEN_LIMIT
    assert record.calls == []
    assert not record.solved


def test_context_full() -> None:
    """A conversation that outgrows the context ends, and the budget never exceeds the room."""
    case = a_case(Kind.CHAIN)
    first = finish(oracle_texts(case)[0])
    prompt = next(rollout(case, SETTING)).prompt
    setting = replace(SETTING, context=len(prompt) + len(first.tokens) + 5)
    steps = rollout(case, setting)
    assert next(steps).max_tokens == len(first.tokens) + 5
    record, _ = play(case, [first], setting)
    assert record.stop is Stop.CONTEXT_FULL


def test_repeated_message() -> None:
    """The same message over and over within one ask ends the case."""
    case = a_case(Kind.CHAIN)
    first = finish(oracle_texts(case)[0])
    record, requests = play(case, [first] * 3, SETTING)
    assert record.stop is Stop.REPEATED_MESSAGE
    assert len(requests) == 3


def test_engine_error() -> None:
    """An engine's failure is the record's stop, not the model's fault."""
    case = a_case(Kind.SINGLE)
    record, _ = play(case, [EngineError("out of order")], SETTING)
    assert record.stop is Stop.ENGINE_ERROR
    assert record.failure == "out of order"
    assert record.findings == []


def test_withheld_tools_are_handed_over() -> None:
    """A withheld tool is not declared at first and comes with the ask that hands it over."""
    case = a_case(Kind.MISSING_TOOL)
    record, _ = play(case, map(finish, oracle_texts(case)), SETTING)
    assert record.solved
    system = record.messages[0].text
    users = [entry.text for entry in record.messages if entry.role == "user"]
    for name in case.task.withhold:
        declared = f'"name": "{name}"'
        assert declared not in system
        assert declared not in users[0]
        assert any(declared in text for text in users[1:])


def test_a_withheld_tool_cannot_be_called() -> None:
    """Calling a tool that was not handed over yet is refused like any unknown tool."""
    case = a_case(Kind.MISSING_TOOL)
    name = case.task.withhold[0]
    texts = [case.format.write([replace(next(_calls(case)), name=name)]), *oracle_texts(case)]
    record, _ = play(case, map(finish, texts), SETTING)
    assert record.calls[0].status == "refused"
    assert record.solved


def _calls(case: Case) -> Iterator[object]:
    for message in oracle_messages(case):
        if not isinstance(message, str):
            yield from message


def test_silence_where_a_call_is_needed_is_found() -> None:
    """Answering in prose, or not at all, where calls are needed is P1_NO_CALL of its own kind."""
    case = a_case(Kind.SINGLE)
    for text, kind in (("It is done.", "prose"), ("", "empty")):
        record, _ = play(case, [finish(text)], SETTING)
        assert [(each.code, each.kind) for each in record.findings] == [("P1_NO_CALL", kind)]
        assert not record.well_formed


def test_rambling_where_a_call_is_needed_is_found() -> None:
    """A message that never ends is no well-formed message where calls are needed."""
    case = a_case(Kind.SINGLE)
    record, _ = play(case, [Completion((65,) * 9, Finish.LENGTH)], SETTING)
    assert [(each.code, each.kind) for each in record.findings] == [("P1_NO_CALL", "cut")]
    assert record.stop is Stop.TOKEN_LIMIT


def test_asking_back_where_nothing_can_be_called_is_no_fault() -> None:
    """Where the ask lacks something, an answer without a call is what is wanted."""
    case = a_case(Kind.MISSING_PARAMETER)
    record, _ = play(case, map(finish, oracle_texts(case)), SETTING)
    assert record.findings == []


def test_every_generation_has_a_seed_of_its_own() -> None:
    """Seeds differ between cases, steps and runs, and are the same on every machine."""
    seeds = {
        request_seed(run, case, step) for run in range(3) for case in "abc" for step in range(5)
    }
    assert len(seeds) == 45
    assert request_seed(0, "a", 0) == 1_252_016_353
    assert all(0 <= seed < 1 << 31 for seed in seeds)
