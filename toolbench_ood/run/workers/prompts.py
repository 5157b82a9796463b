"""Prompts that are sent incrementally; both ends remember what was sent."""

from array import array

from toolbench_ood.run.workers.messages import Question
from toolbench_ood.types.generation import Request

_UNSIGNED = "I"


class Prompts:
    """The last prompt, and what was written for it, of each case in flight."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, ...]] = {}
        self._written: dict[str, tuple[int, ...]] = {}

    def shorten(self, request: Request) -> Question:
        """Remove from a request the part of its prompt that the other end knows."""
        case, prompt = request.case, request.prompt
        known = self._last.get(case, ()) + self._written.get(case, ())
        grows = bool(known) and prompt[: len(known)] == known
        more = array(_UNSIGNED, prompt[len(known) :] if grows else prompt)
        self._last[case] = prompt
        return Question(
            case=case,
            step=request.step,
            grows=grows,
            more=more,
            max_tokens=request.max_tokens,
            seed=request.seed,
            given=request.given,
            grammar=request.grammar,
        )

    def restore(self, question: Question) -> Request:
        """Restore the full request."""
        case, prompt = question.case, tuple(question.more)
        if question.grows:
            prompt = self._last[case] + (self._written[case] + prompt)
        self._last[case] = prompt
        return Request(
            case=case,
            step=question.step,
            prompt=prompt,
            max_tokens=question.max_tokens,
            seed=question.seed,
            given=question.given,
            grammar=question.grammar,
        )

    def answered(self, case: str, tokens: tuple[int, ...]) -> None:
        """Take what was written for the case's last prompt."""
        self._written[case] = tokens

    def forget(self, case: str) -> None:
        """Drop a case, which has ended."""
        self._last.pop(case, None)
        self._written.pop(case, None)
