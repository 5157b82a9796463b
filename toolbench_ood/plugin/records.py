"""The records that the cases of a session report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from toolbench_ood.plugin.evaluation import run_path
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.sources import resume_command


@dataclass(frozen=True, slots=True)
class Records:
    """A run, read once."""

    path: Path
    records: Mapping[str, Record]
    """By case id."""
    resume_command: str


_RECORDS = pytest.StashKey[Records]()


def records_of(config: pytest.Config) -> Records:
    """Return the records of the session's run (UserError: there is none)."""
    if _RECORDS not in config.stash:
        run = RunFolder.open(run_path(config))
        by_case = {record.case: record for record in run.records()}
        again = resume_command(run.path, run.header.settings)
        config.stash[_RECORDS] = Records(run.path, by_case, again)
    return config.stash[_RECORDS]
