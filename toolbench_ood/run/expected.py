"""How many tokens a run will take, told before its model is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolbench_ood.policy.oracle import oracle_messages, pieces_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.run.choose import keep_few
from toolbench_ood.run.planned import Planned
from toolbench_ood.run.setting import make_setting
from toolbench_ood.run.shard import take_shard
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.generation import Completion, Finish

_COUNTED = 30
"""Solutions that are played; the tokens of more of them take seconds to tell."""
_NO_LIMITS = Limits(steps=UNLIMITED, tokens=UNLIMITED, message_tokens=UNLIMITED, repeats=UNLIMITED)


@dataclass(frozen=True, slots=True)
class ExpectedTokens:
    """What a model takes and writes that solves every case as its solution does."""

    cases: int
    counted: int
    """Cases whose solutions were played; of the others, as much is expected on average."""
    requests: int
    prompt: int
    """Tokens of all prompts."""
    computed: int
    """Tokens that are left to compute, written ones included, if the keys and values of a
    conversation are kept from request to request."""
    written: int
    """Tokens of all completions."""
    most_written: int
    """Tokens that the budgets of the cases allow, reasoning aside."""

    @property
    def a_case(self) -> float:
        """Tokens of one conversation to its end, on average."""
        return self.computed / self.cases


@dataclass(frozen=True, slots=True)
class _Solution:
    """The requests of a case that is played by its solution: prompts and completions in tokens."""

    prompts: tuple[int, ...]
    written: tuple[int, ...]


def expect_tokens(planned: Planned) -> ExpectedTokens | None:
    """Count the tokens of some solutions, in the model's own, and scale them up.

    None for a scripted model, which has no tokens, and where no solution can be written.
    """
    model = planned.model
    cases = take_shard(planned.plan.cases, model.settings.shard)
    if model.ref.path is None:
        return None
    setting = replace(make_setting(model, Limits(), None), limits=_NO_LIMITS)
    strict = [case for case in cases if case.arm == STRICT]
    found = list(_solutions(keep_few(strict, _COUNTED), setting))
    if not found:
        return None
    scale = len(cases) / len(found)
    whole = model.settings.history == "append"
    return ExpectedTokens(
        cases=len(cases),
        counted=len(found),
        requests=round(scale * sum(len(each.prompts) for each in found)),
        prompt=round(scale * sum(sum(each.prompts) for each in found)),
        computed=round(scale * sum(_computed(each, appended=whole) for each in found)),
        written=round(scale * sum(sum(each.written) for each in found)),
        most_written=len(cases) * model.settings.limits.tokens,
    )


def _solutions(cases: Sequence[Case], setting: Setting) -> Iterator[_Solution]:
    for case in cases:
        try:
            yield _solution(case, setting)
        except UnwritableError:
            continue


def _solution(case: Case, setting: Setting) -> _Solution:
    chat = setting.chat_of(case.format.name)
    prompts, written = [], []
    steps = rollout(case, setting)
    try:
        request = next(steps)
        for message in oracle_messages(case):
            follows = "user" if isinstance(message, str) else case.format.results_role
            pieces = case.format.behind_thought(pieces_of(case, message))
            tokens = chat.spoken(pieces, before=follows)
            prompts.append(len(request.prompt))
            written.append(len(tokens))
            request = steps.send(Completion(tokens, Finish.STOP))
    except StopIteration:
        pass
    return _Solution(tuple(prompts), tuple(written))


def _computed(solution: _Solution, *, appended: bool) -> int:
    """Count what is computed: of prompts that grow, the last one and what follows it."""
    if not appended:
        return sum(solution.prompts) + sum(solution.written)
    return solution.prompts[-1] + solution.written[-1] if solution.prompts else 0
