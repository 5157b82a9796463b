"""Every engine with a real model obeys grammars."""

import pytest
from constrain.admits import Admits
from engines.constrained import OTHER_END, TOOLS
from engines.observe import Observed

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.grammar_probe import PROBE_TEXT
from toolbench_ood.format.library import load_format
from toolbench_ood.types.generation import Completion, Finish

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("engines")]


@pytest.fixture(params=["transformers_run", "vllm_run", "endpoint_run"], scope="module")
def run(request: pytest.FixtureRequest) -> Observed:
    """Return what each engine did, in turn."""
    observed: Observed = request.getfixturevalue(request.param)
    return observed


def test_a_message_follows_its_grammar(run: Observed, chat: Chat) -> None:
    """One that ends reads as calls without a fault, one that is cut short could go on to.

    Greedy or sampled. And what has no grammar in the same batch is written as if alone.
    """
    seen = run.constrained
    for written in (seen.greedy, seen.sampled):
        for request, completion in zip(seen.requests, written, strict=True):
            check_message(request.case, completion, chat)
    assert Finish.STOP in {one.finish for one in seen.greedy}
    assert seen.beside.tokens == seen.alone.tokens != seen.greedy[0].tokens


def check_message(name: str, completion: Completion, chat: Chat) -> None:
    """Fail unless a completion is a message of a format, or begins one."""
    text = chat.text(completion.tokens)
    if completion.finish is Finish.STOP:
        assert completion.tokens[-1] in chat.end_tokens
        reading = load_format(name).read(text, TOOLS)
        assert reading.calls, (name, text)
        assert reading.well_formed, (name, text, reading.findings)
    else:
        # A token may be a part of a character.
        begun = Admits(load_format(name), TOOLS)._matcher.accept_string(text.rstrip("\ufffd"))
        assert begun, (name, text)


def test_an_engine_says_what_it_makes_of_a_grammar(run: Observed, chat: Chat) -> None:
    """It can constrain, and says which rule of a broken grammar is at fault.

    vLLM's server does not tell. A message whose grammar is complete ends even if the run's end
    token is not the tokenizer's.
    """
    seen = run.constrained
    assert seen.reason is None
    served = run.engine.description["name"] == "endpoint"
    fault = 'line 1, column 14: Rule "unknown-rule" is not defined'
    assert ("Invalid grammar specification" if served else fault) in seen.rejection
    *tokens, end = seen.other_end.tokens
    assert chat.tokenizer.decode(tokens) == PROBE_TEXT
    assert end in {OTHER_END, *chat.tokenizer.end_tokens}
    assert seen.other_end.finish is Finish.STOP
