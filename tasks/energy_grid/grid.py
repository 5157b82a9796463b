"""The grid's tables, the sums over them, and the tools that only look."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .drawing import draw_lines, draw_permits, draw_substations
from .drawing_power import draw_batteries, draw_bids, draw_customers, draw_demand, draw_units
from .keys import turn
from .records import HOURS, AssetClass, Line
from .showing import show_asset, show_in_list

Row = TypeVar("Row")

ASSETS_SHOWN = 8
HOURS_SHOWN = 3


class Grid(World):
    """Everything that the control room knows."""

    def __init__(self, rng: Random) -> None:
        """Draw the network, the assets on it, the bids and the demand."""
        super().__init__(rng)
        self.operating_day = date(2033, 2, 1) + timedelta(days=rng.randrange(600))
        self.present_hour = rng.randrange(2, 4)
        self.tolerance_megawatts = rng.randrange(22, 31)
        self.substations = draw_substations(rng)
        self.lines = draw_lines(rng, self.substations)
        self.permits = draw_permits(rng, self.operating_day, self.lines)
        self.units = draw_units(rng, self.substations)
        self.batteries = draw_batteries(rng, self.substations)
        self.customers = draw_customers(rng, self.substations)
        self.bids = draw_bids(rng, self.units)
        self.demand = draw_demand(rng, self.units, self.batteries)

    @tool
    def monitor_region(
        self, asset_class: AssetClass, region_cursor: str | None = None
    ) -> dict[str, Any]:
        """List the region's assets of one class with their keys, ordered by label.

        Args:
            asset_class: The class of assets.
            region_cursor: Where to go on, as the part before says; the start when left out.
        """
        rows = self.assets(asset_class).values()
        found = sorted((f"{row.label} {row.key}", show_in_list(row)) for row in rows)
        part, following = turn(found, ASSETS_SHOWN, region_cursor)
        return {"in_all": len(found), "assets": part, "following_cursor": following}

    @tool
    def monitor_asset(self, asset_key: str) -> dict[str, Any]:
        """Show everything about a substation, line, unit, battery or customer.

        For a substation that is its district and the lines into it, for a line its state and
        permits, for a unit its limits, its power hour by hour and its bids, for a battery its
        plan and charge, for a customer what has been agreed and what is curtailed.

        Args:
            asset_key: Key of the asset.
        """
        for asset_class in ("substation", "line", "unit", "battery", "customer"):
            rows = self.assets(asset_class)
            if asset_key in rows:
                return show_asset(self, rows[asset_key])
        raise ToolError(f"There is no asset {asset_key}; the region's lists show all keys.")

    @tool
    def forecast_balance(self, hours_cursor: str | None = None) -> dict[str, Any]:
        """Show demand and balance of the hours that are to come, three hours at a time.

        The balance is what is delivered less what is drawn: above zero power is left over, below
        zero it is lacking.

        Args:
            hours_cursor: Where to go on, as the part before says; the next hour when left out.
        """
        hours = [
            (
                f"{self.operating_day} {hour} {self.demand[hour]}",
                {
                    "hour_of_day": hour,
                    "demand_megawatts": self.demand[hour],
                    "balance_megawatts": self.balance(hour),
                },
            )
            for hour in HOURS[self.present_hour + 1 :]
        ]
        part, following = turn(hours, HOURS_SHOWN, hours_cursor)
        return {
            "operating_day": self.operating_day,
            "present_hour": self.present_hour,
            "tolerance_megawatts": self.tolerance_megawatts,
            "hours": part,
            "following_cursor": following,
        }

    def assets(self, asset_class: AssetClass) -> Mapping[str, Any]:
        """Return the table of a class of assets."""
        tables: dict[AssetClass, Mapping[str, Any]] = {
            "substation": self.substations,
            "line": self.lines,
            "unit": self.units,
            "battery": self.batteries,
            "customer": self.customers,
        }
        return tables[asset_class]

    def find(self, table: Mapping[str, Row], key: str, noun: str) -> Row:
        """Look up a row, or refuse."""
        if key not in table:
            raise ToolError(f"There is no {noun} {key}.")
        return table[key]

    def balance(self, hour: int) -> int:
        """Say how far what is delivered in an hour exceeds what is drawn."""
        delivered = sum(unit.setpoints[hour] for unit in self.units.values())
        stored = sum(battery.plan[hour] for battery in self.batteries.values())
        spared = sum(customer.curtailed.get(hour, 0) for customer in self.customers.values())
        return delivered - stored + spared - self.demand[hour]

    def refuse_past(self, hour: int) -> None:
        """Refuse to plan for an hour that has begun."""
        if hour <= self.present_hour:
            raise ToolError(
                f"Hour {hour} has begun or is over; the present hour is {self.present_hour}."
            )

    def refuse_imbalance(self, more: Mapping[int, int]) -> None:
        """Refuse what takes an hour out of balance, unless it was worse before."""
        for hour, power in more.items():
            before = self.balance(hour)
            after = before + power
            if power and abs(after) > self.tolerance_megawatts and abs(after) >= abs(before):
                raise ToolError(
                    f"The balance of hour {hour} would go from {before} to {after} MW; only "
                    f"{self.tolerance_megawatts} MW either way are tolerated at any moment."
                )

    def lines_into(self, substation_key: str) -> list[Line]:
        """List the lines that feed a substation."""
        found = [line for line in self.lines.values() if line.to_key == substation_key]
        return sorted(found, key=lambda line: line.label)

    def is_supplied(self, substation_key: str) -> bool:
        """Say whether power from the source gets to a substation."""
        feeding = self.lines_into(substation_key)
        return not feeding or any(
            line.energised and self.is_supplied(line.from_key) for line in feeding
        )

    def drawn(self, substation_key: str) -> int:
        """Add up what flows into a substation, for itself and for what hangs on it."""
        if not self.is_supplied(substation_key):
            return 0
        below = {line.to_key for line in self.lines.values() if line.from_key == substation_key}
        own = self.substations[substation_key].load_megawatts
        return own + sum(self.drawn(key) for key in below)

    def carried(self, substation_key: str) -> int:
        """Add up the ratings of the energised lines into a substation."""
        return sum(
            line.rating_megawatts for line in self.lines_into(substation_key) if line.energised
        )
