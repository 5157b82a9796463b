"""Steps that the solutions of several tasks have in common."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.value import Json

from .records import Airport, Flight, Flyer, TripContact

Request = tuple[str, dict[str, Any]]


def wants_flyer(flyer: Flyer) -> Request:
    """Ask for the flyers of a name."""
    return ("locate_flyer", {"flyer_name": flyer.name})


def wants_flights(origin: Airport, destination: Airport | None, day: dt.date) -> Request:
    """Ask for the first page of a day's flights on a route, or from an airport."""
    given = {"flying_from": origin.code, "flying_on": day}
    return ("seek_flights", given | ({"flying_to": destination.code} if destination else {}))


def wants_records(locators: Iterable[str]) -> list[Request]:
    """Ask for several trip records."""
    return [("display_record", {"record_locator": locator}) for locator in locators]


def display_flights(call: Caller, flight_ids: Iterable[str]) -> list[Json]:
    """Display several flights in one message."""
    return call.together(*(("display_flight", {"flight_id": id_}) for id_ in flight_ids))


def numbered(page: Json, flight: Flight) -> str:
    """Return the id of the flight of this number from a page of the timetable."""
    return next(
        str(row["flight_id"]) for row in page["flights"] if row["flight_number"] == flight.number
    )


def record_on(call: Caller, located: Json, day: dt.date) -> tuple[Json, Json]:
    """Display a located flyer's trip records; return the one with a flight on a day, and that."""
    return next(
        (record, flight)
        for record in call.together(*wants_records(located["record_locators"]))
        for flight in record["flights"]
        if flight["departs_at"].startswith(str(day))
    )


def all_pages(call: Caller, request: Request, first: Json) -> list[Json]:
    """Read on from the first page of a list of flights to its end."""
    rows, page = [*first["flights"]], first
    while page["next_page"]:
        page = call(request[0], **request[1], timetable_page=page["next_page"])
        rows += page["flights"]
    return rows


def on_flight(record: Json, flight_id: str) -> Sequence[Json]:
    """Return the flyers that a trip record shows on a flight."""
    flight = next(each for each in record["flights"] if each["flight_id"] == flight_id)
    return list(flight["flyers"])


def mail_to(contact: TripContact) -> dict[str, str]:
    """Write a contact without a telephone number as an argument."""
    return {"contact_email": contact.contact_email}
