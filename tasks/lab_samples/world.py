"""A biobank: samples of donors, where they stand, and the assays ordered on them."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .handling import Handling, refuse_repeats
from .records import SUITABLE, Assay, Instrument, Order, Recipient, Run, Urgency


class LabSamples(Handling):
    """The whole laboratory: the inventory, the handling of tubes, and the analyses."""

    name = "laboratory samples"

    @tool
    def match_instruments(
        self, assay: Assay, laboratory: str | None = None
    ) -> list[dict[str, Any]]:
        """List the instruments that do an assay.

        Args:
            assay: The assay.
            laboratory: Only instruments in the laboratory of this name.
        """
        if laboratory is not None:
            self._refuse_laboratory(laboratory)
        return [
            {
                "instrument_id": instrument.id,
                "name": instrument.name,
                "laboratory": instrument.laboratory,
                "assays": instrument.assays,
                "orders_per_run": instrument.capacity,
            }
            for _, instrument in sorted(self.instruments.items())
            if assay in instrument.assays and laboratory in (None, instrument.laboratory)
        ]

    @tool
    def request_assay(  # noqa: PLR0913, PLR0917  # what the form for an order asks for
        self,
        sample_id: str,
        assay: Assay,
        volume_microliters: Annotated[float, Field(gt=0, le=500)],
        urgency: Urgency = "routine",
        instruction: str = "",
        report_to: Recipient | None = None,
    ) -> dict[str, Any]:
        """Order an assay on a sample; the volume is drawn from the tube at once.

        Args:
            sample_id: Id of the sample.
            assay: The assay that the requester wants.
            volume_microliters: Volume to use up, in microlitres, as the requester wants it.
            urgency: How soon it is needed.
            instruction: What the laboratory should heed.
            report_to: Who receives the report, if anyone besides the requester.
        """
        sample = self.usable_sample(sample_id)
        if sample.material not in SUITABLE[assay]:
            suitable = " or ".join(SUITABLE[assay])
            raise ToolError(f"{assay} cannot be done on {sample.material}, only on {suitable}")
        self.draw_volume(sample, volume_microliters)
        order = Order(
            id=self.draw_number(list(self.orders), "AO-", 4),
            sample_id=sample_id,
            assay=assay,
            volume_microliters=volume_microliters,
            urgency=urgency,
            instruction=instruction,
            report_to=report_to,
        )
        self.orders[order.id] = order
        return {"order_id": order.id, "volume_left_microliters": sample.volume_microliters}

    @tool
    def queue_run(
        self,
        instrument_id: str,
        order_ids: Annotated[list[str], Field(min_length=1, max_length=24)],
        run_on: date,
        loaded_at: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")],
        operator: str,
    ) -> dict[str, Any]:
        """Queue a run of waiting orders on an instrument, which does one run a day.

        Args:
            instrument_id: Id of the instrument.
            order_ids: Ids of the orders to run together.
            run_on: Day of the run.
            loaded_at: Time of day at which the instrument is loaded, as HH:MM.
            operator: Full name of who operates the instrument.
        """
        refuse_repeats(order_ids)
        instrument = self._instrument_for(instrument_id, len(order_ids))
        orders = [self._waiting_order(order_id, instrument) for order_id in order_ids]
        self._refuse_day(instrument, run_on)
        run = Run(
            id=self.draw_number(list(self.runs), "RN-", 4),
            instrument_id=instrument_id,
            order_ids=list(order_ids),
            run_on=run_on,
            loaded_at=loaded_at,
            operator=operator,
        )
        self.runs[run.id] = run
        for order in orders:
            order.run_id = run.id
        return {"run_id": run.id, "run_on": run_on, "loaded_at": loaded_at}

    def _refuse_laboratory(self, name: str) -> None:
        known = sorted({instrument.laboratory for instrument in self.instruments.values()})
        if name not in known:
            raise ToolError(f"there is no laboratory {name}; there are {', '.join(known)}")

    def _instrument_for(self, instrument_id: str, count: int) -> Instrument:
        if instrument_id not in self.instruments:
            raise ToolError(f"there is no instrument {instrument_id}")
        instrument = self.instruments[instrument_id]
        if count > instrument.capacity:
            raise ToolError(
                f"instrument {instrument_id} takes {instrument.capacity} orders a run, not {count}"
            )
        return instrument

    def _waiting_order(self, order_id: str, instrument: Instrument) -> Order:
        if order_id not in self.orders:
            raise ToolError(f"there is no order {order_id}")
        order = self.orders[order_id]
        if order.run_id is not None:
            raise ToolError(f"order {order_id} is in run {order.run_id} already")
        if order.assay not in instrument.assays:
            raise ToolError(f"instrument {instrument.id} does not do {order.assay}")
        return order

    def _refuse_day(self, instrument: Instrument, day: date) -> None:
        if day < self.today:
            raise ToolError(f"{day} lies in the past (today is {self.today})")
        if any(
            run.instrument_id == instrument.id and run.run_on == day for run in self.runs.values()
        ):
            raise ToolError(f"instrument {instrument.id} has a run on {day} already")


SUITE = SuiteInfo(world=LabSamples, split="held_out", version=1)
