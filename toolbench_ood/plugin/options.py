"""The options that pytest takes for us."""

from dataclasses import dataclass
from pathlib import Path

import pytest

DEFAULT_SEEDS = 3
"""Seeds with which a task is tried when no model plays it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was given; None and empty stand for not given."""

    model: str | None
    formats: tuple[str, ...]
    shifts: tuple[str, ...]
    profile: str | None
    seeds: int | None
    engine: str | None
    limit: int | None
    out: Path | None

    @property
    def given(self) -> bool:
        """Whether anything was given."""
        return self != _NOTHING_GIVEN

    @property
    def for_a_model(self) -> tuple[str, ...]:
        """The given options that mean something only where a model plays."""
        values = {
            "--toolbench-shifts": self.shifts or None,
            "--toolbench-profile": self.profile,
            "--toolbench-engine": self.engine,
            "--toolbench-limit": self.limit,
            "--toolbench-out": self.out,
        }
        return tuple(name for name, value in values.items() if value is not None)


_NOTHING_GIVEN = Options(None, (), (), None, None, None, None, None)


def add_options(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("toolbench-ood", "tool-use tasks (toolbench-ood)")
    group.addoption(
        "--toolbench-model",
        metavar="MODEL",
        help="play the tasks with a model: a checkpoint's folder, a hub id, smollm2, or a scripted "
        "model such as oracle; without it each task is tried against the laws",
    )
    group.addoption(
        "--toolbench-formats",
        metavar="NAMES",
        default="",
        help="call formats, with commas (with a model: the profile's; without: hermes)",
    )
    group.addoption(
        "--toolbench-shifts",
        metavar="NAMES",
        default="",
        help="content shifts, with commas (tasks as written: none)",
    )
    group.addoption(
        "--toolbench-seeds",
        metavar="N",
        type=int,
        help=f"seeds of a task (with a model: the profile's; without: {DEFAULT_SEEDS})",
    )
    group.addoption(
        "--toolbench-profile", metavar="NAME", help="smoke, standard or full (standard)"
    )
    group.addoption(
        "--toolbench-engine", metavar="NAME", help="what generates: auto, vllm, transformers (auto)"
    )
    group.addoption(
        "--toolbench-limit", metavar="N", type=int, help="at most N cases, spread over the tasks"
    )
    group.addoption(
        "--toolbench-out",
        metavar="DIR",
        type=Path,
        help="new folder of the run (runs/<model>-<time>)",
    )


def options_of(config: pytest.Config) -> Options:
    """Read what was given."""
    given = config.option
    return Options(
        model=given.toolbench_model,
        formats=_names(given.toolbench_formats),
        shifts=_names(given.toolbench_shifts),
        profile=given.toolbench_profile,
        seeds=given.toolbench_seeds,
        engine=given.toolbench_engine,
        limit=given.toolbench_limit,
        out=given.toolbench_out,
    )


def _names(text: str) -> tuple[str, ...]:
    names = (name.strip() for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))
