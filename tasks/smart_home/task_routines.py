"""Tasks that program, pause and run routines."""

import datetime as dt
from collections.abc import Generator
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .draw import add_routine, draw_steps
from .situations import (
    every,
    fresh_label,
    held,
    pick_rooms,
    plan_of,
    spell_list,
    the_one_added,
)
from .steps import devices_of, look_into, room_ids, routine_ids
from .things import Device, Routine, RoutineStep, RoutineTrigger, TriggerKind, Weekday
from .words import ROUTINES
from .world import SmartHome

_SUN: tuple[TriggerKind, ...] = ("sunrise", "sunset")


@task
def programs_by_the_sun(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a list of steps, a nested trigger and weekdays; all ids are said."""
    lamp, blind = rng.choice(every(world, "lamp")), rng.choice(every(world, "blind"))
    lock, label = rng.choice(every(world, "lock")), fresh_label(rng)
    bright, wide = rng.sample(range(5, 95), 2)
    steps = (
        RoutineStep(lamp.id, "set_level", bright),
        RoutineStep(blind.id, "set_level", wide),
        RoutineStep(lock.id, "bolt"),
    )
    days: list[Weekday] = rng.sample(list(get_args(Weekday)), 2)
    minutes, side, sun = rng.randrange(5, 60), rng.choice((-1, 1)), rng.choice(_SUN)
    trigger = RoutineTrigger(sun, None, side * minutes)

    def solution(call: Caller) -> None:
        call(
            "program_routine",
            routine_label=label,
            routine_steps=[_given(step) for step in steps],
            routine_trigger={"trigger_kind": sun, "offset_minutes": trigger.offset_minutes},
            on_weekdays=days,
        )

    earlier = set(world.routines)
    when = f"{minutes} minutes {'before' if side < 0 else 'after'} {sun}"
    named = spell_list([f"{day.capitalize()}s" for day in days])
    yield Ask(
        f"Make me a routine that does three things in this order: light lamp {lamp.id} at {bright} "
        f"percent, open blind {blind.id} to {wide} percent, lock door {lock.id}. It starts by "
        f"itself {when}, on {named} only. Its name, letter by letter:\n{label}",
        solution=solution,
        paraphrase=f"On {named}, {when}, I want this to happen by itself, as a routine of mine "
        f"with these steps:\n1. lamp {lamp.id} burns at {bright} percent\n2. blind {blind.id} is "
        f"{wide} percent open\n3. the door with lock {lock.id} is locked\nCall it, letter by "
        f"letter, {label}",
    )

    made = the_one_added(world, earlier)
    expected = Routine(made.id, label, next(iter(world.members)), steps, trigger)
    expected.weekdays = frozenset(days)
    assert made == expected


@task(kind="chain")
def pauses_the_last_in_a_row(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Each routine starts another, seven to nine of them; the last one is to rest."""
    row = _plant_row(world, rng, rng.randint(7, 9))
    day, first = world.today + dt.timedelta(days=rng.randrange(3, 90)), row[0].label

    def solution(call: Caller) -> None:
        shown = call("sense_routine", routine_id=routine_ids(call)[first])
        while "followed_by" in shown:
            shown = call("sense_routine", routine_id=shown["followed_by"])
        call("pause_routine", paused_routine_id=shown["id"], paused_until=day)

    yield Ask(
        f"When “{first}” is through, it starts another routine, that one may start yet another, "
        f"and so on. The one that comes last in that row must not run before {day}; the others go "
        "on as ever.",
        solution=solution,
        paraphrase=f"Have a look at what follows on “{first}”, and on what follows it, until "
        f"there is nothing more to follow. Pause that very last routine, and none else, until "
        f"{day}.",
    )

    assert row[-1].paused_until == day


@task(kind="missing_tool", withhold=("pause_routine",))
def pauses_what_moves_a_blind(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can pause at first; then find all routines that touch one blind and pause them."""
    (room,) = pick_rooms(world, rng, 1)
    (blind,) = held(world, room, "blind")
    moving = _let_move(world, rng, blind, rng.randint(2, 4))
    day = world.today + dt.timedelta(days=rng.randrange(3, 60))

    def solution(call: Caller) -> None:
        devices = devices_of(call, room.label)
        wanted = next(row["device_id"] for row in devices if row["kind"] == "blind")
        ids = routine_ids(call).values()
        shown = call.together(*(("sense_routine", {"routine_id": id_}) for id_ in ids))
        found = [
            row["id"]
            for row in shown
            if any(step["step_device_id"] == wanted for step in row["steps"])
        ]
        call.together(
            *(("pause_routine", {"paused_routine_id": id_, "paused_until": day}) for id_ in found)
        )

    reply = yield Ask(
        f"The blind in the {room.label} is broken. Until {day}, pause every routine that moves it, "
        "but no other, please.",
        solution=lambda _: "I can see the routines, but I have no means to pause any.",
        paraphrase=f"No routine that has to do with the blind in the {room.label}, which needs "
        f"repair, may run before {day}: pause those. All other routines stay as they are.",
    )
    assert reply.text

    yield Ask(
        "You lacked something for that, I'm told; you have it now. Please go on.",
        solution=solution,
        hand_over=("pause_routine",),
        paraphrase="Routines can be paused by you from here on, so please do it.",
    )
    assert all(routine.paused_until == day for routine in moving)


@task(kind="chain")
def keeps_a_mood(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """Read how a room is now and make a routine of it: each lamp and the blind, one step each."""
    (room,), label = pick_rooms(world, rng, 1), fresh_label(rng)
    kept = [_as_it_is(device) for device in held(world, room, "lamp", "blind")]

    def solution(call: Caller) -> None:
        steps = [
            _given(_step(row["device_id"], row.get("turned_on", True), row["level_percent"]))
            for row in devices_of(call, room.label)
            if row["kind"] in {"lamp", "blind"}
        ]
        call("program_routine", routine_label=label, routine_steps=steps)

    before = set(world.routines)
    yield Ask(
        f"I like how the {room.label} is right now. Keep that as a routine of mine that is run by "
        "hand, with one step for each lamp and for the blind: lamps that are on at their present "
        "brightness, those that are off turned off, and the blind as far open as it is. Name, "
        f"letter by letter: {label}",
        solution=solution,
        paraphrase=f"Make a routine, without any trigger, that brings the {room.label} back to "
        "the light that it has at this moment. Every lamp gets one step, either the brightness "
        "that it burns with or being turned off, and the blind gets one with its opening. Call "
        f"it, letter by letter, {label}",
    )

    made = the_one_added(world, before)
    assert sorted(made.steps, key=str) == sorted(kept, key=str)
    expected = Routine(made.id, label, next(iter(world.members)), made.steps)
    assert made == expected


@task(kind="recovery")
def programs_for_who_may(world: SmartHome, rng: Random) -> Generator[Ask, Reply, None]:
    """One member lacks a right that the routine needs; the ask says whose it is to be then."""
    lamp, lock = rng.choice(every(world, "lamp")), rng.choice(every(world, "lock"))
    first, able, other = _share_rights(world, rng)
    level, label = rng.randrange(10, 95), fresh_label(rng)
    rooms = [world.rooms[each.room_id].label for each in (lamp, lock)]
    names = [world.members[id_].full_name for id_ in (first, *sorted((able, other)))]

    def solution(call: Caller) -> None:
        members = call("sense_home", home_part="members")
        known = {row["full_name"]: row for row in members}
        at, behind = look_into(call, room_ids(call, *rooms))
        steps = [
            {"step_device_id": _id(at, lamp), "step_action": "set_level"},
            {"step_device_id": _id(behind, lock), "step_action": "bolt"},
        ]
        steps[0] = {**steps[0], "step_level_percent": level}  # type: ignore[dict-item]  # a number
        given = {"routine_label": label, "routine_steps": steps}
        call.failing("program_routine", **given, routine_owner_id=known[names[0]]["id"])
        owner = next(
            known[name]["id"]
            for name in names[1:]
            if {"lighting", "locks"} <= set(known[name]["rights"])
        )
        call("program_routine", **given, routine_owner_id=owner)

    before = set(world.routines)
    where = f"the {lamp.label} in the {rooms[0]}"
    yield Ask(
        f"Make a routine for {names[0]} that first lights {where} at {level} percent and then "
        f"locks the {lock.label}. "
        f"If {names[0]} has no right to one of these, make it {names[1]}'s or {names[2]}'s, "
        "whichever of them has the rights; I won't hand out new ones. It's run by hand, and its "
        f"name is, letter by letter, {label}",
        solution=solution,
        paraphrase=f"{label} (letter by letter) is to be a routine without a trigger, of two "
        f"steps: {where} goes to {level} percent, then the {lock.label} is locked. It belongs to "
        f"{names[0]}, if entitled to that; otherwise to the one of {names[1]} and {names[2]} who "
        "is.",
    )

    made = the_one_added(world, before)
    steps = (RoutineStep(lamp.id, "set_level", level), RoutineStep(lock.id, "bolt"))
    assert made == Routine(made.id, label, able, steps)


def _given(step: RoutineStep) -> dict[str, str | int]:
    """Spell a step as a call does."""
    given: dict[str, str | int] = {
        "step_device_id": step.step_device_id,
        "step_action": step.step_action,
    }
    if step.step_level_percent is not None:
        given["step_level_percent"] = step.step_level_percent
    return given


def _step(device_id: str, on: bool, level: int) -> RoutineStep:
    if on:
        return RoutineStep(device_id, "set_level", level)
    return RoutineStep(device_id, "turn_off")


def _as_it_is(device: Device) -> RoutineStep:
    return _step(device.id, device.turned_on is not False, device.level_percent or 0)


def _id(room: dict[str, list[dict[str, str]]], device: Device) -> str:
    return next(row["device_id"] for row in room["devices"] if row["label"] == device.label)


def _plant_row(world: SmartHome, rng: Random, count: int) -> list[Routine]:
    """Plant routines of which each but the last is followed by the next."""
    owner = next(iter(world.members))
    labels = [f"{label} II" for label in rng.sample(ROUTINES, count)]
    steps = [draw_steps(rng, plan_of(world, rng)) for _ in labels]
    row = [
        add_routine(rng, world.routines, label, owner, each)
        for label, each in zip(labels, steps, strict=True)
    ]
    for routine, following in pairwise(row):
        routine.followed_by = following.id
    return row


def _let_move(world: SmartHome, rng: Random, blind: Device, count: int) -> list[Routine]:
    """Let just so many routines move a blind."""
    chosen = rng.sample(list(world.routines.values()), count)
    for routine in world.routines.values():
        steps = [step for step in routine.steps if step.step_device_id != blind.id]
        if routine in chosen:
            steps.insert(rng.randint(0, len(steps)), RoutineStep(blind.id, "set_level", 30))
        routine.steps = tuple(steps)
    return chosen


def _share_rights(world: SmartHome, rng: Random) -> tuple[str, str, str]:
    """Let only the second of three members have the rights on lighting and on locks."""
    first, able, other = rng.sample(list(world.members)[2:], 3)
    for id_, rights in (
        (first, ("appliances", rng.choice(("lighting", "locks")))),
        (able, ("lighting", "locks")),
        (other, (rng.choice(("lighting", "locks")), "shading")),
    ):
        world.members[id_] = replace(world.members[id_], rights=rights)  # type: ignore[arg-type]
    return first, able, other
