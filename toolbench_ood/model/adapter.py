"""A PEFT adapter by its configuration: which base model it belongs to, and what it changes.

Its weights are not looked at here; :mod:`~toolbench_ood.model.adapter_fit` does that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.model.weights import has_weights
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_WEIGHTS = "adapter_model.safetensors"

_LORA = "LORA"
_SETS_WEIGHTS_ALONE = frozenset({"gaussian", "eva", "orthogonal", "mica", "lora_ga"})
"""Initialisations that leave the base as it is, so that a trained adapter is an ordinary one."""


class AdapterConfig(BaseModel):
    """The fields of ``adapter_config.json`` that decide how an adapter is applied."""

    # The file is peft's, which adds fields with every release.
    model_config = ConfigDict(extra="ignore", frozen=True)

    base_model_name_or_path: str | None = None
    r: PositiveInt
    target_modules: list[str] | str | None = None
    target_parameters: list[str] | None = None
    fan_in_fan_out: bool = False
    """Whether the base stores its matrices transposed."""
    rank_pattern: dict[str, PositiveInt] | None = None
    alpha_pattern: dict[str, float] | None = None
    modules_to_save: list[str] | None = None
    trainable_token_indices: list[int] | dict[str, list[int]] | None = None
    bias: str = "none"
    lora_bias: bool = False
    use_dora: bool = False
    use_qalora: bool = False
    use_bdlora: Json = None
    layer_replication: list[list[int]] | None = None
    alora_invocation_tokens: list[int] | None = None
    init_lora_weights: bool | str | None = Field(default=True)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter in a folder of its own."""

    folder: Path
    config: AdapterConfig

    @property
    def base(self) -> str | None:
        """Name or path of the base model, as training recorded it; None if it didn't."""
        return self.config.base_model_name_or_path or None

    @property
    def rank(self) -> int:
        """The largest rank of any module."""
        return max((self.config.r, *(self.config.rank_pattern or {}).values()))

    @property
    def has_patterns(self) -> bool:
        """Whether rank or scaling differ between modules."""
        return bool(self.config.rank_pattern or self.config.alpha_pattern)

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that it changes; one regular expression where it was given so."""
        named = self.config.target_modules or []
        listed = [named] if isinstance(named, str) else named
        return (*sorted(listed), *(self.config.target_parameters or ()))

    @property
    def only_merged(self) -> tuple[str, ...]:
        """What engines cannot apply unless the adapter is merged into its base."""
        return tuple(_only_merged(self.config))


def is_adapter(folder: Path) -> bool:
    """Whether a folder holds an adapter.

    Raises:
        UserError: it holds a whole model too.
    """
    if not (folder / ADAPTER_CONFIG).is_file():
        return False
    if (folder / "config.json").is_file() and has_weights(folder):
        raise UserError(
            f"{folder} holds a whole model (config.json and weights) and an adapter "
            f"({ADAPTER_CONFIG}), so it is unclear which is meant: move one of them to a folder of "
            "its own"
        )
    return True


def read_adapter(folder: Path) -> Adapter:
    """Read the configuration of an adapter.

    Raises:
        UserError: it is broken, or not that of a LoRA.
    """
    try:
        found = read_json_object(folder / ADAPTER_CONFIG)
    except UserError as error:
        raise UserError(
            f"The adapter {folder} can't be used: {error}; copy it again, or wait until it is "
            "complete"
        ) from error
    kind = found.get("peft_type")
    if kind != _LORA:
        raise UserError(
            f"The adapter {folder} can't be used: its peft_type is {kind!r}, and only {_LORA} is "
            f"supported; {merge_advice(folder)}"
        )
    try:
        return Adapter(folder, AdapterConfig.model_validate(found))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError(
            f"The adapter {folder} can't be used: {where!r} in {ADAPTER_CONFIG} is not valid "
            f"({first['msg']}); copy it again, or save it again with peft"
        ) from error


def merge_advice(folder: Path) -> str:
    """Say how an adapter becomes a whole model."""
    return (
        "merge it into its base (peft: "
        f"`AutoPeftModelForCausalLM.from_pretrained({str(folder)!r}).merge_and_unload()"
        ".save_pretrained(OUT)`), save the tokenizer there too, and give that folder"
    )


def _only_merged(config: AdapterConfig) -> Iterator[str]:
    init = config.init_lora_weights
    features = {
        "DoRA (use_dora)": config.use_dora,
        f"bias {config.bias!r}": config.bias != "none",
        "lora_bias": config.lora_bias,
        "QALoRA (use_qalora)": config.use_qalora,
        "BD-LoRA (use_bdlora)": bool(config.use_bdlora),
        "layer_replication": bool(config.layer_replication),
        f"init_lora_weights {init!r}, which changes the base": isinstance(init, str)
        and init.lower() not in _SETS_WEIGHTS_ALONE,
    }
    return (name for name, used in features.items() if used)
