"""The parts of a generated format, and how they are drawn."""

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
"""Declaration styles that occur in families."""
FAR_LISTINGS: tuple[DeclarationStyle, ...] = tuple(
    style for style in get_args(DeclarationStyle) if style not in NATIVE_LISTINGS
)
"""Declaration styles that occur in no family."""
PLACES: tuple[DeclarationPlace, ...] = ("system", "user")
"""Places where declarations may be drawn: those that every chat template supports."""
WORDS = 9
"""Two for the envelope, four for calls, two for results, one for the list of tools."""
TURNS = 100
"""More than enough: about half of all combinations occur in no family."""

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
    """Whether arguments precede the name."""
    separator: str = ""
    """The separator between two calls of one section."""
    place: DeclarationPlace = "system"
    """The place of the declaration."""
    listing_word: str = ""
    """The word in the tags around the list of tools."""


def far_design(draw: Draw) -> Design:
    """Draw a format with values that no family has, on every axis where such values exist."""
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
    """Draw native values until their combination around calls occurs in no family."""
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
    """Draw the axis value first, so that values with several styles are not more likely."""
    axis = draw.choose(f"{label} axis", list(dict.fromkeys(style.axis for style in styles)))
    return draw.choose(label, [style for style in styles if style.axis == axis])


def _fitting(shape: CallShape) -> Sequence[EnvelopeStyle]:
    """Return native envelopes that delimit calls of a shape and that its values cannot close."""
    return [
        style
        for style in NATIVE_ENVELOPES
        if (style.holds_raw_text or not shape.raw) and (style.close or not shape.bare)
    ]


def _batching(shape: CallShape, envelope: EnvelopeStyle) -> Sequence[Batching]:
    return ("repeated block",) if envelope.single else shape.batching


def _spelt(design: Design, draw: Draw) -> Design:
    """Draw the words and characters of the chosen parts."""
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
