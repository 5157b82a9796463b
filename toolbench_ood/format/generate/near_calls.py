"""Changes to one axis of how calls are written, or to its strings alone."""

import re
from collections.abc import Mapping
from typing import Any

from toolbench_ood.format.axes import Batching
from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.compose import how_sentence
from toolbench_ood.format.generate.draw import Draw
from toolbench_ood.format.generate.edit import Edit
from toolbench_ood.format.generate.encodings import ARGUMENTS, ARROWS, NAME, shape_like
from toolbench_ood.format.generate.envelopes import FAR_ENVELOPES, NATIVE_ENVELOPES, EnvelopeStyle
from toolbench_ood.format.generate.layout import calls_template
from toolbench_ood.format.generate.words import nonce_words
from toolbench_ood.readers.specification.arguments import JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.specification.names import SLOT

_WORD = re.compile("(?<![{A-Za-z0-9])[A-Za-z][A-Za-z0-9_:\u2581]*")
"""A word in a delimiter; ``{i}`` stands for a number and is not one."""

_DELIMITERS = {
    "section": ("open", "close"),
    "call": ("open", "name_close", "close"),
    "arguments": ("open", "name_close", "value_open", "close"),
}


def other_words(base: Format, draw: Draw) -> Edit | None:
    """Replace the words in the delimiters; None if there are none."""
    spec = base.spec.model_dump()
    texts = {
        table: {key: spec[table].get(key) or "" for key in keys}
        for table, keys in _DELIMITERS.items()
    }
    listed = " ".join(text for table in texts.values() for text in table.values())
    known = list(dict.fromkeys(_WORD.findall(listed)))
    if not known:
        return None
    new = dict(zip(known, nonce_words(draw, "delimiter", len(known)), strict=True))
    return Edit("other words in its delimiters", _replaced(texts, new), {})


def _replaced(
    texts: Mapping[str, Mapping[str, str]], new: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Insert the new words, and return only what changed."""
    changed: dict[str, dict[str, str]] = {}
    for table, keys in texts.items():
        for key, text in keys.items():
            spelt = _WORD.sub(lambda match: new[match.group()], text)
            if spelt != text:
                changed.setdefault(table, {})[key] = spelt
    return changed


def other_keys(base: Format, draw: Draw) -> Edit | None:
    """Rename the keys of a call's object; None if it has none."""
    arguments = base.spec.arguments
    if not isinstance(arguments, JsonObject) or not arguments.name_key:
        return None
    name, values = nonce_words(draw, "key", 2)
    keys = {"name_key": name, "arguments_key": values}
    return Edit("other keys for name and arguments", {"arguments": keys}, {})


def other_envelope(base: Format, draw: Draw) -> Edit | None:
    """Replace the shape of the delimiters around sections; None if there are none to replace."""
    section = base.spec.section
    if not section.open or not section.close:
        return None
    styles = [style for style in (*NATIVE_ENVELOPES, *FAR_ENVELOPES) if _encloses(style, base)]
    style = draw.choose("envelope", styles).spelt(*nonce_words(draw, "envelope", 2))
    in_list = section.open.endswith("[") and section.close.startswith("]")
    edges = ("[", "]") if in_list and not style.open.endswith("[") else ("", "")
    changes = {"open": style.open + edges[0], "close": edges[1] + style.close}
    return Edit("another envelope", {"section": changes, "axes": {"envelope": style.axis}}, {})


def _encloses(style: EnvelopeStyle, base: Format) -> bool:
    """Whether a style has a new axis value, and no value or name can contain its close."""
    if not style.close or style.axis == base.spec.axes.envelope:
        return False
    if not isinstance(base.spec.arguments, RawTags):
        return True
    closes_name = not base.spec.call.name_close and SLOT.match(style.close)
    return style.holds_raw_text and not closes_name


def other_batching(base: Format, draw: Draw) -> Edit | None:
    """Write several calls in a different way; None if the format's own words prevent it."""
    del draw  # each format has only one alternative
    section, arguments = base.spec.section, base.spec.arguments
    shape = shape_like(arguments)
    if shape is None or not section.close:
        return None
    many = section.calls == "one"
    batching: Batching = _joined(base) if many else "repeated block"
    if batching == "section with items" and not base.spec.call.open:
        return None  # nothing would mark the beginning of the next call
    opening, close, separator = section.open, section.close, ""
    if batching == "json array":
        opening, close, separator = f"{opening}[", f"]{close}", ","
    elif batching == "call list":
        separator = ","
    changes: dict[str, Any] = {"open": opening, "close": close, "separator": separator}
    changes |= {"calls": "many" if many else "one", "repeat": not many}
    how = {"how": how_sentence(shape.phrase, closed=True)}
    return Edit(
        "another way to write several calls",
        {"section": changes, "axes": {"batching": batching}, "declaration": how},
        {"calls.jinja": calls_template(shape.jinja, many=many, lines=False, closed=True)},
    )


def _joined(base: Format) -> Batching:
    arguments = base.spec.arguments
    if isinstance(arguments, PythonKwargs):
        return "call list"
    keyed = isinstance(arguments, JsonObject) and bool(arguments.name_key)
    return "json array" if keyed else "section with items"


def other_order(base: Format, draw: Draw) -> Edit | None:
    """Write the arguments before the name; None if one object does not contain both."""
    del draw
    calls = base.source.texts["calls.jinja"]
    if f"{NAME}, {ARGUMENTS}" not in calls:
        return None
    swapped = calls.replace(f"{NAME}, {ARGUMENTS}", f"{ARGUMENTS}, {NAME}")
    axes = {"axes": {"order": "arguments first"}}
    return Edit("arguments before the name", axes, {"calls.jinja": swapped})


def other_assignment(base: Format, draw: Draw) -> Edit | None:
    """Join arguments and values by an arrow; None if they are not Python keyword arguments."""
    if not isinstance(base.spec.arguments, PythonKwargs):
        return None
    shape = draw.choose("arrow", ARROWS)
    changes = {"assign": shape.arguments["assign"]}
    axes = {"argument_encoding": shape.argument_encoding}
    return Edit("arrows between arguments and values", {"arguments": changes, "axes": axes}, {})
