"""The settings shared by all rollouts of a run."""

from collections.abc import Mapping

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.native import NATIVE
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.model import Model
from toolbench_ood.types.errors import UserError


def make_setting(model: Model, limits: Limits, context: int | None) -> Setting:
    """Build the rollout settings of a run.

    Args:
        model: the run's.
        limits: budgets of a case, as this model's tokens count.
        context: most tokens that a prompt and its completion may have together; None: no limit.
    """
    settings = model.settings
    return Setting(
        chat=model.chat,
        chats=_own_chats(model),
        limits=limits,
        history=settings.history,
        system=settings.system,
        context=context,
        seed=settings.sampling.seed,
    )


def _own_chats(model: Model) -> Mapping[str, Chat]:
    """Return the chat of ``native``, where the model has one and it may be played."""
    if NATIVE not in model.settings.formats:
        return {}
    try:
        return {NATIVE: model.chat_of(model.native)}
    except UserError:
        # A plan leaves native out where only the profile names it, and refuses it otherwise.
        return {}
