"""A small suite, and the oracle that plays it in a model's own format."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from rollout.test_rollout import oracle_texts, play
from task.suites import write_suite

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.native import NATIVE, NativeFormat
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.markers import measure_format
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import collect
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.generation import Completion, Finish


@cache
def lamps() -> Suite:
    """Collect the small suite."""
    with tempfile.TemporaryDirectory() as folder:
        write_suite(Path(folder) / "lamps")
        return next(suite for suite in collect([Path(folder)]).suites if suite.name == "lamps")


def solved_prompts(
    native: NativeFormat, chat: Chat, end_of: Callable[[str], int]
) -> Iterator[Sequence[tuple[Sequence[int], Sequence[int]]]]:
    """Let the oracle play each task, which it must solve, in prompts that only grow.

    Args:
        native: the format.
        chat: that of the format.
        end_of: returns the token that ends a message of the oracle's.

    Yields:
        What was sent and written up to each message of a task, and the prompt that followed it.
    """
    native = replace(native, shown_controls=measure_format(chat, native).shown_controls)
    for task in lamps().tasks:
        case = Case(lamps(), task, native, seed=0)
        answers = [
            Completion((*chat.tokenizer.encode(text), end_of(text)), Finish.STOP)
            for text in oracle_texts(case)
        ]
        record, requests = play(case, answers, Setting(chat, chats={NATIVE: chat}))
        assert record.solved, record.failure
        assert record.findings == []
        assert record.format == NATIVE
        sent = [one.prompt + answer.tokens for one, answer in zip(requests, answers, strict=True)]
        pairs = [(one, after.prompt) for one, after in zip(sent, requests[1:], strict=False)]
        assert all(after[: len(one)] == one for one, after in pairs)
        yield pairs
