"""The airline's rules, as figures and refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolbench_ood.world.tool import ToolError

from .records import Airport, FareBrand, Flight, Flyer, HoldBag

LONGEST_WAITING = 4
"""Parties on the waiting list of one flight."""


@dataclass(frozen=True, slots=True)
class FareRule:
    """What a fare brand entitles to."""

    bags: int
    kilograms_per_bag: int
    changes: bool
    change_fee_cents: int
    """A flyer."""
    refund_percent: int


FARE_RULES: Mapping[FareBrand, FareRule] = {
    "light": FareRule(0, 0, changes=False, change_fee_cents=0, refund_percent=0),
    "classic": FareRule(1, 23, changes=True, change_fee_cents=4500, refund_percent=50),
    "flex": FareRule(2, 32, changes=True, change_fee_cents=0, refund_percent=100),
}
GOLD_KILOGRAMS = 23
"""Heaviest bag that gold flyers may bring on a fare that includes none."""


def price_cents(flight: Flight, brand: FareBrand, flyer: Flyer) -> int:
    """Return what a flyer pays for a flight; gold flyers pay nine tenths."""
    full = int(getattr(flight.fares, brand))
    return full * 9 // 10 if flyer.tier == "gold" else full


def refund_cents(flight: Flight, brand: FareBrand, fare_cents: int) -> int:
    """Return what is paid back when a flight is given up; all of it once it is disrupted."""
    percent = 100 if flight.disruption != "none" else FARE_RULES[brand].refund_percent
    return fare_cents * percent // 100


def check_connections(flights: Sequence[Flight], airports: Mapping[str, Airport]) -> None:
    """Refuse flights that do not lead on from one to the next in time (ToolError)."""
    for before, after in pairwise(flights):
        if before.destination != after.origin:
            raise ToolError(
                f"flight {before.number} ends at {before.destination}, but flight {after.number} "
                f"starts at {after.origin}"
            )
        minutes = int((after.departs_at - before.arrives_at).total_seconds() // 60)
        least = airports[after.origin].minimum_connection_minutes
        if minutes < least:
            raise ToolError(
                f"flight {after.number} leaves {after.origin} {minutes} minutes after flight "
                f"{before.number} arrives; a connection there takes at least {least} minutes"
            )


def check_room(flight: Flight, sold: int, more: int) -> None:
    """Refuse a party for which a flight is cancelled or too full (ToolError)."""
    if flight.disruption == "cancelled":
        raise ToolError(f"flight {flight.number} is cancelled")
    left = flight.capacity - sold
    if more > left:
        raise ToolError(f"flight {flight.number} has room for {left} more, not for {more}")


def check_bags(brand: FareBrand, flyer: Flyer, bags: Sequence[HoldBag]) -> None:
    """Refuse bags beyond a flyer's allowance (ToolError)."""
    rule, gold = FARE_RULES[brand], flyer.tier == "gold"
    most = rule.bags + gold
    if len(bags) > most:
        raise ToolError(
            f"{flyer.name} may bring {most} bags on a {brand} fare as a {flyer.tier} flyer, not "
            f"{len(bags)}"
        )
    heaviest = max(rule.kilograms_per_bag, GOLD_KILOGRAMS if gold else 0)
    for bag in bags:
        if bag.bag_kilograms > heaviest:
            raise ToolError(
                f"a bag of {flyer.name} may weigh {heaviest} kilograms on a {brand} fare, not "
                f"{bag.bag_kilograms}"
            )


def check_change(flight: Flight, brand: FareBrand) -> None:
    """Refuse to give up a flight that the fare binds to (ToolError)."""
    if flight.disruption == "none" and not FARE_RULES[brand].changes:
        raise ToolError(
            f"a {brand} fare does not allow a change of flight {flight.number}, which is neither "
            "delayed nor cancelled"
        )


def change_fee_cents(flight: Flight, brand: FareBrand, flyers: int) -> int:
    """Return what a change costs a party; nothing once the flight is disrupted."""
    return 0 if flight.disruption != "none" else FARE_RULES[brand].change_fee_cents * flyers
