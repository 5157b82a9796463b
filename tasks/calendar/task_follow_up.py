"""Conversations in which the second ask builds on the first."""

import re
from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import EARLIEST, LATEST, Need, crowd, free_slots, new_event, pick_day, pick_people
from .draw import fresh_title
from .entries import Event, Reminder, Slot
from .steps import find_all, first_free
from .world import Calendar


@task(kind="several_asks")
def creates_then_changes_it(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Create an event; then move the very same one and exchange a guest."""
    host, guest, late_guest = pick_people(world, rng, 3)
    ids = frozenset((host.id, guest.id, late_guest.id))
    day, duration = pick_day(world, rng), rng.choice((30, 45))
    first, second = rng.sample(free_slots(world, day, Need(ids, duration)), 2)
    title = fresh_title(rng, world.diary)
    before = set(world.diary.events)
    known: dict[str, Json] = {}

    def creation(call: Caller) -> None:
        host_id, *guests = find_all(call, [host, guest])
        made = call(
            "create_event", title=title, when=first, organizer_id=host_id, attendee_ids=guests
        )
        known["event"], known["guests"] = made["event_id"], guests

    def change(call: Caller) -> None:
        call("move_event", event_id=known["event"], when=second)
        call(
            "change_attendees",
            event_id=known["event"],
            add_person_ids=find_all(call, [late_guest]),
            remove_person_ids=known["guests"],
        )

    yield Ask(
        f"This is {host.name}. Please set up “{title}” for {guest.name} and me on {day} at "
        f"{first.start_time}, {duration} minutes, without a room. I organize it.",
        paraphrase=f"{host.name} here: {guest.name} and I meet on {day}, from {first.start_time}, "
        f"for {duration} minutes. Enter that as “{title}”, with me as the organizer; no room.",
        solution=creation,
    )
    made = new_event(world, before)
    assert made == Event(
        id=made.id,
        title=title,
        slot=first,
        organizer_id=host.id,
        attendee_ids=frozenset((host.id, guest.id)),
    )

    yield Ask(
        f"Sorry, change that one: it starts at {second.start_time} on the same day, just as long, "
        f"and {late_guest.name} comes in place of {guest.name}.",
        paraphrase=f"I was wrong about that event. {guest.name} does not come, {late_guest.name} "
        f"does, and we begin at {second.start_time}; the day and the length were right.",
        solution=change,
    )
    attendees = frozenset((host.id, late_guest.id))
    assert world.diary.events[made.id] == replace(made, slot=second, attendee_ids=attendees)


@task(kind="several_asks")
def answers_then_books(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Say when people are free without touching anything; then book that time with a reminder."""
    people = pick_people(world, rng, 3)
    names = [person.name for person in people]
    group = frozenset(person.id for person in people)
    day, duration = pick_day(world, rng), rng.choice((30, 45, 60))
    slot = crowd(world, rng, day, Need(group, duration))
    title = fresh_title(rng, world.diary)
    reminder = Reminder(rng.choice((10, 20, 30, 45, 90)), "chat")
    before = set(world.diary.events)
    known: dict[str, Json] = {}

    def look_up(call: Caller) -> str:
        known["ids"] = find_all(call, people)
        known["when"] = first_free(call, known["ids"], day, duration)
        return str(known["when"]["start_time"])

    def booking(call: Caller) -> None:
        when, (host_id, *others) = known["when"], known["ids"]
        made = call(
            "create_event", title=title, when=when, organizer_id=host_id, attendee_ids=others
        )
        call("add_reminders", event_id=made["event_id"], reminders=[reminder])

    reply = yield Ask(
        f"When do {names[0]}, {names[1]} and {names[2]} first all have "
        f"{duration} minutes free on {day}, not starting before {EARLIEST} and over by {LATEST}? "
        "Don't book anything yet; answer with the start alone, as 24-hour HH:MM.",
        paraphrase=f"I am looking for {duration} minutes on {day} that suit all of {names[0]}, "
        f"{names[1]} and {names[2]}: as early as possible, but from {EARLIEST} on and ending by "
        f"{LATEST}. Just tell me when that would start, in 24-hour HH:MM and nothing else; no "
        "booking yet.",
        solution=look_up,
    )
    assert _names_the_start(reply.text, slot)

    yield Ask(
        f"Good, book that time for the three of them, without a room: call it “{title}”, with "
        f"{names[0]} as the organizer, and have everyone reminded by chat "
        f"{reminder.minutes_before} minutes before, without a note.",
        paraphrase=f"That suits us. Put “{title}” there for all three, {names[0]} being the "
        f"organizer; it needs no room. {reminder.minutes_before} minutes ahead everyone should get "
        "a reminder by chat, with no note.",
        solution=booking,
    )
    made = new_event(world, before)
    assert made == Event(
        id=made.id,
        title=title,
        slot=slot,
        organizer_id=people[0].id,
        attendee_ids=group,
        reminders=frozenset((reminder,)),
    )


def _names_the_start(text: str, slot: Slot) -> bool:
    """Whether the text gives the start, and besides it no time but the slot's end or the limits."""
    found = re.findall(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])", text)
    times = {time.zfill(5) for time in found}
    harmless = {slot.start_time, slot.end_time, EARLIEST, LATEST}
    return slot.start_time in times and times <= harmless
