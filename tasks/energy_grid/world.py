"""A regional electricity grid: its lines, its power hour by hour, and its market."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .records import HOURS, Battery, Customer, Hour, Megawatts
from .showing import show_plan
from .switching import Switching


class EnergyGrid(Switching):
    """The whole control room: the grid, the units, the switching, storage and customers."""

    name: ClassVar[str] = "electricity grid"

    @tool
    def store_energy(
        self,
        battery_key: str,
        storing_hour: Hour,
        storing_megawatts: Annotated[int, Field(ge=0, le=200)],
    ) -> dict[str, Any]:
        """Plan that a battery stores energy in an hour, in place of its plan for that hour.

        Args:
            battery_key: Key of the battery.
            storing_hour: The hour.
            storing_megawatts: The power; 0 leaves the battery idle.
        """
        return self._plan_battery(battery_key, storing_hour, storing_megawatts)

    @tool
    def discharge_battery(
        self,
        battery_key: str,
        discharge_hour: Hour,
        discharge_megawatts: Annotated[int, Field(ge=1, le=200)],
    ) -> dict[str, Any]:
        """Plan that a battery gives energy back in an hour, in place of its plan for that hour.

        Args:
            battery_key: Key of the battery.
            discharge_hour: The hour.
            discharge_megawatts: The power.
        """
        return self._plan_battery(battery_key, discharge_hour, -discharge_megawatts)

    @tool
    def curtail_customer(
        self,
        customer_key: str,
        curtailed_hour: Hour,
        curtailed_megawatts: Megawatts,
        notice_text: str = "",
    ) -> dict[str, Any]:
        """Have a customer draw less in an hour, as agreed; 0 takes a curtailment back.

        Args:
            customer_key: Key of the customer.
            curtailed_hour: The hour.
            curtailed_megawatts: By how much less.
            notice_text: Words to the customer.
        """
        customer = self.find(self.customers, customer_key, "customer")
        self.refuse_past(curtailed_hour)
        before = customer.curtailed.get(curtailed_hour, 0)
        self._refuse_curtailment(customer, curtailed_hour, curtailed_megawatts)
        self.refuse_imbalance({curtailed_hour: curtailed_megawatts - before})
        if curtailed_megawatts:
            customer.curtailed[curtailed_hour] = curtailed_megawatts
            customer.notices[curtailed_hour] = notice_text
        else:
            customer.curtailed.pop(curtailed_hour, None)
            customer.notices.pop(curtailed_hour, None)
        return {
            "customer_key": customer_key,
            "hours_curtailed": sorted(customer.curtailed),
            "balance_megawatts": self.balance(curtailed_hour),
        }

    def charge_after(self, battery: Battery) -> dict[int, int]:
        """Say what a battery holds at the end of each hour to come."""
        charge, held = battery.charge_megawatt_hours, {}
        for hour in HOURS[self.present_hour + 1 :]:
            charge += battery.plan[hour]
            held[hour] = charge
        return held

    def _plan_battery(self, battery_key: str, hour: int, power: int) -> dict[str, Any]:
        battery = self.find(self.batteries, battery_key, "battery")
        self.refuse_past(hour)
        if abs(power) > battery.most_megawatts:
            raise ToolError(
                f"{battery.label} stores and gives back {battery.most_megawatts} MW at most, not "
                f"{abs(power)}."
            )
        before = battery.plan[hour]
        self.refuse_imbalance({hour: before - power})
        self._refuse_charge(battery, power - before, hour)
        battery.plan[hour] = power
        return {
            "battery_key": battery_key,
            "hour_of_day": hour,
            "before": show_plan(before),
            "now": show_plan(power),
            "balance_megawatts": self.balance(hour),
        }

    def _refuse_charge(self, battery: Battery, more: int, since: int) -> None:
        for hour, charge in self.charge_after(battery).items():
            after = charge + more if hour >= since else charge
            if not 0 <= after <= battery.capacity_megawatt_hours:
                raise ToolError(
                    f"{battery.label} would hold {after} MWh after hour {hour}; it holds from 0 "
                    f"to {battery.capacity_megawatt_hours} MWh."
                )

    def _refuse_curtailment(self, customer: Customer, hour: int, power: int) -> None:
        if hour < self.present_hour + customer.notice_hours:
            raise ToolError(
                f"{customer.label} is told {customer.notice_hours} hours ahead; hour {hour} is "
                f"too soon (the present hour is {self.present_hour})."
            )
        if power > customer.most_megawatts:
            raise ToolError(
                f"{customer.label} has agreed to {customer.most_megawatts} MW less, not {power}."
            )
        if power and len({*customer.curtailed, hour}) > customer.most_hours:
            raise ToolError(
                f"{customer.label} has agreed to {customer.most_hours} hours a day, which are "
                "used up."
            )


SUITE = SuiteInfo(world=EnergyGrid, split="held_out", version=1)
