"""Which tools a task needs, told by playing it."""

from contextlib import suppress
from functools import lru_cache

from toolbench_ood.tasks.ask import Ask, Reply, Solution
from toolbench_ood.tasks.oracle import carry_out
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.situation import Situation, situation_of
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.errors import UserError

_KEPT = 4096
"""Tasks whose tools are remembered."""


@lru_cache(maxsize=_KEPT)
def needed_by(suite: Suite, task: Task) -> frozenset[str]:
    """Name the tools that a task needs as seed 0 draws it, and remember them."""
    return needed(situation_of(suite, task, 0))


def needed(situation: Situation) -> frozenset[str]:
    """Name the tools of the world that the solution or a tempting one calls, or an ask hands over.

    A solution that fails ends the search: what is wrong with it comes out when it is played.
    """
    used: set[str] = set()
    with suppress(UserError):
        asks = _play(situation, used)
        for nth, ask in enumerate(asks):
            if ask.tempting is not None:
                _play(situation, used, tempted=nth)
    return frozenset(used)


def _play(situation: Situation, used: set[str], tempted: int | None = None) -> list[Ask]:
    """Play the solution, or up to an ask that is met with its tempting solution and is the last.

    Args:
        situation: what is played, on a world of its own.
        used: takes the names of the tools.
        tempted: which ask, from 0; None: all asks are met with their solutions.

    Returns:
        The asks that were met.
    """
    session = Session(situation.suite, situation.task, situation.seed)
    asks: list[Ask] = []
    ask: Ask | None = session.start()
    while ask is not None:
        last = len(asks) == tempted
        asks.append(ask)
        reply = _reply(session, (ask.tempting if last else None) or ask.solution)
        used.update(ask.hand_over, (call.name for call in reply.calls))
        ask = None if last else session.answer(reply)
    if session.verdict is None:
        session.abandon("no more of it is needed")
    return asks


def _reply(session: Session, solution: Solution) -> Reply:
    caller = Caller(session.world)
    words = carry_out(solution, caller, session.suite, session.task)
    return Reply(words, tuple(call for message in caller.messages for call in message))
