"""What task files share to set a situation up in the house."""

from collections.abc import Collection
from dataclasses import replace
from random import Random

from .draw import Plan
from .things import Device, DeviceKind, Room, Routine
from .words import NEW_ROUTINES
from .world import SmartHome


def plan_of(world: SmartHome, rng: Random) -> Plan:
    """Make what adds further rooms and devices to a house."""
    return Plan(rng, world.rooms, world.circuits, world.devices)


def pick_rooms(world: SmartHome, rng: Random, count: int) -> list[Room]:
    """Draw rooms, no two of one label."""
    return rng.sample(list(world.rooms.values()), count)


def held(world: SmartHome, room: Room, *kinds: DeviceKind) -> list[Device]:
    """List a room's devices of some kinds, by label."""
    return [device for device in world.devices_in(room.id) if device.kind in kinds]


def every(world: SmartHome, *kinds: DeviceKind) -> list[Device]:
    """List the house's devices of some kinds."""
    return [device for device in world.devices.values() if device.kind in kinds]


def widen(world: SmartHome, circuit_id: str | None, limit_watts: int) -> None:
    """Let a circuit bear so much."""
    if circuit_id is not None:
        world.circuits[circuit_id] = replace(world.circuits[circuit_id], limit_watts=limit_watts)


def start(world: SmartHome, device: Device) -> None:
    """Turn a device on; its circuit bears as much more."""
    if not device.turned_on and device.circuit_id is not None:
        limit = world.circuits[device.circuit_id].limit_watts
        widen(world, device.circuit_id, limit + device.rated_watts)
    device.turned_on = True


def fresh_label(rng: Random) -> str:
    """Draw a label that no routine has."""
    return rng.choice(NEW_ROUTINES)


def the_one_added(world: SmartHome, before: Collection[str]) -> Routine:
    """Return the one routine that was not there before; fail on none or several."""
    (made,) = (routine for id_, routine in world.routines.items() if id_ not in before)
    return made


def spell_list(parts: list[str]) -> str:
    """Join parts as people do."""
    return ", ".join(parts[:-1]) + f" and {parts[-1]}"
