"""What the tools of the calendar suite refuse, in which words, and that nothing changes then."""

from collections.abc import Mapping
from typing import Any

import pytest
from cases import for_each
from suites.calendar_world import events_of, make_world, package, slot, spell

from toolbench_ood.world.state import state_of
from toolbench_ood.world.tool import ToolError


def refused(world: Any, words: str, tool: str, arguments: Mapping[str, Any]) -> None:
    """Check that a call is refused with these words and changes nothing."""
    before = state_of(world)
    with pytest.raises(ToolError, match=words):
        world.call(tool, arguments)
    assert state_of(world) == before


@for_each(
    ("tool", "arguments", "words"),
    [
        ("get_event", {"event_id": "E1"}, "no event E1"),
        ("get_person", {"person_id": "P1"}, "no person P1"),
        ("set_follow_up", {"event_id": "E1"}, "no event E1"),
        ("move_event", {"event_id": "E1", "room_id": "R1"}, "no event E1"),
        ("update_attendees", {"event_id": "E1", "add_person_ids": ["P1"]}, "no event E1"),
        ("cancel_event", {"event_id": "E1", "reason": "duplicate"}, "no event E1"),
        (
            "add_reminders",
            {"event_id": "E1", "reminders": [{"minutes_before": 5, "channel": "sms"}]},
            "no event E1",
        ),
        ("list_events", {"start_date": "2026-01-05", "attendee_id": "P1"}, "no person P1"),
        ("list_events", {"start_date": "2026-01-05", "room_id": "R1"}, "no room R1"),
        (
            "list_events",
            {"start_date": "2026-01-05", "end_date": "2026-01-02"},
            "is before the first",
        ),
        ("find_rooms", {"free_during": slot("2026-01-05", "17:30", 45)}, "must end by 18:00"),
        (
            "find_free_slots",
            {"person_ids": ["P1"], "window": {"date": "2026-01-05"}, "duration_minutes": 30},
            "no person P1",
        ),
        (
            "find_free_slots",
            {"person_ids": [], "window": {"date": "2026-01-05"}, "duration_minutes": 20},
            "multiples of 15 minutes",
        ),
        (
            "find_free_slots",
            {"person_ids": [], "window": {"date": "2026-01-04"}, "duration_minutes": 30},
            "is a Sunday",
        ),
        (
            "find_free_slots",
            {
                "person_ids": [],
                "window": {"date": "2026-01-05"},
                "duration_minutes": 30,
                "room_id": "R1",
            },
            "no room R1",
        ),
        (
            "create_event",
            {"title": "Focus", "when": slot("2026-01-05"), "organizer_id": "P1"},
            "no person P1",
        ),
        (
            "create_event",
            {"title": "Focus", "when": slot("2026-02-30"), "organizer_id": "P1"},
            "invalid argument",
        ),
    ],
)
def test_unknown_and_impossible_things_are_refused(
    tool: str, arguments: dict[str, Any], words: str
) -> None:
    """What does not exist is refused by name, and what cannot be by its reason."""
    refused(make_world(), words, tool, arguments)


def test_create_event_keeps_the_rules() -> None:
    """An event at a bad time, for busy people, or in an unfit room is refused."""
    world = make_world()
    event = next(event for event in events_of(world) if event.room_id)
    outsider = next(
        person_id
        for person_id in world.diary.people
        if not world.diary.clashes(event.when, [person_id])
    )
    base = {"title": "Focus", "organizer_id": outsider, "when": spell(event.when)}
    busy = {"attendee_ids": [event.organizer_id]}
    refused(world, "is busy at that time", "create_event", base | busy)
    refused(world, "is taken at that time", "create_event", base | {"room_id": event.room_id})
    refused(world, "no room R1", "create_event", base | {"room_id": "R1"})
    saturday = package("records").dt.timedelta(days=5) + world.diary.days[0]
    refused(world, "is a Saturday", "create_event", base | {"when": slot(saturday)})
    late = slot(event.when.date, "17:45", 30)
    refused(world, "must end by 18:00", "create_event", base | {"when": late})
    odd = slot(event.when.date, "09:00", 20)
    refused(world, "multiples of 15 minutes", "create_event", base | {"when": odd})


def test_a_room_must_seat_everyone() -> None:
    """Neither moving into a small room nor inviting too many to one is accepted."""
    world = make_world()
    small = min(world.diary.rooms.values(), key=lambda room: room.capacity)
    later = world.diary.days[-1] + package("records").dt.timedelta(days=3)
    people = list(world.diary.people)
    made = world.call(
        "create_event",
        {
            "title": "Lunch",
            "when": slot(later),
            "organizer_id": people[0],
            "attendee_ids": people[1 : small.capacity],
            "room_id": small.id,
        },
    )
    one_more = {"event_id": made["id"], "add_person_ids": [people[small.capacity]]}
    refused(world, f"seats {small.capacity}", "update_attendees", one_more)
    large = max(world.diary.rooms.values(), key=lambda room: room.capacity)
    world.call("move_event", {"event_id": made["id"], "room_id": large.id})
    world.call("update_attendees", one_more)
    back = {"event_id": made["id"], "room_id": small.id}
    refused(world, f"seats {small.capacity}", "move_event", back)


def test_move_event_needs_somewhere_to_go() -> None:
    """A move to nowhere is refused; one that overlaps the event's own old time is not."""
    world = make_world()
    event = events_of(world)[0]
    refused(world, "new time, a new room", "move_event", {"event_id": event.id})
    shorter = slot(event.when.date, event.when.start_time, 15)
    moved = world.call("move_event", {"event_id": event.id, "when": shorter})
    assert moved["when"] == shorter


def test_update_attendees_refusals() -> None:
    """Nobody, strangers to the event, its organizer, and busy people are refused."""
    world = make_world()
    event = events_of(world)[0]
    at = {"event_id": event.id}
    outsider = next(
        person_id
        for person_id in world.diary.people
        if not world.diary.clashes(event.when, [person_id])
    )
    refused(world, "at least one person", "update_attendees", at)
    refused(world, "doesn't attend", "update_attendees", at | {"remove_person_ids": [outsider]})
    organizer = [event.organizer_id]
    refused(world, "can't be removed", "update_attendees", at | {"remove_person_ids": organizer})
    refused(world, "no person P1", "update_attendees", at | {"add_person_ids": ["P1"]})
    world.call(
        "create_event",
        {"title": "Focus", "when": spell(event.when), "organizer_id": outsider},
    )
    refused(world, "is busy at that time", "update_attendees", at | {"add_person_ids": [outsider]})


def test_a_series_keeps_its_order() -> None:
    """A follow-up comes later, continues one event only, and stays behind it when moved."""
    world = make_world()
    first, second, third = (
        next(event for event in events_of(world) if event.when.date == day)
        for day in world.diary.days[:3]
    )
    for event in events_of(world):
        world.call("set_follow_up", {"event_id": event.id})
    back = {"event_id": second.id, "follow_up_id": first.id}
    refused(world, "before that has ended", "set_follow_up", back)
    itself = {"event_id": second.id, "follow_up_id": second.id}
    refused(world, "before that has ended", "set_follow_up", itself)
    nothing = {"event_id": second.id, "follow_up_id": "E1"}
    refused(world, "no event E1", "set_follow_up", nothing)
    linked = {"event_id": first.id, "follow_up_id": third.id}
    assert world.call("set_follow_up", linked)["follow_up_id"] == third.id
    twice = {"event_id": second.id, "follow_up_id": third.id}
    refused(world, f"already the follow-up of .*{first.id}", "set_follow_up", twice)
    week = package("records").dt.timedelta(days=7)
    too_late = {"event_id": first.id, "when": slot(world.diary.days[-1] + week)}
    refused(world, "is the follow-up of", "move_event", too_late)
    too_early = {"event_id": third.id, "when": slot(world.diary.days[0] - week)}
    refused(world, "is the follow-up of", "move_event", too_early)


def test_reminders_are_not_doubled() -> None:
    """A second reminder of the same kind and time is refused, also within one call."""
    world = make_world()
    event = events_of(world)[0]
    reminder = {"minutes_before": 15, "channel": "chat", "note": "Now!"}
    at = {"event_id": event.id, "reminders": [reminder]}
    refused(world, "already has", "add_reminders", at | {"reminders": [reminder, reminder]})
    assert world.call("add_reminders", at)["reminders"] == [reminder]
    refused(world, "already has", "add_reminders", at)


def test_a_cancelled_event_stays_cancelled() -> None:
    """A cancelled event is known as such, its people are free again, its id is not given twice."""
    world = make_world()
    event = max(world.diary.events.values(), key=lambda event: event.id)
    at = {"event_id": event.id, "reason": "duplicate"}
    silent = at | {"message": "Sorry", "notify": False}
    refused(world, "needs notify", "cancel_event", silent)
    world.call("cancel_event", at)
    refused(world, "has been cancelled", "cancel_event", at)
    refused(world, "has been cancelled", "get_event", {"event_id": event.id})
    made = world.call(
        "create_event",
        {
            "title": "Again",
            "when": spell(event.when),
            "organizer_id": event.organizer_id,
            "room_id": event.room_id or next(iter(world.diary.rooms)),
        },
    )
    assert made["id"] not in {event.id, *world.diary.cancellations}
