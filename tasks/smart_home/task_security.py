"""Tasks about doors and the alarm."""

import re
from collections import Counter
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import read_pages

from .records import Alarm, DoorLock, Skylight, WindowSensor
from .situations import devices
from .solutions import level
from .world import SmartHome


@task(kind="recovery")
def arms_the_alarm_for_an_empty_house(world: SmartHome, rng: Random) -> Turns:
    """The alarm refuses as often as something is open; the ask says what to do about each."""
    skylights, doors, windows = _leave_open(world, rng)
    obstacles = len(skylights) + len(doors) + len(windows)

    def solution(call: Caller) -> None:
        bypassed: list[str] = []
        for _ in range(obstacles):
            error = call.failing("set_alarm", mode="away", bypassed_sensor_ids=bypassed)
            (id_,) = re.findall(r"DV-\w+", error)
            if "unlocked" in error:
                call("set_door_lock", lock_id=id_, is_locked=True)
            elif "percent" in error:
                call.together(level(id_, 0))
            else:
                bypassed.append(id_)
        call("set_alarm", mode="away", bypassed_sensor_ids=bypassed)

    yield Ask(
        "We're all out, so please set the alarm to away. If a door is unlocked, lock it. If a "
        "skylight is open, close it. If a window is open, let the alarm bypass it, because there's "
        "nobody to close it; don't bypass any others.",
        paraphrase="Nobody's at home, and the alarm should be set to away. Close any skylight that "
        "is open and lock any door that is unlocked. Windows that are open have to stay open: "
        "have the alarm bypass those, and no more than those.",
        solution=solution,
    )

    assert world.home.alarm == Alarm("away", tuple(sorted(window.id for window in windows)))
    assert all(door.is_locked for door in doors)
    assert all(skylight.level_percent == 0 for skylight in skylights)


def _leave_open(
    world: SmartHome, rng: Random
) -> tuple[list[Skylight], list[DoorLock], list[WindowSensor]]:
    """Leave one or two skylights, doors and windows open."""
    home = world.home
    skylights = rng.sample(devices(home, Skylight), rng.choice((1, 2)))
    doors = rng.sample(devices(home, DoorLock), rng.choice((1, 2)))
    windows = rng.sample(devices(home, WindowSensor), rng.choice((1, 2)))
    for skylight in skylights:
        skylight.level_percent = rng.randrange(5, 100)
    for door in doors:
        door.is_locked = False
    for window in windows:
        window.is_open = True
    return skylights, doors, windows


@task(kind="aggregate")
def locks_the_most_used_door(world: SmartHome, rng: Random) -> Turns:  # noqa: ARG001  # all is drawn
    """Count in all pages of the log which door was unlocked most; lock it, and say how often."""
    home = world.home
    doors = devices(home, DoorLock)
    for door in doors:
        door.is_locked = False
    unlocked = Counter(each.device_id for each in home.log.values() if each.event == "unlocked")
    ((busiest, times),) = unlocked.most_common(1)
    first = min(entry.date for entry in home.log.values())

    def solution(call: Caller) -> str:
        counts = Counter(
            entry["device_id"]
            for page in read_pages(call, "get_activity_log")
            for entry in page["entries"]
            if entry["event"] == "unlocked"
        )
        ((most, count),) = counts.most_common(1)
        call("set_door_lock", lock_id=most, is_locked=True)
        return str(count)

    reply = yield Ask(
        f"Go through the whole activity log (it goes back to {first}): which door was unlocked "
        "most often? Lock that door, without touching the others, and reply with just the number "
        "of times it was unlocked.",
        paraphrase="One door was unlocked more often than any other, counting every entry in the "
        f"activity log since {first}. Find out which it is and lock it, but no other door. Then "
        "tell me only how many times it was unlocked, as a number.",
        solution=solution,
    )

    assert [door.id for door in doors if door.is_locked] == [busiest]
    assert reply.number() == times
