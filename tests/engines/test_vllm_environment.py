"""The environment that vLLM is started in."""

import os

from toolbench_ood.engines.vllm_environment import cpu_environment


def test_one_worker_gets_every_core() -> None:
    """Alone, vLLM's worker is bound to all cores that this process may use."""
    cores = cpu_environment({})["VLLM_CPU_OMP_THREADS_BIND"].split(",")
    assert {int(core) for core in cores} == os.sched_getaffinity(0)


def test_several_workers_divide_the_cores_themselves() -> None:
    """With more than one worker the binding is left to vLLM."""
    for size in ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size"):
        assert "VLLM_CPU_OMP_THREADS_BIND" not in cpu_environment({size: 2})
