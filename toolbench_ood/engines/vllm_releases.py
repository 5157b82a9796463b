"""The releases of vLLM with which the real-engine tests passed. ``make compat`` writes the list."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files

from toolbench_ood.engines.vllm_environment import vllm_version

RELEASES_FILE = "vllm_releases.json"
"""Beside this module: by release, the torch, transformers and Python it was run with, and when."""

_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def run_releases() -> Mapping[str, Mapping[str, str]]:
    """Return what each release was run with, from the oldest to the newest."""
    text = (files(__package__) / RELEASES_FILE).read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return {release: found[release] for release in sorted(found, key=release_order)}


def release_order(release: str) -> tuple[int, ...]:
    """Return what orders releases: ``0.9.2`` before ``0.11.0``."""
    numbers = _NUMBERS.match(release)
    return tuple(map(int, numbers[0].split("."))) if numbers else ()


def never_run(release: str) -> str | None:
    """Return a warning if a release is untested; None if it, or another patch of it, was tested."""
    known = list(run_releases())
    if not known or _minor(release) in map(_minor, known):
        return None
    return (
        f"vLLM {release} has not been tested with this program; the oldest and newest tested "
        f"releases are {known[0]} and {known[-1]}"
    )


def vllm_never_run() -> str | None:
    """Say of the installed vLLM what :func:`never_run` says; None where none is installed."""
    installed = vllm_version()
    return never_run(installed.split()[-1]) if installed else None


def _minor(release: str) -> tuple[int, ...]:
    return release_order(release)[:2]
