"""What a house is made of: rooms, circuits, devices, members, routines, and its log."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

DeviceKind: TypeAlias = Literal["lamp", "blind", "skylight", "appliance", "stove", "lock", "window"]
Area: TypeAlias = Literal["lighting", "shading", "appliances", "locks"]
LightTone: TypeAlias = Literal["warm", "neutral", "cool"]
PowerState: TypeAlias = Literal["on", "off"]
ChildLock: TypeAlias = Literal["set", "released", "unchanged"]
AlarmMode: TypeAlias = Literal["off", "night", "away"]
LockPosition: TypeAlias = Literal["locked", "unlocked"]
StepAction: TypeAlias = Literal["turn_on", "turn_off", "set_level", "bolt", "unbolt"]
TriggerKind: TypeAlias = Literal["clock", "sunrise", "sunset"]
Weekday: TypeAlias = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
Percent: TypeAlias = Annotated[int, Field(ge=0, le=100)]
ClockTime: TypeAlias = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]

AREA_OF: dict[DeviceKind, Area] = {
    "lamp": "lighting",
    "blind": "shading",
    "skylight": "shading",
    "appliance": "appliances",
    "stove": "appliances",
    "lock": "locks",
}
"""Which right a member needs for a device; windows only tell whether they are open."""

ACTIONS_ON: dict[DeviceKind, tuple[StepAction, ...]] = {
    "lamp": ("turn_on", "turn_off", "set_level"),
    "blind": ("set_level",),
    "skylight": ("set_level",),
    "appliance": ("turn_on", "turn_off"),
    "stove": ("turn_on", "turn_off"),
    "lock": ("bolt", "unbolt"),
    "window": (),
}


@dataclass(frozen=True, slots=True)
class SwitchOrder:
    """Turning one device on or off."""

    switched_device_id: Annotated[str, Field(description="Id of the lamp, appliance or stove.")]
    power_state: Annotated[PowerState, Field(description="Whether it is on afterwards.")]
    child_lock: Annotated[
        ChildLock, Field(description="What becomes of a stove's child lock beforehand.")
    ] = "unchanged"


@dataclass(frozen=True, slots=True)
class RoutineStep:
    """What a routine does with one device."""

    step_device_id: Annotated[str, Field(description="Id of the device.")]
    step_action: Annotated[
        StepAction, Field(description="What is done with it; bolt and unbolt are for a door.")
    ]
    step_level_percent: Annotated[
        Percent | None, Field(description="Brightness or opening, for set_level alone.")
    ] = None


@dataclass(frozen=True, slots=True)
class RoutineTrigger:
    """What starts a routine by itself."""

    trigger_kind: Annotated[TriggerKind, Field(description="By the clock or by the sun.")]
    clock_time: Annotated[
        ClockTime | None, Field(description="Time of day as HH:MM, for clock alone.")
    ] = None
    offset_minutes: Annotated[
        int, Field(ge=-120, le=120, description="Minutes after the sun's event; negative: before.")
    ] = 0


@dataclass(slots=True)
class Room:
    """A room and its heating."""

    id: str
    label: str
    floor: int
    temperature_celsius: int
    target_celsius: int | None = None
    heat_until: str | None = None
    """Time of day; None: until further notice."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """A fuse and what it bears."""

    id: str
    label: str
    limit_watts: int


@dataclass(slots=True)
class Device:
    """One device; what its kind does not have is None."""

    id: str
    label: str
    kind: DeviceKind
    room_id: str
    circuit_id: str | None = None
    rated_watts: int = 0
    turned_on: bool | None = None
    level_percent: int | None = None
    """A lamp's brightness when on; how far a blind or skylight is open."""
    light_tone: LightTone | None = None
    child_lock: bool | None = None
    bolted: bool | None = None
    relock_after_minutes: int | None = None
    opened: bool | None = None
    battery_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household."""

    id: str
    full_name: str
    role: str
    rights: tuple[Area, ...]


@dataclass(slots=True)
class Routine:
    """Steps that are run together, by hand or by a trigger."""

    id: str
    label: str
    owner_member_id: str
    steps: tuple[RoutineStep, ...]
    trigger: RoutineTrigger | None = None
    weekdays: frozenset[Weekday] = frozenset()
    followed_by: str | None = None
    """Id of the routine that starts when this one is through."""
    paused_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something that happened in the house before today."""

    on: dt.date
    at: str
    device_id: str
    happening: str
