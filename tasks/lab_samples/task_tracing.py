"""Tasks that follow a trail through the records: from tube to tube, or from page to page."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .checks import only_new
from .drawing import draw_alarms
from .records import Alarm, Cause, Order, Sample, assays_for
from .situations import draw_volume, free_places, spell_volume, usable
from .wording import ASSAY_NAMES, CAUSES, INSTRUCTIONS
from .world import LabSamples


@task(kind="chain")
def orders_on_the_first_tube(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Each tube tells which one it was filled from; go back to the first and order on that."""
    first = rng.choice(usable(world))
    last = _fill_one_from_another(world, rng, first, rng.choice((6, 7)))
    assay, volume = rng.choice(assays_for(first.material)), draw_volume(rng)
    instruction, known = rng.choice(INSTRUCTIONS), set(world.orders)
    left = first.volume_microliters - volume

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=last.barcode)["samples"][0]["sample_id"]
        tube = call("read_sample", sample_id=found)
        while tube["split_from"] is not None:
            tube = call("read_sample", sample_id=tube["split_from"])
        call(
            "order_assay",
            sample_id=tube["sample_id"],
            assay=assay,
            volume_microliters=volume,
            instruction=instruction,
        )

    yield Ask(
        f"The tube with barcode {last.barcode} was filled from another tube, that one from another "
        "again, and so on, back to a tube that was not filled from any. On that very first tube, "
        f"order a routine {ASSAY_NAMES[assay]} that uses {spell_volume(volume)}. The instruction "
        f"for the laboratory is, word for word:\n{instruction}",
        paraphrase=f"A routine {ASSAY_NAMES[assay]}, {spell_volume(volume)}, is to be ordered on "
        f"the tube that all began with: trace barcode {last.barcode} back to the tube that it came "
        "out of, then to the one that this came out of, and on until you reach one that came out "
        f"of no other. With the order goes this instruction, letter by letter:\n{instruction}",
        solution=solution,
    )

    wanted = Order("", first.id, assay, volume, instruction=instruction)
    assert replace(only_new(world.orders, known), id="") == wanted
    assert first.volume_microliters == left


def _fill_one_from_another(world: LabSamples, rng: Random, first: Sample, count: int) -> Sample:
    """Record so many tubes, each filled from the one before; only the last is not used up."""
    tube = first
    for nth in range(count):
        barcodes = [sample.barcode for sample in world.samples.values()]
        tube = replace(
            tube,
            id=world.draw_number(list(world.samples), "S-", 5),
            barcode=world.draw_number(barcodes, "0", 9),
            label=f"dilution {rng.randrange(1000, 10_000)}-{nth}",
            volume_microliters=0.0,
            place=None,
            status="discarded",
            remark="used up",
            split_from=tube.id,
        )
        world.samples[tube.id] = tube
    tube.place = rng.choice(free_places(world, tube.warmest_celsius))
    tube.volume_microliters = draw_volume(rng)
    tube.status, tube.remark = "available", ""
    return tube


@task(kind="aggregate")
def adds_up_the_warm_minutes(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Turn the pages of a freezer's alarms back to a day; add up those of one cause."""
    name = rng.choice(list(world.freezers))
    alarms = _let_alarms_ring(world, rng, name)
    since = alarms[rng.choice((14, 15, 16))].day
    cause: Cause = rng.choice([alarm.cause for alarm in alarms[:12]])

    def solution(call: Caller) -> str:
        page = call("read_alarms", freezer_name=name)
        found = list(page["alarms"])
        while date.fromisoformat(found[-1]["day"]) >= since:
            page = call("read_alarms", freezer_name=name, from_alarm_id=page["next_from_alarm_id"])
            found += page["alarms"]
        counted = (
            row
            for row in found
            if row["cause"] == cause and date.fromisoformat(row["day"]) >= since
        )
        return str(sum(row["minutes"] for row in counted))

    reply = yield Ask(
        f"For how many minutes in all has the freezer named {name} been too warm because of "
        f"{CAUSES[cause]}, from {since} (that day counts) until today? Answer with the number "
        "alone.",
        paraphrase=f"Add up how long each of the alarms of freezer {name} lasted that was caused "
        f"by {CAUSES[cause]} and happened on {since} or on any later day. I want the total in "
        "minutes, as a bare number.",
        solution=solution,
    )

    total = sum(alarm.minutes for alarm in alarms if alarm.cause == cause and alarm.day >= since)
    assert reply.number() == total


def _let_alarms_ring(world: LabSamples, rng: Random, name: str) -> tuple[Alarm, ...]:
    """Give a freezer many alarms, and return them."""
    freezer = world.freezers[name]
    celsius, count = freezer.temperature_celsius, rng.randrange(19, 22)
    alarms = draw_alarms(rng, world.today, celsius, count)
    world.freezers[name] = replace(freezer, alarms=alarms)
    return alarms
