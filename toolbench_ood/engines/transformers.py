"""transformers in this process, for machines where vLLM cannot run: one request at a time."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import torch
import transformers
from transformers import Cache

from toolbench_ood.engines.cpu import look_at_cpu
from toolbench_ood.engines.element_type import ElementType, choose_type
from toolbench_ood.engines.engine import tell_nobody
from toolbench_ood.engines.footprint import footprint
from toolbench_ood.engines.grammar_masks import GrammarError, GrammarMasks
from toolbench_ood.engines.grammar_probe import PROBE_GRAMMAR
from toolbench_ood.engines.lora import Lora
from toolbench_ood.engines.merge_lora import merged
from toolbench_ood.engines.prefix_store import Prefix, PrefixStore
from toolbench_ood.engines.sampler import Sampler
from toolbench_ood.engines.scoring import ScoreRequest, TokenScores, Walked
from toolbench_ood.engines.transformers_scoring import score, walk
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError
from toolbench_ood.types.generation import Completion, Finish, Request, Sampling
from toolbench_ood.types.value import Json

_KEPT_CASES = 8


class TransformersEngine:
    """Decodes token by token. Create it with :meth:`load`.

    Requests are processed one after another. Keys and values of recent cases are cached, so that
    only the new part of a conversation's next prompt is computed.
    """

    def __init__(  # noqa: PLR0913, PLR0917  everything that a load results in
        self,
        model: Any,
        sampling: Sampling,
        end_tokens: frozenset[int],
        arguments: Mapping[str, Json],
        reasons: Mapping[str, str],
        masks: GrammarMasks,
    ) -> None:
        self._model = model
        self._masks = masks
        self._sampling = sampling
        self._end_tokens = end_tokens
        self._description = {
            "name": "transformers",
            "version": f"transformers {transformers.__version__}, torch {torch.__version__}",
            "device": str(model.device),
            "dtype": str(model.dtype).removeprefix("torch."),
            "arguments": {name: str(value) for name, value in arguments.items()},
            "chosen": dict(reasons),
        }
        self._context = _context(model.config)
        self._prefixes = PrefixStore(_KEPT_CASES)
        self._scored: Prefix | None = None
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="transformers")
        self._closing = threading.Event()

    @classmethod
    def load(  # noqa: PLR0913  everything that a start requires
        cls,
        model: Path,
        sampling: Sampling,
        end_tokens: frozenset[int],
        arguments: Mapping[str, Json] | None = None,
        *,
        say: Callable[[str], None] = tell_nobody,
        lora: Lora | None = None,
    ) -> Self:
        """Load a model folder; this blocks.

        Args:
            model: the model's folder.
            sampling: sampling parameters.
            end_tokens: ids that end a generation; they are part of the completion.
            arguments: keyword arguments for ``from_pretrained``, such as ``dtype``,
                ``device_map`` or ``attn_implementation``. The default is the first accelerator with
                the weights' own dtype, or else the CPU with its native one.
            say: called with the element type and the reason before the model is loaded.
            lora: the adapter to merge into the model.

        Raises:
            UserError: the folder or the adapter cannot be loaded, or an argument is rejected.
            EngineDownError: the model does not fit.
        """
        device = _device()
        chosen = _element_type(model, device, arguments or {})
        dtype = chosen.name if chosen else "auto"
        given = {"dtype": dtype, "device_map": device, **(arguments or {})}
        for sentence in chosen.sentences if chosen else ():
            say(sentence)
        loaded = _loaded(model, given)
        reasons = {"dtype": f"{chosen.name}: {chosen.reason}"} if chosen else {}
        if lora is not None:
            loaded = merged(loaded, lora.folder)
            reasons["adapter"] = f"{lora.folder.name}: merged into the model"
        masks = GrammarMasks(
            model,
            loaded.config.get_text_config().vocab_size,
            end_tokens,
            trust_remote_code=bool(given.get("trust_remote_code", False)),
        )
        return cls(loaded, sampling, end_tokens, given, reasons, masks)

    @property
    def description(self) -> Mapping[str, Json]:
        """Name, versions, device, dtype, arguments, and automatic choices with their reasons."""
        return self._description

    @property
    def context(self) -> int | None:
        """``max_position_embeddings``."""
        return self._context

    @property
    def concurrency(self) -> int:
        """The number of cases whose keys and values are cached."""
        return _KEPT_CASES

    @property
    def scored_at_once(self) -> int:
        """One: keys and values are kept of the text that was scored last."""
        return 1

    async def generate(self, request: Request) -> Completion:
        """Answer one request after all earlier ones.

        Raises:
            EngineError: the prompt leaves no room, the grammar was rejected, or computing failed
                (mostly out of memory).
            EngineDownError: the engine was closed.
        """
        if self._closing.is_set():
            raise EngineDownError("The transformers engine was closed before this request.")
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, self._answer, request)
        except (RuntimeError, MemoryError, IndexError, GrammarError) as error:
            raise EngineError(
                f"transformers failed on case {request.case}, step {request.step}: {_words(error)}"
            ) from error

    async def score(self, request: ScoreRequest) -> TokenScores:
        """Score one text after all earlier requests; everything is served.

        Raises:
            EngineError: the text does not fit, or computing failed (mostly out of memory).
            EngineDownError: the engine was closed.
        """
        if self._closing.is_set():
            raise EngineDownError("The transformers engine was closed before this request.")
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._worker, self._score, request)
        except (RuntimeError, MemoryError, IndexError) as error:
            raise EngineError(f"transformers failed on {request.name}: {_words(error)}") from error

    def walk(self, request: ScoreRequest) -> Iterator[Walked]:
        """Score positions with the whole distributions, while no other request is; this blocks.

        Raises:
            EngineError: computing failed.
        """
        known, self._scored = self._scored, None
        try:
            self._scored = yield from walk(self._model, request, known)
        except (RuntimeError, MemoryError, IndexError) as error:
            raise EngineError(f"transformers failed on {request.name}: {_words(error)}") from error

    async def cannot_constrain(self) -> str | None:
        """Return that xgrammar is missing, or why it rejects a small grammar."""
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._worker, self._masks.mask, PROBE_GRAMMAR)
        except GrammarError as error:
            return str(error)
        return None

    async def close(self) -> None:
        """Stop after the current token, and release the model."""
        self._closing.set()
        await asyncio.to_thread(self._worker.shutdown, wait=True, cancel_futures=True)
        self._prefixes.clear()
        self._scored = None
        self._model = None

    def _score(self, request: ScoreRequest) -> TokenScores:
        known, self._scored = self._scored, None
        scores, self._scored = score(self._model, request, known)
        return scores

    @torch.inference_mode()
    def _answer(self, request: Request) -> Completion:
        budget = self._budget(request)
        choose = self._chooser(request)
        cache, cached = self._prefixes.take(request.case, request.prompt)
        tokens: list[int] = []
        new = request.prompt[cached:]
        while not self._closing.is_set():
            logits, cache = self._compute(new, cache)
            token = choose(logits)
            tokens.append(token)
            new = (token,)
            if token in self._end_tokens or len(tokens) == budget:
                # The last token was sampled but never processed, so the cache ends before it.
                self._prefixes.put(request.case, (*request.prompt, *tokens[:-1]), cache)
                finish = Finish.STOP if token in self._end_tokens else Finish.LENGTH
                return Completion(tuple(tokens), finish, cached)
        raise EngineDownError("The transformers engine was closed during this request.")

    def _chooser(self, request: Request) -> Callable[[torch.Tensor], int]:
        """Return what chooses the next token, within the request's grammar."""
        sampler = Sampler(self._sampling, request.seed)
        if request.grammar is None:
            return sampler.choose
        mask = self._masks.mask(request.grammar)

        def choose(logits: torch.Tensor) -> int:
            token = sampler.choose(mask.apply(logits))
            mask.accept(token)
            return token

        return choose

    def _budget(self, request: Request) -> int:
        if self._context is None:
            return request.max_tokens
        room = self._context - len(request.prompt)
        if room < 1:
            raise EngineError(
                f"The prompt of case {request.case}, step {request.step} has "
                f"{len(request.prompt)} tokens; the model's context holds {self._context}."
            )
        return min(request.max_tokens, room)

    def _compute(self, tokens: tuple[int, ...], cache: Cache | None) -> tuple[torch.Tensor, Cache]:
        """Return the logits after the last token, and the cache extended by the tokens."""
        ids = torch.tensor([tokens], device=self._model.device)
        output = self._model(ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
        return output.logits[0, -1], output.past_key_values


def _loaded(model: Path, given: Mapping[str, Json]) -> Any:
    """Load the weights of a model folder, all of them."""
    transformers.logging.disable_progress_bar()
    try:
        loaded, found = transformers.AutoModelForCausalLM.from_pretrained(
            model, output_loading_info=True, **given
        )
    except (ValueError, TypeError, OSError, KeyError, ImportError) as error:
        raise UserError(
            f"transformers can't load {model} with {given}: {_words(error)}; expected a folder "
            "with config.json and weights of a causal language model."
        ) from error
    except (RuntimeError, MemoryError) as error:
        raise EngineDownError(f"transformers could not load {model}: {_words(error)}") from error
    _require_whole(model, found["missing_keys"])
    return loaded


def _require_whole(model: Path, missing: Iterable[str]) -> None:
    """Refuse weights of another architecture, in whose place transformers takes random ones."""
    names = sorted(missing)
    if names:
        raise UserError(
            f"transformers can't load {model}: its weights lack {len(names)} tensors of the model "
            f"that config.json describes (the first: {names[0]}); check that both are of one "
            "checkpoint"
        )


def _context(config: Any) -> int | None:
    length = getattr(config.get_text_config(), "max_position_embeddings", None)
    return length if type(length) is int else None


def _device() -> str:
    accelerator = torch.accelerator.current_accelerator()
    usable = accelerator is not None and torch.accelerator.is_available()
    return str(accelerator) if usable else "cpu"


def _element_type(model: Path, device: str, given: Mapping[str, Json]) -> ElementType | None:
    """Choose the type to compute in on a CPU; an accelerator uses that of the weights."""
    if device != "cpu" or given.get("device_map", device) != device:
        return None
    return choose_type(footprint(model), look_at_cpu().native, given)


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
