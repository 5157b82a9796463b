"""Inviting people to events, and removing them."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import clock

from .records import CLOSES, OPENS, Event, Person, Slot
from .rules import Diary
from .situations import (
    Need,
    contested_room,
    free_people,
    free_slots,
    pick_day,
    pick_events,
    pick_people,
    pick_team,
    plant,
)
from .solutions import by_name, invite, on_team, only_id, open_event, search, slot_of, smallest
from .wording import CHATS, LAST_WORDS
from .world import Calendar


@task(kind="parallel")
def invites_two_people(world: Calendar, rng: Random) -> Turns:
    """Four look-ups that need nothing of one another, then two changes that don't either."""
    diary = world.diary
    one, two = pick_events(diary, rng, 2)
    first = rng.choice(free_people(diary, one.when))
    second = rng.choice(free_people(diary, two.when, without=[first.id]))

    def solution(call: Caller) -> None:
        (guest,), (other,), listed, also_listed = call.together(
            by_name(first), by_name(second), search(one), search(two)
        )
        call.together(
            invite(only_id(listed, one), guest["id"]),
            invite(only_id(also_listed, two), other["id"]),
        )

    yield Ask(
        f"Please invite {first.name} to “{one.title}” on {one.when.date}, and {second.name} to "
        f"“{two.title}” on {two.when.date}.",
        paraphrase=f"Add {second.name} to the attendees of “{two.title}” ({two.when.date}). "
        f"{first.name} should attend “{one.title}” ({one.when.date}) as well.",
        solution=solution,
    )

    for event, guest in ((one, first), (two, second)):
        assert diary.events[event.id] == _with(event, guest.id)


def _with(event: Event, *person_ids: str) -> Event:
    return replace(event, attendee_ids=tuple(sorted([*event.attendee_ids, *person_ids])))


@task(kind="chain")
def makes_room_for_a_team(world: Calendar, rng: Random) -> Turns:
    """Count who comes, find a room that seats them, move there, and only then invite them."""
    diary = world.diary
    team, staff = pick_team(diary, rng)
    hosts = [person.id for person in pick_people(diary, rng, rng.choice((2, 3)), staff)]
    small = min(diary.rooms.values(), key=lambda room: room.capacity)
    need = Need([*staff, *hosts], rng.choice((30, 45, 60)), small.id)
    slot = rng.choice(free_slots(diary, pick_day(diary, rng), need))
    event = plant(world, slot, hosts, small.id)
    room = contested_room(world, slot, need.people)

    def solution(call: Caller) -> None:
        (event_id,) = (only_id(each, event) for each in call.together(search(event)))
        shown, found = call.together(("get_event", {"event_id": event_id}), on_team(team))
        ids = [person["id"] for person in found]
        seats = len({*shown["attendee_ids"], *ids})
        rooms = call("find_rooms", min_capacity=seats, free_during=shown["when"])
        call("move_event", event_id=event_id, room_id=smallest(rooms))
        call.together(invite(event_id, *ids))

    yield Ask(
        f"I'd like the whole {team} team to attend “{event.title}” on {slot.date} too, but its "
        "room is too small for that. Keep the time, move the event to the room with the fewest "
        "seats that is free then and has a seat for everyone, and invite the team.",
        paraphrase=f"“{event.title}” ({slot.date}) is getting bigger: everyone on the {team} team "
        "should be invited, in addition to the people who attend already. They won't all fit into "
        "its present room, so first move it to another room, at the same time: of the free rooms "
        "that seat them all, the one with the fewest seats.",
        solution=solution,
    )

    assert diary.events[event.id] == replace(_with(event, *staff), room_id=room.id)


@task(kind="irrelevant")
def chats_then_removes_a_team(world: Calendar, rng: Random) -> Turns:
    """Words first; then find out which of the attendees are on a team, and remove those."""
    diary = world.diary
    team, staff = pick_team(diary, rng)
    hosts = [person.id for person in pick_people(diary, rng, 2, without=staff)]
    group = [*hosts, *rng.sample(staff, rng.choice((1, 2, 3)))]
    need = Need(group, rng.choice((30, 45, 60)))
    event = plant(world, rng.choice(free_slots(diary, pick_day(diary, rng), need)), group)
    name, last_word = pick_people(diary, rng, 1)[0].name, rng.choice(LAST_WORDS)
    chat, chat_again = (words.format(name=name) for words in rng.choice(CHATS))

    def solution(call: Caller) -> None:
        (event_id,) = (only_id(each, event) for each in call.together(search(event)))
        shown, found = call.together(("get_event", {"event_id": event_id}), on_team(team))
        ids = {person["id"] for person in found}
        removed = [each for each in shown["attendee_ids"] if each in ids]
        call("update_attendees", event_id=event_id, remove_person_ids=removed)

    reply = yield Ask(
        f"{chat} End your reply with the word {last_word} on a line of its own.",
        paraphrase=f"{chat_again} Put the single word {last_word} on the last line of your reply.",
        solution=lambda _: f"With pleasure!\n{last_word}",
    )
    assert reply.says(last_word)

    yield Ask(
        f"Thanks. Now to work: the people from the {team} team don't need to attend "
        f"“{event.title}” on {event.when.date} any more. Remove them; everyone else still meets.",
        paraphrase=f"Nice. Back to the calendar: “{event.title}” ({event.when.date}) can do "
        f"without the {team} team. Take those of its attendees who are on that team off the event, "
        "and nobody else.",
        solution=solution,
    )

    assert diary.events[event.id] == replace(event, attendee_ids=tuple(sorted(hosts)))


@task(kind="chain")
def sends_the_first_free_deputy(world: Calendar, rng: Random) -> Turns:
    """Deputy by deputy, look whether each is free then, until one is; the others stay out of it."""
    diary = world.diary
    event, absent, deputies = _draw_absence(diary, rng, rng.choice((4, 5)))
    for busy in deputies[:-1]:
        if not diary.clashes(event.when, [busy.id]):
            plant(world, rng.choice(_overlapping(diary, event.when, busy)), [busy.id])

    def solution(call: Caller) -> None:
        shown = open_event(call, event)
        gone = next(each["id"] for each in shown["attendees"] if each["name"] == absent.name)
        when, person, free = slot_of(shown["when"]), call("get_person", person_id=gone), False
        while not free:
            deputy = person["deputy_id"]
            person, listed = call.together(
                ("get_person", {"person_id": deputy}),
                ("list_events", {"start_date": when.date, "attendee_id": deputy}),
            )
            free = not any(when.overlaps(slot_of(row["when"])) for row in listed)
        call("update_attendees", event_id=shown["id"], add_person_ids=[person["id"]],
             remove_person_ids=[gone])  # fmt: skip

    yield Ask(
        f"{absent.name} can't make it to “{event.title}” on {event.when.date}. Replace "
        f"{absent.name} with {absent.name}'s deputy. If the deputy has an event at that time "
        "(this one counts too), take the deputy's deputy, and so on, until you get to someone who "
        "doesn't. Don't invite anyone else.",
        paraphrase=f"Please find a stand-in for {absent.name}, who has to miss “{event.title}” "
        f"({event.when.date}). Start with the deputy of {absent.name}, go on to the deputy of that "
        "person, and so forth, skipping everyone who is in any event during that time, including "
        f"“{event.title}” itself. Only the first one who is free takes the place of {absent.name}.",
        solution=solution,
    )

    kept = [each for each in event.attendee_ids if each != absent.id]
    wanted = tuple(sorted([*kept, deputies[-1].id]))
    assert diary.events[event.id] == replace(event, attendee_ids=wanted)


def _draw_absence(diary: Diary, rng: Random, hops: int) -> tuple[Event, Person, list[Person]]:
    """Draw an event, a guest, and so many deputies in a row of whom the last is free then."""
    found = []
    for event in pick_events(diary, rng, len(diary.days)):
        for guest in (each for each in event.attendee_ids if each != event.organizer_id):
            deputies = list(_deputies(diary, guest, hops))
            if not diary.clashes(event.when, [deputies[-1].id]):
                found.append((event, diary.people[guest], deputies))
    return rng.choice(found)


def _deputies(diary: Diary, person_id: str, hops: int) -> Iterator[Person]:
    for _ in range(hops):
        person_id = diary.people[person_id].deputy_id
        yield diary.people[person_id]


def _overlapping(diary: Diary, slot: Slot, person: Person) -> list[Slot]:
    """List slots in which somebody is free and that share a part of this one, or else all of it."""
    begins = (min(max(begin, OPENS), CLOSES - 30) for begin in (slot.begin - 15, slot.end - 15))
    partly = [Slot(slot.date, clock(begin), 30) for begin in begins]
    return [each for each in partly if not diary.clashes(each, [person.id])] or [slot]
