"""Named choices of how much to run."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolbench_ood.rollout.limits import Limits
from toolbench_ood.task.case import NO_SHIFT
from toolbench_ood.types.errors import UserError, choices


@dataclass(frozen=True, slots=True)
class Profile:
    """How many seeds a task is played with, and the budgets of a case."""

    description: str
    seeds: int
    limits: Limits
    formats: tuple[str, ...] = ()
    """Formats that are played when none is named; empty for all that are found."""
    shifts: tuple[str, ...] = (NO_SHIFT,)
    """Content shifts that are played when none is named."""


PROFILES: Mapping[str, Profile] = {
    "smoke": Profile(
        "one seed, three formats, small budgets: minutes on a CPU",
        seeds=1,
        formats=("hermes", "pythonic", "qwen3_coder"),
        limits=Limits(steps=12, tokens=768, message_tokens=192, faults=2),
    ),
    "standard": Profile("five seeds: the setting to publish", seeds=5, limits=Limits()),
    "full": Profile("twenty seeds: for small differences", seeds=20, limits=Limits()),
}


def find_profile(name: str) -> Profile:
    """Return a profile by name (UserError when there is none)."""
    if name not in PROFILES:
        raise UserError(f"there is no profile {name!r}; the profiles are {choices(PROFILES)}")
    return PROFILES[name]
