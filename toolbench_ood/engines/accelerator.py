"""Whether this machine has a GPU; nothing heavy is imported, and no driver is woken."""

import platform
import sys
from pathlib import Path

DEVICES = Path("/dev")
_GPUS = ("nvidia[0-9]*", "kfd", "dxg")
"""Files of the drivers of NVIDIA and AMD, and of Windows beneath Linux."""


def has_accelerator(devices: Path = DEVICES) -> bool:
    """Whether an engine would compute on a GPU, as far as the system shows one."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return any(any(devices.glob(pattern)) for pattern in _GPUS)
