"""How assets are shown."""

from typing import TYPE_CHECKING, Any

from .records import HOURS, Battery, Customer, Line, Substation, Unit

if TYPE_CHECKING:
    from .grid import Grid


def show_in_list(row: Substation | Line | Unit | Battery | Customer) -> dict[str, Any]:
    """Show an asset in a list."""
    shown: dict[str, Any] = {"asset_key": row.key, "label": row.label}
    if isinstance(row, (Unit, Battery, Customer)):
        shown["substation_key"] = row.substation_key
    if isinstance(row, Unit):
        shown["technology"] = row.technology
        shown["cost_cents_per_megawatt_hour"] = row.cost_cents
    return shown


def show_asset(grid: "Grid", row: Substation | Line | Unit | Battery | Customer) -> dict[str, Any]:
    """Show an asset in full."""
    if isinstance(row, Substation):
        return show_in_list(row) | _of_substation(grid, row)
    if isinstance(row, Line):
        return show_in_list(row) | _of_line(grid, row)
    if isinstance(row, Unit):
        return show_in_list(row) | _of_unit(grid, row)
    if isinstance(row, Battery):
        return show_in_list(row) | _of_battery(grid, row)
    return show_in_list(row) | _of_customer(row)


def _of_substation(grid: "Grid", row: Substation) -> dict[str, Any]:
    return {
        "district": row.district,
        "load_megawatts": row.load_megawatts,
        "drawn_megawatts": grid.drawn(row.key),
        "fed_by_line_keys": [line.key for line in grid.lines_into(row.key)],
    }


def _of_line(grid: "Grid", row: Line) -> dict[str, Any]:
    return {
        "from_substation_key": row.from_key,
        "to_substation_key": row.to_key,
        "rating_megawatts": row.rating_megawatts,
        "state": "energised" if row.energised else "isolated",
        "permits": [
            {
                "permit_key": permit.key,
                "crew_name": permit.crew,
                "reason_of_work": permit.reason,
                "back_by": permit.back_by,
                "state": "cleared" if permit.cleared else "open",
            }
            for permit in grid.permits.values()
            if permit.line_key == row.key
        ],
    }


def _of_unit(grid: "Grid", row: Unit) -> dict[str, Any]:
    return {
        "least_megawatts": row.least_megawatts,
        "most_megawatts": row.most_megawatts,
        "ramp_megawatts": row.ramp_megawatts,
        "setpoints": [
            {"hour_of_day": hour, "power_megawatts": row.setpoints[hour]} for hour in HOURS
        ],
        "bids": [
            {
                "bid_key": bid.key,
                "offered_hour": bid.hour,
                "offered_megawatts": bid.megawatts,
                "price_cents_per_megawatt_hour": bid.price_cents,
                "all_or_nothing": bid.all_or_nothing,
            }
            for bid in sorted(grid.bids.values(), key=lambda bid: (bid.hour, bid.key))
            if bid.unit_key == row.key
        ],
    }


def _of_battery(grid: "Grid", row: Battery) -> dict[str, Any]:
    return {
        "capacity_megawatt_hours": row.capacity_megawatt_hours,
        "most_megawatts": row.most_megawatts,
        "charge_now_megawatt_hours": row.charge_megawatt_hours,
        "plan": [
            {"hour_of_day": hour, **show_plan(row.plan[hour])}
            for hour in HOURS[grid.present_hour + 1 :]
            if row.plan[hour]
        ],
    }


def show_plan(power: int) -> dict[str, Any]:
    """Show what a battery does in one hour."""
    doing = "storing" if power > 0 else "discharging" if power < 0 else "idle"
    return {"doing": doing, "power_megawatts": abs(power)}


def _of_customer(row: Customer) -> dict[str, Any]:
    return {
        "most_curtailed_megawatts": row.most_megawatts,
        "most_curtailed_hours": row.most_hours,
        "notice_hours": row.notice_hours,
        "curtailed": [
            {"hour_of_day": hour, "power_megawatts": power, "notice": row.notices[hour]}
            for hour, power in sorted(row.curtailed.items())
        ],
    }
