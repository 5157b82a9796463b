"""What tasks share to arrange a situation."""

from random import Random
from typing import TypeVar

from .records import Device, PoweredDevice, Room
from .rules import Home
from .wording import ROUTINES

AnyDevice = TypeVar("AnyDevice", bound=Device)


def pick_room(home: Home, rng: Random) -> Room:
    """Draw a room."""
    return rng.choice(list(home.rooms.values()))


def rooms_on(home: Home, floor: int) -> list[Room]:
    """List the rooms of a floor."""
    return [room for room in home.rooms.values() if room.floor == floor]


def devices(home: Home, type_: type[AnyDevice], room: Room | None = None) -> list[AnyDevice]:
    """List the devices of a type, in one room or in the whole home."""
    found = [each for each in home.devices.values() if isinstance(each, type_)]
    return [device for device in found if room is None or device.room_id == room.id]


def run(home: Home, device: PoweredDevice) -> None:
    """Let a device be on, and its circuit take that much more."""
    if not device.is_on:
        home.circuits[device.circuit_id].limit_watts += device.rated_watts
    device.is_on = True


def unused_names(home: Home, rng: Random, count: int) -> list[str]:
    """Draw different names that no routine has."""
    taken = {routine.name for routine in home.routines.values()}
    return rng.sample([name for name in ROUTINES if name not in taken], count)
