"""The releases of vLLM that were run with this program."""

import tomllib
from pathlib import Path

from toolbench_ood.engines.vllm_releases import never_run, release_order, run_releases

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_list_decides_what_is_declared_and_what_is_named() -> None:
    """The lowest release that is allowed is the oldest of the list; outside it a release is named.

    Patches of a minor release that was run count as run, builds of a release as that release.
    """
    known = list(run_releases())
    assert known == sorted(known, key=release_order)
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert f"vllm>={known[0]}" in extras["vllm"]
    for release in known:
        assert never_run(release) is None
        assert never_run(f"{release}.post2+cu128") is None
    for other in ("0.8.5", "0.99.0rc1", "1.0"):
        said = never_run(other)
        assert said is not None
        assert f"vLLM {other} has not been tested" in said
        assert f"{known[0]} and {known[-1]}" in said
    assert release_order("0.9.2") < release_order("0.11.0") == release_order("0.11.0.post2+x")
