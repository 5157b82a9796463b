"""What a played case is worth to a trainer."""

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record


def reward(record: Record, *, solved: float = 1.0, well_formed: float = 0.0) -> float | None:
    """Return the reward of a played case; None when the engine failed and nothing was learnt.

    Success and structure are paid apart. Structure is paid only where a call was carried out:
    paid for alone it rewards a model for calling nothing, which is how runs collapse.

    Args:
        record: of the case.
        solved: paid when every check of the task holds.
        well_formed: paid when no message has a finding above benign and a call was carried out.
    """
    if record.stop is Stop.ENGINE_ERROR:
        return None
    acted = any(call.status == "ok" for call in record.calls)
    return solved * record.solved + well_formed * (record.well_formed and acted)
