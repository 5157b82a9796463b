"""Workers of Ray that play the units of a series; the only module that imports ray.

Each unit has a worker of its own, a process that ends with it: so a GPU's memory is free again
before the next worker starts there. How many play at once is up to Ray, which starts a worker as
soon as a machine has what it takes.
"""

import logging
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from toolbench_ood.engines.quiet_start import environment
from toolbench_ood.run.silence import Silence
from toolbench_ood.series.everywhere import Ended
from toolbench_ood.series.unit import Suites, Unit
from toolbench_ood.series.worker_needs import Machine, worker_needs
from toolbench_ood.types.errors import EngineError, ToolbenchError, UserError
from toolbench_ood.types.faults import contained

INSTALL = "pip install 'toolbench-ood[ray]'"
LOCAL = "local"
"""The address for a Ray of one's own on this machine, which ends with the series."""
_QUIET: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
"""No usage statistics, and no warning about workers without GPU."""
_OBJECT_STORE: Final = 80 * 2**20
"""Bytes of shared memory, little above the least that Ray takes: only units and errors are sent."""
_TO_CONNECT = 5.0
"""Seconds in which a cluster's port must answer."""
_BETWEEN_LINES = 60.0
"""Seconds without news after which it is said how far the series is."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a worker sends back."""

    error: ToolbenchError | None
    notes: tuple[str, ...]
    """What it had to say meanwhile."""


@dataclass(slots=True)
class Notes(Silence):
    """Keeps what is worth a line until it can be said."""

    lines: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep it."""
        self.lines.append(text)


class Worker:
    """What a process of Ray's runs."""

    def play(self, unit: Unit) -> Played:
        """Play a unit, as any process would."""
        notes = Notes()
        try:
            error = unit.play(notes, Suites(unit.settings))
        except OSError as failed:  # one machine's, which must not end those of others
            error = UserError(f"{unit.folder} or what it is made from can't be read: {failed}")
        return Played(error, tuple(notes.lines))


def require_ray() -> Any:
    """Return the package ray (UserError: it is not installed)."""
    try:
        import ray  # noqa: PLC0415  # optional and slow
    except ImportError as error:
        raise UserError(
            f"--ray needs the package ray, which can't be imported ({error}); install it with: "
            f"{INSTALL}, or leave the option out"
        ) from error
    return ray


def play_on_ray(units: Sequence[Unit], address: str, say: Callable[[str], None]) -> Iterator[Ended]:
    """Play units on workers of Ray, and yield each when it has ended.

    Args:
        units: what to play.
        address: ``local``, or that of a cluster, as ``ray.init`` takes it.
        say: called with lines of progress.

    Raises:
        UserError: Ray is not installed, there is no such cluster, or no machine of it has what a
            worker takes.
    """
    if not units:
        return
    ray = require_ray()
    with _connected(ray, address):
        waiting = _started(ray, units, say)
        said: set[tuple[str, str]] = set()
        while waiting:
            ended, _ = ray.wait(list(waiting), timeout=_BETWEEN_LINES)
            for reference in ended:
                # The worker ends when nothing refers to it any more.
                unit = waiting.pop(reference)[0]
                played = _result(ray, reference, unit)
                _tell(unit, played, said, say)
                yield unit, played.error
            say(f"played on Ray: {len(units) - len(waiting)} of {len(units)}")


@contextmanager
def _connected(ray: Any, address: str) -> Iterator[None]:
    own: Mapping[str, Any] = (
        {"object_store_memory": _OBJECT_STORE, "include_dashboard": False}
        if address == LOCAL
        else {}
    )
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}

    def refused(error: Exception) -> UserError:
        wanted = (
            "try again when the machine is less busy"
            if address == LOCAL
            else f"start one with `ray start --head`, or give --ray {LOCAL}"
        )
        return UserError(f"--ray {address}: no Ray answers there ({_line(error)}); {wanted}")

    try:
        # Ray raises errors of any kind, a plain Exception among them.
        with environment(_QUIET), contained(refused):
            _require_listener(address)
            ray.init(address=address, **own, **quiet)
        yield
    finally:
        ray.shutdown()


def _require_listener(address: str) -> None:
    """Raise OSError where nothing listens at HOST:PORT, for which Ray itself waits for minutes."""
    host, colon, port = address.partition("://")[2 if "://" in address else 0].rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _TO_CONNECT).close()


def _started(
    ray: Any, units: Sequence[Unit], say: Callable[[str], None]
) -> dict[Any, tuple[Unit, Any]]:
    """Ask for a worker for each unit, and return what each will answer, with unit and worker."""
    machines = _machines(ray)
    needs = [worker_needs(unit.settings, machines) for unit in units]
    takes = ", ".join(sorted({str(need) for need in needs}))
    say(f"to play on Ray: {len(units)} (machines: {len(machines)}; for each worker: {takes})")
    waiting = {}
    for unit, need in zip(units, needs, strict=True):
        worker = ray.remote(Worker).options(num_cpus=need.cpus, num_gpus=need.gpus).remote()
        waiting[worker.play.remote(unit)] = (unit, worker)
    return waiting


def _machines(ray: Any) -> list[Machine]:
    resources = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    return [Machine(each.get("CPU", 0), each.get("GPU", 0)) for each in resources]


def _result(ray: Any, reference: Any, unit: Unit) -> Played:
    """Return what a worker sent back, or that it could not."""
    try:
        played: Played = ray.get(reference)
    except ray.exceptions.RayError as error:
        return Played(
            EngineError(
                f"the worker that played {unit.name} ended before it was done ({_line(error)}); "
                "give the same command again to go on"
            ),
            (),
        )
    return played


def _tell(
    unit: Unit, played: Played, said: set[tuple[str, str]], say: Callable[[str], None]
) -> None:
    """Say what a worker had to say, but the same of several parts only once."""
    for note in played.notes:
        if (unit.label, note) not in said:
            said.add((unit.label, note))
            say(f"{unit.label}: {note}")


def _line(error: Exception) -> str:
    """Return the last line of what an error says, in which Ray puts the cause."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
