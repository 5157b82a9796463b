"""Reminders before events."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Event, Person, Reminder
from .situations import Need, free_slots, pick_day, pick_events, pick_people, plant
from .solutions import by_name, search
from .wording import CHANNELS, NOTES
from .world import Calendar


@task
def adds_two_reminders(world: Calendar, rng: Random) -> Turns:
    """One call with a list of objects, one of them without its optional text."""
    (event,) = pick_events(world.diary, rng, 1)
    early = Reminder(rng.choice((720, 1440, 2880)), "email", rng.choice(NOTES))
    late = Reminder(rng.choice((5, 10, 15, 20)), rng.choice(("chat", "sms")))

    def solution(call: Caller) -> None:
        short = {"minutes_before": late.minutes_before, "channel": late.channel}
        call("add_reminders", event_id=event.id, reminders=[early, short])

    yield Ask(
        f"Please add two reminders to event {event.id}: one by email {early.minutes_before} "
        f"minutes before it starts, and one by {CHANNELS[late.channel]} {late.minutes_before} "
        "minutes before, without a note. "
        f"{exact_text(early.note, 'this note for the email')}",
        paraphrase=f"The attendees of event {event.id} should be reminded twice: by "
        f"{CHANNELS[late.channel]}, {late.minutes_before} minutes ahead and with no note, and by "
        f"email, {early.minutes_before} minutes ahead. The note of the email must be exactly:\n"
        f"{early.note}",
        solution=solution,
    )

    assert world.diary.events[event.id] == replace(event, reminders=(late, early))


@task(kind="look_alike")
def adds_a_reminder_to_one_of_two_like_events(world: Calendar, rng: Random) -> Turns:
    """Two people of one name attend two events of one title on one day; only their teams differ."""
    twins = _draw_namesakes(world, rng)
    events = _plant_namesakes(world, rng, twins)
    nth = rng.randrange(2)
    person, event = twins[nth], events[nth]
    reminder = Reminder(rng.choice((25, 35, 50, 75)), "sms", rng.choice(NOTES))

    def remind(call: Caller, team: str) -> None:
        (found,) = call.together(by_name(person))
        mine = next(each["id"] for each in found if each["team"] == team)
        tool, given = search(event)
        (row,) = call(tool, **given, attendee_id=mine)
        call("add_reminders", event_id=row["id"], reminders=[reminder])

    yield Ask(
        f"I'm {person.name} from the {person.team} team, and I'm attending “{event.title}” on "
        f"{event.when.date}. Please add an SMS reminder to that event, {reminder.minutes_before} "
        "minutes before it starts. "
        f"{exact_text(reminder.note, 'this note')}",
        paraphrase=f"{person.name} here, {person.team} team. On {event.when.date} I have "
        f"“{event.title}” in my calendar; its attendees should get a text message (SMS) "
        f"{reminder.minutes_before} minutes ahead of it. The note must be exactly:\n"
        f"{reminder.note}",
        solution=lambda call: remind(call, person.team),
        tempting=lambda call: remind(call, twins[1 - nth].team),
    )

    assert world.diary.events[event.id] == replace(event, reminders=(reminder,))


def _draw_namesakes(world: Calendar, rng: Random) -> list[Person]:
    """Give somebody the full name of somebody on another team; return both in any order."""
    people = world.diary.people
    (one,) = pick_people(world.diary, rng, 1)
    other = rng.choice([person for person in people.values() if person.team != one.team])
    people[other.id] = replace(other, name=one.name)
    return rng.sample([one, people[other.id]], 2)


def _plant_namesakes(world: Calendar, rng: Random, twins: list[Person]) -> list[Event]:
    """Let each twin host an event with one guest; both have one title and one day."""
    diary, day = world.diary, pick_day(world.diary, rng)
    events: list[Event] = []
    guests = pick_people(diary, rng, 2, without=[twin.id for twin in twins])
    for twin, guest in zip(twins, guests, strict=True):
        pair = [twin.id, guest.id]
        slot = rng.choice(free_slots(diary, day, Need(pair, rng.choice((30, 45)))))
        event = plant(world, slot, pair)
        title = events[0].title if events else event.title
        events.append(diary.store(replace(event, title=title)))
    return events
