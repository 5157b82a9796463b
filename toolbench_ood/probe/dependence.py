"""Input dependence: is a call likelier under its own ask than under another task's?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from toolbench_ood.engines.scoring import ScoreRequest, TokenScores
from toolbench_ood.probe.conversation import ProbedConversation
from toolbench_ood.probe.position import Position, TurnState
from toolbench_ood.rollout.begin import make_beginning, put_beginning
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.history import AppendHistory
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.shifts.obstacles import find_obstacle
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.call import Call
from toolbench_ood.types.shift import NO_SHIFT

_CALL = frozenset(set(Position) - {Position.BEFORE, Position.AFTER, Position.END})
"""The classes of the tokens of a call, its opener and closer included."""


@dataclass(frozen=True, slots=True)
class Swap:
    """The first call of a conversation under the ask of another task."""

    own: tuple[int, ...]
    """The positions of the call's tokens in the conversation."""
    request: ScoreRequest
    """Asks for the same tokens behind the other ask."""


def make_swap(conversation: ProbedConversation, setting: Setting) -> Swap | None:
    """Put the first call of a conversation behind the ask of another task of its suite.

    The tools, and all else that precedes the ask, stay. None if the conversation doesn't begin with
    a call, or no other task of the suite begins with another call.
    """
    first = conversation.messages[0]
    call = [at for at, class_ in enumerate(first.classes) if class_ in _CALL]
    other = next(_others(conversation.case), None)
    if first.turn is not TurnState.DUE or not call or other is None:
        return None
    prompt = _prompt(conversation.case, other, setting)
    return Swap(
        own=tuple(first.start + at for at in call),
        request=ScoreRequest(
            name=f"{conversation.case.id} under the ask of {other.id}",
            tokens=prompt + conversation.tokens[first.start : first.end],
            positions=tuple(len(prompt) + at for at in call),
        ),
    )


def dependence(
    swap: Swap, request: ScoreRequest, scores: TokenScores, swapped: TokenScores
) -> float | None:
    """Return how much likelier a call's tokens are under their own ask, in nats per token.

    Args:
        swap: the call.
        request: of the conversation.
        scores: of the conversation.
        swapped: of the call under the other ask.
    """
    at = dict(zip(request.positions, scores.tokens, strict=True))
    own = [at[position].actual.logprob for position in swap.own]
    other = [score.actual.logprob for score in swapped.tokens]
    pairs = list(zip(own, other, strict=True))
    differences = [a - b for a, b in pairs if a is not None and b is not None]
    return sum(differences) / len(pairs) if len(differences) == len(pairs) else None


def _others(case: Case) -> Iterator[Case]:
    """Yield the cases of the suite's other tasks that begin with another call, the next first."""
    names = list(case.suite.tasks)
    turn = names.index(case.task_id)
    first = _first_call(case)
    for name in (*names[turn + 1 :], *names[:turn]):
        other = replace(case, task_id=name)
        if _first_call(other) not in (None, first) and _can_be_shifted(other):
            yield other


def _first_call(case: Case) -> Call | None:
    calls = case.situation.acts[0].calls
    return calls[0][0] if calls else None


def _can_be_shifted(case: Case) -> bool:
    return case.shift == NO_SHIFT or find_obstacle(case.suite, case.task_id, case.shift) is None


def _prompt(case: Case, other: Case, setting: Setting) -> tuple[int, ...]:
    _, ask = Episode(other).open()
    chat = setting.chat_of(case.format.name)
    history = AppendHistory(chat)
    put_beginning(history, chat, make_beginning(Episode(case), case.format, setting.system, ask))
    return history.prompt
