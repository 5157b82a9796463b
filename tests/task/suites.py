"""Small suites written to disk by tests."""

from pathlib import Path

WORLD = '''
from random import Random
from toolbench_ood.tasks.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World


class Lamps(World):
    """Some lamps."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.lit: dict[str, bool] = {f"lamp-{rng.randint(100, 999)}": False for _ in range(3)}

    @tool
    def list_lamps(self) -> list[str]:
        """List the lamps."""
        return sorted(self.lit)

    @tool
    def switch(self, lamp: str, on: bool = True) -> str:
        """Switch a lamp.

        Args:
            lamp: Id of the lamp.
            on: Whether it is to shine.
        """
        if lamp not in self.lit:
            raise ToolError(f"no lamp {lamp}")
        self.lit[lamp] = on
        return f"{lamp} is {'on' if on else 'off'}"


SUITE = SuiteInfo(world=Lamps, split="train", version=1)
'''

TASK = '''
from random import Random
from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.task import task
from .world import Lamps


@task
def lights_one(world: Lamps, rng: Random):
    """One call lights one lamp."""
    lamp = rng.choice(sorted(world.lit))

    def solution(call):
        call("switch", lamp=lamp)

    yield Ask(f"Light {lamp}.", solution)
    assert [name for name, lit in world.lit.items() if lit] == [lamp]


@task(kind="several_asks")
def lights_all_then_none(world: Lamps, rng: Random):
    """All lamps go on at once, then off."""

    def on(call):
        lamps = call("list_lamps")
        call.together(*(("switch", {"lamp": lamp}) for lamp in lamps))
        return f"{len(lamps)} lamps shine."

    reply = yield Ask("Light them all and say how many they are.", on)
    assert all(world.lit.values())
    assert "3" in reply.text

    def off(call):
        for lamp in call("list_lamps"):
            call("switch", lamp=lamp, on=False)

    yield Ask("All off again.", off)
    assert not any(world.lit.values())
'''


def write_suite(folder: Path, world: str = WORLD, **tasks: str) -> Path:
    """Write a suite; ``tasks`` are file contents by the name after ``task_``."""
    folder.mkdir(parents=True)
    (folder / "world.py").write_text(world, encoding="utf-8")
    for name, content in (tasks or {"lamps": TASK}).items():
        (folder / f"task_{name}.py").write_text(content, encoding="utf-8")
    return folder
