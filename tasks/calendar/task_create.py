"""Creating events."""

from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import clock, exact_text, listed, new_row, without_id

from .draw import draw_title
from .records import CLOSES, OPENS, STEP, Equipment, Event, Reminder
from .situations import (
    Need,
    contested_room,
    crowd,
    free_rooms,
    free_slots,
    ids_of,
    pick_day,
    pick_people,
    pick_team,
)
from .solutions import by_name, find_all, first_free, on_team, smallest
from .wording import EARLIEST, EQUIPMENT, LATEST, NOTES
from .world import Calendar


@task
def files_an_event(world: Calendar, rng: Random) -> Turns:
    """One call with a nested time, a list of people, and text full of marks."""
    diary = world.diary
    organizer, first, second = ids = [person.id for person in pick_people(diary, rng, 3)]
    need = Need(ids, rng.choice((30, 45, 60)))
    slot = rng.choice(free_slots(diary, pick_day(diary, rng), need))
    room_id = rng.choice(free_rooms(diary, slot, seats=3)).id
    title, notes, before = draw_title(rng, diary), rng.choice(NOTES), set(diary.events)

    def solution(call: Caller) -> None:
        call("create_event", title=title, when=slot, organizer_id=organizer,
             attendee_ids=[first, second], room_id=room_id, notes=notes,
             visibility="private")  # fmt: skip

    yield Ask(
        f"Please create a private event “{title}” on {slot.date} at {slot.start_time}, for "
        f"{slot.duration_minutes} minutes, in room {room_id}. {organizer} is the organizer; "
        f"{first} and {second} attend too. {exact_text(notes, 'these notes')}",
        paraphrase=f"I need room {room_id} for {slot.duration_minutes} minutes on {slot.date}, "
        f"from {slot.start_time}: an event called “{title}”, which only its attendees can see. "
        f"They are {first}, {second} and the organizer, {organizer}. The notes must be exactly:\n"
        f"{notes}",
        solution=solution,
    )

    made = without_id(new_row(diary.events, before))
    assert made == Event("", title, slot, organizer, tuple(sorted(ids)), room_id, notes, "private")


@task(kind="chain")
def plans_a_team_meeting(world: Calendar, rng: Random) -> Turns:
    """People, then a time at which all are free, then a room that is free then, then the event."""
    diary = world.diary
    team, staff = pick_team(diary, rng)
    organizer = pick_people(diary, rng, 1, without=staff)[0]
    group = tuple(sorted([*staff, organizer.id]))
    day, duration = pick_day(diary, rng), rng.choice((30, 45, 60))
    slot = crowd(world, rng, day, Need(group, duration))
    equipment = rng.sample(get_args(Equipment), 2)
    features = listed([EQUIPMENT[each] for each in equipment])
    room = contested_room(world, slot, group, equipment)
    title, before = draw_title(rng, diary), set(diary.events)

    def solution(call: Caller) -> None:
        everyone, (me,) = call.together(on_team(team), by_name(organizer))
        ids = [person["id"] for person in everyone]
        when = first_free(call, [me["id"], *ids], day, duration)
        rooms = call("find_rooms", min_capacity=len(ids) + 1, equipment=equipment,
                     free_during=when)  # fmt: skip
        call("create_event", title=title, when=when, organizer_id=me["id"], attendee_ids=ids,
             room_id=smallest(rooms))  # fmt: skip

    yield Ask(
        f"I'm {organizer.name}. Please schedule “{title}” with everyone on the {team} team and me "
        f"as the organizer: {duration} minutes on {day}, at the earliest time when all of us are "
        f"free. It must start at {EARLIEST} or later and end by {LATEST}. Book a room too: of "
        f"those that are free then, seat all of us and have {features}, the one with the fewest "
        "seats.",
        paraphrase=f"{organizer.name} here. I'm organizing “{title}”, a meeting of the whole "
        f"{team} team and me on {day}. We need {duration} minutes, as early as everyone is free, "
        f"but not before {EARLIEST}, and we have to be done by {LATEST}. Find the rooms with "
        f"{features} that are free then and large enough for us, and book the one that has the "
        "fewest seats.",
        solution=solution,
    )

    made = without_id(new_row(diary.events, before))
    assert made == Event("", title, slot, organizer.id, group, room.id)


@task(kind="several_asks")
def creates_an_event_then_changes_it(world: Calendar, rng: Random) -> Turns:
    """Create an event; then move the very same one and exchange a guest."""
    diary = world.diary
    host, guest, late_guest = people = pick_people(diary, rng, 3)
    day, duration = pick_day(diary, rng), rng.choice((30, 45))
    first, second = rng.sample(free_slots(diary, day, Need(ids_of(people), duration)), 2)
    title, before = draw_title(rng, diary), set(diary.events)
    known: dict[str, Json] = {}

    def create(call: Caller) -> None:
        host_id, *known["guests"] = find_all(call, [host, guest])
        known["event"] = call("create_event", title=title, when=first, organizer_id=host_id,
                              attendee_ids=known["guests"])["id"]  # fmt: skip

    def change(call: Caller) -> None:
        call("move_event", event_id=known["event"], when=second)
        call("update_attendees", event_id=known["event"],
             add_person_ids=find_all(call, [late_guest]),
             remove_person_ids=known["guests"])  # fmt: skip

    yield Ask(
        f"I'm {host.name}. Please set up “{title}” with {guest.name} on {day} at "
        f"{first.start_time}, for {duration} minutes. I'm the organizer, and we don't need a room.",
        paraphrase=f"{host.name} here. {guest.name} and I are meeting for {duration} minutes on "
        f"{day}, starting at {first.start_time}. Add that as “{title}”, without a room and with me "
        "as the organizer.",
        solution=create,
    )
    made = new_row(diary.events, before)
    pair = ids_of([host, guest])
    assert without_id(made) == Event("", title, first, host.id, pair)

    yield Ask(
        f"Sorry, two changes to that event: it starts at {second.start_time} on the same day and "
        f"keeps its length, and {late_guest.name} comes instead of {guest.name}.",
        paraphrase=f"I got that one wrong. {guest.name} isn't coming, but {late_guest.name} is, "
        f"and we start at {second.start_time}. The day and the length are right.",
        solution=change,
    )
    pair = ids_of([host, late_guest])
    assert diary.events[made.id] == replace(made, when=second, attendee_ids=pair)


@task(kind="several_asks")
def finds_a_time_then_books_it(world: Calendar, rng: Random) -> Turns:
    """Say when people are free without touching anything; then book that time with a reminder."""
    diary = world.diary
    people = pick_people(diary, rng, 3)
    one, two, three = (person.name for person in people)
    day, duration = pick_day(diary, rng), rng.choice((30, 45, 60))
    slot = crowd(world, rng, day, Need(ids_of(people), duration))
    title, before = draw_title(rng, diary), set(diary.events)
    minutes = rng.choice((10, 20, 30, 45, 90))
    reminder = Reminder(minutes, "chat")
    known: dict[str, Json] = {}

    def look_up(call: Caller) -> str:
        known["ids"] = find_all(call, people)
        known["when"] = first_free(call, known["ids"], day, duration)
        return str(known["when"]["start_time"])

    def book(call: Caller) -> None:
        host_id, *others = known["ids"]
        made = call("create_event", title=title, when=known["when"], organizer_id=host_id,
                    attendee_ids=others)  # fmt: skip
        call("add_reminders", event_id=made["id"], reminders=[reminder])

    reply = yield Ask(
        f"What's the earliest time on {day} when {one}, {two} and {three} are all free for "
        f"{duration} minutes? They can't start before {EARLIEST} and must be done by {LATEST}. "
        "Don't book anything yet; reply with just the start time, as HH:MM.",
        paraphrase=f"{one}, {two} and {three} want to meet for {duration} minutes on {day}, as "
        f"early as they can, from {EARLIEST} on and ending by {LATEST}. Give me the first start "
        "time that suits them all, as HH:MM and nothing else, and leave the calendar as it is.",
        solution=look_up,
    )
    times = [clock(minute) for minute in range(OPENS, CLOSES, STEP)]
    assert reply.named(times) == {slot.start_time}

    yield Ask(
        f"Great, book that time for the three of them, without a room: “{title}”, with {one} as "
        f"the organizer. Add a chat reminder {minutes} minutes before, without a note.",
        paraphrase=f"That works. Create “{title}” at that time for all three; {one} organizes it, "
        f"and it gets no room. They should be reminded by chat {minutes} minutes before it "
        "starts. Leave the note empty.",
        solution=book,
    )
    made = without_id(new_row(diary.events, before))
    assert made == Event("", title, slot, people[0].id, ids_of(people), reminders=(reminder,))
