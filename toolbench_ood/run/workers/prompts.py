"""Prompts that cross a wire by what is new in them; both ends remember the rest."""

from array import array
from dataclasses import replace

from toolbench_ood.run.workers.messages import Question
from toolbench_ood.types.generation import Request

_UNSIGNED = "I"


class Prompts:
    """The last prompt, and what was written for it, of each case in flight."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, ...]] = {}

    def shorten(self, request: Request) -> Question:
        """Leave out of a request what the other end knows of its prompt."""
        prompt, known = request.prompt, self._known.get(request.case)
        grows = known is not None and prompt[: len(known)] == known
        more = prompt[len(known) :] if known is not None and grows else prompt
        self._known[request.case] = prompt
        return Question(replace(request, prompt=()), grows, array(_UNSIGNED, more))

    def restore(self, question: Question) -> Request:
        """Put the request together again."""
        case, prompt = question.request.case, tuple(question.more)
        if question.grows:
            prompt = self._known[case] + prompt
        self._known[case] = prompt
        return replace(question.request, prompt=prompt)

    def answered(self, case: str, tokens: tuple[int, ...]) -> None:
        """Take what was written for the case's last prompt."""
        self._known[case] += tokens

    def forget(self, case: str) -> None:
        """Drop a case, which has ended."""
        self._known.pop(case, None)
