"""Tools of a smart home that none of the tasks needs."""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, get_args

from pydantic import Field

from toolbench_ood import ToolError
from toolbench_ood.tasks.decoys import decoy
from toolbench_ood.world.kit import find

from .records import Area, Circuit, Member, Routine
from .world import SmartHome


def _a_routine(world: SmartHome, rng: Random) -> Mapping[str, Any] | None:
    routines = world.home.routines
    following = {routine.next_routine_id for routine in routines.values()}
    free = [id_ for id_ in routines if id_ not in following]
    return {"routine_id": rng.choice(free)} if free else None


@decoy(_a_routine)
def delete_routine(world: SmartHome, routine_id: str) -> Routine:
    """Delete a routine for good.

    Args:
        routine_id: Id of the routine; no other routine may start it.
    """
    routines = world.home.routines
    find(routines, routine_id, "routine")
    for other in routines.values():
        if other.next_routine_id == routine_id:
            raise ToolError(f"Routine {routine_id} is started by routine {other.id}.")
    return routines.pop(routine_id)


def _a_device(world: SmartHome, rng: Random) -> Mapping[str, Any]:
    device = rng.choice(list(world.home.devices.values()))
    return {"device_id": device.id, "name": f"old {device.name}"}


@decoy(_a_device)
def rename_device(
    world: SmartHome, device_id: str, name: Annotated[str, Field(min_length=1, max_length=40)]
) -> Any:
    """Give a device another name.

    Args:
        device_id: Id of the device.
        name: The new name, which no other device in the same room has.
    """
    device = world.home.device(device_id)
    for other in world.home.devices.values():
        if (other.room_id, other.name) == (device.room_id, name):
            raise ToolError(f"There is already a {world.home.label(other)}.")
    device.name = name
    return device


def _a_permission(world: SmartHome, rng: Random) -> Mapping[str, Any]:
    members = [each for each in world.home.members.values() if len(each.permissions) < 4]
    member = rng.choice(members)
    lacking = [area for area in get_args(Area) if area not in member.permissions]
    return {"member_id": member.id, "permission": rng.choice(lacking)}


@decoy(_a_permission)
def grant_member_permission(world: SmartHome, member_id: str, permission: Area) -> Member:
    """Give a member of the household another permission.

    Args:
        member_id: Id of the member.
        permission: What the member's routines may control from then on.
    """
    member = find(world.home.members, member_id, "member")
    if permission in member.permissions:
        raise ToolError(f"{member.name} already has the permission {permission}.")
    member.permissions = (*member.permissions, permission)
    return member


def _a_limit(world: SmartHome, rng: Random) -> Mapping[str, Any]:
    circuit = rng.choice(list(world.home.circuits.values()))
    return {"circuit_id": circuit.id, "limit_watts": circuit.limit_watts + 500}


@decoy(_a_limit)
def set_circuit_limit(
    world: SmartHome, circuit_id: str, limit_watts: Annotated[int, Field(ge=500, le=20_000)]
) -> Circuit:
    """Change how much power a circuit may carry.

    Args:
        circuit_id: Id of the circuit.
        limit_watts: The most it may carry, in watts; no less than it carries at present.
    """
    circuit = find(world.home.circuits, circuit_id, "circuit")
    load = world.home.load_watts(circuit_id)
    if limit_watts < load:
        raise ToolError(f"Circuit {circuit_id} carries {load} watts at present.")
    circuit.limit_watts = limit_watts
    return circuit
