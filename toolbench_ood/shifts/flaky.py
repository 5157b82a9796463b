"""``flaky``: calls fail for a moment."""

from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.call import ToolOutput

_SHARE = 0.25
_WORDS = "Temporarily unavailable. Nothing was changed; make the same call again."


class _Flaky(Layer):
    def __init__(self, tools: Tools, name: str) -> None:
        super().__init__(tools)
        self._name = name

    def interrupts(self, nth: int) -> ToolOutput | None:
        return ToolOutput(_WORDS, is_error=True) if self._fails(nth) else None

    def _fails(self, nth: int) -> bool:
        """The first message fails, so that every case meets it; never do two in a row."""
        if nth == 0:
            return True
        drawn = Random(f"{self._name}#{nth}").random()  # noqa: S311  # not for secrets
        return drawn < _SHARE and not self._fails(nth - 1)


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del rng
    return _Flaky(tools, situation.name)


FLAKY = Shift(
    "flaky",
    changes="calls in the first message, and in about every fifth, fail once and must be repeated",
    holds="tools, asks, every other result, and which calls solve the task",
    make=_make,
)
