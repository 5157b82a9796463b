"""The rollout of one case: a generator that knows no engine.

It yields what it wants generated and is sent what came back, so one implementation serves the
asynchronous driver, replays and tests. An engine's failure is thrown into it. What else fails once
the model has written ends the case and nothing more (law 16).
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.rollout.arms.arm import Help
from toolbench_ood.rollout.begin import make_beginning, put_beginning
from toolbench_ood.rollout.episode import Episode, Heard
from toolbench_ood.rollout.history import History, make_history
from toolbench_ood.rollout.limits import Limits, OnFault, Stop
from toolbench_ood.rollout.log import Log, Words
from toolbench_ood.rollout.mode import Mode
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.place import find_place
from toolbench_ood.tasks.session import Verdict
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.errors import EngineError, ProgramError, ToolbenchError
from toolbench_ood.types.faults import contained
from toolbench_ood.types.generation import Completion, Finish, Request
from toolbench_ood.types.piece import markup, plain

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rollouts of a run have in common."""

    chat: Chat
    limits: Limits = Limits()
    history: Mode = "append"
    context: int | None = None
    """Most tokens that a prompt and its completion may have together; None: no limit."""
    system: str = SYSTEM
    """The paragraph that conversations begin with."""
    seed: int = 0
    """Seed of the run's sampling."""
    chats: Mapping[str, Chat] = field(default_factory=dict)
    """Chats of formats that have one of their own, by the format's name."""

    def chat_of(self, format_name: str) -> Chat:
        """Return the chat in which a format's cases are played."""
        return self.chats.get(format_name, self.chat)


def rollout(case: Case, setting: Setting) -> Generator[Request, Completion, Record]:
    """Play one case to its end.

    Yields:
        Requests, each to be answered by sending its Completion or throwing an EngineError.

    Returns:
        The record of the case.

    Raises:
        UserError: the task is broken before anything is asked.
    """
    play = _Play(case, setting)
    play.open()
    while request := play.contained(play.request):
        try:
            completion = yield request
        except EngineError as error:
            play.contained(partial(play.end, Stop.ENGINE_ERROR, str(error)))
        else:
            play.contained(partial(play.take, completion))
    return play.record()


def request_seed(run_seed: int, case: str, step: int) -> int:
    """Draw the seed of one generation (31 bits).

    Args:
        run_seed: seed of the run's sampling.
        case: the case's id without its arm, so that arms are paired.
        step: how many messages the model wrote before.
    """
    digest = hashlib.sha256(f"{run_seed}\0{case}\0{step}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


@dataclass(slots=True)
class _Play:
    """The state of one rollout."""

    case: Case
    setting: Setting
    id: str = field(init=False)
    paired_id: str = field(init=False)
    episode: Episode = field(init=False)
    chat: Chat = field(init=False)
    history: History = field(init=False)
    log: Log = field(default_factory=Log)
    stop: Stop | None = None
    steps: int = 0
    tokens: int = 0
    faults: int = 0
    repeats: int = 0
    last_text: str | None = None
    prompt: tuple[int, ...] = ()
    """Prompt of the open request."""
    given: tuple[int, ...] = ()
    """The tokens at its end that begin the model's message."""
    answered: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    """Prompt of the request before, and what was generated for it."""
    room: int = 0
    """Tokens that the last message may have behind its reasoning."""
    reasoned: int = 0
    """Tokens of the last message that are its reasoning and have a budget of their own."""
    budget_stop: Stop = Stop.TOKEN_LIMIT
    """Why the last request's budget was no larger."""
    broken: str = ""
    """Why the program failed; empty as long as it did not."""

    def __post_init__(self) -> None:
        self.id, self.paired_id = self.case.id, self.case.paired_id
        self.episode = Episode(self.case)
        self.chat = self.setting.chat_of(self.case.format.name)
        markers = self.case.format.markers
        self.history = make_history(self.setting.history, self.chat, markers)

    def open(self) -> None:
        beginning = make_beginning(self.episode, self.case.format, self.setting.system)
        put_beginning(self.history, self.chat, beginning)
        for role, pieces in beginning.shown:
            self.log.said(role, pieces)

    def contained(self, step: Callable[[], Made]) -> Made | None:
        """Take a step of the case; whatever that raises ends this case alone."""
        try:
            with contained(self._program_error, passing=()):
                return step()
        except ProgramError as error:
            self.stop, self.broken = Stop.PROGRAM_ERROR, str(error)
            return None

    def request(self) -> Request | None:
        """Make the next request, or end the case because a budget is used up."""
        if self.stop is not None:
            return None
        limits = self.setting.limits
        if self.steps >= limits.steps:
            self.end(Stop.STEP_LIMIT, f"not done after {limits.steps} messages")
            return None
        help_ = self.episode.help
        self.given = self._given(help_)
        prompt = self.prompt = self.history.prompt + self.given
        self.budget_stop = Stop.TOKEN_LIMIT
        room = self.room = min(limits.message_tokens, limits.tokens - self.tokens)
        room += limits.reasoning_tokens if room > 0 else 0
        if self.setting.context is not None and self.setting.context - len(prompt) < room:
            room = self.setting.context - len(prompt)
            self.budget_stop = Stop.CONTEXT_FULL
        if room < 1:
            self.end(self.budget_stop, NO_ROOM[self.budget_stop])
            return None
        seed = request_seed(self.setting.seed, self.paired_id, self.steps)
        return Request(self.id, self.steps, prompt, room, seed, len(self.given), help_.grammar)

    def _given(self, help_: Help) -> tuple[int, ...]:
        """Return what the arm writes at the beginning of the model's message."""
        opener = markup(help_.opener)
        if help_.begins:
            opener = self.case.format.behind_thought(opener)
        return self.chat.encoded(opener) if plain(opener) else ()

    def take(self, completion: Completion) -> None:
        """Take one message of the model's."""
        if self.setting.limits.reasoning_tokens:
            completion = self._within_budgets(completion)
        written = (*self.given, *completion.tokens)
        words = self._words(written, completion)
        self.log.wrote(words, completion, len(self.prompt), self._resent())
        self.answered = (self.prompt, completion.tokens)
        self.steps += 1
        self.tokens += len(completion.tokens) - self.reasoned
        if completion.finish is Finish.LENGTH:
            self.log.heard(self.episode.overhear(words.text, words.controls))
            self.end(self.budget_stop, "the last message did not end within its budget")
            return
        heard = self.episode.hear(words.text, words.controls)
        self.log.heard(heard)
        if self.episode.verdict is not None or heard.say is None:
            self.stop = Stop.ANSWERED
        elif not self._out_of_patience(words.text, heard):
            self.history.heard(written)
            self.log.said(heard.say.role, heard.say.pieces)
            self.history.say(heard.say.role, heard.say.pieces)

    def _within_budgets(self, completion: Completion) -> Completion:
        """Count the tokens of the reasoning, and end the message where one of its budgets does."""
        most = self.setting.limits.reasoning_tokens
        written = (*self.given, *completion.tokens)
        end = self.case.format.reasoning_end(self.chat.text(written, keep=self.case.format.markers))
        spelt = first_tokens(self.chat.tokenizer, written, end)
        self.reasoned = max(spelt - len(self.given), 0)
        allowed = most if self.reasoned > most else self.reasoned + self.room
        self.reasoned = min(self.reasoned, most)
        if len(completion.tokens) <= allowed:
            return completion
        self.budget_stop = Stop.TOKEN_LIMIT
        return replace(completion, tokens=completion.tokens[:allowed], finish=Finish.LENGTH)

    def _words(self, written: tuple[int, ...], completion: Completion) -> Words:
        """Return the text of a message, with what was written for the model."""
        text = self.chat.text(written, keep=self.case.format.markers)
        given = len(self.chat.tokenizer.decode(self.given)) if self.given else 0
        return Words(text, given, self._controls(written, completion))

    def _controls(
        self, written: tuple[int, ...], completion: Completion
    ) -> tuple[ControlSpan, ...] | None:
        if completion.played is not None:
            return completion.played.controls
        format_ = self.case.format
        return self.chat.control_spans(written, keep=format_.markers, shown=format_.shown_controls)

    def _resent(self) -> int:
        return self.history.resent(*self.answered) if self.answered else 0

    def _out_of_patience(self, text: str, heard: Heard) -> bool:
        """Whether the faults or the repetitions of the model end the case."""
        limits = self.setting.limits
        self.faults += heard.faulty
        self.repeats = self.repeats + 1 if text == self.last_text else 1
        self.last_text = None if heard.new_ask else text
        if heard.faulty and (limits.on_fault is OnFault.STOP or self.faults > limits.faults):
            self.end(Stop.FAULT_LIMIT, f"structural fault number {self.faults}")
        elif self.repeats >= limits.repeats and not heard.new_ask:
            self.end(Stop.REPEATED_MESSAGE, f"the same message {self.repeats} times in a row")
        return self.stop is not None

    def end(self, stop: Stop, reason: str) -> None:
        """End the case unsolved, whatever the checks would say."""
        self.stop = stop
        if self.episode.verdict is None:
            self.episode.give_up(reason)

    def record(self) -> Record:
        stop = self.stop or Stop.ANSWERED
        verdict = self.episode.verdict or Verdict(solved=False)
        if self.broken:
            verdict = Verdict(solved=False, failure=self.broken)
        return self.log.record(self.case, verdict, stop, self.episode.asks)

    def _program_error(self, error: Exception) -> ProgramError:
        """Say in one sentence what failed and where: in the suite's code, if that was called."""
        if isinstance(error, ToolbenchError):
            return ProgramError(str(error))
        place = find_place(error, self.case.suite.folder).words
        return ProgramError(f"{place} ({type(error).__name__}: {error})")


def first_tokens(tokenizer: Tokenizer, tokens: Sequence[int], characters: int) -> int:
    """Count the first tokens that spell a number of characters."""
    if not characters:
        return 0
    counts = range(len(tokens) + 1)
    return bisect_left(counts, characters, key=lambda n: len(tokenizer.decode(tokens[:n])))


NO_ROOM: Mapping[Stop, str] = {
    Stop.TOKEN_LIMIT: "no tokens are left for another message",
    Stop.CONTEXT_FULL: "the prompt fills the model's context",
}
"""Why a case ended before a message was asked for."""
