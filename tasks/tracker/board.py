"""The tracker's tables, its rules, and the tools that only look."""

from datetime import date, timedelta
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .drawing import draw_components, draw_milestones, draw_people, draw_tickets, draw_work
from .paging import turn
from .records import Component, Milestone, Person, Remark, Sieve, Squad, Ticket
from .showing import outline, passes, show_ticket


class Board(World):
    """Everything that the tracker knows."""

    def __init__(self, rng: Random) -> None:
        """Draw people, components, milestones, tickets and work."""
        super().__init__(rng)
        self.today = date(2032, 1, 5) + timedelta(days=rng.randrange(600))
        self.people = draw_people(rng)
        self.components = draw_components(rng, self.people)
        self.milestones = draw_milestones(rng, self.today)
        self.tickets = draw_tickets(rng, self.today, self.people, self.components, self.milestones)
        self.remarks: dict[str, Remark] = {}
        self.work = draw_work(rng, self.today, self.people, self.tickets)

    @tool
    def sift_tickets(
        self,
        sieve: Sieve,
        tickets_per_page: Annotated[int, Field(ge=1, le=5)] = 5,
        sift_cursor: str | None = None,
    ) -> dict[str, Any]:
        """List the tickets that meet all conditions, ordered by heading, a few at a time.

        Args:
            sieve: What the tickets must have in common: a part of the heading, a component, a
                milestone, an assignee, one of some stages, one of some severities, a label.
            tickets_per_page: How many tickets are shown at once.
            sift_cursor: Where to go on, as the page before says; the first page when left out.
        """
        found = [ticket for ticket in self.tickets.values() if passes(ticket, sieve)]
        found.sort(key=lambda ticket: (ticket.heading, ticket.key))
        page, following = turn(found, tickets_per_page, sift_cursor)
        return {
            "matching": len(found),
            "tickets": [outline(ticket) for ticket in page],
            "following_cursor": following,
        }

    @tool
    def view_ticket(self, ticket_key: str) -> dict[str, Any]:
        """Show everything about a ticket: fields, links, remarks and logged work.

        Args:
            ticket_key: Key of the ticket.
        """
        return show_ticket(self, self.ticket(ticket_key))

    @tool
    def view_team(self, squad: Squad | None = None) -> list[dict[str, Any]]:
        """Show people with their keys, the points they carry and how many they may carry.

        Args:
            squad: Only people of this squad.
        """
        return [
            {
                "person_key": person.key,
                "full_name": person.full_name,
                "squad": person.squad,
                "carried_points": self.load(person.key),
                "limit_points": person.limit_points,
            }
            for person in sorted(self.people.values(), key=lambda one: one.full_name)
            if squad in (None, person.squad)
        ]

    @tool
    def view_plan(self) -> dict[str, Any]:
        """Show today's date, the components with their leads, and the milestones."""
        return {
            "today": self.today,
            "components": [
                {"component_key": one.key, "label": one.label, "lead_key": one.lead_key}
                for one in sorted(self.components.values(), key=lambda one: one.label)
            ],
            "milestones": [
                {"milestone_key": one.key, "label": one.label, "due_on": one.due_on}
                for one in sorted(self.milestones.values(), key=lambda one: one.due_on)
            ],
        }

    def ticket(self, key: str) -> Ticket:
        """Look up a ticket, or refuse."""
        if key not in self.tickets:
            raise ToolError(f"There is no ticket {key}.")
        return self.tickets[key]

    def person(self, key: str) -> Person:
        """Look up a person, or refuse."""
        if key not in self.people:
            raise ToolError(f"There is no person {key}; the team view shows everyone's key.")
        return self.people[key]

    def component(self, key: str) -> Component:
        """Look up a component, or refuse."""
        if key not in self.components:
            raise ToolError(f"There is no component {key}; the plan shows them all.")
        return self.components[key]

    def milestone(self, key: str) -> Milestone:
        """Look up a milestone, or refuse."""
        if key not in self.milestones:
            raise ToolError(f"There is no milestone {key}; the plan shows them all.")
        return self.milestones[key]

    def load(self, person_key: str) -> int:
        """Add up the points of the open tickets assigned to someone."""
        return sum(
            ticket.points
            for ticket in self.tickets.values()
            if ticket.assignee_key == person_key and ticket.is_open
        )

    def waiting_for(self, key: str) -> list[str]:
        """List the keys of the tickets that a ticket blocks."""
        return sorted(one.key for one in self.tickets.values() if key in one.blocker_keys)

    def open_blockers(self, ticket: Ticket) -> list[str]:
        """List the keys of what still blocks a ticket."""
        return sorted(key for key in ticket.blocker_keys if self.tickets[key].is_open)

    def refuse_overload(self, person_key: str, more_points: int) -> None:
        """Refuse what would make someone carry more points than the limit."""
        person, load = self.person(person_key), self.load(person_key)
        if load + more_points > person.limit_points:
            raise ToolError(
                f"{person.full_name} ({person_key}) carries {load} points and may carry "
                f"{person.limit_points}; {more_points} more are too many."
            )

    def blocker_path(self, start: str, goal: str) -> list[str] | None:
        """Find how one ticket waits for another: the keys from the first to the last."""
        ways, seen = [[start]], {start}
        for way in ways:
            if way[-1] == goal:
                return way
            for key in sorted(self.tickets[way[-1]].blocker_keys - seen):
                seen.add(key)
                ways.append([*way, key])
        return None
