"""What task files share to set a situation up, on days on which nothing else flies."""

import datetime as dt
from collections.abc import Collection, Sequence
from random import Random

from .draw import DRAWN_DAYS, draw_flight, draw_trip
from .records import Airport, Coupon, FareBrand, Flight, Flyer, TripContact, TripRecord, coupon_key
from .rules import price_cents
from .views import coupons_of
from .world import Airline


def pick_day(world: Airline, rng: Random) -> dt.date:
    """Draw a day on which no flight has been drawn."""
    return world.first_day + dt.timedelta(days=rng.randrange(DRAWN_DAYS, 60))


def pick_airports(world: Airline, rng: Random, count: int) -> list[Airport]:
    """Draw several airports."""
    return rng.sample(list(world.network.airports.values()), count)


def pick_flyers(world: Airline, rng: Random, count: int) -> list[Flyer]:
    """Draw several flyers."""
    return rng.sample(list(world.network.flyers.values()), count)


def at(day: dt.date, minutes: int) -> dt.datetime:
    """Return the moment so many minutes after a day has begun."""
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)


def minutes_in(moment: dt.datetime) -> int:
    """Return how many minutes after midnight a moment is."""
    return moment.hour * 60 + moment.minute


def plant_flight(
    world: Airline, rng: Random, route: tuple[Airport, Airport], departs_at: dt.datetime
) -> Flight:
    """Put one more flight on the timetable, small enough to be filled; fares end in a nought."""
    origin, destination = route
    flight = draw_flight(rng, world.network, (origin.code, destination.code), departs_at)
    flight.seat_rows = 3
    return flight


def plant_flights(
    world: Airline, rng: Random, route: tuple[Airport, Airport], day: dt.date, count: int
) -> list[Flight]:
    """Put several flights of one day on the timetable; they leave one after the other."""
    minutes = sorted(rng.sample(range(6 * 60, 21 * 60, 25), count))
    return [plant_flight(world, rng, route, at(day, each)) for each in minutes]


def plant_trip(
    world: Airline,
    rng: Random,
    flights: Sequence[Flight],
    flyers: Sequence[Flyer],
    brand: FareBrand,
) -> TripRecord:
    """Book flyers on flights; about half of them have a seat."""
    return draw_trip(rng, world.network, flights, flyers, brand)


def fill(
    world: Airline, rng: Random, flight: Flight, left: int, without: Collection[Flyer]
) -> None:
    """Book others than some flyers on a flight until so many places are left."""
    aboard = {coupon.flyer_id for coupon in coupons_of(world.network, flight.id)}
    aboard |= {flyer.id for flyer in without}
    free = [flyer for flyer in world.network.flyers.values() if flyer.id not in aboard]
    rng.shuffle(free)
    while (most := places_left(world, flight) - left) > 0:
        party = [free.pop() for _ in range(min(most, rng.randint(1, 3)))]
        plant_trip(world, rng, [flight], party, rng.choice(("light", "classic", "flex")))


def places_left(world: Airline, flight: Flight) -> int:
    """Return how many places a flight has left."""
    return flight.capacity - len(coupons_of(world.network, flight.id))


def coupon(world: Airline, record: TripRecord, flight: Flight, flyer: Flyer) -> Coupon:
    """Return one flyer's coupon of one flight of a trip."""
    return world.network.coupons[coupon_key(record.locator, flight.id, flyer.id)]


def check_booked(
    world: Airline,
    known: Collection[str],
    flights: Sequence[Flight],
    flyers: Sequence[Flyer],
    terms: tuple[FareBrand, TripContact],
) -> TripRecord:
    """Assert that there is one new trip record, and that it is as asked, coupons included."""
    (locator,) = world.network.records.keys() - known
    record, (brand, contact) = world.network.records[locator], terms
    assert record.flight_ids == tuple(flight.id for flight in flights)
    assert sorted(record.flyer_ids) == sorted(flyer.id for flyer in flyers)
    assert (record.brand, record.contact, record.refunded_cents) == (brand, contact, 0)
    for flight in flights:
        for flyer in flyers:
            made = coupon(world, record, flight, flyer)
            assert made.fare_cents == price_cents(flight, brand, flyer)
            assert made.hold_bags == ()
    return record


def spell(airport: Airport) -> str:
    """Write an airport for an ask: its city and its code."""
    return f"{airport.city} ({airport.code})"
