"""The settings shared by all rollouts of a run."""

from collections.abc import Mapping
from dataclasses import replace

from toolbench_ood.chat.chat import Chat
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
        limits=thinking_limits(limits, model.chat),
        history=settings.history,
        system=settings.system,
        context=context,
        seed=settings.sampling.seed,
    )


def thinking_limits(limits: Limits, chat: Chat) -> Limits:
    """Return budgets with one for reasoning only where the model reasons.

    Of a model without marks for it, or whose prompts end it, nothing tells whether a message
    without an end is reasoning.
    """
    marks = chat.frames.reasoning
    reasons = marks is not None and not marks.closed_by_prompt
    return limits if reasons else replace(limits, reasoning_tokens=0)


def _own_chats(model: Model) -> Mapping[str, Chat]:
    """Return the chats of formats that are not played in the model's usual one, by name."""
    if model.ref.path is None:
        return {}
    chats = {}
    for name in model.settings.formats or model.library.names():
        try:
            format_ = model.format(name)
        except UserError:
            # A plan leaves native out where only the profile names it, and refuses it otherwise.
            continue
        chats[format_.name] = model.chat_of(format_)
    return {name: chat for name, chat in chats.items() if chat is not model.chat}
