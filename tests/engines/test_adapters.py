"""LoRA adapters on real engines: one that changes nothing and one that does, both untrained."""

import asyncio
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from engines.observe import CONTEXT, prompts
from model.adapters import MODULES, write_adapter

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.lora import Lora
from toolbench_ood.model.weights import weights_shapes
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Request, Sampling

pytestmark = pytest.mark.model

RANK = 4
TOKENS = 12
FULL = {"dtype": "float32"}
"""In which near ties, where engines may part, are rare."""


@pytest.fixture(scope="module")
def adapters(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lora]:
    """Return adapters for the bundled model, by name."""
    pytest.importorskip("safetensors", reason="makes adapters")
    shapes = weights_shapes(model_folder)
    assert shapes is not None
    place = tmp_path_factory.mktemp("adapters")
    return {
        name: Lora(
            write_adapter(place / name, shapes, scale=scale, rank=RANK),
            rank=RANK,
            modules=MODULES,
            has_patterns=False,
        )
        for name, scale in {"zero": 0.0, "strong": 0.05}.items()
    }


async def written(engine: Engine, chat: Chat) -> list[tuple[int, ...]]:
    """Return the tokens that an engine writes after each prompt."""
    requests = [Request(f"c{at}", 0, each, TOKENS, seed=0) for at, each in enumerate(prompts(chat))]
    return [one.tokens for one in await asyncio.gather(*map(engine.generate, requests))]


@pytest.fixture(scope="module")
def on_transformers(
    model_folder: Path,
    chat: Chat,
    adapters: dict[str, Lora],
    count_start: Callable[[str], None],
) -> dict[str, list[tuple[int, ...]]]:
    """Return what transformers writes with each adapter and without one."""
    if find_spec("peft") is None:
        pytest.skip("needs peft")
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  needs transformers
        TransformersEngine,
    )

    async def with_adapter(lora: Lora | None) -> list[tuple[int, ...]]:
        count_start("transformers")
        engine = TransformersEngine.load(model_folder, Sampling(), chat.end_tokens, FULL, lora=lora)
        try:
            return await written(engine, chat)
        finally:
            await engine.close()

    named: Sequence[tuple[str, Lora | None]] = (("base", None), *adapters.items())
    return {name: asyncio.run(with_adapter(lora)) for name, lora in named}


@pytest.fixture(scope="module")
def on_vllm(
    model_folder: Path,
    chat: Chat,
    adapters: dict[str, Lora],
    tmp_path_factory: pytest.TempPathFactory,
    count_start: Callable[[str], None],
) -> dict[str, list[tuple[int, ...]]]:
    """Return what one vLLM writes with each adapter and without one, and what it refuses."""
    if find_spec("vllm") is None:
        pytest.skip("needs vllm")
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  needs vllm

    async def scenario() -> dict[str, list[tuple[int, ...]]]:
        count_start("vllm")
        engine = VllmEngine.start(
            model_folder,
            Sampling(),
            chat.end_tokens,
            {"max_model_len": CONTEXT, **FULL},
            log=tmp_path_factory.mktemp("vllm") / "log",
            lora=adapters["zero"],
        )
        assert engine.description["arguments"]["max_lora_rank"] == 8
        try:
            found = {"base": await written(engine, chat)}
            for name, lora in adapters.items():
                await engine.apply(lora)
                found[name] = await written(engine, chat)
            missing = Lora(Path("/nowhere"), RANK, MODULES, has_patterns=False)
            with pytest.raises(UserError, match=r"can't apply the adapter /nowhere.*transformers"):
                await engine.apply(missing)
            assert await written(engine, chat) == found["strong"]
        finally:
            await engine.close()
        return found

    return asyncio.run(scenario())


@pytest.fixture(params=["on_transformers", "on_vllm"])
def found(request: pytest.FixtureRequest) -> dict[str, list[tuple[int, ...]]]:
    """Return what each engine wrote, in turn."""
    tokens: dict[str, list[tuple[int, ...]]] = request.getfixturevalue(request.param)
    return tokens


def test_an_adapter_is_applied(found: dict[str, list[tuple[int, ...]]]) -> None:
    """One whose second factors are zero leaves every token as it is; another one changes some."""
    assert found["zero"] == found["base"]
    assert found["strong"] != found["base"]


def test_engines_agree_on_an_adapted_model(
    on_transformers: dict[str, list[tuple[int, ...]]], on_vllm: dict[str, list[tuple[int, ...]]]
) -> None:
    """Merged and applied to each request, an adapter gives the same first tokens."""
    for name, merged in on_transformers.items():
        assert [one[:4] for one in merged] == [one[:4] for one in on_vllm[name]], name
