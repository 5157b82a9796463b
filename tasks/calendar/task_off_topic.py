"""Conversations that begin with something else than the calendar."""

from collections.abc import Generator
from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import Need, free_slots, members, pick_day, pick_people, plant
from .entries import Team
from .steps import attendee_ids, find_event
from .words import CHATS
from .world import Calendar


@task(kind="irrelevant")
def takes_a_team_off_after_a_chat(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Words first; then find out which of the attendees are of a team, and take those off."""
    team = rng.choice(get_args(Team))
    staff = members(world, team)
    hosts = [person.id for person in pick_people(world, rng, 2, without=staff)]
    leaving = set(rng.sample(sorted(staff), rng.choice((1, 2, 3))))
    need = Need(frozenset([*hosts, *leaving]), rng.choice((30, 45, 60)))
    slot = rng.choice(free_slots(world, pick_day(world, rng), need))
    event = plant(world, rng, slot, [*hosts, *sorted(leaving)])
    name = pick_people(world, rng, 1)[0].name
    chat, chat_again = (words.format(name=name) for words in rng.choice(CHATS))
    last_word = rng.choice(("ENCORE", "CURTAIN", "AVANTI"))

    def solution(call: Caller) -> None:
        event_id = find_event(call, event.title, slot.date)
        known, found = call.together(
            ("get_event", {"event_id": event_id}), ("find_people", {"team": team})
        )
        team_ids = {person["person_id"] for person in found}
        gone = [person_id for person_id in attendee_ids(known) if person_id in team_ids]
        call("change_attendees", event_id=event_id, remove_person_ids=gone)

    reply = yield Ask(
        f"{chat} End your answer with the word {last_word}.",
        paraphrase=f"{chat_again} The last word of your answer should be {last_word}.",
        solution=lambda _: f"With pleasure: here is what you asked for. {last_word}",
    )
    assert reply.says(last_word)

    yield Ask(
        f"Thanks. Back to work: whoever is from the {team} team need not attend “{event.title}” on "
        f"{slot.date} any more. Take them off it; the others still meet.",
        paraphrase=f"Good. Now for the calendar: “{event.title}” on {slot.date} can do without the "
        f"{team} team, so please remove those of its attendees who belong to that team, and only "
        "those.",
        solution=solution,
    )

    assert world.diary.events[event.id] == replace(event, attendee_ids=frozenset(hosts))
