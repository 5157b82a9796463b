"""Isolating lines and bringing them back."""

import re
from collections.abc import Generator
from dataclasses import replace
from random import Random
from typing import Any

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .keys import draw_key
from .records import Line, Permit
from .situations import draw_day, drop_line, free_crew, new_rows, open_permits, said
from .steps import asset, find_line, region
from .wording import REASONS
from .world import EnergyGrid


@task(kind="chain")
def brings_the_power_back(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Walk up the supply from a dark customer to the dead line, clear its permit, energise it."""
    chain = list(world.substations)[:5]
    line = _kill_supply(world, rng, chain[rng.randrange(1, 3)])
    (permit,) = open_permits(world, line)
    customer = rng.choice(list(world.customers.values()))
    customer.substation_key = chain[4]

    def solution(call: Caller) -> None:
        rows = call.together(region("customer"))[0]["assets"]
        place = next(row["substation_key"] for row in rows if row["label"] == customer.label)
        first = _first_line_into(call, place)
        while first["state"] == "energised":
            first = _first_line_into(call, first["from_substation_key"])
        dead = first
        (left,) = (each for each in dead["permits"] if each["state"] == "open")
        call("clear_permit", permit_key=left["permit_key"], clearing_crew=left["crew_name"])
        call("energise_line", line_key=dead["asset_key"])

    yield Ask(
        f"{customer.label} sits in the dark. Somewhere further up its supply there is a substation "
        "into which no line is live. The crew on the line into that one has just reported that "
        "they have left; note that for their permit, and put the line back into service.",
        paraphrase=f"The lights at {customer.label} are off because, some substations up the way "
        "to the source, the only line into one of them is isolated. Its crew has called in: they "
        "are done. So close the permit in their name and switch that line on again.",
        solution=solution,
    )
    assert world.lines[line.key].energised
    assert world.permits[permit.key].cleared


def _first_line_into(call: Caller, substation_key: str) -> Json:
    """Look at a substation, then at its lines until one is live, or at all of them."""
    shown = call.together(asset(substation_key))[0]
    for key in shown["fed_by_line_keys"]:
        line = call.together(asset(key))[0]
        if line["state"] == "energised":
            break
    return line


def _lines_into(call: Caller, substation_key: str) -> list[Json]:
    """Look at a substation, then at all lines into it."""
    shown = call.together(asset(substation_key))[0]
    return call.together(*(asset(key) for key in shown["fed_by_line_keys"]))


def _kill_supply(world: EnergyGrid, rng: Random, substation_key: str) -> Line:
    """Let a substation hang on one line, and that be isolated with a crew on it."""
    line, *others = world.lines_into(substation_key)
    for other in others:
        drop_line(world, other)
    for key in [key for key, permit in world.permits.items() if permit.line_key == line.key]:
        del world.permits[key]
    _add_permit(world, rng, line)
    line.energised = False
    return line


def _add_permit(world: EnergyGrid, rng: Random, line: Line) -> None:
    key = draw_key(rng, "PM", world.permits)
    crew, reason = free_crew(world, rng), rng.choice(REASONS)
    world.permits[key] = Permit(key, line.key, crew, reason, world.operating_day)


@task(kind="recovery")
def swaps_in_the_spare(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """The others can't carry the load; the ask says to bring the spare line back first."""
    place = rng.choice(list(world.substations)[1:])
    line, second, spare = _three_lines(world, rng, place)
    need = world.drawn(place)
    line.rating_megawatts = second.rating_megawatts = need * 3 // 5 + 1
    spare.rating_megawatts = need * rng.randrange(5, 8) // 10 + 1
    (held,) = open_permits(world, spare)
    leave = _draw_leave(world, rng)
    before = set(world.permits)

    def solution(call: Caller) -> None:
        key = find_line(call, line.label)
        words = call.failing("isolate_line", line_key=key, permit=leave)
        found = re.search(r"SU-\w+", words)
        assert found is not None
        idle = next(each for each in _lines_into(call, found[0]) if each["state"] == "isolated")
        (left,) = (each for each in idle["permits"] if each["state"] == "open")
        call("clear_permit", permit_key=left["permit_key"], clearing_crew=left["crew_name"])
        call("energise_line", line_key=idle["asset_key"])
        call("isolate_line", line_key=key, permit=leave)

    yield Ask(
        f"Isolate the line {line.label} for {leave['crew_name']}, back by {leave['back_by']} at "
        "the latest. If the other lines into the same substation can't carry the load, first bring "
        "the isolated one among them back into service; its crew has finished, so their "
        "permit can be cleared. The reason for the new permit, letter by "
        f"letter:\n{leave['reason_of_work']}",
        paraphrase=f"{leave['crew_name']} is to work on the line {line.label}, isolated for that "
        f"purpose, until {leave['back_by']}. Should its substation then have too little, clear the "
        "permit on the idle line into that same substation (its crew has gone home) and bring that "
        f"line into service first. As the reason put down exactly:\n{leave['reason_of_work']}",
        solution=solution,
    )
    assert not world.lines[line.key].energised
    assert world.lines[spare.key].energised
    assert world.permits[held.key].cleared
    _check_permit(world, before, line, leave)


def _three_lines(world: EnergyGrid, rng: Random, place: str) -> list[Line]:
    """Let two live lines and an isolated one with a crew on it lead into a substation."""
    lines = world.lines_into(place)
    if len(lines) < 3:
        key = draw_key(rng, "LI", world.lines)
        label = f"{lines[0].label[:-1]}C"
        spare = replace(lines[0], key=key, label=label, energised=False)
        world.lines[key] = spare
        lines.append(spare)
    if not open_permits(world, lines[2]):
        _add_permit(world, rng, lines[2])
    return [*rng.sample(lines[:2], 2), lines[2]]


def _draw_leave(world: EnergyGrid, rng: Random) -> dict[str, Any]:
    return {
        "crew_name": free_crew(world, rng),
        "reason_of_work": rng.choice(REASONS),
        "back_by": draw_day(world, rng),
    }


def _check_permit(world: EnergyGrid, before: set[str], line: Line, leave: dict[str, Any]) -> None:
    """Assert that just the permit that was asked for is new."""
    (permit,) = new_rows(before, world.permits)
    assert said(permit) == (line.key, *leave.values(), False)


@task(kind="missing_tool", withhold=("isolate_line",))
def isolates_once_it_can(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing isolates a line at first; the tool comes with the second ask."""
    line = rng.choice([line for line in world.lines.values() if line.energised])
    leave = _draw_leave(world, rng)
    before = set(world.permits)

    def solution(call: Caller) -> None:
        call("isolate_line", line_key=find_line(call, line.label), permit=leave)

    reply = yield Ask(
        f"Take the line {line.label} out of service, please. {leave['crew_name']} works on it and "
        f"is back by {leave['back_by']}. The reason, letter by letter:\n{leave['reason_of_work']}",
        paraphrase=f"There is work to be done on the line {line.label}, which must be dead for it. "
        f"The permit is for {leave['crew_name']}, ends on {leave['back_by']}, and gives as its "
        f"reason exactly what follows.\n{leave['reason_of_work']}",
        solution=lambda _: "I have no means here to isolate a line.",
    )
    assert reply.text
    assert world.lines[line.key].energised

    yield Ask(
        "The switching desk has just been opened to you. Do it now, please.",
        paraphrase="You are able to isolate lines from now on, so go ahead with that one.",
        solution=solution,
        hand_over=("isolate_line",),
    )
    assert not world.lines[line.key].energised
    _check_permit(world, before, line, leave)
