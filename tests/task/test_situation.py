"""A situation is drawn once: what is played on its copies does not show in it."""

from pathlib import Path
from random import Random

import pytest
from task.suites import WORLD, write_suite

from toolbench_ood.tasks.collect import collect, shipped_suites
from toolbench_ood.tasks.reply import Reply
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.situation import Situation, situation_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.call import Call
from toolbench_ood.world.snapshot import NotCopiedError, Snapshot
from toolbench_ood.world.state import state_of
from toolbench_ood.world.world import World


def test_every_shipped_world_is_copied_exactly() -> None:
    """A copy has the state and the generator of the drawn world, and goes on as it would."""
    for suite in shipped_suites():
        for seed in range(3):
            snapshot = Snapshot(suite.world(Random(seed)))
            drawn, copy = suite.world(Random(seed)), snapshot.copy()
            assert state_of(copy) == state_of(drawn), suite.name
            assert copy.rng.getstate() == drawn.rng.getstate(), suite.name
            assert type(copy) is type(drawn), suite.name


@pytest.mark.slow
def test_a_played_copy_leaves_the_others_alone() -> None:
    """The solution of every shipped task can be played on one copy after another."""
    for suite in shipped_suites():
        for task in suite.tasks.values():
            situation = Situation(suite, task, 1)
            first, second, fresh = situation.session(), situation.session(), Session(suite, task, 1)
            asked = [session.start().text for session in (first, second, fresh)]
            assert len(set(asked)) == 1, task.name
            before = state_of(second.world)
            for act in situation.acts:
                for call in (call for message in act.calls for call in message):
                    first.world.execute(call)
            assert state_of(second.world) == before == state_of(fresh.world), task.name


def test_what_can_never_change_is_shared_and_all_else_is_not() -> None:
    """Copies have rows of their own, and one object in two places stays one object."""
    world = _Shelf(Random(0))
    copy = Snapshot(world).copy()
    assert copy.top is copy.books["a"]
    assert copy.top is not world.top
    copy.books["a"].append("torn")
    assert world.top == ["new"]
    assert copy.label is world.label
    assert copy.boxes[0] is not world.boxes[0]


class _Shelf(World):
    """Holds one list in two places."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.top = ["new"]
        self.books = {"a": self.top}
        self.label = ("shelf", (1, "left"))
        self.boxes = (["odd"], 2)


def test_a_world_that_cannot_be_copied_is_drawn_each_time(tmp_path: Path) -> None:
    """A world with a lambda in it is played as any other, only slower."""
    text = WORLD.replace("        self.lit:", "        self.sort = lambda x: x\n        self.lit:")
    suite = _load(write_suite(tmp_path / "lamps", text))
    with pytest.raises(NotCopiedError, match="pickle"):
        Snapshot(suite.world(Random(0)))
    situation = Situation(suite, suite.tasks["task_lamps.py::lights_one"], 0)
    one, other = situation.session(), situation.session()
    assert one.start().text == other.start().text
    assert one.world is not other.world


def test_a_suite_that_is_loaded_again_does_not_change_the_one_in_use(tmp_path: Path) -> None:
    """Copies are of the classes that the world was drawn from, whatever was imported since."""
    folder = write_suite(tmp_path / "lamps")
    suite = _load(folder)
    situation = situation_of(suite, suite.tasks["task_lamps.py::lights_one"], 0)
    assert situation.acts
    _load(folder)
    assert type(situation.session().world) is suite.world


def test_situations_are_remembered_within_a_bound() -> None:
    """Cases that stand together share a situation; one that is long past is drawn anew, alike."""
    suite = shipped_suites()[0]
    task = next(iter(suite.tasks.values()))
    first = situation_of(suite, task, 0)
    assert situation_of(suite, task, 0) is first
    for seed in range(1, 40):
        situation_of(suite, task, seed)
    again = situation_of(suite, task, 0)
    assert again is not first
    assert again.acts == first.acts


def test_a_change_is_found_whatever_brought_it_about(tmp_path: Path) -> None:
    """A world that changed is looked through whether a call was carried out or not."""
    suite = _load(write_suite(tmp_path / "lamps"))
    situation = Situation(suite, suite.tasks["task_lamps.py::lights_one"], 0)
    failures = []
    for calls in ((), (Call("list_lamps"),)):
        session = situation.session()
        session.start()
        vars(session.world)["lit"]["cellar"] = False
        session.answer(Reply("Done.", calls))
        failures.append(session.verdict.failure if session.verdict else "")
    assert failures == ["collateral damage: lit has changed"] * 2


def _load(folder: Path) -> Suite:
    return next(suite for suite in collect([folder]).suites if suite.folder == folder)
