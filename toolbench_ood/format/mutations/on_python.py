"""Operators on arguments that are Python keyword arguments."""

from toolbench_ood.format.literals import json_text, python_literal
from toolbench_ood.format.mutations.mutation import Message, Operators, another, between_letters
from toolbench_ood.readers.specification.arguments import PythonKwargs
from toolbench_ood.types.value import Json


def _written(message: Message, value: Json) -> str:
    return python_literal(value, getattr(message.fmt.spec.arguments, "constants", "python"))


def _with_python(message: Message, arguments: list[str], ending: str = "") -> str:
    spec = message.fmt.spec
    separator = getattr(spec.arguments, "separator", ",")
    inner = f"{separator} ".join(arguments) + ending
    call = f"{spec.call.open}{message.first.name}{spec.call.name_close}{inner}{spec.call.close}"
    return message.with_call(call)


def _python_members(message: Message) -> list[str]:
    arguments = message.fmt.spec.arguments
    assign = arguments.assign if isinstance(arguments, PythonKwargs) else "="
    values = message.first.arguments.items()
    return [f"{key}{assign}{_written(message, value)}" for key, value in values]


def python_syntax(message: Message) -> str | None:
    """Omit the sign between the first argument's name and its value."""
    members = _python_members(message)
    if not members:
        return None
    key, value = next(iter(message.first.arguments.items()))
    literal = _written(message, value)
    if literal.startswith("-"):
        # A name, a minus sign and a number form an expression.
        return None
    return _with_python(message, [f"{key} {literal}", *members[1:]])


def python_repairable(message: Message) -> str | None:
    """Add a trailing comma to the arguments."""
    members = _python_members(message)
    return _with_python(message, members, ending=",") if members else None


def python_escape(message: Message) -> str | None:
    """Insert an unescaped quote between two letters of a string."""
    members = _python_members(message)
    for index, (key, value) in enumerate(message.first.arguments.items()):
        spot = between_letters(value)
        if spot:
            literal = _written(message, value)
            broken = literal[: spot + 1] + literal[0] + literal[spot + 1 :]
            members[index] = f"{key}={broken}"
            return _with_python(message, members)
    return None


def python_container(message: Message) -> str | None:
    """Write the arguments as one JSON text in a string."""
    return _with_python(message, [_written(message, json_text(message.first.arguments))])


def python_duplicate(message: Message) -> str | None:
    """Pass the first argument twice, with different values."""
    key, value = next(iter(message.first.arguments.items()), ("", None))
    other = another(value)
    if other is None:
        return None
    return _with_python(message, [f"{key}={_written(message, other)}", *_python_members(message)])


def python_expression(message: Message) -> str | None:
    """Write a variable name instead of the first argument's value."""
    members = _python_members(message)
    if not members:
        return None
    key = next(iter(message.first.arguments))
    return _with_python(message, [f"{key}=previous_value", *members[1:]])


def python_alias(message: Message) -> str | None:
    """Assign an object to the tool's name instead of calling it."""
    if len(message.calls) > 1 or not message.first.arguments:
        return None
    return f"{message.first.name} = {_written(message, message.first.arguments)}"


def python_chimera(message: Message) -> str | None:
    """Write a JSON object inside the parentheses."""
    return _with_python(message, [json_text(message.first.arguments)])


def python_inner(message: Message) -> str | None:
    """Omit the last parenthesis of the last call."""
    raw = message.spans()[-1]
    return message.with_call(message.text[raw.start : raw.end - 1], index=-1)


PYTHON_OPERATORS: Operators = {
    "syntax": python_syntax,
    "repairable": python_repairable,
    "escape": python_escape,
    "container": python_container,
    "duplicate": python_duplicate,
    "expression": python_expression,
    "alias": python_alias,
    "chimera": python_chimera,
    "inner": python_inner,
}
