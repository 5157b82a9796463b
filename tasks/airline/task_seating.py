"""Tasks about seats."""

from collections.abc import Generator, Sequence
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import (
    coupon,
    pick_airports,
    pick_day,
    pick_flyers,
    plant_flights,
    plant_trip,
    spell,
)
from .draw import open_seats
from .records import Coupon, FareBrand, Flight
from .steps import record_on, wants_records
from .words import SMALL_TALK
from .world import Airline


@task(kind="parallel")
def seats_three_parties(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Three records at once, then three seats at once, each on another flight."""
    start, end = pick_airports(world, rng, 2)
    flights = plant_flights(world, rng, (start, end), pick_day(world, rng), 3)
    flyers = pick_flyers(world, rng, 3)
    brands: list[FareBrand] = [rng.choice(get_args(FareBrand)) for _ in flyers]
    records = [
        plant_trip(world, rng, [flight], [flyer], brand)
        for flight, flyer, brand in zip(flights, flyers, brands, strict=True)
    ]
    codes = [
        rng.choice(open_seats(world.network, flight, brand))
        for flight, brand in zip(flights, brands, strict=True)
    ]

    def solution(call: Caller) -> None:
        shown = call.together(*wants_records(record.locator for record in records))
        requests = []
        for each, code in zip(shown, codes, strict=True):
            [flight] = each["flights"]
            flyer_id = flight["flyers"][0]["flyer_id"]
            given = {
                "record_locator": each["record_locator"],
                "flight_id": flight["flight_id"],
                "seat_choices": [{"flyer_id": flyer_id, "seat_code": code}],
            }
            requests.append(("seat_flyers", given))
        call.together(*requests)

    one, two, three = (
        f"{code} for record {record.locator}" for record, code in zip(records, codes, strict=True)
    )
    yield Ask(
        f"Three people who travel alone have asked for seats on their flights: {one}, {two} and "
        f"{three}. All of these are open, so give them out.",
        solution=solution,
        paraphrase="Could you assign a few seats? Each trip has one flyer and one flight, and "
        f"nobody sits there yet.\n- {one}\n- {two}\n- {three}",
    )

    for record, flight, flyer, code in zip(records, flights, flyers, codes, strict=True):
        assert coupon(world, record, flight, flyer).seat_code == code


@task(kind="irrelevant")
def chats_then_seats_a_couple(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """First small talk, which needs no tool; then two seats side by side in the only free pair."""
    start, end = pick_airports(world, rng, 2)
    [flight] = plant_flights(world, rng, (start, end), pick_day(world, rng), 1)
    flight.seat_rows = 4
    flyers, question = pick_flyers(world, rng, 12), rng.choice(SMALL_TALK)
    couple, day = flyers[:2], flight.departs_at.date()
    record = plant_trip(world, rng, [flight], couple, rng.choice(("light", "classic")))
    crowd = plant_trip(world, rng, [flight], flyers[2:], "flex")
    for flyer in flyers:
        coupon(world, record if flyer in couple else crowd, flight, flyer).seat_code = None
    pair = _leave_one_pair(rng, flight, [coupon(world, crowd, flight, one) for one in flyers[2:]])

    def solution(call: Caller) -> None:
        [located] = call("locate_flyer", flyer_name=couple[0].name)
        shown, booked = record_on(call, located, day)
        seen = call("display_flight", flight_id=booked["flight_id"])
        open_codes = [each["seat_code"] for each in seen["open_seats"]]
        codes = next(
            [f"{row}{letters[0]}", f"{row}{letters[1]}"]
            for row in range(2, 10)
            for letters in ("AB", "CD")
            if {f"{row}{letter}" for letter in letters} <= set(open_codes)
        )
        ids = {one["flyer_name"]: one["flyer_id"] for one in booked["flyers"]}
        choices = [
            {"flyer_id": ids[flyer.name], "seat_code": code}
            for flyer, code in zip(couple, codes, strict=True)
        ]
        call(
            "seat_flyers",
            record_locator=shown["record_locator"],
            flight_id=booked["flight_id"],
            seat_choices=choices,
        )

    reply = yield Ask(
        f"Before we get to the bookings, something else: {question}",
        solution=lambda _: "Here is what I would say: nothing that an airline's computer knows.",
        paraphrase=f"I've a little question that has nothing to do with flying. {question}",
    )
    assert reply.text

    one, other = (flyer.name for flyer in couple)
    yield Ask(
        f"Thank you! {one} and {other} share a booking from {spell(start)} to {spell(end)} on "
        f"{day}. Seat them together, on the same side of the aisle, behind the first row. "
        f"Only one such pair is open; {one} takes the seat with the earlier letter.",
        solution=solution,
        paraphrase=f"Good. And now for {one} and {other}, who fly from {spell(start)} to "
        f"{spell(end)} on {day} on one record: two neighbouring open seats, no aisle in between, "
        f"not in row 1. There is just one such pair; the seat of the earlier letter is for {one}.",
    )

    for flyer, code in zip(couple, pair, strict=True):
        assert coupon(world, record, flight, flyer).seat_code == code


def _leave_one_pair(rng: Random, flight: Flight, others: Sequence[Coupon]) -> tuple[str, str]:
    """Seat others so that one pair behind the first row stays open, and besides it odd seats.

    Of four rows that leaves a pair in the first row, which is not for everyone, and single seats.
    """
    pairs = [(f"{row}{one}", f"{row}{two}") for row in range(1, 5) for one, two in ("AB", "CD")]
    front, (chosen, *rest) = rng.choice(pairs[:2]), rng.sample(pairs[2:], 6)
    odd = [rng.choice(pair) for pair in rng.sample(rest, 2)]
    codes = [code for code in flight.seat_codes if code not in (*front, *chosen, *odd)]
    for coupon_, code in zip(others, rng.sample(codes, len(codes)), strict=False):
        coupon_.seat_code = code
    return chosen
