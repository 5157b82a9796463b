"""The tools that only look."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from toolbench_ood.world.tool import ToolError, tool

from .house import House
from .things import Device, LogLine, Routine

HomePart: TypeAlias = Literal["rooms", "circuits", "members", "routines", "alarm"]
PAGE = 8
"""Lines of the log that are shown at once."""


class Sensing(House):
    """Looking at the house, its rooms, its routines and its log."""

    @tool
    def sense_home(self, home_part: HomePart) -> list[dict[str, Any]]:
        """List one kind of things in the house, with their ids.

        Args:
            home_part: Rooms, circuits with their load, members with their rights, routines by
                label, or the state of the alarm.
        """
        match home_part:
            case "rooms":
                rooms = sorted(self.rooms.values(), key=lambda room: (room.label, room.floor))
                return [_shown(asdict(room)) for room in rooms]
            case "circuits":
                return [
                    {**asdict(circuit), "load_watts": self.load_watts(circuit.id)}
                    for circuit in self.circuits.values()
                ]
            case "members":
                return [asdict(member) for member in self.members.values()]
            case "routines":
                routines = sorted(self.routines.values(), key=lambda routine: routine.label)
                return [{"id": routine.id, "label": routine.label} for routine in routines]
            case "alarm":
                return [{"alarm_mode": self.alarm_mode, "bypassed_sensors": sorted(self.bypassed)}]

    @tool
    def sense_room(self, sensed_room_id: str) -> dict[str, Any]:
        """Show a room and the state of every device in it.

        Args:
            sensed_room_id: Id of the room.
        """
        room = self.room(sensed_room_id)
        devices = [self.show(device) for device in self.devices_in(room.id)]
        return {**_shown(asdict(room)), "devices": devices}

    @tool
    def sense_routine(self, routine_id: str) -> dict[str, Any]:
        """Show what a routine does, whose it is, what starts it, and what it is followed by.

        Args:
            routine_id: Id of the routine.
        """
        return show_routine(self.routine(routine_id))

    @tool
    def sense_log(
        self, log_cursor: str | None = None, logged_since: dt.date | None = None
    ) -> dict[str, Any]:
        """Show what happened before today, eight lines at a time, latest first.

        Args:
            log_cursor: The next_cursor of the page before; left out for the latest lines.
            logged_since: Only lines of this day, as YYYY-MM-DD, or later.
        """
        lines = [line for line in self.log if logged_since is None or line.on >= logged_since]
        begin = _begin(lines, log_cursor)
        end = begin + PAGE
        return {
            "lines": [self._show_line(line) for line in lines[begin:end]],
            "next_cursor": _cursor(lines[end]) if end < len(lines) else None,
        }

    def show(self, device: Device) -> dict[str, Any]:
        """Spell out a device, without what its kind does not have."""
        row = _shown(asdict(device))
        if not device.rated_watts:
            del row["rated_watts"]
        del row["room_id"]
        return {"device_id": row.pop("id"), **row}

    def _show_line(self, line: LogLine) -> dict[str, Any]:
        device = self.devices[line.device_id]
        return {
            "on": line.on,
            "at": line.at,
            "device_id": device.id,
            "device": f"{self.rooms[device.room_id].label}: {device.label}",
            "happening": line.happening,
        }


def show_routine(routine: Routine) -> dict[str, Any]:
    """Spell out a routine."""
    row = _shown(asdict(routine))
    row["steps"] = [_shown(step) for step in row["steps"]]
    row["weekdays"] = sorted(routine.weekdays)
    return row


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _cursor(line: LogLine) -> str:
    return sha256(f"{line.on} {line.at} {line.device_id}".encode()).hexdigest()[:10]


def _begin(lines: list[LogLine], cursor: str | None) -> int:
    if cursor is None:
        return 0
    for begin in range(PAGE, len(lines), PAGE):
        if _cursor(lines[begin]) == cursor:
            return begin
    raise ToolError(f"“{cursor}” is no cursor of this log")
