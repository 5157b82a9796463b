"""Somebody cannot come, and somebody else has to."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import pick_events, plant
from .entries import CLOSES, OPENS, Event, Person, Slot, minutes_of, time_of
from .steps import find_event
from .world import Calendar


@task(kind="chain")
def sends_the_first_free_deputy(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Deputy by deputy, look whether each is free then, until one is; the others are not asked."""
    hops = rng.choice((4, 5))
    event, absent, deputies = _draw_absence(world, rng, hops)
    for busy in deputies[:-1]:
        if not world.diary.clashes(event.slot, [busy.id]):
            plant(world, rng, rng.choice(_overlapping(world, event.slot, busy)), [busy.id])

    def solution(call: Caller) -> None:
        event_id = find_event(call, event.title, event.slot.date)
        known = call("get_event", event_id=event_id)
        gone = next(one for one in known["attendees"] if one["name"] == absent.name)
        person = call("get_person", person_id=gone["person_id"])
        free = False
        while not free:
            deputy = person["deputy"]["person_id"]
            person, listed = call.together(
                ("get_person", {"person_id": deputy}),
                ("list_events", {"start_date": event.slot.date, "attendee_id": deputy}),
            )
            free = not any(_clash(known["when"], entry) for entry in listed)
        call(
            "change_attendees",
            event_id=event_id,
            add_person_ids=[person["person_id"]],
            remove_person_ids=[gone["person_id"]],
        )

    yield Ask(
        f"{absent.name} cannot make it to “{event.title}” on {event.slot.date}. The deputy of "
        f"{absent.name} shall attend in place of {absent.name}. Should the deputy be in an event "
        "at that time, this one included, then the deputy's own deputy, and so on: the first in "
        "that line who is in none. Nobody else is to be bothered.",
        paraphrase=f"Please find a stand-in for {absent.name}, who attends “{event.title}” on "
        f"{event.slot.date} but cannot come. Go from {absent.name} to the deputy, from there to "
        "the deputy's deputy, and on like that, past everybody who is already in some event "
        f"during that time (“{event.title}” counts). Whoever you reach first without one takes "
        f"the place of {absent.name}; leave all others in peace.",
        solution=solution,
    )

    attendees = event.attendee_ids - {absent.id} | {deputies[-1].id}
    assert world.diary.events[event.id] == replace(event, attendee_ids=attendees)


def _draw_absence(world: Calendar, rng: Random, hops: int) -> tuple[Event, Person, list[Person]]:
    """Draw an event, a guest, and so many deputies in a row of whom the last is free then."""
    people = world.diary.people
    found = []
    for event in pick_events(world, rng, len(world.days)):
        for guest in sorted(event.attendee_ids - {event.organizer_id}):
            deputies = [people[person_id] for person_id in _deputies(world, guest, hops)]
            if not world.diary.clashes(event.slot, [deputies[-1].id]):
                found.append((event, people[guest], deputies))
    return rng.choice(found)


def _deputies(world: Calendar, person_id: str, hops: int) -> Iterator[str]:
    for _ in range(hops):
        person_id = world.diary.people[person_id].deputy_id
        yield person_id


def _overlapping(world: Calendar, slot: Slot, person: Person) -> list[Slot]:
    """List slots in which somebody is free and that share a part of this one, or else all of it."""
    begins = (min(max(begin, OPENS), CLOSES - 30) for begin in (slot.begin - 15, slot.end - 15))
    partly = [Slot(slot.date, time_of(begin), 30) for begin in begins]
    return [each for each in partly if not world.diary.clashes(each, [person.id])] or [slot]


def _clash(when: Json, entry: Json) -> bool:
    """Whether an event of a list takes place while another does, on the same day."""
    begin, other = minutes_of(when["start_time"]), minutes_of(entry["start_time"])
    lasts, other_lasts = when["duration_minutes"], entry["duration_minutes"]
    return bool(begin < other + other_lasts and other < begin + lasts)
