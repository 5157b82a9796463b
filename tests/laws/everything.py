"""Everything that ships, as cases, and scripted models played over it."""

import asyncio
from collections.abc import Sequence
from functools import cache
from itertools import cycle

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.policy.find import find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.task.case import Case
from toolbench_ood.task.collect import shipped_suites
from toolbench_ood.task.suite import Suite

TURNS = 5
SEEDS = 3
"""Situations that cases take turns in."""
IN_BYTES = Limits(tokens=UNLIMITED, message_tokens=UNLIMITED)
"""Budgets of a scripted model, which writes bytes: as in a run, tokens are not counted."""


@cache
def everything() -> tuple[Case, ...]:
    """Every shipped task in a fifth of the formats, every format with a fifth of the tasks.

    The formats take turns, and so do the seeds; ``validate --every`` crosses them in full.
    """
    return tuple(
        Case(suite, task_id, format_, (nth + place) % SEEDS)
        for nth, (suite, task_id) in enumerate(_tasks())
        for place, format_ in enumerate(_formats())
        if (nth + place) % TURNS == 0
    )


@cache
def sample(formats: int = 4) -> tuple[Case, ...]:
    """Every shipped task in a few formats; the formats take turns, and so do the seeds."""
    turns = cycle(_formats())
    return tuple(
        Case(suite, task_id, next(turns), nth % SEEDS)
        for nth, (suite, task_id) in enumerate(_tasks())
        for _ in range(formats)
    )


@cache
def in_format(name: str = "hermes", seed: int = 0) -> tuple[Case, ...]:
    """Every shipped task in one format and seed."""
    format_ = next(each for each in _formats() if each.name == name)
    return tuple(Case(suite, task_id, format_, seed) for suite, task_id in _tasks())


def _tasks() -> list[tuple[Suite, str]]:
    return [(suite, task_id) for suite in shipped_suites() for task_id in suite.tasks]


@cache
def _formats() -> tuple[Format, ...]:
    library = FormatLibrary()
    return tuple(map(library.load, library.names()))


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
