"""One case as a model sees it, and as the oracle plays it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.policy.oracle import oracle_messages, spell
from toolbench_ood.rollout.begin import first_prompt
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec


@dataclass(frozen=True, slots=True)
class Turn:
    """One message after the first prompt."""

    role: Literal["assistant", "user", "tool"]
    text: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, written out."""

    case: str
    task: str
    """What the task tests, in its author's words."""
    prompt: str
    """The text of the first prompt, token for token."""
    prompt_bytes: int
    """Length of that text in UTF-8."""
    prompt_tokens: int | None
    """None without a model, whose tokens could be counted."""
    turns: tuple[Turn, ...]
    """The oracle's messages, and the reply to each."""
    tools: tuple[ToolSpec, ...]
    """All tools that the model is shown by the end."""


def view_case(case: Case, chat: Chat) -> CaseView:
    """Open a case and let the oracle play it."""
    episode = Episode(case)
    tokens = first_prompt(episode, case.format, chat)
    prompt = chat.tokenizer.decode(tokens)
    turns = tuple(_turns(case, episode))
    return CaseView(
        case=case.id,
        task=case.task.description,
        prompt=prompt,
        prompt_bytes=len(prompt.encode()),
        prompt_tokens=None if isinstance(chat.tokenizer, ByteTokenizer) else len(tokens),
        turns=turns,
        tools=episode.tools,
    )


def _turns(case: Case, episode: Episode) -> Iterator[Turn]:
    for message in oracle_messages(case):
        text = spell(case, message)
        yield Turn("assistant", text)
        say = episode.hear(text).say
        if say is not None:
            yield Turn(say.role, plain(say.pieces))
