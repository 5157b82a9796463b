"""Finds the control tokens of a completion in its text."""

from collections.abc import Collection, Mapping, Sequence

from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.types.control_span import ControlSpan


def control_names(tokenizer: Tokenizer, shown: Collection[str]) -> dict[int, str]:
    """Return the texts of the tokens that act as control tokens, by id.

    They are the special tokens, and the other added tokens that prompts show as ones; added tokens
    that are ordinary words, such as HTML tags, are none. Some vocabularies add thousands.

    Args:
        tokenizer: has the added tokens.
        shown: texts of control tokens that need not be special.
    """
    return {
        token: name
        for name, token in tokenizer.controls.items()
        if token in tokenizer.special or name in shown
    }


def control_spans(
    tokenizer: Tokenizer, tokens: Sequence[int], text: str, names: Mapping[int, str]
) -> tuple[ControlSpan, ...] | None:
    """Return where control tokens stand in the text that the tokens decode to, in order.

    Time is linear in the tokens: every run between two control tokens is decoded once, behind the
    first of them, as in the whole.

    Args:
        tokenizer: decodes.
        tokens: those of the text.
        text: what they decode to.
        names: texts of the control tokens by id.

    Returns:
        None where a token can't be found again, because the text is more than its parts.
    """
    spans: list[ControlSpan] = []
    at = 0
    run: list[int] = []
    before = 0
    for token in tokens:
        name = names.get(token)
        if name is None:
            run.append(token)
            continue
        expected = at + len(tokenizer.decode(run)) - before
        start = text.find(name, expected)
        # Some tokenizers put a space before a control token.
        if start < 0 or text[expected:start].strip():
            return None
        at = start + len(name)
        spans.append(ControlSpan(start, at, token))
        run, before = [token], len(name)
    return tuple(spans)
