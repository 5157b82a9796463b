"""The issue tracker of a software team: what is to be done, by whom, and what waits for what."""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .drawing import draw_key
from .records import (
    DAILY_MINUTES,
    FOLLOWERS,
    Activity,
    Audience,
    Remark,
    Stage,
    Ticket,
    Work,
)
from .shaping import Shaping


class Tracker(Shaping):
    """The whole tracker: the board, the shaping of tickets, and the work on them."""

    name: ClassVar[str] = "issue tracker"

    @tool
    def assign_ticket(self, ticket_key: str, assignee_key: str) -> dict[str, Any]:
        """Give an open ticket to someone, in place of whoever has it.

        Args:
            ticket_key: Key of the ticket.
            assignee_key: Key of the person who gets it.
        """
        ticket, person = self.ticket(ticket_key), self.person(assignee_key)
        if not ticket.is_open:
            raise ToolError(f"{ticket_key} is {ticket.stage}; only open tickets are assigned.")
        if ticket.assignee_key == assignee_key:
            raise ToolError(f"{ticket_key} is assigned to {person.full_name} already.")
        self.refuse_overload(assignee_key, ticket.points)
        ticket.assignee_key = assignee_key
        return {
            "ticket_key": ticket_key,
            "assignee_key": assignee_key,
            "carried_points": self.load(assignee_key),
        }

    @tool
    def transition_ticket(self, ticket_key: str, to_stage: Stage) -> dict[str, Any]:
        """Take a ticket to another stage of the workflow.

        Args:
            ticket_key: Key of the ticket.
            to_stage: The stage; from each stage only some can be reached.
        """
        ticket = self.ticket(ticket_key)
        allowed = FOLLOWERS[ticket.stage]
        if to_stage not in allowed:
            raise ToolError(
                f"{ticket_key} is in stage {ticket.stage} and cannot go to {to_stage} from there; "
                f"it can go to {' or '.join(allowed)}."
            )
        self._refuse_stage(ticket, to_stage)
        ticket.stage = to_stage
        return {
            "ticket_key": ticket_key,
            "stage": to_stage,
            "stages_from_here": FOLLOWERS[to_stage],
        }

    @tool
    def comment_on_ticket(
        self,
        ticket_key: str,
        comment_text: Annotated[str, Field(min_length=1)],
        comment_audience: Audience = "team",
    ) -> dict[str, Any]:
        """Say something on a ticket.

        Args:
            ticket_key: Key of the ticket.
            comment_text: The words.
            comment_audience: Who can read it: the team alone, or the customer as well.
        """
        self.ticket(ticket_key)
        remark = Remark(
            draw_key(self.rng, "RE", self.remarks), ticket_key, comment_text, comment_audience
        )
        self.remarks[remark.key] = remark
        return {"ticket_key": ticket_key, "remark_key": remark.key}

    @tool
    def log_work(  # noqa: PLR0913, PLR0917  # what a line of a time sheet says
        self,
        ticket_key: str,
        worker_key: str,
        worked_on: date,
        worked_minutes: Annotated[int, Field(ge=5, le=DAILY_MINUTES)],
        work_activity: Activity,
        work_summary: str = "",
    ) -> dict[str, Any]:
        """Log time that someone spent on a ticket.

        Args:
            ticket_key: Key of the ticket.
            worker_key: Key of the person who worked.
            worked_on: The day, today or before, as YYYY-MM-DD.
            worked_minutes: How long, in minutes.
            work_activity: What kind of work it was.
            work_summary: What was done, in words.
        """
        ticket, person = self.ticket(ticket_key), self.person(worker_key)
        if ticket.stage in {"backlog", "rejected"}:
            raise ToolError(f"{ticket_key} is in stage {ticket.stage}; no work is logged there.")
        if worked_on > self.today:
            raise ToolError(f"{worked_on} lies ahead (today is {self.today}).")
        logged = self.logged_minutes(worker_key, worked_on)
        if logged + worked_minutes > DAILY_MINUTES:
            raise ToolError(
                f"{person.full_name} has logged {logged} minutes for {worked_on}; "
                f"{worked_minutes} more would make it over {DAILY_MINUTES}."
            )
        key = draw_key(self.rng, "WO", self.work)
        self.work[key] = Work(
            key, ticket_key, worker_key, worked_on, worked_minutes, work_activity, work_summary
        )
        return {"ticket_key": ticket_key, "logged_that_day_minutes": logged + worked_minutes}

    def logged_minutes(self, worker_key: str, day: date) -> int:
        """Add up what someone has logged for a day."""
        return sum(
            work.minutes
            for work in self.work.values()
            if work.worker_key == worker_key and work.worked_on == day
        )

    def _refuse_stage(self, ticket: Ticket, to_stage: Stage) -> None:
        if to_stage == "ready" and not ticket.points:
            raise ToolError(f"{ticket.key} has no size yet; triage it with points first.")
        if to_stage == "in_progress" and ticket.assignee_key is None:
            raise ToolError(f"{ticket.key} is assigned to nobody; nobody can be at work on it.")
        if to_stage == "done" and self.open_blockers(ticket):
            keys = ", ".join(self.open_blockers(ticket))
            raise ToolError(f"{ticket.key} cannot be done while it waits for {keys}.")
        if not ticket.is_open:
            self._refuse_reopening(ticket)

    def _refuse_reopening(self, ticket: Ticket) -> None:
        done = [key for key in self.waiting_for(ticket.key) if self.tickets[key].stage == "done"]
        if done:
            raise ToolError(f"{ticket.key} stays closed: {', '.join(done)} waited for it.")
        if ticket.assignee_key is not None:
            self.refuse_overload(ticket.assignee_key, ticket.points)


SUITE = SuiteInfo(world=Tracker, split="held_out", version=1)
