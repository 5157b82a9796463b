"""A smart home: lamps, blinds, appliances, heating, door locks, an alarm, and routines."""

import datetime as dt
from dataclasses import asdict, replace
from random import Random
from typing import Annotated, Any, ClassVar, get_args

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_home
from .records import (
    Alarm,
    AlarmMode,
    Lamp,
    Percent,
    Routine,
    Step,
    Switch,
    Time,
    Tone,
    Trigger,
    Weekday,
    WindowSensor,
)
from .rules import refuse_trigger


class SmartHome(World):
    """The household's smart home."""

    name: ClassVar[str] = "smart home"

    def __init__(self, rng: Random) -> None:
        """Draw rooms, circuits, devices, members, routines and the activity log."""
        super().__init__(rng)
        self.home = draw_home(rng)

    @tool
    def get_home(self) -> dict[str, Any]:
        """Show today's date, the rooms, circuits, members and routines, and the alarm.

        Circuits come with their present load: the rated watts of everything that is on, at any
        brightness. user_id is the user's own id among the members.
        """
        home = self.home
        routines = sorted(home.routines.values(), key=lambda routine: routine.name)
        return {
            "today": home.today,
            "rooms": sorted(home.rooms.values(), key=lambda room: (room.name, room.floor)),
            "circuits": [
                {**asdict(circuit), "load_watts": home.load_watts(circuit.id)}
                for circuit in home.circuits.values()
            ],
            "members": list(home.members.values()),
            "user_id": home.user_id,
            "routines": [{"id": routine.id, "name": routine.name} for routine in routines],
            "alarm": home.alarm,
        }

    @tool
    def get_room(self, room_id: str) -> dict[str, Any]:
        """Show a room, its heating and the state of every device in it.

        Args:
            room_id: Id of the room.
        """
        room = find(self.home.rooms, room_id, "room")
        return {**asdict(room), "devices": self.home.devices_in(room)}

    @tool
    def get_routine(self, routine_id: str) -> Routine:
        """Show a routine: its owner, steps and trigger, and the routine that runs after it.

        Args:
            routine_id: Id of the routine.
        """
        return find(self.home.routines, routine_id, "routine")

    @tool
    def get_activity_log(
        self,
        since: dt.date | None = None,
        limit: Annotated[int, Field(ge=1, le=8)] = 8,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List what happened at doors and windows, the newest first, one page at a time.

        Args:
            since: Only entries on this day or later, as YYYY-MM-DD.
            limit: Most entries on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        entries = [each for each in self.home.log.values() if since is None or each.date >= since]
        page = cut_page(entries, limit, cursor)
        return {"entries": page.rows, "next_cursor": page.next_cursor}

    @tool
    def switch_devices(
        self, switches: Annotated[tuple[Switch, ...], Field(min_length=1, max_length=20)]
    ) -> list[Any]:
        """Turn lamps, appliances and stoves on or off, in order; either all of them or none.

        Args:
            switches: The devices, and whether to turn them on or off.
        """
        home = self.home
        with home.all_or_nothing():
            for switch in switches:
                device = home.device(switch.device_id)
                if switch.child_lock is not None:
                    home.set_child_lock(device, on=switch.child_lock)
                home.turn(device, on=switch.is_on)
        return [home.devices[switch.device_id] for switch in switches]

    @tool
    def set_level(self, device_id: str, level_percent: Percent, tone: Tone | None = None) -> Any:
        """Turn a lamp on at a brightness, or set how far a blind or skylight is open.

        Args:
            device_id: Id of the lamp, blind or skylight.
            level_percent: Brightness or opening in percent; 0 closes a blind or skylight.
            tone: Tone of a lamp's light; unchanged if omitted.
        """
        device = self.home.device(device_id)
        if tone is not None and not isinstance(device, Lamp):
            raise ToolError(f"The {self.home.label(device)} has no tone, because it is not a lamp.")
        self.home.set_level(device, level_percent)
        if tone is not None and isinstance(device, Lamp):
            device.tone = tone
        return device

    @tool
    def heat_room(
        self,
        room_id: str,
        target_celsius: Annotated[int, Field(ge=5, le=26)],
        heat_until: Time | None = None,
    ) -> Any:
        """Heat a room; its windows must be closed.

        Args:
            room_id: Id of the room.
            target_celsius: Temperature to heat it to, in degrees Celsius.
            heat_until: Time of day at which to stop, as HH:MM; with no end if omitted.
        """
        room = find(self.home.rooms, room_id, "room")
        self.home.refuse_heating(room)
        room.target_celsius, room.heat_until = target_celsius, heat_until
        return room

    @tool
    def set_alarm(self, mode: AlarmMode, bypassed_sensor_ids: tuple[str, ...] = ()) -> Alarm:
        """Arm or disarm the alarm.

        Arming needs all windows and skylights closed; the mode away, for when nobody is at home,
        also needs all doors locked and the stove off.

        Args:
            mode: The new mode.
            bypassed_sensor_ids: Ids of window sensors to ignore, so that their windows may be open.
        """
        for sensor_id in bypassed_sensor_ids:
            device = self.home.device(sensor_id)
            if not isinstance(device, WindowSensor):
                raise ToolError(f"The {self.home.label(device)} is not a window sensor.")
        if mode == "disarmed":
            self.home.alarm = Alarm()
        else:
            self.home.refuse_arming(bypassed_sensor_ids, away=mode == "away")
            self.home.alarm = Alarm(mode, tuple(sorted(set(bypassed_sensor_ids))))
        return self.home.alarm

    @tool
    def set_door_lock(
        self,
        lock_id: str,
        is_locked: bool,  # given by name
        relock_after_minutes: Annotated[int, Field(ge=1, le=240)] | None = None,
    ) -> Any:
        """Lock or unlock a door; no door can be unlocked while the alarm is set to away.

        Args:
            lock_id: Id of the door lock, which is a device.
            is_locked: Whether to lock it (true) or unlock it (false).
            relock_after_minutes: Minutes until an unlocked door locks itself; never if omitted.
        """
        lock = self.home.device(lock_id)
        self.home.set_lock(lock, locked=is_locked, relock=relock_after_minutes)
        return lock

    @tool
    def create_routine(  # noqa: PLR0913, PLR0917  # what the form for a new routine asks for
        self,
        name: Annotated[str, Field(min_length=1, max_length=60)],
        steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=12)],
        trigger: Trigger | None = None,
        weekdays: tuple[Weekday, ...] = (),
        owner_id: str | None = None,
        next_routine_id: str | None = None,
    ) -> Routine:
        """Create a routine, which is run by hand or by a trigger.

        Args:
            name: Its name, which no other routine has.
            steps: What it does, in order.
            trigger: What starts it by itself; it is only run by hand if omitted.
            weekdays: Days on which the trigger applies; every day if omitted.
            owner_id: Id of the member who owns it and has the permissions for its devices; the
                user if omitted.
            next_routine_id: Id of the routine that runs after it; none if omitted.
        """
        home = self.home
        owner = find(home.members, owner_id or home.user_id, "member")
        if any(routine.name == name for routine in home.routines.values()):
            raise ToolError(f"There is already a routine named “{name}”.")
        for step in steps:
            home.refuse_step(step, owner)
        refuse_trigger(trigger)
        if next_routine_id is not None:
            find(home.routines, next_routine_id, "routine")
        id_ = draw_id(self.rng, "RT-", home.routines)
        days = tuple(day for day in get_args(Weekday) if day in weekdays)
        home.routines[id_] = Routine(id_, name, owner.id, steps, trigger, days, next_routine_id)
        return home.routines[id_]

    @tool
    def pause_routine(self, routine_id: str, paused_until: dt.date) -> Routine:
        """Pause a routine until a day; with today's date, resume it at once.

        Args:
            routine_id: Id of the routine.
            paused_until: First day on which it runs again, as YYYY-MM-DD.
        """
        routine = find(self.home.routines, routine_id, "routine")
        today = self.home.today
        if paused_until < today:
            raise ToolError(f"{paused_until} is in the past; today is {today}.")
        routine.paused_until = None if paused_until == today else paused_until
        return routine

    @tool
    def run_routine(self, routine_id: str) -> list[dict[str, Any]]:
        """Run a routine, and those that follow it, at once; show each device before and after.

        Args:
            routine_id: Id of the routine.
        """
        home = self.home
        steps = home.steps_from(find(home.routines, routine_id, "routine"))
        before = {step.device_id: replace(home.device(step.device_id)) for step in steps}
        with home.all_or_nothing():
            for step in steps:
                home.carry_out(step)
        return [{"before": old, "after": home.devices[id_]} for id_, old in before.items()]


SUITE = SuiteInfo(world=SmartHome, split="train", version=1)
