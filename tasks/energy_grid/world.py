"""The control room of a regional electricity grid: its lines, its power by the hour, its market."""

from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_grid
from .records import (
    AssetType,
    Bid,
    Consumer,
    Curtailment,
    Hour,
    Offer,
    Permit,
    PermitRequest,
    Power,
    Setpoint,
)
from .rules import refuse_ramp

_SUMMARY = ("id", "name", "substation_id", "technology", "cost_cents_per_mwh")
"""What a list shows of an asset, if it has it."""


class EnergyGrid(World):
    """The control room of an electricity grid."""

    name: ClassVar[str] = "electricity grid"

    def __init__(self, rng: Random) -> None:
        """Draw the network, the assets on it, the bids and the demand."""
        super().__init__(rng)
        self.grid = draw_grid(rng)

    @tool
    def list_assets(
        self,
        type: AssetType,
        limit: Annotated[int, Field(ge=1, le=8)] = 8,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List the grid's assets of one type, ordered by name, one page at a time.

        Args:
            type: Type of asset.
            limit: Most assets on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        rows = sorted(self.grid.assets[type].values(), key=lambda row: (row.name, row.id))
        page = cut_page(rows, limit, cursor)
        return {
            "total": len(rows),
            "assets": [
                {key: getattr(row, key) for key in _SUMMARY if hasattr(row, key)}
                for row in page.rows
            ],
            "next_cursor": page.next_cursor,
        }

    @tool
    def get_asset(self, asset_id: str) -> dict[str, Any]:
        """Show everything about a substation, line, generator, battery or consumer.

        Substations come with their incoming lines, lines with their permits, generators with their
        bids. The total load of a substation includes that of the substations it feeds, and is 0
        unless it is supplied from the source. Schedules are in megawatts by hour: a generator's
        doesn't include its bids; a battery's is positive while it charges and negative while it
        discharges, and leaves out hours in which it is idle.

        Args:
            asset_id: Id of the asset.
        """
        return self.grid.show_asset(asset_id)

    @tool
    def get_balance_forecast(
        self, limit: Annotated[int, Field(ge=1, le=3)] = 3, cursor: str | None = None
    ) -> dict[str, Any]:
        """Show demand and balance for each hour left today, one page at a time.

        The balance is supply minus demand: positive for a surplus, negative for a shortage. No
        change may take it further from zero than the tolerance.

        Args:
            limit: Most hours on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        grid = self.grid
        rows = [
            {"hour": hour, "demand_mw": grid.demand_mw[hour], "balance_mw": grid.balance(hour)}
            for hour in grid.coming_hours
        ]
        page = cut_page(rows, limit, cursor, lambda row: f"{grid.date} {row['hour']}")
        return {
            "date": grid.date,
            "current_hour": grid.current_hour,
            "tolerance_mw": grid.tolerance_mw,
            "hours": page.rows,
            "next_cursor": page.next_cursor,
        }

    @tool
    def dispatch_generator(
        self,
        generator_id: str,
        setpoints: Annotated[list[Setpoint], Field(min_length=1, max_length=12)],
    ) -> dict[str, Any]:
        """Set a generator's output for one or more coming hours; other hours stay as they are.

        Args:
            generator_id: Id of the generator.
            setpoints: Hours and the output in each: 0, or from the generator's min_mw to max_mw.
        """
        generator = find(self.grid.generators, generator_id, "generator")
        wanted = {each.hour: each.power_mw for each in setpoints}
        if len(wanted) < len(setpoints):
            raise ToolError("Each hour can be given only once.")
        for hour, power_mw in wanted.items():
            self.grid.refuse_past(hour)
            self.grid.refuse_output(generator, hour, power_mw)
        refuse_ramp(generator, generator.schedule_mw | wanted)
        previous = {hour: generator.schedule_mw[hour] for hour in wanted}
        for hour, power_mw in wanted.items():
            self.grid.refuse_imbalance(hour, power_mw - previous[hour])
        generator.schedule_mw.update(wanted)
        changes = [self._change(hour, previous[hour], wanted[hour]) for hour in sorted(wanted)]
        return {"generator_id": generator_id, "changes": changes}

    @tool
    def submit_bid(self, generator_id: str, bid: Offer, all_or_nothing: bool = False) -> Bid:
        """Offer energy in the market, on top of what the generator is scheduled to deliver.

        Args:
            generator_id: Id of the generator.
            bid: Hour, power and price.
            all_or_nothing: Whether the bid can only be accepted as a whole.
        """
        generator = find(self.grid.generators, generator_id, "generator")
        self.grid.refuse_bid(generator, bid)
        id_ = draw_id(self.rng, "BD-", self.grid.bids)
        self.grid.bids[id_] = Bid(
            id_, generator_id, bid.hour, bid.power_mw, bid.price_cents_per_mwh, all_or_nothing
        )
        return self.grid.bids[id_]

    @tool
    def withdraw_bid(self, bid_id: Annotated[str, Field(pattern="^BD-[A-Z0-9]{6}$")]) -> Bid:
        """Withdraw a bid from the market.

        Args:
            bid_id: Id of the bid.
        """
        bid = find(self.grid.bids, bid_id, "bid")
        self.grid.refuse_closed_market(bid.hour)
        return self.grid.bids.pop(bid_id)

    @tool
    def isolate_line(self, line_id: str, permit: PermitRequest) -> Permit:
        """Isolate a line and issue a permit for a crew to work on it.

        Args:
            line_id: Id of the line.
            permit: What the permit says.
        """
        line = find(self.grid.lines, line_id, "line")
        self.grid.refuse_isolation(line)
        self.grid.refuse_permit(permit)
        line.status = "isolated"
        id_ = draw_id(self.rng, "PM-", self.grid.permits)
        self.grid.permits[id_] = Permit(id_, line_id, permit.crew, permit.reason, permit.end_date)
        return self.grid.permits[id_]

    @tool
    def energise_line(self, line_id: str) -> dict[str, Any]:
        """Put an isolated line back into service, once all permits on it are cleared.

        Args:
            line_id: Id of the line.
        """
        line = find(self.grid.lines, line_id, "line")
        self.grid.refuse_energising(line)
        line.status = "energised"
        return {**asdict(line), "is_supplied": self.grid.is_supplied(line.to_substation_id)}

    @tool
    def clear_permit(self, permit_id: str, crew: str) -> Permit:
        """Clear a permit, once its crew has reported that they have left the line.

        Args:
            permit_id: Id of the permit.
            crew: Name of the crew that reported, such as Crew Smith; it must hold the permit.
        """
        permit = find(self.grid.permits, permit_id, "permit")
        self.grid.refuse_clearing(permit, crew)
        permit.status = "cleared"
        return permit

    @tool
    def charge_battery(
        self, battery_id: str, hour: Hour, power_mw: Annotated[int, Field(ge=0, le=200)]
    ) -> dict[str, Any]:
        """Schedule a battery to charge in an hour, in place of what it was scheduled to do.

        The result shows charging as positive power and discharging as negative power.

        Args:
            battery_id: Id of the battery.
            hour: Hour of the day.
            power_mw: Charging power in megawatts; 0 leaves the battery idle.
        """
        return self._schedule(battery_id, hour, power_mw)

    @tool
    def discharge_battery(
        self, battery_id: str, hour: Hour, power_mw: Annotated[int, Field(ge=1, le=200)]
    ) -> dict[str, Any]:
        """Schedule a battery to discharge in an hour, in place of what it was scheduled to do.

        The result shows charging as positive power and discharging as negative power.

        Args:
            battery_id: Id of the battery.
            hour: Hour of the day.
            power_mw: Discharging power in megawatts.
        """
        return self._schedule(battery_id, hour, -power_mw)

    @tool
    def curtail_consumer(
        self, consumer_id: str, hour: Hour, reduction_mw: Power, message: str = ""
    ) -> Consumer:
        """Have a consumer draw less power in an hour, within what they have agreed to.

        Args:
            consumer_id: Id of the consumer.
            hour: Hour of the day.
            reduction_mw: How many megawatts less; 0 cancels the curtailment of that hour.
            message: Message to the consumer.
        """
        consumer = find(self.grid.consumers, consumer_id, "consumer")
        self.grid.refuse_past(hour)
        self.grid.refuse_curtailment(consumer, hour, reduction_mw)
        previous = consumer.curtailments.get(hour, Curtailment(0, ""))
        self.grid.refuse_imbalance(hour, reduction_mw - previous.reduction_mw)
        consumer.curtailments[hour] = Curtailment(reduction_mw, message)
        if not reduction_mw:
            del consumer.curtailments[hour]
        return consumer

    def _schedule(self, battery_id: str, hour: int, power_mw: int) -> dict[str, Any]:
        """Let a battery charge in an hour, or discharge if the power is negative."""
        battery = find(self.grid.batteries, battery_id, "battery")
        self.grid.refuse_past(hour)
        previous = battery.schedule_mw.get(hour, 0)
        self.grid.refuse_storage(battery, hour, power_mw)
        self.grid.refuse_imbalance(hour, previous - power_mw)
        battery.schedule_mw[hour] = power_mw
        if not power_mw:
            del battery.schedule_mw[hour]
        return {"battery_id": battery_id, **self._change(hour, previous, power_mw)}

    def _change(self, hour: int, previous_mw: int, power_mw: int) -> dict[str, int]:
        """Show how a schedule has changed in an hour, and the balance after it."""
        change = {"hour": hour, "previous_mw": previous_mw, "power_mw": power_mw}
        return {**change, "balance_mw": self.grid.balance(hour)}


SUITE = SuiteInfo(world=EnergyGrid, split="held_out", version=1)
