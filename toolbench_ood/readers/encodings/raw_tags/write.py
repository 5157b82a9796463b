"""Writes tagged arguments."""

from collections.abc import Iterable

from toolbench_ood.readers.specification.arguments import RawTags


def tagged_arguments(tags: RawTags, pairs: Iterable[tuple[str, str]]) -> str:
    """Return tagged arguments, each from its name and its raw text."""
    edge = "\n" if tags.strip_newline else ""
    return "\n".join(
        f"{tags.open}{key}{tags.name_close}{tags.value_open}{edge}{raw}{edge}{tags.close}"
        for key, raw in pairs
    )
