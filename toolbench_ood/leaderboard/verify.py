"""Check that a run's records follow from the words in them, before the run is published."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from toolbench_ood.leaderboard.difference import first_difference
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.limits import Limits, Stop
from toolbench_ood.rollout.record import MessageEntry, Record, record_as_dict
from toolbench_ood.rollout.rollout import NO_ROOM
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.plan import Plan
from toolbench_ood.run.profile import find_profile
from toolbench_ood.run.published import departures
from toolbench_ood.run.rescore import answers, recorded_cases, replay
from toolbench_ood.run.sources import NOTHING, PARTS, Sources, require_given
from toolbench_ood.shifts.digest import shift_digests
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.manifest import Manifest
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json


def verify(run: RunFolder, sources: Sources = NOTHING) -> None:
    """Play the recorded words again and refuse a run whose records differ from what comes of it.

    Code is run of the suites that ship and of the sources; what the run names is data. Readers look
    for calls in all formats there are, so all of the run's own must be given.

    Raises:
        UserError: the run's own suites or formats were not given; or a record, or what the header
            says of the cases, is not as it comes out here; the first case and field are named.
    """
    header, records = run.header, run.records()
    require_given(header.settings, sources, PARTS, ("leaderboard", "add", run.path))
    twice = run.doubled()
    if twice is not None:
        raise _refusal(run, f"{twice} has another record after it ended")
    cases = recorded_cases(header, records, sources)
    _require_same_parts(run, cases)
    _require_same_arms(run, cases)
    played = replay(records, cases, header.settings.limits, header.settings.system)
    for record, now in zip(records, played, strict=True):
        for problem in _problems(record, now, header):
            raise _refusal(run, f"{record.case}: {problem}")
    _require_departures(run, cases)


def _refusal(run: RunFolder, problem: str) -> UserError:
    return UserError(
        f"{run.path} cannot be published: {problem}; the files were edited by hand or written by "
        "another version of the program; evaluate again"
    )


def _require_same_parts(run: RunFolder, cases: Sequence[Case]) -> None:
    """Refuse suites, formats and shifts other than those that the header names."""
    header = run.header
    said: dict[str, Mapping[str, object]] = {}
    here: dict[str, Mapping[str, object]] = {}
    for name, entry in header.suites.items():
        said[f"suite {name}"] = {"version": entry.version, "digest": entry.digest}
    for name, recorded in header.formats.items():
        said[f"format {name}"] = {"version": recorded.version, "digest": recorded.digest}
    for suite, format_ in {(case.suite, case.format) for case in cases}:
        here[f"suite {suite.name}"] = {"version": suite.version, "digest": suite.digest}
        digest = format_.digest
        here[f"format {format_.name}"] = {"version": format_.spec.version, "digest": digest}
    said |= {f"shift {name}": {"digest": each.digest} for name, each in header.shifts.items()}
    found = shift_digests({case.shift for case in cases})
    here |= {f"shift {name}": {"digest": digest} for name, digest in found.items()}
    difference = first_difference(said, here)
    if difference is not None:
        raise _refusal(
            run, f"run.json: {difference} with the suites, formats and shifts found here"
        )


def _require_same_arms(run: RunFolder, cases: Sequence[Case]) -> None:
    """Refuse other numbers of cases by arm, or reasons for having none, than are found here."""
    formats = {case.format.name: case.format for case in cases}
    said: dict[str, Json] = {}
    here: dict[str, Json] = {}
    for name, entry in run.header.arms.items():
        reasons = {each: why for each, why in entry.obstacles.items() if each in formats}
        said[name] = {"cases": entry.cases, "obstacles": reasons}
    for name, count in Counter(case.arm for case in cases).items():
        found = {each: ARMS[name].obstacle(format_) for each, format_ in formats.items()}
        reasons = {each: why for each, why in found.items() if why is not None}
        here[name] = {"cases": count, "obstacles": reasons}
    difference = first_difference(said, here)
    if difference is not None:
        raise _refusal(run, f"run.json: arms.{difference}")


def _require_departures(run: RunFolder, cases: Sequence[Case]) -> None:
    """Refuse a run that calls itself comparable with published ones otherwise than it is."""
    settings = run.header.settings
    find_profile(settings.profile)
    suites = tuple(dict.fromkeys(case.suite for case in cases))
    formats = tuple(dict.fromkeys(case.format for case in cases))
    found = departures(settings, Plan(suites, formats, tuple(cases)), Manifest.load())
    difference = first_difference(sorted(run.header.departures), sorted(found))
    if difference is not None:
        raise _refusal(run, f"run.json: departures.{difference}")


def _problems(record: Record, now: Record, header: RunHeader) -> Iterator[str]:
    limits = header.settings.limits
    plain = replace(limits, reasoning_tokens=0)
    if _replays_tokens(header):
        expected = now
    else:
        yield from _budget_problems(record, limits if _reasons(header, record) else plain)
        expected = _with_the_models_tokens(record, now)
    if _ran_out(record, now, limits):
        expected = replace(expected, stop=record.stop, failure=record.failure)
    difference = first_difference(_compared(record), _compared(expected))
    if difference is not None:
        yield f"{difference} when replayed"


def _compared(record: Record) -> dict[str, Any]:
    values = record_as_dict(record)
    values.pop("time")
    return values


def _replays_tokens(header: RunHeader) -> bool:
    """Whether the run was played in bytes, as the words are when they are played again."""
    return header.model.kind == "scripted" and header.settings.history == "append"


def _with_the_models_tokens(record: Record, now: Record) -> Record:
    """Take from the record what nothing but the model's own tokenizer and engine could say."""
    live = iter(answers(record))
    messages = [
        _as_recorded(entry, next(live, entry)) if entry.role == "assistant" else entry
        for entry in now.messages
    ]
    return replace(now, messages=messages)


def _as_recorded(entry: MessageEntry, live: MessageEntry) -> MessageEntry:
    return replace(live, text=entry.text, finish=entry.finish)


def _reasons(header: RunHeader, record: Record) -> bool:
    """Whether there may have been a budget for reasoning: the model was read as if it reasoned."""
    entry = header.formats.get(record.format)
    return entry is not None and entry.thinking is not None


def _budget_problems(record: Record, limits: Limits) -> Iterator[str]:
    """Yield a sentence where tokens are missing, or more than the budgets allow."""
    counts = [len(entry.tokens or ()) for entry in answers(record)]
    if 0 in counts:
        yield f"message {counts.index(0)} of the model has no tokens"
    most = limits.message_tokens + limits.reasoning_tokens
    if max(counts, default=0) > most:
        yield f"a message has {max(counts)} tokens; the run allows {most}"
    if sum(counts) > limits.most_tokens:
        yield f"the model wrote {sum(counts)} tokens; the run allows {limits.most_tokens}"


def _ran_out(record: Record, now: Record, limits: Limits) -> bool:
    """Whether a budget of tokens ended the case, as no play in bytes can tell."""
    if record.solved or record.stop not in NO_ROOM:
        return False
    if now.stop is Stop.TOKEN_LIMIT:  # in bytes, a message that was cut short
        return record.failure == now.failure
    written = sum(len(entry.tokens or ()) for entry in answers(record))
    spent = record.stop is Stop.CONTEXT_FULL or written >= limits.tokens
    return spent and now.stop is Stop.ENGINE_ERROR and record.failure == NO_ROOM[record.stop]
