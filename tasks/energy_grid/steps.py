"""Steps that the solutions share."""

from collections.abc import Mapping
from typing import Any

from toolbench_ood.task.solution import Caller
from toolbench_ood.types.value import Json


def region(asset_class: str) -> tuple[str, Mapping[str, Any]]:
    """List the assets of a class."""
    return ("monitor_region", {"asset_class": asset_class})


def asset(asset_key: str) -> tuple[str, Mapping[str, Any]]:
    """Look at one asset."""
    return ("monitor_asset", {"asset_key": asset_key})


def key_of(listed: Json, label: str) -> str:
    """Return the key of the asset of this label in a list."""
    return next(str(row["asset_key"]) for row in listed["assets"] if row["label"] == label)


def find_line(call: Caller, label: str) -> str:
    """Go through the list of lines until the one of this label comes."""
    given: dict[str, str] = {"asset_class": "line"}
    while True:
        listed = call("monitor_region", **given)
        if any(row["label"] == label for row in listed["assets"]):
            return key_of(listed, label)
        given["region_cursor"] = listed["following_cursor"]


def planned(unit: Json, hour: int) -> int:
    """Return what a unit is to deliver in an hour."""
    return next(
        int(row["power_megawatts"]) for row in unit["setpoints"] if row["hour_of_day"] == hour
    )


def bid_for(unit: Json, hour: int) -> int:
    """Add up what a unit has been offered with for an hour."""
    return sum(row["offered_megawatts"] for row in unit["bids"] if row["offered_hour"] == hour)


def room_of(unit: Json, hour: int) -> int:
    """Return what a unit can deliver in an hour beyond its plan and its bids."""
    return int(unit["most_megawatts"]) - planned(unit, hour) - bid_for(unit, hour)


def to_come(call: Caller, first: Json) -> list[dict[str, int]]:
    """Return the hours of a first part of the forecast and of all parts that follow."""
    hours, part = list(first["hours"]), first
    while part["following_cursor"] is not None:
        part = call("forecast_balance", hours_cursor=part["following_cursor"])
        hours += part["hours"]
    return hours
