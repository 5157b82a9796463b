"""Tasks that fill new tubes from a tube."""

from collections.abc import Generator
from dataclasses import asdict, replace
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .checks import only_new
from .new_tubes import Wanted, check_new_tubes
from .records import Order, Place, Purpose, assays_for
from .situations import draw_volume, free_places, spell_volume, usable
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

    known = set(world.samples)
    yield Ask(
        "Split two new tubes off one of our samples and put them into free positions of the rack "
        "that the sample itself stands in; any free positions will do, and the sample is kept. "
        f"Each line ends with a label, to be taken letter by letter.\n- the sample, label: "
        f"{sample.label}\n- new tube, {one.spell()}\n- new tube, {other.spell()}",
        paraphrase="One of our samples is to stay, and two new tubes are to be filled from it that "
        "stand in the same rack as that sample, wherever there is a free position. Labels come "
        f"last in each line and count letter by letter.\n- new tube, {one.spell()}\n- new tube, "
        f"{other.spell()}\n- the sample, label: {sample.label}",
        solution=solution,
    )

    check_new_tubes(world, known, sample, (one, other), (free, free))
    assert sample.volume_microliters == held - one.volume_microliters - other.volume_microliters


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
        call(
            "order_assay",
            sample_id=filled[min(range(2), key=lambda nth: wanted[nth].volume_microliters)],
            assay=assay,
            volume_microliters=volume,
            report_to=asdict(recipient),
        )

    known = set(world.samples)
    lines = [
        f"- rack {place.rack_id}, position {place.position}: {tube.spell()}"
        for tube, place in zip(wanted, places, strict=True)
    ]
    yield Ask(
        f"Split two new tubes off sample {sample.id} and keep the sample. Each line ends with the "
        "label, to be taken letter by letter.\n" + "\n".join(lines),
        paraphrase="I need two new tubes, filled as the lines below say, each label at the end of "
        f"its line and letter by letter. What goes into them comes from sample {sample.id}, which "
        "we keep.\n" + "\n".join(lines),
        solution=split,
    )
    made = check_new_tubes(world, known, sample, wanted, [[place] for place in places])
    assert sample.volume_microliters == held - sum(tube.volume_microliters for tube in wanted)
    smaller = min(made, key=lambda tube: tube.volume_microliters)
    left, orders = smaller.volume_microliters - volume, set(world.orders)

    yield Ask(
        f"On the new tube with the smaller volume, order a routine {ASSAY_NAMES[assay]} that uses "
        f"{spell_volume(volume)}. The report goes to {recipient.full_name}, {recipient.email}",
        paraphrase=f"Of the two new tubes take the one that you filled less into, for a routine "
        f"order of the {ASSAY_NAMES[assay]} with {spell_volume(volume)}. Have the report sent to "
        f"{recipient.full_name}, {recipient.email}",
        solution=order,
    )

    expected = Order("", smaller.id, assay, volume, report_to=recipient)
    assert replace(only_new(world.orders, orders), id="") == expected
    assert smaller.volume_microliters == left


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

    known = set(world.samples)
    reply = yield Ask(
        f"Fill one new tube from sample {sample.id} and then discard what is left of that sample. "
        f"The new tube goes into rack {place.rack_id}, position {place.position}; its volume, "
        f"purpose and label, letter by letter:\n{tube.spell()}",
        paraphrase=f"Position {place.position} in rack {place.rack_id} is for a new tube, filled "
        f"from sample {sample.id}; once it is filled, the remainder of the sample is to be "
        "discarded. What the tube holds, what it is kept for and its label (letter by letter) "
        f"are these:\n{tube.spell()}",
        solution=lambda _: "I cannot fill a new tube with what I have been given.",
    )
    assert reply.text

    yield Ask(
        "You have been given what you need to split samples. Please do as I asked.",
        paraphrase="Splitting is possible for you now. Go ahead with what I wanted.",
        solution=split,
        hand_over=("split_sample",),
    )

    check_new_tubes(world, known, sample, [tube], [[place]])
    assert (sample.status, sample.place, sample.volume_microliters) == ("discarded", None, 0)


def _draw_two(world: LabSamples, rng: Random) -> tuple[Wanted, Wanted]:
    """Draw two tubes to be filled; their labels are new and their volumes differ."""
    labels = draw_labels(rng, 2, unlike=[sample.label for sample in world.samples.values()])
    volumes = rng.sample((draw_volume(rng, 20, 50), draw_volume(rng, 51, 90)), 2)
    first, second = rng.sample(_PURPOSES, 2)
    return Wanted(labels[0], volumes[0], first), Wanted(labels[1], volumes[1], second)


_PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
