"""Steps that solutions share: finding rooms, devices and routines by what they are called."""

from collections.abc import Iterable
from typing import Any

from toolbench_ood.task.solution import Caller


def room_rows(call: Caller) -> list[Any]:
    """List all rooms."""
    return list(call("sense_home", home_part="rooms"))


def room_ids(call: Caller, *labels: str) -> list[str]:
    """Return the ids of rooms."""
    known = {row["label"]: str(row["id"]) for row in room_rows(call)}
    return [known[label] for label in labels]


def look_into(call: Caller, ids: Iterable[str]) -> list[Any]:
    """Look into several rooms in one message."""
    return call.together(*(("sense_room", {"sensed_room_id": id_}) for id_ in ids))


def devices_of(call: Caller, *labels: str) -> list[Any]:
    """Find rooms by label and list their devices, room by room."""
    rooms = look_into(call, room_ids(call, *labels))
    return [device for room in rooms for device in room["devices"]]


def routine_ids(call: Caller) -> dict[str, str]:
    """List the ids of routines by label."""
    return {row["label"]: row["id"] for row in call("sense_home", home_part="routines")}
