"""What a model is told of tools and data that a shift has moved."""

from typing import Any

from shipped_formats import LIBRARY

from toolbench_ood.rollout.begin import make_beginning
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.shifts.flatten import members
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec

OTHER_DATA = "The next request is about other data"


def surface(suite: Suite, shift: str, nth: int = 0) -> Surface:
    return Surface(Case(suite, list(suite.tasks)[nth], LIBRARY.load("hermes"), 0, shift))


def test_flattened_members_keep_what_was_said_of_their_object() -> None:
    """The description of a member tells its object's and its own."""
    found = 0
    for suite in shipped_suites():
        flat = {tool["function"]["name"]: tool for tool in surface(suite, "flatten").tools}
        for spec in suite.world.specs():
            for name, member in members(spec).items():
                schema = properties(spec)[member.argument]
                texts = (schema, schema["properties"][member.key])
                told = properties(flat[spec["function"]["name"]])[name]["description"]
                assert all(each.get("description", "") in told for each in texts), (suite, name)
                found += 1
    assert found > 20


def properties(tool: ToolSpec) -> dict[str, Any]:
    found: dict[str, Any] = tool["function"]["parameters"]["properties"]
    return found


def test_every_change_of_data_is_announced() -> None:
    """Under ``long`` each earlier task but the first says that its data are others."""
    for suite in shipped_suites():
        exchanges = list(surface(suite, "long").earlier())
        announced = [exchange.ask.startswith(OTHER_DATA) for exchange in exchanges]
        assert not announced[0]
        assert sum(announced) == 4, suite.name


def test_earlier_results_name_their_calls_as_later_ones_do() -> None:
    """Under ``long``, in a format with ids, each earlier result has the id of its call."""
    kimi = LIBRARY.load("kimi_k2")
    suite = next(suite for suite in shipped_suites() if suite.name == "bank")
    case = Case(suite, next(iter(suite.tasks)), kimi, 0, "long")
    results = [
        plain(said) for role, said in make_beginning(Episode(case), kimi).settled if role == "tool"
    ]
    assert results
    assert all(":0" in text.partition("\n")[0] for text in results), results[0]
