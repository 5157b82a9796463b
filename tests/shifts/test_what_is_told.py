"""What a model is told of tools and data that a shift has moved."""

from shipped_formats import LIBRARY

from toolbench_ood.shifts.flatten import members
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.suite import Suite
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


def properties(tool: ToolSpec) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = tool["function"]["parameters"]["properties"]
    return found


def test_every_change_of_data_is_announced() -> None:
    """Under ``long`` each earlier task but the first says that its data are others."""
    for suite in shipped_suites():
        exchanges = list(surface(suite, "long").earlier())
        announced = [exchange.ask.startswith(OTHER_DATA) for exchange in exchanges]
        assert not announced[0]
        assert sum(announced) == 4, suite.name
