"""The house's state, how things are looked up, and the rules that it never breaks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from random import Random

from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

from .draw import draw_log, draw_members, draw_plan, draw_routines
from .things import (
    ACTIONS_ON,
    AREA_OF,
    AlarmMode,
    Circuit,
    Device,
    LogLine,
    Member,
    Room,
    Routine,
    RoutineStep,
)


class House(World):
    """Rooms, circuits, devices, members and routines by id, the alarm, and the log."""

    def __init__(self, rng: Random) -> None:
        """Draw the house; the first member, an adult, is the one who speaks."""
        super().__init__(rng)
        self.today: dt.date = dt.date(2028, 1, 10) + dt.timedelta(days=rng.randrange(700))
        plan = draw_plan(rng)
        self.rooms: dict[str, Room] = plan.rooms
        self.circuits: dict[str, Circuit] = plan.circuits
        self.devices: dict[str, Device] = plan.devices
        self.members: dict[str, Member] = draw_members(rng)
        self.routines: dict[str, Routine] = draw_routines(rng, plan, self.members)
        self.log: tuple[LogLine, ...] = draw_log(rng, plan, self.today)
        self.alarm_mode: AlarmMode = "off"
        self.bypassed: frozenset[str] = frozenset()

    def room(self, room_id: str) -> Room:
        """Return a room, or refuse."""
        if room_id not in self.rooms:
            raise ToolError(f"there is no room {room_id}")
        return self.rooms[room_id]

    def device(self, device_id: str) -> Device:
        """Return a device, or refuse."""
        if device_id not in self.devices:
            raise ToolError(f"there is no device {device_id}")
        return self.devices[device_id]

    def member(self, member_id: str) -> Member:
        """Return a member, or refuse."""
        if member_id not in self.members:
            raise ToolError(f"there is no member {member_id}")
        return self.members[member_id]

    def routine(self, routine_id: str) -> Routine:
        """Return a routine, or refuse."""
        if routine_id not in self.routines:
            raise ToolError(f"there is no routine {routine_id}")
        return self.routines[routine_id]

    def devices_in(self, room_id: str) -> list[Device]:
        """List the devices of a room by label."""
        held = (each for each in self.devices.values() if each.room_id == room_id)
        return sorted(held, key=lambda device: (device.label, device.id))

    def spell(self, device: Device) -> str:
        """Name a device as people do, with its id."""
        return f"the {device.label} ({device.id}) in the {self.rooms[device.room_id].label}"

    def load_watts(self, circuit_id: str) -> int:
        """Add up what is on on a circuit."""
        return sum(
            each.rated_watts
            for each in self.devices.values()
            if each.circuit_id == circuit_id and each.turned_on
        )

    def turn(self, device: Device, *, on: bool) -> None:
        """Turn a device on or off, unless its circuit or its child lock forbids it."""
        if device.turned_on is None:
            raise ToolError(f"{self.spell(device)} is a {device.kind} and can't be switched")
        if on and device.child_lock:
            raise ToolError(f"the child lock of {self.spell(device)} is set")
        if on and not device.turned_on:
            self._refuse_overload(device)
        device.turned_on = on

    def set_level(self, device: Device, level: int) -> None:
        """Set a lamp's brightness, turning it on, or open a blind or skylight so far."""
        if device.level_percent is None:
            raise ToolError(f"{self.spell(device)} is a {device.kind} and has no level")
        if device.kind == "lamp":
            if level == 0:
                raise ToolError(
                    f"{self.spell(device)} burns from 1 percent upwards; or turn it off"
                )
            self.turn(device, on=True)
        device.level_percent = level

    def bolt(self, device: Device, *, bolted: bool, relock: int | None = None) -> None:
        """Lock or unlock a door, which stays locked while the alarm guards an empty house."""
        if device.bolted is None:
            raise ToolError(f"{self.spell(device)} is a {device.kind}, not a door's lock")
        if not bolted and self.alarm_mode == "away":
            raise ToolError(f"the alarm is in mode away; {self.spell(device)} stays locked")
        device.bolted = bolted
        device.relock_after_minutes = None if bolted else relock

    def carry_out(self, step: RoutineStep) -> None:
        """Do one step of a routine, or refuse."""
        device = self.device(step.step_device_id)
        match step.step_action:
            case "turn_on" | "turn_off":
                self.turn(device, on=step.step_action == "turn_on")
            case "set_level":
                self.set_level(device, step.step_level_percent or 0)
            case "bolt" | "unbolt":
                self.bolt(device, bolted=step.step_action == "bolt")

    def refuse_step(self, step: RoutineStep, owner: Member) -> None:
        """Refuse a step that the device can't do or that the routine's owner may not."""
        device = self.device(step.step_device_id)
        if step.step_action not in ACTIONS_ON[device.kind]:
            able = ", ".join(ACTIONS_ON[device.kind]) or "nothing"
            raise ToolError(f"{self.spell(device)} can't {step.step_action}; it can: {able}")
        if (step.step_level_percent is None) == (step.step_action == "set_level"):
            raise ToolError("set_level, and no other action, goes with a step_level_percent")
        if AREA_OF[device.kind] not in owner.rights:
            raise ToolError(
                f"{owner.full_name} has rights on {' and '.join(owner.rights)}, not on "
                f"{AREA_OF[device.kind]}, which {self.spell(device)} needs"
            )

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Put all devices back as they were when something is refused on the way."""
        saved = [replace(device) for device in self.devices.values()]
        try:
            yield
        except ToolError:
            self._put_back(saved)
            raise

    def _put_back(self, saved: Iterable[Device]) -> None:
        for old in saved:
            for field in fields(old):
                setattr(self.devices[old.id], field.name, getattr(old, field.name))

    def _refuse_overload(self, device: Device) -> None:
        if device.circuit_id is None:
            return
        circuit = self.circuits[device.circuit_id]
        load = self.load_watts(circuit.id)
        if load + device.rated_watts > circuit.limit_watts:
            raise ToolError(
                f"{self.spell(device)} takes {device.rated_watts} watts, but circuit "
                f"{circuit.label} ({circuit.id}) bears {circuit.limit_watts} and carries {load}"
            )
