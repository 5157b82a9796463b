"""The settings shared by all rollouts of a run."""

from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.model import Model


def make_setting(model: Model, limits: Limits, context: int | None) -> Setting:
    """Build the rollout settings of a run.

    Args:
        model: the run's.
        limits: budgets of a case, as this model's tokens count.
        context: most tokens that a prompt and its completion may have together; None: no limit.
    """
    settings = model.settings
    is_native = NATIVE in settings.formats
    return Setting(
        chat=model.chat,
        chats={NATIVE: model.chat_of(model.native)} if is_native else {},
        limits=limits,
        history=settings.history,
        system=settings.system,
        context=context,
        seed=settings.sampling.seed,
    )
