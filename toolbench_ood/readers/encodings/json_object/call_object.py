"""Writes the object that holds a call's name and its arguments."""

from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.types.value import Json


def call_object(arguments: JsonObject, name: str, values: Json) -> str:
    """Return the object as JSON."""
    if arguments.name_is_key:
        return json_text({name: values})
    return json_text({arguments.name_key: name, arguments.arguments_key: values})
