"""The tools that isolate and energise lines, with their interlocks."""

from typing import Any

from toolbench_ood.world.tool import ToolError, tool

from .generation import Generation
from .keys import draw_key
from .records import Leave, Line, Permit


class Switching(Generation):
    """Which lines are live, and who works on those that are not."""

    @tool
    def isolate_line(self, line_key: str, permit: Leave) -> dict[str, Any]:
        """Isolate a line and give a crew leave to work on it.

        Args:
            line_key: Key of the line.
            permit: Who works there, why, and the day on which they are back at the latest.
        """
        line = self.find(self.lines, line_key, "line")
        if not line.energised:
            raise ToolError(f"{line.label} ({line_key}) is isolated already.")
        self._refuse_permit(permit)
        drawn, left = self.drawn(line.to_key), self.carried(line.to_key) - line.rating_megawatts
        if drawn > left:
            raise ToolError(
                f"{self.substations[line.to_key].label} ({line.to_key}) draws {drawn} MW; without "
                f"{line.label} its lines carry only {left} MW."
            )
        line.energised = False
        key = draw_key(self.rng, "PM", self.permits)
        self.permits[key] = Permit(
            key, line_key, permit["crew_name"], permit["reason_of_work"], permit["back_by"]
        )
        return {"line_key": line_key, "state": "isolated", "permit_key": key}

    @tool
    def energise_line(self, line_key: str) -> dict[str, Any]:
        """Put an isolated line back into service, once all permits on it are cleared.

        Args:
            line_key: Key of the line.
        """
        line = self.find(self.lines, line_key, "line")
        if line.energised:
            raise ToolError(f"{line.label} ({line_key}) is energised already.")
        for permit in self.permits.values():
            if permit.line_key == line_key and not permit.cleared:
                raise ToolError(
                    f"{permit.crew} still has leave to work on {line.label}: permit {permit.key} "
                    "is not cleared."
                )
        self._refuse_overload(line)
        line.energised = True
        return {
            "line_key": line_key,
            "state": "energised",
            "supplied": self.is_supplied(line.to_key),
        }

    @tool
    def clear_permit(self, permit_key: str, clearing_crew: str) -> dict[str, Any]:
        """Note that a crew has left a line and that its permit is over.

        Args:
            permit_key: Key of the permit.
            clearing_crew: The crew that says so; only the one with the permit can.
        """
        permit = self.find(self.permits, permit_key, "permit")
        if permit.cleared:
            raise ToolError(f"Permit {permit_key} is cleared already.")
        if permit.crew != clearing_crew:
            raise ToolError(
                f"Permit {permit_key} is held by {permit.crew}; {clearing_crew} cannot clear it."
            )
        permit.cleared = True
        return {"permit_key": permit_key, "line_key": permit.line_key, "state": "cleared"}

    def overloaded(self) -> list[str]:
        """List the keys of the substations whose lines are rated below what is drawn."""
        return [
            key
            for key in self.substations
            if self.lines_into(key) and self.drawn(key) > self.carried(key)
        ]

    def _refuse_permit(self, permit: Leave) -> None:
        if permit["back_by"] < self.operating_day:
            raise ToolError(f"{permit['back_by']} is over (today is {self.operating_day}).")
        for other in self.permits.values():
            if other.crew == permit["crew_name"] and not other.cleared:
                raise ToolError(
                    f"{other.crew} holds permit {other.key} on line {other.line_key} and can be "
                    "in one place only."
                )

    def _refuse_overload(self, line: Line) -> None:
        """Refuse to pick up more load than the lines carry; look at it as if it were live."""
        line.energised = True
        over = self.overloaded()
        line.energised = False
        if over:
            key = over[0]
            raise ToolError(
                f"With {line.label} in service the lines into {self.substations[key].label} "
                f"({key}) would be overloaded."
            )
