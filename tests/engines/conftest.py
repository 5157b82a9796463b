"""One start of each engine for all tests; engines run one after the other."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing import active_children
from pathlib import Path

import pytest
from engines.constrained import OTHER_END
from engines.in_float32 import FULL, InFloat32, Written, score, walk, write
from engines.observe import CONTEXT, Observed, observe, prompts, refusal
from model.adapters import MODULES, write_adapter

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.lora import Lora
from toolbench_ood.engines.scoring import TokenScores
from toolbench_ood.model.bundled import bundled_model
from toolbench_ood.model.weights import weights_shapes
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.generation import Sampling

SAMPLING = Sampling(temperature=1.0, top_p=0.95, top_k=50)
PATIENCE_SECONDS = 600
RANK = 4
"""Of the adapters."""


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """Return the bundled model, or skip where it isn't installed."""
    if find_spec("torch") is None or find_spec("transformers") is None:
        pytest.skip("needs torch and transformers")
    try:
        return bundled_model()
    except UserError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def chat(model_folder: Path) -> Chat:
    """Return the bundled model's chat."""
    from toolbench_ood.chat.hf_tokenizer import HfTokenizer  # noqa: PLC0415  needs transformers

    return Chat.learn(HfTokenizer.load(model_folder))


@pytest.fixture(scope="session")
def transformers_run(
    model_folder: Path, chat: Chat, count_start: Callable[[str], None]
) -> Observed:
    """Return what transformers did."""
    from toolbench_ood.engines.grammar_masks import GrammarMasks  # noqa: PLC0415  needs torch
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  needs transformers
        TransformersEngine,
    )

    async def scenario() -> Observed:
        count_start("transformers")
        count_start("transformers")
        greedy = TransformersEngine.load(model_folder, Sampling(), chat.end_tokens)
        sampling = TransformersEngine.load(model_folder, SAMPLING, chat.end_tokens)
        ends = frozenset({OTHER_END})
        masks = GrammarMasks(model_folder, greedy._model.config.vocab_size, ends)
        other = TransformersEngine(greedy._model, Sampling(), ends, {}, {}, masks)
        try:
            return await observe(greedy, sampling, other, chat)
        finally:
            for engine in (greedy, sampling, other):
                await engine.close()

    return asyncio.run(scenario())


@pytest.fixture(scope="session")
def vllm_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file to which vLLM writes."""
    return tmp_path_factory.mktemp("vllm") / "vllm.log"


@pytest.fixture(scope="session")
def vllm_run(
    model_folder: Path, chat: Chat, vllm_log: Path, count_start: Callable[[str], None]
) -> Observed:
    """Return what vLLM in process did."""
    _need_vllm()
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  needs vllm

    async def scenario() -> Observed:
        # In bfloat16 a message depends on what is computed beside it.
        arguments = {"max-model-len": CONTEXT, **FULL}
        count_start("vllm")
        engine = VllmEngine.start(
            model_folder, Sampling(), chat.end_tokens, arguments, log=vllm_log
        )
        sampling = VllmEngine(engine._llm, SAMPLING, chat.end_tokens, {}, engine._reaper)
        other = VllmEngine(engine._llm, Sampling(), frozenset({OTHER_END}), {}, engine._reaper)
        try:
            observed = await observe(engine, sampling, other, chat)
            children = active_children()
            for child in children:
                child.kill()
            return replace(
                observed,
                processes=frozenset(str(child.pid) for child in children),
                watched=frozenset(filter(str.isdecimal, engine._reaper._watcher.args)),
                death=await refusal(engine, prompts(chat)[0]),
            )
        finally:
            sampling._llm = other._llm = None
            await engine.close()

    return asyncio.run(scenario())


@pytest.fixture(scope="session")
def endpoint_run(
    model_folder: Path,
    chat: Chat,
    tmp_path_factory: pytest.TempPathFactory,
    count_start: Callable[[str], None],
) -> Observed:
    """Return what a real vLLM server did."""
    _need_vllm()
    from toolbench_ood.engines.endpoint import EndpointEngine  # noqa: PLC0415  needs httpx

    async def scenario(url: str) -> Observed:
        greedy = await EndpointEngine.connect([url], Sampling(), chat.end_tokens)
        sampling = await EndpointEngine.connect([url], SAMPLING, chat.end_tokens)
        other = await EndpointEngine.connect([url], Sampling(), frozenset({OTHER_END}))
        try:
            return await observe(greedy, sampling, other, chat)
        finally:
            for engine in (greedy, sampling, other):
                await engine.close()

    count_start("vllm")
    with _vllm_server(model_folder, tmp_path_factory.mktemp("server") / "log") as url:
        return asyncio.run(scenario(url))


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def on_transformers(
    model_folder: Path,
    chat: Chat,
    adapters: dict[str, Lora],
    count_start: Callable[[str], None],
) -> InFloat32:
    """Return what transformers computes in float32, with each adapter and without one."""
    if find_spec("peft") is None:
        pytest.skip("needs peft")
    from toolbench_ood.engines.transformers import (  # noqa: PLC0415  needs transformers
        TransformersEngine,
    )

    async def scenario() -> InFloat32:
        scores: list[TokenScores] = []
        walked: list[TokenScores] = []
        written: dict[str, Written] = {}
        named: Sequence[tuple[str, Lora | None]] = (("base", None), *adapters.items())
        for name, lora in named:
            count_start("transformers")
            engine = TransformersEngine.load(
                model_folder, Sampling(), chat.end_tokens, FULL, lora=lora
            )
            try:
                written[name] = await write(engine, chat)
                scores = scores or await score(engine, chat)
                walked = walked or await walk(engine, chat)
            finally:
                await engine.close()
        return InFloat32(scores, written, walked)

    return asyncio.run(scenario())


@pytest.fixture(scope="session")
def on_vllm(
    model_folder: Path,
    chat: Chat,
    adapters: dict[str, Lora],
    tmp_path_factory: pytest.TempPathFactory,
    count_start: Callable[[str], None],
) -> InFloat32:
    """Return what one vLLM computes in float32, without an adapter and then with each."""
    _need_vllm()
    from toolbench_ood.engines.vllm import VllmEngine  # noqa: PLC0415  needs vllm

    async def scenario() -> InFloat32:
        count_start("vllm")
        engine = VllmEngine.start(
            model_folder,
            Sampling(),
            chat.end_tokens,
            {"max_model_len": CONTEXT, "enable_lora": True, **FULL},
            log=tmp_path_factory.mktemp("vllm") / "log",
            lora=adapters["zero"],
        )
        assert engine.description["arguments"]["max_lora_rank"] == 8
        try:
            found = InFloat32(await score(engine, chat), {"base": await write(engine, chat)})
            for name, lora in adapters.items():
                await engine.apply(lora)
                found.written[name] = await write(engine, chat)
            missing = Lora(Path("/nowhere"), RANK, MODULES, has_patterns=False)
            with pytest.raises(UserError, match=r"can't apply the adapter /nowhere.*transformers"):
                await engine.apply(missing)
            assert await write(engine, chat) == found.written["strong"]
        finally:
            await engine.close()
        return found

    return asyncio.run(scenario())


def _need_vllm() -> None:
    if find_spec("vllm") is None:
        pytest.skip("needs vllm")


@contextmanager
def _vllm_server(model: Path, log: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = {
        "--model": str(model),
        "--served-model-name": "smollm2",
        "--dtype": FULL["dtype"],
        "--max-model-len": str(CONTEXT),
        "--host": "127.0.0.1",
        "--port": str(port),
    }
    flags = ["--enforce-eager", "--enable-prompt-tokens-details"]
    command = [sys.executable, "-m", "vllm.entrypoints.openai.api_server", *flags]
    command += [word for pair in arguments.items() for word in pair]
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))))
    own = {"VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_CPU_OMP_THREADS_BIND": cores, "DO_NOT_TRACK": "1"}
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603  arguments are ours
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **own}
        )
    try:
        _wait_until_open(port, server, log)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_open(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"the vLLM server did not start: {log.read_text()[-2000:]}")
