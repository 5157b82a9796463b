"""Whether two formats write calls alike."""

from toolbench_ood.format.format import Format
from toolbench_ood.readers.specification.arguments import RawTags
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.table import Table


def write_alike(one: Format, other: Format) -> bool:
    """Whether calls look the same in both formats, so that none is foreign to the other.

    Line feeds around a raw value are layout in one and part of the value in the other.
    """
    return _look(one.spec) == _look(other.spec)


def reads_alike(one: Format, other: Format) -> bool:
    """Whether a format reads another's calls as a variant of its own."""
    forms = map(one.spec.varied, one.spec.variants)
    return any(_look(form) == _look(other.spec) for form in forms)


def _look(spec: Grammar) -> tuple[Table, ...]:
    arguments = spec.arguments
    if isinstance(arguments, RawTags):
        arguments = arguments.model_copy(update={"strip_newline": True})
    return spec.section, spec.call, arguments
