"""``make bench``: print every figure; aims are printed beside them, nothing is asserted."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import growth, making, memory, overhead, reading, real, startup

if __name__ == "__main__":
    startup.measure()
    overhead.measure()
    reading.measure()
    making.measure()
    memory.measure()
    growth.measure()
    real.measure()
