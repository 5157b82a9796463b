"""A real evaluation against the same token workload on a bare engine, and the prefix cache."""

import asyncio
import itertools
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from time import perf_counter

from vllm import SamplingParams, TokensPrompt
from vllm.sampling_params import RequestOutputKind

from toolbench_ood.engines.vllm import VllmEngine
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.run.load_chat import find_model, load_chat
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.profile import find_profile
from toolbench_ood.run.published import profile_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.generation import Completion, Request

ROUNDS = 3
AIM = 1.05
CACHE_AIM = 0.95


@dataclass
class Watched:
    """An engine that remembers what it was asked and what it answered, case by case."""

    inner: VllmEngine
    asked: dict[str, list[tuple[Request, Completion]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def context(self) -> int | None:
        return self.inner.context

    @property
    def description(self) -> Mapping[str, object]:
        return self.inner.description

    async def generate(self, request: Request) -> Completion:
        completion = await self.inner.generate(request)
        self.asked[request.case].append((request, completion))
        return completion

    async def close(self) -> None:
        """Leave the engine to its owner."""


def measure() -> None:
    """Print the wall time of evaluations over that of a bare AsyncLLM on the same tokens."""
    settings = profile_settings("smoke", find_profile("smoke"), "smollm2")
    asyncio.run(_measure(settings, make_plan(settings)))


async def _measure(settings: Settings, plan: Plan) -> None:
    model = find_model(settings.model)
    path = model.path
    if path is None:
        sys.exit("the bundled model is missing; make demo installs it")
    chat = load_chat(settings, model)
    engine = VllmEngine.start(
        path,
        settings.sampling,
        chat.end_tokens,
        settings.engine_args,
        log=Path(mkdtemp()) / "vllm.log",
    )
    setting = Setting(chat, settings.limits, context=engine.context)
    print(f"Real evaluation ({len(plan.cases)} cases, {settings.model} on vLLM)")
    try:
        await _compare(plan, engine, setting, engine.concurrency)
    finally:
        await engine.close()


async def _compare(plan: Plan, engine: VllmEngine, setting: Setting, concurrency: int) -> None:
    ratios = []
    records: list[Record] = []
    for number in range(ROUNDS + 1):
        watched = Watched(engine)
        records = []
        await engine._llm.reset_prefix_cache()
        begin = perf_counter()
        await drive(plan.cases, watched, setting, concurrency, records.append)
        ours = perf_counter() - begin
        await engine._llm.reset_prefix_cache()
        bare = await _bare(engine, list(watched.asked.values()), concurrency)
        if number:
            ratios.append(ours / bare)
            print(f"  evaluation {ours:.1f} s, bare engine {bare:.1f} s, ratio {ours / bare:.3f}")
        else:
            print(f"  (warm-up: evaluation {ours:.1f} s, bare engine {bare:.1f} s)")
    print(f"  median ratio {median(ratios):.3f}, aim {AIM}")
    _print_cache(records)


async def _bare(
    engine: VllmEngine, asked: Sequence[list[tuple[Request, Completion]]], concurrency: int
) -> float:
    """Send each case's prompts one after the other, so many cases at once, exact lengths."""
    waiting = iter(asked)
    numbers = itertools.count()

    async def work() -> None:
        for case in waiting:
            for request, completion in case:
                prompt: TokensPrompt = {"prompt_token_ids": list(request.prompt)}
                exactly = SamplingParams(
                    temperature=0.0,
                    max_tokens=len(completion.tokens),
                    ignore_eos=True,
                    detokenize=False,
                    output_kind=RequestOutputKind.FINAL_ONLY,
                )
                async for _ in engine._llm.generate(prompt, exactly, f"bare-{next(numbers)}"):
                    pass

    begin = perf_counter()
    await asyncio.gather(*(work() for _ in range(concurrency)))
    return perf_counter() - begin


def _print_cache(records: Sequence[Record]) -> None:
    """Print the share of re-sent prompt tokens that the prefix cache served."""
    resent = served = 0
    for record in records:
        for message in record.messages:
            if message.resent_tokens:
                resent += message.resent_tokens
                served += min(message.cached_tokens or 0, message.resent_tokens)
    share = served / resent if resent else 0.0
    print(
        f"  prefix cache: {served} of {resent} re-sent prompt tokens served, {share:.1%}, "
        f"aim {CACHE_AIM:.0%}"
    )
