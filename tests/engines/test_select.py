"""Which engines can run."""

import sys

import pytest

from toolbench_ood.engines import select
from toolbench_ood.engines.kinds import ENGINES
from toolbench_ood.engines.select import available, choose
from toolbench_ood.types.errors import UserError


def test_every_engine_is_listed_with_a_reason() -> None:
    """Usable or not, each engine has a state and words for it; nothing heavy is imported."""
    before = {"vllm", "torch", "transformers"} & set(sys.modules)
    states = available()
    assert [state.name for state in states] == list(ENGINES)
    assert all(state.detail for state in states)
    assert {"vllm", "torch", "transformers"} & set(sys.modules) == before


def test_a_missing_engine_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing and how to install it stands in the sentence."""
    monkeypatch.setattr(select, "find_spec", {"torch": True, "transformers": True}.get)
    with pytest.raises(UserError, match="vllm not installed; pip install vllm"):
        choose("vllm")
    with pytest.raises(UserError, match=r"vllm: vllm not installed.*transformers: accelerate not"):
        choose("auto")


def test_auto_prefers_the_servers_given_then_vllm(monkeypatch: pytest.MonkeyPatch) -> None:
    """URLs decide; without them vLLM comes before transformers."""
    monkeypatch.setattr(select, "find_spec", lambda _: True)
    assert choose("auto", urls=["http://localhost:8000"]).name == "endpoint"
    assert choose("auto").name == "vllm"
    monkeypatch.setattr(select, "find_spec", lambda name: None if name == "vllm" else True)
    assert choose("auto").name == "transformers"


def test_an_unknown_engine_lists_the_known() -> None:
    """The sentence names all engines."""
    with pytest.raises(UserError, match=r"'sglang'.*auto, vllm, endpoint, transformers"):
        choose("sglang")
