"""How far a format lies from those that a model was trained in."""

from collections.abc import Mapping

from toolbench_ood.format.axes import axes_distance
from toolbench_ood.format.native import NATIVE
from toolbench_ood.run.header import FormatEntry, IdFormats


def id_distances(formats: Mapping[str, FormatEntry], id_formats: IdFormats) -> dict[str, float]:
    """Return each format's distance to the nearest ID format, from 0 to 1, by name.

    ``native`` has none, because the frame around it is another too; nothing has one where there is
    no ID format.
    """
    members = [each.axes for each in id_formats.formats.values()]
    return {
        name: min(axes_distance(entry.axes, axes) for axes in members)
        for name, entry in sorted(formats.items())
        if members and name != NATIVE
    }
