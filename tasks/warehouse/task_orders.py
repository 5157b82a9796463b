"""Tasks that bring orders on their way."""

from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .floor import place
from .situations import draw_collection, draw_idle_skus, draw_units, plant_order, spread
from .steps import find_orders, hold_lines, papers
from .world import Warehouse


@task(kind="chain")
def brings_an_order_on_its_way(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Nine steps: find the order, hold its units where most are free, pack, and ship."""
    skus = draw_idle_skus(world, rng, rng.choice((2, 3)))
    best = {sku: spread(world, rng, sku) for sku in skus}
    order = plant_order(world, rng, draw_units(rng, skus))
    carrier, day = draw_collection(world, rng)
    left = {sku: best[sku].units[sku] - units for sku, units in order.units.items()}

    def solution(call: Caller) -> None:
        (row,) = find_orders(call, "placed", order.customer)
        paper = papers(call, row["order_code"])
        held = hold_lines(call, paper["order_code"], paper["lines"])
        boxes = [
            {
                "box_size": "medium",
                "box_contents": [
                    {"boxed_sku": each["held_sku"], "boxed_units": each["held_units"]}
                ],
            }
            for each in held
        ]
        parcels = call("pack_purchase", fulfilled_order=paper["order_code"], boxes=boxes)
        call(
            "ship_parcels",
            parcel_codes=[parcel["parcel_code"] for parcel in parcels],
            parcel_carrier=carrier,
            collected_on=day,
        )

    before = set(world.parcels)
    yield Ask(
        f"Please send off the order that {order.customer} has placed. Hold each product from one "
        "bin alone, the one with the most free units of it, pack each product into a medium box of "
        f"its own, and let {carrier.title()} collect the parcels on {day}.",
        solution=solution,
        paraphrase=f"{order.customer} has an order with us on which nothing has been done yet. "
        f"{carrier.title()} should fetch it on {day}. Every product takes one medium box to itself "
        "and comes out of a single bin, namely the one with the most free units of that product.",
    )

    assert (order.stage, order.shipped_on, order.held) == ("shipped", day, {})
    new = [parcel for parcel in world.parcels.values() if parcel.id not in before]
    assert sorted((p.order_id, p.box_size, p.carrier, *p.units.items()) for p in new) == sorted(
        (order.id, "medium", carrier, (sku, units)) for sku, units in order.units.items()
    )
    assert {sku: best[sku].units.get(sku, 0) for sku in skus} == left


@task(kind="missing_tool", withhold=("ship_parcels",))
def ships_once_it_can(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can ship at first; then the packed order is found and all its parcels go."""
    order = rng.choice([each for each in world.orders.values() if each.stage == "packed"])
    carrier, day = draw_collection(world, rng)

    def solution(call: Caller) -> None:
        (row,) = find_orders(call, "packed", order.customer)
        call(
            "ship_parcels",
            parcel_codes=papers(call, row["order_code"])["parcel_codes"],
            parcel_carrier=carrier,
            collected_on=day,
        )

    reply = yield Ask(
        f"The order of {order.customer} is packed. Hand it over to {carrier.title()} for "
        f"collection on {day}. If you can't hand parcels to a carrier, change nothing and say so.",
        solution=lambda _: "I have no tool that hands parcels to a carrier; nothing has changed.",
        paraphrase=f"{carrier.title()} is to collect {order.customer}'s packed order on {day}; "
        "arrange that. Only if there is no way for you to do it, leave all as it is and tell me.",
    )
    assert reply.text
    assert order.stage == "packed"

    yield Ask(
        "From now on you can hand parcels over. Please do it, as I said.",
        solution=solution,
        hand_over=("ship_parcels",),
        paraphrase="You have just been given what it takes to ship. Go on with that order.",
    )
    assert (order.stage, order.shipped_on) == ("shipped", day)
    parcels = [parcel for parcel in world.parcels.values() if parcel.order_id == order.id]
    assert [parcel.carrier for parcel in parcels] == [carrier] * len(parcels)


@task(kind="undo")
def lets_go_of_what_it_held(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Hold what an order lacks; then let go of just that, and not of what was held before."""
    skus = draw_idle_skus(world, rng, rng.choice((3, 4)))
    best = {sku: spread(world, rng, sku) for sku in skus}
    order = plant_order(world, rng, draw_units(rng, skus), age_days=3)
    held_before = {place(skus[0], best[skus[0]].code): order.units[skus[0]]}
    order.held = dict(held_before)
    all_held = {place(sku, best[sku].code): units for sku, units in order.units.items()}
    known: list[dict[str, object]] = []

    def holding(call: Caller) -> None:
        paper = papers(call, order.id)
        held = {row["variant_sku"] for row in paper["held"]}
        lines = [row for row in paper["lines"] if row["variant_sku"] not in held]
        known[:] = hold_lines(call, order.id, lines)

    def letting_go(call: Caller) -> None:
        call("release_units", fulfilled_order=order.id, releases=known)

    yield Ask(
        f"One product of order {order.id} is held already. Hold the others as well, each from the "
        "one bin that has the most free units of it.",
        solution=holding,
        paraphrase=f"Order {order.id} has units of only one product set aside so far. Set aside "
        "what is missing too; take every product from a single bin, the one with the most free "
        "units of it.",
    )
    assert (order.held, order.stage) == (all_held, "reserved")

    yield Ask(
        "The customer is having second thoughts. Let go again of all that you have just held, but "
        "of nothing that was held before.",
        solution=letting_go,
        paraphrase="On reflection, please put things back as they were: the units that you set "
        "aside a moment ago become free, the earlier ones remain held.",
    )
    assert (order.held, order.stage) == (held_before, "placed")
