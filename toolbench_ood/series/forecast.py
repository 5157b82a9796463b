"""What a checkpoint's run will cost, and how small a drop it can show: told before it is played."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolbench_ood.engines.accelerator import has_accelerator
from toolbench_ood.engines.cpu_rate import measure_cpu_rate
from toolbench_ood.engines.footprint import footprint
from toolbench_ood.run.expected import ExpectedTokens, expect_tokens
from toolbench_ood.run.model import Model
from toolbench_ood.run.planned import Planned
from toolbench_ood.run.shard import take_shard
from toolbench_ood.series.power import Size, smallest_drop
from toolbench_ood.types.arm import STRICT

H100_RATE = 989e12
"""Dense bfloat16 operations a second of an H100 SXM (NVIDIA's data sheet)."""
H100_SHARE = 0.1
"""How much of that playing is thought to reach: many short requests, which wait for each other."""
DISCORDANT, CORRELATION = 0.15, 0.3
"""What is thought of two checkpoints; see the table in ``docs/alarm.md``."""
_FLOP = 2
"""Operations for each parameter and token: one multiplication and one addition."""
_TEXTS = 2
"""Times that a probe scores a conversation: under its own ask, and under another one."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of a run."""

    tokens: ExpectedTokens | None
    """None where it can't be told."""
    probe: int
    """Tokens that the probe adds."""
    parameters: int | None
    """Of the model; None: no weights are here, or they are quantized."""
    cpu_rate: float | None
    """Operations a second of this machine; None: it has a GPU, or nothing is computed here."""
    drop: float
    """The smallest drop between two such runs that is found with 80 % power."""

    @property
    def flop(self) -> float | None:
        """Floating-point operations of the whole."""
        if self.tokens is None or self.parameters is None:
            return None
        return float(_FLOP * self.parameters * (self.tokens.computed + self.probe))

    @property
    def cpu_seconds(self) -> float | None:
        """Seconds on this machine's CPU, at least."""
        return None if self.flop is None or not self.cpu_rate else self.flop / self.cpu_rate

    @property
    def gpu_seconds(self) -> float | None:
        """Seconds on one H100, as computed."""
        return None if self.flop is None else self.flop / (H100_RATE * H100_SHARE)


def make_forecast(planned: Planned, probed: int = 0) -> Forecast:
    """Tell what a run takes.

    Args:
        planned: the run.
        probed: conversations on which the model is probed too.
    """
    tokens = expect_tokens(planned)
    parameters = _parameters(planned.model)
    here = tokens is not None and parameters is not None and not has_accelerator()
    talks = {(case.suite.name, case.task_id, case.shift, case.seed) for case in planned.plan.cases}
    size = _size(planned)
    return Forecast(
        tokens=tokens,
        probe=round(_TEXTS * min(probed, len(talks)) * tokens.a_case) if tokens else 0,
        parameters=parameters,
        cpu_rate=measure_cpu_rate() if here else None,
        drop=smallest_drop(size),
    )


def forecast_lines(forecast: Forecast) -> Iterator[str]:
    """Yield the lines to print."""
    tokens = forecast.tokens
    if tokens is not None:
        probe = f", the probe adds {_about(forecast.probe)}" if forecast.probe else ""
        yield (
            f"expected: {_about(tokens.prompt)} prompt tokens in {_about(tokens.requests)} "
            f"requests and {_about(tokens.written)} completion tokens, of which "
            f"{_about(tokens.computed)} are computed with a prefix cache{probe}; counted on the "
            f"solutions of {tokens.counted:,} of {tokens.cases:,} cases. A model that fails may "
            f"write up to {tokens.most_written:,} and its reasoning"
        )
        yield from _time_lines(forecast)
    yield (
        f"two such runs show a drop of {100 * forecast.drop:.0f} points or more with 80 % power, "
        f"if {100 * DISCORDANT:.0f} % of the cases are solved in only one of them and those of a "
        f"task are correlated by {CORRELATION:g}"
    )


def _time_lines(forecast: Forecast) -> Iterator[str]:
    if forecast.parameters is None:
        yield "time: can't be told, because the model's weights are quantized or not here"
        return
    if forecast.cpu_seconds is not None and forecast.cpu_rate is not None:
        yield (
            f"time on this CPU: {_duration(forecast.cpu_seconds)} or more: {_FLOP} FLOP x "
            f"{forecast.parameters / 1e9:.3g} billion parameters x the tokens computed, at "
            f"{forecast.cpu_rate / 1e9:.0f} GFLOP/s, which a float32 matrix product reaches here; "
            "loading is not counted"
        )
    yield (
        f"time on one H100: {_duration(forecast.gpu_seconds or 0.0)}, computed in the same way at "
        f"{100 * H100_SHARE:.0f} % of its {H100_RATE / 1e12:.0f} TFLOP/s"
    )


def _parameters(model: Model) -> int | None:
    """Return the number of parameters by the size of the weights; an adapter's are not counted."""
    here = model.here
    if here is None or here.path is None:
        return None
    takes = footprint(here.path)
    return None if takes.quantized else takes.weights // takes.stored or None


def _size(planned: Planned) -> Size:
    played = take_shard(planned.plan.cases, planned.model.settings.shard)
    cases = [case for case in played if case.arm == STRICT]
    tasks = len({(case.suite.name, case.task_id) for case in cases})
    return Size(
        tasks=tasks,
        cases=max(1, round(len(cases) / max(1, tasks))),
        discordant=DISCORDANT,
        correlation=CORRELATION,
    )


def _about(number: int) -> str:
    """Write a number with three digits that count: ``1,230,000``."""
    return f"{int(float(f'{number:.3g}')):,}"


def _duration(seconds: float) -> str:
    if seconds < 1:
        return "less than a second"
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.2g} {unit}"
    return f"{seconds:.0f} s"
