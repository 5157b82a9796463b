"""Named presets of what to run."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from toolbench_ood.format.generate.name import is_generated
from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.run.ladder_tasks import LADDER_TASKS
from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.shift import NO_SHIFT


@dataclass(frozen=True, slots=True)
class Profile:
    """How many seeds a task is played with, and the budgets of a case."""

    description: str
    seeds: int
    limits: Limits
    suites: tuple[str, ...] = ()
    """Suites that are played when the user says nothing about tasks; empty for all."""
    kinds: tuple[str, ...] = ()
    """Kinds of task that are played when the user says nothing about tasks; empty for all."""
    tasks: tuple[str, ...] = ()
    """Tasks that are played when the user says nothing about tasks, as ``suite/file.py::task``;
    empty for all."""
    formats: tuple[str, ...] = ()
    """Formats that are played when none is named; empty for all that exist. ``native`` among them
    is played only where the model has it, and left aside when runs are compared."""
    shifts: tuple[str, ...] = (NO_SHIFT,)
    """Content shifts that are played when none is named."""
    limit: int | None = None
    """At most this many cases, spread over the tasks, when no other number is given."""
    around_id: bool = False
    """Whether the first of ``formats`` stands for the model's own, and those near it for formats
    near that one."""

    follows: bool = False
    """Whether it is played at one checkpoint after another, so that it is told before what it will
    cost and how small a drop it can show."""

    def choices(self) -> Mapping[str, Any]:
        """Return what the profile chooses, by the name of the field of the settings."""
        names = {field.name for field in fields(self)} - {"description", "around_id", "follows"}
        return {name: getattr(self, name) for name in sorted(names)}

    def chose(self, formats: tuple[str, ...]) -> bool:
        """Whether formats are those of the profile, around whichever format."""
        around_another = self.around_id and formats[:1] and formats == panel_around(formats[0])
        return formats == self.formats or bool(around_another)


_PANEL = (
    *("hermes", "llama3_json", "mistral", "pythonic", "qwen3_coder", "glm47"),
    *("react", "sexp", "yamlblk", "rnd_json", "rnd_xml", "gen:1"),
)
"""Six native formats of three encodings, one framework's, four that are held out, one drawn."""

_BUDGETS = Limits(reasoning_tokens=8192)
"""Enough for the thoughts of most models, of which the answers are as long as those of others."""
_FAR = ("sexp", "yamlblk", "rnd_xml")
"""Held out, and far from every family's format."""


def panel_around(own: str) -> tuple[str, ...]:
    """Name a format, two that are near it, two that are far from it, and native."""
    near = "gen:recombined" if is_generated(own) else f"gen:near:{own}"
    far = [name for name in _FAR if name != own]
    return (own, f"{near}:1", f"{near}:2", *far[:2], NATIVE)


PROFILES: Mapping[str, Profile] = {
    "smoke": Profile(
        "thirteen tasks of two suites with terse tools, three formats: minutes on any CPU",
        seeds=1,
        suites=("library", "smart_home"),
        kinds=("single", "parallel", "chain", "look_alike", "irrelevant"),
        formats=("hermes", "qwen3_coder", "sexp"),
        shifts=("terse",),
        limits=Limits(tokens=512, message_tokens=128, faults=2),
    ),
    "ladder": Profile(
        "26 short tasks of all suites with few, terse tools, in hermes, two formats near it and "
        "three far from it: what a 135 M model can learn and a CPU can play in minutes, to tell "
        "checkpoints with known faults apart",
        seeds=1,
        tasks=LADDER_TASKS,
        formats=("hermes", "gen:near:hermes:1", "rnd_json", "yamlblk", "sexp", "sqlcall"),
        shifts=("lean+terse",),
        # The longest message of a solution has 276 tokens of the bundled model, all together 406.
        limits=Limits(steps=12, tokens=768, message_tokens=384, faults=2),
    ),
    "monitor": Profile(
        "64 tasks of all suites with few, terse tools, in the model's own format, two formats near "
        "it, two far from it and native: to follow a training, checkpoint by checkpoint",
        seeds=1,
        kinds=("single", "parallel", "several_asks", "missing_parameter", "irrelevant"),
        formats=panel_around("hermes"),
        shifts=("lean+terse",),
        limits=Limits(steps=16, tokens=2048, message_tokens=768, reasoning_tokens=4096, faults=2),
        around_id=True,
        follows=True,
    ),
    "standard": Profile(
        "two seeds, twelve formats and native, tasks as written and with opaque names: to publish",
        seeds=2,
        formats=(*_PANEL, NATIVE),
        shifts=(NO_SHIFT, "opaque"),
        limits=_BUDGETS,
    ),
    "full": Profile(
        "two seeds, every format that ships, every content shift: hours on a GPU",
        seeds=2,
        shifts=(NO_SHIFT, *SHIFTS),
        limits=_BUDGETS,
    ),
}


def find_profile(name: str) -> Profile:
    """Return a profile by name (UserError if there is none)."""
    if name not in PROFILES:
        raise UserError(f"there is no profile {name!r}; the profiles are {choices(PROFILES)}")
    return PROFILES[name]
