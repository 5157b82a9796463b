"""Law 16, at its source: no shipped tool and no shipped check breaks on what a model may write.

Under the default extent a tool is tried once with each set of argument names that solutions give
it, and the extreme answers take turns over the asks of a suite; exhaustively, every call of every
solution is tried and every answer at every ask.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from cases import for_each
from extent import Extent
from jsonschema import Draft202012Validator

from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.situation import Situation, situation_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.trial.extremes import ANSWERS, extreme_calls
from toolbench_ood.tasks.trial.robustness import Robustness
from toolbench_ood.types.value import Json
from toolbench_ood.world.tool import Tool

STEPS = {Extent.QUICK: 6 * len(ANSWERS), Extent.SAMPLED: len(ANSWERS) // 6, Extent.EXHAUSTIVE: 1}
each_suite = for_each("suite", shipped_suites, ids=lambda suite: suite.name, parts=4)


@each_suite
def test_no_tool_and_no_check_breaks(
    suite: Suite, extent: Extent, count_checks: Callable[[int], None]
) -> None:
    """Every tool, at every extreme of every argument, ends soon without raising; so do checks."""
    robustness = Robustness(every_call=extent is Extent.EXHAUSTIVE, step=STEPS[extent])
    found = [robustness.try_task(situation) for situation in situations(suite)]
    found.append(robustness.try_uncalled(next(situations(suite))))
    problems = [problem for each in found for problem in each.problems]
    assert not problems, "\n".join(problems[:5])
    calls = sum(each.calls for each in found)
    count_checks(calls + sum(each.answers for each in found))
    assert calls > 10 * len(suite.world.tools())


@each_suite
def test_extremes_obey_the_schemas(suite: Suite) -> None:
    """Each extreme call is valid, and each argument of each tool that has a choice is varied.

    Values of a pattern are made from one that a solution gives.
    """
    varied: defaultdict[str, set[str]] = defaultdict(set)
    known: defaultdict[str, set[str]] = defaultdict(set)
    for tool, given in calls_of_solutions(suite):
        known[tool.name] |= given.keys()
        parameters = tool.spec["function"]["parameters"]
        validator = Draft202012Validator(parameters)
        for call in extreme_calls(tool.spec, given):
            validator.validate(dict(call.arguments))
            varied[tool.name] |= {
                name
                for name in parameters["properties"]
                if call.arguments.get(name) != given.get(name)
            }
    for name, found in varied.items():
        properties = suite.world.tools()[name].spec["function"]["parameters"]["properties"]
        free = {
            key
            for key, schema in properties.items()
            if len(schema.get("enum", "ab")) > 1 and ("pattern" not in schema or key in known[name])
        }
        assert found >= free, name


def situations(suite: Suite) -> Iterator[Situation]:
    """Every task of a suite, as the first seed draws it."""
    return (situation_of(suite, task, 0) for task in suite.tasks.values())


def calls_of_solutions(suite: Suite) -> Iterator[tuple[Tool, Mapping[str, Json]]]:
    """One call of every tool with each set of arguments that some solution gives it."""
    calls = {
        (call.name, *call.arguments): call.arguments
        for situation in situations(suite)
        for act in situation.acts
        for message in act.calls
        for call in message
    }
    return ((suite.world.tools()[name], given) for (name, *_), given in calls.items())
