"""LoRA adapters on real engines: one that changes nothing and one that does, both untrained."""

import pytest
from engines.in_float32 import InFloat32

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("adapters")]


@pytest.fixture(params=["on_transformers", "on_vllm"])
def found(request: pytest.FixtureRequest) -> InFloat32:
    """Return what each engine computed, in turn."""
    computed: InFloat32 = request.getfixturevalue(request.param)
    return computed


def test_an_adapter_is_applied(found: InFloat32) -> None:
    """One whose second factors are zero leaves every token as it is; another one changes some."""
    assert found.written["zero"] == found.written["base"]
    assert found.written["strong"] != found.written["base"]


def test_engines_agree_on_an_adapted_model(on_transformers: InFloat32, on_vllm: InFloat32) -> None:
    """Merged and applied to each request, an adapter gives the same first tokens."""
    for name, merged in on_transformers.written.items():
        assert [one[:4] for one in merged] == [one[:4] for one in on_vllm.written[name]], name
