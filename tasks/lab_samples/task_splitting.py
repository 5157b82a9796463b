"""Tasks that fill new tubes from a tube."""

from collections.abc import Generator
from dataclasses import asdict
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .new_tubes import Wanted, check_new_tubes
from .records import Order, Place, Purpose, assays_for
from .situations import draw_volume, free_places, spell_volume, usable
from .snapshot import changed, only_added, without
from .wording import ASSAY_NAMES, PEOPLE, draw_labels
from .world import LabSamples


@task(kind="chain")
def splits_into_the_same_rack(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Tube to its rack to the rack's free positions; fill two labelled tubes there."""
    sample = rng.choice(usable(world))
    assert sample.place is not None
    rack_id, held = sample.place.rack_id, sample.volume_microliters
    free = [Place(rack_id, position) for position in world.free_positions(rack_id)]
    one, other = _draw_two(world, rng)

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=sample.label)["samples"][0]["sample_id"]
        rack = call("read_sample", sample_id=found)["storage"]["place"]["rack_id"]
        first, second, *_ = call("survey_positions", rack_id=rack)[0]["free_positions"]
        tubes = [one.at(rack, first), other.at(rack, second)]
        call("split_sample", sample_id=found, tubes=tubes)

    before = world.snapshot()
    yield Ask(
        "Split two new tubes off one of our samples and put them into free positions of the rack "
        "that the sample itself stands in; any free positions will do, and the sample is kept. "
        f"Each line ends with a label, to be taken letter by letter.\n- the sample, label: "
        f"{sample.label}\n- new tube, {one.spell()}\n- new tube, {other.spell()}",
        solution=solution,
    )

    after = world.snapshot()
    check_new_tubes(before, after, sample, (one, other), (free, free))
    left = held - one.volume_microliters - other.volume_microliters
    assert changed(before, after) == {sample.id: {"volume_microliters": left}}


@task(kind="several_asks")
def splits_then_orders(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Fill two tubes at given places; then order on the one that holds less."""
    sample, recipient = rng.choice(usable(world)), rng.choice(PEOPLE)
    held = sample.volume_microliters
    wanted = _draw_two(world, rng)
    places = rng.sample(free_places(world, sample.warmest_celsius), 2)
    assay, volume = rng.choice(assays_for(sample.material)), draw_volume(rng, 5, 15)
    filled: list[str] = []

    def split(call: Caller) -> None:
        tubes = [
            tube.at(place.rack_id, place.position)
            for tube, place in zip(wanted, places, strict=True)
        ]
        made = call("split_sample", sample_id=sample.id, tubes=tubes)
        filled[:] = [tube["sample_id"] for tube in made["tubes"]]

    def order(call: Caller) -> None:
        smaller = min(range(2), key=lambda nth: wanted[nth].volume_microliters)
        call(
            "order_assay",
            sample_id=filled[smaller],
            assay=assay,
            volume_microliters=volume,
            report_to=asdict(recipient),
        )

    before = world.snapshot()
    lines = [
        f"- rack {place.rack_id}, position {place.position}: {tube.spell()}"
        for tube, place in zip(wanted, places, strict=True)
    ]
    yield Ask(
        f"Split two new tubes off sample {sample.id} and keep the sample. Each line ends with the "
        "label, to be taken letter by letter.\n" + "\n".join(lines),
        solution=split,
    )
    between = world.snapshot()
    rows = check_new_tubes(before, between, sample, wanted, [[place] for place in places])
    left = held - wanted[0].volume_microliters - wanted[1].volume_microliters
    assert changed(before, between) == {sample.id: {"volume_microliters": left}}

    yield Ask(
        f"On the new tube with the smaller volume, order a routine {ASSAY_NAMES[assay]} that uses "
        f"{spell_volume(volume)}. The report goes to {recipient.full_name}, {recipient.email}",
        solution=order,
    )

    after = world.snapshot()
    smaller = min(rows, key=lambda row: float(row["volume_microliters"]))
    expected = Order("", smaller["id"], assay, volume, report_to=recipient)
    made = only_added(between, after, "orders")
    assert without(made, "id") == without(asdict(expected), "id")
    left = smaller["volume_microliters"] - volume
    assert changed(between, after) == {smaller["id"]: {"volume_microliters": left}}


@task(kind="missing_tool", withhold=("split_sample",))
def waits_for_the_splitting(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can be split until the second ask brings the tool; then fill one and discard."""
    sample = rng.choice(usable(world))
    place = rng.choice(free_places(world, sample.warmest_celsius))
    tube = rng.choice(_draw_two(world, rng))

    def split(call: Caller) -> None:
        call(
            "split_sample",
            sample_id=sample.id,
            tubes=[tube.at(place.rack_id, place.position)],
            discard_rest=True,
        )

    before = world.snapshot()
    reply = yield Ask(
        f"Fill one new tube from sample {sample.id} and then discard what is left of that sample. "
        f"The new tube goes into rack {place.rack_id}, position {place.position}; its volume, "
        f"purpose and label, letter by letter:\n{tube.spell()}",
        solution=lambda _: "I cannot fill a new tube with what I have been given.",
    )
    assert reply.text
    assert world.snapshot() == before

    yield Ask(
        "You have been given what you need to split samples. Please do as I asked.",
        solution=split,
        hand_over=("split_sample",),
    )

    after = world.snapshot()
    check_new_tubes(before, after, sample, [tube], [[place]])
    change = changed(before, after)
    assert list(change) == [sample.id]
    assert without(change[sample.id], "remark") == {
        "status": "discarded",
        "volume_microliters": 0.0,
        "place": None,
    }


def _draw_two(world: LabSamples, rng: Random) -> tuple[Wanted, Wanted]:
    """Draw two tubes to be filled; their labels are new and their volumes differ."""
    labels = draw_labels(rng, 2, unlike=[sample.label for sample in world.samples.values()])
    volumes = rng.sample((draw_volume(rng, 20, 50), draw_volume(rng, 51, 90)), 2)
    first, second = rng.sample(_PURPOSES, 2)
    return Wanted(labels[0], volumes[0], first), Wanted(labels[1], volumes[1], second)


_PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
