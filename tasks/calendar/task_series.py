"""Events that continue one another, from the first to the last."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .situations import plant_series
from .solutions import find_events, open_event
from .world import Calendar


@task(kind="aggregate")
def adds_up_the_length_of_a_series(world: Calendar, rng: Random) -> Turns:
    """Each event names the next one; follow them to the end and add their lengths up."""
    series = plant_series(world, rng, rng.choice((7, 8, 9)))
    first, total = series[0], sum(event.when.duration_minutes for event in series)

    def solution(call: Caller) -> str:
        shown = open_event(call, first)
        minutes = int(shown["when"]["duration_minutes"])
        while shown["follow_up_id"] is not None:
            shown = call("get_event", event_id=shown["follow_up_id"])
            minutes += int(shown["when"]["duration_minutes"])
        return str(minutes)

    reply = yield Ask(
        f"“{first.title}” on {first.when.date} has a follow-up, which has a follow-up of its own, "
        "and so on to the last one. Add up the lengths of all these events, including that first "
        "one: how many minutes? Reply with just the number.",
        paraphrase=f"Add up how long all events of a series are, in minutes: “{first.title}” "
        f"({first.when.date}), its follow-up, the follow-up of that, and so forth to the end. "
        "Give me the total as a single number and nothing else.",
        solution=solution,
    )

    assert reply.number() == total


@task(kind="undo")
def takes_an_event_out_of_a_series_then_undoes_it(world: Calendar, rng: Random) -> Turns:
    """Take an event out of the middle of a series, in the one order that works; then restore it."""
    series = plant_series(world, rng, rng.choice((3, 4)))
    one, two, three = series[:3]
    ids: list[str] = []

    def take_out(call: Caller) -> None:
        (start,) = find_events(call, one)
        middle = call("get_event", event_id=start)["follow_up_id"]
        end = call("get_event", event_id=middle)["follow_up_id"]
        call("set_follow_up", event_id=middle)
        call("set_follow_up", event_id=start, follow_up_id=end)
        ids[:] = start, middle, end

    def restore(call: Caller) -> None:
        start, middle, end = ids
        call("set_follow_up", event_id=start, follow_up_id=middle)
        call("set_follow_up", event_id=middle, follow_up_id=end)

    yield Ask(
        f"“{one.title}” on {one.when.date} has a follow-up, and that has one too. Take the one in "
        f"the middle out of the series: the third event becomes the follow-up of “{one.title}”, "
        "and the middle one is left without a follow-up. Don't cancel anything.",
        paraphrase=f"I want to skip one event in the series that “{one.title}” ({one.when.date}) "
        f"belongs to. Whatever continues the follow-up of “{one.title}” should be its follow-up "
        "directly, and the skipped event should have none. All events stay in the calendar.",
        solution=take_out,
    )
    events = world.diary.events
    assert events[one.id] == replace(one, follow_up_id=three.id)
    assert events[two.id] == replace(two, follow_up_id=None)

    yield Ask(
        "Sorry, that was a mistake. Please undo it.",
        paraphrase="I shouldn't have asked for that. Put every follow-up back the way it was.",
        solution=restore,
    )
    assert [world.diary.events[event.id] for event in series] == series
