"""The home of the suite ``smart_home``: what its tools refuse, keep and never break."""

from datetime import timedelta
from random import Random
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"get_home", "get_room", "get_routine", "get_activity_log"}


def make_home(seed: int = 0) -> tuple[Any, Any]:
    """Draw a world; return it and its home."""
    world = make_world("smart_home", seed)
    return world, world.home


def of_type(home: Any, *types: str) -> list[Any]:
    """Return the first device of each type."""
    return [next(each for each in home.devices.values() if each.type == one) for one in types]


def switch(device: Any, *, on: bool = True, **more: bool) -> dict[str, Any]:
    """Turn one device on or off."""
    return {"switches": [{"device_id": device.id, "is_on": on, **more}]}


def step(device: Any, action: str, **more: int) -> dict[str, Any]:
    """Write a routine's step."""
    return {"device_id": device.id, "action": action, **more}


def test_unknown_ids_are_refused() -> None:
    """What does not exist is named."""
    world, home = make_home()
    refuse(world, "no room x", "get_room", room_id="x")
    refuse(world, "no room x", "heat_room", room_id="x", target_celsius=20)
    refuse(world, "no routine x", "get_routine", routine_id="x")
    refuse(world, "no routine x", "run_routine", routine_id="x")
    refuse(world, "not a cursor", "get_activity_log", cursor="x")
    refuse(world, "no device x", "set_door_lock", lock_id="x", is_locked=True)
    refuse(world, "no device x", "set_level", device_id="x", level_percent=5)
    (lamp,) = of_type(home, "lamp")
    new = {"name": "new", "steps": [step(lamp, "turn_on")]}
    refuse(world, "no member x", "create_routine", **new, owner_id="x")
    refuse(world, "no routine x", "create_routine", **new, next_routine_id="x")


def test_circuits_and_child_locks_hold() -> None:
    """No circuit is overloaded, no stove is on with its child lock on, and nothing is half done."""
    world, home = make_home()
    stove, lamp, blind = of_type(home, "stove", "lamp", "blind")
    refuse(world, "child lock of the stove .* is on", "switch_devices", **switch(stove))
    released = switch(stove, child_lock=False)
    circuit = home.circuits[stove.circuit_id]
    error = f"would overload circuit {circuit.id} .* of {circuit.limit_watts} watts are in use"
    refuse(world, error, "switch_devices", **released)
    lamp.is_on = False
    both = [*switch(lamp)["switches"], *released["switches"]]
    refuse(world, error, "switch_devices", switches=both)
    refuse(world, "can't be turned on", "switch_devices", **switch(blind))
    refuse(world, "has no child lock", "switch_devices", **switch(lamp, child_lock=True))
    circuit.limit_watts = 9000
    world.call("switch_devices", released)
    assert (stove.is_on, stove.child_lock) == (True, False)


def test_levels_and_tones_are_guarded() -> None:
    """Only what has a level or a tone gets one; a lamp that is dimmed is on."""
    world, home = make_home()
    lamp, blind, lock = of_type(home, "lamp", "blind", "door_lock")
    refuse(world, "has no level", "set_level", device_id=lock.id, level_percent=5)
    refuse(world, "to 1 percent, not to 0", "set_level", device_id=lamp.id, level_percent=0)
    warm = {"level_percent": 5, "tone": "warm"}
    refuse(world, "has no tone", "set_level", device_id=blind.id, **warm)
    lamp.is_on = False
    world.call("set_level", {"device_id": lamp.id, **warm})
    assert (lamp.is_on, lamp.level_percent, lamp.tone) == (True, 5, "warm")


def test_open_windows_keep_heating_and_alarm_off() -> None:
    """A room with an open window is not heated; the alarm wants all closed, locked and off."""
    world, home = make_home()
    window, skylight, door = of_type(home, "window_sensor", "skylight", "door_lock")
    window.is_open, skylight.level_percent, door.is_locked = True, 30, False
    heat = {"room_id": window.room_id, "target_celsius": 20}
    refuse(world, "is open, so the room can't be heated", "heat_room", **heat)
    refuse(world, r"The window .* is open\.", "set_alarm", mode="night")
    bypass = {"bypassed_sensor_ids": [window.id]}
    refuse(world, "is 30 percent open", "set_alarm", mode="night", **bypass)
    skylight.level_percent = 0
    refuse(world, "is unlocked", "set_alarm", mode="away", **bypass)
    refuse(world, "not a window", "set_alarm", mode="night", bypassed_sensor_ids=[door.id])
    world.call("set_alarm", {"mode": "night", **bypass})
    lock, unlock = ({"lock_id": door.id, "is_locked": each} for each in (True, False))
    world.call("set_door_lock", lock)
    (stove,) = of_type(home, "stove")
    stove.is_on = True
    refuse(world, "stove .* is on", "set_alarm", mode="away", **bypass)
    stove.is_on = False
    world.call("set_alarm", {"mode": "away", **bypass})
    refuse(world, "stays locked", "set_door_lock", **unlock)
    world.call("set_alarm", {"mode": "disarmed", **bypass})
    assert home.alarm.bypassed_sensor_ids == ()
    world.call("set_door_lock", {**unlock, "relock_after_minutes": 5})
    assert (door.is_locked, door.relock_after_minutes) == (False, 5)
    refuse(world, "Only a door", "set_door_lock", **lock, relock_after_minutes=5)
    refuse(world, "not a door lock", "set_door_lock", **{**unlock, "lock_id": window.id})


def test_routines_are_guarded() -> None:
    """A routine has a name of its own, steps that can be done, permissions, and a sound trigger."""
    world, home = make_home()
    lamp, lock, window = of_type(home, "lamp", "door_lock", "window_sensor")
    good = {"name": "new", "steps": [step(lamp, "turn_on")]}
    taken = next(iter(home.routines.values()))
    tool = "create_routine"
    refuse(world, "already", tool, **{**good, "name": taken.name})
    refuse(world, "actions: none", tool, **{**good, "steps": [step(window, "turn_on")]})
    refuse(world, "level_percent if", tool, **{**good, "steps": [step(lamp, "set_level")]})
    refuse(world, "has a time if", tool, **good, trigger={"type": "clock"})
    offset = {"type": "clock", "time": "07:00", "offset_minutes": 5}
    refuse(world, "has no offset", tool, **good, trigger=offset)
    teenager = list(home.members.values())[2]
    teenager.permissions = ("lighting",)
    locks = {**good, "steps": [step(lock, "lock")], "owner_id": teenager.id}
    refuse(world, f"needs the permission locks. {teenager.name} has .* lighting", tool, **locks)
    made = world.call(tool, {**good, "owner_id": teenager.id})
    past, later = (str(home.today + timedelta(days=days)) for days in (-1, 1))
    pause = {"routine_id": made["id"]}
    refuse(world, "in the past", "pause_routine", **pause, paused_until=past)
    world.call("pause_routine", {**pause, "paused_until": later})
    refuse(world, "is paused until", "run_routine", **pause)
    world.call("pause_routine", {**pause, "paused_until": str(home.today)})
    world.call("run_routine", pause)
    assert lamp.is_on


def test_a_routine_runs_with_what_follows_or_not_at_all() -> None:
    """Routines that follow one another run once each; a refusal undoes them all."""
    world, home = make_home()
    lamp, stove = of_type(home, "lamp", "stove")
    lamp.is_on = False
    first, second = list(home.routines.values())[:2]
    row = type(first.steps[0])
    first.steps, second.steps = (row(lamp.id, "turn_on"),), (row(stove.id, "turn_on"),)
    first.next_routine_id, second.next_routine_id = second.id, first.id
    refuse(world, "child lock", "run_routine", routine_id=first.id)
    second.steps = (row(lamp.id, "turn_off"),)
    (change,) = world.call("run_routine", {"routine_id": first.id})
    assert change["before"] == change["after"]


def test_the_log_is_shown_once() -> None:
    """Following the cursors shows each entry once, the newest first, since any day."""
    world, home = make_home()
    since = str(home.today - timedelta(days=4))
    for more in ({}, {"since": since}):
        page = only_reads(world, "get_activity_log", **more)
        seen = list(page["entries"])
        while page["next_cursor"] is not None:
            page = only_reads(world, "get_activity_log", cursor=page["next_cursor"], **more)
            seen += page["entries"]
        moments = [(row["date"], row["time"]) for row in seen]
        assert moments == sorted(moments, reverse=True)
        assert len(seen) == sum(not more or str(each.date) >= since for each in home.log.values())


def draw_call(home: Any, rng: Random) -> Call:
    """Draw a call with plausible arguments; the world may refuse it."""
    device, room = rng.choice(list(home.devices.values())), rng.choice(list(home.rooms))
    routine, member = rng.choice(list(home.routines)), rng.choice(list(home.members))
    action = rng.choice(("turn_on", "turn_off", "lock", "unlock"))
    new = {"name": str(rng.randrange(1000)), "steps": [step(device, action)], "owner_id": member}
    yes = rng.random() < 0.5
    choices: list[tuple[str, dict[str, Any]]] = [
        ("get_home", {}),
        ("get_room", {"room_id": room}),
        ("get_routine", {"routine_id": routine}),
        ("get_activity_log", {}),
        ("switch_devices", switch(device, on=yes)),
        ("set_level", {"device_id": device.id, "level_percent": rng.randrange(101)}),
        ("heat_room", {"room_id": room, "target_celsius": rng.randrange(5, 27)}),
        ("set_alarm", {"mode": rng.choice(("disarmed", "night", "away"))}),
        ("set_door_lock", {"lock_id": device.id, "is_locked": yes}),
        ("create_routine", new),
        ("pause_routine", {"routine_id": routine, "paused_until": str(home.today)}),
        ("run_routine", {"routine_id": routine}),
    ]
    return Call(*rng.choice(choices))


def check_invariants(home: Any) -> None:
    """Assert what is always true of the home."""
    assert all(home.spare_watts(circuit_id) >= 0 for circuit_id in home.circuits)
    (stove,) = of_type(home, "stove")
    assert not (stove.is_on and stove.child_lock)
    names = [routine.name for routine in home.routines.values()]
    assert len(set(names)) == len(names)


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: circuits, child locks and names stay sound; reads and refusals read."""
    carried: set[str] = set()
    for seed in range(5):
        (world, home), rng = make_home(seed), Random(seed)
        before = state_of(world)
        for _ in range(100):
            call = draw_call(home, rng)
            output = world.execute(call)
            after = state_of(world)
            if output.is_error or call.name in READS:
                assert after == before
            else:
                carried.add(call.name)
            check_invariants(home)
            before = after
    assert len(carried) >= 7
