"""Consumers who draw less power."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import exact_text

from .records import Consumer, Curtailment
from .situations import set_balance
from .solutions import CONSUMERS, Request, get, list_rows
from .wording import DISTRICTS, MESSAGES
from .world import EnergyGrid


def _curtail(consumer_id: str, hour: int, curtailment: Curtailment) -> Request:
    reduction_mw, message = curtailment.reduction_mw, curtailment.message
    given = {"hour": hour, "reduction_mw": reduction_mw, "message": message}
    return "curtail_consumer", {"consumer_id": consumer_id, **given}


def _curtailed(consumer: Consumer, hour: int, curtailment: Curtailment) -> Consumer:
    return replace(consumer, curtailments=consumer.curtailments | {hour: curtailment})


@task(kind="single")
def curtails_a_consumer(world: EnergyGrid, rng: Random) -> Turns:
    """One call with an hour, a power, and a text full of marks."""
    grid = world.grid
    consumer = rng.choice(list(grid.consumers.values()))
    hour, power = rng.randrange(8, 24), rng.randrange(5, consumer.max_reduction_mw + 1)
    curtailment = Curtailment(power, rng.choice(MESSAGES))
    set_balance(grid, hour, -power)
    wanted = _curtailed(consumer, hour, curtailment)

    def solution(call: Caller) -> None:
        call.together(_curtail(consumer.id, hour, curtailment))

    yield Ask(
        f"Curtail consumer {consumer.id} by {power} MW in hour {hour}. "
        + exact_text(curtailment.message, "this message"),
        paraphrase=f"We're short of power in hour {hour}, so {consumer.id} has to draw {power} MW "
        f"less. The message to them must be exactly:\n{curtailment.message}",
        solution=solution,
    )
    assert grid.consumers[consumer.id] == wanted


@task(kind="look_alike")
def curtails_one_of_two_namesakes(world: EnergyGrid, rng: Random) -> Turns:
    """Two consumers have one name; only the districts of their substations tell them apart."""
    grid = world.grid
    pair = meant, other = rng.sample(list(grid.consumers.values()), 2)
    other.name = meant.name
    districts = rng.sample(DISTRICTS, 2)
    for consumer, district in zip(pair, districts, strict=True):
        grid.substations[consumer.substation_id].district = district
    hour = rng.randrange(8, 24)
    power = rng.randrange(4, min(each.max_reduction_mw for each in pair) + 1)
    curtailment = Curtailment(power, rng.choice(MESSAGES))
    set_balance(grid, hour, -power)
    wanted = _curtailed(meant, hour, curtailment)

    def namesakes(call: Caller) -> list[Json]:
        return [row for row in list_rows(call, CONSUMERS) if row["name"] == meant.name]

    def solution(call: Caller) -> None:
        rows = namesakes(call)
        places = call.together(*(get(row["substation_id"]) for row in rows))
        here = next(place["id"] for place in places if place["district"] == districts[0])
        id_ = next(row["id"] for row in rows if row["substation_id"] == here)
        call.together(_curtail(id_, hour, curtailment))

    def tempting(call: Caller) -> None:
        id_ = next(row["id"] for row in namesakes(call) if row["id"] != meant.id)
        call.together(_curtail(id_, hour, curtailment))

    yield Ask(
        f"Curtail {meant.name} by {power} MW in hour {hour}. Two consumers have that name; I mean "
        f"the one whose substation is in the district {districts[0]}. "
        + exact_text(curtailment.message, "this message"),
        paraphrase=f"Of the two consumers called {meant.name}, the one that is connected to a "
        f"substation in {districts[0]} should draw {power} MW less in hour {hour}. The message to "
        f"them must be exactly:\n{curtailment.message}",
        solution=solution,
        tempting=tempting,
    )
    assert grid.consumers[meant.id] == wanted
