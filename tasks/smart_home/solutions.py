"""Steps that the solutions of several tasks have in common."""

from collections.abc import Iterable
from typing import Any

from toolbench_ood import Caller, Json

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def ids_of(rows: Json) -> dict[str, str]:
    """Return the ids of rooms, members or routines by name."""
    return {row["name"]: row["id"] for row in rows}


def get_rooms(call: Caller, ids: Iterable[str]) -> list[Json]:
    """Open several rooms in one message."""
    return call.together(*(("get_room", {"room_id": id_}) for id_ in ids))


def get_named(call: Caller, *names: str) -> list[Json]:
    """Open the rooms with some names."""
    ids = ids_of(call("get_home")["rooms"])
    return get_rooms(call, [ids[name] for name in names])


def get_floor(call: Caller, floor: int) -> list[Json]:
    """List the devices in all rooms of a floor."""
    rooms = call("get_home")["rooms"]
    opened = get_rooms(call, [room["id"] for room in rooms if room["floor"] == floor])
    return [device for room in opened for device in room["devices"]]


def typed(rows: Json, *types: str) -> list[Json]:
    """Return the devices of some types."""
    return [row for row in rows if row["type"] in types]


def running(rows: Json) -> list[Json]:
    """Return the devices that are on."""
    return [row for row in rows if row.get("is_on")]


def most_watts(rows: Json) -> Json:
    """Return the device that uses the most power."""
    return max(rows, key=lambda row: int(row["rated_watts"]))


def switch(*ids: str, on: bool) -> Request:
    """Turn devices on or off."""
    return "switch_devices", {"switches": [{"device_id": id_, "is_on": on} for id_ in ids]}


def level(device_id: str, percent: int) -> Request:
    """Set a device's level."""
    return "set_level", {"device_id": device_id, "level_percent": percent}
