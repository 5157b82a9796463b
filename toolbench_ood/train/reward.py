"""What a played case is worth to a trainer."""

from toolbench_ood.rollout.record import Record


def reward(record: Record, *, solved: float = 1.0, well_formed: float = 0.0) -> float | None:
    """Return the reward of a played case; None when it says nothing about the model.

    That is where the engine or the program failed.

    Success and structure are paid apart. Structure is paid only where a call was carried out:
    paid for alone it rewards a model for calling nothing, which is how runs collapse.

    Args:
        record: of the case.
        solved: paid when every check of the task holds.
        well_formed: paid when no message has a finding above benign and a call was carried out.
    """
    if not record.stop.scored:
        return None
    acted = any(call.status == "ok" for call in record.calls)
    return solved * record.solved + well_formed * (record.well_formed and acted)
