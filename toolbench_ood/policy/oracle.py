"""The oracle: writes each task's solution, healthy in every message."""

from collections.abc import Iterator
from random import Random

from toolbench_ood.task.case import Case
from toolbench_ood.task.oracle import Message, play_solution


def oracle(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has an rng
    """Write the messages of the case's solution in the case's format."""
    for message in oracle_messages(case):
        yield spell(case, message)


def oracle_messages(case: Case) -> Iterator[Message]:
    """Iterate over the solution's messages: calls, or the closing words of an ask.

    Calls that belong together stand one a message where the format takes no more.
    """
    for act in play_solution(case.suite, case.task, case.seed):
        for message in act.messages:
            if case.format.spec.single and not isinstance(message, str):
                yield from ((call,) for call in message)
            else:
                yield message


def spell(case: Case, message: Message) -> str:
    """Write one message of the oracle's in the case's format."""
    if isinstance(message, str):
        return message
    return case.format.write(message, case.suite.world.specs())
