"""Declarations come from signatures, types and docstrings, and say nothing else."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Annotated, Any, Literal

import pytest
from cases import for_each
from jsonschema import Draft202012Validator
from pydantic import Field
from typing_extensions import TypedDict

from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World, check_documentation


class Address(TypedDict):
    """Where a parcel goes; these words are for readers of the code."""

    street: Annotated[str, Field(description="Street and number")]
    floor: Annotated[int, Field(ge=0, le=99, description="Floor, 0 is the ground")]


@dataclass(frozen=True)
class Parcel:
    """A parcel in the depot."""

    id: str
    day: date


class Depot(World):
    """A world with one tool of every schema feature."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.sent: list[dict[str, Any]] = []

    @tool
    def send(
        self,
        to: Address,
        day: date,
        weights_kg: Annotated[list[float], Field(min_length=1)],
        speed: Literal["slow", "fast"] = "slow",
        note: str | None = None,
        insured: bool = False,
    ) -> Parcel:
        """Send parcels to one address.

        Args:
            to: Where they go.
            day: Day of dispatch.
            weights_kg: Weight of each parcel in kilograms.
            speed: How fast they travel.
            note: Words for the
                driver.
            insured: Whether they are insured.
        """
        if day.year < 2000:
            raise ToolError("the depot opened in 2000")
        self.sent.append({"to": to, "day": day, "note": note, "insured": insured})
        return Parcel(f"p-{len(self.sent)}", day)

    @tool
    def hello(self) -> str:
        """Say hello."""
        return "héllo"

    @tool
    def forget(self) -> None:
        """Forget all parcels."""
        self.sent.clear()


GOOD = {"to": {"street": "A 1", "floor": 2}, "day": "2026-03-01", "weights_kg": [1, 2.5]}


def depot() -> Depot:
    return Depot(Random(0))


def test_schema_of_every_feature() -> None:
    """Nested objects, lists, enums, optionals, defaults and ranges make exactly this schema."""
    function = Depot.tools()["send"].spec["function"]
    assert function["description"] == "Send parcels to one address."
    assert function["parameters"] == {
        "type": "object",
        "properties": {
            "to": {
                "type": "object",
                "properties": {
                    "street": {"type": "string", "description": "Street and number"},
                    "floor": {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 99,
                        "description": "Floor, 0 is the ground",
                    },
                },
                "required": ["street", "floor"],
                "description": "Where they go.",
            },
            "day": {"type": "string", "format": "date", "description": "Day of dispatch."},
            "weights_kg": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 1,
                "description": "Weight of each parcel in kilograms.",
            },
            "speed": {
                "type": "string",
                "enum": ["slow", "fast"],
                "default": "slow",
                "description": "How fast they travel.",
            },
            "note": {"type": "string", "description": "Words for the driver."},
            "insured": {
                "type": "boolean",
                "default": False,
                "description": "Whether they are insured.",
            },
        },
        "required": ["to", "day", "weights_kg"],
    }


def test_schema_is_a_schema() -> None:
    """What is declared is valid JSON Schema 2020-12."""
    for each in Depot.tools().values():
        Draft202012Validator.check_schema(each.spec["function"]["parameters"])


def test_tools_keep_their_order() -> None:
    """Tools are declared in the order in which they are written."""
    assert list(Depot.tools()) == ["send", "hello", "forget"]
    names = [spec["function"]["name"] for spec in Depot.specs(without=("hello",))]
    assert names == ["send", "forget"]


def test_execute_converts_and_spells_results() -> None:
    """Arguments become the annotated Python types, results become text a model can read."""
    world = depot()
    output = world.execute(Call("send", GOOD))
    assert output.content == '{"id": "p-1", "day": "2026-03-01"}'
    assert not output.is_error
    assert world.sent[0]["day"] == date(2026, 3, 1)
    assert world.execute(Call("hello")).content == "héllo"
    assert world.execute(Call("forget")).content == "done"


def test_a_refusal_is_a_result() -> None:
    """A tool's own error is an in-band result in the domain's words and changes nothing."""
    world = depot()
    output = world.execute(Call("send", {**GOOD, "day": "1999-01-01"}))
    assert output.is_error
    assert output.content == "the depot opened in 2000"
    assert world.sent == []


def test_a_value_without_a_python_meaning_is_refused_in_band() -> None:
    """A value that passes the schema but has no such Python value is an in-band error too."""
    output = depot().execute(Call("send", {**GOOD, "day": "2026-02-30"}))
    assert output.is_error
    assert output.content.endswith("(given: '2026-02-30')")


def _world_with(method: Any) -> type[World]:
    return type("Broken", (World,), {"broken": tool(method)})


def no_docstring(self: World, city: str) -> str:
    return city


def no_type(self: World, city) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Do it.

    Args:
        city: A city.
    """
    return str(city)


def no_description(self: World, city: str) -> str:
    """Do it."""
    return city


def describes_too_much(self: World, city: str) -> str:
    """Do it.

    Args:
        city: A city.
        country: A country.
    """
    return city


def swallows(self: World, **rest: str) -> str:
    """Do it."""
    return str(rest)


@for_each(
    ("method", "complaint"),
    [
        (no_docstring, "no docstring"),
        (no_type, "argument city no type"),
        (no_description, "does not describe argument city"),
        (describes_too_much, "describes country"),
        (swallows, "name each argument"),
    ],
)
def test_undocumented_tools_are_refused(method: Any, complaint: str) -> None:
    """A tool that does not describe and type everything is refused, and the refusal says what."""
    with pytest.raises(UserError, match=complaint):
        check_documentation(_world_with(method))
