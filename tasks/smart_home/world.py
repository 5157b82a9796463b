"""A house whose devices, heating, doors and alarm are run by members, by hand or by routines."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .draw import draw_id
from .sensing import Sensing, show_routine
from .things import (
    AlarmMode,
    ClockTime,
    LightTone,
    LockPosition,
    Percent,
    Routine,
    RoutineStep,
    RoutineTrigger,
    SwitchOrder,
    Weekday,
)


class SmartHome(Sensing):
    """Everything that can be done in the house."""

    name: ClassVar[str] = "smart home"

    @tool
    def switch_devices(
        self, switch_orders: Annotated[tuple[SwitchOrder, ...], Field(min_length=1, max_length=20)]
    ) -> list[dict[str, Any]]:
        """Turn devices on or off, one after the other; all of them or none.

        Args:
            switch_orders: What to do with each device.
        """
        with self.all_or_nothing():
            for order in switch_orders:
                self._switch(order)
        return [self.show(self.devices[order.switched_device_id]) for order in switch_orders]

    @tool
    def dim_fixture(
        self, fixture_id: str, fixture_percent: Percent, light_tone: LightTone | None = None
    ) -> dict[str, Any]:
        """Turn a lamp on at a brightness, or open a blind or skylight so far (0 is closed).

        Args:
            fixture_id: Id of the lamp, blind or skylight.
            fixture_percent: Brightness or opening, in percent.
            light_tone: A lamp's tone; it keeps its tone when left out.
        """
        device = self.device(fixture_id)
        if light_tone is not None and device.light_tone is None:
            raise ToolError(f"{self.spell(device)} is a {device.kind} and has no tone")
        self.set_level(device, fixture_percent)
        device.light_tone = device.light_tone if light_tone is None else light_tone
        return self.show(device)

    @tool
    def heat_room(
        self,
        heated_room_id: str,
        target_celsius: Annotated[int, Field(ge=5, le=26)],
        heat_until: ClockTime | None = None,
    ) -> dict[str, Any]:
        """Heat a room whose windows are closed.

        Args:
            heated_room_id: Id of the room.
            target_celsius: Temperature to reach, in degrees Celsius.
            heat_until: Time of day, as HH:MM, at which heating ends; it goes on when left out.
        """
        room = self.room(heated_room_id)
        for device in self.devices_in(room.id):
            if device.opened:
                raise ToolError(f"{self.spell(device)} is open; the room is not heated like that")
        room.target_celsius, room.heat_until = target_celsius, heat_until
        return {"id": room.id, "target_celsius": target_celsius, "heat_until": heat_until}

    @tool
    def arm_alarm(
        self, alarm_mode: AlarmMode, bypassed_sensor_ids: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Arm the alarm for the night or for an empty house, or turn it off.

        Windows and skylights must be closed; for an empty house doors must be locked and stoves
        off as well.

        Args:
            alarm_mode: Off, night or away.
            bypassed_sensor_ids: Ids of windows that may be open.
        """
        for sensor_id in bypassed_sensor_ids:
            if self.device(sensor_id).kind != "window":
                raise ToolError(f"{self.spell(self.device(sensor_id))} is no window's sensor")
        if alarm_mode != "off":
            self._refuse_open(bypassed_sensor_ids, empty=alarm_mode == "away")
        self.alarm_mode = alarm_mode
        self.bypassed = frozenset(() if alarm_mode == "off" else bypassed_sensor_ids)
        return {"alarm_mode": alarm_mode, "bypassed_sensors": sorted(self.bypassed)}

    @tool
    def lock_door(
        self,
        door_lock_id: str,
        lock_position: LockPosition,
        relock_after_minutes: Annotated[int, Field(ge=1, le=240)] | None = None,
    ) -> dict[str, Any]:
        """Lock or unlock a door.

        Args:
            door_lock_id: Id of the door's lock.
            lock_position: Whether it is locked or unlocked afterwards.
            relock_after_minutes: Minutes after which an unlocked door locks by itself.
        """
        device = self.device(door_lock_id)
        locked = lock_position == "locked"
        if locked and relock_after_minutes is not None:
            raise ToolError("only a door that is unlocked can lock by itself later")
        self.bolt(device, bolted=locked, relock=relock_after_minutes)
        return self.show(device)

    @tool
    def program_routine(  # noqa: PLR0913, PLR0917  # a tool takes what the domain needs, by name
        self,
        routine_label: Annotated[str, Field(min_length=1, max_length=60)],
        routine_steps: Annotated[tuple[RoutineStep, ...], Field(min_length=1, max_length=12)],
        routine_trigger: RoutineTrigger | None = None,
        on_weekdays: tuple[Weekday, ...] = (),
        routine_owner_id: str | None = None,
        followed_by_routine_id: str | None = None,
    ) -> dict[str, Any]:
        """Make a routine of steps, which is run by hand or by a trigger.

        Args:
            routine_label: What it is called.
            routine_steps: What it does, in order.
            routine_trigger: What starts it by itself; it is run by hand alone when left out.
            on_weekdays: Days on which the trigger counts; every day when left out.
            routine_owner_id: Id of the member whose it is, who needs the rights for its devices;
                the member who speaks when left out.
            followed_by_routine_id: Id of a routine to start when this one is through.
        """
        owner = self.member(routine_owner_id or next(iter(self.members)))
        if any(routine.label == routine_label for routine in self.routines.values()):
            raise ToolError(f"there is a routine “{routine_label}” already")
        for step in routine_steps:
            self.refuse_step(step, owner)
        _refuse_trigger(routine_trigger)
        following = followed_by_routine_id and self.routine(followed_by_routine_id).id
        id_ = draw_id(self.rng, "ro", self.routines)
        made = Routine(id_, routine_label, owner.id, routine_steps, routine_trigger)
        made.weekdays, made.followed_by = frozenset(on_weekdays), following
        self.routines[id_] = made
        return show_routine(made)

    @tool
    def pause_routine(self, paused_routine_id: str, paused_until: dt.date) -> dict[str, Any]:
        """Let a routine rest until a day; today's date lets it go on at once.

        Args:
            paused_routine_id: Id of the routine.
            paused_until: First day on which it may run again, as YYYY-MM-DD.
        """
        routine = self.routine(paused_routine_id)
        if paused_until < self.today:
            raise ToolError(f"{paused_until} lies in the past (today is {self.today})")
        routine.paused_until = None if paused_until == self.today else paused_until
        return show_routine(routine)

    @tool
    def trigger_routine(self, run_routine_id: str) -> list[dict[str, Any]]:
        """Run a routine, and what follows it, now; return each device before and after.

        Args:
            run_routine_id: Id of the routine.
        """
        steps = self._steps_from(self.routine(run_routine_id), [])
        saved = {each.step_device_id: replace(self.device(each.step_device_id)) for each in steps}
        with self.all_or_nothing():
            for step in steps:
                self.carry_out(step)
        return [
            {"before": self.show(before), "after": self.show(self.devices[id_])}
            for id_, before in saved.items()
        ]

    def _switch(self, order: SwitchOrder) -> None:
        device = self.device(order.switched_device_id)
        if order.child_lock != "unchanged":
            if device.child_lock is None:
                raise ToolError(f"{self.spell(device)} has no child lock")
            device.child_lock = order.child_lock == "set"
        self.turn(device, on=order.power_state == "on")

    def _refuse_open(self, bypassed: Collection[str], *, empty: bool) -> None:
        for device in self.devices.values():
            if device.opened and device.id not in bypassed:
                raise ToolError(f"{self.spell(device)} is open")
            if device.kind == "skylight" and device.level_percent:
                raise ToolError(f"{self.spell(device)} is open by {device.level_percent} percent")
            if empty and device.bolted is False:
                raise ToolError(f"{self.spell(device)} is unlocked")
            if empty and device.kind == "stove" and device.turned_on:
                raise ToolError(f"{self.spell(device)} is on")

    def _steps_from(self, routine: Routine, done: Sequence[str]) -> list[RoutineStep]:
        """Gather the steps of a routine and of those that follow it, each once."""
        if routine.paused_until is not None and routine.paused_until > self.today:
            raise ToolError(f"“{routine.label}” is paused until {routine.paused_until}")
        following = routine.followed_by
        if following is None or following in {*done, routine.id}:
            return list(routine.steps)
        rest = self._steps_from(self.routines[following], [*done, routine.id])
        return [*routine.steps, *rest]


def _refuse_trigger(trigger: RoutineTrigger | None) -> None:
    """Refuse a trigger by the clock without a time, or by the sun with one."""
    if trigger is None:
        return
    if (trigger.clock_time is None) == (trigger.trigger_kind == "clock"):
        raise ToolError("a clock_time belongs to a trigger by the clock, and to no other")
    if trigger.trigger_kind == "clock" and trigger.offset_minutes:
        raise ToolError("a trigger by the clock has no offset")


SUITE = SuiteInfo(world=SmartHome, split="train", version=1)
