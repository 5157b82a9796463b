"""A suite in numbers: kinds, depth, tools, and features of their schemas."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.tasks.oracle import Act
from toolbench_ood.tasks.situation import situation_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.value import Json

DEEP = 3
"""Messages of calls that make a task multi-step."""
VERY_DEEP = 8


@dataclass(frozen=True, slots=True)
class Features:
    """One suite in numbers; tasks are counted as seed 0 draws them."""

    tasks: int
    kinds: Mapping[str, int]
    """Tasks of each kind."""
    deep: int
    """Tasks of depth 3 or more."""
    very_deep: int
    """Tasks of depth 8 or more."""
    tools: int
    schema: Mapping[str, int]
    """Tools that have a feature: object, list, enum, optional, date, bound, pattern."""


def depth(acts: Sequence[Act]) -> int:
    """Count the messages of calls in a solution: calls that need no other share a message."""
    return sum(len(act.calls) for act in acts)


def features_of(suite: Suite) -> Features:
    """Count a suite's features.

    Raises:
        UserError: a task's solution does not solve it.
    """
    depths = [depth(situation_of(suite, task, 0).acts) for task in suite.tasks.values()]
    specs = suite.world.specs()
    found = Counter(
        feature for spec in specs for feature in set(_of_parameters(spec["function"]["parameters"]))
    )
    return Features(
        tasks=len(suite.tasks),
        kinds=Counter(task.kind.value for task in suite.tasks.values()),
        deep=sum(each >= DEEP for each in depths),
        very_deep=sum(each >= VERY_DEEP for each in depths),
        tools=len(specs),
        schema={name: found[name] for name in SCHEMA_FEATURES},
    )


SCHEMA_FEATURES = ("object", "list", "enum", "optional", "date", "bound", "pattern")

_BOUNDS = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems"}
    | {"minLength", "maxLength", "multipleOf"}
)


def _of_parameters(parameters: Mapping[str, Json]) -> Iterator[str]:
    properties = parameters["properties"]
    if set(properties) - set(parameters["required"]):
        yield "optional"
    for schema in properties.values():
        yield from _of_schema(schema)


def _of_schema(schema: Mapping[str, Json]) -> Iterator[str]:
    named = {"object": "properties" in schema, "list": schema.get("type") == "array"}
    named |= {"enum": "enum" in schema, "date": schema.get("format") == "date"}
    named |= {"bound": not _BOUNDS.isdisjoint(schema), "pattern": "pattern" in schema}
    yield from (feature for feature, there in named.items() if there)
    for child in _children(schema):
        yield from _of_schema(child)


def _children(schema: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
    yield from schema.get("properties", {}).values()
    yield from schema.get("anyOf", ())
    yield from schema.get("prefixItems", ())
    if isinstance(schema.get("items"), Mapping):
        yield schema["items"]
