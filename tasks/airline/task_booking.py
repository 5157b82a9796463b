"""Tasks that book trips of one flight."""

from collections.abc import Generator
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    check_booked,
    coupon,
    fill,
    pick_airports,
    pick_day,
    pick_flyers,
    plant_flights,
    spell,
)
from .draw import draw_contact
from .records import FareBrand, Fares, Flight, TripContact
from .steps import display_flights, mail_to, quote_pages, wants_flights, wants_flyer
from .world import Airline


@task(kind="missing_parameter")
def asks_for_the_fare_brand(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask does not name a fare; the second does; the first flight is full."""
    start, end = pick_airports(world, rng, 2)
    day, [flyer] = pick_day(world, rng), pick_flyers(world, rng, 1)
    flights = plant_flights(world, rng, (start, end), day, 3)
    nth = rng.choice((1, 2))
    for flight in flights[:nth]:
        fill(world, rng, flight, 0, [flyer])
    brand: FareBrand = rng.choice(get_args(FareBrand))
    contact = draw_contact(rng, flyer)
    phone = contact.contact_phone or "+47 55500199"
    contact, known = TripContact(contact.contact_email, phone), set(world.network.records)

    def solution(call: Caller) -> None:
        located, page = call.together(wants_flyer(flyer), wants_flights(start, end, day))
        shown = display_flights(call, [row["flight_id"] for row in page["flights"]])
        first = next(each for each in shown if each["places_left"])
        call(
            "book_trip",
            flight_ids=[first["flight_id"]],
            flyer_ids=[located[0]["flyer_id"]],
            fare_brand=brand,
            trip_contact=contact,
        )

    reply = yield Ask(
        f"I am {flyer.name}. Book me on the first flight on {day} from {spell(start)} to "
        f"{spell(end)} that has a place left. You can reach me at {contact.contact_email} or "
        f"{contact.contact_phone}.",
        solution=lambda _: "Which fare would you like: light, classic or flex?",
        paraphrase=f"{flyer.name} speaking. I have to be in {spell(end)} on {day} and start from "
        f"{spell(start)}; the earliest departure with room for one is what I need booked. My "
        f"e-mail is {contact.contact_email}, my number {contact.contact_phone}.",
    )
    assert reply.text

    yield Ask(
        f"Let's say {brand}.",
        solution=solution,
        paraphrase=f"I've made up my mind: it's the {brand} fare.",
    )
    check_booked(world, known, [flights[nth]], [flyer], (brand, contact))


@task(kind="chain")
def pages_to_the_cheapest(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Read a day page by page, quote every flight, book the cheapest, then choose a seat there."""
    start, end = pick_airports(world, rng, 2)
    day, [flyer] = pick_day(world, rng), pick_flyers(world, rng, 1)
    flights = plant_flights(world, rng, (start, end), day, rng.randint(13, 15))
    cheapest = rng.choice(flights[3:])
    cheapest.fares = Fares(3900 - rng.randrange(0, 900, 10), 9000, 15000)
    fill(world, rng, cheapest, rng.randint(5, 8), [flyer])
    seat = _last_window(world, cheapest)
    contact, known = TripContact(draw_contact(rng, flyer).contact_email), set(world.network.records)
    request = wants_flights(start, end, day)

    def solution(call: Caller) -> None:
        located, page = call.together(wants_flyer(flyer), request)
        flyer_id = located[0]["flyer_id"]
        who = {"flyer_ids": [flyer_id], "fare_brand": "light"}
        prices = quote_pages(call, request, page, who)
        best = min(prices, key=lambda id_: prices[id_])
        made = call("book_trip", flight_ids=[best], **who, trip_contact=mail_to(contact))
        shown = call("display_flight", flight_id=best)
        windows = [each for each in shown["open_seats"] if each["beside"] == "window"]
        call(
            "seat_flyers",
            record_locator=made["record_locator"],
            flight_id=best,
            seat_choices=[{"flyer_id": flyer_id, "seat_code": windows[-1]["seat_code"]}],
        )

    yield Ask(
        f"Book {flyer.name} on the flight from {spell(start)} to {spell(end)} on {day} that costs "
        f"least on a light fare, whatever the hour; the address is {contact.contact_email}. Then "
        "give them the open window seat farthest back on it; of two in one row, that with the "
        "later letter.",
        solution=solution,
        paraphrase=f"{flyer.name} minds the price and not the hour: of all flights "
        f"on {day}, {spell(start)} to {spell(end)}, book the cheapest at the light fare (contact "
        f"{contact.contact_email}). As for the seat, it should be by a window and as near to the "
        "tail as is still possible, the later letter if both sides are open.",
    )

    record = check_booked(world, known, [cheapest], [flyer], ("light", contact))
    assert coupon(world, record, cheapest, flyer).seat_code == seat


def _last_window(world: Airline, flight: Flight) -> str:
    """Open a window seat behind the first row if there is none; return the last that is open."""
    coupons = [each for each in world.network.coupons.values() if each.flight_id == flight.id]
    windows = [code for code in flight.seat_codes if code[1] in "AD" and code[0] != "1"]
    taken = {each.seat_code: each for each in coupons}
    if all(code in taken for code in windows):
        taken.pop(windows[0]).seat_code = None
    return [code for code in windows if code not in taken][-1]
