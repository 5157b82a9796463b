"""vLLM in this process: the main engine.

vLLM and its processes write to a log file instead of the terminal: while it starts, standard output
and standard error are redirected to that file, and its processes inherit them. Its environment
variables are those of :mod:`~toolbench_ood.engines.vllm_environment`.
"""

import asyncio
import gc
import itertools
import warnings
import zlib
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from toolbench_ood.engines.cpu_fit import Fit
from toolbench_ood.engines.engine import tell_nobody
from toolbench_ood.engines.grammar_probe import PROBE
from toolbench_ood.engines.lora import Lora
from toolbench_ood.engines.merged_folder import merged_folder
from toolbench_ood.engines.quiet_start import environment, output_to
from toolbench_ood.engines.reaper import Reaper
from toolbench_ood.engines.scoring import ScoreRequest, TokenScores
from toolbench_ood.engines.vllm_arguments import (
    LORA,
    checked,
    defaults,
    merges_adapter,
    suited,
    with_grammars,
)
from toolbench_ood.engines.vllm_compat import lora_arguments, names_tokens, request_errors
from toolbench_ood.engines.vllm_environment import QUIET, vllm_version
from toolbench_ood.engines.vllm_failure import said, translated, words
from toolbench_ood.engines.vllm_launch import find_device, import_vllm, launch
from toolbench_ood.engines.vllm_parameters import generating, one_token
from toolbench_ood.engines.vllm_scoring import TOP, Row, Rows, score_prompt
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError
from toolbench_ood.types.generation import Completion, Finish, Request, Sampling
from toolbench_ood.types.value import Json

if TYPE_CHECKING:
    from vllm.lora.request import LoRARequest
    from vllm.v1.engine.async_llm import AsyncLLM


class VllmEngine:
    """vLLM's ``AsyncLLM`` with prefix caching. Create it with :meth:`start`."""

    def __init__(
        self,
        llm: "AsyncLLM",
        sampling: Sampling,
        end_tokens: frozenset[int],
        description: Mapping[str, Json],
        reaper: Reaper,
    ) -> None:
        self._llm: AsyncLLM | None = llm
        self._context = int(llm.model_config.max_model_len)
        self._sampling = sampling
        self._end_tokens = sorted(end_tokens)
        self._description = description
        self._numbers = itertools.count()
        self._reaper = reaper
        self._lora: LoRARequest | None = None

    @classmethod
    def start(  # noqa: PLR0913  everything that a start requires
        cls,
        model: Path,
        sampling: Sampling,
        end_tokens: frozenset[int],
        arguments: Mapping[str, Json] | None = None,
        *,
        log: Path,
        say: Callable[[str], None] = tell_nobody,
        lora: Lora | None = None,
    ) -> Self:
        """Load a model. This blocks for ten seconds to several minutes.

        Args:
            model: the model's folder.
            sampling: sampling parameters.
            end_tokens: ids that end a generation; they are part of the completion.
            arguments: vLLM engine arguments by name, such as ``tensor_parallel_size``.
            log: file to which all output of vLLM is appended.
            say: called with the element type and the reason before the model is loaded.
            lora: the adapter. On a CPU, where vLLM takes minutes for a few prompts with it, it is
                merged into the model, if peft is installed and ``arguments`` do not set
                ``enable_lora``. Elsewhere the engine starts without it, to take it with
                :meth:`apply`.

        Raises:
            UserError: vLLM is not installed, an argument is unknown or rejected, there is not
                enough memory, or this release can't apply the adapter.
            EngineDownError: vLLM could not start; the message includes its last error.
        """
        others = _children()
        with output_to(log), environment(QUIET):
            import_vllm()
            given = checked(arguments or {})
            device = find_device()
            merged = lora if merges_adapter(device, given) else None
            applied = lora_arguments(lora) if lora and not merged else {}
            usual = {**defaults(device), **applied}
        fit = suited(model, device, given)
        for sentence in fit.sentences:
            say(sentence)
        used = {**usual, **fit.arguments, "seed": sampling.seed, **with_grammars(given)}
        variables = {**QUIET, **fit.environment}
        with (
            merged_folder(model, merged, say) as loaded,
            output_to(log),
            environment(variables) as added,
        ):
            description = _describe(device, used, added, fit, _how(lora, merged))
            # Not bound to a name: import errors that vLLM keeps reference this frame, and the
            # engine's finaliser fails if it runs only at interpreter exit.
            return cls(
                launch(loaded, {"tokenizer": str(model), **used}, log),
                sampling,
                end_tokens,
                description,
                Reaper(_children() - others),
            )

    @property
    def takes_adapters(self) -> bool:
        """Whether it was started to take adapters with :meth:`apply`."""
        arguments = self._description["arguments"]
        return isinstance(arguments, Mapping) and bool(arguments.get(LORA))

    async def apply(self, lora: Lora) -> None:
        """Apply an adapter to all requests from here on.

        Raises:
            UserError: vLLM can't apply it to this model.
        """
        if self._llm is None:
            raise EngineDownError("vLLM was closed before its adapter was loaded.")
        request = _lora_request(lora)
        loading = asyncio.ensure_future(self._llm.add_lora(request))
        # Failures of vLLM's engine process arrive as plain exceptions.
        await asyncio.wait([loading])
        error = loading.exception()
        if error is not None:
            raise UserError(
                f"vLLM can't apply the adapter {lora.folder}: {words(error)}; give --engine "
                "transformers, which merges it into the model"
            ) from error
        self._lora = request

    @property
    def description(self) -> Mapping[str, Json]:
        """Name, version, device, arguments, variables, and automatic choices with their reasons."""
        return self._description

    @property
    def context(self) -> int | None:
        """``max_model_len``."""
        return self._context

    @property
    def concurrency(self) -> int:
        """Suitable number of cases in flight for the device."""
        return int(self._description["suited_concurrency"])

    @property
    def scored_at_once(self) -> int:
        """As many as cases."""
        return self.concurrency

    async def generate(self, request: Request) -> Completion:
        """Answer one request; any number may be in flight.

        Raises:
            EngineError: vLLM rejected the request, or it failed.
            EngineDownError: vLLM's engine process is dead.
        """
        try:
            return await self._generate(request)
        except request_errors() as error:
            raise translated(error, _what(request)) from error

    async def score(self, request: ScoreRequest) -> TokenScores:
        """Score one text; any number may be in flight. Entropies are not served.

        Raises:
            EngineError: vLLM rejected the request, or it failed.
            EngineDownError: vLLM's engine process is dead.
        """
        try:
            read_next = self._read_next if names_tokens() else None
            return await score_prompt(request, self._read_prompt, read_next)
        except request_errors() as error:
            raise translated(error, request.name) from error

    async def cannot_constrain(self) -> str | None:
        """Return vLLM's words if it rejects a small grammar.

        Raises:
            EngineDownError: vLLM's engine process is dead.
        """
        try:
            await self._generate(PROBE)
        except request_errors() as error:
            if isinstance(failure := translated(error, _what(PROBE)), EngineDownError):
                raise failure from error
            return f"vLLM rejects a grammar: {said(error)}"
        return None

    async def close(self) -> None:
        """Stop vLLM and its processes."""
        if self._llm is None:
            return
        self._llm.shutdown()
        self._reaper.release()
        # Lets the loop deliver the cancellation of the output handler, which references the engine.
        await asyncio.sleep(0)
        with warnings.catch_warnings():
            # Once its process has died, vLLM leaves its sockets to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            self._llm = None
            gc.collect()

    async def _generate(self, request: Request) -> Completion:
        parameters = generating(request, self._sampling, self._end_tokens)
        last = await self._output(request.prompt, parameters, _what(request))
        answer = last.outputs[0]
        return Completion(
            tokens=tuple(answer.token_ids),
            finish=_finish(answer.finish_reason, request),
            cached_tokens=last.num_cached_tokens,
        )

    async def _read_prompt(self, tokens: tuple[int, ...]) -> Rows:
        parameters = one_token(prompt_logprobs=TOP)
        rows: Rows = (await self._output(tokens, parameters, "a text")).prompt_logprobs
        return rows

    async def _read_next(self, tokens: tuple[int, ...], named: tuple[int, ...]) -> Row:
        parameters = one_token(logprob_token_ids=list(named), logprobs=len(named))
        row: Row = (await self._output(tokens, parameters, "a text")).outputs[0].logprobs[0]
        return row

    async def _output(self, tokens: Sequence[int], parameters: Any, what: str) -> Any:
        """Return the final output for a prompt."""
        if self._llm is None:
            raise EngineDownError("vLLM was closed before this request.")
        prompt: Any = {"prompt_token_ids": list(tokens)}
        last = None
        name = f"{next(self._numbers)}/{what}"
        async for output in self._llm.generate(prompt, parameters, name, lora_request=self._lora):
            last = output
        if last is None or not last.finished:
            raise EngineError(f"vLLM ended {what} unfinished.")
        return last


def _describe(
    device: str,
    arguments: Mapping[str, Json],
    environment: Mapping[str, str],
    fit: Fit,
    adapter: Mapping[str, str],
) -> dict[str, Json]:
    return {
        "name": "vllm",
        "version": vllm_version(),
        "device": device,
        "arguments": dict(arguments),
        "environment": dict(environment),
        "suited_concurrency": fit.concurrency,
        "chosen": {**fit.reasons, **adapter},
    }


def _how(lora: Lora | None, merged: Lora | None) -> Mapping[str, str]:
    """Say how an adapter is applied."""
    how = "merged into the model" if merged else "applied to each request"
    return {"adapter": f"{lora.folder.name}: {how}"} if lora else {}


def _lora_request(lora: Lora) -> "LoRARequest":
    from vllm.lora.request import LoRARequest  # noqa: PLC0415  vllm is optional

    path = str(lora.folder)
    return LoRARequest(lora_name=path, lora_int_id=_number_of(path), lora_path=path)


def _number_of(path: str) -> int:
    """Return a number from 1 on by which vLLM tells adapters apart."""
    return zlib.crc32(path.encode()) % 2**31 or 1


def _children() -> set[int]:
    return {child.pid for child in active_children() if child.pid is not None}


def _finish(reason: str | None, request: Request) -> Finish:
    if reason in {Finish.STOP, Finish.LENGTH}:
        return Finish(reason)
    raise EngineError(f"vLLM ended {_what(request)} with {reason!r}.")


def _what(request: Request) -> str:
    return f"case {request.case}, step {request.step}"
