"""What help costs: an arm's effort, and that of the same cases without help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """An effort in an arm and in ``strict``, summed over the same cases."""

    strict: float
    arm: float
    ratio: float | None
    """``arm / strict``; None where strict took nothing."""

    @classmethod
    def of(cls, strict: float, arm: float) -> "Cost":
        """Divide the two."""
        return cls(strict, arm, arm / strict if strict else None)
