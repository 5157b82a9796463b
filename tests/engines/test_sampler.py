"""Choosing tokens from logits."""

from collections import Counter

import pytest
from cases import for_each

pytest.importorskip("torch", reason="needs torch")

import torch

from toolbench_ood.engines.sampler import Sampler
from toolbench_ood.types.generation import Sampling

LOGITS = torch.log(torch.tensor([0.5, 0.3, 0.15, 0.05]))


def drawn(sampling: Sampling, seed: int = 0, count: int = 2000) -> Counter[int]:
    """Draw tokens and count them."""
    sampler = Sampler(sampling, seed)
    return Counter(sampler.choose(LOGITS) for _ in range(count))


def test_zero_temperature_takes_the_likeliest() -> None:
    """Greedy is exact, whatever the seed."""
    assert set(drawn(Sampling(), seed=7, count=20)) == {0}


def test_samples_follow_the_probabilities() -> None:
    """At temperature 1 the frequencies are the model's, within five standard errors."""
    counts = drawn(Sampling(temperature=1.0))
    for token, probability in enumerate((0.5, 0.3, 0.15, 0.05)):
        error = (probability * (1 - probability) / 2000) ** 0.5
        assert abs(counts[token] / 2000 - probability) < 5 * error


@for_each(
    ("sampling", "kept"),
    [
        (Sampling(temperature=1.0, top_k=2), {0, 1}),
        (Sampling(temperature=1.0, top_p=0.7), {0, 1}),
        (Sampling(temperature=1.0, top_p=0.81), {0, 1, 2}),
        (Sampling(temperature=1.0, min_p=0.25), {0, 1, 2}),
        (Sampling(temperature=1.0, top_k=3, top_p=0.5), {0}),
    ],
)
def test_filters_keep_the_likeliest_tokens(sampling: Sampling, kept: set[int]) -> None:
    """Each filter leaves exactly the tokens that its definition leaves."""
    assert set(drawn(sampling)) == kept


def test_a_seed_decides_the_draws() -> None:
    """Equal seeds draw alike, different ones differently."""
    samplers = [Sampler(Sampling(temperature=1.0), seed) for seed in (1, 1, 2)]
    one, same, other = ([sampler.choose(LOGITS) for _ in range(30)] for sampler in samplers)
    assert one == same
    assert one != other
