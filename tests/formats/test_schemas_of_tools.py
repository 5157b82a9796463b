"""What counts as the schema of a tool's parameters."""

from typing import Any

from cases import for_each
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from toolbench_ood.format.tools import Declared
from toolbench_ood.tasks.collect import shipped_suites

WORDS = (
    *("type", "properties", "items", "enum", "required", "minimum", "minLength", "$ref", "anyOf"),
    *(
        "additionalProperties",
        "patternProperties",
        "pattern",
        "default",
        "format",
        "$schema",
        "$id",
    ),
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.sampled_from(["string", "object", "(", "#"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner),
    max_leaves=12,
)


def is_schema(value: Any) -> bool:
    """What the library jsonschema says, by the metaschema of the draft."""
    try:
        Draft202012Validator.check_schema(value)
    except SchemaError:
        return False
    return True


def is_refused(parameters: dict[str, Any]) -> bool:
    function = {"name": "probe", "description": "Takes values.", "parameters": parameters}
    (fault,) = Declared([{"type": "function", "function": function}]).faults
    return "not a JSON Schema" in fault


@given(parameters=st.dictionaries(st.sampled_from(WORDS), JSON, max_size=4))
def test_what_is_no_schema_is_refused(parameters: dict[str, Any]) -> None:
    """Parameters are refused just where the library jsonschema refuses them."""
    assert is_refused(parameters) == (not is_schema(parameters))


@for_each("suite", shipped_suites, ids=lambda suite: suite.name)
def test_what_ships_declares_schemas(suite: Any) -> None:
    """The parameters of every shipped tool, and nothing damaged, are a schema."""
    for tool in suite.world.tools().values():
        parameters = tool.spec["function"]["parameters"]
        assert is_schema(parameters)
        assert not is_refused(parameters)
        for name in parameters["properties"]:
            damaged = {**parameters["properties"], name: {"type": "text"}}
            assert is_refused({**parameters, "properties": damaged})
