"""Runs for tests: scripted, small and real."""

from pathlib import Path
from typing import Any

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import MessageEntry, Record, Timing
from toolbench_ood.run.evaluate import evaluate
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.header import (
    ArmEntry,
    ChatEntry,
    IdContent,
    IdFormats,
    ModelEntry,
    RunHeader,
    Versions,
)
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.silence import Silence

QUIET = Silence()


def header_of(**changes: Any) -> RunHeader:
    """Make a header that says little."""
    values: dict[str, Any] = {
        "settings": Settings(model="oracle"),
        "suites": {},
        "formats": {},
        "arms": {"strict": ArmEntry(cases=3)},
        "model": ModelEntry(name="oracle", kind="scripted", fingerprint={}),
        "chat": ChatEntry(fingerprint={}, history="append", notes=()),
        "id_formats": IdFormats(formats={}, reason="none"),
        "id_content": IdContent(suites={}, reason="none"),
        "engine": {"name": "scripted"},
        "versions": Versions(toolbench_ood="0", engine={}),
        "cases": 3,
        "cases_digest": "",
        "made": {},
    }
    return RunHeader(**{**values, **changes})


def a_record(case: str, stop: str = "answered") -> Record:
    """Make a record with a case id."""
    return Record(
        case=case,
        task="task_x.py::x",
        suite="s",
        split="train",
        shift="none",
        format="hermes",
        arm="strict",
        seed=0,
        sample=0,
        kind="single",
        solved=True,
        well_formed=True,
        stop=Stop(stop),
        failure="",
        asks=[],
        messages=[MessageEntry("user", "x \u2028 é \U0001f600")],
        calls=[],
        findings=[],
        time=Timing(0.0, 1.0),
    )


def scripted_run(folder: Path | str, model: str = "oracle", **settings: Any) -> RunFolder:
    """Play a scripted model over everything that ships, or what the settings leave of it."""
    chosen = Settings(**{"model": model, "seeds": 1, **settings})
    return evaluate(chosen, Path(folder), QUIET)
