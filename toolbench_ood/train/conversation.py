"""A case as its solution plays it, in the template and tokens of one model."""

from collections.abc import Sequence
from dataclasses import dataclass

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.tokenizer import ChatMessage
from toolbench_ood.policy.oracle import oracle_messages, pieces_of
from toolbench_ood.rollout.begin import make_beginning, put_beginning
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.history import AppendHistory
from toolbench_ood.tasks.case import Case
from toolbench_ood.train.messages import messages_of
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import ToolSpec


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive tokens, either all written by the model or none."""

    tokens: tuple[int, ...]
    by_model: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """A solved case from the first prompt to the last answer."""

    messages: Sequence[ChatMessage]
    """What the model's chat template takes; in the format ``native`` with calls as data."""
    prompt: tuple[int, ...]
    """Token ids up to the model's first message."""
    parts: tuple[Part, ...]
    """What follows the prompt, in order; the first and the last part are the model's."""
    tools: Sequence[ToolSpec] = ()
    """Declared at its beginning."""

    @property
    def tokens(self) -> tuple[int, ...]:
        """All of it."""
        return (*self.prompt, *(token for part in self.parts for token in part.tokens))


def solved_conversation(case: Case, chat: Chat) -> Conversation:
    """Play a case by its solution.

    Raises:
        UserError: the solution does not solve the case without a finding.
    """
    episode = Episode(case)
    history = AppendHistory(chat)
    beginning = make_beginning(episode, case.format)
    messages = messages_of(case.format, chat)
    messages.begin(beginning, episode)
    tools = episode.tools
    put_beginning(history, chat, beginning)
    prompt = history.prompt
    parts: list[Part] = []
    for message in oracle_messages(case):
        pieces = pieces_of(case, message)
        follows = "user" if isinstance(message, str) else case.format.results_role
        tokens = chat.spoken(case.format.behind_thought(pieces), before=follows)
        parts.append(Part(tokens, by_model=True))
        heard = episode.hear(chat.text(tokens, keep=case.format.spec.markers()))
        if heard.findings:
            raise UserError(f"the solution of {case.id} is read with {heard.findings[0].code}")
        history.heard(tokens)
        messages.add(pieces, heard)
        if heard.say is not None:
            before = len(history.prompt)
            history.say(heard.say.role, heard.say.pieces)
            parts.append(Part(history.prompt[before:], by_model=False))
    verdict = episode.verdict
    if verdict is None or not verdict.solved:
        raise UserError(f"the solution of {case.id} does not solve it")
    return Conversation(messages.all(), prompt, tuple(parts), tools)
