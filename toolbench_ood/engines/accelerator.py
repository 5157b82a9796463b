"""Detects whether this machine has a GPU, without heavy imports or initialising a driver."""

import platform
import sys
from pathlib import Path

DEVICES = Path("/dev")
_GPUS = ("nvidia[0-9]*", "kfd", "dxg")
"""Device files of the NVIDIA and AMD drivers, and of Windows under WSL."""


def has_accelerator(devices: Path = DEVICES) -> bool:
    """Whether an engine would run on a GPU, as far as the system exposes one."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return any(any(devices.glob(pattern)) for pattern in _GPUS)
