"""Loops over the formats that ship, over variants of them, and over messages and faults."""

from collections.abc import Callable

from cases import for_each
from formats.variants import VARIANTS
from shipped_formats import FORMATS

from toolbench_ood.format.mutations import MUTATIONS
from toolbench_ood.types.finding import Severity

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def formats_in(parts: int) -> Decorator:
    """Loop over the formats in so many items."""
    return for_each("fmt", FORMATS, ids=lambda fmt: fmt.name, parts=parts)


every_format = formats_in(1)
every_variant = for_each("name", sorted(VARIANTS))
every_mutation = for_each("mutation", MUTATIONS, ids=lambda one: one.name)


def structural_mutations(*severities: Severity) -> Decorator:
    """Loop over the structural operators of some severities."""
    chosen = [one for one in MUTATIONS if one.code.structural and one.severity in severities]
    return for_each("mutation", chosen, ids=lambda one: one.name)
