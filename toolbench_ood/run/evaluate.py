"""Start a run, or continue one."""

import platform
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

from toolbench_ood.engines.engine import Engine
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.compare import require_same
from toolbench_ood.run.count_cases import say_beginnings
from toolbench_ood.run.fit import require_room
from toolbench_ood.run.folder import RunFolder, check_free
from toolbench_ood.run.follow_up import FollowUp
from toolbench_ood.run.format_entry import format_entry
from toolbench_ood.run.header import (
    ArmEntry,
    ChatEntry,
    RunHeader,
    ShiftEntry,
    SkippedEntry,
    SuiteEntry,
    Versions,
)
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.model import open_model
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.planned import Planned, plan_run
from toolbench_ood.run.published import departures
from toolbench_ood.run.run_now import run_now
from toolbench_ood.run.runtime import Runtime, start
from toolbench_ood.run.setting import make_setting
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.shard import take_shard
from toolbench_ood.run.shard_header import header_of_part
from toolbench_ood.run.sources import (
    EVERYTHING,
    NOTHING,
    Sources,
    put_over,
    require_given,
    resume_command,
)
from toolbench_ood.run.try_engine import try_engine
from toolbench_ood.run.watched_engine import WatchedEngine
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.shifts.obstacles import Skipped
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import Collection
from toolbench_ood.tasks.manifest import Manifest
from toolbench_ood.types.errors import EngineError, ProgramError

RUNS = Path("runs")
"""Parent of new run folders, relative to the working directory."""


def evaluate(
    settings: Settings,
    out: Path | None,
    listener: Listener,
    collection: Collection | None = None,
) -> RunFolder:
    """Play every case that the settings name and leave a run folder.

    Args:
        settings: what the user chose.
        out: a new or empty folder; None for one below ``runs/`` named after model and time.
        listener: told of the progress.
        collection: the suites, where they are loaded already.

    Raises:
        UserError: a setting is wrong; nothing is overwritten.
        EngineError: the engine failed, altogether or for some cases; the folder can be resumed.
        ProgramError: the program failed in some cases; the folder can be resumed.
    """
    path = out or default_folder(settings.model)
    check_free(path)
    return evaluate_plan(plan_run(settings, collection), path, listener)


def evaluate_plan(
    planned: Planned,
    path: Path,
    listener: Listener,
    own: Engine | None = None,
    follow_up: FollowUp | None = None,
) -> RunFolder:
    """Play a plan and leave a run folder; see :func:`evaluate`.

    Args:
        planned: an open model, and what it plays.
        path: a new or empty folder.
        listener: told of the progress.
        own: an engine of the caller's; None for the one that the settings name.
        follow_up: uses the engine at the end, if every case is scored.
    """
    return run_now(_evaluate(planned, path, listener, own, follow_up))


def resume(
    path: Path,
    listener: Listener,
    sources: Sources = NOTHING,
    collection: Collection | None = None,
    follow_up: FollowUp | None = None,
) -> RunFolder:
    """Continue a run with its own settings.

    Recorded cases are kept, except those in which the engine or the program failed.

    Args:
        path: the run's folder.
        listener: told of the progress.
        sources: where the folders, files, servers and model of the run are.
        collection: the suites, where they are loaded already.
        follow_up: uses the engine at the end, if every case is scored, even if none was left.

    Raises:
        UserError: the folder holds no run, something that it needs was not given, or something that
            decides results has changed.
        EngineError: the engine failed, altogether or for some cases.
        ProgramError: the program failed in some cases.
    """
    folder = RunFolder.open(path)
    recorded = folder.header.settings
    require_given(recorded, sources, EVERYTHING, ("eval", "--resume", path))
    model = open_model(put_over(recorded, sources))
    plan = make_plan(model.settings, model, collection)
    return run_now(_resume(folder, Planned(model, plan), listener, follow_up))


def default_folder(model: str) -> Path:
    """Name a new folder after the model and the time (UTC).

    Runs started within the same second differ in the four digits at the end.
    """
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(model).name or model).strip("-") or "model"
    return RUNS / f"{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}-{token_hex(2)}"


async def _evaluate(
    planned: Planned,
    path: Path,
    listener: Listener,
    own: Engine | None,
    follow_up: FollowUp | None,
) -> RunFolder:
    model, plan = planned.model, planned.plan
    settings = model.settings
    cases = take_shard(plan.cases, settings.shard)
    for problem in plan.problems:
        listener.note(f"skipped: {problem}")
    listener.note(plan.summary)
    if settings.shard is not None:
        listener.note(f"shard {settings.shard}: {len(cases):,} of these cases")
    listener.note(say_beginnings(plan.beginnings))
    runtime = await start(model, plan, len(cases), listener, own)
    try:
        setting = make_setting(model, runtime.limits, runtime.engine.context)
        require_room(cases, setting)
        await try_engine(runtime.engine, cases, setting)
        header = header_of_part(make_header(settings, plan, runtime), cases)
        folder = RunFolder.create(path, header)
        failures = await _drive(folder, cases, setting, runtime, listener)
        if follow_up is not None and not failures:
            await follow_up(planned, runtime.engine)
    finally:
        await runtime.close()
    return _finished(folder, failures, model.settings)


async def _resume(
    folder: RunFolder, planned: Planned, listener: Listener, follow_up: FollowUp | None
) -> RunFolder:
    model, plan = planned.model, planned.plan
    done = folder.done()
    cases = take_shard(plan.cases, model.settings.shard)
    left = [case for case in cases if case.id not in done]
    runtime = await start(model, plan, len(left), listener)
    try:
        header = header_of_part(make_header(model.settings, plan, runtime), cases)
        require_same(folder.header, header, str(folder.path))
        setting = make_setting(model, runtime.limits, runtime.engine.context)
        await try_engine(runtime.engine, left, setting)
        failures = await _drive(folder, left, setting, runtime, listener)
        if follow_up is not None and not failures:
            await follow_up(planned, runtime.engine)
    finally:
        await runtime.close()
    return _finished(folder, failures, model.settings)


async def _drive(
    folder: RunFolder,
    cases: Sequence[Case],
    setting: Setting,
    runtime: Runtime,
    listener: Listener,
) -> list[Record]:
    """Play the cases and return the records of those that are not scored."""
    failures: list[Record] = []
    listener.started(folder.header, folder.header.cases - len(cases))
    with folder.writer() as writer:
        if not writer.is_locked:
            listener.note(
                f"{folder.path} cannot be locked, since its file system has no locks; do not "
                "resume the run while this process is playing it"
            )

        def keep(record: Record) -> None:
            writer.append(record)
            listener.finished(record)
            if not record.stop.scored:
                failures.append(record)

        engine = WatchedEngine(runtime.engine, listener)
        await runtime.pool.drive(cases, engine, setting, runtime.concurrency, keep)
    return failures


def _finished(folder: RunFolder, failures: Sequence[Record], settings: Settings) -> RunFolder:
    """Return the folder of a run whose cases are all scored.

    Args:
        folder: the run.
        failures: the records of cases that are not scored.
        settings: those with which it was played this time.
    """
    for stop, who, error in (
        (Stop.ENGINE_ERROR, "engine", EngineError),
        (Stop.PROGRAM_ERROR, "program", ProgramError),
    ):
        why = [record.failure for record in failures if record.stop is stop]
        if why:
            raise error(
                f"the {who} failed in {len(why)} of {folder.header.cases} cases ({why[0]}); these "
                "are not scored; play them again with: "
                f"{resume_command(folder.path, settings)}"
            )
    return folder


def make_header(settings: Settings, plan: Plan, runtime: Runtime) -> RunHeader:
    """Record everything that determines the results of a whole run."""
    return RunHeader(
        settings=settings,
        suites={
            suite.name: SuiteEntry(
                split=suite.split.value, version=suite.version, digest=suite.digest
            )
            for suite in plan.suites
        },
        formats={
            format_.name: format_entry(format_, runtime.markers.get(format_.name))
            for format_ in plan.formats
        },
        shifts={
            name: ShiftEntry(digest=digest) for name, digest in shift_digests(plan.shifts).items()
        },
        arms={
            arm: ArmEntry(cases=cases, obstacles=dict(plan.arm_obstacles.get(arm, {})))
            for arm, cases in plan.arms.items()
        },
        skipped=_skipped(plan.skipped),
        departures=departures(settings, plan, Manifest.load()),
        model=runtime.model,
        chat=ChatEntry(
            fingerprint=dict(runtime.chat.tokenizer.fingerprint),
            history=settings.history,
            notes=runtime.notes,
            earlier_thoughts=runtime.chat.frames.thoughts,
        ),
        id_formats=runtime.id_formats,
        id_content=plan.id_content,
        engine=dict(runtime.engine.description),
        versions=Versions(toolbench_ood=version("toolbench-ood"), engine=dict(runtime.versions)),
        cases=len(plan.cases),
        cases_digest=plan.digest,
        made={
            "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "python": platform.python_version(),
            "platform": sys.platform,
            "workers": str(runtime.workers),
        },
    )


def _skipped(skipped: Iterable[Skipped]) -> tuple[SkippedEntry, ...]:
    tasks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in skipped:
        tasks[each.shift, each.reason].append(f"{each.suite}/{each.task}")
    return tuple(
        SkippedEntry(shift=shift, reason=reason, tasks=tuple(names))
        for (shift, reason), names in tasks.items()
    )
