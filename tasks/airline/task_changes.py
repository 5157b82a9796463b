"""Tasks that move bookings to other flights."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task

from .draw import seats_for
from .records import Bag, Booking, Flight, WaitlistEntry
from .rules import Network, refund_cents
from .situations import (
    fill,
    pick_date,
    pick_passengers,
    pick_route,
    plant_booking,
    plant_flights,
)
from .solutions import (
    assign,
    booking_on,
    change,
    find_passenger,
    get_bookings,
    get_flights,
    numbered,
    search,
)
from .wording import airport_name
from .world import Airline


@task(kind="recovery")
def moves_a_party_or_joins_the_waitlist(world: Airline, rng: Random) -> Turns:
    """The flight asked for is too full for the party; the ask says what to do then."""
    network = world.network
    start, end = pick_route(network, rng)
    date, party = pick_date(network, rng), pick_passengers(network, rng, rng.randint(2, 3))
    held, full, _ = rng.sample(plant_flights(world, (start, end), date, 3), 3)
    booking = plant_booking(world, [held], party, rng.choice(("classic", "flex")))
    fill(world, full, rng.randrange(len(party)), party)
    split = rng.random() < 0.5

    def solution(call: Caller) -> None:
        found, page = call.together(find_passenger(party[0]), search(start, end, date))
        shown, flight = booking_on(call, found[0], date)
        tool, given = change(shown["id"], flight["id"], numbered(page, full))
        call.failing(tool, **given)
        where = {"booking_id": shown["id"], "flight_id": given["new_flight_id"]}
        call("join_waitlist", **where, may_split=split)

    may = "may be split up" if split else "must stay together"
    yield Ask(
        f"{party[0].name} and the others on the same booking are flying from {airport_name(start)} "
        f"to {airport_name(end)} on {date}. Move them to {full.number} on that day. If it doesn't "
        f"have enough seats for all of them, leave the booking as it is and put it on the waitlist "
        f"for {full.number}; the group {may}.",
        solution=solution,
        paraphrase=f"I'd like {party[0].name}'s whole booking, {airport_name(start)} to "
        f"{airport_name(end)} on {date}, to be on flight {full.number} instead. Should that flight "
        "have too few seats, then don't change anything, just add the booking to its waitlist. The "
        f"passengers {may}.",
    )

    assert full.waitlist == (WaitlistEntry(booking.id, split),)
    assert booking.flight_ids == (held.id,)


@task(kind="undo")
def moves_a_party_and_back(world: Airline, rng: Random) -> Turns:
    """Take the next flight; then return to the old one, seats included."""
    network = world.network
    start, end = pick_route(network, rng)
    date, party = pick_date(network, rng), pick_passengers(network, rng, 2)
    flights = plant_flights(world, (start, end), date, 3)
    nth = rng.choice((0, 1))
    old, new = flights[nth : nth + 2]
    booking = plant_booking(world, [old], party, "flex")
    for ticket in network.party_on(old, booking):
        ticket.seat = None
        ticket.seat = rng.choice(seats_for(network, old, "flex"))
        ticket.bags = (Bag(rng.randint(5, 30)),)
    before = [replace(ticket) for ticket in network.party_on(old, booking)]
    known: dict[str, Json] = {}

    def move(call: Caller) -> None:
        found, page = call.together(find_passenger(party[0]), search(start, end, date))
        known["booking"], flight = booking_on(call, found[0], date)
        later = [row for row in page["flights"] if row["departs_at"] > flight["departs_at"]]
        known["new"] = later[0]["id"]
        call.together(change(known["booking"]["id"], flight["id"], known["new"]))

    def move_back(call: Caller) -> None:
        id_, (flight,) = known["booking"]["id"], known["booking"]["flights"]
        seats = {each["id"]: each["seat"] for each in flight["passengers"]}
        tool, given = change(id_, known["new"], flight["id"])
        call(tool, **given)
        call.together(assign(id_, flight["id"], seats))

    yield Ask(
        f"{party[0].name} would like to leave a little later on {date}. Move everyone on that "
        f"booking to the next flight from {airport_name(start)} to {airport_name(end)} after "
        "theirs. Don't assign any seats yet.",
        solution=move,
        paraphrase=f"Please change {party[0].name}'s flight from {airport_name(start)} to "
        f"{airport_name(end)} on {date}: move everyone on the booking to the next flight on that "
        "route that day. Leave the seats unassigned for the time being.",
    )
    assert booking.flight_ids == (new.id,)
    moved = [replace(ticket, flight_id=new.id, seat=None) for ticket in before]
    assert network.party_on(new, booking) == moved

    yield Ask(
        "They've changed their minds. Please move them back to the flight they were on, with the "
        "same seats they had there.",
        solution=move_back,
        paraphrase="Sorry, please undo that: put everyone back on their original flight and in "
        "their original seats.",
    )
    assert booking.flight_ids == (old.id,)
    assert network.party_on(old, booking) == before


@task(kind="chain")
def rebooks_a_cancelled_flight(world: Airline, rng: Random) -> Turns:
    """Flight to bookings to later flights; the largest party chooses first."""
    network = world.network
    start, end = pick_route(network, rng)
    date, passengers = pick_date(network, rng), pick_passengers(network, rng, 6)
    cancelled, *later = plant_flights(world, (start, end), date, 3)
    parties = [passengers[:3], passengers[3:5], passengers[5:]]
    bookings = [plant_booking(world, [cancelled], party, "light") for party in parties]
    cancelled.status = "cancelled"
    for flight, left in zip(later, (rng.randint(1, 4), rng.randint(5, 6)), strict=True):
        fill(world, flight, left, passengers)
    wanted = _first_with_room(network, bookings, later)

    def solution(call: Caller) -> None:
        tool, given = search(start, end, date)
        ids = [row["id"] for row in call(tool, **given)["flights"]]
        shown, *others = get_flights(call, ids)
        left = {each["id"]: int(each["seats_left"]) for each in others}
        changes = []
        for booking in sorted(shown["bookings"], key=lambda row: -int(row["passengers"])):
            new = next(id_ for id_, seats in left.items() if seats >= booking["passengers"])
            left[new] -= int(booking["passengers"])
            changes.append(change(booking["id"], shown["id"], new))
        call.together(*changes)

    yield Ask(
        f"{cancelled.number} from {airport_name(start)} to {airport_name(end)} on {date} has been "
        "cancelled. Move its three bookings to the later flights on that day, starting with the "
        "one that has the most passengers and ending with the one that has the fewest. Each goes "
        "to the first later flight with enough seats left for the whole booking.",
        solution=solution,
        paraphrase=f"{cancelled.number} won't operate on {date} ({airport_name(start)} to "
        f"{airport_name(end)}). Please rebook all three of its bookings onto flights later that "
        "day, larger groups before smaller ones. For each, choose the earliest of the later "
        "flights that still has room for the entire group.",
    )

    for booking, flight in wanted:
        assert booking.flight_ids == (flight.id,)
        aboard = [ticket.passenger_id for ticket in network.party_on(flight, booking)]
        assert sorted(aboard) == list(booking.passenger_ids)


def _first_with_room(
    network: Network, bookings: Sequence[Booking], flights: Sequence[Flight]
) -> list[tuple[Booking, Flight]]:
    """Say which flight each booking gets if they take seats one after the other."""
    left, found = [network.seats_left(flight) for flight in flights], []
    for booking in bookings:
        size = len(booking.passenger_ids)
        nth = next(nth for nth, seats in enumerate(left) if seats >= size)
        left[nth] -= size
        found.append((booking, flights[nth]))
    return found


@task(kind="chain")
def gives_freed_seats_to_the_waitlist(world: Airline, rng: Random) -> Turns:
    """One party cancels its flight; the first on the waitlist that fits gets its seats."""
    network = world.network
    start, end = pick_route(network, rng)
    date, passengers = pick_date(network, rng), pick_passengers(network, rng, 8)
    full, held, _ = plant_flights(world, (start, end), date, 3)
    size = rng.choice((1, 2))
    leaving = plant_booking(world, [full], passengers[:size], rng.choice(("light", "classic")))
    fill(world, full, 0, passengers)
    parties = [passengers[2:5], passengers[5:7], passengers[7:]]
    large = [party for party in parties if len(party) > size]
    small = [party for party in parties if len(party) <= size]
    order = [*rng.sample(large, len(large)), *rng.sample(small, len(small))]
    waiting = [plant_booking(world, [held], party, "flex") for party in order]
    full.waitlist = tuple(WaitlistEntry(booking.id) for booking in waiting)
    first = waiting[len(large)]
    paid = [ticket.price_cents for ticket in network.party_on(full, leaving)]
    refund = sum(refund_cents(full, leaving.fare, cents) for cents in paid)

    def solution(call: Caller) -> None:
        found, page = call.together(find_passenger(passengers[0]), search(start, end, date))
        booking, _ = booking_on(call, found[0], date)
        flight_id = numbered(page, full)
        call("cancel_flights", booking_id=booking["id"], flight_ids=[flight_id])
        shown = call("get_flight", flight_id=flight_id)
        bookings = get_bookings(call, [each["booking_id"] for each in shown["waitlist"]])
        legs = [(each["id"], each["flights"][0]) for each in bookings]
        id_, leg = next(
            (id_, leg) for id_, leg in legs if len(leg["passengers"]) <= int(shown["seats_left"])
        )
        call.together(change(id_, leg["id"], flight_id))

    yield Ask(
        f"{passengers[0].name} no longer needs {full.number} from {airport_name(start)} to "
        f"{airport_name(end)} on {date}. Cancel that flight for the whole booking. Then give the "
        "seats to the first booking on its waitlist that fits on the flight as a whole: move that "
        "booking from the flight that it has on that day to this one.",
        solution=solution,
        paraphrase=f"Please cancel {full.number} ({airport_name(start)} to {airport_name(end)}, "
        f"{date}) for everyone on {passengers[0].name}'s booking. After that, go through the "
        "waitlist of that flight in order and change the first booking whose passengers all have "
        "room on it, without splitting them up, from its present flight to this one.",
    )

    assert (leaving.flight_ids, leaving.refunded_cents) == ((), refund)
    assert first.flight_ids == (full.id,)
    assert [entry.booking_id for entry in full.waitlist] == [
        booking.id for booking in waiting if booking is not first
    ]
