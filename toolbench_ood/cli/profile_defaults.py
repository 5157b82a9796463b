"""Defaults of ``eval`` options, which may depend on the profile."""

from typing import Any

from toolbench_ood.cli.declared import default_text
from toolbench_ood.run.profile import PROFILES, Profile
from toolbench_ood.types.option import Declared

PROFILE = "profile"
"""Placeholder for a default that differs between profiles."""


def profile_default(declared: Declared) -> str:
    """Return the default, or ``PROFILE`` if profiles differ; empty if there is none."""
    values = [_chosen(profile, declared) for profile in PROFILES.values()]
    same = all(value == values[0] for value in values)
    return default_text(declared, values[0]) if same else PROFILE


def _chosen(profile: Profile, declared: Declared) -> Any:
    """Return the value that holds in a profile."""
    field, *inner = declared.path
    if field not in profile.choices():
        return declared.default
    value = profile.choices()[field]
    for name in inner:
        value = getattr(value, name)
    return value
