"""What two texts begin with."""

from itertools import takewhile

from toolbench_ood.chat.tokenizer import Tokenizer


def common_prefix(one: str, other: str) -> str:
    """Return the longest text that both begin with."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return one[: sum(1 for _ in pairs)]


def common_turn_prefix(tokenizer: Tokenizer, one: str, other: str) -> str:
    """Return what two texts begin with, without a control token that they only begin alike."""
    cut = len(common_prefix(one, other))
    for control in tokenizer.controls:
        start = one.find(control, max(0, cut - len(control) + 1))
        if 0 <= start < cut < start + len(control):
            cut = start
    return one[:cut]
