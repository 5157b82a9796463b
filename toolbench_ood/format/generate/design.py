"""What a generated format consists of, and how its parts are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from toolbench_ood.format.axes import Batching, DeclarationPlace, DeclarationStyle
from toolbench_ood.format.generate.draw import Draw
from toolbench_ood.format.generate.encodings import FAR_SHAPES, NATIVE_SHAPES
from toolbench_ood.format.generate.envelopes import (
    FAR_ENVELOPES,
    NATIVE_ENVELOPES,
    EnvelopeStyle,
)
from toolbench_ood.format.generate.native import is_native
from toolbench_ood.format.generate.results import NATIVE_RESULTS, ResultStyle, in_call_syntax
from toolbench_ood.format.generate.shape import BRACKETS, CallShape
from toolbench_ood.format.generate.words import nonce_words

NATIVE_LISTINGS: tuple[DeclarationStyle, ...] = (
    "json schema lines",
    "json schema array",
    "json schema pretty",
    "markdown with schema",
    "xml",
    "typescript",
    "python def",
    "custom literal",
    "prose",
)
"""Styles of declarations that families have."""
FAR_LISTINGS: tuple[DeclarationStyle, ...] = tuple(
    style for style in get_args(DeclarationStyle) if style not in NATIVE_LISTINGS
)
"""Styles that no family has."""
PLACES: tuple[DeclarationPlace, ...] = ("system", "user")
"""Where declarations may be drawn to stand: the places that every chat template has."""
WORDS = 9
"""Two of the envelope, four of calls, two of results, one of the list of tools."""
TURNS = 100
"""More than chance needs: about half of all combinations are no family's."""

_SEPARATORS: Mapping[Batching, Sequence[str]] = {"json array": (",",), "call list": (",", ";")}


@dataclass(frozen=True, slots=True)
class Design:
    """The parts of a format."""

    envelope: EnvelopeStyle
    shape: CallShape
    batching: Batching
    listing: DeclarationStyle
    result: ResultStyle
    reverse: bool = False
    """Whether arguments stand before the name."""
    separator: str = ""
    """What stands between two calls of one section."""
    place: DeclarationPlace = "system"
    """Where the declaration stands."""
    listing_word: str = ""
    """The word of the tags around the list of tools."""


def far_design(draw: Draw) -> Design:
    """Draw a format of values that no family has, on every axis that has some."""
    shape = draw.choose("shape", draw.choose("encoding", FAR_SHAPES))
    envelope = _envelope(draw, "envelope", FAR_ENVELOPES)
    design = Design(
        envelope,
        shape,
        draw.choose("batching", shape.batching),
        draw.choose("listing", FAR_LISTINGS),
        in_call_syntax(envelope),
        reverse=bool(shape.reverse),
    )
    return _spelt(design, draw)


def recombined_design(draw: Draw) -> Design:
    """Draw native values until no family has them together around its calls."""
    for turn in range(TURNS):
        shape = draw.choose(f"shape {turn}", draw.choose(f"encoding {turn}", NATIVE_SHAPES))
        envelope = _envelope(draw, f"envelope {turn}", _fitting(shape))
        batching = draw.choose(f"batching {turn}", _batching(shape, envelope))
        if not is_native(envelope.axis, batching, shape.name_placement, shape.argument_encoding):
            break
    listing = draw.choose("listing", NATIVE_LISTINGS)
    result = draw.choose("result", NATIVE_RESULTS)
    return _spelt(Design(envelope, shape, batching, listing, result), draw)


def _envelope(draw: Draw, label: str, styles: Sequence[EnvelopeStyle]) -> EnvelopeStyle:
    """Draw the value of the axis first, so that values with several styles are no likelier."""
    axis = draw.choose(f"{label} axis", list(dict.fromkeys(style.axis for style in styles)))
    return draw.choose(label, [style for style in styles if style.axis == axis])


def _fitting(shape: CallShape) -> Sequence[EnvelopeStyle]:
    """The native envelopes that tell calls of a shape, and that its values cannot end."""
    return [
        style
        for style in NATIVE_ENVELOPES
        if (style.holds_raw_text or not shape.raw) and (style.close or not shape.bare)
    ]


def _batching(shape: CallShape, envelope: EnvelopeStyle) -> Sequence[Batching]:
    return ("repeated block",) if envelope.single else shape.batching


def _spelt(design: Design, draw: Draw) -> Design:
    """Draw the words and signs of parts that are chosen."""
    words = nonce_words(draw, "word", WORDS)
    left, right = draw.choose("brackets", BRACKETS)
    inner = dict(zip("abcd", words[2:6], strict=True), l=left, r=right)
    return replace(
        design,
        envelope=design.envelope.spelt(*words[:2]),
        shape=design.shape.spelt(inner),
        result=design.result.spelt(*words[6:8]),
        place=draw.choose("place", PLACES),
        separator=draw.choose("separator", _SEPARATORS.get(design.batching, ("",))),
        listing_word=words[8],
    )
