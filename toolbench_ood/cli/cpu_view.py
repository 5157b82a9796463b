"""What ``doctor`` reports on a machine without a GPU: how a model would run on its CPU, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.engines.cpu import look_at_cpu
from toolbench_ood.engines.cpu_fit import fit_to_cpu
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.model.resolve import resolve_here
from toolbench_ood.types.errors import UserError

_NAMES = {
    "dtype": "element type",
    "concurrency": "cases in flight",
    "cache": "cache",
    "max_model_len": "context",
}


@dataclass(frozen=True, slots=True)
class CpuView:
    """How a model would be run on vLLM's CPU engine."""

    element_type: str
    """What the CPU computes natively."""
    reason: str
    model: str | None
    """The model that the rest refers to; None if there is none here."""
    chosen: Mapping[str, str]
    """Each choice with its reason, by the name of the setting."""
    problem: str | None
    """Why the model can't be run."""


def view_cpu(model: str | None, base_model: str | None = None) -> CpuView:
    """Look at the CPU, for a model or else the bundled one; nothing is fetched or converted.

    Of an adapter, its base is looked at, which takes nearly all of the memory.
    """
    cpu = look_at_cpu()
    name = model or BUNDLED
    chosen: Mapping[str, str] = {}
    problem = None
    folder = _folder(name, base_model)
    if folder is not None:
        try:
            chosen = fit_to_cpu(folder, cpu, {}).reasons
        except UserError as error:
            problem = str(error)
    return CpuView(
        element_type=cpu.native.name,
        reason=cpu.native.reason,
        model=name if folder else None,
        chosen=chosen,
        problem=problem,
    )


def cpu_lines(view: CpuView) -> Iterator[str]:
    """Yield the lines to print."""
    if view.model is None:
        yield f"computing on the CPU in {view.element_type}: {view.reason}"
        return
    yield f"\n{view.model} on this CPU, by default"
    for name, choice in view.chosen.items():
        yield f"  {_NAMES[name]:<17}{choice}"
    if view.problem:
        yield f"  can't run: {view.problem}"


def _folder(name: str, base_model: str | None) -> Path | None:
    try:
        found = resolve_here(name, base_model)
    except UserError:
        return None
    return None if found is None else found.path
