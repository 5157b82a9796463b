"""Tasks about change fees and refunds."""

import datetime as dt
from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import draw_id, exact_text

from .records import Booking, Fare, Fee, Flight
from .rules import change_fee_cents, refund_cents
from .situations import (
    pick_airports,
    pick_date,
    pick_passengers,
    pick_route,
    plant_booking,
    plant_flights,
)
from .solutions import find_passenger, get_bookings, get_flights
from .wording import WAIVER_NOTES, airport_name
from .world import Airline


@task(kind="missing_tool", withhold=("waive_fee",))
def waives_a_change_fee(world: Airline, rng: Random) -> Turns:
    """Nothing can be waived at first; then waive the fee for the flight that was disrupted."""
    network = world.network
    route, date = pick_route(network, rng), pick_date(network, rng)
    *old, held = plant_flights(world, route, date, 3)
    party, note = pick_passengers(network, rng, rng.randint(1, 2)), rng.choice(WAIVER_NOTES)
    booking = plant_booking(world, [held], party, "classic")
    fees = [_charge(world, booking, flight) for flight in rng.sample(old, 2)]
    unfair, fair = rng.sample(fees, 2)
    network.flights[unfair.old_flight_id].status = rng.choice(("delayed", "cancelled"))

    def waive(call: Caller) -> None:
        fees = call("get_booking", booking_id=booking.id)["fees"]
        flights = get_flights(call, [fee["old_flight_id"] for fee in fees])
        pairs = zip(fees, flights, strict=True)
        fee_id = next(fee["id"] for fee, flight in pairs if flight["status"] != "on_time")
        call("waive_fee", fee_id=fee_id, reason="disruption", note=note)

    reply = yield Ask(
        f"Booking {booking.id} was charged two change fees, but one of the flights that it was "
        "moved from had been delayed or cancelled. Waive the fee for that one because of the "
        f"disruption, and leave the other. {exact_text(note, 'this note')}\n"
        "If you have no way of waiving fees, don't do anything; just reply with exactly: CANNOT "
        "WAIVE FEES",
        solution=lambda _: "CANNOT WAIVE FEES",
        paraphrase=f"There are two change fees on booking {booking.id}. One of them is our fault: "
        "the flight they moved from was delayed or cancelled. Please waive that fee, with the "
        f"disruption as the reason, but not the other one. The note must be exactly:\n{note}\n"
        "If waiving fees is something you can't do, change nothing and answer with these words "
        "only: CANNOT WAIVE FEES",
    )
    assert reply.says("CANNOT WAIVE FEES")
    assert [each.waiver_reason for each in fees] == [None, None]

    yield Ask(
        "You can waive fees now. Please go ahead.",
        solution=waive,
        hand_over=("waive_fee",),
        paraphrase="You've just been given the tool for waiving fees, so please do what I asked.",
    )
    assert (unfair.waiver_reason, unfair.waiver_note) == ("disruption", note)
    assert fair.waiver_reason is None


def _charge(world: Airline, booking: Booking, old: Flight) -> Fee:
    """Charge a booking for having left a flight that was on time."""
    fees = world.network.fees
    id_ = draw_id(world.rng, "FE-", fees)
    fees[id_] = Fee(id_, booking.id, old.id, change_fee_cents(old, booking))
    return fees[id_]


@task(kind="chain")
def cancels_a_return_flight(world: Airline, rng: Random) -> Turns:
    """Passenger to bookings to the one to a city; cancel its way back and say the refund."""
    network = world.network
    home, there, elsewhere = pick_airports(network, rng, 3)
    date, party = pick_date(network, rng), pick_passengers(network, rng, rng.randint(1, 2))
    fare: Fare = rng.choice(("classic", "flex"))
    trips = {}
    for target in rng.sample((there, elsewhere), 2):
        (out,) = plant_flights(world, (home, target), date, 1)
        date += dt.timedelta(days=rng.randint(1, 4))
        (back,) = plant_flights(world, (target, home), date, 1)
        date += dt.timedelta(days=1)
        trips[target.code] = (plant_booking(world, [out, back], party, fare), out, back)
    booking, out, back = trips[there.code]
    paid = [ticket.price_cents for ticket in network.tickets_on(back)]
    refund = sum(refund_cents(back, fare, cents) for cents in paid)

    def solution(call: Caller) -> str:
        tool, given = find_passenger(party[0])
        (passenger,) = call(tool, **given)
        bookings = get_bookings(call, passenger["booking_ids"])
        id_, back_id = next(
            (each["id"], each["flights"][1]["id"])
            for each in bookings
            if len(each["flights"]) == 2 and each["flights"][0]["destination"] == there.code
        )
        made = call("cancel_flights", booking_id=id_, flight_ids=[back_id])
        return f"{made['refund_cents'] / 100:.2f}"

    reply = yield Ask(
        f"{party[0].name} has decided to stay in {airport_name(there)}. Cancel the flight back "
        "from there for everyone on that booking, but keep the flight out. How much is refunded? "
        "Reply with just the number, in euros.",
        solution=solution,
        paraphrase=f"{party[0].name}'s return trip to {airport_name(there)} is only needed one "
        "way, for the whole group: leave the outbound flight booked and cancel the return. Answer "
        "with nothing but the refund in euros, as a number.",
    )

    assert reply.number() == refund / 100
    assert booking.flight_ids == (out.id,)
    assert booking.refunded_cents == refund
    assert not network.tickets_on(back)
