"""Runs built by hand, so that every count in them has a known answer."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import (
    AskEntry,
    CallEntry,
    FindingEntry,
    MessageEntry,
    Record,
    Timing,
)
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import (
    ArmEntry,
    ChatEntry,
    FormatEntry,
    IdContent,
    IdFormatEntry,
    IdFormats,
    ModelEntry,
    RunHeader,
    SuiteEntry,
    Versions,
)
from toolbench_ood.run.settings import Settings
from toolbench_ood.tasks.session import AskEnd


def written(
    text: str = "Done.",
    *,
    tokens: int = 3,
    prompt: int = 10,
    resent: int = 0,
    cached: int | None = None,
) -> MessageEntry:
    """Make a message of the model's."""
    return MessageEntry("assistant", text, list(range(tokens)), "stop", prompt, resent, cached)


def called(status: Literal["ok", "tool_error", "refused"] = "ok", message: int = 1) -> CallEntry:
    """Make a call."""
    return CallEntry(message, "search", {}, status, "[]")


def found(
    code: str,
    severity: Literal["benign", "deterministic", "judgement", "unrecoverable"] = "judgement",
    message: int = 1,
    detail: str = "",
) -> FindingEntry:
    """Make a finding."""
    return FindingEntry(message, code, severity, 0, 1, None, "", detail)


def asked(**changes: Any) -> AskEntry:
    """Make an ask that needs no call and was answered by the first message, but for changes."""
    plain = AskEntry(
        calls=0, steps=0, writes=0, writes_reached=0, end=AskEnd.PASSED, done=True, closed_by=1
    )
    return replace(plain, **changes)


_PLAIN = Record(
    case="calendar/task_x.py::x[none][hermes][0]",
    task="task_x.py::x",
    suite="calendar",
    split="train",
    shift="none",
    format="hermes",
    arm="strict",
    seed=0,
    sample=0,
    kind="single",
    solved=True,
    well_formed=True,
    stop=Stop.ANSWERED,
    failure="",
    asks=[asked()],
    messages=[MessageEntry("user", "Hello"), written()],
    calls=[],
    findings=[],
    time=Timing(100.0, 2.0),
)


class Make:
    """What the tests build records from."""

    written = staticmethod(written)
    called = staticmethod(called)
    found = staticmethod(found)
    asked = staticmethod(asked)

    def many(self, count: int, **changes: Any) -> list[Record]:
        """Make records of different cases, alike but for their seeds."""
        alike = self.record(**changes)
        where = f"{alike.suite}/{alike.task}[{alike.shift}][{alike.format}]"
        return [replace(alike, case=f"{where}[{seed}]", seed=seed) for seed in range(count)]

    def record(self, **changes: Any) -> Record:
        """Make a record: a solved case in ID content and the hermes format, but for changes."""
        return replace(_PLAIN, **changes)

    def id_formats(self, *names: str, held_out: Sequence[str] = ()) -> IdFormats:
        """Name the formats that a model was trained in; their axes say what they are called."""
        return IdFormats(
            formats={
                name: IdFormatEntry(
                    axes={"envelope": name}, split="held_out" if name in held_out else "train"
                )
                for name in names
            },
            reason="the chat template writes it",
        )

    def id_content(self, *suites: str, shifts: Sequence[str] = ("none",)) -> IdContent:
        """Name the suites that a model was trained on, all in the same shifts."""
        return IdContent(suites={name: tuple(shifts) for name in suites}, reason="--trained-on")

    def header(self, records: Sequence[Record], **changes: Any) -> RunHeader:
        """Make the header of a run that has these records' cases, but for changes."""
        names = "\n".join(sorted(record.case for record in records))
        header = RunHeader(
            settings=Settings(model="/home/someone/checkpoints/step-300"),
            suites={
                name: SuiteEntry(split="train", version=1, digest="aa")
                for name in sorted({record.suite for record in records})
            },
            formats={
                name: FormatEntry(version=1, digest="bb", axes={"envelope": name}, split="train")
                for name in sorted({record.format for record in records})
            },
            arms={
                arm: ArmEntry(cases=cases)
                for arm, cases in Counter(record.arm for record in records).items()
            },
            model=ModelEntry(
                name="/home/someone/checkpoints/step-300",
                kind="local",
                fingerprint={"config": "cc"},
            ),
            chat=ChatEntry(fingerprint={"template": "dd"}, history="append", notes=()),
            id_formats=self.id_formats("hermes"),
            id_content=IdContent(suites={}, reason="--trained-on names none"),
            engine={"name": "vllm", "arguments": {"model": "/home/someone/checkpoints/step-300"}},
            versions=Versions(toolbench_ood="0.1.0", engine={"vllm": "0.32.0"}),
            cases=len(records),
            cases_digest=hashlib.sha256(names.encode()).hexdigest(),
            made={"at": "2026-11-24T03:00:00Z"},
        )
        return header.model_copy(update=changes)

    def run(self, path: Path, records: Sequence[Record], **changes: Any) -> RunFolder:
        """Put a run on disk."""
        run = RunFolder.create(path, self.header(records, **changes))
        with run.writer() as writer:
            for record in records:
                writer.append(record)
        return run


make = Make()
"""What the tests build from."""
