"""Tasks that queue runs of orders on instruments."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .checks import only_new
from .records import Instrument, Order, Run, assays_for
from .situations import draw_day, draw_time, draw_volume, spell_volume, usable
from .wording import ASSAY_NAMES, INSTRUCTIONS, PEOPLE
from .world import LabSamples


@task(kind="chain")
def orders_and_queues_a_run(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Tube to order; assay and laboratory to instrument; order and instrument to run."""
    sample, operator = rng.choice(usable(world)), rng.choice(PEOPLE).full_name
    assay, volume = rng.choice(assays_for(sample.material)), draw_volume(rng)
    instrument = rng.choice(_instruments_for(world, assay))
    instruction, day, time = rng.choice(INSTRUCTIONS), draw_day(world, rng), draw_time(rng)
    known, left = {*world.orders, *world.runs}, sample.volume_microliters - volume

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=sample.barcode)["samples"][0]["sample_id"]
        made = call(
            "request_assay",
            sample_id=found,
            assay=assay,
            volume_microliters=volume,
            urgency="immediate",
            instruction=instruction,
        )
        able = call("match_instruments", assay=assay, laboratory=instrument.laboratory)
        call(
            "queue_run",
            instrument_id=able[0]["instrument_id"],
            order_ids=[made["order_id"]],
            run_on=day,
            loaded_at=time,
            operator=operator,
        )

    yield Ask(
        f"Order an immediate {ASSAY_NAMES[assay]} on the sample with barcode {sample.barcode}, "
        f"using {spell_volume(volume)}, and queue a run of just that order in the laboratory "
        f"named {instrument.laboratory}, on the instrument there that does this assay: on {day}, "
        f"loaded at {time}, operator {operator}. The order carries this instruction, word for "
        f"word:\n{instruction}",
        paraphrase=f"On {day} the instrument for the {ASSAY_NAMES[assay]} in the laboratory named "
        f"{instrument.laboratory} should do one run with a single order, which you have to place "
        f"first: immediate, {spell_volume(volume)}, on the sample whose barcode is "
        f"{sample.barcode}. {operator} operates the instrument and loads it at {time}. Give the "
        f"order this instruction, letter by letter:\n{instruction}",
        solution=solution,
    )

    order, run = only_new(world.orders, known), only_new(world.runs, known)
    wanted = Order("", sample.id, assay, volume, "immediate", instruction, run_id=run.id)
    assert replace(order, id="") == wanted
    assert run == Run(run.id, instrument.id, [order.id], day, time, operator)
    assert sample.volume_microliters == left


@task(kind="recovery")
def takes_the_first_free_day(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """The instrument is taken on the day asked for; the ask says to take the next free one."""
    order = rng.choice([order for order in world.orders.values() if order.run_id is None])
    instrument = rng.choice(_instruments_for(world, order.assay))
    day, time, operator = draw_day(world, rng), draw_time(rng), rng.choice(PEOPLE).full_name
    free_day = day + timedelta(days=rng.choice((1, 2)))
    _take_days(world, instrument, day, free_day)
    known = set(world.runs)

    def solution(call: Caller) -> None:
        able = call("match_instruments", assay=order.assay, laboratory=instrument.laboratory)
        given = {
            "instrument_id": able[0]["instrument_id"],
            "order_ids": [order.id],
            "loaded_at": time,
            "operator": operator,
        }
        tried = day
        while tried < free_day:
            call.failing("queue_run", run_on=tried, **given)
            tried += timedelta(days=1)
        call("queue_run", run_on=tried, **given)

    yield Ask(
        f"Queue a run of just order {order.id} ({ASSAY_NAMES[order.assay]}) on the instrument in "
        f"the laboratory named {instrument.laboratory} that does this assay: on {day}, loaded at "
        f"{time}, operator {operator}. If the instrument has a run on that day already, take the "
        "first day after it on which it has none; all else stays the same.",
        paraphrase=f"Order {order.id} is for the {ASSAY_NAMES[order.assay]} and needs a run of its "
        f"own. Use the laboratory named {instrument.laboratory} and its instrument for that assay; "
        f"{operator} loads it at {time} and operates it. It should be {day}, or, as long as the "
        "instrument already has a run, day by day later until it has none; nothing else changes.",
        solution=solution,
    )

    run = only_new(world.runs, known)
    assert run == Run(run.id, instrument.id, [order.id], free_day, time, operator)
    assert order.run_id == run.id


def _instruments_for(world: LabSamples, assay: str) -> list[Instrument]:
    return [item for item in world.instruments.values() if assay in item.assays]


def _take_days(world: LabSamples, instrument: Instrument, first: date, free: date) -> None:
    """Give the instrument rinsing runs, of no order, from ``first`` to the day before ``free``."""
    for number in range((free - first).days):
        id_ = world.draw_number(list(world.runs), "RN-", 4)
        day, operator = first + timedelta(days=number), PEOPLE[number].full_name
        world.runs[id_] = Run(id_, instrument.id, [], day, "07:00", operator)
