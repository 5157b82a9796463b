"""The log of a training: one JSON object a step, printed as it is written."""

import json
from collections.abc import Mapping
from typing import Any, TextIO

LOG = "log.jsonl"


def write_entry(log: TextIO, entry: Mapping[str, Any]) -> None:
    """Write what a step measured to the log and the terminal."""
    log.write(json.dumps(entry) + "\n")
    log.flush()
    print(*(f"{name} {value}" for name, value in entry.items()), sep=", ", flush=True)
