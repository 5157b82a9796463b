"""One format as a model sees it, and its axes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolbench_ood.cli.model_view import marker_lines
from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import rendered
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.run.markers import FormatMarkers


@dataclass(frozen=True, slots=True)
class FormatView:
    """A format, written out for the fixed tools and calls of the golden files."""

    name: str
    kind: str
    family: str
    version: int
    source: str
    folder: str | None
    """None for a generated format."""
    digest: str
    """SHA-256 of the files that determine what it writes and reads."""
    role: str
    """The chat role preferred for results."""
    lossy: tuple[str, ...]
    """What it cannot represent."""
    axes: Mapping[str, str]
    rendered: Mapping[str, str]
    """Declaration, calls and results as text, by what they are."""
    measured: FormatMarkers | None
    """Its markers in the tokens of a model, where one was named."""


def view_format(fmt: Format, measured: FormatMarkers | None = None) -> FormatView:
    """Write a format out.

    Raises:
        UserError: a template does not render.
    """
    spec = fmt.spec
    return FormatView(
        name=fmt.name,
        kind=spec.kind,
        family=spec.family,
        version=spec.version,
        source=spec.source,
        folder=str(fmt.folder) if fmt.folder else None,
        digest=fmt.digest,
        role=spec.results.role,
        lossy=spec.lossy,
        axes=spec.axes.model_dump(mode="json"),
        rendered={
            **{name.removesuffix(".txt"): text for name, text in rendered(fmt).items()},
            **_around_results(fmt),
        },
        measured=measured,
    )


def _around_results(fmt: Format) -> Mapping[str, str]:
    """What a chat template writes before and after the results, which are its own turn."""
    if not isinstance(fmt, NativeFormat):
        return {}
    return {"before_results": fmt.turn.open, "after_results": fmt.turn.close}


def format_sections(view: FormatView) -> Iterator[tuple[str, str]]:
    """Give the parts of a view as titles and texts, in the order of a conversation."""
    for name, text in view.rendered.items():
        yield name.replace("_", " "), text
    width = max(map(len, view.axes))
    yield "axes", "\n".join(f"{axis.ljust(width)}  {value}" for axis, value in view.axes.items())
    yield "lossy", ", ".join(view.lossy) or "nothing: it carries every value"
    yield "role of results", view.role
    if view.measured:
        yield "markers in the model's tokens", "\n".join(marker_lines(view.measured))
