"""The reward of a played case."""

from toolbench_ood.rollout.record import Record


def reward(record: Record, *, solved: float = 1.0, well_formed: float = 0.0) -> float | None:
    """Return the reward of a played case; None if the engine or the program failed.

    Success and structure are rewarded separately. Structure is rewarded only if a call was carried
    out: otherwise a model would be rewarded for calling nothing, which is how runs collapse.

    Args:
        record: of the case.
        solved: reward if every check of the task passes.
        well_formed: reward if no message has a finding above benign and a call was carried out.
    """
    if not record.stop.scored:
        return None
    acted = any(call.status == "ok" for call in record.calls)
    return solved * record.solved + well_formed * (record.well_formed and acted)
