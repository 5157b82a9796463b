"""What all tests share."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# Helper modules stand beside the tests that use them.
sys.path.insert(0, str(Path(__file__).parent))

# No test may reach a hub; a model is local or it is missing.
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose among the cases that an item loops over (``cases.py``)."""
    group = parser.getgroup("cases")
    group.addoption("--case", default="", metavar="TEXT", help="only cases whose id has the text")
    group.addoption("--exhaustive", action="store_true", help="check sampled laws in full")


@pytest.fixture
def exhaustive(request: pytest.FixtureRequest) -> bool:
    """Whether a sampled law is to be checked in full."""
    return bool(request.config.getoption("exhaustive"))


@pytest.fixture
def count_checks(request: pytest.FixtureRequest) -> Callable[[int], None]:
    """Return what adds to the number of checks that an item reports."""
    return lambda number: request.node.user_properties.append(("checks", number))
