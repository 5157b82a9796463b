"""vLLM releases that passed the real-engine tests. ``make compat`` writes the list."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files

from toolbench_ood.engines.vllm_environment import vllm_version

RELEASES_FILE = "vllm_releases.json"
"""Next to this module: for each release, the torch, transformers and Python used, and the date."""

_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def run_releases() -> Mapping[str, Mapping[str, str]]:
    """Return the environment in which each release was tested, from oldest to newest."""
    text = (files(__package__) / RELEASES_FILE).read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return {release: found[release] for release in sorted(found, key=release_order)}


def release_order(release: str) -> tuple[int, ...]:
    """Return a sort key for releases: ``0.9.2`` sorts before ``0.11.0``."""
    numbers = _NUMBERS.match(release)
    return tuple(map(int, numbers[0].split("."))) if numbers else ()


def never_run(release: str) -> str | None:
    """Return a warning if neither the release nor another patch of its minor version was tested."""
    known = list(run_releases())
    if not known or _minor(release) in map(_minor, known):
        return None
    return (
        f"vLLM {release} has not been tested with this program; the oldest and newest tested "
        f"releases are {known[0]} and {known[-1]}"
    )


def vllm_never_run() -> str | None:
    """Return the warning of :func:`never_run` for the installed vLLM; None if there is none."""
    installed = vllm_version()
    return never_run(installed.split()[-1]) if installed else None


def _minor(release: str) -> tuple[int, ...]:
    return release_order(release)[:2]
