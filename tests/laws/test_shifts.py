"""Content shifts: the same task with another surface, its solution carried along."""

from collections.abc import Mapping
from functools import cache

import pytest
from cases import for_each
from laws.crossing import levels_of, tasks
from laws.everything import play_all
from shipped_formats import LIBRARY

from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.record import Record
from toolbench_ood.shifts.find import SHIFTS, find_shifts, shift_name
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import NO_SHIFT, Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import plain

each_shift = for_each("shift", SHIFTS)


@cache
def cases(shift: str) -> list[Case]:
    """Every shipped task to which a shift applies, in hermes."""
    hermes = LIBRARY.load("hermes")
    return [
        Case(suite, task_id, hermes, 0, shift)
        for suite, task_id in tasks()
        if shift in levels_of(suite, task_id)
    ]


def some(shift: str) -> list[Case]:
    """An eighth of the tasks, others in shifts whose names are of another length."""
    return cases(shift)[len(shift) % 8 :: 8]


@cache
def unshifted() -> Mapping[tuple[str, str], Record]:
    """The oracle's records of every task without a shift."""
    bare = cases(NO_SHIFT)
    return {(one.suite, one.task): one for one in play_all("oracle", bare)}


@pytest.mark.slow
@each_shift
def test_a_shift_shifts(shift: str) -> None:
    """The first prompt or some later result is another than without the shift."""
    for shifted in play_all("oracle", some(shift)):
        bare = unshifted()[shifted.suite, shifted.task]
        told = [
            [entry.text for entry in record.messages if entry.role != "assistant"]
            for record in (shifted, bare)
        ]
        prompts = [record.messages[2].prompt_tokens for record in (shifted, bare)]
        assert told[0] != told[1] or prompts[0] != prompts[1], shifted.case


@pytest.mark.slow
@each_shift
def test_a_shift_is_the_same_in_every_format(shift: str) -> None:
    """Tools and words of a shifted situation do not depend on the format, nor on the run."""
    for case in some(shift):
        other = Case(case.suite, case.task_id, LIBRARY.load("pythonic"), case.seed, shift)
        assert Surface(case).tools == Surface(other).tools
        asks = [plain(Episode(each).open()[1]) for each in (case, other, case)]
        assert len(set(asks)) == 1


@each_shift
def test_every_call_can_be_made_outside(shift: str) -> None:
    """Calls go out and come back in as they were, and obey what is declared outside."""
    for case in some(shift):
        surface = Surface(case)
        declared = {tool["function"]["name"]: tool["function"] for tool in surface.tools}
        for line in solution_calls(case):
            (outer,) = surface.outward([line])
            properties = declared[outer.name]["parameters"]["properties"]
            assert outer.arguments.keys() <= properties.keys()
            assert surface.inward(outer) == line


def solution_calls(case: Case) -> list[Call]:
    acts = Situation(case.suite, case.task, case.seed).acts
    return [call for act in acts for message in act.calls for call in message]


def test_distraction_is_no_licence() -> None:
    """Who changes another world with a tool that was only added fails; who looks does not."""
    case = cases("distract")[0]
    own = {*case.suite.world.tools(), *case.suite.decoys}
    added = {tool["function"]["name"] for tool in Surface(case).tools} - own
    assert len(added) == 8
    split = {
        name
        for suite in shipped_suites()
        if suite.split is case.suite.split
        for name in suite.world.tools()
    }
    assert added <= split


def test_names_of_shifts() -> None:
    """Joined shifts have one spelling; unknown, repeated and excluding ones are refused."""
    assert shift_name("reorder+distract") == shift_name("distract+reorder") == "distract+reorder"
    assert find_shifts(NO_SHIFT) == ()
    for name in ("renam", "rename+rename", "rename+opaque", "nest+flatten", "", "none+rename"):
        with pytest.raises(UserError, match="shift"):
            find_shifts(name)
