"""A model whose weights are on a server: a folder with a tokenizer and a template alone."""

from pathlib import Path

from chat.bpe_codec import byte_level
from chat.template_shapes import CHATML
from transformers import PreTrainedTokenizerFast

_CONTROLS = ("<|im_start|>", "<|im_end|>")
_DONE = "Done.<|im_end|>"

CHOSEN = (
    *("--suite", "calendar", "--format", "hermes", "--id-format", "hermes", "--shift", "none"),
    *("--seeds", 1, "--limit", 2),
)
"""Options of a small run."""


def tokenizer_folder(folder: Path, template: str = CHATML) -> Path:
    """Save what a client needs of a model."""
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=byte_level(_CONTROLS).backend,
        eos_token="<|im_end|>",  # noqa: S106  # a token of text, no secret
    )
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    return folder


def done() -> list[int]:
    """Return the tokens of a whole message, the end of the turn included."""
    return byte_level(_CONTROLS).encode(_DONE)
