"""The texts of a declaration that all formats share."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from toolbench_ood.format.axes import DeclarationStyle

FRAME = "frame.jinja"
"""What stands around the listing and the examples."""
LISTING = "declare.jinja"
"""Lists the tools; a format folder may hold one of its own."""


@cache
def shared_texts(style: DeclarationStyle) -> Mapping[str, str]:
    """Return the frame, and the listing of a style, by the names that a format gives them."""
    folder = files(__package__)
    listing = style.replace(" ", "_").replace("-", "_")
    return {
        FRAME: (folder / FRAME).read_text(encoding="utf-8"),
        LISTING: (folder / "listings" / f"{listing}.jinja").read_text(encoding="utf-8"),
    }
