"""The world of the calendar suite: what it draws, what its tools do, and what they refuse."""

from collections import Counter
from random import Random
from typing import Any

from cases import for_each
from suites.calendar_world import (
    SEEDS,
    WRITES,
    check_rules,
    events_of,
    make_world,
    package,
    read_everything,
    slot,
    span,
    spell,
)

from toolbench_ood.world.state import state_of
from toolbench_ood.world.tool import ToolError


def test_drawn_calendars_are_sound() -> None:
    """Every drawn calendar keeps the rules, and each full name and title finds one entry."""
    for seed in SEEDS:
        world = make_world(seed)
        check_rules(world)
        assert len(world.diary.people) == 24
        assert len(world.diary.rooms) == 12
        assert 20 <= len(world.diary.events) <= 30
        for person in world.diary.people.values():
            (found,) = world.call("find_people", {"name": person.name})
            assert found["id"] == person.id
        for event in world.diary.events.values():
            listed = world.call(
                "list_events", {"start_date": str(event.when.date), "title": event.title}
            )
            assert event.id in {entry["id"] for entry in listed}
        titles = [event.title for event in world.diary.events.values()]
        assert len(set(titles)) == len(titles)


def test_find_people_ignores_case_and_accents() -> None:
    """A name is found however its letters are written; a team narrows the search."""
    world = make_world()
    diary = world.diary
    zoe = next(iter(diary.people.values()))
    diary.people = {
        zoe.id: package("records").Person(zoe.id, "Zoë Çelik", "legal", "Counsel", zoe.id)
    }
    assert world.call("find_people", {"name": "zoe celik"})[0]["id"] == zoe.id
    assert world.call("find_people", {"name": "ZOË", "team": "legal"})
    assert not world.call("find_people", {"team": "design"})


def test_everyone_has_a_deputy() -> None:
    """Going from deputy to deputy leads past everybody and back, and the deputy is named."""
    for seed in range(5):
        people = make_world(seed).diary.people
        start = person = next(iter(people.values()))
        line = []
        while not line or person != start:
            person = people[person.deputy_id]
            line.append(person.id)
        assert sorted(line) == sorted(people)
        shown = make_world(seed).call("get_person", {"person_id": start.id})
        assert shown["deputy_id"] == start.deputy_id


def test_a_series_closes_over_a_cancelled_event() -> None:
    """What a cancelled event continued is continued by its follow-up; the last leaves none."""
    for seed in SEEDS:
        world = make_world(seed)
        events = events_of(world)
        first, second, third = (
            event for event in events if event.follow_up_id or world.diary.continued_by(event.id)
        )
        assert (first.follow_up_id, second.follow_up_id) == (second.id, third.id)
        world.call("cancel_event", {"event_id": second.id, "reason": "duplicate"})
        assert world.call("get_event", {"event_id": first.id})["follow_up_id"] == third.id
        world.call("cancel_event", {"event_id": third.id, "reason": "duplicate"})
        assert world.call("get_event", {"event_id": first.id})["follow_up_id"] is None


def test_find_rooms_filters() -> None:
    """Seats, equipment, floor and time each narrow the rooms; equipment means all of it."""
    world = make_world()
    everything = world.call("find_rooms", {})
    assert [room["name"] for room in everything] == sorted(room["name"] for room in everything)
    for narrower, suits in (
        ({"min_capacity": 12}, lambda room: room["capacity"] >= 12),
        (
            {"equipment": ["screen", "video"]},
            lambda room: {"screen", "video"} <= set(room["equipment"]),
        ),
        ({"floor": 2}, lambda room: room["floor"] == 2),
    ):
        found = world.call("find_rooms", narrower)
        assert found == [room for room in everything if suits(room)]
        assert 0 < len(found) < len(everything)
    event = next(event for event in events_of(world) if event.room_id)
    free = world.call("find_rooms", {"free_during": spell(event.when)})
    assert event.room_id not in {room["id"] for room in free}
    assert free


def test_list_events_filters() -> None:
    """Day, title, attendee and room each narrow the list, which is in order of start."""
    world = make_world()
    listed = world.call("list_events", span(world))
    assert [entry["id"] for entry in listed] == [event.id for event in events_of(world)]
    event = next(event for event in events_of(world) if event.room_id)
    for narrower in (
        {"attendee_id": event.organizer_id},
        {"room_id": event.room_id},
        {"title": event.title.upper()},
    ):
        found = {entry["id"] for entry in world.call("list_events", span(world) | narrower)}
        assert event.id in found
        assert len(found) < len(listed)
    one_day = world.call("list_events", {"start_date": str(event.when.date)})
    assert {entry["when"]["date"] for entry in one_day} == {str(event.when.date)}


def test_free_slots_are_free_and_first() -> None:
    """Each slot that is offered can be booked, lies in the window, and none before it is free."""
    world = make_world(3)
    event = next(event for event in events_of(world) if event.room_id)
    start, end = event.when.start_time, event.when.end_time
    offered = world.call(
        "find_free_slots",
        {
            "person_ids": [event.organizer_id],
            "window": {"date": str(event.when.date), "earliest_start": start},
            "duration_minutes": 30,
            "limit": 2,
        },
    )
    assert offered[0] == slot(event.when.date, end)
    assert len(offered) == 2
    created = world.call(
        "create_event",
        {"title": "Focus", "when": offered[0], "organizer_id": event.organizer_id},
    )
    assert created["when"] == offered[0]


def test_a_free_room_counts_for_free_slots() -> None:
    """A slot in which the room is taken is not offered, though everybody is free."""
    world = make_world(3)
    event = next(event for event in events_of(world) if event.room_id)
    idle = next(
        person_id
        for person_id in world.diary.people
        if not any(
            person_id in other.attendee_ids
            for other in events_of(world)
            if other.when.date == event.when.date
        )
    )
    request = {
        "person_ids": [idle],
        "window": {"date": str(event.when.date), "earliest_start": event.when.start_time},
        "duration_minutes": 15,
    }
    assert world.call("find_free_slots", request)[0]["start_time"] == event.when.start_time
    with_room = world.call("find_free_slots", request | {"room_id": event.room_id})
    assert with_room[0]["start_time"] == event.when.end_time


def random_call(world: Any, rng: Random) -> tuple[str, dict[str, Any]]:
    """Draw a schema-valid write, often on one of few days so that rules are touched."""
    people = list(world.diary.people)
    when = slot(
        rng.choice(world.diary.days[:2]),
        f"{rng.randint(8, 17):02}:{rng.choice(('00', '30', '45'))}",
        rng.choice((15, 30, 50, 60, 240)),
    )
    event_id = rng.choice([*world.diary.events, "E1"])
    room_id = rng.choice(list(world.diary.rooms))
    group = rng.sample(people, rng.randint(1, 6))
    drawn: list[tuple[str, dict[str, Any]]] = [
        (
            "create_event",
            {
                "title": "Any",
                "when": when,
                "organizer_id": group[0],
                "attendee_ids": group[1:],
                "room_id": room_id,
            },
        ),
        ("move_event", {"event_id": event_id, "when": when, "room_id": room_id}),
        ("move_event", {"event_id": event_id, "room_id": room_id}),
        ("update_attendees", {"event_id": event_id, "add_person_ids": group}),
        ("update_attendees", {"event_id": event_id, "remove_person_ids": group[:1]}),
        (
            "set_follow_up",
            {"event_id": event_id, "follow_up_id": rng.choice(list(world.diary.events))},
        ),
        ("set_follow_up", {"event_id": event_id}),
        (
            "add_reminders",
            {
                "event_id": event_id,
                "reminders": [{"minutes_before": rng.randint(5, 9), "channel": "chat"}],
            },
        ),
        ("cancel_event", {"event_id": event_id, "reason": "duplicate"}),
    ]
    return rng.choice(drawn)


@for_each("seed", range(4))
def test_rules_survive_any_calls(seed: int) -> None:
    """After any calls the rules hold; a refused call, like a read, changes nothing."""
    world, rng = make_world(seed), Random(seed)
    accepted = Counter[str]()
    for _ in range(150):
        tool, arguments = random_call(world, rng)
        before = state_of(world)
        try:
            world.call(tool, arguments)
            accepted[tool] += 1
        except ToolError:
            assert state_of(world) == before
        check_rules(world)
        after = state_of(world)
        read_everything(world)
        assert state_of(world) == after
    assert set(accepted) == WRITES
    assert sum(accepted.values()) < 150
