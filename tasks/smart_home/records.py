"""What the home keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

DeviceType: TypeAlias = Literal[
    "lamp", "blind", "skylight", "appliance", "stove", "door_lock", "window_sensor"
]
Area: TypeAlias = Literal["lighting", "shading", "appliances", "locks"]
Tone: TypeAlias = Literal["warm", "neutral", "cool"]
AlarmMode: TypeAlias = Literal["disarmed", "night", "away"]
Action: TypeAlias = Literal["turn_on", "turn_off", "set_level", "lock", "unlock"]
LogEvent: TypeAlias = Literal["opened", "closed", "locked", "unlocked"]
TriggerType: TypeAlias = Literal["clock", "sunrise", "sunset"]
Weekday: TypeAlias = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
Percent: TypeAlias = Annotated[int, Field(ge=0, le=100)]
Time: TypeAlias = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]

AREAS: dict[DeviceType, Area] = {
    "lamp": "lighting",
    "blind": "shading",
    "skylight": "shading",
    "appliance": "appliances",
    "stove": "appliances",
    "door_lock": "locks",
}
"""Which permission the owner of a routine needs for a device."""
ACTIONS: dict[DeviceType, tuple[Action, ...]] = {
    "lamp": ("turn_on", "turn_off", "set_level"),
    "blind": ("set_level",),
    "skylight": ("set_level",),
    "appliance": ("turn_on", "turn_off"),
    "stove": ("turn_on", "turn_off"),
    "door_lock": ("lock", "unlock"),
    "window_sensor": (),
}
"""What a routine can do with a device."""


@dataclass(slots=True)
class Room:
    """A room and its heating."""

    id: str
    name: str
    floor: int
    temperature_celsius: int
    target_celsius: int | None = None
    heat_until: Time | None = None
    """None while there is a target: with no end."""


@dataclass(slots=True)
class Circuit:
    """A part of the wiring with a fuse of its own."""

    id: str
    name: str
    limit_watts: int = 0


@dataclass(slots=True)
class Device:
    """What every device has."""

    id: str
    name: str
    type: DeviceType
    room_id: str


@dataclass(slots=True)
class PoweredDevice(Device):
    """A device that is switched on and off and loads a circuit while it is on."""

    circuit_id: str
    rated_watts: int
    is_on: bool


@dataclass(slots=True)
class Lamp(PoweredDevice):
    """A lamp; it keeps its brightness while it is off."""

    level_percent: int
    tone: Tone


@dataclass(slots=True)
class Appliance(PoweredDevice):
    """Anything else with a plug."""


@dataclass(slots=True)
class Stove(PoweredDevice):
    """A stove, which can't be turned on while its child lock is on."""

    child_lock: bool


@dataclass(slots=True)
class Cover(Device):
    """What covers a window or is one: 0 percent is closed, 100 percent is fully open."""

    level_percent: int


@dataclass(slots=True)
class Blind(Cover):
    """A blind."""


@dataclass(slots=True)
class Skylight(Cover):
    """A window in the roof that opens by motor."""


@dataclass(slots=True)
class DoorLock(Device):
    """The lock of an outside door."""

    is_locked: bool
    battery_percent: int
    relock_after_minutes: int | None = None


@dataclass(slots=True)
class WindowSensor(Device):
    """Tells whether a window is open, which only people can change."""

    is_open: bool
    battery_percent: int


@dataclass(slots=True)
class Member:
    """Somebody who lives or works in the home."""

    id: str
    name: str
    role: str
    permissions: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What a routine does with one device."""

    device_id: Annotated[str, Field(description="Id of the device.")]
    action: Annotated[
        Action,
        Field(description="What to do with it; lock and unlock are for door locks."),
    ]
    level_percent: Annotated[
        Percent | None,
        Field(description="Brightness or opening, as for set_level; only with that action."),
    ] = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a routine by itself."""

    type: Annotated[
        TriggerType,
        Field(
            description="A time of day, sunrise or sunset; omit the trigger if the routine is only "
            "run by hand."
        ),
    ]
    time: Annotated[Time | None, Field(description="Time as HH:MM; only for clock.")] = None
    offset_minutes: Annotated[
        int,
        Field(
            ge=-120,
            le=120,
            description="Minutes after sunrise or sunset; negative for before. 0 for clock.",
        ),
    ] = 0


@dataclass(slots=True)
class Routine:
    """Steps that are carried out together, by hand or by a trigger."""

    id: str
    name: str
    owner_id: str
    steps: tuple[Step, ...]
    trigger: Trigger | None = None
    weekdays: tuple[Weekday, ...] = ()
    """In the order of the week; none stands for every day."""
    next_routine_id: str | None = None
    paused_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that happened before today."""

    id: str
    date: dt.date
    time: Time
    room_name: str
    device_name: str
    device_id: str
    event: LogEvent


@dataclass(slots=True)
class Alarm:
    """The burglar alarm."""

    mode: AlarmMode = "disarmed"
    bypassed_sensor_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """Turning one device on or off."""

    device_id: Annotated[str, Field(description="Id of the lamp, appliance or stove.")]
    is_on: Annotated[bool, Field(description="Whether to turn it on (true) or off (false).")]
    child_lock: Annotated[
        bool | None,
        Field(description="Turns a stove's child lock on or off first; unchanged if omitted."),
    ] = None
