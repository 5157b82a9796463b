"""Draw a house from a seed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import get_args

from .things import (
    ACTIONS_ON,
    Area,
    Circuit,
    Device,
    LightTone,
    LogLine,
    Member,
    Room,
    Routine,
    RoutineStep,
    RoutineTrigger,
)
from .words import APPLIANCES, CIRCUITS, DOORS, LAMPS, PEOPLE, ROOMS, ROUTINES

LOG_LINES = 60
ROUTINES_AT_FIRST = 9


def draw_id(rng: Random, prefix: str, taken: Mapping[str, object]) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        id_ = f"{prefix}-{rng.randrange(16**4, 16**5):x}"
        if id_ not in taken:
            return id_


@dataclass
class Plan:
    """A house that is being drawn, in tables by id."""

    rng: Random
    rooms: dict[str, Room]
    circuits: dict[str, Circuit]
    devices: dict[str, Device]

    def add_room(self, label: str, floor: int) -> Room:
        """Add an empty room."""
        id_ = draw_id(self.rng, "rm", self.rooms)
        self.rooms[id_] = Room(id_, label, floor, self.rng.randint(15, 22))
        return self.rooms[id_]

    def add_lamp(self, label: str, room: Room) -> Device:
        """Add a lamp on any circuit."""
        made = self._add(label, "lamp", room, self.rng.randrange(5, 61))
        made.turned_on = self.rng.random() < 0.4
        made.level_percent = self.rng.randrange(10, 101, 5)
        made.light_tone = self.rng.choice(get_args(LightTone))
        return made

    def add_cover(self, label: str, room: Room, *, skylight: bool = False) -> Device:
        """Add a blind, or a closed skylight."""
        made = self._add(label, "skylight" if skylight else "blind", room)
        made.level_percent = 0 if skylight else self.rng.randrange(5, 101, 5)
        return made

    def add_appliance(self, label: str, room: Room, watts: int) -> Device:
        """Add an appliance of about so many watts on any circuit."""
        rated = watts + self.rng.randrange(1, watts // 4 + 2)
        made = self._add(label, "appliance", room, rated)
        made.turned_on = self.rng.random() < 0.3
        return made

    def add_stove(self, room: Room) -> Device:
        """Add a stove with its child lock set."""
        made = self._add("stove", "stove", room, self.rng.randrange(2400, 3000))
        made.turned_on, made.child_lock = False, True
        return made

    def add_lock(self, label: str, room: Room) -> Device:
        """Add a bolted lock."""
        made = self._add(label, "lock", room)
        made.bolted, made.battery_percent = True, self.rng.randint(5, 100)
        return made

    def add_window(self, label: str, room: Room) -> Device:
        """Add a sensor on a closed window."""
        made = self._add(label, "window", room)
        made.opened, made.battery_percent = False, self.rng.randint(5, 100)
        return made

    def _add(self, label: str, kind: str, room: Room, watts: int = 0) -> Device:
        id_ = draw_id(self.rng, "dv", self.devices)
        circuit = self.rng.choice(list(self.circuits)) if watts else None
        made = Device(id_, label, kind, room.id, circuit, watts)  # type: ignore[arg-type]  # a kind
        self.devices[id_] = made
        return made


def draw_plan(rng: Random) -> Plan:
    """Draw rooms, circuits and devices; every circuit bears what is on and a little more."""
    plan = Plan(rng, {}, {}, {})
    for label in CIRCUITS:
        id_ = draw_id(rng, "ci", plan.circuits)
        plan.circuits[id_] = Circuit(id_, label, 0)
    rooms = {label: plan.add_room(label, floor) for label, floor in rng.sample(ROOMS, len(ROOMS))}
    appliances = iter(rng.sample(APPLIANCES, len(APPLIANCES)))
    for label, room in rooms.items():
        for lamp in rng.sample(LAMPS, rng.choice((1, 2, 2, 3))):
            plan.add_lamp(lamp, room)
        plan.add_cover("blind", room)
        plan.add_window("window", room)
        plan.add_appliance(*_at(room, next(appliances)))
        if label in {"Attic", "Sewing room"}:
            plan.add_cover("skylight", room, skylight=True)
    plan.add_stove(rooms["Kitchen"])
    for where, label in DOORS:
        plan.add_lock(label, rooms[where])
    for id_, circuit in plan.circuits.items():
        plan.circuits[id_] = Circuit(id_, circuit.label, _limit(rng, plan, id_))
    return plan


def draw_members(rng: Random) -> dict[str, Member]:
    """Draw two adults who may do everything, a teenager and two others who may do less."""
    members: dict[str, Member] = {}
    areas: tuple[Area, ...] = get_args(Area)
    roles = ("adult", "adult", "teenager", "lodger", "cleaner")
    for name, role in zip(rng.sample(PEOPLE, len(roles)), roles, strict=True):
        rights = areas if role == "adult" else tuple(sorted(rng.sample(areas, 2)))
        id_ = draw_id(rng, "mb", members)
        members[id_] = Member(id_, name, role, rights)
    return members


def draw_routines(rng: Random, plan: Plan, members: Mapping[str, Member]) -> dict[str, Routine]:
    """Draw routines of the first member's, each with three to five steps."""
    routines: dict[str, Routine] = {}
    for label in rng.sample(ROUTINES, ROUTINES_AT_FIRST):
        add_routine(rng, routines, label, next(iter(members)), draw_steps(rng, plan))
    return routines


def add_routine(
    rng: Random,
    routines: dict[str, Routine],
    label: str,
    owner_id: str,
    steps: Sequence[RoutineStep],
) -> Routine:
    """Add a routine, started by the clock or by hand."""
    id_ = draw_id(rng, "ro", routines)
    clock = f"{rng.randint(6, 22):02d}:{rng.choice((0, 15, 30, 45)):02d}"
    trigger = RoutineTrigger("clock", clock) if rng.random() < 0.5 else None
    routines[id_] = Routine(id_, label, owner_id, tuple(steps), trigger)
    return routines[id_]


def draw_steps(rng: Random, plan: Plan) -> list[RoutineStep]:
    """Draw steps on different lamps and blinds."""
    able = [each for each in plan.devices.values() if each.kind in {"lamp", "blind"}]
    return [draw_step(rng, each) for each in rng.sample(able, rng.randint(3, 5))]


def draw_step(rng: Random, device: Device) -> RoutineStep:
    """Draw something that can be done with a device."""
    action = rng.choice(ACTIONS_ON[device.kind])
    level = rng.randrange(15, 100, 5) if action == "set_level" else None
    return RoutineStep(device.id, action, level)


def draw_log(rng: Random, plan: Plan, today: dt.date) -> tuple[LogLine, ...]:
    """Draw what happened lately, latest first; no two doors were unlocked equally often."""
    doors = [each.id for each in plan.devices.values() if each.kind == "lock"]
    counts = rng.sample(range(5, 14), len(doors))
    happened = [
        (id_, "unlocked") for id_, count in zip(doors, counts, strict=True) for _ in range(count)
    ]
    others = [each.id for each in plan.devices.values() if each.kind == "window"]
    while len(happened) < LOG_LINES:
        happened.append(
            (rng.choice(others), rng.choice(("opened", "closed")))
            if rng.random() < 0.6
            else (rng.choice(doors), "locked")
        )
    rng.shuffle(happened)
    moments = sorted(rng.sample(range(1, 9 * 24 * 60), len(happened)))
    start = dt.datetime.combine(today, dt.time())
    return tuple(
        LogLine(moment.date(), f"{moment:%H:%M}", id_, what)
        for moment, (id_, what) in zip(
            (start - dt.timedelta(minutes=ago) for ago in moments), happened, strict=True
        )
    )


def _at(room: Room, appliance: tuple[str, int]) -> tuple[str, Room, int]:
    label, watts = appliance
    return label, room, watts


def _limit(rng: Random, plan: Plan, circuit_id: str) -> int:
    load = sum(
        each.rated_watts
        for each in plan.devices.values()
        if each.circuit_id == circuit_id and each.turned_on
    )
    return load + rng.randrange(600, 1100, 20)
