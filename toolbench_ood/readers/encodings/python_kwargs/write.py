"""Writes Python keyword arguments."""

from collections.abc import Mapping

from toolbench_ood.readers.literals.as_text import python_literal
from toolbench_ood.readers.specification.arguments import PythonKwargs
from toolbench_ood.types.value import Json


def keyword_arguments(arguments: PythonKwargs, values: Mapping[str, Json]) -> str:
    """Return the arguments without the parentheses."""
    written = (
        f"{key}{arguments.assign}{python_literal(value, arguments.constants)}"
        for key, value in values.items()
    )
    return f"{arguments.separator} ".join(written)
