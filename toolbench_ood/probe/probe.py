"""Probe a model: score conversations and report the figures."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic
from typing import Protocol

from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.scoring import Scoring, WholeScoring
from toolbench_ood.probe.choices import ProbeChoices
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


async def _probe(subject: ProbeSubject, reference: Model | None, watching: Watching) -> ProbeReport:
    began = monotonic()
    scorer = TokenScorer(subject.controls, subject.setting, watching)
    async with AsyncExitStack() as running:
        started = await _start(subject.model, running, watching)
        engine = started.engine
        chosen = [each.within(engine.context) for each in (subject.oracle, subject.own) if each]
        _require_some(chosen, engine)
        seen = await _score(scorer, started, chosen)
        description = dict(engine.description)
        comparisons: list[ProbeComparison | None] = [None] * len(chosen)
        if reference is not None:
            if not isinstance(engine, WholeScoring):
                await running.aclose()
            other = await _start(reference, running, watching)
            comparisons = await _compare(scorer, (started, other), chosen, seen)
    prefixes = [
        Prefixes(
            cases_digest=each.digest,
            left_out=dict(each.left_out),
            figures=make_figures(observed, subject.controls),
            comparison=comparison,
        )
        for each, observed, comparison in zip(chosen, seen, comparisons, strict=True)
    ]
    return ProbeReport(
        model=_entry(subject.model),
        reference=_entry(reference) if reference else None,
        format=subject.format.name,
        engine=description,
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


class _Probed(Engine, Scoring, Protocol):
    """An engine that scores."""


@dataclass(frozen=True, slots=True)
class _Started:
    """An engine, and how many conversations it scores at once."""

    engine: _Probed
    concurrency: int


async def _start(model: Model, running: AsyncExitStack, watching: Watching) -> _Started:
    kind, engine = await start_engine(model, watching)
    running.push_async_callback(engine.close)
    if not isinstance(engine, Scoring):
        raise UserError(f"the engine {kind.name} serves no probabilities; choose another --engine")
    # One after the other, consecutive texts with the same beginning are computed once.
    suited = engine.concurrency if kind.batches else 1
    return _Started(engine, model.settings.concurrency or suited)


def _require_some(chosen: Sequence[Chosen], engine: Engine) -> None:
    for each in chosen:
        if not each.conversations:
            raise UserError(
                f"no conversation fits the model's context of {engine.context} tokens; choose "
                "shorter ones, as with --shift lean+terse"
            )


async def _score(
    scorer: TokenScorer, started: _Started, chosen: Sequence[Chosen]
) -> list[list[Observed]]:
    scorer.watching.counting("scoring", sum(len(each.conversations) for each in chosen))
    return [
        await scorer.score(started.engine, each.conversations, started.concurrency)
        for each in chosen
    ]


async def _compare(
    scorer: TokenScorer,
    engines: tuple[_Started, _Started],
    chosen: Sequence[Chosen],
    seen: Sequence[list[Observed]],
) -> list[ProbeComparison | None]:
    theirs = await _score(scorer, engines[1], chosen)
    engine, other = (each.engine for each in engines)
    found: list[ProbeComparison | None] = []
    for each, mine, reference in zip(chosen, seen, theirs, strict=True):
        divergence = None
        if isinstance(engine, WholeScoring) and isinstance(other, WholeScoring):
            scorer.watching.counting("comparing", len(each.conversations))
            values = await scorer.diverge(engine, other, each.conversations)
            divergence = dict(divergence_figures(each.conversations, values))
        differences = compare_figures(mine, reference, scorer.controls)
        found.append(ProbeComparison(differences=differences, divergence=divergence))
    return found


def _entry(model: Model) -> ModelEntry:
    return ModelEntry(
        name=model.ref.short_name,
        kind=model.ref.kind.value,
        fingerprint=model.ref.fingerprint(),
    )
