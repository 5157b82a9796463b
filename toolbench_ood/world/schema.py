"""Converts a documented method to the declaration shown to a model (JSON Schema 2020-12)."""

from collections.abc import Callable, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import PydanticUserError, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_jsonable_python

from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json
from toolbench_ood.world.documentation import Parameter, document
from toolbench_ood.world.tool import Tool


class _PlainSchema(GenerateJsonSchema):
    """Schemas without the titles that pydantic derives from names, which only repeat the key."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's hook
        return False


def build_tool(name: str, method: Callable[..., Any]) -> Tool:
    """Create the Tool of a marked method.

    Raises:
        UserError: the method is not fully documented or typed.
    """
    documentation = document(method)
    adapters = {
        parameter.name: _adapter(parameter, method) for parameter in documentation.parameters
    }
    spec: ToolSpec = {
        "type": "function",
        "function": {
            "name": name,
            "description": documentation.description,
            "parameters": _parameters_schema(documentation.parameters, adapters),
        },
    }
    return Tool(name, spec, method, adapters)


def _adapter(parameter: Parameter, method: Callable[..., Any]) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(_shown_type(parameter))
    except PydanticUserError as error:
        raise UserError(
            f"tool {method.__qualname__} gives argument {parameter.name} a type that has no JSON "
            f"Schema: {error.message}"
        ) from error


def _shown_type(parameter: Parameter) -> Any:
    """Drop None from ``T | None = None``: omitting the argument expresses the same."""
    if parameter.default is not None or get_origin(parameter.annotation) not in (Union, UnionType):
        return parameter.annotation
    kept = tuple(part for part in get_args(parameter.annotation) if part is not NoneType)
    return Union[kept]  # noqa: UP007  # the members are only known at run time


def _parameters_schema(
    parameters: tuple[Parameter, ...], adapters: Mapping[str, TypeAdapter[Any]]
) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            parameter.name: _property(parameter, adapters[parameter.name])
            for parameter in parameters
        },
        "required": [parameter.name for parameter in parameters if parameter.required],
    }


def _property(parameter: Parameter, adapter: TypeAdapter[Any]) -> dict[str, Any]:
    schema = adapter.json_schema(schema_generator=_PlainSchema)
    definitions = schema.pop("$defs", {})
    shown: dict[str, Any] = _tidy(schema, definitions)
    shown["description"] = parameter.description
    if not parameter.required and parameter.default is not None:
        shown["default"] = to_jsonable_python(parameter.default)
    return shown


_OF_THE_CLASS = frozenset({"title", "description"})


def _tidy(schema: Json, definitions: Mapping[str, Json]) -> Json:
    """Inline definitions, and drop titles taken from class names.

    ``additionalProperties: false`` is dropped as well, because it is implied.
    """
    if isinstance(schema, list):
        return [_tidy(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        target = definitions[schema["$ref"].rsplit("/", 1)[-1]]
        # The title and docstring of a class are meant for readers of the code, not for a model.
        bare = {key: value for key, value in target.items() if key not in _OF_THE_CLASS}
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return _tidy({**bare, **rest}, definitions)
    tidied = {key: _tidy_keyword(key, value, definitions) for key, value in schema.items()}
    if "properties" in tidied:
        tidied.pop("title", None)
        if tidied.get("additionalProperties") is False:
            del tidied["additionalProperties"]
    return tidied


def _tidy_keyword(key: str, value: Json, definitions: Mapping[str, Json]) -> Json:
    if key == "properties":
        return {name: _tidy(child, definitions) for name, child in value.items()}
    if key in {"default", "const", "enum", "examples"}:
        return value
    return _tidy(value, definitions)
