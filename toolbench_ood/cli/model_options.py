"""The model that a command renders with, and the options that say more about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolbench_ood.run.option_values import key_values
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError

NO_MODEL = "oracle"
"""A scripted model, whose chat template is plain ChatML."""


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """What a user gave; None or empty for what was left out."""

    model: str | None
    base_model: str | None = None
    chat_template: Path | None = None
    template_options: Sequence[str] | None = None
    """Pairs as they were written: ``enable_thinking=false``."""

    def settings(self) -> Settings:
        """Return the settings of this model, or of one with plain ChatML if none is named.

        Raises:
            UserError: an option about a model is given without one, or is no pair.
        """
        if self.model is None:
            self._refuse_alone()
        return Settings(model=self.model or NO_MODEL, **self.values)

    @property
    def values(self) -> Mapping[str, Any]:
        """The options by the name of the field of the settings, the model left out."""
        return {
            "base_model": self.base_model,
            "chat_template": self.chat_template,
            "template_options": key_values("--template-option", self.template_options),
        }

    def _refuse_alone(self) -> None:
        if self.chat_template:
            raise UserError(
                "--chat-template replaces the chat template of a model; name the model with --model"
            )
        if self.template_options:
            raise UserError(
                "--template-option sets a variable of a model's chat template; name the model with "
                "--model"
            )
        if self.base_model:
            raise UserError(
                "--base-model is the model that an adapter belongs to; name the adapter with "
                "--model"
            )
