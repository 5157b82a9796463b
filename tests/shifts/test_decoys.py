"""Decoys: plausible tools of a suite's own domain, which act and which no task needs."""

from collections import Counter
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from laws.everything import play_all
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.decoys import FEWEST
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.oracle import play_solution
from toolbench_ood.tasks.situation import situation_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.trial.decoys import decoy_faults
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError


def test_suites_have_decoys() -> None:
    """Every suite has enough of them."""
    assert [suite.name for suite in shipped_suites() if len(suite.decoys) < FEWEST] == []


def test_decoys_are_named_like_other_tools() -> None:
    """Names differ over all suites."""
    names = {suite: {*suite.world.tools(), *suite.decoys} for suite in shipped_suites()}
    for one, other in combinations(names, 2):
        assert not names[one] & names[other], (one.name, other.name)


def test_a_decoy_acts_and_fails_every_task() -> None:
    """Its example is carried out, changes the state, and no task is solved after it."""
    for suite in shipped_suites():
        callable_in: Counter[str] = Counter()
        for nth, task in enumerate(suite.tasks.values()):
            for seed in (nth, nth + 100):
                situation = situation_of(suite, task, seed)
                assert list(decoy_faults(situation)) == [], (task.name, seed)
                world = situation.session().world
                callable_in.update(
                    name for name, each in suite.decoys.items() if each.example(world, Random(0))
                )
        for name in suite.decoys:
            assert callable_in[name] >= len(suite.tasks), f"{name} is callable in few situations"


def a_case(suite: Suite, shift: str) -> Case:
    return Case(suite, next(iter(suite.tasks)), LIBRARY.load("hermes"), 0, shift)


def test_decoys_are_declared_under_distract_only() -> None:
    """All of a suite's decoys stand among the tools of the shift, and act on the task's world."""
    suite = next(suite for suite in shipped_suites() if suite.name == "library")
    names = {
        shift: {tool["function"]["name"] for tool in Surface(a_case(suite, shift)).tools}
        for shift in ("none", "distract", "distract+nest")
    }
    assert not names["none"] & suite.decoys.keys()
    assert suite.decoys.keys() <= names["distract"] == names["distract+nest"]
    assert len(names["distract"]) == len(suite.world.tools()) + len(suite.decoys) + 8
    session = situation_of(suite, next(iter(suite.tasks.values())), 0).session()
    session.start()
    surface = Surface(a_case(suite, "distract"))
    surface.open_message()
    name = next(iter(suite.decoys))
    refused = Call(name, {"loan_id": "L0", "due_date": "2030-01-01"}, "call7")
    reached, output = surface.carry_out(refused, session.world)
    assert reached is None
    assert str(output.content).startswith("There is no loan L0; existing: ")
    assert (output.name, output.id) == (name, "call7")
    oracle, *_ = play_all("oracle", [a_case(suite, "distract")])
    assert oracle.solved


DECOYS = '''
from toolbench_ood.tasks.decoys import decoy
from .world import Lamps


def _any(world, rng):
    return {{"lamp": sorted(world.lit)[0]}}


@decoy(_any)
def break_lamp(lamps: Lamps, lamp: str) -> None:
    """Break a lamp.

    Args:
        lamp: Id of the lamp.
    """
    del lamps.lit[lamp]


@decoy(_any)
def {second}(lamps: Lamps, lamp: str) -> None:
    """Look at a lamp.

    Args:
        lamp: Id of the lamp.
    """


@decoy(lambda world, rng: {{"lamp": "none"}})
def {third}(lamps: Lamps, lamp: str) -> str:
    """Sell a lamp.

    Args:
        lamp: Id of the lamp.
    """
    del lamps.lit[lamp]
'''


def test_wrong_decoys_are_refused(tmp_path: Path) -> None:
    """Each fault of an author's is one sentence that names the decoy."""
    folder = write_suite(tmp_path / "lamps")
    file = folder / "decoys.py"
    file.write_text(DECOYS.format(second="view_lamp", third="sell_lamp"))
    suite = load_suite(folder)
    situation = situation_of(suite, suite.tasks["task_lamps.py::lights_one"], 0)
    with pytest.raises(UserError, match="sell_lamp raised KeyError"):
        list(decoy_faults(situation))
    file.write_text(file.read_text().replace("    del lamps.lit[lamp]\n", "    return lamp\n"))
    suite = load_suite(folder)
    situation = situation_of(suite, suite.tasks["task_lamps.py::lights_one"], 0)
    assert list(decoy_faults(situation)) == [
        f"has a decoy {name} in its suite that changes nothing"
        for name in ("break_lamp", "view_lamp", "sell_lamp")
    ]
    file.write_text(DECOYS.format(second="switch", third="sell_lamp"))
    with pytest.raises(UserError, match="decoy switch, but its world has a tool of that name"):
        load_suite(folder)
    file.write_text(DECOYS.format(second="same", third="same"))
    with pytest.raises(UserError, match="has 2 decoys; write at least 3"):
        load_suite(folder)


def test_no_solution_needs_a_decoy(tmp_path: Path) -> None:
    """A solution that calls one is refused, with what to do."""
    folder = write_suite(tmp_path / "lamps")
    (folder / "decoys.py").write_text(DECOYS.format(second="view_lamp", third="sell_lamp"))
    tasks = folder / "task_lamps.py"
    tasks.write_text(tasks.read_text().replace('call("switch", lamp=', 'call("break_lamp", lamp='))
    suite = load_suite(folder)
    with pytest.raises(UserError, match="calls break_lamp, which is a decoy"):
        play_solution(suite, suite.tasks["task_lamps.py::lights_one"], 0)


def test_a_name_that_distract_would_declare_twice_is_refused(tmp_path: Path) -> None:
    """A third-party suite with a shipped suite's tool is refused, and both are named."""
    folder = write_suite(tmp_path / "lamps")
    world = folder / "world.py"
    world.write_text(world.read_text().replace("def list_lamps(", "def lend_copy("))
    suite = load_suite(folder)
    with pytest.raises(UserError) as caught:
        find_obstacles([suite], ["none", "rename", "distract+rename"])
    assert "suite lamps and suite library, which ships, both have a tool lend_copy" in str(
        caught.value
    )
    find_obstacles([suite], ["none", "rename"])
