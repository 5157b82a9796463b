"""Classes partition a message, and names, keys and values stand where they say."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from cases import for_each
from laws.crossing import tasks
from laws.everything import byte_chat
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.chat.piece_encoder import data_spans
from toolbench_ood.format.format import Format
from toolbench_ood.policy.oracle import oracle_messages
from toolbench_ood.probe.conversation import ProbedConversation, oracle_conversation
from toolbench_ood.probe.own_tokens import starts
from toolbench_ood.probe.paint import paint
from toolbench_ood.probe.position import Position, TurnState
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.piece import plain

GENERATED = tuple(LIBRARY.load(f"gen:{seed}") for seed in range(40))
NEAR = tuple(
    LIBRARY.load(f"gen:near:{base}:{seed}") for base in ("hermes", "mistral") for seed in range(5)
)
ALL = (*FORMATS, *GENERATED, *NEAR)
STRIDE = 67
"""Of all tasks, each format meets every 67th, beginning with another one."""


def _cases(format_: Format) -> Iterator[Case]:
    first = ALL.index(format_) % STRIDE
    for suite, task_id in tasks()[first::STRIDE]:
        yield Case(suite, task_id, format_, seed=first % 3)


def _written(case: Case) -> Iterator[tuple[tuple[Call, ...], Any]]:
    for message in oracle_messages(case):
        if isinstance(message, tuple):
            try:
                yield message, case.format.write_pieces(message, Surface(case).tools)
            except UnwritableError:
                continue


@for_each("fmt", ALL, ids=lambda fmt: fmt.name)
def test_names_keys_and_values_stand_where_the_classes_say(fmt: Format) -> None:
    """Of each written call the parts are found, one after the other, inside the pieces of data."""
    checked = 0
    for case in _cases(fmt):
        for calls, pieces in _written(case):
            text = plain(pieces)
            painted = paint(fmt, text, Surface(case).tools, TurnState.DUE)
            assert len(painted) == len(text)
            assert set(painted) <= set(Position) - {Position.BROKEN, Position.BEFORE}, text
            found = _runs(text, painted)
            assert [run for each, run in found if each is Position.NAME] == [c.name for c in calls]
            _check_arguments(fmt, calls, found)
            _check_markers(fmt, text, painted)
            inside = [at for start, end in data_spans(pieces) for at in range(start, end)]
            outside = set(range(len(text))) - set(inside)
            wrong = [at for at in outside if painted[at] in (Position.NAME, Position.KEY)]
            assert not wrong, (text, wrong)
            checked += 1
    assert checked


def _runs(text: str, painted: list[Position]) -> list[tuple[Position, str]]:
    runs, at = [], 0
    for each, group in groupby(painted):
        size = len(list(group))
        runs.append((each, text[at : at + size]))
        at += size
    return runs


def _check_arguments(
    fmt: Format, calls: tuple[Call, ...], found: list[tuple[Position, str]]
) -> None:
    keys = [run for each, run in found if each is Position.KEY]
    values = [run for each, run in found if each is Position.VALUE]
    given = [pair for call in calls for pair in call.arguments.items()]
    if getattr(fmt.spec.arguments, "keys", "written") == "written":
        assert keys == [key for key, _ in given], (keys, given)
    else:
        assert not keys
        order = [value for value in values if value != getattr(fmt.spec.arguments, "omitted", None)]
        assert len(order) == len(given)
        return
    quote = getattr(getattr(fmt.spec.arguments, "literal", None), "quote", '"')
    written = [value for _, value in given if value != ""]
    assert len(values) >= len(written), (values, given)
    for run, value in zip(values, written, strict=False):
        if len(values) == len(written) and isinstance(value, str) and value.isalnum():
            assert value in run, (run, value)
            around = run.replace(value, "", 1).replace(quote, "")
            assert around in ("", '""', "''"), (run, value)
        elif len(values) == len(written) and type(value) is int:
            assert str(value) in run


def _check_markers(fmt: Format, text: str, painted: list[Position]) -> None:
    """The opener stands first and the closer last, and both are as the format has them."""
    section = fmt.spec.section
    opener = "".join(s for s, each in zip(text, painted, strict=True) if each is Position.OPENER)
    closer = "".join(s for s, each in zip(text, painted, strict=True) if each is Position.CLOSER)
    assert opener.startswith(fmt.opener), (opener, fmt.opener)
    if section.open:
        assert opener == section.open * (len(opener) // len(section.open)), (opener, text)
    assert closer, text
    if section.close:
        assert closer.startswith(section.close)
        assert painted[text.rindex(section.close)] is Position.CLOSER
    assert text.rstrip()[-1] == closer.rstrip()[-1]


@for_each("fmt", ALL, ids=lambda fmt: fmt.name)
def test_classes_partition_the_tokens_of_a_conversation(fmt: Format) -> None:
    """Every token of the model's has one class, and the turns are those of the solution's asks."""
    setting = Setting(byte_chat())
    for case in list(_cases(fmt))[:2]:
        try:
            conversation = oracle_conversation(case, setting)
        except UnwritableError:
            continue
        _check_turns(case, conversation)
        for message in conversation.messages:
            own = conversation.tokens[message.start : message.end]
            assert own[-1] in byte_chat().end_tokens
            calls = Position.OPENER in message.classes or Position.NAME in message.classes
            assert calls == (message.turn is TurnState.DUE)
            if message.turn is TurnState.MUST_NOT:
                assert set(message.classes) == {Position.NO_CALL}
            elif message.turn is TurnState.DONE:
                assert set(message.classes) == {Position.ANSWER}
            else:
                assert message.classes[-1] in (Position.END, Position.CLOSER)
        last = conversation.messages[-1]
        assert last.end == len(conversation.tokens)


def _check_turns(case: Case, conversation: ProbedConversation) -> None:
    acts = case.situation.acts
    turns = [message.turn for message in conversation.messages]
    assert turns.count(TurnState.MUST_NOT) == sum(not act.calls for act in acts)
    assert turns.count(TurnState.DONE) == sum(bool(act.calls) for act in acts)


def test_a_token_belongs_to_the_class_of_its_first_character() -> None:
    """Tokens begin where their first character does; halves of a character begin in it."""
    tokenizer = byte_chat().tokenizer
    text = "aé€b"
    tokens = tokenizer.encode(text)
    assert list(starts(tokenizer, tokens, text)) == [0, 1, 1, 2, 2, 2, 3]
