"""One exported case as a row of a dataset."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from toolbench_ood.chat.chat import Chat
from toolbench_ood.rollout.begin import first_prompt, make_beginning
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.tasks.case import Case
from toolbench_ood.train.conversation import Part, solved_conversation
from toolbench_ood.types.piece import plain

Row: TypeAlias = Mapping[str, Any]

CANARY = (
    "toolbench-ood training export; must not appear in evaluation corpora; "
    "canary 7b0f2c4e-5d3a-4c55-9f0e-1f6a3f9be2d1"
)
"""Part of every exported row, so that contaminated corpora and models can be recognised."""


TOKEN_COLUMNS = frozenset({"prompt_ids", "input_ids", "assistant_masks"})
"""Columns that depend on the tokenizer."""


def sft_row(case: Case, chat: Chat) -> Row:
    """Return the conversation of a case's solution.

    Returns:
        ``messages`` for the model's chat template; ``prompt`` and ``completion`` as text, with
        ``loss_spans``: start and end (characters of the completion) of what the model writes, ends
        of turn included; ``input_ids`` and ``assistant_masks`` (1 where the model writes).
    """
    played = solved_conversation(case, chat)
    texts = [chat.tokenizer.decode(part.tokens) for part in played.parts]
    after = [token for part in played.parts for token in part.tokens]
    masks = [int(part.by_model) for part in played.parts for _ in part.tokens]
    return {
        **_origin(case),
        "messages": _messages(played.messages),
        "prompt": chat.tokenizer.decode(played.prompt),
        "completion": "".join(texts),
        "loss_spans": _spans(played.parts, texts),
        "input_ids": [*played.prompt, *after],
        "assistant_masks": [*([0] * len(played.prompt)), *masks],
    }


def rl_row(case: Case, chat: Chat) -> Row:
    """Return the first prompt of a case, and its id for the reward.

    Returns:
        ``prompt`` as messages for the model's chat template, ``prompt_text`` as text,
        ``prompt_ids``, and ``tools``, the declarations as JSON.
    """
    episode = Episode(case)
    opening = chat.fitted(make_beginning(episode, case.format).messages)
    prompt = first_prompt(Episode(case), case.format, chat)
    return {
        **_origin(case),
        "prompt": _messages([(role, plain(content)) for role, content in opening]),
        "prompt_text": chat.tokenizer.decode(prompt),
        "prompt_ids": list(prompt),
        "tools": json.dumps(episode.tools, ensure_ascii=False),
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


def _messages(messages: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"role": role, "content": content} for role, content in messages]


def _spans(parts: Sequence[Part], texts: Sequence[str]) -> list[list[int]]:
    spans = []
    start = 0
    for part, text in zip(parts, texts, strict=True):
        if part.by_model:
            spans.append([start, start + len(text)])
        start += len(text)
    return spans
