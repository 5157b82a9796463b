"""Tasks that queue runs of orders on instruments."""

from collections.abc import Generator
from dataclasses import asdict
from datetime import date, timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import Instrument, Order, Run, assays_for
from .situations import draw_day, draw_time, draw_volume, spell_volume, usable
from .snapshot import added, changed, only_added, without
from .wording import ASSAY_NAMES, INSTRUCTIONS, PEOPLE
from .world import LabSamples


@task(kind="chain")
def orders_and_queues_a_run(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """Tube to order; assay and laboratory to instrument; order and instrument to run."""
    sample, operator = rng.choice(usable(world)), rng.choice(PEOPLE).full_name
    assay, volume = rng.choice(assays_for(sample.material)), draw_volume(rng)
    instrument = rng.choice(_instruments_for(world, assay))
    instruction, day, time = rng.choice(INSTRUCTIONS), draw_day(world, rng), draw_time(rng)

    def solution(call: Caller) -> None:
        found = call("query_samples", fragment=sample.barcode)["samples"][0]["sample_id"]
        made = call(
            "order_assay",
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

    before = world.snapshot()
    yield Ask(
        f"Order an immediate {ASSAY_NAMES[assay]} on the sample with barcode {sample.barcode}, "
        f"using {spell_volume(volume)}, and queue a run of just that order in the laboratory "
        f"named {instrument.laboratory}, on the instrument there that does this assay: on {day}, "
        f"loaded at {time}, operator {operator}. The order carries this instruction, word for "
        f"word:\n{instruction}",
        solution=solution,
    )

    after = world.snapshot()
    new = added(before, after)
    assert sorted(new) == ["orders", "runs"]
    [order], [run] = new["orders"], new["runs"]
    wanted = Order("", sample.id, assay, volume, "immediate", instruction, run_id=run["id"])
    assert without(order, "id") == without(asdict(wanted), "id")
    assert run == asdict(Run(run["id"], instrument.id, [order["id"]], day, time, operator))
    left = before["samples"][sample.id]["volume_microliters"] - volume
    assert changed(before, after) == {sample.id: {"volume_microliters": left}}


@task(kind="recovery")
def takes_the_first_free_day(world: LabSamples, rng: Random) -> Generator[Ask, Reply, None]:
    """The instrument is taken on the day asked for; the ask says to take the next free one."""
    order = rng.choice([order for order in world.orders.values() if order.run_id is None])
    instrument = rng.choice(_instruments_for(world, order.assay))
    day, time, operator = draw_day(world, rng), draw_time(rng), rng.choice(PEOPLE).full_name
    free_day = day + timedelta(days=rng.choice((1, 2)))
    _take_days(world, instrument, day, free_day)

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

    before = world.snapshot()
    yield Ask(
        f"Queue a run of just order {order.id} ({ASSAY_NAMES[order.assay]}) on the instrument in "
        f"the laboratory named {instrument.laboratory} that does this assay: on {day}, loaded at "
        f"{time}, operator {operator}. If the instrument has a run on that day already, take the "
        "first day after it on which it has none; all else stays the same.",
        solution=solution,
    )

    after = world.snapshot()
    run = only_added(before, after, "runs")
    assert run == asdict(Run(run["id"], instrument.id, [order.id], free_day, time, operator))
    assert changed(before, after) == {order.id: {"run_id": run["id"]}}


def _instruments_for(world: LabSamples, assay: str) -> list[Instrument]:
    return [item for item in world.instruments.values() if assay in item.assays]


def _take_days(world: LabSamples, instrument: Instrument, first: date, free: date) -> None:
    """Give the instrument rinsing runs, of no order, from ``first`` to the day before ``free``."""
    for number in range((free - first).days):
        id_ = world.draw_number(list(world.runs), "RN-", 4)
        day, operator = first + timedelta(days=number), PEOPLE[number].full_name
        world.runs[id_] = Run(id_, instrument.id, [], day, "07:00", operator)
