"""Every difference between prompts and what a chat template writes, in words."""

from collections.abc import Iterator

from toolbench_ood.chat.differences import find_differences
from toolbench_ood.chat.frames import Frames
from toolbench_ood.chat.thoughts import THOUGHT_NOTES
from toolbench_ood.chat.tokenizer import Tokenizer


def template_notes(tokenizer: Tokenizer, frames: Frames) -> Iterator[str]:
    """Yield one sentence for each difference."""
    yield from frames.notes
    yield from find_differences(tokenizer, frames)
    if frames.later_closing:
        yield (
            f"The chat template closes the model's turn with {frames.later_closing!r} once a user "
            "message follows; prompts only grow, so here the end of turn that the model wrote "
            "stays."
        )
    if frames.thoughts in THOUGHT_NOTES:
        yield THOUGHT_NOTES[frames.thoughts]
