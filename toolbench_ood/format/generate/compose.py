"""Assembles the texts of a format from its parts."""

from typing import Any

from toolbench_ood.format.axes import Axes
from toolbench_ood.format.generate import GENERATOR_VERSION
from toolbench_ood.format.generate.design import Design
from toolbench_ood.format.generate.layout import calls_template
from toolbench_ood.format.generate.name import Kind
from toolbench_ood.format.generate.results import ResultStyle
from toolbench_ood.format.generate.toml_text import toml_text
from toolbench_ood.format.source import Source

_WHAT = {
    Kind.FAR: "values that no family has",
    Kind.RECOMBINED: "values of several families in a combination that none has",
}
_BETWEEN = (
    "To call a tool, write, between {{ format.section.open }} and {{ format.section.close }}, "
)
_AFTER = "To call a tool, write, after {{ format.section.open }}, "


def compose(name: str, kind: Kind, design: Design) -> Source:
    """Write a design as the texts of a format folder."""
    many = design.batching != "repeated block"
    return Source(
        {
            "format.toml": toml_text(_spec(name, kind, design, many=many)),
            "calls.jinja": _calls(design, many=many),
        }
    )


def _calls(design: Design, *, many: bool) -> str:
    call = design.shape.reverse if design.reverse else design.shape.jinja
    closed = bool(section_table(design, many=many)["close"])
    lines = design.envelope.lines or design.batching == "newline list"
    return calls_template(call, many=many, lines=lines, closed=closed)


def head(name: str, family: str, what: str) -> dict[str, str | int]:
    """Return the keys of ``format.toml`` that identify and describe a generated format."""
    return {
        "name": name,
        "version": GENERATOR_VERSION,
        "family": family,
        "kind": "generated",
        "source": f"Generated as {name} by version {GENERATOR_VERSION} of the generator: {what}.",
    }


def results_table(style: ResultStyle) -> dict[str, str | list[str]]:
    """Return the table ``results`` of ``format.toml``."""
    return {
        "role": style.role,
        "layout": style.layout,
        "between": "\n",
        "open": style.open,
        "close": style.close,
        "error": style.error,
        "markers": list(style.markers),
    }


def how_sentence(phrase: str, *, closed: bool) -> str:
    """Return the sentence on how to call, given a phrase for what a call consists of."""
    return f"{_BETWEEN if closed else _AFTER}{phrase}."


def section_table(design: Design, *, many: bool) -> dict[str, str | bool]:
    """Return the table ``section`` of ``format.toml``."""
    opening, closing = design.envelope.open, design.envelope.close
    if design.batching == "json array" and not opening.endswith("["):
        opening, closing = f"{opening}[", f"]{closing}"
    return {
        "open": opening,
        "close": closing,
        "calls": "many" if many else "one",
        "separator": design.separator,
        "repeat": not many,
    }


def axes(design: Design) -> Axes:
    """Return the values of a design on all axes."""
    shape = design.shape
    return Axes(
        envelope=design.envelope.axis,
        batching=design.batching,
        name_placement=shape.name_placement,
        argument_encoding=shape.argument_encoding,
        type_signal=shape.type_signal,
        escaping=shape.escaping,
        declaration_style=design.listing,
        declaration_place=design.place,
        result_placement=design.result.axis,
        ids="none",
        order="arguments first" if design.reverse else "name first",
        stop_signal="end of turn",
    )


def _spec(name: str, kind: Kind, design: Design, *, many: bool) -> dict[str, Any]:
    shape, word = design.shape, design.listing_word
    how = how_sentence(shape.phrase, closed=bool(design.envelope.close))
    return {
        **head(name, f"{kind} values", _WHAT[kind]),
        "lossy": list(shape.lossy),
        "axes": axes(design).model_dump(mode="json"),
        "section": section_table(design, many=many),
        "call": dict(shape.call),
        "arguments": dict(shape.arguments),
        "prose": {"before": bool(design.envelope.close)},
        "results": results_table(design.result),
        "declaration": {"open": f"<{word}>\n", "close": f"\n</{word}>", "how": how},
    }
