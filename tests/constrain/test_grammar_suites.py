"""Every format's grammar over the messages of everything that ships."""

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
"""Messages for each format. Formats begin at different ones, so that all come up in several."""
WALKS = {Extent.QUICK: 1, Extent.SAMPLED: 2, Extent.EXHAUSTIVE: 20}
"""Random walks through the grammar of each suite, in each format."""
SLIPPED = {Extent.QUICK: 1, Extent.SAMPLED: 3, Extent.EXHAUSTIVE: 12}
"""Messages for each format in which every sign is once left out, doubled or swapped."""
SEEDS = 3


@cache
def messages() -> tuple[tuple[Suite, tuple[Call, ...]], ...]:
    """The oracle's messages, the suites in turn, with keys in declared order."""
    made: dict[str, tuple[Suite, tuple[Call, ...]]] = {}
    for suite in shipped_suites():
        tools = suite.world.specs()
        for seed in range(SEEDS):
            for task in suite.tasks.values():
                for act in play_solution(suite, task, seed):
                    for calls in act.calls:
                        ordered = tuple(in_declared_order(call, tools) for call in calls)
                        made[f"{suite.name} {ordered}"] = (suite, ordered)
    listed = list(made.values())
    Random(0).shuffle(listed)
    return tuple(listed)


@cache
def admitting(name: str) -> dict[str, Admits]:
    fmt = LIBRARY.load(name)
    return {suite.name: Admits(fmt, suite.world.specs()) for suite in shipped_suites()}


@cache
def written(fmt: Format, count: int) -> tuple[tuple[Suite, tuple[Call, ...], str], ...]:
    """The messages that fit their tools' schemas, as the format writes them."""
    return tuple(islice(_written(fmt), count))


def _written(fmt: Format) -> Iterator[tuple[Suite, tuple[Call, ...], str]]:
    first = len(messages()) * LIBRARY.names().index(fmt.name) // len(LIBRARY.names())
    for suite, calls in (*messages()[first:], *messages()[:first]):
        tools = suite.world.specs()
        try:
            text = fmt.write(calls, tools)
        except UnwritableError:
            continue
        if fmt.read(text, tools).schema_valid:
            yield suite, calls, text


@every_format
def test_what_the_oracle_writes_is_admitted(name: str, extent: Extent) -> None:
    """A written message of schema-valid calls is in the grammar of its suite's tools."""
    texts = written(LIBRARY.load(name), MOST[extent])
    assert len(texts) == MOST[extent]
    refused = [text for suite, _, text in texts if not admitting(name)[suite.name](text)]
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
        for suite, calls, _ in written(fmt, most):
            tools = suite.world.specs()
            text = rng.choice(harmful).apply(fmt, calls, tools, rng)
            if text is None or tried == most:
                continue
            tried += 1
            assert not admitting(name)[suite.name](text), text
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
            text = admitting(name)[suite.name].walk(rng, 800)
            if text is None:
                continue
            ended += 1
            reading = fmt.read(text, suite.world.specs())
            assert reading.calls
            assert [one for one in reading.findings if not one.code.startswith("S5")] == [], text
    assert ended >= WALKS[extent]


@every_format
def test_a_slip_that_is_admitted_is_none(name: str, extent: Extent) -> None:
    """One sign left out, doubled or swapped: what is still admitted reads without a finding."""
    fmt = LIBRARY.load(name)
    for suite, _, text in written(fmt, SLIPPED[extent]):
        admits = admitting(name)[suite.name]
        for at in range(len(text)):
            for slip in slips(text, at):
                if admits(slip):
                    reading = fmt.read(slip, suite.world.specs())
                    assert reading.calls
                    assert [one for one in reading.findings if one.code.structural] == [], slip
