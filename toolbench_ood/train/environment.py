"""The tasks as an environment for reinforcement learning: many cases, message by message."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.caller import Write, cut_row
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.split import HELD_OUT
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.run.case_finder import CaseFinder
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.option_values import split_names
from toolbench_ood.run.setting import thinking_limits
from toolbench_ood.run.settings import Settings
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.library import SuiteLibrary
from toolbench_ood.tasks.suite import Split
from toolbench_ood.train.trajectory import Tape, Trajectory
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Completion, Request
from toolbench_ood.types.reasoning import DEFAULT_CALLS, ReasoningCalls
from toolbench_ood.types.value import Json


@dataclass(frozen=True)
class Environment:
    """Plays cases for a trainer that generates in batches; make one with :meth:`load`."""

    setting: Setting
    task_folders: Sequence[Path] = ()
    library: FormatLibrary = field(default_factory=FormatLibrary)
    allow_held_out: bool = False
    """Play cases of held-out suites and formats too, for evaluation during training."""
    model: Model | None = None
    """Knows how formats are played with the model's chat template; None: all in ``setting``."""

    @classmethod
    def load(  # noqa: PLR0913  # each is named by the caller
        cls,
        model: str,
        *,
        id_format: str = "auto",
        limits: Limits | None = None,
        task_folders: Iterable[Path] = (),
        allow_held_out: bool = False,
        chat_template: Path | None = None,
        template_options: Mapping[str, Json] | None = None,
        reasoning_calls: ReasoningCalls = DEFAULT_CALLS,
    ) -> Self:
        """Load the tokenizer and chat template of a model.

        Args:
            model: a folder, a hub id, or ``smollm2``.
            id_format: the formats that the model was trained in, joined by commas; see
                ``eval --id-format``.
            limits: budgets of a case.
            task_folders: additional suites.
            allow_held_out: play cases of held-out suites and formats too. A model that was trained
                on them can't be tested on them.
            chat_template: file with a template to use instead of the model's own.
            template_options: variables of the template, such as ``enable_thinking``.
            reasoning_calls: what becomes of calls in the reasoning; see ``eval --reasoning-calls``.

        Raises:
            UserError: there is no such model, or it has no usable chat template.
        """
        settings = Settings(
            model=model,
            id_formats=split_names([id_format], "id_format"),
            chat_template=chat_template,
            template_options=dict(template_options or {}),
            reasoning_calls=reasoning_calls,
        )
        opened = open_model(settings, loads=False)
        if opened.ref.path is None:
            raise UserError(f"{model} is a scripted model, which can't be trained; give a real one")
        setting = Setting(opened.chat, thinking_limits(limits or Limits(), opened.chat))
        return cls(setting, tuple(task_folders), opened.library, allow_held_out, opened)

    @property
    def chat(self) -> Chat:
        """The model's chat."""
        return self.setting.chat

    def play(self, cases: Sequence[str], write: Write) -> list[Trajectory]:
        """Play cases in parallel; each step generates for all open cases.

        Args:
            cases: case ids, any of them as often as wanted.
            write: generates. A row is truncated after its first end-of-turn token and to its
                request's budget, so rows may be padded.

        Returns:
            One trajectory per case, in the same order.

        Raises:
            UserError: there is no such case, or its suite or format is held out and that isn't
                allowed.
        """
        found = {name: self._find(name) for name in dict.fromkeys(cases)}
        plays = [_Play(rollout(found[name], self._setting_of(found[name]))) for name in cases]
        while waiting := [play for play in plays if play.request is not None]:
            requests = [play.request for play in waiting if play.request is not None]
            for play, tokens in zip(waiting, write(requests), strict=True):
                play.take(tokens, self.chat.end_tokens)
        return [play.trajectory() for play in plays]

    @cached_property
    def _finder(self) -> CaseFinder:
        load = self.model.format if self.model else self.library.load
        return CaseFinder(SuiteLibrary(self.task_folders), load)

    def _setting_of(self, case: Case) -> Setting:
        """Return the setting of a case, in the chat in which an evaluation plays its format."""
        if self.model is None:
            return self.setting
        chats = {case.format.name: self.model.chat_of(case.format)}
        return replace(self.setting, chats=chats)

    def _find(self, name: str) -> Case:
        case = self._finder.find(name)
        if ARMS[case.arm].constrains:
            raise UserError(
                f"case {case.id} is of the arm {case.arm}, which constrains decoding, and only "
                "the trainer decodes; leave the arm out"
            )
        held_out = _held_out(case)
        if held_out is not None and not self.allow_held_out:
            raise UserError(
                f"case {case.id} is of {held_out}, which is held out: a model trained "
                "on it cannot be tested on it; leave the case out, or make the environment with "
                "allow_held_out=True"
            )
        return case


def _held_out(case: Case) -> str | None:
    """Name what of a case may not be trained on."""
    if case.suite.split is Split.HELD_OUT:
        return f"suite {case.suite.name}"
    return f"format {case.format.name}" if case.format.split == HELD_OUT else None


class _Play:
    """One case being played."""

    def __init__(self, steps: Generator[Request, Completion, Record]) -> None:
        self._steps = steps
        self._tape = Tape()
        self._record: Record
        self.request: Request | None = None
        self._advance(lambda: next(steps))

    def take(self, row: Sequence[int], end_tokens: Collection[int]) -> None:
        if self.request is None:
            return
        completion = cut_row(row, self.request.max_tokens, end_tokens)
        self._tape.written(completion.tokens)
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
