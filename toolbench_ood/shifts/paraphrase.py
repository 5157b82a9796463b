"""``paraphrase``: the user says the same in other words."""

from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.situation import Situation


class _OtherWords(Layer):
    def words(self, ask: Ask, nth: int, text: str) -> str:
        return super().words(ask, nth, text).replace(ask.text, ask.paraphrase or ask.text)


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation, rng
    return _OtherWords(tools)


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    del tools
    if all(act.ask.paraphrase for act in situation.acts):
        return None
    return "not every ask has a paraphrase"


PARAPHRASE = Shift(
    "paraphrase",
    changes="every ask is replaced by its author's paraphrase",
    holds="the values that the asks name, tools, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
)
