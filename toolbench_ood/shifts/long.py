"""``long``: other matters were settled before."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from random import Random

from toolbench_ood.shifts.layer import Exchange, Layer, Tools
from toolbench_ood.shifts.needed import needed_by
from toolbench_ood.shifts.shift import Shift, tool_names
from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.situation import Situation, situation_of
from toolbench_ood.tasks.task import Task

_TASKS = 5
"""Tasks that were settled before."""
_ELSEWHERE = 1_000_000
"""Added to the seed of earlier tasks, so that they are drawn as no case is."""
_OTHER_DATA = "The next request is about other data: no id, name or date from above applies to it."


class _Long(Layer):
    def __init__(self, tools: Tools, before: Sequence[Situation]) -> None:
        super().__init__(tools)
        self._before = before

    def words(self, ask: Ask, nth: int, text: str) -> str:
        text = super().words(ask, nth, text)
        return _about_other_data(text) if nth == 0 and self._settled else text

    def earlier(self) -> Sequence[Exchange]:
        return self._settled

    @cached_property
    def _settled(self) -> Sequence[Exchange]:
        names = tool_names(self.tools)
        made = (each.kept(settled, each) for each in self._before)
        first, *others = [each for each in made if _called(each) <= names] or [()]
        return [*first, *(exchange for each in others for exchange in _parted(each))]


def _called(exchanges: Iterable[Exchange]) -> AbstractSet[str]:
    return {call.name for each in exchanges for message in each.messages for call, _ in message}


def settled(situation: Situation) -> Sequence[Exchange]:
    """Play a task by its solution and return its asks, calls, results and answers."""
    session = situation.session()
    session.start()
    exchanges = []
    for act in situation.acts:
        messages = tuple(
            tuple((call, session.world.execute(call)) for call in message) for message in act.calls
        )
        exchanges.append(Exchange(act.ask.text, messages, act.answer))
        made = tuple(call for message in act.calls for call in message)
        session.answer(Reply(act.answer, made))
    return exchanges


def _parted(exchanges: Sequence[Exchange]) -> Iterator[Exchange]:
    """Say before the first ask that it is about other data than the one before."""
    first, *others = exchanges
    yield replace(first, ask=_about_other_data(first.ask))
    yield from others


def _about_other_data(ask: str) -> str:
    return f"{_OTHER_DATA}\n\n{ask}"


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    tasks = _others(situation, tools)
    chosen = rng.sample(tasks, min(_TASKS, len(tasks)))
    seed = situation.seed + _ELSEWHERE
    return _Long(tools, [situation_of(situation.suite, task, seed) for task in chosen])


def _others(situation: Situation, tools: Tools) -> Sequence[Task]:
    """Tasks that can be settled with the tools that this one has from the start."""
    suite, own = situation.suite, situation.task
    names = tool_names(tools)
    everything = names >= suite.world.tools().keys()
    return [
        task
        for task in suite.tasks.values()
        if task is not own and not task.withhold and not own.withhold
        if everything or needed_by(suite, task) <= names
    ]


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    if situation.task.withhold:
        return "an earlier conversation would use the tool that it withholds"
    if _others(situation, tools):
        return None
    return "its suite has no other task that the same tools can have settled before"


LONG = Shift(
    "long",
    changes=f"{_TASKS} other tasks of the suite, on other data, come before the task",
    holds="tools, asks, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
)
