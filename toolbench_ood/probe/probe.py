"""Probe a model: score conversations and report the figures."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic
from typing import Protocol

from toolbench_ood.engines.scoring import Scoring, WholeScoring
from toolbench_ood.probe.by_task import signatures_by_task
from toolbench_ood.probe.choices import ProbeChoices
from toolbench_ood.probe.controls import Control
from toolbench_ood.probe.divergence import divergence_figures
from toolbench_ood.probe.figures import compare_figures, label, make_figures
from toolbench_ood.probe.observe import Observed
from toolbench_ood.probe.report import ControlEntry, Prefixes, ProbeComparison, ProbeReport
from toolbench_ood.probe.score import TokenScorer
from toolbench_ood.probe.subject import Chosen, ProbeSubject, make_subject
from toolbench_ood.probe.watching import Watching
from toolbench_ood.run.header import ModelEntry
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.run_now import run_now
from toolbench_ood.run.runtime import engine_versions
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.start_engine import start_engine
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json


def probe(settings: Settings, choices: ProbeChoices, watching: Watching) -> ProbeReport:
    """Probe a model on conversations that are there already.

    Args:
        settings: the model, the engine and the cases.
        choices: what else the user chose.
        watching: told of the progress.

    Raises:
        UserError: a setting is wrong, or the engine serves no probabilities.
        EngineError: the engine failed.
    """
    # Another tokenizer is refused before anything is played.
    name = choices.reference
    reference = None if name is None else _reference(open_model(settings), name)
    subject = make_subject(settings, choices.run, choices.tokens)
    return run_now(_probe(subject, reference, watching))


def _reference(model: Model, name: str) -> Model:
    """Open the other model (UserError: it has another tokenizer)."""
    settings = model.settings
    if settings.is_served:
        raise UserError(
            "--compare loads both models on this machine, so it can't be used with an endpoint; "
            "probe each endpoint by itself, or leave --base-url out"
        )
    other = open_model(replace(settings, model=name, base_model=None))
    if other.ref.path is None:
        raise UserError(f"--compare {name} is a scripted model; give a checkpoint folder or hub id")
    vocabularies = [each.chat.tokenizer.fingerprint["vocabulary"] for each in (model, other)]
    if vocabularies[0] != vocabularies[1]:
        raise UserError(
            f"--compare {name} has another tokenizer than {settings.model}, so no token of one is "
            "a token of the other; give a model with the same tokenizer"
        )
    return other


class Loaded(Protocol):
    """What an engine says of itself and of the model that it has loaded."""

    @property
    def description(self) -> Mapping[str, Json]:
        """Its name, arguments, device."""
        ...

    @property
    def context(self) -> int | None:
        """Most tokens of a conversation; None for no limit."""
        ...


class _Probed(Loaded, Scoring, Protocol):
    """An engine that scores."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was observed on one kind of prefix."""

    chosen: Chosen
    observed: list[Observed]


@dataclass(frozen=True, slots=True)
class _Pair:
    """What was observed on one kind of prefix, of the model and of the reference."""

    seen: _Seen
    theirs: list[Observed]
    divergences: Sequence[Sequence[float]] | None = None

    def comparison(self, controls: Sequence[Control]) -> ProbeComparison:
        """Return the differences, and the divergences where there are any."""
        figures = None
        if self.divergences is not None:
            figures = dict(divergence_figures(self.seen.chosen.conversations, self.divergences))
        differences = compare_figures(self.seen.observed, self.theirs, controls)
        return ProbeComparison(differences=differences, divergence=figures)


async def probe_on(engine: Loaded, subject: ProbeSubject, watching: Watching) -> ProbeReport:
    """Probe a model on an engine that has loaded it, and leave the engine open.

    Raises:
        UserError: the engine serves no probabilities, or no conversation fits the context.
        EngineError: the engine failed.
    """
    began = monotonic()
    scoring = _require_scoring(engine)
    seen = await _score(scoring, subject, _fitting(scoring, subject), watching)
    return _report(subject, engine.description, [_prefixes(subject, each) for each in seen], began)


async def _probe(subject: ProbeSubject, reference: Model | None, watching: Watching) -> ProbeReport:
    if reference is None:
        async with AsyncExitStack() as running:
            return await probe_on(await _start(subject.model, running, watching), subject, watching)
    began = monotonic()
    async with AsyncExitStack() as running:
        engine = await _start(subject.model, running, watching)
        pairs = await _score_twice(engine, reference, subject, running, watching)
        description = engine.description
    prefixes = [
        _prefixes(subject, each.seen).model_copy(
            update={"comparison": each.comparison(subject.controls)}
        )
        for each in pairs
    ]
    return _report(subject, description, prefixes, began, reference)


def _prefixes(subject: ProbeSubject, seen: _Seen) -> Prefixes:
    by_task: dict[str, dict[str, dict[str, float]]] = {}
    for name, means in signatures_by_task(seen.observed).items():
        for (suite, task), mean in means.items():
            by_task.setdefault(name, {}).setdefault(suite, {})[task] = mean
    return Prefixes(
        cases_digest=seen.chosen.digest,
        left_out=dict(seen.chosen.left_out),
        figures=make_figures(seen.observed, subject.controls),
        by_task=by_task,
    )


def _report(
    subject: ProbeSubject,
    engine: Mapping[str, Json],
    prefixes: Sequence[Prefixes],
    began: float,
    reference: Model | None = None,
) -> ProbeReport:
    return ProbeReport(
        model=_entry(subject.model),
        reference=_entry(reference) if reference else None,
        format=subject.format.name,
        engine=dict(engine),
        versions={"toolbench_ood": version("toolbench-ood"), **engine_versions()},
        controls=tuple(
            ControlEntry(label=label(each), kind=each.kind, text=each.text, tokens=each.tokens)
            for each in subject.controls
        ),
        oracle=prefixes[0],
        own=prefixes[1] if len(prefixes) > 1 else None,
        made={
            "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "seconds": f"{monotonic() - began:.1f}",
        },
    )


async def _start(model: Model, running: AsyncExitStack, watching: Watching) -> _Probed:
    _, engine = await start_engine(model, watching)
    running.push_async_callback(engine.close)
    return _require_scoring(engine)


def _require_scoring(engine: Loaded) -> _Probed:
    if not isinstance(engine, Scoring):
        name = engine.description["name"]
        raise UserError(f"the engine {name} serves no probabilities; choose another --engine")
    return engine


def _fitting(engine: Loaded, subject: ProbeSubject) -> list[Chosen]:
    """Return the conversations of each kind of prefix that fit, the oracle's first."""
    chosen = [each.within(engine.context) for each in (subject.oracle, subject.own) if each]
    if any(not each.conversations for each in chosen):
        raise UserError(
            f"no conversation fits the model's context of {engine.context} tokens; choose "
            "shorter ones, as with --shift lean+terse"
        )
    return chosen


async def _score(
    engine: _Probed, subject: ProbeSubject, chosen: Sequence[Chosen], watching: Watching
) -> list[_Seen]:
    watching.counting("scoring", sum(len(each.conversations) for each in chosen))
    scorer = TokenScorer(subject.controls, subject.setting, watching)
    at_once = subject.model.settings.concurrency or engine.scored_at_once
    return [_Seen(each, await scorer.score(engine, each.conversations, at_once)) for each in chosen]


async def _score_twice(
    engine: _Probed,
    reference: Model,
    subject: ProbeSubject,
    running: AsyncExitStack,
    watching: Watching,
) -> list[_Pair]:
    """Score with both models: side by side if whole distributions are served, else in turn."""
    chosen = _fitting(engine, subject)
    seen: list[_Seen] = []
    if not isinstance(engine, WholeScoring):
        seen = await _score(engine, subject, chosen, watching)
        await running.aclose()
    other = await _start(reference, running, watching)
    if isinstance(engine, WholeScoring) and isinstance(other, WholeScoring):
        return await _score_side_by_side((engine, other), subject, chosen, watching)
    theirs = await _score(other, subject, chosen, watching)
    return [_Pair(one, two.observed) for one, two in zip(seen, theirs, strict=True)]


async def _score_side_by_side(
    engines: tuple[WholeScoring, WholeScoring],
    subject: ProbeSubject,
    chosen: Sequence[Chosen],
    watching: Watching,
) -> list[_Pair]:
    watching.counting("comparing", sum(len(each.conversations) for each in chosen))
    scorer = TokenScorer(subject.controls, subject.setting, watching)
    pairs = []
    for each in chosen:
        scored = await scorer.compare(*engines, each.conversations)
        seen = _Seen(each, [one.mine for one in scored])
        divergences = [one.divergences for one in scored]
        pairs.append(_Pair(seen, [one.theirs for one in scored], divergences))
    return pairs


def _entry(model: Model) -> ModelEntry:
    return ModelEntry(
        name=model.ref.short_name,
        kind=model.ref.kind.value,
        fingerprint=model.ref.fingerprint(),
    )
