"""A listener that ends a series in its midst, as a kill does."""

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.silence import Silence


class Killed(BaseException):
    """What no one catches."""


class Killer(Silence):
    """Kills the series after so many cases."""

    def __init__(self, after: int) -> None:
        self.left = after

    def finished(self, record: Record) -> None:
        """Count down."""
        self.left -= 1
        if self.left < 0:
            raise Killed
