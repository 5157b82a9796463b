"""Score a run again from its records alone: no model, no tokenizer, no network."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.replay import ReplayEngine, Written
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import recorded_native
from toolbench_ood.rollout.limits import UNLIMITED, Limits, Stop
from toolbench_ood.rollout.record import MessageEntry, Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import play
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import RunHeader
from toolbench_ood.task.case import Case
from toolbench_ood.task.collect import collect
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Finish
from toolbench_ood.types.piece import markup


def rescore(folder: RunFolder) -> list[Record]:
    """Replay every recorded case with the readers, worlds and checks that are installed.

    Cases that ended for want of tokens, context or an engine keep their stop.

    Raises:
        UserError: a recorded case no longer exists.
    """
    records = folder.records()
    cases = _cases(folder.header, records)
    # Budgets were spent in the model's own tokens; where they ended a case, the record says so.
    limits = replace(folder.header.settings.limits, tokens=UNLIMITED, message_tokens=UNLIMITED)
    return asyncio.run(_replay(records, cases, limits))


async def _replay(records: list[Record], cases: dict[str, Case], limits: Limits) -> list[Record]:
    chat = Chat.learn(ByteTokenizer())
    written = {record.case: [_written(entry) for entry in _answers(record)] for record in records}
    engine = ReplayEngine(chat, written)
    setting = Setting(chat, limits)
    return [_merge(record, await play(cases[record.case], engine, setting)) for record in records]


def _merge(before: Record, now: Record) -> Record:
    """Keep what only the live run could know: token ids, budgets, times."""
    live = iter(_answers(before))
    messages = [
        _as_it_was(entry, next(live)) if entry.role == "assistant" else entry
        for entry in now.messages
    ]
    stop, failure = now.stop, now.failure
    if stop in {Stop.ENGINE_ERROR, Stop.TOKEN_LIMIT}:
        stop, failure = before.stop, before.failure or "the recording ends before the case does"
    return replace(now, messages=messages, stop=stop, failure=failure, time=before.time)


def _as_it_was(entry: MessageEntry, live: MessageEntry) -> MessageEntry:
    return replace(live, text=entry.text)


def _answers(record: Record) -> list[MessageEntry]:
    return [entry for entry in record.messages if entry.role == "assistant"]


def _written(entry: MessageEntry) -> Written:
    return Written(entry.text, Finish(entry.finish or Finish.STOP.value))


def _cases(header: RunHeader, records: list[Record]) -> dict[str, Case]:
    settings = header.settings
    suites = {suite.name: suite for suite in collect(settings.task_folders).suites}
    library = FormatLibrary(settings.format_folders, settings.formats)
    return {
        record.case: _case(record, suites, _format(record, header, library)) for record in records
    }


def _format(record: Record, header: RunHeader, library: FormatLibrary) -> Format:
    entry = header.formats.get(record.format)
    if entry is None or entry.native is None:
        return library.load(record.format)
    opening = markup(record.messages[0].text)
    return recorded_native(library.load(entry.native.reads_with), entry.native.turn, opening)


def _case(record: Record, suites: Mapping[str, Suite], format_: Format) -> Case:
    suite = suites.get(record.suite)
    if suite is None or record.task not in suite.tasks:
        raise UserError(
            f"the recorded case {record.case} does not exist here; install the version of its "
            "suite that the run was made with, or name its folder by --tasks"
        )
    return Case(suite, record.task, format_, record.seed, record.shift)
