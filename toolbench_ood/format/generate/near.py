"""Near formats: a given format with one axis, or the strings of one axis, changed."""

from collections.abc import Callable
from typing import TypeAlias

from toolbench_ood.format.format import Format
from toolbench_ood.format.generate.compose import results_table
from toolbench_ood.format.generate.design import FAR_LISTINGS, NATIVE_LISTINGS, PLACES
from toolbench_ood.format.generate.draw import Draw
from toolbench_ood.format.generate.edit import Edit, Tables, edited
from toolbench_ood.format.generate.name import GeneratedName
from toolbench_ood.format.generate.near_calls import (
    other_assignment,
    other_batching,
    other_envelope,
    other_keys,
    other_order,
    other_words,
)
from toolbench_ood.format.generate.results import NATIVE_RESULTS
from toolbench_ood.format.generate.words import nonce_words
from toolbench_ood.format.source import Source

Change: TypeAlias = Callable[[Format, Draw], Edit | None]


def _other_listing(base: Format, draw: Draw) -> Edit:
    """Declare tools in a different style."""
    known = base.spec.axes.declaration_style
    styles = [style for style in (*NATIVE_LISTINGS, *FAR_LISTINGS) if style != known]
    axes = {"axes": {"declaration_style": draw.choose("listing", styles)}}
    return Edit("another style of declaration", axes, {})


def _other_place(base: Format, draw: Draw) -> Edit:
    """Declare tools in a different turn."""
    known = base.spec.axes.declaration_place
    places = [place for place in PLACES if place != known]
    axes = {"axes": {"declaration_place": draw.choose("place", places)}}
    return Edit("another place of the declaration", axes, {})


def _other_results(base: Format, draw: Draw) -> Edit | None:
    """Return results in a different way."""
    styles = [one for one in NATIVE_RESULTS if one.axis != base.spec.axes.result_placement]
    style = draw.choose("result", styles).spelt(*nonce_words(draw, "result", 2))
    axes = {"result_placement": style.axis}
    tables: Tables = {"results": results_table(style), "axes": axes}
    return Edit("another way to hand results back", tables, {})


CHANGES: tuple[Change, ...] = (
    other_words,
    other_keys,
    other_envelope,
    other_batching,
    other_order,
    other_assignment,
    _other_listing,
    _other_place,
    _other_results,
)
"""All changes; each returns None for formats to which it does not apply."""


def near_source(name: GeneratedName, draw: Draw, base: Format) -> Source:
    """Make one change to the base.

    The formats of one seed cycle through all changes that apply to the base; so do repeated draws
    of one format.
    """
    edits = [edit for change in CHANGES if (edit := change(base, draw)) is not None]
    first = Draw(f"gen:near:{base.name}:{name.seed}").number("first change", len(edits))
    edit = edits[(first + name.n + draw.attempt) % len(edits)]
    return edited(base, edit, str(name))
