"""The parameters of requests to vLLM."""

from typing import Any

from toolbench_ood.types.generation import Request, Sampling


def generating(request: Request, sampling: Sampling, end_tokens: list[int]) -> Any:
    """Return the parameters of a request for a whole message."""
    from vllm.sampling_params import (  # noqa: PLC0415  vllm is optional
        RequestOutputKind,
        SamplingParams,
        StructuredOutputsParams,
    )

    grammar = None if request.grammar is None else StructuredOutputsParams(grammar=request.grammar)
    return SamplingParams(
        **_chosen(sampling, request.seed),
        max_tokens=request.max_tokens,
        # Only the run's end tokens count, not those that vLLM finds in the model's folder. But
        # a grammar admits those too once it is complete, and anything after them.
        ignore_eos=request.grammar is None,
        stop_token_ids=end_tokens,
        structured_outputs=grammar,
        detokenize=False,
        skip_special_tokens=False,
        output_kind=RequestOutputKind.FINAL_ONLY,
    )


def one_token(**wanted: Any) -> Any:
    """Return the parameters of a request that generates one token for the sake of what is wanted.

    The probabilities are those of the model, whatever the temperature.
    """
    from vllm.sampling_params import (  # noqa: PLC0415  vllm is optional
        RequestOutputKind,
        SamplingParams,
    )

    return SamplingParams(
        temperature=0.0,
        max_tokens=1,
        ignore_eos=True,
        detokenize=False,
        output_kind=RequestOutputKind.FINAL_ONLY,
        **wanted,
    )


def _chosen(sampling: Sampling, seed: int) -> dict[str, Any]:
    if sampling.temperature == 0:
        return {"temperature": 0.0}
    return {
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "seed": seed,
    }
