"""One exported case as a row of a dataset."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from toolbench_ood.chat.chat import Chat
from toolbench_ood.rollout.begin import first_prompt, make_beginning
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.tasks.case import Case
from toolbench_ood.train.conversation import Part, solved_conversation
from toolbench_ood.train.messages import messages_of
from toolbench_ood.types.tool import ToolSpec

Row: TypeAlias = Mapping[str, Any]

CANARY = (
    "toolbench-ood training export; must not appear in evaluation corpora; "
    "canary 7b0f2c4e-5d3a-4c55-9f0e-1f6a3f9be2d1"
)
"""Part of every exported row, so that contaminated corpora and models can be recognised."""


MESSAGE_COLUMNS: Mapping[str, str] = {"sft": "messages", "rl": "prompt"}
"""The column of messages, by style."""

TOKEN_COLUMNS = frozenset({"prompt_ids", "input_ids", "assistant_masks"})
"""Columns that depend on the tokenizer."""


def sft_row(case: Case, chat: Chat) -> Row:
    """Return the conversation of a case's solution.

    Returns:
        ``messages`` for the model's chat template, and ``tools`` as JSON where it declares them;
        ``prompt`` and ``completion`` as text, with ``loss_spans``: start and end (characters of the
        completion) of what the model writes, ends of turn included; ``input_ids`` and
        ``assistant_masks`` (1 where the model writes).
    """
    played = solved_conversation(case, chat)
    texts = [chat.tokenizer.decode(part.tokens) for part in played.parts]
    masks = [int(part.by_model) for part in played.parts for _ in part.tokens]
    return {
        **_origin(case),
        "messages": list(played.messages),
        "tools": _tools(case, played.tools),
        "prompt": chat.tokenizer.decode(played.prompt),
        "completion": "".join(texts),
        "loss_spans": _spans(played.parts, texts),
        "input_ids": list(played.tokens),
        "assistant_masks": [*([0] * len(played.prompt)), *masks],
    }


def rl_row(case: Case, chat: Chat) -> Row:
    """Return the first prompt of a case, and its id for the reward.

    Returns:
        ``prompt`` as messages for the model's chat template, and ``tools`` as JSON where it
        declares them; ``prompt_text`` as text, and ``prompt_ids``.
    """
    episode = Episode(case)
    messages = messages_of(case.format, chat)
    messages.begin(make_beginning(episode, case.format), episode)
    prompt = first_prompt(Episode(case), case.format, chat)
    return {
        **_origin(case),
        "prompt": list(messages.all()),
        "tools": _tools(case, episode.tools),
        "prompt_text": chat.tokenizer.decode(prompt),
        "prompt_ids": list(prompt),
    }


def _origin(case: Case) -> Row:
    return {
        "case": case.id,
        "suite": case.suite.name,
        "split": case.suite.split.value,
        "task": case.task_id,
        "kind": case.task.kind.value,
        "shift": case.shift,
        "format": case.format.name,
        "seed": case.seed,
        "canary": CANARY,
    }


def _tools(case: Case, tools: Sequence[ToolSpec]) -> str | None:
    """Return what the chat template is to declare; None where the messages declare it."""
    return json.dumps(tools, ensure_ascii=False) if case.format.opens_by_itself else None


def _spans(parts: Sequence[Part], texts: Sequence[str]) -> list[list[int]]:
    spans = []
    start = 0
    for part, text in zip(parts, texts, strict=True):
        if part.by_model:
            spans.append([start, start + len(text)])
        start += len(text)
    return spans
