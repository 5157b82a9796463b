"""Options that say something about the model which another option names."""

from pathlib import Path

from toolbench_ood.types.errors import UserError


def require_model_for(
    model: str | None, base_model: str | None, chat_template: Path | None
) -> None:
    """Refuse options of a model where no model is named.

    Raises:
        UserError: one is given.
    """
    if model is not None:
        return
    if chat_template:
        raise UserError(
            "--chat-template replaces the chat template of a model; name the model with --model"
        )
    if base_model:
        raise UserError(
            "--base-model is the model that an adapter belongs to; name the adapter with --model"
        )
