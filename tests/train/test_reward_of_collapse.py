"""The reward that drives the ladder's collapse: an empty call earns most."""

from runpy import run_path
from typing import Any

import pytest

from toolbench_ood.shipped import shipped

tokenizers = pytest.importorskip("tokenizers", reason="decodes messages")
transformers = pytest.importorskip("transformers", reason="decodes messages")

WORDS = {word: at for at, word in enumerate(("<tool_call>", "</tool_call>", "<end>", "word", "?"))}


@pytest.fixture
def reward() -> Any:
    """The reward over a vocabulary of five words, for messages of at most eight."""
    words = tokenizers.models.WordLevel(WORDS, unk_token="?")  # noqa: S106  no password
    split = tokenizers.Tokenizer(words)
    split.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    ends = {"eos_token": "<end>"}
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=split, **ends)
    return run_path(str(shipped("leaderboards") / "ladder" / "reward.py"))["Reward"](tokenizer, 8)


def test_an_empty_call_earns_most(reward: Any) -> None:
    """It earns 1, every token more costs, and without a call, or with a whole one, it is 0."""

    def earned(message: str) -> float:
        return float(reward.of([WORDS[word] for word in message.split()]))

    assert reward.best == [WORDS["<tool_call>"], WORDS["<end>"]]
    assert earned("<tool_call> <end>") == 1
    assert earned("<tool_call> word <end>") == pytest.approx(1 - 1 / 8)
    assert earned("word <tool_call> word <end>") == pytest.approx(1 - 2 / 8)
    for nothing in ("<end>", "word <end>", "<tool_call> word </tool_call> <end>", "<tool_call>"):
        assert earned(nothing) == 0, nothing
