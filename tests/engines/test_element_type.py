"""The element type follows what the CPU computes natively, and what it is told to leave out."""

from pathlib import Path

from toolbench_ood.engines.cpu import cpu_flags
from toolbench_ood.engines.element_type import ElementType, choose_type, native_type
from toolbench_ood.engines.footprint import Footprint

_NATIVE = ElementType("bfloat16", "this CPU has AMX")
_EMULATING = ElementType("float32", "this CPU has no AVX-512-BF16 or AMX")
_PLAIN = Footprint(weights=100, stored=2, cache_elements=None, context=None, quantized=False)


def test_bfloat16_needs_instructions_for_it() -> None:
    """AMX, AVX-512-BF16 and ARM's bf16 give bfloat16; without them, or unknown, it is float32."""
    cases = {
        "fpu avx2 avx512f avx512_bf16": ("bfloat16", "this CPU has AVX-512-BF16"),
        "avx512f avx512_bf16 amx_tile amx_bf16": ("bfloat16", "this CPU has AMX"),
        "fpu avx2 avx512f avx512_vnni": ("float32", "this CPU has no AVX-512-BF16 or AMX"),
        "fp asimd i8mm bf16": ("bfloat16", "this CPU has bfloat16 instructions"),
        "fp asimd i8mm": ("float32", "this CPU has no bfloat16 instructions"),
    }
    for flags, (name, reason) in cases.items():
        assert native_type(frozenset(flags.split()), {}) == ElementType(name, reason), flags
    assert native_type(None, {}).name == "float32"
    assert "does not report" in native_type(None, {}).reason


def test_a_cpu_that_is_told_to_be_smaller_is_believed() -> None:
    """Variables that keep PyTorch or oneDNN from bfloat16 decide, in any case; others do not."""
    able = frozenset({"avx512_bf16", "amx_bf16"})
    for name, value in (
        ("ATEN_CPU_CAPABILITY", "avx2"),
        ("ATEN_CPU_CAPABILITY", "default"),
        ("ONEDNN_MAX_CPU_ISA", "AVX2"),
        ("ONEDNN_MAX_CPU_ISA", "avx512_core_vnni"),
        ("DNNL_MAX_CPU_ISA", "AVX512_CORE"),
    ):
        chosen = native_type(able, {name: value})
        assert chosen.name == "float32", (name, value)
        assert f"{name}={value}" in chosen.reason
    for name, value in (
        ("ATEN_CPU_CAPABILITY", "avx512"),
        ("ONEDNN_MAX_CPU_ISA", "AVX512_CORE_BF16"),
        ("ONEDNN_MAX_CPU_ISA", "ALL"),
        ("ONEDNN_MAX_CPU_ISA", ""),
    ):
        assert native_type(able, {name: value}).name == "bfloat16", (name, value)


def test_the_flags_are_those_of_the_system(tmp_path: Path) -> None:
    """x86 lists them under flags, ARM under Features; a file without either says nothing."""
    file = tmp_path / "cpuinfo"
    file.write_text("processor\t: 0\nflags\t\t: fpu avx2 amx_bf16\nbugs\t\t: x\n")
    assert cpu_flags(file) == {"fpu", "avx2", "amx_bf16"}
    file.write_text("processor\t: 0\nBogoMIPS\t: 50\nFeatures\t: fp asimd bf16\n")
    assert cpu_flags(file) == {"fp", "asimd", "bf16"}
    file.write_text("processor\t: 0\nhart\t: 1\n")
    assert cpu_flags(file) is None
    assert cpu_flags(tmp_path / "absent") is None


def test_what_is_given_decides_and_is_called_slow_where_it_is() -> None:
    """A 16-bit type on a CPU without it is played with a warning that names the reason."""
    for name in ("bfloat16", "float16", "half", "torch.bfloat16", "auto"):
        chosen = choose_type(_PLAIN, _EMULATING, {"dtype": name})
        assert (chosen.name, chosen.reason) == (name, "as given")
        assert chosen.warning is not None, name
        assert f"dtype={name} is emulated and slow here" in chosen.warning
        assert chosen.warning in chosen.sentences
    for native, given in ((_EMULATING, "float32"), (_NATIVE, "bfloat16"), (_NATIVE, "auto")):
        assert choose_type(_PLAIN, native, {"dtype": given}).warning is None, given


def test_quantized_weights_keep_their_own_type() -> None:
    """Kernels for them take what they are made for."""
    quantized = Footprint(weights=1, stored=2, cache_elements=None, context=None, quantized=True)
    assert choose_type(quantized, _EMULATING, {}).name == "auto"
    assert choose_type(_PLAIN, _EMULATING, {}) == _EMULATING
