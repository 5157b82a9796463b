"""Tasks that give a tube another place."""

from collections.abc import Generator
from dataclasses import asdict
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .situations import free_places, usable
from .world import LabSamples


@task
def relocates_a_tube(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a nested argument: everything is said, ids included."""
    sample = rng.choice(usable(world))
    place = rng.choice(free_places(world, sample.warmest_celsius))

    def solution(call: Caller) -> None:
        call("relocate_sample", sample_id=sample.id, place=asdict(place))

    yield Ask(
        f"Please put sample {sample.id} into rack {place.rack_id}, position {place.position}.",
        paraphrase=f"Position {place.position} of rack {place.rack_id} is where I want to have "
        f"sample {sample.id} from now on.",
        solution=solution,
    )

    assert sample.place == place


@task(kind="chain")
def empties_a_failing_freezer(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Find the tube, read what it needs and where it stands, find a place elsewhere, relocate."""
    sample = rng.choice(usable(world))
    assert sample.place is not None
    failing = world.freezer_of(sample.place.rack_id)

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=sample.label)["samples"][0]["sample_id"]
        storage = call("read_sample", sample_id=found)["storage"]
        racks = call("survey_positions", warmest_celsius=storage["warmest_celsius"])
        rack = next(rack for rack in racks if rack["freezer"] != storage["freezer"])
        place = {"rack_id": rack["rack_id"], "position": rack["free_positions"][0]}
        call("relocate_sample", sample_id=found, place=place)

    places = free_places(world, sample.warmest_celsius)
    yield Ask(
        "The freezer that holds one of our tubes is failing. Find a free position in any other "
        "freezer that is cold enough for that tube and put it there; touch nothing else. The "
        f"label of the tube reads:\n{sample.label}",
        paraphrase="Something is wrong with the freezer in which the tube labelled as below "
        "stands. That tube alone must get out of there: any position will do that is free, in "
        "whichever other freezer is cold enough for what is in the tube.\n"
        f"{sample.label}",
        solution=solution,
    )

    assert sample.place in places
    assert sample.place.rack_id not in failing.rack_ids
