"""What suits a model on a CPU: element type, cache, context, cases in flight."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from toolbench_ood.engines.cpu import Cpu, look_at_cpu
from toolbench_ood.engines.cpu_fit import Fit, fit_to_cpu
from toolbench_ood.engines.element_type import ElementType
from toolbench_ood.engines.footprint import footprint
from toolbench_ood.types.errors import UserError

GIB = 2**30
SMALL = {
    "dtype": "bfloat16",
    "hidden_size": 576,
    "num_attention_heads": 9,
    "num_hidden_layers": 30,
    "num_key_value_heads": 3,
    "max_position_embeddings": 8192,
}
"""A model of 135 M parameters."""
WIDE, NARROW = ElementType("float32", "so it is"), ElementType("bfloat16", "so it is")


def model(folder: Path, weights: int = 256 * 2**20, **config: Any) -> Path:
    """Write a model's configuration, and weights of a size without writing them."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({**SMALL, **config}))
    with (folder / "model.safetensors").open("wb") as file:
        file.truncate(weights)
    return folder


def fit(
    folder: Path, *, cores: int = 2, gib: float = 24, native: ElementType = WIDE, **given: Any
) -> Fit:
    """Fit a model to a machine."""
    variables: Mapping[str, str] = given.pop("variables", {})
    return fit_to_cpu(folder, Cpu(tuple(range(cores)), int(gib * GIB), native), given, variables)


def test_the_footprint_is_read_from_the_folder(tmp_path: Path) -> None:
    """Two numbers a layer, head and width a token; loaded weights grow with their element."""
    takes = footprint(model(tmp_path / "m", weights=1000))
    assert takes.cache_elements == 2 * 30 * 3 * 64
    assert (takes.context, takes.quantized) == (8192, False)
    assert (takes.weight_bytes(4), takes.weight_bytes(2)) == (2000, 1000)
    inner = {key: value for key, value in SMALL.items() if key != "dtype"}
    several = model(tmp_path / "n", weights=1000, text_config={**inner, "head_dim": 128})
    assert footprint(several).cache_elements == 2 * 30 * 3 * 128
    assert footprint(tmp_path).cache_elements is None
    packed = footprint(model(tmp_path / "q", weights=1000, quantization_config={"bits": 4}))
    assert (packed.quantized, packed.weight_bytes(4)) == (True, 1000)


def test_more_cores_play_more_cases(tmp_path: Path) -> None:
    """Within bounds, and with a larger cache; the element type is the CPU's."""
    folder = model(tmp_path / "m")
    cases = {cores: fit(folder, cores=cores) for cores in (1, 2, 4, 64)}
    assert [one.concurrency for one in cases.values()] == [8, 16, 32, 64]
    sizes = [int(one.environment["VLLM_CPU_KVCACHE_SPACE"]) for one in cases.values()]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    assert {str(one.arguments["dtype"]) for one in cases.values()} == {"float32"}
    assert fit(folder, native=NARROW).arguments["dtype"] == "bfloat16"


def test_little_memory_means_a_small_cache_context_and_few_cases(tmp_path: Path) -> None:
    """What the cache doesn't hold isn't asked for, and the reason says so."""
    large = model(tmp_path / "m", max_position_embeddings=131072)
    tight = fit(large, cores=8, gib=4)
    assert tight.environment == {"VLLM_CPU_KVCACHE_SPACE": "1"}
    held = GIB // (2 * 30 * 3 * 64 * 4)
    assert tight.arguments["max_model_len"] == held // 32 * 32
    assert tight.concurrency == held // 1024
    assert tight.reasons["concurrency"].endswith("more does not fit in the cache")
    assert "max_model_len" not in fit(model(tmp_path / "n"), gib=24).arguments
    assert "max_model_len" not in fit(large, gib=4, max_model_len=4096).arguments


def test_a_model_that_does_not_fit_is_a_users_error(tmp_path: Path) -> None:
    """One sentence with the sizes, and what would fit."""
    folder = model(tmp_path / "m", weights=14 * GIB)
    with pytest.raises(UserError, match=r"28\.0 GiB for its weights.*24\.0 GiB.*dtype=bfloat16"):
        fit(folder)
    with pytest.raises(UserError, match=r"14\.0 GiB for its weights.*smaller model or the --base"):
        fit(folder, gib=16, dtype="bfloat16")
    assert "emulated and slow" in fit(folder, dtype="bfloat16").sentences[-1]


def test_the_users_cache_is_kept(tmp_path: Path) -> None:
    """By variable or argument; then no variable is set beside it."""
    folder = model(tmp_path / "m")
    for given in ({"variables": {"VLLM_CPU_KVCACHE_SPACE": "7"}}, {"kv_cache_memory_bytes": GIB}):
        chosen = fit(folder, **given)
        assert chosen.environment == {}, given
        assert chosen.reasons["cache"].endswith("as given"), given


def test_this_machine_is_looked_at() -> None:
    """It has cores and memory, and a reason for its element type."""
    cpu = look_at_cpu()
    assert cpu.cores
    assert cpu.memory > GIB
    assert cpu.native.reason
