"""Events that continue one another, from the first to the last."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import plant_series
from .steps import find_event
from .world import Calendar


@task(kind="aggregate")
def adds_up_a_series(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Each event names the next one; follow them to the end and add their lengths up."""
    series = plant_series(world, rng, rng.choice((7, 8, 9)))
    first, total = series[0], sum(event.slot.duration_minutes for event in series)

    def solution(call: Caller) -> str:
        event_id: str | None = find_event(call, first.title, first.slot.date)
        minutes = 0
        while event_id is not None:
            event = call("get_event", event_id=event_id)
            minutes += event["when"]["duration_minutes"]
            event_id = event["follow_up_id"]
        return str(minutes)

    reply = yield Ask(
        f"“{first.title}” on {first.slot.date} was continued in a follow-up, that one in another, "
        "and so on. How many minutes do they all take together, from the first to the last? "
        "Answer with the number alone.",
        paraphrase=f"Take “{first.title}” of {first.slot.date}, its follow-up, the follow-up of "
        "that, and so forth until there is none. I need the sum of all their lengths in minutes; "
        "reply with nothing but that number.",
        solution=solution,
    )

    assert reply.number() == total


@task(kind="undo")
def leaves_one_out_and_takes_it_back(world: Calendar, rng: Random) -> Generator[Ask, Reply, None]:
    """Take an event out of the middle of a series, in the one order that works; then restore it."""
    series = plant_series(world, rng, rng.choice((3, 4)))
    one, two, three = series[:3]
    ids: list[str] = []

    def leave_out(call: Caller) -> None:
        start = find_event(call, one.title, one.slot.date)
        middle = call("get_event", event_id=start)["follow_up_id"]
        end = call("get_event", event_id=middle)["follow_up_id"]
        call("change_follow_up", event_id=middle)
        call("change_follow_up", event_id=start, follow_up_id=end)
        ids[:] = start, middle, end

    def take_back(call: Caller) -> None:
        start, middle, end = ids
        call("change_follow_up", event_id=start, follow_up_id=middle)
        call("change_follow_up", event_id=middle, follow_up_id=end)

    yield Ask(
        f"“{one.title}” on {one.slot.date} has a follow-up, and that has one, too. Leave the one "
        f"in the middle out of the series: make the follow-up of its follow-up the direct "
        f"follow-up of “{one.title}”, and let the one left out have none. All of them stay in the "
        "calendar.",
        paraphrase=f"Please skip one event of a series. Whatever continues the follow-up of "
        f"“{one.title}” ({one.slot.date}) shall be the follow-up of “{one.title}” itself; the "
        "event that was in between then has no follow-up. Cancel nothing.",
        solution=leave_out,
    )
    events = world.diary.events
    assert events[one.id] == replace(one, follow_up_id=three.id)
    assert events[two.id] == replace(two, follow_up_id=None)

    yield Ask(
        "No, that was a mistake. Put the series back exactly as it was before.",
        paraphrase="I should not have asked for this: every follow-up must be again what it was.",
        solution=take_back,
    )
    assert [world.diary.events[event.id] for event in series] == series
