"""Tasks about charges and refunds."""

from collections.abc import Generator
from datetime import timedelta
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import pick_airports, pick_day, pick_flyers, plant_flights, plant_trip, spell
from .draw import draw_id
from .records import Charge, FareBrand
from .rules import change_fee_cents, refund_cents
from .steps import display_flights, wants_records
from .views import coupons_of
from .words import NOTES
from .world import Airline


@task(kind="missing_tool", withhold=("waive_charge",))
def waives_what_was_not_their_fault(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Nothing can be waived at first; then waive the charge whose flight was disrupted."""
    start, end = pick_airports(world, rng, 2)
    flights = plant_flights(world, rng, (start, end), pick_day(world, rng), 3)
    party, note = pick_flyers(world, rng, rng.randint(1, 2)), rng.choice(NOTES)
    record = plant_trip(world, rng, flights[2:], party, "classic")
    charges = []
    for flight in rng.sample(flights[:2], 2):
        id_ = draw_id(rng, "ch", world.network.charges)
        cents = change_fee_cents(flight, "classic", len(party))
        charges.append(Charge(id_, record.locator, flight.id, cents))
        world.network.charges[id_] = charges[-1]
    unfair = rng.choice(charges)
    disrupted = world.network.flights[unfair.given_up_flight_id]
    disrupted.disruption = rng.choice(("delayed", "cancelled"))

    def waive(call: Caller) -> None:
        shown = call("display_record", record_locator=record.locator)
        flights = display_flights(call, [each["given_up_flight_id"] for each in shown["charges"]])
        charge = next(
            each
            for each, flight in zip(shown["charges"], flights, strict=True)
            if flight["disruption"] != "none"
        )
        call(
            "waive_charge",
            charge_id=charge["charge_id"],
            waiver_reason="disruption",
            waiver_note=note,
        )

    reply = yield Ask(
        f"Trip record {record.locator} was charged twice for changing flights, but one of the "
        "flights given up had been disrupted. Waive that charge on the ground of the disruption "
        f"and leave the other. The note for it, letter by letter:\n{note}",
        solution=lambda _: "I have nothing with which I could waive a charge.",
        paraphrase=f"There are two change fees on {record.locator}. For one of them we are to "
        "blame: the flight that was given up had been in disruption. Let them off that one, for "
        f"that reason, and not the other; note exactly this:\n{note}",
    )
    assert reply.text

    yield Ask(
        "You have now been given the right to waive charges. Please go on.",
        solution=waive,
        hand_over=("waive_charge",),
        paraphrase="The means for it are at your disposal from now on, so do it, please.",
    )
    assert (unfair.waived_because, unfair.waiver_note) == ("disruption", note)


@task(kind="chain")
def gives_up_the_way_back(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Flyer to records to the one that leads to a city; void its way back and say the refund."""
    home, there, elsewhere = pick_airports(world, rng, 3)
    day, party = pick_day(world, rng), pick_flyers(world, rng, rng.randint(1, 2))
    brand: FareBrand = rng.choice(("classic", "flex"))
    returns = {}
    for target in rng.sample((there, elsewhere), 2):
        [out] = plant_flights(world, rng, (home, target), day, 1)
        day += timedelta(days=rng.randint(1, 4))
        [back] = plant_flights(world, rng, (target, home), day, 1)
        day += timedelta(days=1)
        record = plant_trip(world, rng, [out, back], party, brand)
        returns[target.code] = (record, out, back)
    record, out, back = returns[there.code]
    fares = [each.fare_cents for each in coupons_of(world.network, back.id)]
    refund = sum(refund_cents(back, brand, cents) for cents in fares)

    def solution(call: Caller) -> str:
        [located] = call("locate_flyer", flyer_name=party[0].name)
        shown = call.together(*wants_records(located["record_locators"]))
        trip = next(
            each
            for each in shown
            if len(each["flights"]) == 2 and each["flights"][0]["to"] == there.code
        )
        made = call(
            "void_flights",
            record_locator=trip["record_locator"],
            flight_ids=[trip["flights"][1]["flight_id"]],
        )
        return str(made["refunded_cents"])

    reply = yield Ask(
        f"{party[0].name} will stay in {spell(there)} for good: void the flight back from there, "
        "for everyone on that record, and leave the way out. How many cents are paid back? The "
        "number alone.",
        solution=solution,
        paraphrase=f"Of the trip that takes {party[0].name} to {spell(there)}, only the first half "
        "will be flown, by the whole party. Give the return flight up and answer with just the "
        "refund, as a number of cents.",
    )

    assert reply.number() == refund
    assert record.flight_ids == (out.id,)
    assert record.refunded_cents == refund
    assert not coupons_of(world.network, back.id)
