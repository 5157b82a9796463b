"""How often and after which pause a failed request is tried again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retry:
    """Exponential back-off with jitter."""

    attempts: int = 6
    """Most attempts of one request, the first one included."""
    first_delay: float = 0.5
    """Seconds before the second attempt; each further pause is twice as long."""
    longest_delay: float = 30.0
    """Seconds that no pause exceeds, a server's own wish included."""

    def delay(self, failures: int, wish: float | None = None) -> float:
        """Return the seconds to wait after the given number of failures.

        Args:
            failures: at least 1.
            wish: seconds that the server asked for (``Retry-After``).
        """
        pause = self.first_delay * 2.0 ** (failures - 1)
        if wish is not None:
            pause = max(pause, wish)
        spread = random.uniform(0.5, 1.0)  # noqa: S311  spreads requests in time; no secret
        return min(pause, self.longest_delay) * spread
