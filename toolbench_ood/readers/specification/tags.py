"""The pair of tags that calls stand between."""

from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import INDEX, is_distinctive


def tags_of(spec: Grammar) -> tuple[str, str] | None:
    """Return what opens and what closes a section, or else a call.

    None where a format has no such two texts that differ and stand out from prose.
    """
    for part in (spec.section, spec.call):
        if part.open != part.close and _stands_out(part.open) and _stands_out(part.close):
            return part.open.strip(), part.close.strip()
    return None


def _stands_out(marker: str) -> bool:
    return is_distinctive(marker) and INDEX not in marker
