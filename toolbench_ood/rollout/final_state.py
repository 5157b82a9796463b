"""How a world looks after a case: as the solution leaves it, and as some words leave it."""

from collections.abc import Iterable

from toolbench_ood.rollout.episode import Episode
from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.errors import ProgramError
from toolbench_ood.types.faults import contained
from toolbench_ood.world.state import Tree, state_of


def solution_states(case: Case) -> tuple[Tree, Tree]:
    """Return the state when the first ask is put, and the one that the solution leaves.

    Raises:
        UserError: the task is broken.
    """
    session = Session(case.suite, case.task, case.seed)
    session.start()
    before = state_of(session.world)
    for act in Situation(case.suite, case.task, case.seed).acts:
        calls = tuple(call for message in act.calls for call in message)
        for call in calls:
            session.world.execute(call)
        session.answer(Reply(act.answer, calls))
    return before, state_of(session.world)


def state_after(case: Case, messages: Iterable[tuple[str, bool]]) -> Tree:
    """Return the state that a model's messages leave, up to one that the program fails on.

    Args:
        case: what was played.
        messages: each one's text, and whether a budget cut it short.

    Raises:
        UserError: the task is broken.
    """
    episode = Episode(case)
    episode.open()
    for text, cut in messages:
        if episode.verdict is not None:
            break
        try:
            with contained(lambda error: ProgramError(str(error)), passing=()):
                (episode.overhear if cut else episode.hear)(text)
        except ProgramError:
            break
    return state_of(episode.world)
