"""Draw a home from a seed.

What the tasks rely on holds for every seed: each room has lamps of different names, one blind, one
closed window and one appliance that no other room has; all doors are locked and all skylights
closed; the stove is off; every circuit has at least 600 watts to spare; no room is heated; no two
doors were unlocked equally often.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import TypeVar, get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    ACTIONS,
    Appliance,
    Area,
    Blind,
    Circuit,
    Device,
    DeviceType,
    DoorLock,
    Lamp,
    LogEntry,
    LogEvent,
    Member,
    Room,
    Routine,
    Skylight,
    Step,
    Stove,
    Tone,
    Trigger,
    WindowSensor,
)
from .rules import Home
from .wording import (
    APPLIANCES,
    CIRCUITS,
    DOORS,
    LAMPS,
    PEOPLE,
    ROLES,
    ROOM_APPLIANCES,
    ROOMS,
    ROUTINES,
    WITH_SKYLIGHT,
)

LOG_ENTRIES = 60
EVENTS: dict[DeviceType, tuple[LogEvent, LogEvent]] = {
    "door_lock": ("unlocked", "locked"),
    "window_sensor": ("opened", "closed"),
}
"""What happens to a door or window by turns."""
ROUTINES_AT_FIRST = 9

AnyDevice = TypeVar("AnyDevice", bound=Device)


def draw_home(rng: Random) -> Home:
    """Draw everything that there is at first."""
    home = Home(dt.date(2028, 1, 10) + dt.timedelta(days=rng.randrange(700)))
    for name in CIRCUITS:
        circuit_id = draw_id(rng, "CI-", home.circuits)
        home.circuits[circuit_id] = Circuit(circuit_id, name)
    appliances = rng.sample(APPLIANCES, len(APPLIANCES))
    for name, floor in rng.sample(ROOMS, len(ROOMS)):
        special = not appliances or rng.random() < 0.5
        appliance = rng.choice(ROOM_APPLIANCES[name]) if special else appliances.pop()
        _furnish(rng, home, add_room(rng, home, name, floor), *appliance)
    for circuit in home.circuits.values():
        circuit.limit_watts = home.load_watts(circuit.id) + rng.randrange(600, 1100, 20)
    _draw_members(rng, home)
    for name in rng.sample(ROUTINES, ROUTINES_AT_FIRST):
        add_routine(rng, home, name, draw_steps(rng, home))
    _draw_log(rng, home)
    return home


def add_room(rng: Random, home: Home, name: str, floor: int) -> Room:
    """Add an empty room."""
    id_ = draw_id(rng, "RM-", home.rooms)
    home.rooms[id_] = Room(id_, name, floor, rng.randint(13, 17))
    return home.rooms[id_]


def add_lamp(rng: Random, home: Home, room: Room, name: str) -> Lamp:
    """Add a lamp on any circuit."""
    circuit_id, watts = rng.choice(list(home.circuits)), rng.randrange(5, 61, 5)
    level, tone = rng.randrange(10, 101, 5), rng.choice(get_args(Tone))
    on = rng.random() < 0.4
    return _add(rng, home, Lamp("", name, "lamp", room.id, circuit_id, watts, on, level, tone))


def add_appliance(rng: Random, home: Home, room: Room, name: str, watts: int) -> Appliance:
    """Add an appliance of about that many watts on any circuit."""
    circuit_id, on = rng.choice(list(home.circuits)), rng.random() < 0.3
    rated = watts + rng.randrange(0, watts // 4 + 5, 5)
    return _add(rng, home, Appliance("", name, "appliance", room.id, circuit_id, rated, on))


def add_window(rng: Random, home: Home, room: Room) -> WindowSensor:
    """Add the sensor of a closed window."""
    battery = rng.randint(5, 100)
    sensor = WindowSensor(
        "", "window", "window_sensor", room.id, is_open=False, battery_percent=battery
    )
    return _add(rng, home, sensor)


def add_routine(rng: Random, home: Home, name: str, steps: Iterable[Step]) -> Routine:
    """Add a routine of the user's, with a time of day or no trigger."""
    id_ = draw_id(rng, "RT-", home.routines)
    time = f"{rng.randint(6, 22):02d}:{rng.choice((0, 15, 30, 45)):02d}"
    trigger = Trigger("clock", time) if rng.random() < 0.5 else None
    home.routines[id_] = Routine(id_, name, home.user_id, tuple(steps), trigger)
    return home.routines[id_]


def draw_steps(rng: Random, home: Home) -> list[Step]:
    """Draw three to five steps on different lamps and blinds."""
    able = [each for each in home.devices.values() if isinstance(each, Lamp | Blind)]
    return [_draw_step(rng, each) for each in rng.sample(able, rng.randint(3, 5))]


def _draw_step(rng: Random, device: Device) -> Step:
    action = rng.choice(ACTIONS[device.type])
    return Step(device.id, action, rng.randrange(15, 100, 5) if action == "set_level" else None)


def _furnish(rng: Random, home: Home, room: Room, appliance: str, watts: int) -> None:
    for lamp in rng.sample(LAMPS, rng.choice((1, 2, 2, 3))):
        add_lamp(rng, home, room, lamp)
    _add(rng, home, Blind("", "blind", "blind", room.id, rng.randrange(5, 101, 5)))
    add_window(rng, home, room)
    add_appliance(rng, home, room, appliance, watts)
    if room.name in WITH_SKYLIGHT:
        _add(rng, home, Skylight("", "skylight", "skylight", room.id, 0))
    if room.name == "Kitchen":
        circuit_id, rated = rng.choice(list(home.circuits)), rng.randrange(2400, 3000, 50)
        stove = Stove(
            "", "stove", "stove", room.id, circuit_id, rated, is_on=False, child_lock=True
        )
        _add(rng, home, stove)
    if room.name in DOORS:
        door, battery = DOORS[room.name], rng.randint(5, 100)
        lock = DoorLock("", door, "door_lock", room.id, is_locked=True, battery_percent=battery)
        _add(rng, home, lock)


def _add(rng: Random, home: Home, device: AnyDevice) -> AnyDevice:
    device.id = draw_id(rng, "DV-", home.devices)
    home.devices[device.id] = device
    return device


def _draw_members(rng: Random, home: Home) -> None:
    """Draw the household; adults may do everything, and the first of them is the user."""
    areas: tuple[Area, ...] = get_args(Area)
    for name, role in zip(rng.sample(PEOPLE, len(ROLES)), ROLES, strict=True):
        allowed = areas if role == "adult" else tuple(sorted(rng.sample(areas, 2)))
        id_ = draw_id(rng, "MB-", home.members)
        home.members[id_] = Member(id_, name, role, allowed)
    home.user_id = next(iter(home.members))


def _draw_log(rng: Random, home: Home) -> None:
    """Draw what happened at doors and windows lately, the newest first.

    Each of them was opened and closed, or unlocked and locked, by turns, and was shut at last.
    """
    doors = [each for each in home.devices.values() if isinstance(each, DoorLock)]
    windows = [each for each in home.devices.values() if isinstance(each, WindowSensor)]
    counts = rng.sample(range(4, 10), len(doors))
    used = [door for door, count in zip(doors, counts, strict=True) for _ in range(count)]
    aired = rng.choices(windows, k=LOG_ENTRIES // 2 - len(used))
    happened = rng.sample(2 * [*used, *aired], LOG_ENTRIES)
    shut: Counter[str] = Counter()
    start = dt.datetime.combine(home.today, dt.time())
    minutes = sorted(rng.sample(range(1, 9 * 24 * 60), LOG_ENTRIES))
    for ago, device in zip(minutes, happened, strict=True):
        shut[device.id] += 1
        event = EVENTS[device.type][shut[device.id] % 2]
        id_, moment = draw_id(rng, "LG-", home.log), start - dt.timedelta(minutes=ago)
        home.log[id_] = LogEntry(
            id_, moment.date(), f"{moment:%H:%M}", home.rooms[device.room_id].name, device.name,
            device.id, event,
        )  # fmt: skip
