"""What the tests of the calendar suite share: the suite, small writers, and the rules."""

import importlib
from functools import partial
from itertools import combinations
from typing import Any

from suites import suite_facts

WRITES = frozenset(
    {
        "add_reminders",
        "cancel_event",
        "create_event",
        "move_event",
        "set_follow_up",
        "update_attendees",
    }
)
SEEDS = range(20)


SUITE = suite_facts.load("calendar")
make_world = partial(suite_facts.make_world, "calendar")


def events_of(world: Any) -> list[Any]:
    """List a calendar's events by start."""
    return list(world.diary.events_in_order())


def slot(day: Any, start_time: str = "08:00", duration_minutes: int = 30) -> dict[str, Any]:
    """Write a slot the way a call does."""
    return {"date": str(day), "start_time": start_time, "duration_minutes": duration_minutes}


def span(world: Any) -> dict[str, Any]:
    """Write all days of a calendar the way ``list_events`` takes them."""
    days = world.diary.days
    return {"start_date": str(days[0]), "end_date": str(days[-1])}


def spell(value: Any) -> dict[str, Any]:
    """Write a slot of the calendar the way a call does."""
    return slot(value.date, value.start_time, value.duration_minutes)


def check_rules(world: Any) -> None:
    """Check what must hold of every calendar at any time."""
    diary = world.diary
    for event in diary.events.values():
        assert list(event.attendee_ids) == sorted({*event.attendee_ids})
        assert list(event.reminders) == sorted(event.reminders)
        assert event.when.date.isoweekday() <= 5
        assert 8 * 60 <= event.when.begin < event.when.end <= 18 * 60
        assert event.when.begin % 15 == event.when.duration_minutes % 15 == 0
        assert event.organizer_id in event.attendee_ids
        assert {*event.attendee_ids} <= diary.people.keys()
        if event.room_id is not None:
            assert len(event.attendee_ids) <= diary.rooms[event.room_id].capacity
    for one, other in combinations(diary.events.values(), 2):
        if one.when.overlaps(other.when):
            assert not {*one.attendee_ids} & {*other.attendee_ids}
            assert one.room_id is None or one.room_id != other.room_id
    assert not diary.events.keys() & diary.cancellations.keys()
    continued = [event for event in diary.events.values() if event.follow_up_id is not None]
    assert len({event.follow_up_id for event in continued}) == len(continued)
    for event in continued:
        assert event.when.precedes(diary.events[event.follow_up_id].when)


def package(name: str) -> Any:
    """Import a module of the suite."""
    return importlib.import_module(f"{SUITE.world.__module__.rpartition('.')[0]}.{name}")


def read_everything(world: Any) -> None:
    """Call every tool that only reads."""
    event = events_of(world)[0]
    world.call("find_people", {})
    world.call("get_person", {"person_id": event.organizer_id})
    world.call("find_rooms", {"free_during": spell(event.when)})
    world.call("list_events", span(world))
    world.call("get_event", {"event_id": event.id})
    world.call(
        "find_free_slots",
        {
            "person_ids": list(event.attendee_ids),
            "window": {"date": str(event.when.date)},
            "duration_minutes": 15,
        },
    )
