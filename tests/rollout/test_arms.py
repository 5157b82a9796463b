"""Arms: what each changes in a request, and what it makes of a completion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cases import for_each
from formats.every import every_format
from laws.everything import byte_chat, in_format, play_all
from run.runs import QUIET

from toolbench_ood.format.format import Format
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.run.evaluate import evaluate
from toolbench_ood.run.rescore import rescore
from toolbench_ood.run.settings import Settings
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.task import Kind
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.call import Call
from toolbench_ood.types.generation import Completion, Finish, Request

_SETTING = Setting(byte_chat())


def _play(case: Case, texts: Iterable[str]) -> tuple[Record, Sequence[Request]]:
    """Answer a rollout with texts of the model's own, each ended by it."""
    steps = rollout(case, _SETTING)
    requests: list[Request] = []
    completion: Completion | None = None
    try:
        for text in texts:
            requests.append(next(steps) if completion is None else steps.send(completion))
            tokens = (*byte_chat().tokenizer.encode(text), min(byte_chat().end_tokens))
            completion = Completion(tokens, Finish.STOP)
        assert completion is not None
        steps.send(completion)
    except StopIteration as end:
        record: Record = end.value
        return record, requests
    raise AssertionError("the case goes on")


def _solution(case: Case) -> list[str]:
    return [spell(case, message) for message in oracle_messages(case)]


def _calls(case: Case) -> Iterator[Sequence[Call]]:
    return (message for message in oracle_messages(case) if not isinstance(message, str))


def _case(kind: Kind, arm: str, format_: str = "hermes") -> Case:
    case = next(case for case in in_format(format_) if case.task.kind is kind)
    return replace(case, arm=arm)


def test_no_arm_stands_in_the_way_of_the_solution() -> None:
    """In every arm the oracle solves its cases, and what it is shown differs in the hint alone."""
    cases = in_format()[::20]
    strict = play_all("oracle", cases)
    for arm in ARMS:
        played = play_all("oracle", [replace(case, arm=arm) for case in cases])
        assert all(record.solved and record.well_formed for record in played), arm
        assert [record.arm for record in played] == [arm] * len(cases)
        texts = [[each.text for each in record.messages] for record in played]
        same = texts == [[each.text for each in record.messages] for record in strict]
        assert same == (arm != "hint")


def test_a_prefix_is_written_where_a_call_is_due() -> None:
    """The opener ends the prompt until as many calls ran as the solution makes, and not after."""
    case = _case(Kind.PARALLEL, "prefix")
    texts = _solution(case)
    opener = case.format.opener
    rests = [text.removeprefix(opener) for text in texts]
    record, requests = _play(case, rests)
    assert record.solved
    assert record.well_formed
    opened = [text.startswith(opener) for text in texts]
    assert [bool(each.given) for each in requests] == opened
    decode = byte_chat().tokenizer.decode
    for request in requests:
        assert decode(request.prompt).endswith(opener) == bool(request.given)
        assert decode(request.prompt[len(request.prompt) - request.given :]) in ("", opener)
    written = [each for each in record.messages if each.role == "assistant"]
    assert [each.text for each in written] == texts
    assert [each.given for each in written] == [len(opener) if each else 0 for each in opened]
    # The next prompt has what was written for the model and what it wrote.
    assert decode(requests[1].prompt).startswith(decode(requests[0].prompt) + rests[0])


def test_nothing_is_written_where_no_call_is_due() -> None:
    """An ask that needs no call is not begun for the model, and its message is not constrained."""
    plain = next(case for case in in_format() if not case.situation.acts[0].calls)
    expected = next(rollout(plain, _SETTING))
    for arm in ("prefix", "grammar-forced", "hint"):
        case = replace(plain, arm=arm)
        assert next(rollout(case, _SETTING)) == replace(expected, case=case.id), arm


def test_grammars_constrain_where_they_say() -> None:
    """``grammar`` holds in every turn and admits an answer; ``grammar-forced`` where one is due."""
    case = _case(Kind.SINGLE, "grammar")
    tools = Surface(case).shown
    _, free = _play(case, _solution(case))
    assert [each.grammar for each in free] == [case.format.grammar(tools, free=True)] * len(free)
    _, forced = _play(replace(case, arm="grammar-forced"), _solution(case))
    assert [each.grammar for each in forced] == [case.format.grammar(tools, most=1), None]
    assert free[0].prompt == forced[0].prompt


def test_a_mask_bans_the_opener_once_the_calls_are_made() -> None:
    """Where a call is due, it bans empty calls; behind the last call, and in plain asks, any."""
    case = _case(Kind.SINGLE, "mask")
    _, requests = _play(case, _solution(case))
    bans = [case.format.mask(due=due) for due in (True, False)]
    assert [each.grammar for each in requests] == bans
    plain = next(each for each in in_format() if not each.situation.acts[0].calls)
    assert next(rollout(replace(plain, arm="mask"), _SETTING)).grammar == bans[1]


def test_a_hint_names_the_tools_in_their_order() -> None:
    """The ask ends with the names that the model is shown, repeated as often as they are called."""
    case = replace(_case(Kind.PARALLEL, "hint"), shift="opaque")
    names = [call.name for message in _calls(case) for call in message]
    record, _ = _play(case, _solution(case))
    plain, _ = _play(replace(case, arm=STRICT), _solution(case))
    words = Surface(case).words(case.situation.acts[0].ask, 0)
    asks = [next(m.text for m in each.messages if m.role == "user") for each in (plain, record)]
    assert asks == [words, f"{words}\n\nUse these tools, in this order: {', '.join(names)}."]
    assert record.solved


def test_lenient_carries_out_what_has_one_repair() -> None:
    """The call runs and solves the case; that the message is broken stays in the record."""
    case = _case(Kind.SINGLE, "lenient")
    call, answer = _solution(case)
    broken = call.replace("</tool_call>", "")
    assert case.format.read(broken, Surface(case).shown).recovered
    record, _ = _play(case, [broken, answer])
    assert record.solved
    assert not record.well_formed
    assert [each.status for each in record.calls] == ["ok"]
    strict, _ = _play(replace(case, arm=STRICT), [broken, call, answer])
    assert len(strict.messages) > len(record.messages)
    hopeless = "<tool_call>I would call it</tool_call>"
    refused, _ = _play(case, [hopeless, call, answer])
    assert [each.message for each in refused.calls] == [4]


@every_format
def test_what_an_arm_cannot_do_is_said(fmt: Format) -> None:
    """Formats without an opener have no prefix, and those without a distinct one no grammar."""
    obstacles = {name: arm.obstacle(fmt) for name, arm in ARMS.items()}
    assert {name for name, reason in obstacles.items() if reason} == {
        *(() if fmt.opener else ("prefix",)),
        *(() if fmt.has_distinct_opener else ("mask", "grammar")),
    }


@for_each("model", ["oracle", "faulty:0.4", "open_tag"])
def test_a_helped_run_is_scored_again_alike(model: str, tmp_path: Path) -> None:
    """Law 8: the records alone say the same of every arm, and each case has all arms."""
    arms = ("strict", "lenient", "prefix", "hint")
    settings = Settings(
        model=model,
        formats=("hermes", "pythonic", "sexp"),
        arms=arms,
        limit=24,
        seeds=1,
    )
    run = evaluate(settings, tmp_path / "run", QUIET)
    records = run.records()
    assert len(records) == 24
    assert {arm: entry.cases for arm, entry in run.header.arms.items()} == dict.fromkeys(arms, 6)
    assert rescore(run) == records
