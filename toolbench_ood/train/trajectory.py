"""A played case as one row of tokens, with a mask for the model's own."""

from dataclasses import dataclass, field

from toolbench_ood.rollout.record import Record
from toolbench_ood.types.generation import Request


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One case in the form that trainers need."""

    prompt_ids: tuple[int, ...]
    """The first prompt."""
    completion_ids: tuple[int, ...]
    """Everything after it up to the model's last token: its messages, and results between them."""
    env_mask: tuple[int, ...]
    """1 for each token of the completion that the model wrote, 0 for the environment's."""
    record: Record


@dataclass(slots=True)
class Tape:
    """Collects the tokens of a case while it is played; prompts only grow (law 6)."""

    prompt: tuple[int, ...] = ()
    tokens: list[int] = field(default_factory=list)
    mask: list[int] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Add the prompt of a request; its new part belongs to the environment."""
        if request.step == 0:
            self.prompt = request.prompt
            return
        new = request.prompt[len(self.prompt) + len(self.tokens) :]
        self._add(new, 0)

    def written(self, tokens: tuple[int, ...]) -> None:
        """Add what the model wrote."""
        self._add(tokens, 1)

    def trajectory(self, record: Record) -> Trajectory:
        """Return the finished trajectory."""
        return Trajectory(self.prompt, tuple(self.tokens), tuple(self.mask), record)

    def _add(self, tokens: tuple[int, ...], by_model: int) -> None:
        self.tokens += tokens
        self.mask += [by_model] * len(tokens)
