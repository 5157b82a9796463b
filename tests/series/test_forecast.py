"""What is told of a checkpoint's cost before it is played."""

from dataclasses import replace

import pytest
from cli.command import run_json

from toolbench_ood.run.expected import ExpectedTokens
from toolbench_ood.series.forecast import CORRELATION, DISCORDANT, Forecast, forecast_lines
from toolbench_ood.series.power import Size, smallest_drop

TOKENS = ExpectedTokens(
    cases=100,
    counted=30,
    requests=250,
    prompt=123_456,
    computed=80_000,
    written=4_000,
    most_written=200_000,
)


def test_a_forecast_says_what_it_is_computed_from() -> None:
    """The time is 2 FLOP a parameter and token over the rate; what is not known is not told.

    A dry run of the profile tells the smallest drop of its own cases, and no tokens for a scripted
    model.
    """
    whole = Forecast(TOKENS, 20_000, parameters=10**9, cpu_rate=1e11, drop=0.088)
    assert whole.flop == 2e9 * 100_000
    assert whole.cpu_seconds == pytest.approx(2_000)
    assert whole.gpu_seconds == pytest.approx(2e14 / 98.9e12)
    told = " ".join(forecast_lines(whole))
    for words in (
        "123,000 prompt tokens in 250 requests and 4,000 completion tokens",
        "80,000 are computed with a prefix cache, the probe adds 20,000",
        "counted on the solutions of 30 of 100 cases",
        "write up to 200,000 and its reasoning",
        "time on this CPU: 33 min or more: 2 FLOP x 1 billion parameters",
        "at 100 GFLOP/s",
        "time on one H100: 2 s, computed in the same way at 10 % of its 989 TFLOP/s",
        "a drop of 9 points or more with 80 % power",
    ):
        assert words in told, words
    unknown = " ".join(forecast_lines(replace(whole, parameters=None)))
    assert "can't be told" in unknown
    assert "H100" not in unknown
    scripted = list(forecast_lines(replace(whole, tokens=None)))
    assert len(scripted) == 1
    given = ("--profile", "monitor", "--format", "hermes,sexp", "--limit", 8)
    plan = run_json("eval", "--model", "oracle", *given, "--dry-run", "--json")
    tasks = len({case.partition("[")[0] for case in plan["cases"]})
    size = Size(tasks=tasks, cases=round(8 / tasks), discordant=DISCORDANT, correlation=CORRELATION)
    assert plan["forecast"]["drop"] == smallest_drop(size)
    assert plan["forecast"]["tokens"] is None
