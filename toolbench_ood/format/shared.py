"""Templates shared by all formats; a format folder may override each with its own file."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from toolbench_ood.format.spec import FormatSpec

FRAME = "frame.jinja"
"""The text around the listing and the examples of a declaration."""
LISTING = "declare.jinja"
"""Lists the tools, in the style ``axes.declaration_style``."""
RESULTS = "results.jinja"
"""Writes results, in the layout ``results.layout``."""


def shared_texts(spec: FormatSpec) -> Mapping[str, str]:
    """Return the shared templates that a format uses unless it overrides them, by file name."""
    listing = spec.axes.declaration_style.replace(" ", "_").replace("-", "_")
    return {
        FRAME: _text("declaration", FRAME),
        LISTING: _text("declaration", "listings", f"{listing}.jinja"),
        RESULTS: _text("result_layouts", f"{spec.results.layout}.jinja"),
    }


@cache
def _text(*place: str) -> str:
    return files("toolbench_ood.format").joinpath(*place).read_text(encoding="utf-8")
