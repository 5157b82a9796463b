"""The budgets of a test run: what would exceed them is found out."""

import re
from collections import Counter
from pathlib import Path

import pytest
from tally import MOST_ITEMS, MOST_STARTS, Cost, Tally, over_budget, table

TESTS = Path(__file__).parent

STARTS = re.compile(
    r"VllmEngine\.start|TransformersEngine\.load|api_server"
    r'|engine="transformers"|"eval", "--model", "smollm2"'
)
"""Where a test starts an engine with the real model."""

NOT_COUNTED = {
    "interrupted_run.py",  # run by a test that counts
    "test_merge_lora.py",  # loads a model of one tiny layer
    Path(__file__).name,
}


def test_every_start_of_an_engine_is_counted() -> None:
    """A module that starts one asks for ``count_start``, so that the budget knows of it."""
    silent = [
        file.name
        for file in TESTS.rglob("*.py")
        if "benchmarks" not in file.parts
        and file.name not in NOT_COUNTED
        and STARTS.search(text := file.read_text(encoding="utf-8"))
        and "count_start(" not in text
    ]
    assert silent == []


def test_one_start_too_many_is_over_budget() -> None:
    """As many as may be are in order, and one more is not, nor is an engine without a budget."""
    assert not over_budget(Counter(MOST_STARTS))
    assert over_budget(Counter(MOST_STARTS) + Counter(["vllm"]))
    assert over_budget(Counter(["another"]))


def test_one_item_too_many_is_refused() -> None:
    """The sentence says what to do instead."""
    item = pytest.Item.__new__(pytest.Function)
    Tally().pytest_collection_modifyitems([item] * MOST_ITEMS)
    with pytest.raises(pytest.UsageError, match="loop over cases inside an item with for_each"):
        Tally().pytest_collection_modifyitems([item] * (MOST_ITEMS + 1))


def test_the_table_has_the_longest_folder_first_and_the_sum_last() -> None:
    """One line a folder."""
    lines = list(table({"tests/a": Cost(1.0, 2, 3), "tests/b": Cost(2.5, 1, 4_000)}))
    assert [line.split() for line in lines[1:]] == [
        ["tests/b", "2.5", "1", "4,000"],
        ["tests/a", "1.0", "2", "3"],
        ["all", "3.5", "3", "4,003"],
    ]
