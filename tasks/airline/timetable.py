"""The airline's state, and the tools that read it."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Annotated, Any, TypeAlias

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .draw import draw_network
from .records import AirportCode, FareBrand, Flight, Flyer, TripRecord
from .rules import check_connections, price_cents
from .views import brief_flight, in_order, show_flight, show_flyer, show_record

PAGE = 3
"""Flights on one page of the timetable."""

FlightIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=6)]
FlyerIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=6)]


class Timetable(World):
    """Airports, flights, flyers and trips, and how to look them up."""

    def __init__(self, rng: Random) -> None:
        """Draw the first state."""
        super().__init__(rng)
        self.first_day, self.network = draw_network(rng)

    @tool
    def locate_flyer(self, flyer_name: str) -> list[dict[str, Any]]:
        """List the flyers of a name, with home city, tier, and the locators of their trip records.

        Args:
            flyer_name: First and last name, in upper or lower case.
        """
        wanted = flyer_name.strip().casefold()
        flyers = [each for each in self.network.flyers.values() if each.name.casefold() == wanted]
        return [show_flyer(self.network, flyer) for flyer in flyers]

    @tool
    def display_record(self, record_locator: str) -> dict[str, Any]:
        """Show a trip record: fare brand, flights, flyers with seats and bags, and charges.

        Args:
            record_locator: Locator of the trip record.
        """
        return show_record(self.network, self.record(record_locator))

    @tool
    def display_flight(self, flight_id: str) -> dict[str, Any]:
        """Show a flight: airports, disruption, places left, open seats, parties and waiting line.

        Args:
            flight_id: Id of the flight.
        """
        return show_flight(self.network, self.flight(flight_id))

    @tool
    def seek_flights(
        self,
        flying_from: AirportCode,
        flying_on: date,
        flying_to: AirportCode | None = None,
        leaving_after: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "00:00",
        timetable_page: str | None = None,
    ) -> dict[str, Any]:
        """List a day's direct flights from an airport by departure, three a page.

        Args:
            flying_from: Code of the airport where they start.
            flying_on: Day of departure.
            flying_to: Code of the airport where they end; any when left out.
            leaving_after: Only flights that leave at this time of day, as HH:MM, or later.
            timetable_page: The page to show, as the page before named it; the first when left out.
        """
        for code in (flying_from, flying_to):
            self._check_airport(code)
        flights = [
            flight
            for flight in in_order(self.network.flights.values())
            if flight.origin == flying_from
            and flying_to in (None, flight.destination)
            and flight.departs_at.date() == flying_on
            and f"{flight.departs_at:%H:%M}" >= leaving_after
        ]
        begin = _page_begin(flights, timetable_page)
        page, more = flights[begin : begin + PAGE], flights[begin + PAGE :]
        return {
            "flights": [brief_flight(flight) for flight in page],
            "next_page": f"from-{more[0].id}" if more else None,
        }

    @tool
    def quote_trip(
        self, flight_ids: FlightIds, flyer_ids: FlyerIds, fare_brand: FareBrand
    ) -> dict[str, Any]:
        """Work out what a trip would cost, without booking it.

        Args:
            flight_ids: Ids of the flights, in the order in which they are flown.
            flyer_ids: Ids of the flyers.
            fare_brand: Fare brand for all of them.
        """
        flights, flyers = self.trip(flight_ids, flyer_ids)
        prices = [
            sum(price_cents(flight, fare_brand, flyer) for flyer in flyers) for flight in flights
        ]
        return {
            "total_cents": sum(prices),
            "flights": [
                {"flight_id": flight.id, "cents": cents}
                for flight, cents in zip(flights, prices, strict=True)
            ],
        }

    def trip(
        self, flight_ids: Sequence[str], flyer_ids: Sequence[str]
    ) -> tuple[list[Flight], list[Flyer]]:
        """Look up connecting flights and flyers, or refuse."""
        for ids in (flight_ids, flyer_ids):
            refuse_repeats(ids)
        flights = [self.flight(flight_id) for flight_id in flight_ids]
        check_connections(flights, self.network.airports)
        return flights, [self.flyer(flyer_id) for flyer_id in flyer_ids]

    def record(self, locator: str) -> TripRecord:
        """Look up a trip record, or refuse."""
        if locator not in self.network.records:
            raise ToolError(f"there is no trip record {locator}")
        return self.network.records[locator]

    def flight(self, flight_id: str) -> Flight:
        """Look up a flight, or refuse."""
        if flight_id not in self.network.flights:
            raise ToolError(f"there is no flight of id {flight_id}")
        return self.network.flights[flight_id]

    def flyer(self, flyer_id: str) -> Flyer:
        """Look up a flyer, or refuse."""
        if flyer_id not in self.network.flyers:
            raise ToolError(f"there is no flyer {flyer_id}")
        return self.network.flyers[flyer_id]

    def _check_airport(self, code: str | None) -> None:
        if code is not None and code not in self.network.airports:
            known = ", ".join(sorted(self.network.airports))
            raise ToolError(f"no flight goes to or from {code}; the airports are {known}")


def refuse_repeats(ids: Sequence[str]) -> None:
    """Refuse a list that names something twice (ToolError)."""
    repeated = [id_ for id_ in ids if ids.count(id_) > 1]
    if repeated:
        raise ToolError(f"{repeated[0]} is named more than once")


def _page_begin(flights: Sequence[Flight], page: str | None) -> int:
    if page is None:
        return 0
    marks = [f"from-{flight.id}" for flight in flights]
    if page not in marks:
        raise ToolError(f"{page} is no page of this list; leave it out to see the first page")
    return marks.index(page)
