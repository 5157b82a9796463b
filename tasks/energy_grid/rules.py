"""The grid's tables, the sums over them, and the rules that hold."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find_any

from .records import (
    HOURS,
    Battery,
    Bid,
    Consumer,
    Generator,
    Line,
    Offer,
    Permit,
    PermitRequest,
    Substation,
)

GATE_HOURS = 2
"""Bids for an hour are accepted until this many hours before it."""


@dataclass(slots=True)
class Grid:
    """Everything that the control room knows, in tables by id."""

    date: dt.date
    current_hour: int
    tolerance_mw: int
    substations: dict[str, Substation]
    lines: dict[str, Line]
    permits: dict[str, Permit]
    generators: dict[str, Generator]
    batteries: dict[str, Battery]
    consumers: dict[str, Consumer]
    bids: dict[str, Bid]
    demand_mw: dict[int, int]
    """By hour, before curtailments."""

    @property
    def assets(self) -> Mapping[str, Mapping[str, Any]]:
        """The tables of assets, by type."""
        return {
            "substation": self.substations,
            "line": self.lines,
            "generator": self.generators,
            "battery": self.batteries,
            "consumer": self.consumers,
        }

    @property
    def coming_hours(self) -> range:
        """The hours of the day that have not begun."""
        return HOURS[self.current_hour + 1 :]

    def show_asset(self, id_: str) -> dict[str, Any]:
        """Return an asset with what belongs to it (ToolError)."""
        type_, row = find_any(self.assets, id_)
        shown = {"type": type_, **asdict(row)}
        if isinstance(row, Substation):
            shown["total_load_mw"] = self.load(id_)
            shown["is_supplied"] = self.is_supplied(id_)
            shown["incoming_line_ids"] = [line.id for line in self.lines_into(id_)]
        elif isinstance(row, Line):
            shown["permits"] = self.permits_on(row)
        elif isinstance(row, Generator):
            shown["bids"] = self.bids_of(id_)
        return shown

    def balance(self, hour: int) -> int:
        """Return by how much supply exceeds demand in an hour."""
        generated = sum(each.schedule_mw[hour] for each in self.generators.values())
        stored = sum(each.schedule_mw.get(hour, 0) for each in self.batteries.values())
        curtailed = sum(
            each.curtailments[hour].reduction_mw
            for each in self.consumers.values()
            if hour in each.curtailments
        )
        return generated - stored + curtailed - self.demand_mw[hour]

    def bids_of(self, generator_id: str) -> list[Bid]:
        """List a generator's bids by hour."""
        bids = [bid for bid in self.bids.values() if bid.generator_id == generator_id]
        return sorted(bids, key=lambda bid: (bid.hour, bid.id))

    def bid_mw(self, generator_id: str, hour: int) -> int:
        """Add up what is bid for a generator in an hour."""
        return sum(bid.power_mw for bid in self.bids_of(generator_id) if bid.hour == hour)

    def headroom(self, generator: Generator, hour: int) -> int:
        """Return what a generator can deliver in an hour beyond its schedule and bids."""
        committed = generator.schedule_mw[hour] + self.bid_mw(generator.id, hour)
        return generator.max_mw - committed

    def permits_on(self, line: Line) -> list[Permit]:
        """List the permits that were ever issued for a line."""
        return [permit for permit in self.permits.values() if permit.line_id == line.id]

    def lines_into(self, substation_id: str) -> list[Line]:
        """List the lines that feed a substation, by name."""
        lines = (line for line in self.lines.values() if line.to_substation_id == substation_id)
        return sorted(lines, key=lambda line: line.name)

    def is_supplied(self, substation_id: str) -> bool:
        """Whether power from the source reaches a substation."""
        incoming = self.lines_into(substation_id)
        return not incoming or any(
            line.is_live and self.is_supplied(line.from_substation_id) for line in incoming
        )

    def load(self, substation_id: str) -> int:
        """Add up the power that flows into a substation, for itself and those it feeds."""
        if not self.is_supplied(substation_id):
            return 0
        lines = self.lines.values()
        fed = {each.to_substation_id for each in lines if each.from_substation_id == substation_id}
        return self.substations[substation_id].local_load_mw + sum(map(self.load, fed))

    def rating_into(self, substation_id: str) -> int:
        """Add up the ratings of the energised lines into a substation."""
        return sum(line.rating_mw for line in self.lines_into(substation_id) if line.is_live)

    def overloaded(self) -> list[Substation]:
        """List the substations whose incoming lines carry more than their rating."""
        return [
            substation
            for id_, substation in self.substations.items()
            if self.lines_into(id_) and self.load(id_) > self.rating_into(id_)
        ]

    def charge_after(self, battery: Battery) -> dict[int, int]:
        """Return what a battery holds at the end of each coming hour."""
        charge, held = battery.charge_mwh, {}
        for hour in self.coming_hours:
            charge += battery.schedule_mw.get(hour, 0)
            held[hour] = charge
        return held

    def refuse_past(self, hour: int) -> None:
        """Refuse to change an hour that has begun."""
        if hour <= self.current_hour:
            raise ToolError(
                f"Hour {hour} has already begun; the first hour that can be changed is "
                f"{self.current_hour + 1}."
            )

    def refuse_imbalance(self, hour: int, more_mw: int) -> None:
        """Refuse what takes an hour out of balance, unless it brings it closer to balance."""
        before = self.balance(hour)
        after = before + more_mw
        if more_mw and abs(after) > self.tolerance_mw and abs(after) >= abs(before):
            raise ToolError(
                f"The balance of hour {hour} would go from {before} to {after} MW; it must stay "
                f"between -{self.tolerance_mw} and {self.tolerance_mw} MW."
            )

    def refuse_output(self, generator: Generator, hour: int, power_mw: int) -> None:
        """Refuse an output that a generator can't have, or has promised to the market."""
        if power_mw and not generator.min_mw <= power_mw <= generator.max_mw:
            raise ToolError(
                f"{generator.name} can't run at {power_mw} MW, only at 0 MW or from "
                f"{generator.min_mw} to {generator.max_mw} MW."
            )
        bid = self.bid_mw(generator.id, hour)
        if power_mw > generator.schedule_mw[hour] and power_mw + bid > generator.max_mw:
            raise ToolError(
                f"{generator.name} has bids for {bid} MW in hour {hour}, so it can be scheduled "
                f"for at most {generator.max_mw - bid} MW, not {power_mw}."
            )

    def refuse_closed_market(self, hour: int) -> None:
        """Refuse to change bids for an hour that is too near."""
        first = self.current_hour + GATE_HOURS
        if hour < first:
            raise ToolError(
                f"The market is closed for hour {hour}; the first hour that is open is {first}."
            )

    def refuse_bid(self, generator: Generator, offer: Offer) -> None:
        """Refuse a bid that is too late, or for more than a generator can deliver."""
        self.refuse_closed_market(offer.hour)
        left = self.headroom(generator, offer.hour)
        if offer.power_mw > left:
            raise ToolError(
                f"{generator.name} has only {max(left, 0)} MW left to bid in hour {offer.hour}, "
                f"not {offer.power_mw}."
            )

    def refuse_storage(self, battery: Battery, hour: int, power_mw: int) -> None:
        """Refuse more power than a battery has, or a charge that it can't hold."""
        if abs(power_mw) > battery.max_mw:
            raise ToolError(
                f"{battery.name} can charge or discharge at up to {battery.max_mw} MW, not "
                f"{abs(power_mw)}."
            )
        changed = replace(battery, schedule_mw=battery.schedule_mw | {hour: power_mw})
        for later, charge in self.charge_after(changed).items():
            if later >= hour and not 0 <= charge <= battery.capacity_mwh:
                raise ToolError(
                    f"{battery.name} would hold {charge} MWh after hour {later}; it can hold from "
                    f"0 to {battery.capacity_mwh} MWh."
                )

    def refuse_curtailment(self, consumer: Consumer, hour: int, reduction_mw: int) -> None:
        """Refuse what a consumer has not agreed to."""
        first = self.current_hour + consumer.notice_hours
        if hour < first:
            raise ToolError(
                f"{consumer.name} can't be curtailed before hour {first}; the required notice is "
                f"{consumer.notice_hours} h."
            )
        if reduction_mw > consumer.max_reduction_mw:
            raise ToolError(
                f"{consumer.name} can be curtailed by at most {consumer.max_reduction_mw} MW, not "
                f"{reduction_mw}."
            )
        if reduction_mw and len({*consumer.curtailments, hour}) > consumer.max_hours:
            raise ToolError(
                f"{consumer.name} can be curtailed in at most {consumer.max_hours} hours a day, "
                "and all of them are used."
            )

    def refuse_isolation(self, line: Line) -> None:
        """Refuse to isolate a line that is isolated, or without which others are overloaded."""
        if not line.is_live:
            raise ToolError(f"{line.name} ({line.id}) is already isolated.")
        place = self.substations[line.to_substation_id]
        load, left = self.load(place.id), self.rating_into(place.id) - line.rating_mw
        if load > left:
            raise ToolError(
                f"Without {line.name}, the lines into {place.name} ({place.id}) can carry only "
                f"{left} MW of its load of {load} MW."
            )

    def refuse_permit(self, request: PermitRequest) -> None:
        """Refuse a permit that has run out, or for a crew that is at work elsewhere."""
        if request.end_date < self.date:
            raise ToolError(f"{request.end_date} is in the past (today is {self.date}).")
        for permit in self.permits.values():
            if permit.crew == request.crew and permit.status == "open":
                raise ToolError(
                    f"{permit.crew} already holds the open permit {permit.id} on line "
                    f"{permit.line_id}."
                )

    def refuse_energising(self, line: Line) -> None:
        """Refuse to energise a line that is live, worked on, or would pick up too much load."""
        if line.is_live:
            raise ToolError(f"{line.name} ({line.id}) is already energised.")
        for permit in self.permits_on(line):
            if permit.status == "open":
                raise ToolError(
                    f"{permit.crew} still has the open permit {permit.id} to work on {line.name}."
                )
        energised = self.lines | {line.id: replace(line, status="energised")}
        for place in replace(self, lines=energised).overloaded():
            raise ToolError(
                f"With {line.name} energised, the lines into {place.name} ({place.id}) would be "
                "overloaded."
            )

    def refuse_clearing(self, permit: Permit, crew: str) -> None:
        """Refuse to clear a permit twice, or for a crew that does not hold it."""
        if permit.status == "cleared":
            raise ToolError(f"Permit {permit.id} is already cleared.")
        if permit.crew != crew:
            raise ToolError(f"Permit {permit.id} is held by {permit.crew}, not by {crew}.")


def refuse_ramp(generator: Generator, schedule_mw: Mapping[int, int]) -> None:
    """Refuse a schedule that changes faster than a generator can."""
    for hour in HOURS[1:]:
        before, after = schedule_mw[hour - 1], schedule_mw[hour]
        if abs(after - before) > generator.ramp_limit_mw:
            raise ToolError(
                f"{generator.name} would go from {before} MW in hour {hour - 1} to {after} MW in "
                f"hour {hour}, but can change by at most {generator.ramp_limit_mw} MW from one "
                "hour to the next."
            )
