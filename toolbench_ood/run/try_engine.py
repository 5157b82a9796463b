"""Try an engine that is not ours on the first request of a run, before a run depends on it."""

from collections.abc import Iterable

from toolbench_ood.engines.engine import Engine, Remote
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.generation import Request


async def try_engine(engine: Engine, cases: Iterable[Case], setting: Setting) -> None:
    """Refuse a server that cannot serve the cases, before the first of them is played.

    Raises:
        UserError: it lacks what a run needs.
        EngineError: it fails, or cannot be reached.
    """
    if isinstance(engine, Remote):
        request = _first_request(cases, setting)
        if request is not None:
            await engine.try_out(request)


def _first_request(cases: Iterable[Case], setting: Setting) -> Request | None:
    """Return what the first case asks of the model; None if no case comes so far."""
    requests = (next(rollout(case, setting), None) for case in cases)
    return next((request for request in requests if request is not None), None)
