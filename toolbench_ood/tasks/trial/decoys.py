"""Checks that calling a suite's decoys fails its tasks."""

from collections.abc import Iterator
from random import Random

from pydantic_core import to_jsonable_python

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.decoys import Decoy
from toolbench_ood.tasks.failure import describe
from toolbench_ood.tasks.guard import must_end
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.trial.replay import written_calls
from toolbench_ood.types.call import Call
from toolbench_ood.types.faults import contained
from toolbench_ood.world.state import state_of
from toolbench_ood.world.world import World


class _BrokenExampleError(Exception):
    """The author's code that draws a decoy's arguments raised."""


def decoy_faults(situation: Situation) -> Iterator[str]:
    """Say what is wrong with each decoy in a task, as the end of a sentence.

    Each is called once, after the solution of the first ask.
    """
    for name, each in situation.suite.decoys.items():
        fault = _fault(situation, each)
        if fault is not None:
            yield f"has a decoy {name} in its suite that {fault}"


def _fault(situation: Situation, decoy: Decoy) -> str | None:
    session = situation.session()
    session.start()
    lines = written_calls(situation.acts)
    for call in lines[0]:
        session.world.execute(call)
    try:
        example = _example(situation, decoy, session.world)
    except _BrokenExampleError as error:
        return str(error)
    if example is None:
        return None
    fault = _effect_fault(example, decoy, session.world)
    if fault is not None:
        return fault
    session.answer(Reply(situation.acts[0].answer, tuple(lines[0])))
    for act, calls in zip(situation.acts[1:], lines[1:], strict=True):
        if session.verdict is None:
            for call in calls:
                session.world.execute(call)
            session.answer(Reply(act.answer, tuple(calls)))
    solved = session.verdict is not None and session.verdict.solved
    return "does not fail it when it is called" if solved else None


def _example(situation: Situation, decoy: Decoy, world: World) -> Call | None:
    rng = Random(f"{situation.name}:{decoy.name}")  # noqa: S311  # not for secrets
    folder = situation.suite.folder

    def broken(error: Exception) -> _BrokenExampleError:
        return _BrokenExampleError(f"has an example that raises: {describe(error, folder)}")

    with contained(broken), must_end(f"the example of decoy {decoy.name}", folder):
        arguments = decoy.example(world, rng)
    return None if arguments is None else Call(decoy.name, to_jsonable_python(arguments))


def _effect_fault(call: Call, decoy: Decoy, world: World) -> str | None:
    """Make the example's call; say what is wrong with what it does."""
    before = state_of(world)
    output = world.execute(call, decoy.tool)
    if output.is_error:
        return f"refuses its own example {dict(call.arguments)!r}: {output.content}"
    return "changes nothing" if state_of(world) == before else None
