"""Taking events out of the calendar."""

from collections.abc import Generator
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import pick_events
from .entries import Cancellation, Event
from .steps import find_event
from .words import FAREWELLS
from .world import Calendar


@task(kind="parallel")
def cancels_three_events(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent calls, each with its own reason and its own way to tell people."""
    away, unneeded, roomless = pick_events(world, rng, 3, roomed=True)
    message = rng.choice(FAREWELLS)
    before = world.snapshot()
    cancellations: list[tuple[Event, Cancellation]] = [
        (away, Cancellation("organizer_away", message, notify=True)),
        (unneeded, Cancellation("no_longer_needed", "", notify=False)),
        (roomless, Cancellation("room_problem", "", notify=True)),
    ]

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
        solution=solution,
    )

    expected = before
    for event, cancellation in cancellations:
        expected = expected.cancelled(event.id, cancellation)
    assert world.snapshot() == expected


@task(kind="missing_tool", withhold=("cancel_event",))
def cancels_once_it_can(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can cancel at first; the tool comes with the second ask."""
    event = pick_events(world, rng, 1)[0]
    message = rng.choice(FAREWELLS)
    before = world.snapshot()

    def explanation(call: Caller) -> str:  # noqa: ARG001  # there is nothing to call
        return "I have no tool that cancels events, so the event is still in the calendar."

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
        "it, leave the calendar as it is and say so.",
        solution=explanation,
    )
    assert reply.text
    assert world.snapshot() == before

    yield Ask(
        "You have been given the tool that cancels events. Please cancel that event as I said.",
        solution=solution,
        hand_over=("cancel_event",),
    )
    assert world.snapshot() == before.cancelled(
        event.id, Cancellation("duplicate", message, notify=True)
    )
