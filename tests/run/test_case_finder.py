"""Cases are found by their ids, quickly, and what does not exist is refused with what does."""

from pathlib import Path
from time import process_time

import pytest
from laws.everything import in_format
from task.suites import write_suite

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.case_finder import CaseFinder
from toolbench_ood.tasks.library import SuiteLibrary
from toolbench_ood.types.errors import UserError

_TASK = "calendar/task_create.py::files_an_event"


def _finder(*folders: Path) -> CaseFinder:
    return CaseFinder(SuiteLibrary(folders), FormatLibrary().load)


def test_every_case_is_found_by_its_id() -> None:
    """The id of any case gives that case."""
    finder = _finder()
    for case in in_format():
        assert finder.find(case.id).id == case.id


def test_only_what_is_named_is_loaded(tmp_path: Path) -> None:
    """A suite that does not load is no obstacle to cases of other suites, and is then named."""
    write_suite(tmp_path / "lamps", bad="def broken(:\n")
    finder = _finder(tmp_path / "lamps")
    assert finder.find(_TASK).suite.name == "calendar"
    with pytest.raises(UserError, match=r"task_bad\.py:1"):
        finder.find("lamps/task_bad.py::any")


def test_a_further_case_costs_less_than_a_millisecond() -> None:
    """Suites and formats are opened once; of many cases each is looked up."""
    finder = _finder()
    shifts = ("none", "flaky")
    names = [f"{_TASK}[{shift}][hermes][{seed}]" for seed in range(500) for shift in shifts]
    first = finder.find(names[0])
    finder.find(names[1])
    begin = process_time()
    assert all(finder.find(name).suite is first.suite for name in names)
    assert (process_time() - begin) / len(names) < 1e-3


MISTAKES = {
    f"{_TASK}[nope][hermes][0]": "there is no shift 'nope'",
    f"{_TASK}[opaqe][hermes][0]": "there is no shift 'opaqe'; did you mean 'opaque'? The shifts",
    f"{_TASK}[opaque+nest+nope][hermes][0]": "no shift 'nope' in 'opaque+nest+nope'",
    f"{_TASK}[none][hermess][0]": "there is no format 'hermess'; did you mean 'hermes'?",
    f"{_TASK}[hermes][none][0]": "there is no shift 'hermes'",
    f"{_TASK}[opaqe]": "neither a format nor a shift nor an arm; did you mean the shift opaque?",
    f"{_TASK}[strct]": "neither a format nor a shift nor an arm; did you mean the arm strict?",
    f"{_TASK}[none][hermes][strct][0]": "no arm 'strct'; did you mean 'strict'? The arms",
    f"{_TASK}[none][hermes][nope][0]": "there is no arm 'nope'. The arms are: grammar,",
    f"{_TASK}[none][hermes][0][2]": "[0] and [2] are both its seed; write suite/",
    f"{_TASK}[Hermes]": "there is no format 'Hermes'; did you mean 'hermes'?",
    "calender/task_create.py::files_an_event": f"no suite 'calender'; did you mean {_TASK}?",
    "calender/nothing": "there is no suite 'calender'; did you mean the suite calendar?",
    "zzz/task_create.py::files_an_event": "there is no suite 'zzz'. The suites are: airline,",
    "calendar/task_create.py::file_an_event": f"did you mean {_TASK}? See list tasks",
    "calendar/zzz": "there is no task calendar/zzz. See list tasks",
}


def test_a_mistyped_id_is_refused() -> None:
    """Nothing else is found in place of what does not exist; what is like it is named."""
    finder = _finder()
    for name, words in MISTAKES.items():
        with pytest.raises(UserError) as caught:
            finder.find(name)
        assert words in str(caught.value), name


def test_a_shift_that_cannot_apply_is_refused() -> None:
    """The sentence says why."""
    name = "file_system/task_naming.py::restores_a_file_next_to_its_namesake[flatten]"
    with pytest.raises(UserError, match=r"flatten does not apply to .*: none of its tools takes"):
        _finder().find(name)
