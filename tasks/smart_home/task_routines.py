"""Tasks that create, pause and run routines."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any, get_args

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import exact_text, listed, new_row, without_id

from .draw import add_routine, draw_steps
from .records import (
    Blind,
    Cover,
    Device,
    DoorLock,
    Lamp,
    Routine,
    Step,
    Trigger,
    TriggerType,
    Weekday,
)
from .situations import devices, pick_room, unused_names
from .solutions import get_named, get_rooms, ids_of, level, switch, typed
from .wording import NEW_ROUTINES
from .world import SmartHome

_SUN: tuple[TriggerType, ...] = ("sunrise", "sunset")


@task(kind="single")
def creates_a_routine_by_the_sun(world: SmartHome, rng: Random) -> Turns:
    """One call with a list of steps, a nested trigger and weekdays; the ask gives all ids."""
    home, name = world.home, rng.choice(NEW_ROUTINES)
    lamp, blind, lock = (rng.choice(devices(home, each)) for each in (Lamp, Blind, DoorLock))
    bright, wide = rng.sample(range(5, 95), 2)
    steps = (
        Step(lamp.id, "set_level", bright),
        Step(blind.id, "set_level", wide),
        Step(lock.id, "lock"),
    )
    chosen = rng.sample(get_args(Weekday), 2)
    days = tuple(day for day in get_args(Weekday) if day in chosen)
    minutes, side, sun = rng.randrange(5, 60), rng.choice((-1, 1)), rng.choice(_SUN)
    trigger = Trigger(sun, None, side * minutes)

    def solution(call: Caller) -> None:
        starts = {"type": sun, "offset_minutes": trigger.offset_minutes}
        call("create_routine", name=name, steps=_given(*steps), trigger=starts, weekdays=days)

    before = set(home.routines)
    when = f"{minutes} minutes {'before' if side < 0 else 'after'} {sun}"
    named = listed([f"{day.capitalize()}s" for day in days])
    yield Ask(
        f"Create a routine that does three things, in this order: set lamp {lamp.id} to {bright} "
        f"percent, open blind {blind.id} to {wide} percent, and lock door {lock.id}. It should "
        f"start by itself {when}, but only on {named}. {exact_text(name, 'this name')}",
        paraphrase=f"On {named}, {when}, I'd like a new routine of mine to start by itself, with "
        f"these steps:\n1. lamp {lamp.id} goes to {bright} percent\n2. blind {blind.id} opens to "
        f"{wide} percent\n3. door {lock.id} is locked\nIts name must be exactly:\n{name}",
        solution=solution,
    )

    made = Routine("", name, home.user_id, steps, trigger, days)
    assert without_id(new_row(home.routines, before)) == made


@task(kind="chain")
def pauses_the_last_routine_of_a_series(world: SmartHome, rng: Random) -> Turns:
    """Each of seven to nine routines starts the next one; the last of them is to be paused."""
    home = world.home
    series = _plant_series(world, rng, rng.randint(7, 9))
    day, first = home.today + dt.timedelta(days=rng.randrange(3, 90)), series[0].name
    wanted = replace(series[-1], paused_until=day)

    def solution(call: Caller) -> None:
        next_id = ids_of(call("get_home")["routines"])[first]
        while next_id is not None:
            id_ = next_id
            next_id = call("get_routine", routine_id=id_)["next_routine_id"]
        call("pause_routine", routine_id=id_, paused_until=day)

    yield Ask(
        f"When the routine “{first}” has finished, it starts another one, which starts another "
        f"one, and so on. Pause the last routine of this series until {day}, and none of the "
        "others.",
        paraphrase=f"Find out which routine follows “{first}”, which one follows that, and so on "
        f"until you get to a routine that nothing follows. Pause that one until {day}, and "
        "leave the rest as they are.",
        solution=solution,
    )

    assert series[-1] == wanted


def _plant_series(world: SmartHome, rng: Random, count: int) -> list[Routine]:
    """Add routines of which each but the last starts the next one."""
    home = world.home
    names = unused_names(home, rng, count)
    series = [add_routine(rng, home, name, draw_steps(rng, home)) for name in names]
    for routine, following in pairwise(series):
        routine.next_routine_id = following.id
    return series


@task(kind="missing_tool", withhold=("pause_routine",))
def pauses_the_routines_of_a_blind(world: SmartHome, rng: Random) -> Turns:
    """Nothing can be paused at first; then find all routines that move one blind and pause them."""
    home = world.home
    room = pick_room(home, rng)
    (blind,) = devices(home, Blind, room)
    moving = _let_some_move(world, rng, blind)
    day = home.today + dt.timedelta(days=rng.randrange(3, 60))

    def solution(call: Caller) -> None:
        shown = call("get_home")
        (opened,) = get_rooms(call, [ids_of(shown["rooms"])[room.name]])
        (found,) = typed(opened["devices"], "blind")
        ids = [row["id"] for row in shown["routines"]]
        rows = call.together(*(("get_routine", {"routine_id": id_}) for id_ in ids))
        call.together(
            *(
                ("pause_routine", {"routine_id": row["id"], "paused_until": day})
                for row in rows
                if any(step["device_id"] == found["id"] for step in row["steps"])
            )
        )

    reply = yield Ask(
        f"The blind in the {room.name} is broken. Until {day}, please pause every routine that "
        "moves it, and no other routine. If you aren't able to pause routines, don't do anything "
        "else instead; just reply with exactly: UNABLE TO PAUSE",
        paraphrase=f"No routine that moves the blind in the {room.name} should run before {day}, "
        "because it needs repair: pause those, but leave all other routines as they are. In case "
        "there's no way for you to pause a routine, change nothing and answer with only these "
        "words: UNABLE TO PAUSE",
        solution=lambda _: "UNABLE TO PAUSE",
    )
    assert reply.says("UNABLE TO PAUSE")
    assert all(routine.paused_until is None for routine in moving)

    yield Ask(
        "The tool to pause routines is available now. Please go ahead.",
        paraphrase="You can pause routines now, so please do what I asked for.",
        solution=solution,
        hand_over=("pause_routine",),
    )
    assert all(routine.paused_until == day for routine in moving)


def _let_some_move(world: SmartHome, rng: Random, blind: Blind) -> list[Routine]:
    """Let two to four routines, and no others, move a blind; return these."""
    routines = list(world.home.routines.values())
    for routine in routines:
        routine.steps = tuple(step for step in routine.steps if step.device_id != blind.id)
    chosen = rng.sample(routines, rng.randint(2, 4))
    for routine in chosen:
        place = rng.randint(0, len(routine.steps))
        moves = Step(blind.id, "set_level", 30)
        routine.steps = (*routine.steps[:place], moves, *routine.steps[place:])
    return chosen


@task(kind="chain")
def saves_the_light_as_a_routine(world: SmartHome, rng: Random) -> Turns:
    """Read the state of a room, and create a routine of it: a step for each lamp and the blind."""
    home, name = world.home, rng.choice(NEW_ROUTINES)
    room = pick_room(home, rng)
    lights: list[Lamp | Cover] = [*devices(home, Lamp, room), *devices(home, Blind, room)]
    steps = [
        _restore(each.id, not isinstance(each, Lamp) or each.is_on, each.level_percent)
        for each in lights
    ]

    def solution(call: Caller) -> None:
        (opened,) = get_named(call, room.name)
        rows = typed(opened["devices"], "lamp", "blind")
        read = [_restore(row["id"], row.get("is_on", True), row["level_percent"]) for row in rows]
        call("create_routine", name=name, steps=_given(*read))

    before = set(home.routines)
    yield Ask(
        f"Save the light in the {room.name}, apart from its tone, as a routine of mine without a "
        "trigger, with one step for each lamp and one for the blind. The routine should set lamps "
        "that are on and the blind to their present levels, and turn off lamps that are off. "
        + exact_text(name, "this name"),
        paraphrase="Create a routine for me, to be run by hand only, that makes the lamps in the "
        f"{room.name} as bright as they are at present, whatever their tone. It needs one step per "
        "lamp: turn it off if it's off, or else set it to the level it has. One more step sets the "
        f"blind to the level it has. The name must be exactly:\n{name}",
        solution=solution,
    )

    made = new_row(home.routines, before)
    assert sorted(made.steps, key=str) == sorted(steps, key=str)
    assert without_id(made) == Routine("", name, home.user_id, made.steps)


def _restore(device_id: str, on: bool, percent: int) -> Step:  # as a row has it
    return Step(device_id, "set_level", percent) if on else Step(device_id, "turn_off")


@task(kind="recovery")
def creates_a_routine_for_a_member(world: SmartHome, rng: Random) -> Turns:
    """One member lacks a permission that the routine needs; the ask says who may own it then."""
    home, name = world.home, rng.choice(NEW_ROUTINES)
    lamp, lock = rng.choice(devices(home, Lamp)), rng.choice(devices(home, DoorLock))
    rooms = [home.rooms[each.room_id].name for each in (lamp, lock)]
    steps = (Step(lamp.id, "set_level", rng.randrange(10, 95)), Step(lock.id, "lock"))
    able, first, *others = _share_permissions(world, rng)
    names = [first, *others]

    def solution(call: Caller) -> None:
        shown = call("get_home")
        ids, members = ids_of(shown["rooms"]), {row["name"]: row for row in shown["members"]}
        at, behind = get_rooms(call, [ids[room] for room in rooms])
        found = (_id_in(at, lamp), _id_in(behind, lock))
        named = (replace(step, device_id=id_) for step, id_ in zip(steps, found, strict=True))
        given = {"name": name, "steps": _given(*named)}
        call.failing("create_routine", **given, owner_id=members[first]["id"])
        owner = next(
            members[each]["id"]
            for each in others
            if {"lighting", "locks"} <= set(members[each]["permissions"])
        )
        call("create_routine", **given, owner_id=owner)

    before = set(home.routines)
    first_step = f"the {lamp.name} in the {rooms[0]} to {steps[0].level_percent} percent"
    second_step = f"the {lock.name} in the {rooms[1]}"
    yield Ask(
        f"Create a routine owned by {names[0]} that first sets {first_step} and then locks "
        f"{second_step}, without a trigger. If {names[0]} doesn't have the permissions for that, "
        f"make {names[1]} or {names[2]} the owner, whichever of them does. "
        + exact_text(name, "this name"),
        paraphrase=f"{names[0]} should get a routine that is only run by hand and has two steps: "
        f"set {first_step}, and lock {second_step}. In case {names[0]} lacks a permission, it "
        f"should belong to {names[1]} or to {names[2]} instead, depending on who has the "
        f"permissions. Its name must be exactly:\n{name}",
        solution=solution,
    )

    assert without_id(new_row(home.routines, before)) == Routine("", name, able, steps)


def _share_permissions(world: SmartHome, rng: Random) -> list[str]:
    """Let one of three members have the permissions on lighting and locks, but not the first.

    Returns:
        The id of that one, and the names of the first and of the others in any order.
    """
    first, able, other = rng.sample(list(world.home.members.values())[2:], 3)
    first.permissions = ("appliances", rng.choice(("lighting", "locks")))
    able.permissions = ("lighting", "locks")
    other.permissions = (rng.choice(("lighting", "locks")), "shading")
    return [able.id, first.name, *sorted((able.name, other.name))]


def _id_in(room: Json, device: Device) -> str:
    return str(next(row["id"] for row in room["devices"] if row["name"] == device.name))


def _given(*steps: Step) -> list[dict[str, Any]]:
    """Write steps as a call does."""
    return [
        {"device_id": step.device_id, "action": step.action}
        | ({} if step.level_percent is None else {"level_percent": step.level_percent})
        for step in steps
    ]


@task(kind="undo")
def runs_a_routine_then_undoes_it(world: SmartHome, rng: Random) -> Turns:
    """Run a routine; then put each device that it changed back as it was."""
    home = world.home
    routine, changed = _plant_routine(world, rng)
    before = [replace(device) for device in changed]
    known: list[Any] = []

    def start(call: Caller) -> None:
        id_ = ids_of(call("get_home")["routines"])[routine.name]
        known[:] = call("run_routine", routine_id=id_)

    def undo(call: Caller) -> None:
        rows = [change["before"] for change in known]
        off = [row["id"] for row in rows if not row.get("is_on", True)]
        levels = [level(row["id"], row["level_percent"]) for row in rows if row["id"] not in off]
        call.together(*levels, switch(*off, on=False))

    yield Ask(
        f"Run the routine “{routine.name}” now, please.",
        paraphrase=f"It's time for “{routine.name}”. Please start that routine.",
        solution=start,
    )
    assert all(_is_carried_out(home.devices[step.device_id], step) for step in routine.steps)

    yield Ask(
        "Sorry, that was the wrong routine! Put everything that it changed back exactly as it was.",
        paraphrase="Oh no, I meant another one. Please undo that: each lamp and blind that it "
        "touched should be just as it was before.",
        solution=undo,
    )
    assert changed == before


def _plant_routine(world: SmartHome, rng: Random) -> tuple[Routine, list[Device]]:
    """Add a routine that turns on two lamps, and dims or moves others; return what it changes."""
    home = world.home
    lamps = rng.sample(devices(home, Lamp), 4)
    dark, lit = lamps[:2], lamps[2 : rng.choice((3, 4))]
    levelled: list[Lamp | Cover] = [
        *lit,
        *rng.sample(devices(home, Blind), rng.choice((2, 3))),
    ]
    for lamp in lamps:
        lamp.is_on = lamp not in dark
    for device in levelled:
        device.level_percent = rng.randrange(50, 100)
    steps = [
        *(Step(lamp.id, "turn_on") for lamp in dark),
        *(Step(device.id, "set_level", rng.randrange(1, 45)) for device in levelled),
    ]
    rng.shuffle(steps)
    (name,) = unused_names(home, rng, 1)
    return add_routine(rng, home, name, steps), [*dark, *levelled]


def _is_carried_out(device: Device, step: Step) -> bool:
    """Whether a device is as a step leaves it."""
    assert isinstance(device, Lamp | Blind)
    lit = not isinstance(device, Lamp) or device.is_on
    return lit and step.level_percent in {None, device.level_percent}
