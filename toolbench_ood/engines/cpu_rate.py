"""How fast this machine's CPU computes, measured in a fraction of a second."""

from time import perf_counter

_SIDE = 512
_TIMES = 3


def measure_cpu_rate() -> float:
    """Return the floating-point operations a second of a matrix product in float32.

    It is the best of a few products of two square matrices, each of 2 n^3 operations, with as many
    threads as numpy's library takes: more than a model reaches, whose weights come from memory.
    """
    import numpy as np  # noqa: PLC0415  # a run need not wait for it

    square = np.ones((_SIDE, _SIDE), dtype=np.float32)
    seconds = []
    for _ in range(_TIMES):
        began = perf_counter()
        square @ square
        seconds.append(perf_counter() - began)
    return 2.0 * _SIDE**3 / min(seconds)
