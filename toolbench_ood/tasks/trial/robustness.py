"""No tool and no check raises, or is slow, whatever a model writes (law 16, at its source)."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.oracle import Act
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.trial.extremes import ANSWERS, extreme_calls, simplest
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.world.snapshot import NotCopiedError, Snapshot
from toolbench_ood.world.world import World

MOST_SECONDS = 0.3
"""CPU time that one call or one check may take."""

_SHOWN = 300
"""Characters of a value that are shown; extreme ones are long."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The result of trying one task."""

    calls: int = 0
    """Extreme calls that were made."""
    answers: int = 0
    """Extreme answers that were judged."""
    problems: tuple[str, ...] = ()
    """One sentence for each call and each answer that raises or takes too long."""

    @property
    def tried(self) -> int:
        """Calls and answers."""
        return self.calls + self.answers


class Robustness:
    """Tries the tools and the checks of one or more tasks of a suite."""

    def __init__(self, *, every_call: bool = False, step: int = 1, turn: int = 0) -> None:
        """Begin with nothing tried.

        Args:
            every_call: try every call of a solution, instead of a tool once with each set of
                argument names that it is called with.
            step: at each ask, one of so many answers is tried, in turns; 1 tries all.
            turn: the first turn.
        """
        self._every_call = every_call
        self._step = step
        self._tried: set[tuple[str, frozenset[str]]] = set()
        self._turn = turn

    def try_task(self, situation: Situation) -> Faults:
        """Play a task along its solution, trying extremes on the way.

        Each call of the solution is tried, on the world as it stands, with every extreme in place
        of every argument, and each ask is closed with extreme answers.

        Args:
            situation: a task and seed that its solution solves.
        """
        calls = list(self._tried_calls(situation))
        answers = list(self._tried_answers(situation))
        return Faults(len(calls), len(answers), tuple(filter(None, (*calls, *answers))))

    def try_uncalled(self, situation: Situation) -> Faults:
        """Try the tools that were not tried so far, on the world as a task begins."""
        tried = {name for name, _ in self._tried}
        left = [tool for tool in situation.suite.world.tools().values() if tool.name not in tried]
        plain = [Call(tool.name, simplest(tool.spec["function"]["parameters"])) for tool in left]
        session = _begun(situation)
        calls = [fault for call in plain for fault in self._tried_tool(session.world, call)]
        return Faults(len(calls), 0, tuple(filter(None, calls)))

    def _tried_calls(self, situation: Situation) -> Iterator[str | None]:
        session = _begun(situation)
        for act in situation.acts:
            made = []
            for call in chain.from_iterable(act.calls):
                yield from self._tried_tool(session.world, call)
                made += [] if session.world.execute(call).is_error else [call]
            session.answer(Reply(act.answer, tuple(made)))

    def _tried_tool(self, world: World, call: Call) -> Iterator[str | None]:
        kind = call.name, frozenset(call.arguments)
        if kind in self._tried and not self._every_call:
            return
        self._tried.add(kind)
        # A world that cannot be copied is not tried: it would not be as the solution leaves it.
        with suppress(NotCopiedError):
            copies = _Copies(world)
            for extreme in extreme_calls(world.tools()[call.name].spec, call.arguments):
                given = _short(repr(dict(extreme.arguments)))
                what = f"tool {extreme.name}, called with {given},"
                yield _fault(lambda: partial(copies.execute, extreme), what)  # noqa: B023  # at once

    def _tried_answers(self, situation: Situation) -> Iterator[str | None]:
        task = situation.task
        for nth, act in enumerate(situation.acts):
            turn, self._turn = self._turn, self._turn + 1
            for answer in ANSWERS[turn % self._step :: self._step]:
                ready = partial(_ready, situation, situation.acts[:nth], act, answer)
                fault = _fault(ready, f"task {task.name} ({task.file}:{task.line})")
                yield fault and f"{fault}; ask {nth + 1} was answered with {_short(repr(answer))}"


class _Copies:
    """Carries out single calls on copies of a world; a copy that refused one is used again."""

    def __init__(self, world: World) -> None:
        self._snapshot = Snapshot(world)
        self._idle: World | None = None

    def execute(self, call: Call) -> None:
        world, self._idle = self._idle or self._snapshot.copy(), None
        if world.execute(call).is_error:
            self._idle = world


def _begun(situation: Situation) -> Session:
    session = situation.session()
    session.start()
    return session


def _ready(
    situation: Situation, earlier: Sequence[Act], act: Act, answer: str
) -> Callable[[], object]:
    """Play a task up to the answer of an ask; return what gives that answer."""
    session = _begun(situation)
    for each in earlier:
        session.answer(Reply(each.answer, _carried_out(session, each)))
    return partial(session.answer, Reply(answer.strip(), _carried_out(session, act)))


def _carried_out(session: Session, act: Act) -> tuple[Call, ...]:
    calls = chain.from_iterable(act.calls)
    return tuple(call for call in calls if not session.world.execute(call).is_error)


def _fault(prepare: Callable[[], Callable[[], object]], what: str) -> str | None:
    """Say that something raises or is slow; None when it does neither.

    Args:
        prepare: makes what is tried. What is slow is made and tried again, for the processor may
            have been at something else.
        what: what is tried, as the subject of a sentence.
    """
    try:
        seconds = _seconds(prepare())
        if seconds > MOST_SECONDS:
            seconds = _seconds(prepare())
    except UserError as error:
        return _short(str(error), 3 * _SHOWN)
    return f"{what} takes {seconds:.2f} s of CPU time" if seconds > MOST_SECONDS else None


def _seconds(attempt: Callable[[], object]) -> float:
    begin = time.process_time()
    attempt()
    return time.process_time() - begin


def _short(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
