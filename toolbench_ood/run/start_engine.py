"""The engine of a real model, chosen and started by what the settings say."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.kinds import EngineKind, Start
from toolbench_ood.engines.lora import Lora
from toolbench_ood.engines.select import choose
from toolbench_ood.model.adapter_fit import adapted_modules
from toolbench_ood.model.bundled import cache_folder
from toolbench_ood.model.chat_files import find_chat_files
from toolbench_ood.model.loadable import require_loadable, require_tokenizer
from toolbench_ood.model.resolve import ModelRef
from toolbench_ood.run.check_settings import require_followed
from toolbench_ood.run.model import Model
from toolbench_ood.types.errors import UserError


class Loading(Protocol):
    """Is told of an engine's start."""

    def note(self, text: str) -> None:
        """Something worth a line."""
        ...

    def loading(self, what: str) -> None:
        """A model is being loaded, which may take minutes: ``smollm2 on vllm``."""
        ...


async def start_engine(model: Model, listener: Loading) -> tuple[EngineKind, Engine]:
    """Load a real model on the engine that its settings name, and nothing else.

    Raises:
        UserError: the engine, an option or the model's folder does not fit.
        EngineError: the engine does not start.
    """
    path = model.ref.path
    if path is None:
        raise UserError(f"{model.settings.model} is a scripted model; give a real one")
    kind = choose_engine(model)
    listener.loading(f"{model.settings.model} on {kind.name}")
    return kind, await kind.start(engine_start(model, path, listener))


def choose_engine(model: Model) -> EngineKind:
    """Choose the engine of a real model, and check that it can load the model.

    Raises:
        UserError: the engine, an option or the model's folder does not fit.
    """
    settings = model.settings
    kind = choose(settings.engine, urls=settings.base_urls)
    require_followed(settings, kind.name)
    _require_usable(model.ref, kind)
    return kind


def engine_start(model: Model, path: Path, listener: Loading) -> Start:
    """Return what an engine needs to start with a model; the path is its folder or its base's."""
    settings = model.settings
    return Start(
        model=path,
        sampling=settings.sampling,
        end_tokens=model.chat.end_tokens,
        arguments=settings.engine_arguments,
        base_urls=settings.base_urls,
        served_model=settings.served_model,
        log=_engine_log,
        say=listener.note,
        lora=_lora(model.ref),
    )


def _require_usable(ref: ModelRef, kind: EngineKind) -> None:
    """Refuse a model that the engine would fail on (UserError)."""
    if not kind.local or ref.path is None:
        require_tokenizer(find_chat_files(ref.folders).tokenizer)
        return
    require_loadable(ref.path, ref.adapter)
    if ref.adapter and ref.adapter.only_merged and not kind.merges:
        raise UserError(
            f"The engine {kind.name} can't apply the adapter {ref.adapter.folder}, which uses "
            f"{' and '.join(ref.adapter.only_merged)}; give --engine transformers, which merges it "
            "into its base"
        )


def _lora(ref: ModelRef) -> Lora | None:
    if ref.adapter is None:
        return None
    return Lora(
        folder=ref.adapter.folder,
        rank=ref.adapter.rank,
        modules=adapted_modules(ref.adapter),
        has_patterns=ref.adapter.has_patterns,
    )


def _engine_log() -> Path:
    """Return the path of the engine's log file."""
    folder = cache_folder(os.environ) / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"vllm-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.log"
