"""What a worker takes of the machine on which it plays a unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from toolbench_ood.policy.find import is_scripted
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_SIZES = ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size")
"""Arguments of the engine that multiply the GPUs of a model."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a cluster says of one of its machines."""

    cpus: float
    gpus: float


@dataclass(frozen=True, slots=True)
class Needs:
    """What is set aside for one worker, on one machine."""

    cpus: float
    gpus: int

    def __str__(self) -> str:
        """Say what decides how many fit: ``2 GPUs`` or ``16 cores``."""
        number, what = (self.gpus, "GPU") if self.gpus else (self.cpus, "core")
        return f"{number:g} {what}{'' if number == 1 else 's'}"


def worker_needs(settings: Settings, machines: Sequence[Machine]) -> Needs:
    """Return what a worker takes that plays with these settings.

    A model takes as many GPUs as the engine's arguments say, or one. Where there are none, it takes
    a whole machine, since an engine on a CPU uses all cores and fits its cache to all of the
    memory. Scripted models and those at an endpoint take one core.

    Args:
        settings: those of the unit.
        machines: those of the cluster.

    Raises:
        UserError: no machine has so many GPUs.
    """
    if is_scripted(settings.model) or settings.is_served:
        return Needs(cpus=1, gpus=0)
    most = max((machine.gpus for machine in machines), default=0)
    if not most:
        return Needs(cpus=_whole_machine(machines), gpus=0)
    gpus = gpus_of(settings.engine_arguments)
    if gpus > most:
        raise UserError(
            f"a worker takes {gpus} GPUs ({_given(settings.engine_arguments)}), and no machine of "
            f"the cluster has more than {most:g}; give smaller numbers, or add a machine"
        )
    return Needs(cpus=1, gpus=gpus)


def gpus_of(arguments: Mapping[str, Json]) -> int:
    """Return the number of GPUs that an engine with these arguments uses."""
    return prod(_sizes(arguments).values())


def _sizes(arguments: Mapping[str, Json]) -> Mapping[str, int]:
    named = {name.replace("-", "_"): value for name, value in arguments.items()}
    return {name: size for name in _SIZES if isinstance(size := named.get(name), int) and size > 1}


def _given(arguments: Mapping[str, Json]) -> str:
    return " and ".join(f"{name}={size}" for name, size in _sizes(arguments).items())


def _whole_machine(machines: Iterable[Machine]) -> float:
    """Return the cores of the smallest machine, so that a worker fits on each."""
    return min((machine.cpus for machine in machines if machine.cpus), default=1)
