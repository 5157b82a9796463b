"""From a run to a published entry."""

import json
from pathlib import Path

import pytest
from score.made import make

from toolbench_ood.leaderboard.check import entry_problems
from toolbench_ood.leaderboard.publish import make_entry, records_digest
from toolbench_ood.leaderboard.store import write_entry
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Timing
from toolbench_ood.types.errors import UserError


def test_an_entry_holds_the_run(tmp_path: Path) -> None:
    """Model, format in distribution, cells with n, hashes and versions are published."""
    tasks = [f"task_x.py::{letter}" for letter in "xyz"]
    records = [make.record(task=name, case=f"calendar/{name}[none][hermes][0]") for name in tasks]
    entry = make_entry(make.run(tmp_path / "run", records))
    assert (entry.name, entry.model.name, entry.id_formats.names) == (
        "step-300",
        "step-300",
        ("hermes",),
    )
    assert entry.model.fingerprint == {"config": "cc"}
    assert entry.scores.cells[0].row.solved.n == 3
    assert entry.scores.formats["hermes"].solved.low == pytest.approx(0.4385, abs=1e-4)
    assert (entry.suites["calendar"].digest, entry.formats["hermes"].digest) == ("aa", "bb")
    assert entry.versions.engine == {"vllm": "0.32.0"}
    assert entry.date == "1970-01-01"


def test_a_written_entry_is_valid(tmp_path: Path) -> None:
    """What is added passes the check that everyone's entries must pass."""
    run = make.run(tmp_path / "run", make.many(4))
    path = write_entry(make_entry(run, "My model / step 300"), tmp_path / "entries")
    assert entry_problems(path) == []
    assert path.name.startswith("my-model-step-300-1970-01-01-")
    assert json.loads(path.read_text())["name"] == "My model / step 300"


def test_no_path_of_the_machine_is_published(tmp_path: Path) -> None:
    """Neither the model's folder nor what the engine says of it leaves the machine."""
    run = make.run(tmp_path / "run", make.many(2))
    text = write_entry(make_entry(run), tmp_path).read_text()
    assert "/home" not in text
    assert str(tmp_path) not in text


def test_adding_twice_makes_one_file(tmp_path: Path) -> None:
    """The same run is the same entry."""
    run = make.run(tmp_path / "run", make.many(2))
    out = tmp_path / "entries"
    assert write_entry(make_entry(run), out) == write_entry(make_entry(run), out)
    assert len(list(out.iterdir())) == 1


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A file of that name with another content stays as it is."""
    entry = make_entry(make.run(tmp_path / "run", make.many(2)))
    path = write_entry(entry, tmp_path)
    path.write_text("mine")
    with pytest.raises(UserError, match="another entry"):
        write_entry(entry, tmp_path)
    assert path.read_text() == "mine"


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """An unwritable place is the user's mistake, in one sentence."""
    entry = make_entry(make.run(tmp_path / "run", make.many(2)))
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="--out"):
        write_entry(entry, tmp_path / "file")


def test_failed_cases_are_refused(tmp_path: Path) -> None:
    """A run in which the engine failed is not published."""
    records = make.many(3)
    records[1] = make.record(case=records[1].case, stop=Stop.ENGINE_ERROR, solved=False)
    with pytest.raises(
        UserError,
        match="1 failed in the engine and 0 in the program; finish it with: ",
    ):
        make_entry(make.run(tmp_path / "run", records))


def test_missing_cases_are_refused(tmp_path: Path) -> None:
    """A run that is not finished is not published."""
    run = make.run(tmp_path / "run", make.many(3), cases=5)
    with pytest.raises(UserError, match="of 5 cases 2 were not played"):
        make_entry(run)


def test_records_of_other_cases_are_refused(tmp_path: Path) -> None:
    """Records that were exedited by hand are noticed."""
    run = make.run(tmp_path / "run", make.many(3), cases_digest="0" * 64)
    with pytest.raises(UserError, match="edited by hand"):
        make_entry(run)


def test_the_digest_of_records_knows_no_time_and_no_order() -> None:
    """Two equal runs have one digest, and any other difference shows."""
    records = make.many(3)
    later = [
        make.record(case=record.case, seed=record.seed, time=Timing(9.0, 9.0)) for record in records
    ]
    assert records_digest(records) == records_digest(reversed(later))
    assert records_digest(records) != records_digest(records[:2])
