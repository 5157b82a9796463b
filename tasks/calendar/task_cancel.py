"""Taking events out of the calendar."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import pick_events
from .entries import Cancellation
from .steps import find_event
from .words import FAREWELLS
from .world import Calendar


@task(kind="parallel")
def cancels_three_events(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent calls, each with its own reason and its own way to tell people."""
    away, unneeded, roomless = pick_events(world, rng, 3, roomed=True)
    message = rng.choice(FAREWELLS)

    def solution(call: Caller) -> None:
        call.together(
            (
                "cancel_event",
                {"event_id": away.id, "reason": "organizer_away", "message": message},
            ),
            (
                "cancel_event",
                {"event_id": unneeded.id, "reason": "no_longer_needed", "notify": False},
            ),
            ("cancel_event", {"event_id": roomless.id, "reason": "room_problem"}),
        )

    yield Ask(
        f"Three events have to be cancelled. {away.id}: its organizer is away; tell the attendees, "
        f"with exactly the message “{message}”. {unneeded.id}: it is no longer needed; don't tell "
        f"the attendees. {roomless.id}: there is a problem with its room; tell the attendees, "
        "without a message.",
        paraphrase=f"Take three events off the calendar, please. The organizer of {away.id} is "
        f"away: send its attendees this message, letter by letter: “{message}”. Nobody needs "
        f"{unneeded.id} any longer; cancel it without a word to the attendees. {roomless.id} has a "
        "problem with its room; let its attendees know, but add no message.",
        solution=solution,
    )

    cancelled = world.diary.cancellations
    assert cancelled[away.id] == Cancellation("organizer_away", message, notify=True)
    assert cancelled[unneeded.id] == Cancellation("no_longer_needed", "", notify=False)
    assert cancelled[roomless.id] == Cancellation("room_problem", "", notify=True)


@task(kind="missing_tool", withhold=("cancel_event",))
def cancels_once_it_can(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can cancel at first; the tool comes with the second ask."""
    event = pick_events(world, rng, 1)[0]
    message = rng.choice(FAREWELLS)

    def explanation(call: Caller) -> str:  # noqa: ARG001  # there is nothing to call
        return "NOT CANCELLED. I have no tool that cancels events."

    def solution(call: Caller) -> None:
        call(
            "cancel_event",
            event_id=find_event(call, event.title, event.slot.date),
            reason="duplicate",
            message=message,
        )

    reply = yield Ask(
        f"Please cancel the event “{event.title}” on {event.slot.date}, because it is a duplicate. "
        f"Tell the attendees, with exactly the message “{message}”. If you have no way to cancel "
        "it, leave the calendar as it is and reply NOT CANCELLED.",
        paraphrase=f"On {event.slot.date} there is an event “{event.title}” that is a duplicate. "
        f"It should be cancelled, and its attendees should be told, letter by letter: “{message}”. "
        "Should you lack the means to cancel it, change nothing and just answer NOT CANCELLED.",
        solution=explanation,
    )
    assert reply.says("NOT CANCELLED")

    yield Ask(
        "You have been given the tool that cancels events. Please cancel that event as I said.",
        paraphrase="The tool for cancelling events is yours now, so go ahead with what I asked.",
        solution=solution,
        hand_over=("cancel_event",),
    )
    cancellation = Cancellation("duplicate", message, notify=True)
    assert world.diary.cancellations[event.id] == cancellation
