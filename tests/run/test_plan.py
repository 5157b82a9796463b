"""A plan has exactly the cases that the settings name."""

import re

import pytest

from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError

CHOSEN = {"model": "oracle", "suites": ("calendar",), "formats": ("hermes",), "seeds": 1}


def test_listed_cases_and_no_others_are_played() -> None:
    """Cases that are listed by id are taken in the order of all cases."""
    every = [case.id for case in make_plan(Settings(**CHOSEN)).cases]
    listed = make_plan(Settings(**CHOSEN, cases=(every[3], every[1])))
    assert [case.id for case in listed.cases] == [every[1], every[3]]


def test_formats_that_ship_are_not_proven_again() -> None:
    """Their laws are tested with the program; a format whose text is another is checked in full."""
    settings = Settings(**CHOSEN)
    (shipped,) = make_plan(settings).formats
    (unknown,) = make_plan(settings, proven={"hermes": "0" * 64}).formats
    rendered = "templates"
    assert rendered not in vars(shipped)
    assert rendered in vars(unknown)


def test_an_unknown_case_is_refused() -> None:
    """A case that the other settings do not give is named."""
    count = len(make_plan(Settings(**CHOSEN)).cases)
    words = f"there is no case calendar/task_x.py::y among the {count}"
    with pytest.raises(UserError, match=re.escape(words)):
        make_plan(Settings(**CHOSEN, cases=("calendar/task_x.py::y",)))
