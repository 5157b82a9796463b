"""Reminders before events."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import pick_events
from .entries import Reminder
from .words import NOTES
from .world import Calendar


@task
def adds_two_reminders(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a list of objects, one of them without its optional text."""
    event = pick_events(world, rng, 1)[0]
    early = Reminder(rng.choice((720, 1440, 2880)), "email", rng.choice(NOTES))
    late = Reminder(rng.choice((5, 10, 15, 20)), rng.choice(("chat", "sms")))

    def solution(call: Caller) -> None:
        short = {"minutes_before": late.minutes_before, "channel": late.channel}
        call("add_reminders", event_id=event.id, reminders=[early, short])

    yield Ask(
        f"Please remind everyone who attends event {event.id} twice: by email "
        f"{early.minutes_before} minutes before, with the note “{early.note}”, and by "
        f"{late.channel} {late.minutes_before} minutes before, without a note.",
        paraphrase=f"The attendees of event {event.id} need two reminders. One goes out by "
        f"{late.channel} and has no note, {late.minutes_before} minutes ahead of the start; the "
        f"other, {early.minutes_before} minutes ahead, is an email with the note “{early.note}”.",
        solution=solution,
    )

    reminded = replace(event, reminders=frozenset((early, late)))
    assert world.diary.events[event.id] == reminded
