"""What all tests share."""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Helper modules stand beside the tests that use them.
sys.path.insert(0, str(Path(__file__).parent))

from cases import shared_between_cases
from extent import Extent, extent_of
from pinned import pin_worker
from tally import CHECKS, Tally

# No test may reach a hub; a model is local or it is missing.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

# Chosen with ``--hypothesis-profile``.
for _name, _examples in ((Extent.QUICK, 10), (Extent.SAMPLED, 60), (Extent.EXHAUSTIVE, 1_500)):
    settings.register_profile(_name, max_examples=_examples, deadline=None)
settings.load_profile(Extent.SAMPLED)

_TALLY = pytest.StashKey[Tally]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose among the cases that an item loops over (``cases.py``)."""
    group = parser.getgroup("cases")
    group.addoption("--case", default="", metavar="TEXT", help="only cases whose id has the text")
    group.addoption("--extent", default="sampled", choices=list(Extent), help="how much to check")


def pytest_configure(config: pytest.Config) -> None:
    """Count what the run costs, and give each worker cores of its own."""
    pin_worker(os.environ)
    config.stash[_TALLY] = Tally()
    config.pluginmanager.register(config.stash[_TALLY])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a looped test whose cases would share a fixture that is meant for one test."""
    shared = {item.nodeid: names for item in items if (names := shared_between_cases(item))}
    if shared:
        raise pytest.UsageError(
            f"cases of a looped test share fixtures of one test: {shared}; make them in the test "
            "from tmp_path, or use pytest.mark.parametrize"
        )


def pytest_collection_finish() -> None:
    """Keep what is loaded by now out of every garbage collection: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def extent(request: pytest.FixtureRequest) -> Extent:
    """How much of a law is to be checked."""
    return extent_of(request.config)


@pytest.fixture
def count_checks(request: pytest.FixtureRequest) -> Callable[[int], None]:
    """Return what adds to the number of checks that an item reports."""
    return lambda number: request.node.user_properties.append((CHECKS, number))


@pytest.fixture(scope="session")
def count_start(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return what tells that an engine is started with a real model; each start must be told."""
    return request.config.stash[_TALLY].starts.append
