"""People and events that share a name."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import Need, free_slots, pick_day, pick_people, plant
from .draw import fresh_title
from .entries import Event, Person, Reminder
from .words import NOTES
from .world import Calendar


@task(kind="look_alike")
def reminds_the_right_namesake(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Two people of one name attend two events of one title on one day; the team tells them."""
    twins = _draw_namesakes(world, rng)
    events = _plant_namesakes(world, rng, twins)
    nth = rng.randrange(2)
    person, event = twins[nth], events[nth]
    reminder = Reminder(rng.choice((25, 35, 50, 75)), "sms", rng.choice(NOTES))

    def remind(call: Caller, wanted: int) -> None:
        found = call("find_people", name=person.name)
        chosen = next(one for one in found if one["team"] == twins[wanted].team)
        listed = call(
            "list_events",
            start_date=event.slot.date,
            title_contains=event.title,
            attendee_id=chosen["person_id"],
        )
        call("add_reminders", event_id=listed[0]["event_id"], reminders=[reminder])

    yield Ask(
        f"I am {person.name} from the {person.team} team. Have everyone who attends the "
        f"“{event.title}” on {event.slot.date} that I am in reminded by SMS "
        f"{reminder.minutes_before} minutes before, with exactly this note: “{reminder.note}”.",
        paraphrase=f"On {event.slot.date} I attend “{event.title}”. Its attendees should get an "
        f"SMS {reminder.minutes_before} minutes ahead whose note reads, letter by letter: "
        f"“{reminder.note}”. My name is {person.name}, and I work in the {person.team} team.",
        solution=lambda call: remind(call, nth),
        tempting=lambda call: remind(call, 1 - nth),
    )

    assert world.diary.events[event.id] == replace(event, reminders=frozenset((reminder,)))


def _draw_namesakes(world: Calendar, rng: Random) -> list[Person]:
    """Give somebody the full name of somebody in another team; return both in any order."""
    one = pick_people(world, rng, 1)[0]
    people = world.diary.people
    other = rng.choice([person for person in people.values() if person.team != one.team])
    people[other.id] = replace(other, name=one.name)
    return rng.sample([one, people[other.id]], 2)


def _plant_namesakes(world: Calendar, rng: Random, twins: list[Person]) -> list[Event]:
    """Let each twin host an event with one guest; both have one title and one day."""
    guests = pick_people(world, rng, 2, without=[twin.id for twin in twins])
    day, title = pick_day(world, rng), fresh_title(rng, world.diary)
    events = []
    for twin, guest in zip(twins, guests, strict=True):
        pair = [twin.id, guest.id]
        slot = rng.choice(free_slots(world, day, Need(frozenset(pair), rng.choice((30, 45)))))
        planted = replace(plant(world, rng, slot, pair), title=title)
        world.diary.store(planted)
        events.append(planted)
    return events
