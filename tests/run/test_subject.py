"""What ``validate`` looks at follows from what is named."""

from pathlib import Path

import pytest
from task.suites import write_suite

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.scaffold import new_format
from toolbench_ood.run.subject import Named, choose_subject
from toolbench_ood.tasks.collect import collect
from toolbench_ood.types.errors import UserError


def test_named_folders_stand_alone(tmp_path: Path) -> None:
    """A folder stands for what lies in it; what is not named is sampled, or not checked."""
    lamps = write_suite(tmp_path / "tasks" / "lamps")
    angle = new_format("angle", "hermes", tmp_path / "formats")
    collection = collect([lamps])
    ours = {("lamps", task_id) for task_id in collection.suites[-1].tasks}
    every = {(suite.name, task_id) for suite in collection.suites for task_id in suite.tasks}
    one = {(suite.name, None) for suite in collection.suites}
    shipped = FormatLibrary().names()
    tasks, formats = [lamps.parent], [angle.parent]
    # named; tasks; formats; formats checked; tasks tried
    designs = (
        (Named(task_folders=tasks), ours, shipped, False, True),
        (Named(suites=["lamps"]), ours, shipped, False, True),
        (Named(format_folders=formats), one, ("angle",), True, False),
        (Named(formats=["hermes"]), one, ("hermes",), True, False),
        (Named(task_folders=tasks, format_folders=formats), ours, ("angle",), True, True),
        (Named(task_folders=tasks, formats=["sexp"]), ours, ("sexp",), True, True),
        (Named(task_folders=tasks, everything=True), every, shipped, True, True),
        (Named(), every, shipped, True, True),
    )
    for named, expected, names, checks, tries in designs:
        subject = choose_subject(named, collection)
        found = set(subject.tasks) if tries else {(suite, None) for suite, _ in subject.tasks}
        assert found == expected, named
        assert subject.formats == names, named
        assert (subject.checks_formats, subject.tries_tasks) == (checks, tries), named


def test_a_sample_has_a_task_of_each_suite_and_of_as_many_kinds() -> None:
    """So that a format is played in every domain and with every course that a task can take."""
    collection = collect()
    by_name = {suite.name: suite for suite in collection.suites}
    sample = choose_subject(Named(formats=["hermes"]), collection).tasks
    assert [suite for suite, _ in sample] == list(by_name)
    kinds = {by_name[suite].tasks[task_id].kind for suite, task_id in sample}
    assert len(kinds) == len(sample)


def test_unknown_names_and_empty_folders_are_refused(tmp_path: Path) -> None:
    """With what exists, and what was expected."""
    with pytest.raises(UserError, match="there is no suite 'lamp'; the suites are: airline"):
        choose_subject(Named(suites=["lamp"]), collect())
    with pytest.raises(UserError, match="contains no suite; expected a folder with a world"):
        choose_subject(Named(task_folders=[tmp_path]), collect())
    with pytest.raises(UserError, match="contains no format"):
        choose_subject(Named(format_folders=[tmp_path]), collect())
