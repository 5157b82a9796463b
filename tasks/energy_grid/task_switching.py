"""Isolating lines and putting them back into service."""

import re
from dataclasses import asdict, replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import draw_id, exact_text, new_row, without_id

from .records import Line, Permit
from .situations import add_permit, draw_request, drop_permits, open_permits
from .solutions import CONSUMERS, find_line, get, list_rows
from .world import EnergyGrid


@task(kind="chain")
def restores_a_consumers_supply(world: EnergyGrid, rng: Random) -> Turns:
    """Go upstream from a consumer to the isolated line, clear its permit, and energise it."""
    grid = world.grid
    chain = list(grid.substations)[:5]
    line, permit = _cut_supply(world, chain[rng.randrange(1, 3)])
    consumer = rng.choice(list(grid.consumers.values()))
    consumer.substation_id = chain[4]

    def solution(call: Caller) -> None:
        rows = list_rows(call, CONSUMERS)
        place = next(row["substation_id"] for row in rows if row["name"] == consumer.name)
        shown = _line_into(call, place)
        while shown["status"] == "energised":
            shown = _line_into(call, shown["from_substation_id"])
        _put_back(call, shown)

    yield Ask(
        f"{consumer.name} has no power: somewhere upstream of its substation there is another one "
        "whose only incoming line is isolated. The crew working on that line has just reported "
        "that they have left it. Clear their permit, and put the line back into service.",
        paraphrase=f"Trace the supply of {consumer.name}, which is without power, towards the "
        "source, until you reach a substation with a single incoming line that is isolated. Its "
        "crew has called in to say that they are done and gone, so clear the permit that they hold "
        "and energise the line.",
        solution=solution,
    )
    assert grid.lines[line.id].is_live
    assert grid.permits[permit.id].status == "cleared"


def _line_into(call: Caller, substation_id: str) -> Json:
    """Open a substation, then its incoming lines until one is energised; return the last."""
    for id_ in call("get_asset", asset_id=substation_id)["incoming_line_ids"]:
        line = call("get_asset", asset_id=id_)
        if line["status"] == "energised":
            break
    return line


def _put_back(call: Caller, line: Json) -> None:
    """Clear the open permit on a line, and energise it."""
    (permit,) = (each for each in line["permits"] if each["status"] == "open")
    call("clear_permit", permit_id=permit["id"], crew=permit["crew"])
    call("energise_line", line_id=line["id"])


def _cut_supply(world: EnergyGrid, substation_id: str) -> tuple[Line, Permit]:
    """Let a substation have a single incoming line, isolated, with a crew at work on it."""
    grid = world.grid
    line, *others = grid.lines_into(substation_id)
    for each in (line, *others):
        drop_permits(grid, each)
    for each in others:
        del grid.lines[each.id]
    line.status = "isolated"
    return line, add_permit(world, line)


@task(kind="recovery")
def isolates_a_line_that_is_needed(world: EnergyGrid, rng: Random) -> Turns:
    """The other lines can't carry the load; the ask says to energise the spare one first."""
    grid = world.grid
    place = rng.choice(list(grid.substations)[1:])
    line, second, spare = _three_lines(world, place)
    load = grid.load(place)
    line.rating_mw = second.rating_mw = load * 3 // 5 + 1
    spare.rating_mw = load * rng.randrange(5, 8) // 10 + 1
    (held,) = open_permits(grid, spare)
    request, before = draw_request(grid, rng), set(grid.permits)

    def solution(call: Caller) -> None:
        given = {"line_id": find_line(call, line.name), "permit": asdict(request)}
        found = re.search(r"SU-\w+", call.failing("isolate_line", **given))
        assert found is not None
        ids = call("get_asset", asset_id=found[0])["incoming_line_ids"]
        lines = call.together(*map(get, ids))
        _put_back(call, next(each for each in lines if each["status"] == "isolated"))
        call("isolate_line", **given)

    yield Ask(
        f"Isolate the line “{line.name}” so that {request.crew} can work on it until "
        f"{request.end_date}. If the other lines into the same substation can't carry its load, "
        "first put the isolated one of those lines back into service; the crew there has finished "
        "and left, so you can clear their permit. "
        + exact_text(request.reason, "this reason for the new permit"),
        paraphrase=f"{request.crew} needs the line “{line.name}” isolated and a permit for it that "
        f"ends on {request.end_date}. Should the remaining lines into that substation be too weak, "
        "clear the permit on the one that is out of service (its crew has gone home) and energise "
        f"it before you try again. The reason on the new permit must be exactly:\n{request.reason}",
        solution=solution,
    )
    assert not grid.lines[line.id].is_live
    assert grid.lines[spare.id].is_live
    assert grid.permits[held.id].status == "cleared"
    made = Permit("", line.id, **asdict(request))
    assert without_id(new_row(grid.permits, before)) == made


def _three_lines(world: EnergyGrid, substation_id: str) -> list[Line]:
    """Let two live lines, and an isolated one with a crew at work, lead into a substation."""
    grid, rng = world.grid, world.rng
    lines = grid.lines_into(substation_id)
    if len(lines) < 3:
        id_, name = draw_id(rng, "LI-", grid.lines), f"{lines[0].name[:-1]}C"
        grid.lines[id_] = replace(lines[0], id=id_, name=name, status="isolated")
        lines.append(grid.lines[id_])
    if not open_permits(grid, lines[2]):
        add_permit(world, lines[2])
    return [*rng.sample(lines[:2], 2), lines[2]]


@task(kind="missing_tool", withhold=("isolate_line",))
def isolates_a_line_for_a_crew(world: EnergyGrid, rng: Random) -> Turns:
    """Nothing can isolate a line at first; the tool comes with the second ask."""
    grid = world.grid
    line = rng.choice([line for line in grid.lines.values() if line.is_live])
    request, before = draw_request(grid, rng), set(grid.permits)

    def solution(call: Caller) -> None:
        call("isolate_line", line_id=find_line(call, line.name), permit=asdict(request))

    reply = yield Ask(
        f"Please isolate the line “{line.name}” for {request.crew}, with a permit until "
        f"{request.end_date}. If you can't isolate lines, change nothing and just "
        "reply with exactly these words: NO SWITCHING ACCESS. "
        + exact_text(request.reason, "this reason for the permit"),
        paraphrase=f"{request.crew} has to work on the line “{line.name}”, so it must be isolated. "
        "Should you be unable to do that, leave everything as it is and answer with the words NO "
        f"SWITCHING ACCESS and nothing else. The permit ends on {request.end_date}. Its reason "
        f"must be exactly:\n{request.reason}",
        solution=lambda _: "NO SWITCHING ACCESS",
    )
    assert reply.says("NO SWITCHING ACCESS")
    assert line.is_live

    yield Ask(
        "You can isolate lines now. Please go ahead.",
        paraphrase="The tool that you were missing has just been added, so please do what I asked "
        "for.",
        solution=solution,
        hand_over=("isolate_line",),
    )
    assert not line.is_live
    made = Permit("", line.id, **asdict(request))
    assert without_id(new_row(grid.permits, before)) == made
