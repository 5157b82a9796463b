"""A task is tried as its author wrote it, and what is wrong with it is said in a sentence."""

from pathlib import Path

from task.suites import TASK, write_suite

from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.trial.replay import replay, written_calls
from toolbench_ood.tasks.trial.trial import task_problems
from toolbench_ood.types.call import Call

ALL = "task_lamps.py::lights_all_then_none"
ONE = "task_lamps.py::lights_one"


def problems(folder: Path, task_id: str, lamps: str = TASK) -> list[str]:
    suite = load_suite(write_suite(folder, lamps=lamps))
    return list(task_problems(suite, suite.tasks[task_id], seed=0))


def test_a_sound_task_has_none(tmp_path: Path) -> None:
    """Nothing is said of a task that checks what it asks for."""
    assert problems(tmp_path / "lamps", ALL) == []


def test_an_ask_after_the_last_check_is_found(tmp_path: Path) -> None:
    """A task that asks once more and checks nothing after that can be met with silence."""
    asks_on = TASK + '\n    yield Ask("List them.", lambda call: str(call("list_lamps")))\n'
    silence, lie = problems(tmp_path / "lamps", ALL, asks_on)
    assert "lights_all_then_none" in silence
    assert silence.endswith("solved although its last ask gets no answer; check what it asks for")
    assert lie.endswith("solved although its ask 3 is wrong (lie)")


def test_a_false_claim_that_passes_is_found(tmp_path: Path) -> None:
    """A number that is asked for and not checked may be off by one, or missing."""
    lax = TASK.replace('    assert "3" in reply.text\n', "    assert reply.text\n")
    assert lax != TASK
    found = problems(tmp_path / "lamps", ALL, lax)
    assert [problem.rpartition("although ")[2] for problem in found] == [
        "its ask 1 is wrong (lie)",
        "its ask 1 is wrong (wrong number)",
    ]


def test_a_neighbour_that_passes_is_found(tmp_path: Path) -> None:
    """What a careless model writes may not pass: another lamp, or one lamp more."""
    lax = TASK.replace("@task\ndef", '@task(free=("lit.*",))\ndef').replace(
        "    assert [name for name, lit in world.lit.items() if lit] == [lamp]\n",
        "    assert any(world.lit.values())\n",
    )
    assert lax != TASK
    found = problems(tmp_path / "lamps", ONE, lax)
    assert {problem.rpartition("although ")[2] for problem in found} == {
        "its write switch.lamp is wrong (neighbour)",
        "its write switch.lamp is wrong (extra)",
    }


def test_a_write_that_nothing_checks_is_found(tmp_path: Path) -> None:
    """A wrong write that passes is named."""
    lax = TASK.replace(
        "    assert [name for name, lit in world.lit.items() if lit] == [lamp]\n",
        "    assert world.lit\n",
    )
    assert lax != TASK
    found = problems(tmp_path / "lamps", ONE, lax)
    assert any("although its write switch is wrong (drop)" in problem for problem in found)


def test_what_the_model_is_never_told_is_found(tmp_path: Path) -> None:
    """A string that stands in no ask and no result cannot be known."""
    secret = TASK.replace('f"Light {lamp}."', '"Light the one that I mean."')
    assert secret != TASK
    found = problems(tmp_path / "lamps", ONE, secret)
    assert any("never tells the model switch.lamp" in problem for problem in found)


def test_collateral_damage_fails_a_task(tmp_path: Path) -> None:
    """Whatever the solution does not change must not have changed, asserts or no asserts."""
    lax = TASK.replace(
        "    assert [name for name, lit in world.lit.items() if lit] == [lamp]\n",
        "    assert world.lit[lamp]\n",
    )
    suite = load_suite(write_suite(tmp_path / "lamps", lamps=lax))
    situation = Situation(suite, suite.tasks[ONE], 0)
    (right,) = written_calls(situation.acts)
    other = next(
        name for name in situation.session().world.lit if name != right[0].arguments["lamp"]
    )
    also = Call("switch", {"lamp": other})
    assert replay(situation, [right]).verdict.solved
    verdict = replay(situation, [[*right, also]]).verdict
    assert not verdict.solved
    assert verdict.failure == f"collateral damage: lit.{other} has changed"
