"""Conversations whose every token is known, with the model's own tokens marked by class."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from toolbench_ood.policy.oracle import oracle_messages, pieces_of
from toolbench_ood.probe.own_tokens import classify
from toolbench_ood.probe.position import Position, TurnState
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.rollout.record import MessageEntry, Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Completion, Finish

NO_LIMITS = Limits(
    steps=UNLIMITED,
    tokens=UNLIMITED,
    message_tokens=UNLIMITED,
    faults=UNLIMITED,
    repeats=UNLIMITED,
)
"""Budgets under which everything that was written is replayed."""


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """One message of the model's in a conversation."""

    start: int
    """Index of its first token in the conversation."""
    classes: tuple[Position, ...]
    """One a token, the end of turn included."""
    turn: TurnState

    @property
    def end(self) -> int:
        """The index after its last token."""
        return self.start + len(self.classes)


@dataclass(frozen=True, slots=True)
class ProbedConversation:
    """One case from the first prompt to the model's last message."""

    case: Case
    tokens: tuple[int, ...]
    messages: tuple[OwnMessage, ...]

    @property
    def cluster(self) -> tuple[str, str]:
        """Suite and task, whose conversations are not independent."""
        return self.case.suite.name, self.case.task_id

    @property
    def own(self) -> tuple[int, ...]:
        """The indices of all tokens of the model's."""
        return tuple(chain.from_iterable(range(each.start, each.end) for each in self.messages))


@dataclass(frozen=True, slots=True)
class _Written:
    """One message before it is placed."""

    tokens: tuple[int, ...]
    turn: TurnState
    finish: Finish = Finish.STOP


def oracle_conversation(case: Case, setting: Setting) -> ProbedConversation:
    """Play a case by its solution, in the tokens that the model would have written.

    Raises:
        UserError: the solution does not solve the case.
    """
    conversation, record = _played(case, setting, _oracle(case, setting))
    if record is None or not record.solved:
        raise UserError(f"the solution of {case.id} does not solve it")
    return conversation


def recorded_conversation(
    case: Case, setting: Setting, record: Record
) -> ProbedConversation | None:
    """Repeat a recorded case; None where the prompts are not those that were recorded."""
    entries = [each for each in record.messages if each.role == "assistant"]
    conversation, _ = _played(case, setting, _recorded(record, entries))
    sizes = [message.start for message in conversation.messages]
    same = sizes == [entry.prompt_tokens for entry in entries]
    return conversation if same and sizes else None


def _played(
    case: Case, setting: Setting, messages: Iterable[_Written]
) -> tuple[ProbedConversation, Record | None]:
    """Play messages; the record is None if the case goes on behind them."""
    chat, tools = setting.chat_of(case.format.name), Surface(case).tools
    steps = rollout(case, replace(setting, limits=NO_LIMITS, context=None))
    placed: list[OwnMessage] = []
    tokens: tuple[int, ...] = ()
    record: Record | None = None
    try:
        request = next(steps)
        for written in messages:
            tokens = request.prompt + written.tokens
            classes = classify(chat, case.format, written.tokens, tools, written.turn)
            placed.append(OwnMessage(len(request.prompt), classes, written.turn))
            request = steps.send(Completion(written.tokens, written.finish))
    except StopIteration as end:
        record = end.value
    return ProbedConversation(case, tokens, tuple(placed)), record


def _oracle(case: Case, setting: Setting) -> Iterator[_Written]:
    chat = setting.chat_of(case.format.name)
    acts = iter(case.situation.acts)
    calls = bool(next(acts).calls)
    for message in oracle_messages(case):
        answers = isinstance(message, str)
        follows = "user" if answers else case.format.results_role
        turn = (TurnState.DONE if answers else TurnState.DUE) if calls else TurnState.MUST_NOT
        written = case.format.behind_thought(pieces_of(case, message))
        yield _Written(chat.spoken(written, before=follows), turn)
        if answers and (act := next(acts, None)):
            calls = bool(act.calls)


def _recorded(record: Record, entries: Iterable[MessageEntry]) -> Iterator[_Written]:
    turns = _turns(record)
    for entry, turn in zip(entries, turns.values(), strict=True):
        yield _Written(tuple(entry.tokens or ()), turn, Finish(entry.finish or Finish.STOP))


def _turns(record: Record) -> Mapping[int, TurnState]:
    """Return what was expected of each message, by its place in the record."""
    turns: dict[int, TurnState] = {}
    called = {call.message for call in record.calls}
    ask, made = 0, False
    for place, entry in enumerate(record.messages):
        if entry.role != "assistant":
            continue
        due = bool(record.asks[ask].calls)
        turns[place] = (TurnState.OPEN if made else TurnState.DUE) if due else TurnState.MUST_NOT
        made = made or place in called
        if record.asks[ask].closed_by == place and ask + 1 < len(record.asks):
            ask, made = ask + 1, False
    return turns
