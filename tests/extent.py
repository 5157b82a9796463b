"""How much of a law is checked in a run."""

from enum import StrEnum

import pytest


class Extent(StrEnum):
    """The value of ``--extent``."""

    QUICK = "quick"
    """A few cases of each item, for a loop of minutes (``make quick``)."""
    SAMPLED = "sampled"
    """All cases, and laws that cross everything by a covering design (``make test``)."""
    EXHAUSTIVE = "exhaustive"
    """The laws that are sampled in full (``make prove``)."""


def extent_of(config: pytest.Config) -> Extent:
    """Return the extent of a run."""
    return Extent(config.getoption("extent"))
