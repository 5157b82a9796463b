"""Every format's grammar over the messages of everything that ships.

Each format writes messages of all suites, other ones than the formats beside it. Of a format that
numbers its calls, the grammar is made for as many calls as a message of the suite has and one more;
exhaustively, for as many as a grammar can number.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from random import Random

import pytest
from cases import for_each
from extent import Extent
from formats.messages import slips
from shipped_formats import LIBRARY

from constrain.admits import Admits, in_declared_order
from toolbench_ood.format.format import Format
from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.oracle import play_solution
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Severity

pytestmark = pytest.mark.slow
every_format = for_each("name", LIBRARY.names(), parts=4)

MOST = {Extent.QUICK: 30, Extent.SAMPLED: 60, Extent.EXHAUSTIVE: 1000}
"""Messages for each format."""
WALKS = {Extent.QUICK: 1, Extent.SAMPLED: 1, Extent.EXHAUSTIVE: 20}
"""Random walks through the grammar of each suite, in each format."""
SLIPPED = {Extent.QUICK: 1, Extent.SAMPLED: 3, Extent.EXHAUSTIVE: 12}
"""Messages for each format in which every sign is left out, doubled or swapped."""
SEEDS = {Extent.QUICK: 1, Extent.SAMPLED: 1, Extent.EXHAUSTIVE: 3}
"""Situations of each task whose messages there are."""


@cache
def messages(suite: Suite, extent: Extent) -> tuple[tuple[Call, ...], ...]:
    """The oracle's messages in a suite, with keys in declared order."""
    tools = suite.world.specs()
    made = {
        str(ordered): ordered
        for seed in range(SEEDS[extent])
        for task in suite.tasks.values()
        for act in play_solution(suite, task, seed)
        for calls in act.calls
        if (ordered := tuple(in_declared_order(call, tools) for call in calls))
    }
    listed = list(made.values())
    Random(0).shuffle(listed)
    return tuple(listed)


@cache
def admitting(name: str, extent: Extent) -> dict[str, Admits]:
    fmt = LIBRARY.load(name)
    return {
        suite.name: Admits(fmt, suite.world.specs(), most=_most_calls(fmt, suite, extent))
        for suite in shipped_suites()
    }


def _most_calls(fmt: Format, suite: Suite, extent: Extent) -> int | None:
    """Return how many calls the grammar of a format that numbers them is made for."""
    if extent is Extent.EXHAUSTIVE or not fmt.spec.indexed:
        return None
    return max(map(len, messages(suite, extent))) + 1


@cache
def written(name: str, extent: Extent) -> tuple[tuple[Suite, tuple[Call, ...], str], ...]:
    """The messages that fit their tools' schemas, as the format writes them."""
    return tuple(islice(_written(LIBRARY.load(name), extent), MOST[extent]))


def _written(fmt: Format, extent: Extent) -> Iterator[tuple[Suite, tuple[Call, ...], str]]:
    for suite, calls in _in_turn(fmt.name, extent):
        tools = suite.world.specs()
        try:
            text = fmt.write(calls, tools)
        except UnwritableError:
            continue
        if fmt.read(text, tools).schema_valid:
            yield suite, calls, text


def _in_turn(name: str, extent: Extent) -> Iterator[tuple[Suite, tuple[Call, ...]]]:
    """Yield messages of the suites in turn; formats begin at different suites and messages."""
    place, formats = LIBRARY.names().index(name), len(LIBRARY.names())
    first = place % len(shipped_suites())
    suites = (*shipped_suites()[first:], *shipped_suites()[:first])
    for nth in range(max(len(messages(suite, extent)) for suite in suites)):
        for suite in suites:
            listed = messages(suite, extent)
            yield suite, listed[(len(listed) * place // formats + nth) % len(listed)]


@every_format
def test_what_the_oracle_writes_is_admitted(name: str, extent: Extent) -> None:
    """A written message of schema-valid calls is in the grammar of its suite's tools."""
    texts = written(name, extent)
    assert len(texts) == MOST[extent]
    assert {suite for suite, _, _ in texts} == set(shipped_suites())
    refused = [text for suite, _, text in texts if not admitting(name, extent)[suite.name](text)]
    assert refused == []


@every_format
def test_planted_faults_are_not_admitted(name: str, extent: Extent) -> None:
    """No message with a planted fault above benign is in the grammar."""
    fmt = LIBRARY.load(name)
    rng = Random(name)
    harmful = [each for each in MUTATIONS if each.severity > Severity.BENIGN]
    most, tried = MOST[extent], 0
    while tried < most:
        before = tried
        for suite, calls, _ in written(name, extent):
            tools = suite.world.specs()
            text = rng.choice(harmful).apply(fmt, calls, tools, rng)
            if text is None or tried == most:
                continue
            tried += 1
            assert not admitting(name, extent)[suite.name](text), text
        assert tried > before


@every_format
def test_what_is_admitted_reads_back(name: str, extent: Extent) -> None:
    """A random walk through the grammar gives calls that fit their tools, without a finding.

    Only what the grammar leaves to the schema check may be found: constraints on values.
    """
    fmt = LIBRARY.load(name)
    rng = Random(0)
    ended = 0
    for suite in shipped_suites():
        for _ in range(WALKS[extent]):
            text = admitting(name, extent)[suite.name].walk(rng, 800)
            if text is None:
                continue
            ended += 1
            reading = fmt.read(text, suite.world.specs())
            assert reading.calls
            assert [one for one in reading.findings if not one.code.startswith("S5")] == [], text
    assert ended >= WALKS[extent]


@every_format
def test_a_slip_that_is_admitted_is_none(name: str, extent: Extent) -> None:
    """One sign left out, doubled or swapped: what is still admitted reads without a finding.

    Each sign by turns; exhaustively, in all three ways.
    """
    fmt = LIBRARY.load(name)
    for suite, _, text in written(name, extent)[: SLIPPED[extent]]:
        admits = admitting(name, extent)[suite.name]
        for at in range(len(text)):
            made = slips(text, at)
            for slip in made if extent is Extent.EXHAUSTIVE else [made[at % len(made)]]:
                if admits(slip):
                    reading = fmt.read(slip, suite.world.specs())
                    assert reading.calls
                    assert [one for one in reading.findings if one.code.structural] == [], slip
