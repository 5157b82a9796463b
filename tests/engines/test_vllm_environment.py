"""The environment that vLLM is started in."""

from toolbench_ood.engines.vllm_environment import core_binding


def test_one_worker_gets_every_core_and_several_divide_them() -> None:
    """Alone, vLLM's worker is bound to all cores; with more the binding is left to vLLM."""
    assert core_binding({}, (0, 2, 5)) == {"VLLM_CPU_OMP_THREADS_BIND": "0,2,5"}
    for size in ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size"):
        assert core_binding({size: 2}, (0, 1)) == {}
        assert core_binding({size: 1}, (0, 1)) != {}
