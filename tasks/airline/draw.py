"""Draw an airline from a seed."""

import datetime as dt
from collections.abc import Collection, Sequence
from random import Random
from typing import get_args

from .records import (
    Airport,
    Coupon,
    FareBrand,
    Fares,
    Flight,
    Flyer,
    Network,
    Tier,
    TripContact,
    TripRecord,
    coupon_key,
)
from .rules import price_cents
from .words import CITIES, FLYERS, MAIL_HOSTS

DRAWN_DAYS = 2
"""Days on which the drawn flights go; the days after are left to the tasks."""
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
_NUMBERS = tuple(f"QX{number}" for number in range(100, 1000))


def draw_network(rng: Random) -> tuple[dt.date, Network]:
    """Draw the first day, the airports, the flights of two days, flyers, and their trips."""
    network = Network()
    first = dt.date(2026, 2, 1) + dt.timedelta(days=rng.randrange(800))
    minutes = [rng.randrange(30, 65, 5) for _ in CITIES]
    for (code, city), least in zip(rng.sample(CITIES, 6), minutes, strict=False):
        network.airports[code] = Airport(code, city, least)
    for name in rng.sample(FLYERS, len(FLYERS)):
        id_ = draw_id(rng, "fy", network.flyers)
        city = rng.choice(list(network.airports.values())).city
        network.flyers[id_] = Flyer(id_, name, city, rng.choice(get_args(Tier)))
    _draw_flights(rng, network, first)
    _draw_trips(rng, network)
    return first, network


def draw_id(rng: Random, prefix: str, taken: Collection[str], length: int = 5) -> str:
    """Draw an id that is not taken; ids follow no order, so none can be foretold."""
    while True:
        id_ = prefix + "".join(rng.choices(_ALPHABET, k=length))
        if id_ not in taken:
            return id_


def draw_flight(
    rng: Random, network: Network, route: tuple[str, str], departs_at: dt.datetime
) -> Flight:
    """Draw a flight on a route and put it on the timetable."""
    taken = {flight.number for flight in network.flights.values()}
    numbers = [number for number in _NUMBERS if number not in taken]
    fares = [rng.randrange(least, least + 4000, 10) for least in (4000, 9000, 15000)]
    flight = Flight(
        id=draw_id(rng, "fl", network.flights),
        number=rng.choice(numbers),
        origin=route[0],
        destination=route[1],
        departs_at=departs_at,
        arrives_at=departs_at + dt.timedelta(minutes=rng.randrange(35, 80, 5)),
        seat_rows=rng.randint(3, 5),
        fares=Fares(*fares),
    )
    network.flights[flight.id] = flight
    return flight


def draw_trip(
    rng: Random,
    network: Network,
    flights: Sequence[Flight],
    flyers: Sequence[Flyer],
    brand: FareBrand,
) -> TripRecord:
    """Draw a trip of some flyers on some flights; about half of them have a seat."""
    locator = draw_id(rng, "", network.records, 6)
    record = TripRecord(
        locator=locator,
        brand=brand,
        flyer_ids=tuple(flyer.id for flyer in flyers),
        flight_ids=tuple(flight.id for flight in flights),
        contact=draw_contact(rng, flyers[0]),
    )
    network.records[locator] = record
    for flight in flights:
        for flyer in flyers:
            coupon = Coupon(locator, flight.id, flyer.id, price_cents(flight, brand, flyer))
            seats = open_seats(network, flight, brand)
            if seats and rng.random() < 0.5:
                coupon.seat_code = rng.choice(seats)
            network.coupons[coupon_key(locator, flight.id, flyer.id)] = coupon
    return record


def draw_contact(rng: Random, flyer: Flyer) -> TripContact:
    """Draw an e-mail address for a flyer, and a telephone number for some."""
    box = "".join(letter for letter in flyer.name.lower() if letter.isascii() and letter.isalpha())
    phone = f"+{rng.randrange(30, 99)} {rng.randrange(10**7, 10**8)}" if rng.random() < 0.5 else ""
    return TripContact(f"{box}{rng.randrange(10, 100)}@{rng.choice(MAIL_HOSTS)}", phone)


def open_seats(network: Network, flight: Flight, brand: FareBrand) -> list[str]:
    """List the seats that nobody has and that a fare brand gives access to."""
    taken = {each.seat_code for each in network.coupons.values() if each.flight_id == flight.id}
    return [
        code
        for code in flight.seat_codes
        if code not in taken and (brand == "flex" or not code.startswith("1"))
    ]


def _draw_flights(rng: Random, network: Network, first: dt.date) -> None:
    codes = list(network.airports)
    for day in range(DRAWN_DAYS):
        midnight = dt.datetime.combine(first + dt.timedelta(days=day), dt.time())
        for origin, destination in zip(codes, [*codes[1:], codes[0]], strict=True):
            for route in ((origin, destination), (destination, origin)):
                for hour in rng.sample(range(6, 21), 2):
                    minute = rng.randrange(0, 60, 5)
                    draw_flight(rng, network, route, midnight.replace(hour=hour, minute=minute))


def _draw_trips(rng: Random, network: Network) -> None:
    flights = list(network.flights.values())
    for flight in rng.sample(flights, 12):
        party = rng.sample(list(network.flyers.values()), rng.randint(1, 3))
        draw_trip(rng, network, [flight], party, rng.choice(get_args(FareBrand)))
