"""Cancelling events."""

from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Cancellation
from .situations import pick_events
from .solutions import find_events
from .wording import FAREWELLS
from .world import Calendar


@task(kind="parallel")
def cancels_three_events(world: Calendar, rng: Random) -> Turns:
    """Three independent calls, each with its own reason and its own way to tell people."""
    events = pick_events(world.diary, rng, 3, roomed=True)
    away, unneeded, roomless = events
    message = rng.choice(FAREWELLS)

    def solution(call: Caller) -> None:
        first, second, third = find_events(call, *events)
        call.together(
            ("cancel_event", {"event_id": first, "reason": "organizer_away", "message": message}),
            ("cancel_event", {"event_id": second, "reason": "no_longer_needed", "notify": False}),
            ("cancel_event", {"event_id": third, "reason": "room_problem"}),
        )

    yield Ask(
        "Three events have to be cancelled:\n"
        f"- “{away.title}” on {away.when.date}: the organizer is away. Notify the attendees with "
        "the message below.\n"
        f"- “{unneeded.title}” on {unneeded.when.date}: no longer needed. Don't notify anyone.\n"
        f"- “{roomless.title}” on {roomless.when.date}: there's a problem with the room. Notify "
        "the attendees, without a message.\n"
        f"{exact_text(message, 'this message')}",
        paraphrase=f"Please cancel “{roomless.title}” ({roomless.when.date}) because of a room "
        "problem, and notify its attendees, but without a message. We no longer need "
        f"“{unneeded.title}” ({unneeded.when.date}); cancel that too, without notifying its "
        f"attendees. The organizer of “{away.title}” ({away.when.date}) is away, so cancel it and "
        f"notify the attendees. The message to them must be exactly:\n{message}",
        solution=solution,
    )

    assert [world.diary.cancellations[event.id] for event in events] == [
        Cancellation(away.id, "organizer_away", message, notify=True),
        Cancellation(unneeded.id, "no_longer_needed", "", notify=False),
        Cancellation(roomless.id, "room_problem", "", notify=True),
    ]


@task(kind="missing_tool", withhold=("cancel_event",))
def cancels_a_duplicate(world: Calendar, rng: Random) -> Turns:
    """Nothing can cancel at first; the tool comes with the second ask."""
    (event,) = pick_events(world.diary, rng, 1)
    message = rng.choice(FAREWELLS)

    def solution(call: Caller) -> None:
        (event_id,) = find_events(call, event)
        call("cancel_event", event_id=event_id, reason="duplicate", message=message)

    reply = yield Ask(
        f"“{event.title}” on {event.when.date} is a duplicate. Please cancel it and notify the "
        "attendees. If you can't cancel events, don't change anything; just reply with exactly: "
        f"NOT CANCELLED\n{exact_text(message, 'this message for the attendees')}",
        paraphrase=f"Please cancel the event “{event.title}” ({event.when.date}), which is a "
        "duplicate, and let its attendees know. Should you have no way of cancelling it, leave "
        "the calendar alone and answer with these words only: NOT CANCELLED\nThe message to the "
        f"attendees must be exactly:\n{message}",
        solution=lambda _: "NOT CANCELLED",
    )
    assert reply.says("NOT CANCELLED")

    yield Ask(
        "You can cancel events now. Please go ahead.",
        paraphrase="The cancel tool is available now, so please do what I asked for.",
        solution=solution,
        hand_over=("cancel_event",),
    )
    cancellation = Cancellation(event.id, "duplicate", message, notify=True)
    assert world.diary.cancellations[event.id] == cancellation
