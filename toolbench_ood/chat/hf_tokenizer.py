"""A Hugging Face tokenizer and its chat template: the only module here that needs transformers."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from jinja2 import TemplateError
from transformers import (
    AutoTokenizer,
    GenerationConfig,
    PretrainedConfig,
    PreTrainedTokenizerBase,
)

from toolbench_ood.chat.tokenizer import ChatMessage, TemplateRefusalError
from toolbench_ood.types.errors import EndlessError, UserError
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json
from toolbench_ood.types.watchdog import TooLongError, time_limit

_TODAY = datetime(2024, 7, 26, tzinfo=UTC)
"""Replaces today's date in templates that print it, so that prompts are reproducible."""
_SHORTEST_CONTROL = 2
_SECONDS = 20.0
"""Processor time to render one conversation: far below a second, compiling included."""
_REFUSALS = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What a template raises, by itself or through what it does."""


class HfTokenizer:
    """The tokenizer of a model folder. Create it with :meth:`load`.

    Args:
        tokenizer: the tokenizer as loaded by transformers.
        end_tokens: ids that end the model's turn.
        chat_template: Jinja source that replaces the tokenizer's own template.
        template_options: variables for the template, such as ``enable_thinking``.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        end_tokens: frozenset[int],
        *,
        chat_template: str | None = None,
        template_options: Mapping[str, Json] | None = None,
    ) -> None:
        self._tokenizer = tokenizer
        self._encode, self._decode = _codec(tokenizer)
        self._controls = {
            str(token): index
            for index, token in sorted(tokenizer.added_tokens_decoder.items())
            if len(str(token)) >= _SHORTEST_CONTROL and not str(token).isspace()
        }
        added = tokenizer.added_tokens_decoder
        self._special = frozenset(
            index for index in self._controls.values() if added[index].special
        )
        self._end_tokens = end_tokens
        self._chat_template = chat_template
        self._options = {
            "date_string": _TODAY.strftime("%d %b %Y"),
            "strftime_now": _frozen_date,
            **(template_options or {}),
        }

    @classmethod
    def load(
        cls,
        path: Path,
        template_options: Mapping[str, Json] | None = None,
        *,
        chat_template: str | None = None,
        config_folder: Path | None = None,
        trust_remote_code: bool = False,
    ) -> Self:
        """Load the tokenizer of a model folder.

        Args:
            path: the folder.
            template_options: variables for the template.
            chat_template: Jinja source that replaces the tokenizer's own template.
            config_folder: the folder that has the model's configuration, if it is another one.
            trust_remote_code: run code that the folder brings.

        Raises:
            UserError: the folder contains no tokenizer that transformers can load.
        """
        try:
            tokenizer = AutoTokenizer.from_pretrained(path, trust_remote_code=trust_remote_code)
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise UserError(
                f"No tokenizer could be loaded from {path} ({_first_line(error)}); expected the "
                "files that save_pretrained writes, such as tokenizer.json and "
                "tokenizer_config.json, beside the model's weights."
            ) from error
        return cls(
            tokenizer,
            _end_tokens(config_folder or path, tokenizer),
            chat_template=chat_template,
            template_options=template_options,
        )

    @property
    def controls(self) -> Mapping[str, int]:
        """Ids of all added tokens, special or not, of two or more characters that are not blank."""
        return self._controls

    @property
    def special(self) -> frozenset[int]:
        """Ids of the controls that the tokenizer marks as special."""
        return self._special

    @property
    def end_tokens(self) -> frozenset[int]:
        """End tokens of the generation config (or else the model config) and of the tokenizer."""
        return self._end_tokens

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """SHA-256 of the vocabulary (with merges, normaliser and added tokens) and the template."""
        return {
            "vocabulary": _digest(_vocabulary(self._tokenizer)),
            "chat_template": _digest("".join(self._templates())),
            "template_options": _digest(
                json.dumps(self._shown_options(), sort_keys=True, default=str)
            ),
        }

    def encode(self, text: str) -> list[int]:
        """Tokenise; the text of a control token becomes that token. No BOS token is added."""
        return self._encode(text)

    def decode(self, tokens: Sequence[int]) -> str:
        """Decode all tokens, including control tokens, without cleaning up spaces."""
        return self._decode(list(tokens))

    def render(self, messages: Sequence[ChatMessage], *, open_turn: bool) -> str:
        """Render a conversation with the chat template.

        Raises:
            UserError: there is no chat template.
            TemplateRefusalError: the template rejects this conversation.
        """
        return self._render(messages, open_turn=open_turn)

    def render_with_tools(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], *, open_turn: bool
    ) -> str:
        """Render a conversation with tools declared.

        Raises:
            UserError: there is no chat template.
            TemplateRefusalError: the template rejects this conversation.
        """
        return self._render(messages, open_turn=open_turn, tools=[dict(tool) for tool in tools])

    def _render(
        self,
        messages: Sequence[ChatMessage],
        *,
        open_turn: bool,
        tools: list[dict[str, Any]] | None = None,
    ) -> str:
        template = self._template(*(("tool_use", "default") if tools else ("default",)))
        if template is None:
            raise UserError(
                "The tokenizer has no chat template, so turns can't be written; give a Jinja "
                "template with --chat-template FILE (the one of its base model)."
            )
        try:
            with time_limit(_endless, _SECONDS):
                rendered = self._tokenizer.apply_chat_template(
                    [dict(message) for message in messages],
                    tools=tools,
                    chat_template=template,
                    tokenize=False,
                    add_generation_prompt=open_turn,
                    **self._options,
                )
        except _REFUSALS as error:
            raise TemplateRefusalError(_first_line(error)) from error
        return str(rendered)

    def _template(self, *names: str) -> str | None:
        """Return the first template with one of these names; most tokenizers have just one."""
        if self._chat_template is not None:
            return self._chat_template
        own = self._tokenizer.chat_template
        if isinstance(own, dict):
            return next((str(own[name]) for name in names if name in own), None)
        return None if own is None else str(own)

    def _templates(self) -> tuple[str, ...]:
        """Return every template in use, without duplicates."""
        found = (self._template("default"), self._template("tool_use", "default"))
        return tuple(dict.fromkeys(text for text in found if text is not None))

    def _shown_options(self) -> dict[str, Json]:
        return {key: value for key, value in self._options.items() if key != "strftime_now"}


def _codec(
    tokenizer: PreTrainedTokenizerBase,
) -> tuple[Callable[[str], list[int]], Callable[[list[int]], str]]:
    """Return the fastest encode and decode functions; the backend's are several times faster."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        return (
            lambda text: list(tokenizer.encode(text, add_special_tokens=False)),
            lambda tokens: str(
                tokenizer.decode(
                    tokens, skip_special_tokens=False, clean_up_tokenization_spaces=False
                )
            ),
        )
    backend.no_truncation()
    backend.no_padding()
    return (
        lambda text: list(backend.encode(text, add_special_tokens=False).ids),
        lambda tokens: str(backend.decode(tokens, skip_special_tokens=False)),
    )


def _end_tokens(path: Path, tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    declared = _declared_ends(path)
    ids = declared if isinstance(declared, list) else [declared]
    return frozenset(token for token in (*ids, tokenizer.eos_token_id) if token is not None)


def _declared_ends(path: Path) -> int | list[int] | None:
    """Return the end tokens of the generation config, or else of the model's config."""
    try:
        declared: int | list[int] | None = GenerationConfig.from_pretrained(path).eos_token_id
        if declared is not None:
            return declared
    except OSError:
        pass
    try:
        config, _ = PretrainedConfig.get_config_dict(path)
    except OSError:
        return None
    texts = config.get("text_config") or {}
    found: int | list[int] | None = config.get("eos_token_id", texts.get("eos_token_id"))
    return found


def _vocabulary(tokenizer: PreTrainedTokenizerBase) -> str:
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is not None:
        return str(backend.to_str())
    return json.dumps(tokenizer.get_vocab(), sort_keys=True)


def _endless(error: TooLongError) -> EndlessError:
    return EndlessError(
        f"The chat template does not end, or is too long: it was still {error.doing} after "
        f"{_SECONDS:g} seconds with one conversation; give another one with --chat-template FILE."
    )


def _frozen_date(form: str) -> str:
    """Replace ``strftime_now``: 26 July 2024, 00:00, in the given format."""
    return _TODAY.strftime(form)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
