"""Cases of every shipped task, and scripted models played over them."""

import asyncio
from collections.abc import Sequence
from functools import cache
from itertools import cycle

from laws.crossing import SEEDS, tasks
from shipped_formats import FORMATS

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.policy.find import find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.tasks.case import Case

IN_BYTES = Limits(tokens=UNLIMITED, message_tokens=UNLIMITED)
"""Budgets of a scripted model, which writes bytes: as in a run, tokens are not counted."""


@cache
def sample(formats: int = 2) -> tuple[Case, ...]:
    """Every shipped task in a few formats; the formats take turns, and so do the seeds."""
    turns = cycle(FORMATS)
    return tuple(
        Case(suite, task_id, next(turns), nth % SEEDS)
        for nth, (suite, task_id) in enumerate(tasks())
        for _ in range(formats)
    )


@cache
def in_format(name: str = "hermes", seed: int = 0) -> tuple[Case, ...]:
    """Every shipped task in one format and seed."""
    format_ = next(each for each in FORMATS if each.name == name)
    return tuple(Case(suite, task_id, format_, seed) for suite, task_id in tasks())


@cache
def byte_chat() -> Chat:
    """ChatML over bytes: what scripted models speak."""
    return Chat.learn(ByteTokenizer())


def scripted(model: str, cases: Sequence[Case], seed: int = 0) -> ScriptedEngine:
    """Make the engine of a scripted model for some cases."""
    return ScriptedEngine(model, byte_chat(), script_of(find_policy(model), cases, seed))


def play_all(
    model: str, cases: Sequence[Case], limits: Limits = IN_BYTES, engine: Engine | None = None
) -> list[Record]:
    """Play a scripted model over cases and return the records in the order of the cases."""
    records: dict[str, Record] = {}

    def keep(record: Record) -> None:
        records[record.case] = record

    setting = Setting(byte_chat(), limits)
    asyncio.run(drive(cases, engine or scripted(model, cases), setting, 16, keep))
    return [records[case.id] for case in cases]
