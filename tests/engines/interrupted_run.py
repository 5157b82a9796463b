"""A program that starts vLLM and generates until it is interrupted (run by a test).

Arguments: the model's folder and a log file.
"""

import asyncio
import os
import signal
import sys
from multiprocessing import active_children
from pathlib import Path

from toolbench_ood.engines.vllm import VllmEngine
from toolbench_ood.types.errors import EngineDownError
from toolbench_ood.types.generation import Request, Sampling


async def main(model: Path, log: Path) -> None:
    """Print the ids of vLLM's processes, then generate for ever."""
    engine = VllmEngine.start(model, Sampling(), frozenset(), {"max_model_len": 512}, log=log)
    try:
        children = [child.pid for child in active_children() if child.pid]
        print(*children, flush=True)  # noqa: T201  read by the test
        step = 0
        while True:
            await engine.generate(Request("c", step, (1, 2, 3), 400, seed=0))
            step += 1
    except EngineDownError as error:
        print(error, flush=True)  # noqa: T201  read by the test
    finally:
        await engine.close()


if __name__ == "__main__":
    # Programs started in the background of a shell inherit that interrupts are ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setpgid(0, 0)
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
