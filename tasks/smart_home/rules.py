"""The home's tables, and the rules that hold over them."""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find, listed

from .records import (
    ACTIONS,
    AREAS,
    Alarm,
    Circuit,
    Cover,
    Device,
    DoorLock,
    Lamp,
    LogEntry,
    Member,
    PoweredDevice,
    Room,
    Routine,
    Skylight,
    Step,
    Stove,
    Trigger,
    WindowSensor,
)


@dataclass(slots=True)
class Home:
    """Everything that the home knows, in tables by id."""

    today: dt.date
    rooms: dict[str, Room] = field(default_factory=dict)
    circuits: dict[str, Circuit] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    user_id: str = ""
    """The member who speaks."""
    routines: dict[str, Routine] = field(default_factory=dict)
    log: dict[str, LogEntry] = field(default_factory=dict)
    alarm: Alarm = field(default_factory=Alarm)

    def device(self, device_id: str) -> Device:
        """Look a device up (ToolError)."""
        return find(self.devices, device_id, "device")

    def devices_in(self, room: Room) -> list[Device]:
        """List the devices of a room by name."""
        held = (each for each in self.devices.values() if each.room_id == room.id)
        return sorted(held, key=lambda device: (device.name, device.id))

    def label(self, device: Device) -> str:
        """Refer to a device in errors: ``front door DV-7KXW2M in the Hall``."""
        return f"{device.name} {device.id} in the {self.rooms[device.room_id].name}"

    def load_watts(self, circuit_id: str) -> int:
        """Add up what is on on a circuit."""
        powered = (each for each in self.devices.values() if isinstance(each, PoweredDevice))
        return sum(
            each.rated_watts for each in powered if each.circuit_id == circuit_id and each.is_on
        )

    def spare_watts(self, circuit_id: str) -> int:
        """Return how much more a circuit can take."""
        return self.circuits[circuit_id].limit_watts - self.load_watts(circuit_id)

    def turn(self, device: Device, *, on: bool) -> None:
        """Turn a device on or off (ToolError)."""
        if not isinstance(device, PoweredDevice):
            raise ToolError(f"The {self.label(device)} can't be turned on or off.")
        if on and isinstance(device, Stove) and device.child_lock:
            raise ToolError(f"The child lock of the {self.label(device)} is on.")
        if on and not device.is_on:
            self._refuse_overload(device)
        device.is_on = on

    def set_child_lock(self, device: Device, *, on: bool) -> None:
        """Turn a stove's child lock on or off (ToolError)."""
        if not isinstance(device, Stove):
            raise ToolError(f"The {self.label(device)} has no child lock.")
        device.child_lock = on

    def set_level(self, device: Device, percent: int) -> None:
        """Turn a lamp on at a brightness, or open a blind or skylight this far (ToolError)."""
        if isinstance(device, Lamp):
            if percent == 0:
                raise ToolError(f"The {self.label(device)} can be dimmed to 1 percent, not to 0.")
            self.turn(device, on=True)
        elif not isinstance(device, Cover):
            raise ToolError(f"The {self.label(device)} has no level to set.")
        device.level_percent = percent

    def set_lock(self, device: Device, *, locked: bool, relock: int | None = None) -> None:
        """Lock or unlock a door; none is unlocked while the alarm guards an empty house."""
        if not isinstance(device, DoorLock):
            raise ToolError(f"The {self.label(device)} is not a door lock.")
        if locked and relock is not None:
            raise ToolError("Only a door that is unlocked can relock itself later.")
        if not locked and self.alarm.mode == "away":
            raise ToolError(f"The alarm is set to away, so the {self.label(device)} stays locked.")
        device.is_locked, device.relock_after_minutes = locked, relock

    def carry_out(self, step: Step) -> None:
        """Do one step of a routine (ToolError)."""
        device = self.device(step.device_id)
        match step.action:
            case "turn_on" | "turn_off":
                self.turn(device, on=step.action == "turn_on")
            case "set_level":
                self.set_level(device, step.level_percent or 0)
            case "lock" | "unlock":
                self.set_lock(device, locked=step.action == "lock")

    def steps_from(self, routine: Routine) -> list[Step]:
        """Gather the steps of a routine and of those that follow it, each once (ToolError)."""
        row = [routine]
        while row[-1].next_routine_id is not None:
            following = self.routines[row[-1].next_routine_id]
            if following in row:
                break
            row.append(following)
        for each in row:
            if each.paused_until is not None:
                raise ToolError(f"Routine “{each.name}” is paused until {each.paused_until}.")
        return [step for each in row for step in each.steps]

    def refuse_step(self, step: Step, owner: Member) -> None:
        """Refuse a step that the device can't do or that needs a permission the owner lacks."""
        device = self.device(step.device_id)
        able = ACTIONS[device.type]
        if step.action not in able:
            raise ToolError(
                f"The {self.label(device)} can't {step.action}. "
                f"Possible actions: {', '.join(able) or 'none'}."
            )
        if (step.level_percent is None) == (step.action == "set_level"):
            raise ToolError("A step has a level_percent if its action is set_level, and only then.")
        if AREAS[device.type] not in owner.permissions:
            raise ToolError(
                f"The {self.label(device)} needs the permission {AREAS[device.type]}. "
                f"{owner.name} has the permissions {listed(owner.permissions)}."
            )

    def refuse_heating(self, room: Room) -> None:
        """Refuse to heat a room with an open window."""
        for device in self.devices_in(room):
            if isinstance(device, WindowSensor) and device.is_open:
                raise ToolError(f"The {self.label(device)} is open, so the room can't be heated.")

    def refuse_arming(self, bypassed: Collection[str], *, away: bool) -> None:
        """Refuse to arm the alarm while something is open, unlocked or on that must not be."""
        for device in self.devices.values():
            label = self.label(device)
            match device:
                case WindowSensor(is_open=True) if device.id not in bypassed:
                    raise ToolError(f"The {label} is open.")
                case Skylight(level_percent=percent) if percent:
                    raise ToolError(f"The {label} is {percent} percent open.")
                case DoorLock(is_locked=False) if away:
                    raise ToolError(f"The {label} is unlocked.")
                case Stove(is_on=True) if away:
                    raise ToolError(f"The {label} is on.")

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Restore all devices when something is refused on the way."""
        saved = [replace(device) for device in self.devices.values()]
        try:
            yield
        except ToolError:
            for old in saved:
                for each in fields(old):
                    setattr(self.devices[old.id], each.name, getattr(old, each.name))
            raise

    def _refuse_overload(self, device: PoweredDevice) -> None:
        circuit = self.circuits[device.circuit_id]
        if device.rated_watts > self.spare_watts(circuit.id):
            raise ToolError(
                f"The {self.label(device)} needs {device.rated_watts} watts, which would overload "
                f"circuit {circuit.id} ({circuit.name}): {self.load_watts(circuit.id)} of "
                f"{circuit.limit_watts} watts are in use."
            )


def refuse_trigger(trigger: Trigger | None) -> None:
    """Refuse a trigger by the clock without a time, or with what only sunrise and sunset have."""
    if trigger is None:
        return
    if (trigger.time is None) == (trigger.type == "clock"):
        raise ToolError("A trigger has a time if its type is clock, and only then.")
    if trigger.type == "clock" and trigger.offset_minutes:
        raise ToolError("A trigger of type clock has no offset_minutes.")
