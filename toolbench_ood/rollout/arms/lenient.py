"""The arm ``lenient``: faults that have exactly one repair do not keep calls from running."""

from typing import ClassVar

from toolbench_ood.rollout.arms.arm import Arm
from toolbench_ood.types.reading import Reading


class LenientArm(Arm):
    """Carries out the calls of the lenient tier; the findings stay those of the strict reader."""

    name: ClassVar[str] = "lenient"
    gives: ClassVar[str] = "broken calls that have exactly one repair are carried out"
    shows: ClassVar[str] = "the calls are the right ones, but for slips in how they are written"

    def read(self, reading: Reading) -> Reading:
        """Return the reading of the repaired text, where there is one with calls."""
        repaired = reading.repaired
        return repaired if repaired is not None and repaired.calls else reading
