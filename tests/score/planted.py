"""A scripted model whose cases go as they are dealt, on a suite of lamps."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from laws.everything import IN_BYTES, byte_chat
from task.suites import WORLD, write_suite

from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.policy.find import script_of
from toolbench_ood.policy.oracle import spell
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.run.format_entry import format_entry
from toolbench_ood.run.header import FormatEntry
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.types.arm import STRICT
from toolbench_ood.types.call import Call

FORMATS = ("hermes", "qwen3_coder", "llama4_pythonic")

_HEAD = """
from random import Random
from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.task import task
from .world import Lamps
"""
_LIGHTS = '''

@task
def lights_{nth}(world: Lamps, rng: Random):
    """A lamp is lit and named."""
    lamp = rng.choice(sorted(world.lit))

    def solution(call):
        call("list_lamps")
        call("switch", lamp=lamp)
        return f"{{lamp}} shines."

    reply = yield Ask(f"Light {{lamp}} and say which lamp shines.", solution)
    assert world.lit[lamp]
    assert f"{{lamp}} shines" in reply.text
'''
_LATE = '''

@task(kind="several_asks")
def lights_late_{nth}(world: Lamps, rng: Random):
    """Two lamps are lit in turn, and looked at in the end alone."""
    first, second = rng.sample(sorted(world.lit), 2)
    yield Ask(f"Light {{first}}.", lambda call: call("switch", lamp=first) and None)
    yield Ask(f"Now light {{second}}.", lambda call: call("switch", lamp=second) and None)
    assert world.lit[first] and world.lit[second]
'''
_ASKS_BACK = '''

@task(kind="missing_parameter")
def asks_back_{nth}(world: Lamps, rng: Random):
    """The lamp is named when it is asked for."""
    lamp = rng.choice(sorted(world.lit))
    reply = yield Ask("Light a lamp, or say WHICH LAMP.", lambda call: "WHICH LAMP?")
    assert not reply.calls
    assert reply.says("WHICH LAMP")
    yield Ask(f"{{lamp}}.", lambda call: call("switch", lamp=lamp) and None)
    assert world.lit[lamp]
'''
IN_ARM = {
    "shy": ("prefix", "switch", "done"),
    "led_astray": ("prefix", "other", "done"),
    "clueless": ("hint", "switch", "other"),
    "hasty": ("hint", "list", "which"),
}
"""Messages that depend on help: the arm, what is written with its help, and what otherwise."""
KINDS = {"lights": _LIGHTS, "lights_late": _LATE, "asks_back": _ASKS_BACK}

Scripts = Sequence[str]
"""For one case after the other: the messages that are written in it, by their names."""


@cache
def cases(kind: str, count: int, format_name: str) -> tuple[Case, ...]:
    """Make cases of as many tasks of a kind."""
    body = _HEAD + "".join(KINDS[kind].format(nth=nth) for nth in range(count))
    suite = load_suite(write_suite(Path(mkdtemp()) / "lamps", WORLD, lamps=body))
    format_ = FormatLibrary().load(format_name)
    return tuple(Case(suite, task_id, format_, 0) for task_id in suite.tasks)


def entry(format_name: str) -> FormatEntry:
    """Return what a run's header says of a format."""
    return format_entry(FormatLibrary().load(format_name), None)


def play(
    kind: str, scripts: Scripts, format_name: str, arms: Sequence[str] = (STRICT,)
) -> list[Record]:
    """Play one case for each script in each arm; what is not in a script is never asked for."""
    alone = cases(kind, len(scripts), format_name)
    dealt = {case.paired_id: script for case, script in zip(alone, scripts, strict=True)}
    taken = [replace(case, arm=arm) for case in alone for arm in arms]

    def policy(case: Case, rng: Random) -> Iterator[str]:  # a Policy
        return (_text(case, name) for name in dealt[case.paired_id].split())

    engine = ScriptedEngine("planted", byte_chat(), script_of(policy, taken, 0))
    records: list[Record] = []
    asyncio.run(drive(taken, engine, Setting(byte_chat(), IN_BYTES), 1, records.append))
    return records


def dealt(counts: Mapping[str, int]) -> list[str]:
    """Return each script as often as it is counted."""
    return [script for script, count in counts.items() for _ in range(count)]


def _text(case: Case, name: str) -> str:
    """Write one message of a script."""
    if name in IN_ARM:
        arm, helped, alone = IN_ARM[name]
        return _text(case, helped if case.arm == arm else alone)
    first, second = _right(case)
    lit = vars(case.situation.session().world)["lit"]
    other = next(lamp for lamp in lit if lamp not in {first, second})
    words = {
        "silent": "",
        "back": "What do you mean?",
        "done": "Done.",
        "answer": f"{first} shines.",
        "which": "WHICH LAMP?",
    }
    if name in words:
        return words[name]
    if name == "empty":
        return case.format.spec.section.open
    calls = {
        "list": Call("list_lamps"),
        "switch": Call("switch", {"lamp": first, "on": True}),
        "second": Call("switch", {"lamp": second}),
        "other": Call("switch", {"lamp": other}),
        "refused": Call("switch", {"bogus": 1}),
    }
    if name in calls:
        return spell(case, (calls[name],))
    whole = spell(case, (calls["list"],))
    switch = spell(case, (calls["switch"],))
    spoilt = {
        "broken": whole[:-1],
        "cut": whole[:-2],
        "thought": f"<think>{whole}</think>",
        "slip": switch[:-1],
        "torn": switch[: len(switch) // 2],
        "bare": switch.removeprefix(case.format.opener),
    }
    return spoilt[name]


def _right(case: Case) -> tuple[str, str]:
    """Return the lamps that the solution lights."""
    calls = [call for act in case.situation.acts for message in act.calls for call in message]
    lamps = [str(call.arguments["lamp"]) for call in calls if call.name == "switch"]
    return lamps[0], lamps[-1]
