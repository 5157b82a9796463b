"""Rescore a run from its records alone, without a model, a tokenizer or the network."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.replay import ReplayEngine, Written
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import recorded_native
from toolbench_ood.rollout.limits import Limits, Stop
from toolbench_ood.rollout.record import MessageEntry, Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.case_finder import find_arm
from toolbench_ood.run.drive import play
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.sources import NOTHING, PARTS, Sources, require_given
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import collect
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Finish
from toolbench_ood.types.piece import markup


def rescore(folder: RunFolder, sources: Sources = NOTHING) -> list[Record]:
    """Replay every recorded case with the readers, worlds and checks that are installed.

    Cases that ended because tokens, context or the engine ran out keep their stop.

    Args:
        folder: the run.
        sources: where suites and formats are that do not come with the program.

    Raises:
        UserError: a recorded case does not exist here, or the run's own suites or formats were not
            given.
    """
    records, settings = folder.records(), folder.header.settings
    require_given(settings, sources, PARTS, ("score", folder.path))
    cases = recorded_cases(folder.header, records, sources)
    played = replay(records, cases, settings.limits, settings.system)
    return list(map(_merge, records, played))


def replay(
    records: Sequence[Record], cases: Sequence[Case], limits: Limits, system: str
) -> list[Record]:
    """Replay recorded cases, in bytes and with new times; return a record of each.

    A case that continues after its recording ends has the stop ``engine_error``.

    Args:
        records: what was recorded.
        cases: the case of each record.
        limits: the run's budgets; those of tokens don't apply, because they count the model's own
            tokens. If they ended a case, its record says so.
        system: the paragraph that conversations begin with.
    """
    setting = Setting(Chat.learn(ByteTokenizer()), limits.endless, system=system)
    return asyncio.run(_replay(records, cases, setting))


async def _replay(
    records: Sequence[Record], cases: Sequence[Case], setting: Setting
) -> list[Record]:
    chat = setting.chat
    played = []
    for record, case in zip(records, cases, strict=True):
        engine = ReplayEngine(chat, {case.id: [_written(entry) for entry in answers(record)]})
        played.append(await play(case, engine, setting))
    return played


def _merge(before: Record, now: Record) -> Record:
    """Keep what only the live run could know: token ids, budgets, times."""
    live = iter(answers(before))
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


def answers(record: Record) -> list[MessageEntry]:
    """Return the model's messages."""
    return [entry for entry in record.messages if entry.role == "assistant"]


def _written(entry: MessageEntry) -> Written:
    return Written(entry.text, Finish(entry.finish or Finish.STOP.value), entry.controls)


def recorded_cases(
    header: RunHeader,
    records: Sequence[Record],
    sources: Sources,
) -> list[Case]:
    """Return the case of each record, of the suites and formats that ship or are in the sources.

    Raises:
        UserError: a recorded case is none of these.
    """
    suites = {suite.name: suite for suite in collect(sources.task_folders).suites}
    library = FormatLibrary(sources.format_folders, header.settings.formats)
    placed: dict[str, Format] = {}
    return [_case(record, suites, _format(record, header, library, placed)) for record in records]


def _format(
    record: Record, header: RunHeader, library: FormatLibrary, placed: dict[str, Format]
) -> Format:
    """Return a record's format as it was played; ``placed`` keeps those of earlier records."""
    entry = header.formats.get(record.format)
    if entry is None:
        return library.load(record.format)
    if entry.native is None:
        if record.format not in placed:
            placed[record.format] = replace(
                library.load(record.format),
                placement=entry.placement,
                thinking=entry.thinking,
                shown_controls=entry.shown_controls,
            )
        return placed[record.format]
    opening, native = markup(record.messages[0].text), entry.native
    matching = replace(library.load(native.reads_with), thinking=entry.thinking)
    played = recorded_native(matching, native.turn, opening, native.constants)
    return replace(played, shown_controls=entry.shown_controls)


def _case(record: Record, suites: Mapping[str, Suite], format_: Format) -> Case:
    suite = suites.get(record.suite)
    if suite is None or record.task not in suite.tasks:
        raise UserError(
            f"the recorded case {record.case} does not exist here; install the version of its "
            "suite that the run was made with, or give its folder with --tasks"
        )
    return Case(
        suite,
        record.task,
        format_,
        record.seed,
        record.shift,
        find_arm(record.arm),
        record.sample,
    )
