"""Steps that the solutions of several tasks have in common."""

from typing import Any

from toolbench_ood import Caller, Json
from toolbench_ood.world.kit import read_pages

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""

GENERATORS: Request = ("list_assets", {"type": "generator"})
BATTERIES: Request = ("list_assets", {"type": "battery"})
CONSUMERS: Request = ("list_assets", {"type": "consumer"})


def get(asset_id: str) -> Request:
    """Open an asset."""
    return "get_asset", {"asset_id": asset_id}


def list_rows(call: Caller, request: Request) -> list[Json]:
    """List all assets of a type, where one page holds them."""
    tool, given = request
    rows: list[Json] = call(tool, **given)["assets"]
    return rows


def id_of(rows: list[Json], name: str) -> str:
    """Return the id of the asset of this name."""
    return next(str(row["id"]) for row in rows if row["name"] == name)


def find_line(call: Caller, name: str) -> str:
    """Go through the pages of lines until the one of this name appears; return its id."""
    pages = read_pages(call, "list_assets", type="line")
    rows = (row for page in pages for row in page["assets"])
    return next(str(row["id"]) for row in rows if row["name"] == name)


def scheduled(generator: Json, hour: int) -> int:
    """Return what a generator is scheduled to deliver in an hour."""
    return int(generator["schedule_mw"][str(hour)])


def headroom(generator: Json, hour: int) -> int:
    """Return what a generator can deliver in an hour beyond its schedule and bids."""
    bid = sum(int(bid["power_mw"]) for bid in generator["bids"] if bid["hour"] == hour)
    return int(generator["max_mw"]) - scheduled(generator, hour) - bid


def dispatch(generator_id: str, hour: int, power_mw: int) -> Request:
    """Set a generator's output in one hour."""
    setpoint = {"hour": hour, "power_mw": power_mw}
    return "dispatch_generator", {"generator_id": generator_id, "setpoints": [setpoint]}


def offer(hour: int, power_mw: int, price: int) -> dict[str, int]:
    """Write what is offered in a bid."""
    return {"hour": hour, "power_mw": power_mw, "price_cents_per_mwh": price}


def discharge(battery_id: str, hour: int, power_mw: int) -> Request:
    """Schedule a battery to discharge."""
    given = {"battery_id": battery_id, "hour": hour, "power_mw": power_mw}
    return "discharge_battery", given


def charge(battery_id: str, hour: int, power_mw: int) -> Request:
    """Schedule a battery to charge."""
    return "charge_battery", {"battery_id": battery_id, "hour": hour, "power_mw": power_mw}
