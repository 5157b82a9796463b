"""Tasks that order assays on tubes."""

from collections.abc import Generator
from dataclasses import asdict
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Order, assays_for
from .situations import draw_volume, others, pairs, spell_material, spell_volume, usable
from .snapshot import added, changed, only_added, without
from .wording import ASSAY_NAMES, INSTRUCTIONS
from .world import LabSamples


@task(kind="parallel")
def orders_three_assays(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent orders in one message, each with values of its own."""
    wanted = _draw_three_orders(world, rng)

    def solution(call: Caller) -> None:
        call.together(
            *(("order_assay", without(asdict(order), *_NOT_ASKED_FOR)) for order in wanted)
        )

    before = world.snapshot()
    lines = [
        f"- sample {order.sample_id}: {ASSAY_NAMES[order.assay]}, "
        f"{spell_volume(order.volume_microliters)}, {order.urgency}; instruction: "
        f"{order.instruction}"
        for order in wanted
    ]
    yield Ask(
        "Please order these three assays; each line ends with the instruction, word for word.\n"
        + "\n".join(lines),
        solution=solution,
    )

    after = world.snapshot()
    new = added(before, after)
    assert list(new) == ["orders"]
    made = sorted((without(row, "id") for row in new["orders"]), key=lambda row: row["sample_id"])
    assert made == [without(asdict(order), "id") for order in wanted]
    assert changed(before, after) == {
        order.sample_id: {
            "volume_microliters": before["samples"][order.sample_id]["volume_microliters"]
            - order.volume_microliters
        }
        for order in wanted
    }


_NOT_ASKED_FOR = ("id", "report_to", "run_id")


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

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=known.label)["samples"][0]["sample_id"]
        donor = call("read_donor", donor_id=call("read_sample", sample_id=found)["donor_id"])
        ids = [row["sample_id"] for row in donor["samples"] if row["material"] == material]
        tubes = call.together(*(("read_sample", {"sample_id": id_}) for id_ in ids))
        fuller = max(tubes, key=lambda tube: float(tube["volume_microliters"]))
        call(
            "order_assay",
            sample_id=fuller["sample_id"],
            assay=assay,
            volume_microliters=volume,
            urgency="urgent",
        )

    before = world.snapshot()
    yield Ask(
        f"One donor gave us two {spoken} samples, and also the sample whose label is on the last "
        f"line. Order an urgent {ASSAY_NAMES[assay]}, using {spell_volume(volume)}, on whichever "
        f"of those two {spoken} samples has more volume left.\n{known.label}",
        solution=solution,
    )

    fuller = max(pair, key=lambda sample: float(before["samples"][sample.id]["volume_microliters"]))
    left = before["samples"][fuller.id]["volume_microliters"] - volume
    order = Order("", fuller.id, assay, volume, "urgent")
    made = only_added(before, world.snapshot(), "orders")
    assert without(made, "id") == without(asdict(order), "id")
    assert changed(before, world.snapshot()) == {fuller.id: {"volume_microliters": left}}
