"""The house of the suite ``smart_home``: what its tools refuse, keep and never break."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

READS = {"sense_home", "sense_room", "sense_routine", "sense_log"}


def make_house(seed: int = 0) -> Any:
    """Draw a house."""
    return make_world("smart_home", seed)


def thing(world: Any, kind: str, nth: int = 0) -> Any:
    """Return a device of a kind."""
    return [device for device in world.devices.values() if device.kind == kind][nth]


def order(device: Any, state: str = "on", **more: str) -> dict[str, Any]:
    """Spell an order to switch one device."""
    first = {"switched_device_id": device.id, "power_state": state, **more}
    return {"switch_orders": [first]}


def step(device: Any, action: str, **more: int) -> dict[str, Any]:
    """Spell a routine's step."""
    return {"step_device_id": device.id, "step_action": action, **more}


def test_unknown_things_are_refused() -> None:
    """What does not exist is named."""
    world = make_house()
    refuse(world, "no room x", "sense_room", sensed_room_id="x")
    refuse(world, "no room x", "heat_room", heated_room_id="x", target_celsius=20)
    refuse(world, "no routine x", "sense_routine", routine_id="x")
    refuse(world, "no routine x", "trigger_routine", run_routine_id="x")
    refuse(world, "no cursor", "sense_log", log_cursor="x")
    refuse(world, "no device x", "lock_door", door_lock_id="x", lock_position="locked")
    refuse(world, "no device x", "dim_fixture", fixture_id="x", fixture_percent=5)
    steps = [step(thing(world, "lamp"), "turn_on")]
    made = {"routine_label": "new", "routine_steps": steps}
    refuse(world, "no member x", "program_routine", **made, routine_owner_id="x")
    refuse(world, "no routine x", "program_routine", **made, followed_by_routine_id="x")


def test_circuits_and_child_locks_hold() -> None:
    """No circuit is overloaded, no stove is on with its child lock set, and nothing half done."""
    world = make_house()
    stove, lamp, blind = thing(world, "stove"), thing(world, "lamp"), thing(world, "blind")
    refuse(world, "child lock of the stove .* is set", "switch_devices", **order(stove))
    released = order(stove, child_lock="released")
    circuit = world.circuits[stove.circuit_id]
    words = f"bears {circuit.limit_watts} and carries"
    refuse(world, words, "switch_devices", **released)
    lamp.turned_on = False
    both = [*order(lamp)["switch_orders"], *released["switch_orders"]]
    refuse(world, words, "switch_devices", switch_orders=both)
    refuse(world, "can't be switched", "switch_devices", **order(blind))
    refuse(world, "has no child lock", "switch_devices", **order(lamp, child_lock="set"))
    world.circuits[circuit.id] = replace(circuit, limit_watts=9000)
    world.call("switch_devices", released)
    assert (stove.turned_on, stove.child_lock) == (True, False)


def test_levels_and_tones_are_guarded() -> None:
    """Only what has a level or a tone gets one; a lamp that is dimmed is on."""
    world = make_house()
    lamp, blind, lock = thing(world, "lamp"), thing(world, "blind"), thing(world, "lock")
    refuse(world, "has no level", "dim_fixture", fixture_id=lock.id, fixture_percent=5)
    refuse(world, "from 1 percent", "dim_fixture", fixture_id=lamp.id, fixture_percent=0)
    tone = {"fixture_percent": 5, "light_tone": "warm"}
    refuse(world, "has no tone", "dim_fixture", fixture_id=blind.id, **tone)
    lamp.turned_on = False
    world.call("dim_fixture", {"fixture_id": lamp.id, **tone})
    assert (lamp.turned_on, lamp.level_percent, lamp.light_tone) == (True, 5, "warm")


def test_open_windows_keep_heating_and_alarm_off() -> None:
    """A room with an open window is not heated; the alarm wants all closed, locked and off."""
    world = make_house()
    window, skylight, door = (thing(world, kind) for kind in ("window", "skylight", "lock"))
    window.opened, skylight.level_percent, door.bolted = True, 30, False
    heat = {"heated_room_id": window.room_id, "target_celsius": 20}
    refuse(world, "is open; the room is not heated", "heat_room", **heat)
    refuse(world, "the window .* is open$", "arm_alarm", alarm_mode="night")
    bypass = {"bypassed_sensor_ids": [window.id]}
    refuse(world, "open by 30 percent", "arm_alarm", alarm_mode="night", **bypass)
    skylight.level_percent = 0
    refuse(world, "is unlocked", "arm_alarm", alarm_mode="away", **bypass)
    refuse(
        world, "no window's sensor", "arm_alarm", alarm_mode="night", bypassed_sensor_ids=[door.id]
    )
    world.call("arm_alarm", {"alarm_mode": "night", **bypass})
    world.call("lock_door", {"door_lock_id": door.id, "lock_position": "locked"})
    world.call("arm_alarm", {"alarm_mode": "away", **bypass})
    unlock = {"door_lock_id": door.id, "lock_position": "unlocked"}
    refuse(world, "stays locked", "lock_door", **unlock)
    world.call("arm_alarm", {"alarm_mode": "off"})
    assert world.bypassed == frozenset()
    world.call("lock_door", {**unlock, "relock_after_minutes": 5})
    assert (door.bolted, door.relock_after_minutes) == (False, 5)
    refuse(
        world,
        "only a door",
        "lock_door",
        **{**unlock, "lock_position": "locked"},
        relock_after_minutes=5,
    )
    refuse(world, "not a door's lock", "lock_door", **{**unlock, "door_lock_id": window.id})


def test_routines_are_guarded() -> None:
    """A routine has a name of its own, steps that can be done, rights, and a sound trigger."""
    world = make_house()
    lamp, lock, window = (thing(world, kind) for kind in ("lamp", "lock", "window"))
    good = {"routine_label": "new", "routine_steps": [step(lamp, "turn_on")]}
    taken = next(iter(world.routines.values()))
    tool = "program_routine"
    refuse(world, "already", tool, **{**good, "routine_label": taken.label})
    refuse(world, "it can: nothing", tool, **{**good, "routine_steps": [step(window, "turn_on")]})
    refuse(world, "no other action", tool, **{**good, "routine_steps": [step(lamp, "set_level")]})
    refuse(world, "belongs to a trigger", tool, **good, routine_trigger={"trigger_kind": "clock"})
    offset = {"trigger_kind": "clock", "clock_time": "07:00", "offset_minutes": 5}
    refuse(world, "has no offset", tool, **good, routine_trigger=offset)
    teen = list(world.members.values())[2]
    world.members[teen.id] = replace(teen, rights=("lighting",))
    bolt = {**good, "routine_steps": [step(lock, "bolt")], "routine_owner_id": teen.id}
    refuse(world, f"{teen.full_name} has rights on lighting, not on locks", tool, **bolt)
    made = world.call(tool, {**good, "routine_owner_id": teen.id})
    past, later = (str(world.today + timedelta(days=days)) for days in (-1, 1))
    pause = {"paused_routine_id": made["id"]}
    refuse(world, "in the past", "pause_routine", **pause, paused_until=past)
    world.call("pause_routine", {**pause, "paused_until": later})
    refuse(world, "is paused until", "trigger_routine", run_routine_id=made["id"])
    world.call("pause_routine", {**pause, "paused_until": str(world.today)})
    world.call("trigger_routine", {"run_routine_id": made["id"]})
    assert lamp.turned_on


def test_a_routine_runs_with_what_follows_or_not_at_all() -> None:
    """Routines that follow one another run once each; a refusal undoes them all."""
    world = make_house()
    lamp, stove = thing(world, "lamp"), thing(world, "stove")
    lamp.turned_on = False
    first, second = list(world.routines.values())[:2]
    kind = type(first.steps[0])
    first.steps, second.steps = (kind(lamp.id, "turn_on"),), (kind(stove.id, "turn_on"),)
    first.followed_by, second.followed_by = second.id, first.id
    refuse(world, "child lock", "trigger_routine", run_routine_id=first.id)
    second.steps = (kind(lamp.id, "turn_off"),)
    (change,) = world.call("trigger_routine", {"run_routine_id": first.id})
    assert change["before"] == change["after"]


def test_the_log_is_shown_once() -> None:
    """Following the cursors shows each line once, latest first, whatever day it begins at."""
    world = make_house()
    since = str(world.today - timedelta(days=4))
    for more in ({}, {"logged_since": since}):
        page = only_reads(world, "sense_log", **more)
        seen = list(page["lines"])
        while page["next_cursor"] is not None:
            page = only_reads(world, "sense_log", log_cursor=page["next_cursor"], **more)
            seen += page["lines"]
        moments = [(row["on"], row["at"]) for row in seen]
        assert moments == sorted(moments, reverse=True)
        assert len(seen) == sum(not more or str(line.on) >= since for line in world.log)


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call with plausible arguments; the world may refuse it."""
    device, room = rng.choice(list(world.devices.values())), rng.choice(list(world.rooms))
    routine, member = rng.choice(list(world.routines)), rng.choice(list(world.members))
    part = rng.choice(("rooms", "circuits", "members", "routines", "alarm"))
    actions = ("turn_on", "turn_off", "bolt", "unbolt")
    program = {
        "routine_label": str(rng.randrange(1000)),
        "routine_steps": [step(device, rng.choice(actions))],
        "routine_owner_id": member,
    }
    state, lock = rng.choice(("on", "off")), rng.choice(("locked", "unlocked"))
    choices: list[tuple[str, dict[str, Any]]] = [
        ("sense_home", {"home_part": part}),
        ("sense_room", {"sensed_room_id": room}),
        ("sense_routine", {"routine_id": routine}),
        ("sense_log", {}),
        ("switch_devices", order(device, state)),
        ("dim_fixture", {"fixture_id": device.id, "fixture_percent": rng.randrange(101)}),
        ("heat_room", {"heated_room_id": room, "target_celsius": rng.randrange(5, 27)}),
        ("arm_alarm", {"alarm_mode": rng.choice(("off", "night", "away"))}),
        ("lock_door", {"door_lock_id": device.id, "lock_position": lock}),
        ("program_routine", program),
        ("pause_routine", {"paused_routine_id": routine, "paused_until": str(world.today)}),
        ("trigger_routine", {"run_routine_id": routine}),
    ]
    return Call(*rng.choice(choices))


def check_invariants(world: Any) -> None:
    """Assert what is always true of the house."""
    for circuit in world.circuits.values():
        assert world.load_watts(circuit.id) <= circuit.limit_watts
    assert not any(device.turned_on and device.child_lock for device in world.devices.values())
    labels = [routine.label for routine in world.routines.values()]
    assert len(set(labels)) == len(labels)


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: circuits, child locks and names stay sound; reads and refusals read."""
    carried: set[str] = set()
    for seed in range(5):
        world, rng = make_house(seed), Random(seed)
        before = state_of(world)
        for _ in range(100):
            call = draw_call(world, rng)
            output = world.execute(call)
            after = state_of(world)
            if output.is_error or call.name in READS:
                assert after == before
            else:
                carried.add(call.name)
            check_invariants(world)
            before = after
    assert len(carried) >= 7
