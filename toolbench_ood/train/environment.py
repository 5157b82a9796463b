"""The tasks as an environment for reinforcement learning: many cases, message by message."""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeAlias

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.run.find_case import find_case
from toolbench_ood.run.model import open_model
from toolbench_ood.run.settings import Settings
from toolbench_ood.task.case import Case
from toolbench_ood.train.trajectory import Tape, Trajectory
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Completion, Finish, Request

Write: TypeAlias = Callable[[Sequence[Request]], Sequence[Sequence[int]]]
"""Generates for many requests at once: token ids for each, within its ``max_tokens``."""


@dataclass(frozen=True)
class Environment:
    """Plays cases for a trainer that generates in batches; make one with :meth:`load`."""

    setting: Setting
    task_folders: Sequence[Path] = ()
    library: FormatLibrary = field(default_factory=FormatLibrary)

    @classmethod
    def load(
        cls,
        model: str,
        *,
        id_format: str = "auto",
        limits: Limits | None = None,
        task_folders: Iterable[Path] = (),
    ) -> Self:
        """Learn how a model is spoken to from its tokenizer and chat template.

        Args:
            model: a folder, a hub id, or ``smollm2``.
            id_format: the format that the model was trained in; see ``eval --id-format``.
            limits: budgets of a case.
            task_folders: further suites.

        Raises:
            UserError: there is no such model, or it has no usable chat template.
        """
        opened = open_model(Settings(model=model, id_format=id_format))
        if opened.ref.path is None:
            raise UserError(f"{model} is a scripted model, which learns nothing; give a real one")
        setting = Setting(opened.chat, limits or Limits())
        return cls(setting, tuple(task_folders), opened.library)

    @property
    def chat(self) -> Chat:
        """How the model is spoken to."""
        return self.setting.chat

    def play(self, cases: Sequence[str], write: Write) -> list[Trajectory]:
        """Play cases side by side; each step generates for all that are still open.

        Args:
            cases: case ids, any of them as often as wanted.
            write: generates; what it returns ends with an end-of-turn token where the model ended
                its turn.

        Returns:
            One trajectory a case, in their order.
        """
        found: dict[str, Case] = {}
        for name in cases:
            found.setdefault(name, find_case(name, self.task_folders, self.library.load))
        plays = [_Play(rollout(found[name], self.setting)) for name in cases]
        while waiting := [play for play in plays if play.request is not None]:
            requests = [play.request for play in waiting if play.request is not None]
            for play, tokens in zip(waiting, write(requests), strict=True):
                play.take(tuple(tokens), self.chat.end_tokens)
        return [play.trajectory() for play in plays]


class _Play:
    """One case being played."""

    def __init__(self, steps: Generator[Request, Completion, Record]) -> None:
        self._steps = steps
        self._tape = Tape()
        self._record: Record
        self.request: Request | None = None
        self._advance(lambda: next(steps))

    def take(self, tokens: tuple[int, ...], end_tokens: Iterable[int]) -> None:
        if self.request is None:
            return
        self._tape.written(tokens)
        cut = len(tokens) >= self.request.max_tokens and tokens[-1] not in end_tokens
        completion = Completion(tokens, Finish.LENGTH if cut else Finish.STOP)
        self._advance(lambda: self._steps.send(completion))

    def trajectory(self) -> Trajectory:
        return self._tape.trajectory(self._record)

    def _advance(self, step: Callable[[], Request]) -> None:
        try:
            self.request = step()
        except StopIteration as end:
            self.request, self._record = None, end.value
        else:
            self._tape.asked(self.request)
