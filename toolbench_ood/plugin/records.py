"""The records that the cases of a session report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolbench_ood.plugin.evaluation import run_path
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder


@dataclass(frozen=True, slots=True)
class Records:
    """A run, read once."""

    path: Path
    records: Mapping[str, Record]
    """By case id."""


_RECORDS = pytest.StashKey[Records]()


def records_of(config: pytest.Config) -> Records:
    """Return the records of the session's run (UserError: there is none)."""
    if _RECORDS not in config.stash:
        path = run_path(config)
        by_case = {record.case: record for record in RunFolder.open(path).records()}
        config.stash[_RECORDS] = Records(path, by_case)
    return config.stash[_RECORDS]
