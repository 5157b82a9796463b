"""Every engine with a real model: the same prompts, the same promises."""

from itertools import takewhile
from pathlib import Path

import pytest
from engines.in_float32 import FULL
from engines.observe import CONTEXT, LONG, REFUSED, Observed, prompts

from toolbench_ood.chat.chat import Chat
from toolbench_ood.types.generation import Completion, Finish

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("engines")]

NEAR_TIE = 0.5
"""Largest logit gap at which two engines may choose differently. The model's top logits lie
between 16 and 32, where neighbouring bfloat16 values are 0.125 apart; the bound is four of them."""


@pytest.fixture(params=["transformers_run", "vllm_run", "endpoint_run"], scope="module")
def run(request: pytest.FixtureRequest) -> Observed:
    """Return what each engine did, in turn."""
    observed: Observed = request.getfixturevalue(request.param)
    return observed


def test_greedy_completions_repeat(run: Observed) -> None:
    """The same prompts of other cases get the same tokens."""
    assert [one.tokens for one in run.greedy] == [one.tokens for one in run.again]


def test_the_end_token_stays_in_the_completion(run: Observed, chat: Chat) -> None:
    """A turn that the model ends is STOP, with its end token last and nowhere before."""
    assert run.ended.finish is Finish.STOP
    assert run.ended.tokens[-1] in chat.end_tokens
    assert not chat.end_tokens & set(run.ended.tokens[:-1])
    assert "Paris" in chat.text(run.ended.tokens)


def test_the_budget_is_kept(run: Observed) -> None:
    """An answer that doesn't end is LENGTH, with exactly as many tokens as were allowed."""
    assert run.single.finish is Finish.LENGTH
    assert len(run.single.tokens) == 1
    assert run.single.tokens == run.greedy[2].tokens[:1]
    assert all(len(one.tokens) <= LONG for one in run.greedy)


def test_seeds_decide_samples(run: Observed) -> None:
    """Equal seeds give equal samples, different ones different samples."""
    first, same, other = (one.tokens for one in run.sampled)
    assert first == same
    assert first != other


def test_a_prompt_that_does_not_fit_is_an_engine_error(run: Observed) -> None:
    """The request fails with the context's size, or what a server leaves of it, in the sentence."""
    context = run.engine.context or 0
    assert any(str(size) in run.overlong for size in (context, context - REFUSED)), run.overlong


def test_a_second_step_is_served_from_the_cache(run: Observed, chat: Chat) -> None:
    """Of a conversation's next prompt the whole blocks of its first are cached."""
    assert run.next_step.cached_tokens is not None
    assert run.next_step.cached_tokens >= len(prompts(chat)[1]) // 128 * 128


def test_the_engine_describes_itself(run: Observed) -> None:
    """Name and version stand in the description."""
    assert run.engine.description["name"]
    assert run.engine.description["version"]


def test_vllm_reports_its_context_and_environment(vllm_run: Observed, vllm_log: Path) -> None:
    """Arguments given and variables set are in the description; the log has vLLM's words."""
    description = vllm_run.engine.description
    assert vllm_run.engine.context == CONTEXT
    assert description["arguments"]["max_model_len"] == CONTEXT
    assert description["environment"]["VLLM_NO_USAGE_STATS"] == "1"
    if description["device"] == "cpu":
        assert description["arguments"]["dtype"] == FULL["dtype"]
        assert description["chosen"]["dtype"] == f"{FULL['dtype']}: as given"
        assert vllm_run.engine.concurrency >= 1
    assert "EngineCore" in vllm_log.read_text()


def test_vllm_says_nothing_on_the_terminal(
    vllm_run: Observed, capfd: pytest.CaptureFixture[str]
) -> None:
    """After the engine is closed no process of it is left that could still write."""
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
    assert vllm_run.engine.description["device"]


@pytest.mark.parametrize("other", ["vllm_run", "endpoint_run"])
def test_engines_agree_up_to_near_ties(
    other: str,
    transformers_run: Observed,
    chat: Chat,
    model_folder: Path,
    request: pytest.FixtureRequest,
) -> None:
    """Where greedy completions part, the model's logits of both tokens are nearly equal.

    That holds under a grammar too.
    """
    observed: Observed = request.getfixturevalue(other)
    own, others = (
        (*each.greedy, *each.constrained.greedy) for each in (transformers_run, observed)
    )
    constrained = [each.prompt for each in observed.constrained.requests]
    pairs = zip([*prompts(chat), *constrained], own, others, strict=True)
    gaps = [
        _gap(model_folder, prompt, one, another)
        for prompt, one, another in pairs
        if one.tokens != another.tokens
    ]
    assert all(gap <= NEAR_TIE for gap in gaps), gaps


def _gap(model_folder: Path, prompt: tuple[int, ...], one: Completion, other: Completion) -> float:
    """Return the difference of both choices' logits at the first position that differs."""
    import torch  # noqa: PLC0415  tests that need no model run without torch
    from transformers import AutoModelForCausalLM  # noqa: PLC0415  see above

    pairs = zip(one.tokens, other.tokens, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    model = AutoModelForCausalLM.from_pretrained(model_folder, dtype=torch.float32)
    with torch.inference_mode():
        logits = model(torch.tensor([[*prompt, *one.tokens[:shared]]])).logits[0, -1].float()
    return abs(float(logits[one.tokens[shared]] - logits[other.tokens[shared]]))
