"""Putting new events into the calendar."""

from collections.abc import Generator
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    EARLIEST,
    LATEST,
    Need,
    contested_room,
    crowd,
    free_slots,
    members,
    new_event,
    pick_day,
    pick_people,
    rooms_by_size,
)
from .draw import fresh_title
from .entries import Equipment, Event, Team
from .steps import first_free, smallest
from .words import NOTES
from .world import Calendar


@task
def files_an_event(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a nested time, a list of people, and text full of marks."""
    organizer, first, second = (person.id for person in pick_people(world, rng, 3))
    need = Need(frozenset((organizer, first, second)), rng.choice((30, 45, 60)))
    slot = rng.choice(free_slots(world, pick_day(world, rng), need))
    room = rng.choice(rooms_by_size(world, slot, seats=3))
    title, notes = fresh_title(rng, world.diary), rng.choice(NOTES)
    known = set(world.diary.events)

    def solution(call: Caller) -> None:
        call(
            "create_event",
            title=title,
            when=slot,
            organizer_id=organizer,
            attendee_ids=[first, second],
            room_id=room.id,
            notes=notes,
            visibility="private",
        )

    yield Ask(
        f"Please put a private event called “{title}” into the calendar, on {slot.date} at "
        f"{slot.start_time} for {slot.duration_minutes} minutes in room {room.id}. Person "
        f"{organizer} organizes it; {first} and {second} attend too. Its notes say exactly: "
        f"“{notes}”.",
        paraphrase=f"I need a new calendar entry that is private: “{title}”, organized by person "
        f"{organizer}, with {first} and {second} attending as well. Room {room.id}, {slot.date}, "
        f"from {slot.start_time}, {slot.duration_minutes} minutes long. For the notes take this "
        f"text, letter by letter: “{notes}”.",
        solution=solution,
    )

    made = new_event(world, known)
    assert made == Event(
        id=made.id,
        title=title,
        slot=slot,
        organizer_id=organizer,
        attendee_ids=need.people,
        room_id=room.id,
        notes=notes,
        visibility="private",
    )


@task(kind="chain")
def plans_a_team_meeting(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """People, then a time at which all are free, then a room that is free then, then the event."""
    team = rng.choice(get_args(Team))
    organizer = pick_people(world, rng, 1, without=members(world, team))[0]
    group = members(world, team) | {organizer.id}
    day, duration = pick_day(world, rng), rng.choice((30, 45, 60))
    slot = crowd(world, rng, day, Need(group, duration))
    kit = rng.sample(get_args(Equipment), 2)
    room = contested_room(world, rng, slot, group, kit)
    title = fresh_title(rng, world.diary)
    known = set(world.diary.events)

    def solution(call: Caller) -> None:
        everyone, own = call.together(
            ("find_people", {"team": team}), ("find_people", {"name": organizer.name})
        )
        me, ids = own[0]["person_id"], [person["person_id"] for person in everyone]
        when = first_free(call, [me, *ids], day, duration)
        rooms = call("find_rooms", minimum_capacity=len(ids) + 1, equipment=kit, free_during=when)
        call(
            "create_event",
            title=title,
            when=when,
            organizer_id=me,
            attendee_ids=ids,
            room_id=smallest(rooms),
        )

    yield Ask(
        f"This is {organizer.name}. I want to meet everyone in the {team} team on {day} for "
        f"{duration} minutes: take the first time at which all of us are free, not starting "
        f"before {EARLIEST} and over by {LATEST}. Book a room as well: of those that are free "
        f"then, seat all of us and have both {kit[0]} and {kit[1]}, the one with the fewest "
        f"seats. I am the organizer; call it “{title}”.",
        paraphrase=f"{organizer.name} here. Set up “{title}”, organized by me, with the whole "
        f"{team} team: {duration} minutes on {day}, as early as we are all free, though no earlier "
        f"than {EARLIEST} and finished by {LATEST}. It needs a room that is free then, has a seat "
        f"for each of us and offers {kit[0]} as well as {kit[1]}; out of those choose the one "
        "with the fewest seats.",
        solution=solution,
    )

    made = new_event(world, known)
    assert made == Event(
        id=made.id,
        title=title,
        slot=slot,
        organizer_id=organizer.id,
        attendee_ids=group,
        room_id=room.id,
    )
