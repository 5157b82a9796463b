"""Tasks that book a single flight."""

from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import listed

from .draw import draw_contact
from .records import Contact, Fare, Flight
from .rules import Network
from .situations import (
    check_booked,
    email_contact,
    fill,
    pick_date,
    pick_passengers,
    pick_route,
    plant_flights,
    wanted_booking,
)
from .solutions import Request, assign, book, find_passenger, get_flights, search
from .wording import airport_name
from .world import Airline

DETAILS = ("name", "date", "airport", "fare", "email")
"""What somebody who books a flight may have left out."""


@task(kind="missing_parameter")
def books_the_first_flight_with_a_seat(world: Airline, rng: Random) -> Turns:
    """The first ask names no fare, the second does; the first flights of the day are full."""
    network = world.network
    start, end = pick_route(network, rng)
    date, (passenger,) = pick_date(network, rng), pick_passengers(network, rng, 1)
    flights = plant_flights(world, (start, end), date, 3)
    nth = rng.choice((1, 2))
    for flight in flights[:nth]:
        fill(world, flight, 0, [passenger])
    drawn, fare = draw_contact(rng, passenger), rng.choice(get_args(Fare))
    contact = Contact(drawn.email, drawn.phone or "+47 55500199")
    wanted, before = wanted_booking([flights[nth]], [passenger], fare, contact), {*network.bookings}

    def solution(call: Caller) -> None:
        found, page = call.together(find_passenger(passenger), search(start, end, date))
        shown = get_flights(call, [row["id"] for row in page["flights"]])
        first = next(each for each in shown if each["seats_left"])
        call.together(book([first["id"]], [found[0]["id"]], wanted))

    reply = yield Ask(
        f"My name is {passenger.name}. Please book me on the first flight from "
        f"{airport_name(start)} to {airport_name(end)} on {date} that still has a seat. My email "
        f"is {contact.email} and my phone number is {contact.phone}. If there's anything else you "
        "need to know, don't book yet; reply with one word for what's missing, namely "
        f"{listed(DETAILS, 'or')}.",
        solution=lambda _: "fare",
        paraphrase=f"This is {passenger.name}; you can reach me at {contact.email} or "
        f"{contact.phone}. I want to fly from {airport_name(start)} to {airport_name(end)} on "
        f"{date}, so get me onto the earliest departure with a free seat. Should one of these "
        f"details be missing: {listed(DETAILS, 'or')}, then do nothing yet and answer with just "
        "that word.",
    )
    assert reply.named(DETAILS) == {"fare"}
    assert network.bookings.keys() == before

    yield Ask(
        f"Oh, right. Book the {fare} fare, please.",
        solution=solution,
        paraphrase=f"Sorry, I forgot to say: I'd like the {fare} fare. Please go ahead.",
    )
    check_booked(network, before, wanted)


@task(kind="chain")
def books_the_cheapest_flight_of_a_day(world: Airline, rng: Random) -> Turns:
    """Read a day page by page, quote each flight, book the cheapest, then choose a seat there."""
    network = world.network
    start, end = pick_route(network, rng)
    date, (passenger,) = pick_date(network, rng), pick_passengers(network, rng, 1)
    flights = plant_flights(world, (start, end), date, rng.randint(13, 15))
    cheapest = rng.choice(flights[3:])
    cheapest.fares_cents["light"] = 3900 - rng.randrange(0, 900, 10)
    fill(world, cheapest, rng.randint(5, 8), [passenger])
    seat = _last_window(network, cheapest)
    contact = email_contact(rng, passenger)
    wanted, before = wanted_booking([cheapest], [passenger], "light", contact), {*network.bookings}

    def solution(call: Caller) -> None:
        request = search(start, end, date)
        found, page = call.together(find_passenger(passenger), request)
        passenger_id = found[0]["id"]
        prices = _quote_pages(call, request, page, passenger_id)
        best = min(prices, key=lambda id_: prices[id_])
        (made,) = call.together(book([best], [passenger_id], wanted))
        shown = call("get_flight", flight_id=best)
        windows = [row["seat"] for row in shown["unassigned_seats"] if row["position"] == "window"]
        call.together(assign(made["id"], best, {passenger_id: windows[-1]}))

    yield Ask(
        f"Please book {passenger.name} on the cheapest flight from {airport_name(start)} to "
        f"{airport_name(end)} on {date}, at any time of day, on a light fare. The contact email is "
        f"{contact.email}. Then assign them the open window seat farthest back in the plane or, if "
        "two are open in that row, the one with the later letter.",
        solution=solution,
        paraphrase=f"{passenger.name} cares about the price, not the time. Of all the flights on "
        f"{date} from {airport_name(start)} to {airport_name(end)}, find the one with the lowest "
        f"light fare, book it on that fare with {contact.email} as the contact email, and choose a "
        "window seat: the open one in the rearmost row, and the later letter if both windows of "
        "that row are open.",
    )
    check_booked(network, before, wanted, seat)


def _quote_pages(call: Caller, request: Request, page: Json, passenger_id: str) -> dict[str, int]:
    """Price each flight of a list of pages, while reading on; return cents by id."""
    prices: dict[str, int] = {}
    tool, given = request
    while page:
        ids, cursor = [row["id"] for row in page["flights"]], page["next_cursor"]
        who = {"passenger_ids": [passenger_id], "fare": "light"}
        requests: list[Request] = [("quote_fare", {"flight_ids": [id_], **who}) for id_ in ids]
        if cursor:
            requests.append((tool, {**given, "cursor": cursor}))
        results = call.together(*requests)
        page = results.pop() if cursor else None
        prices |= {id_: int(each["total_cents"]) for id_, each in zip(ids, results, strict=True)}
    return prices


def _last_window(network: Network, flight: Flight) -> str:
    """Open a window seat behind the first row if there is none; return the last that is open."""
    windows = [seat for seat in flight.seats if seat[1] in "AD" and not seat.startswith("1")]
    taken = {ticket.seat: ticket for ticket in network.tickets_on(flight)}
    if all(seat in taken for seat in windows):
        taken.pop(windows[0]).seat = None
    return [seat for seat in windows if seat not in taken][-1]
