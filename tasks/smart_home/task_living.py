"""Tasks about warmth, light, doors and the alarm."""

import re
from collections.abc import Generator
from dataclasses import asdict
from random import Random
from typing import Any

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .draw import add_routine
from .situations import every, pick_rooms, plan_of
from .steps import look_into, room_ids, room_rows, routine_ids
from .things import Device, RoutineStep
from .world import SmartHome


@task(kind="parallel")
def heats_three_rooms(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Three rooms, each with a temperature and an end of its own, one without an end."""
    rooms = pick_rooms(world, rng, 3)
    degrees = rng.sample(range(18, 26), 3)
    times = [_time(rng), _time(rng), None]
    rng.shuffle(times)
    plans = list(zip([room.label for room in rooms], degrees, times, strict=True))

    def solution(call: Caller) -> None:
        ids = room_ids(call, *(label for label, _, _ in plans))
        call.together(
            *(("heat_room", _heating(id_, *plan[1:])) for id_, plan in zip(ids, plans, strict=True))
        )

    said = [
        f"the {label} to {celsius} °C " + (f"until {until}" if until else "until further notice")
        for label, celsius, until in plans
    ]
    yield Ask(
        f"Please heat three rooms: {said[0]}, {said[1]}, and {said[2]}.",
        solution=solution,
        paraphrase="These rooms have to get warm:\n- " + "\n- ".join(reversed(said)),
    )

    for room, (_, celsius, until) in zip(rooms, plans, strict=True):
        assert (room.target_celsius, room.heat_until) == (celsius, until)


@task(kind="missing_parameter")
def asks_how_warm(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """How warm a guest likes it only the user can say."""
    room = rng.choice([each for each in world.rooms.values() if each.floor > 0])
    celsius, until = rng.randint(18, 26), _time(rng)

    def solution(call: Caller) -> None:
        (id_,) = room_ids(call, room.label)
        call("heat_room", **_heating(id_, celsius, until))

    reply = yield Ask(
        f"My aunt is in the {room.label} today. Heat it to the temperature that she told me "
        f"on the phone, until {until}.",
        solution=lambda _: "To how many degrees shall I heat it?",
        paraphrase=f"Until {until}, the {room.label} should be exactly as warm as my aunt wants "
        "it; she mentioned a number when she called me.",
    )
    assert reply.text

    yield Ask(
        f"She said {celsius} degrees.",
        solution=solution,
        paraphrase=f"It was {celsius} °C that she asked for.",
    )
    assert (room.target_celsius, room.heat_until) == (celsius, until)


@task(kind="look_alike")
def dims_in_the_right_guest_room(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Four guest rooms: the floor leaves two of them, and which one its window tells."""
    lamp = _plant_guest_rooms(world, rng)
    level, tone = rng.randrange(5, 60), rng.choice(("warm", "neutral", "cool"))

    def dim(call: Caller, floor: int) -> None:
        ids = [
            row["id"]
            for row in room_rows(call)
            if row["label"] == "Guest room" and row["floor"] == floor
        ]
        airy = next(
            room
            for room in look_into(call, ids)
            if any(row.get("opened") for row in room["devices"])
        )
        id_ = next(row["device_id"] for row in airy["devices"] if row["kind"] == "lamp")
        call("dim_fixture", fixture_id=id_, fixture_percent=level, light_tone=tone)

    yield Ask(
        "There are several guest rooms. In the one on floor 1 whose window is open, set the night "
        f"lamp to {level} percent and a {tone} tone.",
        solution=lambda call: dim(call, 1),
        tempting=lambda call: dim(call, 2),
        paraphrase=f"I'd like a {tone} light of {level} percent from the night lamp of a guest "
        "room, namely of the one on floor 1 that has its window open at the moment.",
    )

    assert (lamp.turned_on, lamp.level_percent, lamp.light_tone) == (True, level, tone)


@task(kind="recovery")
def arms_for_an_empty_house(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """The alarm refuses as often as something is open; the ask says what to do about each."""
    skylights, doors, windows = _leave_open(world, rng)
    obstacles = len(skylights) + len(doors) + len(windows)

    def solution(call: Caller) -> None:
        bypassed: list[str] = []
        for _ in range(obstacles):
            words = call.failing("arm_alarm", alarm_mode="away", bypassed_sensor_ids=bypassed)
            (id_,) = re.findall(r"\((dv-\w+)\)", words)
            if "unlocked" in words:
                call("lock_door", door_lock_id=id_, lock_position="locked")
            elif "percent" in words:
                call("dim_fixture", fixture_id=id_, fixture_percent=0)
            else:
                bypassed = [*bypassed, id_]
        call("arm_alarm", alarm_mode="away", bypassed_sensor_ids=bypassed)

    yield Ask(
        "Nobody is at home any more, so arm the alarm for that. If a skylight is open, close it; "
        "if a door is unlocked, lock it; if a window is open, let the alarm bypass it, since there "
        "is nobody to close it.",
        solution=solution,
        paraphrase="We have all left: the alarm should guard the empty house. Should doors turn "
        "out to be unlocked or skylights open, lock the doors and close the skylights. Windows "
        "that are open stay so, and the alarm has to bypass just these.",
    )

    assert world.alarm_mode == "away"
    assert world.bypassed == {window.id for window in windows}
    assert all(door.bolted for door in doors)
    assert all(skylight.level_percent == 0 for skylight in skylights)


@task(kind="aggregate")
def locks_the_busiest_door(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Count in all pages of the log which door was unlocked most; lock it, say how often."""
    doors = every(world, "lock")
    for door in doors:
        door.bolted = False
    unlocked = [line.device_id for line in world.log if line.happening == "unlocked"]
    busiest = max(doors, key=lambda door: unlocked.count(door.id))
    since = rng.choice(("as far back as the log goes", "in the whole log"))

    def solution(call: Caller) -> str:
        page = call("sense_log")
        lines = list(page["lines"])
        while page["next_cursor"] is not None:
            page = call("sense_log", log_cursor=page["next_cursor"])
            lines += page["lines"]
        opened = [line["device_id"] for line in lines if line["happening"] == "unlocked"]
        most = max(opened, key=opened.count)
        call("lock_door", door_lock_id=most, lock_position="locked")
        return str(opened.count(most))

    reply = yield Ask(
        f"Which door has been unlocked most often, {since}? Lock that one, leave the others, and "
        "answer with a number alone: how many times was it unlocked?",
        solution=solution,
        paraphrase="Of all doors in the log, from its first line to its last, one was unlocked "
        "more often than the others. Lock it, and only it. Then tell me how often it was "
        "unlocked, as a bare number.",
    )

    assert busiest.bolted
    assert reply.number() == unlocked.count(busiest.id)


@task(kind="undo")
def takes_a_routine_back(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Run a routine; then put each device that it changed back as it was."""
    devices, steps, label = _plant_routine(world, rng)
    before = [asdict(device) for device in devices]
    known: list[Any] = []

    def run(call: Caller) -> None:
        id_ = routine_ids(call)[label]
        known[:] = call("trigger_routine", run_routine_id=id_)

    def back(call: Caller) -> None:
        rows = [change["before"] for change in known]
        off = [row["device_id"] for row in rows if row.get("turned_on") is False]
        dims = [
            {"fixture_id": row["device_id"], "fixture_percent": row["level_percent"]}
            for row in rows
            if row["device_id"] not in off
        ]
        orders = [{"switched_device_id": id_, "power_state": "off"} for id_ in off]
        calls: list[tuple[str, dict[str, Any]]] = [("dim_fixture", dim) for dim in dims]
        call.together(*calls, ("switch_devices", {"switch_orders": orders}))

    yield Ask(
        f"Run “{label}” now, please.",
        solution=run,
        paraphrase=f"It's time for “{label}”: start that routine.",
    )
    assert all(_is_done(world.devices[step.step_device_id], step) for step in steps)

    yield Ask(
        "That was the wrong one! Put everything that it changed back exactly as it was.",
        solution=back,
        paraphrase="Oh no, not that one. Make each lamp and blind that it touched just as it had "
        "been before.",
    )
    assert [asdict(device) for device in devices] == before


def _time(rng: Random) -> str:
    return f"{rng.randint(18, 23)}:{rng.choice((0, 15, 20, 45)):02d}"


def _heating(room_id: str, celsius: int, until: str | None) -> dict[str, Any]:
    heating = {"heated_room_id": room_id, "target_celsius": celsius}
    return heating if until is None else {**heating, "heat_until": until}


def _plant_guest_rooms(world: SmartHome, rng: Random) -> Device:
    """Plant guest rooms, two a floor; return the lamp of the one on floor 1 with open window."""
    plan, airy = plan_of(world, rng), {}
    for floor in (1, 2):
        rooms = [plan.add_room("Guest room", floor) for _ in range(2)]
        windows = {room.id: plan.add_window("window", room) for room in rooms}
        lamps = {room.id: plan.add_lamp("night lamp", room) for room in rooms}
        chosen = rng.choice(rooms).id
        windows[chosen].opened = True
        airy[floor] = lamps[chosen]
        lamps[chosen].level_percent = rng.randrange(65, 101)
    return airy[1]


def _leave_open(world: SmartHome, rng: Random) -> tuple[list[Device], list[Device], list[Device]]:
    """Leave skylights, doors and windows open: one or two of each."""
    skylights = rng.sample(every(world, "skylight"), rng.choice((1, 2)))
    doors = rng.sample(every(world, "lock"), rng.choice((1, 2)))
    windows = rng.sample(every(world, "window"), rng.choice((1, 2)))
    for skylight in skylights:
        skylight.level_percent = rng.randrange(5, 100)
    for door in doors:
        door.bolted = False
    for window in windows:
        window.opened = True
    return skylights, doors, windows


def _is_done(device: Device, step: RoutineStep) -> bool:
    """Whether a device is as a step leaves it."""
    return device.turned_on is not False and step.step_level_percent in {None, device.level_percent}


def _plant_routine(world: SmartHome, rng: Random) -> tuple[list[Device], list[RoutineStep], str]:
    """Plant a routine that turns two lamps on, dims one or two, and moves two or three blinds."""
    lamps = rng.sample(every(world, "lamp"), 4)
    dark, lit = lamps[:2], lamps[2 : rng.choice((3, 4))]
    blinds = rng.sample(every(world, "blind"), rng.choice((2, 3)))
    for lamp in dark:
        lamp.turned_on = False
    for device in (*lit, *blinds):
        device.turned_on = True if device.kind == "lamp" else None
        device.level_percent = rng.randrange(50, 100)
    steps = [
        *(RoutineStep(lamp.id, "turn_on") for lamp in dark),
        *(RoutineStep(device.id, "set_level", rng.randrange(1, 45)) for device in (*lit, *blinds)),
    ]
    rng.shuffle(steps)
    label = rng.choice(("Slow evening", "Night owl", "Early train", "Cinema & crisps"))
    add_routine(rng, world.routines, label, next(iter(world.members)), steps)
    return [*dark, *lit, *blinds], steps, label
