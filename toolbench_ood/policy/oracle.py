"""The oracle: writes each task's solution, healthy in every message."""

from collections.abc import Iterator
from random import Random

from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.oracle import Message
from toolbench_ood.types.call import Call
from toolbench_ood.types.piece import Pieces, data


def oracle(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has an rng
    """Write the messages of the case's solution in the case's format."""
    for message in oracle_messages(case):
        yield spell(case, message)


def oracle_messages(case: Case) -> Iterator[Message]:
    """Iterate over the solution's messages: calls, or the closing words of an ask.

    Calls that belong together stand one a message where the format takes no more.
    """
    surface = Surface(case)
    for act in case.situation.acts:
        for message in act.messages:
            if isinstance(message, str):
                yield message
            else:
                yield from _let_through(surface, surface.outward(message), case)


def _let_through(surface: Surface, calls: tuple[Call, ...], case: Case) -> Iterator[Message]:
    """Make calls, and again those that the surface did not let through."""
    for part in [(call,) for call in calls] if case.format.spec.single else [calls]:
        waiting = part
        while waiting:
            yield waiting
            waiting = surface.interrupted(waiting)


def spell(case: Case, message: Message) -> str:
    """Write one message of the oracle's in the case's format."""
    if isinstance(message, str):
        return message
    return case.format.write(message, Surface(case).tools)


def pieces_of(case: Case, message: Message) -> Pieces:
    """Write one message of the oracle's, with the words of the format told from its values."""
    if isinstance(message, str):
        return data(message)
    return case.format.write_pieces(message, Surface(case).tools)
