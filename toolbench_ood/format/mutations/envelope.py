"""Operators on presence, envelope and header: built from the spec, identical for all formats."""

import re

from toolbench_ood.format.mutations.mutation import Rendering
from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.outside.foreign import reads_here
from toolbench_ood.readers.specification.marker import INDEX, filled, is_distinctive
from toolbench_ood.readers.specification.names import undecorated
from toolbench_ood.readers.specification.pairs import NAME, Pairs
from toolbench_ood.readers.text.marker_typos import folded, is_bracket
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.tool import functions_by_name

_SHORT = 4
_BRACKETS = {"[": "(", "(": "{", "{": "(", "<": "(", "]": ")", ")": "}", "}": ")", ">": ")"}


def in_reasoning(message: Rendering) -> str | None:
    """Move the calls into the reasoning."""
    tags = message.fmt.spec.reasoning
    return f"{tags.open}{message.text}{tags.close}\nDone."


def foreign(message: Rendering) -> str | None:
    """Write the calls in another format of the library that this format does not read as calls."""
    other_formats = list(message.fmt.other_formats)
    message.rng.shuffle(other_formats)
    for other in other_formats:
        try:
            text = other.write(message.calls, message.tools)
        except UnwritableError:
            continue
        functions = functions_by_name(message.tools)
        if not any(reads_here(reader, text, functions) for reader in message.fmt.readers):
            return text
    return None


def no_opener(message: Rendering) -> str | None:
    """Omit the first section's opener."""
    opener, close = message.fmt.spec.section.open, message.fmt.spec.section.close
    if not opener or not close:
        return None
    return message.text.replace(opener, "", 1).lstrip()


def no_closer(message: Rendering) -> str | None:
    """Omit the last section's closer."""
    spec = message.fmt.spec
    close = spec.section.close
    if not close or spec.close_ends_arguments:
        # If only the closer ends the arguments, the text might as well be cut between two of them.
        return None
    return message.text.rstrip().removesuffix(close).rstrip()


def cut_short(message: Rendering) -> str | None:
    """Truncate the text inside the last call, but not where it merely appears to be closed."""
    raw = message.spans()[-1]
    end = message.rng.randrange(raw.start + 1, raw.end)
    closer = message.fmt.spec.section.close
    while closer and message.text[:end].endswith(closer):
        end -= 1
    return message.text[:end]


def text_before(message: Rendering) -> str | None:
    """Write prose before the calls, where it is not allowed."""
    return None if message.fmt.spec.prose.before else f"Let me see.\n{message.text}"


def allowed_text(message: Rendering) -> str | None:
    """Write prose before the calls, where it is allowed."""
    return f"Let me see.\n{message.text}" if message.fmt.spec.prose.before else None


def text_after(message: Rendering) -> str | None:
    """Write prose after the calls, where it is not allowed."""
    return None if message.fmt.spec.prose.after else f"{message.text}\nThat is done."


def in_fence(message: Rendering) -> str | None:
    """Put the calls in a Markdown fence."""
    return f"```\n{message.text}\n```"


def fake_result(message: Rendering) -> str | None:
    """Continue with a result invented by the model."""
    results = message.fmt.results([ToolOutput("all done", message.first.name)])
    if not results.startswith(message.fmt.spec.results.markers):
        return None
    return f"{message.text}\n{results}\nSo it is done."


def typo(message: Rendering) -> str | None:
    """Write typos in the delimiters of the sections."""
    section = message.fmt.spec.section
    wrong = [_with_typo(marker, message) for marker in (section.open, section.close)]
    if not section.open or section.open == wrong[0]:
        return None
    text = message.text
    if is_distinctive(section.open):
        opened = text.replace(section.open, wrong[0])
        return opened.replace(section.close, wrong[1]) if is_distinctive(section.close) else opened
    inner = text.strip().removeprefix(section.open).removesuffix(section.close)
    return wrong[0] + inner + wrong[1]


def _with_typo(marker: str, message: Rendering) -> str:
    if not is_distinctive(marker):
        return "".join(_BRACKETS.get(sign, sign) for sign in marker)
    if len(folded(marker.split(maxsplit=1)[0])) < _SHORT or not any(map(is_bracket, marker)):
        # Without brackets, the word could be part of the prose.
        return marker
    options = [marker.upper(), marker.replace("_", ""), marker.replace("_", "-"), marker.title()]
    return message.rng.choice([option for option in options if option != marker] or [marker])


def other_batching(message: Rendering) -> str | None:
    """Combine calls differently from the format."""
    section = message.fmt.spec.section
    calls = list(message.calls) if len(message.calls) > 1 else [message.first, message.first]
    if not section.repeat:
        return "\n".join(message.fmt.write([call], message.tools) for call in calls)
    spec = message.fmt.spec
    endless = isinstance(spec.arguments, Pairs) and spec.close_ends_arguments
    if section.calls == "many" or not section.close or endless:
        return None
    whole = Rendering(
        message.fmt, calls, message.tools, message.rng, message.fmt.write(calls, message.tools)
    )
    bodies = [whole.text[raw.start : raw.end] for raw in whole.spans()]
    return "\n".join([section.open, *bodies, section.close])


def wrong_index(message: Rendering) -> str | None:
    """Give the last call an empty index, one that is not a number, or the previous call's."""
    spec, last = message.fmt.spec, message.spans()[-1]
    number = last.call.id
    if not spec.indexed or number is None:
        return None
    rows = isinstance(spec.arguments, Pairs) and INDEX in spec.arguments.separator
    alone = len(message.calls) == 1 or rows  # rows with the same index would be one call
    before = str(int(number) - 1).zfill(spec.call.id_length)
    wrong = ["", "x"] if alone else ["", "x", before]
    index = message.rng.choice(wrong)
    body = message.text[last.start : last.end]
    forms = spec.arguments.forms if isinstance(spec.arguments, Pairs) else ()
    marks = (spec.call.open, spec.call.name_close, spec.call.close)
    for marker in dict.fromkeys((*marks, *(form.open for form in forms))):
        if INDEX in marker:
            found = re.compile(rf"(?m)(?:^|(?<=[A-Za-z0-9_])){re.escape(filled(marker, number))}")
            body = found.sub(filled(marker, index), body)
    if getattr(spec.arguments, "id_key", ""):
        body = body.replace(json_text(number), json_text(index))
    return message.with_call(body, index=-1)


def no_name(message: Rendering) -> str | None:
    """Leave the first call's name empty."""
    if not message.first.arguments:
        return None
    return message.with_first(Call("", message.first.arguments))


def decorated_name(message: Rendering) -> str | None:
    """Write the first call's name with a namespace."""
    name = f"functions.{message.first.name}"
    if undecorated(name, functions_by_name(message.tools)) is None:
        return None
    if not isinstance(message.fmt.spec.arguments, Pairs):
        return message.with_first(Call(name, message.first.arguments))
    raw = message.spans()[0]  # not rendered again: the tool determines the order of the values
    body = message.text[raw.start : raw.end]
    rows = NAME in message.fmt.spec.arguments.separator
    return message.with_call(body.replace(message.first.name, name, -1 if rows else 1))


def unknown_tool(message: Rendering) -> str | None:
    """Call a tool that is not declared."""
    name = f"{message.first.name}_x"
    if undecorated(name, functions_by_name(message.tools)):
        return None
    return message.with_first(Call(name, message.first.arguments))


def missing_argument(message: Rendering) -> str | None:
    """Omit a required argument."""
    first = message.first
    required = functions_by_name(message.tools)[first.name]["parameters"].get("required", [])
    present = [key for key in required if key in first.arguments]
    if not present:
        return None
    kept = {key: value for key, value in first.arguments.items() if key != present[0]}
    return message.with_first(Call(first.name, kept))


def unknown_argument(message: Rendering) -> str | None:
    """Add an argument that is not declared."""
    first, arguments = message.first, message.fmt.spec.arguments
    if isinstance(arguments, Pairs) and arguments.keys == "declared":
        return None
    parameters = functions_by_name(message.tools)[first.name]["parameters"]
    if parameters.get("additionalProperties", False) is not False or not first.arguments:
        return None
    return message.with_first(Call(first.name, {**first.arguments, "no_such_argument": 1}))
