"""Tasks that move parties to other flights."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import (
    coupon,
    fill,
    pick_airports,
    pick_day,
    pick_flyers,
    places_left,
    plant_flights,
    plant_trip,
    spell,
)
from .draw import open_seats
from .records import Coupon, Flight, HoldBag, TripRecord, WaitingParty
from .rules import refund_cents
from .steps import display_flights, numbered, record_on, wants_flights, wants_flyer, wants_records
from .views import coupons_of
from .world import Airline


@task(kind="recovery")
def waits_for_a_full_flight(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """The flight asked for is too full for the party; the ask says to put it on the list then."""
    start, end = pick_airports(world, rng, 2)
    day, party = pick_day(world, rng), pick_flyers(world, rng, rng.randint(2, 3))
    held, wanted, _ = rng.sample(plant_flights(world, rng, (start, end), day, 3), 3)
    record = plant_trip(world, rng, [held], party, rng.choice(("classic", "flex")))
    fill(world, rng, wanted, rng.randrange(len(party)), party)
    split = rng.random() < 0.5

    def solution(call: Caller) -> None:
        located, page = call.together(wants_flyer(party[0]), wants_flights(start, end, day))
        shown, booked = record_on(call, located[0], day)
        locator, taken = shown["record_locator"], numbered(page, wanted)
        call.failing(
            "rebook_flight",
            record_locator=locator,
            given_up_flight_id=booked["flight_id"],
            taken_flight_id=taken,
        )
        call("waitlist_party", record_locator=locator, wanted_flight_id=taken, split_allowed=split)

    may = "may be split" if split else "must not be split"
    yield Ask(
        f"{party[0].name} and those on the same record fly from {spell(start)} to {spell(end)} on "
        f"{day}. Move them to {wanted.number} of that day. If it hasn't got room for all of them, "
        f"leave their booking as it is and put them on its waiting list; the party {may}.",
        solution=solution,
        paraphrase=f"On {day} I'd like to have {party[0].name}'s party on {wanted.number} instead "
        f"of what they have now, {spell(start)} to {spell(end)}. Should there be too few places, "
        f"then keep what is booked but let them queue for that flight, as a party that {may}.",
    )

    assert wanted.waiting == (WaitingParty(record.locator, split),)


@task(kind="undo")
def moves_and_moves_back(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Take the next flight; then return to the old one, seats included."""
    start, end = pick_airports(world, rng, 2)
    day, party = pick_day(world, rng), pick_flyers(world, rng, 2)
    flights = plant_flights(world, rng, (start, end), day, 3)
    nth = rng.choice((0, 1))
    record = plant_trip(world, rng, [flights[nth]], party, "flex")
    for flyer in party:
        ticket = coupon(world, record, flights[nth], flyer)
        ticket.seat_code = None
        ticket.seat_code = rng.choice(open_seats(world.network, flights[nth], "flex"))
        ticket.hold_bags = (HoldBag(rng.randint(5, 30)),)
    before = [replace(coupon(world, record, flights[nth], flyer)) for flyer in party]
    known: dict[str, Json] = {}

    def move(call: Caller) -> None:
        [located] = call("locate_flyer", flyer_name=party[0].name)
        known["record"], booked = record_on(call, located, day)
        name, given = wants_flights(start, end, day)
        rows = call(name, **given)["flights"]
        later = [row for row in rows if row["departs_at"] > booked["departs_at"]]
        known["taken"] = later[0]["flight_id"]
        call(
            "rebook_flight",
            record_locator=known["record"]["record_locator"],
            given_up_flight_id=booked["flight_id"],
            taken_flight_id=known["taken"],
        )

    def move_back(call: Caller) -> None:
        here = {"record_locator": known["record"]["record_locator"]}
        [booked] = known["record"]["flights"]
        call(
            "rebook_flight",
            **here,
            given_up_flight_id=known["taken"],
            taken_flight_id=booked["flight_id"],
        )
        choices = [
            {"flyer_id": flyer["flyer_id"], "seat_code": flyer["seat_code"]}
            for flyer in booked["flyers"]
        ]
        call("seat_flyers", **here, flight_id=booked["flight_id"], seat_choices=choices)

    yield Ask(
        f"{party[0].name} would like to sleep longer on {day}. Put the whole party on the next "
        f"flight after theirs from {spell(start)} to {spell(end)}; don't choose any seats yet.",
        solution=move,
        paraphrase=f"One flight later, please, for {party[0].name} and whoever is on the same "
        f"booking: {day}, {spell(start)} to {spell(end)}. Don't pick seats.",
    )
    assert record.flight_ids == (flights[nth + 1].id,)
    moved = [coupon(world, record, flights[nth + 1], flyer) for flyer in party]
    assert [each.hold_bags for each in moved] == [each.hold_bags for each in before]
    assert [each.seat_code for each in moved] == [None, None]

    yield Ask(
        "They regret it. Put them back on the flight they had, in the very seats they had there.",
        solution=move_back,
        paraphrase="Undo that, would you? The old flight again, and everyone in their old seat.",
    )
    assert record.flight_ids == (flights[nth].id,)
    assert [coupon(world, record, flights[nth], flyer) for flyer in party] == before


@task(kind="chain")
def spreads_a_cancelled_flight(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Flight to parties to later flights; the largest party chooses first."""
    start, end = pick_airports(world, rng, 2)
    day, flyers = pick_day(world, rng), pick_flyers(world, rng, 6)
    cancelled, *later = plant_flights(world, rng, (start, end), day, 3)
    parties = [flyers[:3], flyers[3:5], flyers[5:]]
    records = [plant_trip(world, rng, [cancelled], party, "light") for party in parties]
    cancelled.disruption = "cancelled"
    for flight, left in zip(later, (rng.randint(1, 4), rng.randint(5, 6)), strict=True):
        fill(world, rng, flight, left, flyers)
    wanted = _spread(world, records, later)

    def solution(call: Caller) -> None:
        name, given = wants_flights(start, end, day)
        ids = [row["flight_id"] for row in call(name, **given)["flights"]]
        shown, *others = display_flights(call, ids)
        largest = sorted(shown["parties"], key=lambda party: -int(party["flyers"]))
        requests = []
        left = {each["flight_id"]: int(each["places_left"]) for each in others}
        for party in largest:
            taken = next(id_ for id_, places in left.items() if places >= party["flyers"])
            left[taken] -= int(party["flyers"])
            given = {
                "record_locator": party["record_locator"],
                "given_up_flight_id": shown["flight_id"],
                "taken_flight_id": taken,
            }
            requests.append(("rebook_flight", given))
        call.together(*requests)

    yield Ask(
        f"{cancelled.number} from {spell(start)} to {spell(end)} on {day} has been cancelled. Move "
        "its three parties to the later flights of that day. Begin with the largest party and end "
        "with the smallest; each goes, undivided, to the first later flight that has room for it.",
        solution=solution,
        paraphrase=f"Nobody can fly on {cancelled.number} ({day}, {spell(start)} to {spell(end)}); "
        "it won't take place. Rebook its three parties that day, big ones before small ones: "
        "for each, look for the earliest of the flights after it where the whole party still fits.",
    )

    for record in records:
        assert record.flight_ids == (wanted[record.locator],)
        new = world.network.flights[wanted[record.locator]]
        assert {each.flyer_id for each in _coupons(world, record, new)} == set(record.flyer_ids)


def _spread(
    world: Airline, records: Sequence[TripRecord], later: Sequence[Flight]
) -> dict[str, str]:
    """Say which flight each record should get, the records being sorted by size."""
    left, wanted = {flight.id: places_left(world, flight) for flight in later}, {}
    for record in records:
        size = len(record.flyer_ids)
        wanted[record.locator] = next(id_ for id_, places in left.items() if places >= size)
        left[wanted[record.locator]] -= size
    return wanted


def _coupons(world: Airline, record: TripRecord, flight: Flight) -> list[Coupon]:
    return [each for each in coupons_of(world.network, flight.id) if each.locator == record.locator]


@task(kind="chain")
def hands_places_to_the_waiting(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """One party gives its flight up; the first on the waiting list that fits gets its places."""
    start, end = pick_airports(world, rng, 2)
    day, flyers = pick_day(world, rng), pick_flyers(world, rng, 8)
    full, held, _ = plant_flights(world, rng, (start, end), day, 3)
    size = rng.choice((1, 2))
    leaving = plant_trip(world, rng, [full], flyers[:size], rng.choice(("light", "classic")))
    fill(world, rng, full, 0, flyers)
    parties = [flyers[2:5], flyers[5:7], flyers[7:]]
    first = [party for party in parties if len(party) > size]
    rest = [party for party in parties if len(party) <= size]
    order = [*rng.sample(first, len(first)), *rng.sample(rest, len(rest))]
    waiting = [plant_trip(world, rng, [held], party, "flex") for party in order]
    full.waiting = tuple(WaitingParty(record.locator) for record in waiting)
    lucky = waiting[len(first)]
    paid = [each.fare_cents for each in _coupons(world, leaving, full)]
    refund = sum(refund_cents(full, leaving.brand, cents) for cents in paid)

    def solution(call: Caller) -> None:
        located, page = call.together(wants_flyer(flyers[0]), wants_flights(start, end, day))
        mine, _ = record_on(call, located[0], day)
        flight_id = numbered(page, full)
        call("void_flights", record_locator=mine["record_locator"], flight_ids=[flight_id])
        shown = call("display_flight", flight_id=flight_id)
        waiting = [each["record_locator"] for each in shown["waiting"]]
        records = call.together(*wants_records(waiting))
        fit = next(
            record
            for record in records
            if len(record["flights"][0]["flyers"]) <= int(shown["places_left"])
        )
        call(
            "rebook_flight",
            record_locator=fit["record_locator"],
            given_up_flight_id=fit["flights"][0]["flight_id"],
            taken_flight_id=flight_id,
        )

    yield Ask(
        f"The party of {flyers[0].name} gives up {full.number} from {spell(start)} to {spell(end)} "
        f"on {day}; void that flight for them. Then move onto it, from its waiting list, the first "
        "party in line that has room on it as a whole, in place of the flight it has now.",
        solution=solution,
        paraphrase=f"{flyers[0].name} and company give up {full.number} ({day}, {spell(start)} "
        f"to {spell(end)}), so take that flight off their record for good. Whoever comes first on "
        "the waiting list and fits into the space that has become free, without being split, "
        "swaps the present flight for this one.",
    )

    assert (leaving.flight_ids, leaving.refunded_cents) == ((), refund)
    assert not _coupons(world, leaving, full)
    assert lucky.flight_ids == (full.id,)
    assert {each.flyer_id for each in _coupons(world, lucky, full)} == set(lucky.flyer_ids)
    assert lucky.locator not in [party.locator for party in full.waiting]
