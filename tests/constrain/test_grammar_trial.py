"""Each grammar, run by xgrammar on its own: it admits what is written and refuses what is damaged.

Twenty-five of each here; ``make grammar`` asks about a thousand.
"""

from random import Random

import pytest
from cases import for_each
from shipped_formats import LIBRARY

from constrain.trial import TOOLS, damaged, trial
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary

COUNT = 25


@pytest.mark.slow
@for_each("name", LIBRARY.names(), parts=2)
def test_a_grammar_tells_written_from_damaged(name: str) -> None:
    """Calls with hard strings and nested values are in the grammar; one slip or fault is not."""
    verdict = trial(LIBRARY.load(name), COUNT)
    assert verdict.wrong == ()
    assert (verdict.admitted, verdict.refused) == (COUNT, COUNT)


def test_a_grammar_of_other_tools_fails_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial can be lost: a grammar that lacks a tool admits less than is written."""
    own = Format.grammar
    monkeypatch.setattr(
        Format, "grammar", lambda fmt, tools, **others: own(fmt, tools[1:], **others)
    )
    unseen = FormatLibrary().load("hermes")  # whose right grammar no test has compiled and kept
    verdict = trial(unseen, 10)
    assert verdict.wrong
    assert verdict.admitted < 10


def test_damage_is_of_both_kinds() -> None:
    """Half of the damaged messages hold a planted fault, half a slip; none is damaged in vain."""
    fmt = LIBRARY.load("hermes")
    texts = list(damaged(fmt, Random(1), 60))
    assert len(set(texts)) > 50
    for text in texts:
        reading = fmt.read(text, TOOLS)
        assert not reading.calls or reading.findings
