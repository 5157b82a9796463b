"""The number of attempts at a failed request, and the pauses between them."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retry:
    """Exponential back-off with jitter."""

    attempts: int = 6
    """Maximum number of attempts per request, including the first."""
    first_delay: float = 0.5
    """Seconds before the second attempt, doubled for each further attempt."""
    longest_delay: float = 30.0
    """Maximum pause in seconds, even if a server asks for more."""

    def delay(self, failures: int, wish: float | None = None) -> float:
        """Return the seconds to wait after the given number of failures.

        Args:
            failures: at least 1.
            wish: seconds that the server asked for (``Retry-After``).
        """
        pause = self.first_delay * 2.0 ** (failures - 1)
        if wish is not None:
            pause = max(pause, wish)
        spread = random.uniform(0.5, 1.0)  # noqa: S311  spreads out requests; not security-relevant
        return min(pause, self.longest_delay) * spread
