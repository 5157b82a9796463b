"""What a run's header says of a format."""

from dataclasses import asdict

from toolbench_ood.format.format import Format
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.readers.specification.tags import tags_of
from toolbench_ood.run.header import FormatEntry, MarkerEntry, NativeEntry
from toolbench_ood.run.markers import FormatMarkers


def format_entry(format_: Format, measured: FormatMarkers | None) -> FormatEntry:
    """Record what determines a format's results; nothing is measured for a scripted model."""
    markers = measured.markers if measured else {}
    return FormatEntry(
        version=format_.spec.version,
        digest=format_.digest,
        axes=format_.spec.axes.model_dump(mode="json"),
        split=format_.split,
        tags=tags_of(format_.spec),
        markers={text: MarkerEntry(**asdict(marker)) for text, marker in markers.items()},
        call_tokens=measured.call_tokens if measured else None,
        native=_native_entry(format_),
        placement=format_.placement,
        thinking=format_.thinking,
    )


def _native_entry(format_: Format) -> NativeEntry | None:
    if not isinstance(format_, NativeFormat):
        return None
    return NativeEntry(
        reads_with=format_.matching.name,
        turn=format_.turn,
        constants=dict(format_.constants),
    )
