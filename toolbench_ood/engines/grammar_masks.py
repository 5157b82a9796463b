"""Grammars as masks on logits, for engines that decode in this process.

xgrammar is imported when the first grammar is compiled.
"""

from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from transformers import AutoTokenizer

from toolbench_ood.engines.grammar_fault import grammar_fault

if TYPE_CHECKING:
    from xgrammar import GrammarCompiler, GrammarMatcher


class GrammarError(Exception):
    """A message cannot be constrained; the text says why."""


class GrammarMasks:
    """Makes the masks of one model; each grammar is compiled once.

    Args:
        model: folder with the model's tokenizer.
        vocabulary: number of logits of one position.
        end_tokens: ids that may follow a whole message and end it.
        trust_remote_code: whether the folder's own tokenizer code may run.
    """

    def __init__(
        self,
        model: Path,
        vocabulary: int,
        end_tokens: frozenset[int],
        *,
        trust_remote_code: bool = False,
    ) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._end_tokens = sorted(end_tokens)
        self._trust = trust_remote_code

    def mask(self, grammar: str) -> "GrammarMask":
        """Return the mask of a message that has not begun.

        Raises:
            GrammarError: xgrammar is not installed, or rejects the tokenizer or the grammar.
        """
        if find_spec("xgrammar") is None:
            raise GrammarError("xgrammar is not installed; install it with `pip install xgrammar`")
        from xgrammar import GrammarMatcher  # noqa: PLC0415  optional

        try:
            compiled = self._compiler.compile_grammar(grammar)
        except (RuntimeError, ValueError) as error:
            raise GrammarError(f"xgrammar rejects the grammar: {grammar_fault(error)}") from error
        return GrammarMask(GrammarMatcher(compiled), self._vocabulary)

    @cached_property
    def _compiler(self) -> "GrammarCompiler":
        from xgrammar import GrammarCompiler, TokenizerInfo  # noqa: PLC0415  optional

        tokenizer = AutoTokenizer.from_pretrained(self._model, trust_remote_code=self._trust)
        info = TokenizerInfo.from_huggingface(
            tokenizer, vocab_size=self._vocabulary, stop_token_ids=self._end_tokens
        )
        return GrammarCompiler(info, max_threads=torch.get_num_threads())


class GrammarMask:
    """Which tokens may come next in one message."""

    def __init__(self, matcher: "GrammarMatcher", vocabulary: int) -> None:
        from xgrammar import allocate_token_bitmask  # noqa: PLC0415  optional

        self._matcher = matcher
        self._bits = allocate_token_bitmask(1, vocabulary)

    def apply(self, logits: torch.Tensor) -> torch.Tensor:
        """Return the logits of one position with those of inadmissible tokens at minus infinity."""
        from xgrammar import apply_token_bitmask_inplace  # noqa: PLC0415  optional

        self._matcher.fill_next_token_bitmask(self._bits)
        # On the CPU, where xgrammar needs no kernel that is built for the accelerator.
        masked = logits.float().cpu().clone()
        apply_token_bitmask_inplace(masked.unsqueeze(0), self._bits)
        return masked

    def accept(self, token: int) -> None:
        """Go on with a chosen token.

        Raises:
            GrammarError: no token of the vocabulary is admissible here.
        """
        if not self._matcher.accept_token(token):
            raise GrammarError("no token of the vocabulary continues the message in its grammar")
