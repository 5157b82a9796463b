"""Tasks that order assays on tubes."""

from collections.abc import Generator
from dataclasses import asdict, replace
from random import Random
from typing import Any

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .checks import new_rows, only_new
from .records import Order, assays_for
from .situations import draw_volume, others, pairs, spell_material, spell_volume, usable
from .wording import ASSAY_NAMES, INSTRUCTIONS
from .world import LabSamples


@task(kind="parallel")
def orders_three_assays(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent orders in one message, each with values of its own."""
    wanted = _draw_three_orders(world, rng)
    known = set(world.orders)
    left = [
        world.samples[order.sample_id].volume_microliters - order.volume_microliters
        for order in wanted
    ]

    def solution(call: Caller) -> None:
        call.together(*(("order_assay", _asked_for(order)) for order in wanted))

    lines = [
        f"- sample {order.sample_id}: {ASSAY_NAMES[order.assay]}, "
        f"{spell_volume(order.volume_microliters)}, {order.urgency}; instruction: "
        f"{order.instruction}"
        for order in wanted
    ]
    yield Ask(
        "Please order these three assays; each line ends with the instruction, word for word.\n"
        + "\n".join(lines),
        paraphrase="We want three assays done. Every line names the sample, the assay, the volume "
        "and the urgency of one order, and then the instruction that goes with it, letter by "
        "letter.\n" + "\n".join(lines),
        solution=solution,
    )

    made = sorted(new_rows(world.orders, known), key=lambda order: order.sample_id)
    assert [replace(order, id="") for order in made] == wanted
    assert [world.samples[order.sample_id].volume_microliters for order in wanted] == left


def _asked_for(order: Order) -> dict[str, Any]:
    """Write an order as the arguments of a call, less what the ask does not name."""
    return {
        name: value
        for name, value in asdict(order).items()
        if name not in {"id", "report_to", "run_id"}
    }


def _draw_three_orders(world: LabSamples, rng: Random) -> list[Order]:
    """Draw orders on three tubes, sorted by the ids of the tubes."""
    tubes = sorted(rng.sample(usable(world), 3), key=lambda sample: sample.id)
    instructions = rng.sample(INSTRUCTIONS, 3)
    return [
        Order(
            id="",
            sample_id=tube.id,
            assay=rng.choice(assays_for(tube.material)),
            volume_microliters=draw_volume(rng),
            urgency=rng.choice(("routine", "urgent", "immediate")),
            instruction=instruction,
        )
        for tube, instruction in zip(tubes, instructions, strict=True)
    ]


@task(kind="chain")
def orders_from_the_fuller_tube(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Tube to donor to the donor's two tubes of a material; compare them; order on the fuller."""
    pair = rng.choice(pairs(world))
    known = rng.choice(others(world, pair[0]))
    material, spoken = pair[0].material, spell_material(pair[0].material)
    assay, volume = rng.choice(assays_for(material)), draw_volume(rng)
    fuller = max(pair, key=lambda sample: sample.volume_microliters)
    orders, left = set(world.orders), fuller.volume_microliters - volume

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=known.label)["samples"][0]["sample_id"]
        donor = call("read_donor", donor_id=call("read_sample", sample_id=found)["donor_id"])
        ids = [row["sample_id"] for row in donor["samples"] if row["material"] == material]
        tubes = call.together(*(("read_sample", {"sample_id": id_}) for id_ in ids))
        most = max(tubes, key=lambda tube: float(tube["volume_microliters"]))
        call(
            "order_assay",
            sample_id=most["sample_id"],
            assay=assay,
            volume_microliters=volume,
            urgency="urgent",
        )

    yield Ask(
        f"One donor gave us two {spoken} samples, and also the sample whose label is on the last "
        f"line. Order an urgent {ASSAY_NAMES[assay]}, using {spell_volume(volume)}, on whichever "
        f"of those two {spoken} samples has more volume left.\n{known.label}",
        paraphrase=f"The {ASSAY_NAMES[assay]} is wanted, as an urgent order that takes "
        f"{spell_volume(volume)}. It is for the donor from whom we have the sample labelled as in "
        f"the last line. That donor gave two {spoken} samples as well: use the one that is the "
        f"fuller of them.\n{known.label}",
        solution=solution,
    )

    order = only_new(world.orders, orders)
    assert replace(order, id="") == Order("", fuller.id, assay, volume, "urgent")
    assert fuller.volume_microliters == left
