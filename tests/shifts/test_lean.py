"""``lean``: few tools, the same for all tasks of a file, and all that these tasks need."""

from collections import defaultdict
from pathlib import Path

from laws.everything import play_all
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.rollout.episode import Episode
from toolbench_ood.shifts.obstacles import find_obstacle, find_obstacles
from toolbench_ood.shifts.shift import tool_names
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code

_WORLD = '''
from random import Random
from toolbench_ood.tasks.suite import SuiteInfo
from toolbench_ood.world.tool import tool
from toolbench_ood.world.world import World


class Doors(World):
    """One door."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.state = "shut"

    @tool
    def inspect(self) -> str:
        """Tell the state of the door."""
        return self.state

    @tool
    def mark(self, words: str, colour: str) -> str:
        """Write on the door.

        Args:
            words: What to write.
            colour: In which colour.
        """
        self.state = words
        return self.state
'''
_TOOL = '''
    @tool
    def {name}(self) -> str:
        """Make it {name}."""
        self.state = "{name}"
        return self.state
'''
_SUITE = '\n\nSUITE = SuiteInfo(world=Doors, split="train", version=1)\n'
_TOOLS = ("open", "unlock", "oil", "paint", "shut", "hang", "sell", "lock")
_IMPORTS = """
from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.task import task
"""
_ONE = (
    _IMPORTS
    + '''

@task
def opens(world, rng):
    """Which tool is called depends on the seed; the second ask can be met with another one."""
    name = "open" if rng.random() < 0.5 else "unlock"

    def solution(call):
        call(name)

    def tempting(call):
        call("oil")

    yield Ask("Open it.", solution)
    assert world.state == name
    yield Ask("Open it again.", solution, tempting=tempting)
    assert world.state == name


@task(withhold=("paint",))
def shuts(world, rng):
    """A tool is handed over that no solution calls."""
    yield Ask("Paint it.", lambda call: "I cannot.")

    def solution(call):
        call("shut")

    yield Ask("Then shut it; there is also a brush.", solution, hand_over=("paint",))
    assert world.state == "shut"


@task
def burns(world, rng):
    """The solution calls what is no tool."""
    yield Ask("Burn it.", lambda call: call("burn"))
'''
)
_OTHER = (
    _IMPORTS
    + '''

@task
def looks(world, rng):
    """One read."""
    yield Ask("How is it?", lambda call: call("inspect"))
    assert world.state == "shut"
'''
)
_NEEDED = {"open", "oil", "paint", "shut"}
"""What the tasks of ``_ONE`` need as seed 0 draws them."""


def doors(folder: Path, one: str = _ONE) -> Suite:
    """A suite whose tasks need tools in every way."""
    world = _WORLD + "".join(_TOOL.format(name=name) for name in _TOOLS) + _SUITE
    return load_suite(write_suite(folder / "doors", world, one=one, other=_OTHER))


def surface(suite: Suite, task: str, shift: str = "lean", seed: int = 0) -> Surface:
    return Surface(Case(suite, task, LIBRARY.load("hermes"), seed, shift))


def test_a_file_declares_what_its_tasks_need_and_two_others() -> None:
    """In every file that ships: in the world's order, whatever task and seed."""
    for suite in shipped_suites():
        declared: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        called: defaultdict[str, set[str]] = defaultdict(set)
        for task_id, task in suite.tasks.items():
            for seed in range(2):
                tools = surface(suite, task_id, seed=seed).tools
                declared[task.file.name].add(tuple(tool["function"]["name"] for tool in tools))
            acts = Situation(suite, task, 1).acts
            calls = [call for act in acts for message in act.calls for call in message]
            called[task.file.name] |= {*task.withhold, *(call.name for call in calls)}
        for file, sets in declared.items():
            (names,) = sets
            assert called[file] <= set(names), (suite.name, file)
            assert list(names) == [name for name in suite.world.tools() if name in names]
            assert len(names) < len(suite.world.tools()), (suite.name, file)


def test_every_way_of_needing_a_tool_counts(tmp_path: Path) -> None:
    """Tempting solutions and handed-over tools count, a broken task and other files do not.

    A seed that needs another tool is declared it too, and a withheld tool is no filler.
    """
    suite = doors(tmp_path)
    names = tool_names(surface(suite, "task_one.py::opens").tools)
    assert names > _NEEDED
    assert len(names) == len(_NEEDED) + 2
    assert tool_names(surface(suite, "task_one.py::burns").tools) == names
    later = [tool_names(surface(suite, "task_one.py::opens", seed=each).tools) for each in range(9)]
    assert {frozenset(each) for each in later} == {frozenset(names), frozenset(names | {"unlock"})}
    shuts = surface(suite, "task_one.py::shuts")
    assert tool_names(shuts.shown) == names - {"paint"}
    assert [tool["function"]["name"] for tool in shuts.only(["paint"])] == ["paint"]
    other = tool_names(surface(suite, "task_other.py::looks").tools)
    assert len(other) == 3
    assert "inspect" in other
    cases = [
        Case(suite, "task_one.py::opens", LIBRARY.load("sexp"), seed, "lean") for seed in (0, 2)
    ]
    assert all(record.solved for record in play_all("oracle", cases))


def test_what_a_shift_finds_to_change_is_what_lean_has_left(tmp_path: Path) -> None:
    """A shift that lean leaves nothing to do has an obstacle; so has lean, with few tools."""
    suite = doors(tmp_path, one=_ONE.partition("@task\ndef burns")[0])
    task = "task_other.py::looks"
    assert "mark" not in tool_names(surface(suite, task).tools)
    for shift in ("nest", "long", "lean", "lean+terse"):
        assert find_obstacle(suite, task, shift) is None, shift
    assert find_obstacle(suite, task, "lean+nest") == "none of its tools takes two arguments"
    told = find_obstacle(suite, task, "lean+long")
    assert told == "its suite has no other task that the same tools can have settled before"
    lamps = load_suite(write_suite(tmp_path / "lamps"))
    (told,) = {each.reason for each in find_obstacles([lamps], ["lean"]).values()}
    assert told == "the tasks of its file need all of its suite's tools, or all but 2"


def test_decoys_stand_beside_the_few_tools() -> None:
    """``lean+distract``: the tools of the file, and all that distract adds to them."""
    suite = next(each for each in shipped_suites() if each.decoys)
    task = next(iter(suite.tasks))
    few = tool_names(surface(suite, task).tools)
    added = tool_names(surface(suite, task, "distract").tools) - suite.world.tools().keys()
    assert added > suite.decoys.keys()
    assert tool_names(surface(suite, task, "lean+distract").tools) == few | added


def test_what_was_settled_before_used_the_few_tools() -> None:
    """``lean+long``: earlier calls are of declared tools, by whatever name they have now."""
    hermes = LIBRARY.load("hermes")
    shift = "lean+long+rename"
    cases = [
        Case(suite, task_id, hermes, 0, shift)
        for suite in shipped_suites()
        for task_id in list(suite.tasks)[::8]
        if find_obstacle(suite, task_id, shift) is None
    ]
    assert len(cases) > len(shipped_suites())
    for case in cases:
        declared = tool_names(Surface(case).tools)
        earlier = [each.messages for each in Surface(case).earlier()]
        calls = [call.name for messages in earlier for message in messages for call, _ in message]
        assert calls, case.id
        assert declared.issuperset(calls), case.id
    assert [record.case for record in play_all("oracle", cases) if not record.solved] == []


def test_a_tool_that_is_left_out_is_unknown(tmp_path: Path) -> None:
    """A call of it is refused as that of any undeclared tool, and the world is left alone."""
    case = Case(doors(tmp_path), "task_other.py::looks", LIBRARY.load("hermes"), 0, "lean")
    episode = Episode(case)
    episode.open()
    left_out = next(name for name in _TOOLS if name not in tool_names(episode.tools))
    tools = case.suite.world.specs()
    heard = episode.hear(case.format.write([Call(left_out)], tools))
    assert [finding.code for finding in heard.findings] == [Code.S1_NAME_UNKNOWN]
    assert [each.status for each in heard.executed] == ["refused"]
    assert vars(episode.world)["state"] == "shut"
