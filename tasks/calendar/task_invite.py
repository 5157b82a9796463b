"""Getting more people into events."""

from collections.abc import Generator
from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    Need,
    contested_room,
    free_people,
    free_slots,
    members,
    pick_day,
    pick_events,
    pick_people,
    plant,
)
from .entries import Team
from .steps import attendee_ids, event_in, find_event, smallest
from .world import Calendar


@task(kind="parallel")
def invites_two_people(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Four look-ups that need nothing of one another, then two changes that don't either."""
    one, two = pick_events(world, rng, 2)
    first = rng.choice(free_people(world, one.slot))
    second = rng.choice(free_people(world, two.slot, without=[first.id]))

    def solution(call: Caller) -> None:
        guest, other, listed, also_listed = call.together(
            ("find_people", {"name": first.name}),
            ("find_people", {"name": second.name}),
            ("list_events", {"start_date": one.slot.date, "title_contains": one.title}),
            ("list_events", {"start_date": two.slot.date, "title_contains": two.title}),
        )
        call.together(
            (
                "change_attendees",
                {
                    "event_id": event_in(listed, one.title),
                    "add_person_ids": [guest[0]["person_id"]],
                },
            ),
            (
                "change_attendees",
                {
                    "event_id": event_in(also_listed, two.title),
                    "add_person_ids": [other[0]["person_id"]],
                },
            ),
        )

    yield Ask(
        f"Please invite {first.name} to “{one.title}” on {one.slot.date}, and {second.name} to "
        f"“{two.title}” on {two.slot.date}.",
        paraphrase=f"Two people are to attend one more event each: {second.name} the one on "
        f"{two.slot.date} called “{two.title}”, and {first.name} the one on {one.slot.date} called "
        f"“{one.title}”. Invite them.",
        solution=solution,
    )

    events = world.diary.events
    assert events[one.id] == replace(one, attendee_ids=one.attendee_ids | {first.id})
    assert events[two.id] == replace(two, attendee_ids=two.attendee_ids | {second.id})


@task(kind="chain")
def makes_room_for_a_team(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Count who comes, find a room that seats them, move there, and only then invite them."""
    team = rng.choice(get_args(Team))
    staff = members(world, team)
    hosts = {person.id for person in pick_people(world, rng, rng.choice((2, 3)), staff)}
    everyone = staff | hosts
    small = min(world.diary.rooms.values(), key=lambda room: room.capacity)
    need = Need(everyone, rng.choice((30, 45, 60)), small.id)
    slot = rng.choice(free_slots(world, pick_day(world, rng), need))
    event = plant(world, rng, slot, sorted(hosts), small.id)
    room = contested_room(world, rng, slot, everyone)

    def solution(call: Caller) -> None:
        event_id = find_event(call, event.title, slot.date)
        known, found = call.together(
            ("get_event", {"event_id": event_id}), ("find_people", {"team": team})
        )
        team_ids = [person["person_id"] for person in found]
        seats = len({*attendee_ids(known), *team_ids})
        rooms = call("find_rooms", minimum_capacity=seats, free_during=known["when"])
        call("move_event", event_id=event_id, room_id=smallest(rooms))
        call("change_attendees", event_id=event_id, add_person_ids=team_ids)

    yield Ask(
        f"Everyone in the {team} team is to attend “{event.title}” on {slot.date} as well, but its "
        "room is too small for that. Keep the time, move it to the room with the fewest seats "
        "that is free then and seats all of them together with those who attend already, and "
        "invite the team.",
        paraphrase=f"“{event.title}” on {slot.date} is to grow: besides those who attend already, "
        f"the entire {team} team comes. They would not fit into its present room. Find the room "
        "with the fewest seats among those that are free at that time and hold them all, move the "
        "event there without changing its time, and then invite the team.",
        solution=solution,
    )

    assert world.diary.events[event.id] == replace(event, room_id=room.id, attendee_ids=everyone)
