"""What a test run costs: seconds, items and checks by folder, and starts of real engines.

Costs are kept in bounds by counting, which is the same on every machine: too many items, or too
many starts of a real engine, fail the run.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

import pytest

MOST_ITEMS = 1_440
"""Items that may be collected. Cases are looped over inside an item: ``cases.for_each``."""
MOST_STARTS = {"vllm": 6, "transformers": 7}
"""Starts of an engine with a real model that a whole run may take, by engine."""

CHECKS = "checks"
START = "engine start"


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The plugin that counts; one in each process."""

    starts: list[str] = field(default_factory=list)
    """Engines started for the item that is run."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Refuse more items than there may be, whatever is left out afterwards."""
        if len(items) > MOST_ITEMS:
            raise pytest.UsageError(
                f"{len(items):,} items were collected, and {MOST_ITEMS:,} are the most; loop over "
                "cases inside an item with for_each (tests/cases.py), or raise MOST_ITEMS in "
                "tests/tally.py with a reason"
            )

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Tell with the item which engines were started for it."""
        item.user_properties += [(START, name) for name in self.starts]
        self.starts.clear()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the costs by folder."""
        if folders := costs(terminalreporter):
            terminalreporter.section("time by folder")
            terminalreporter.write_line("\n".join(table(folders)))
        for engine, count in engine_starts(terminalreporter).items():
            most = MOST_STARTS.get(engine, 0)
            terminalreporter.write_line(f"{engine}: {count} starts of at most {most}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that started more engines than it may."""
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter and over_budget(engine_starts(reporter)):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@dataclass(slots=True)
class Cost:
    """What the items of a folder took."""

    seconds: float = 0.0
    items: int = 0
    checks: int = 0


def costs(reporter: pytest.TerminalReporter) -> dict[str, Cost]:
    """Sum up the reports by folder; an item that tells no number of checks is one."""
    found: dict[str, Cost] = {}
    for report in _reports(reporter):
        cost = found.setdefault(_folder(report.nodeid), Cost())
        cost.seconds += report.duration
        if report.when == "call":
            cost.items += 1
            told = [number for name, number in report.user_properties if name == CHECKS]
            cost.checks += sum(map(int, map(str, told))) or 1
    return found


def table(folders: dict[str, Cost]) -> Iterator[str]:
    """Yield a line a folder, the longest first, and one for all."""
    everything = Cost(
        sum(one.seconds for one in folders.values()),
        sum(one.items for one in folders.values()),
        sum(one.checks for one in folders.values()),
    )
    yield f"{'folder':<22}{'seconds':>9}{'items':>8}{'checks':>10}"
    ordered = sorted(folders.items(), key=lambda pair: -pair[1].seconds)
    for name, cost in [*ordered, ("all", everything)]:
        yield f"{name:<22}{cost.seconds:>9.1f}{cost.items:>8,}{cost.checks:>10,}"


def engine_starts(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Count the starts of real engines that the reports tell of."""
    return Counter(
        str(value)
        for report in _reports(reporter)
        if report.when == "teardown"
        for name, value in report.user_properties
        if name == START
    )


def over_budget(starts: Counter[str]) -> bool:
    """Whether an engine was started more often than it may be."""
    return any(count > MOST_STARTS.get(engine, 0) for engine, count in starts.items())


def _reports(reporter: pytest.TerminalReporter) -> Iterable[pytest.TestReport]:
    return [
        report
        for reports in reporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
    ]


def _folder(nodeid: str) -> str:
    return "/".join(PurePath(nodeid.partition("::")[0]).parts[:2])
