"""Combinations of values on the axes of calls that occur together in the format of some family.

Envelope, batching, name placement and argument encoding of the formats in the project's catalogue
(sections 4 and 8). The table determines what counts as recombined, so it is part of the generator's
version and does not depend on the installed formats.
"""

from toolbench_ood.format.axes import ArgumentEncoding, Batching, Envelope, NamePlacement

NATIVE_CALLS: frozenset[tuple[Envelope, Batching, NamePlacement, ArgumentEncoding]] = frozenset(
    {
        ("xml tag", "repeated block", "json key", "json object"),
        ("xml tag", "json array", "json key", "json object"),
        ("xml tag", "newline list", "json key", "json object"),
        ("none", "newline list", "json key", "json object"),
        ("none", "json array", "json key", "json object"),
        ("none", "call list", "json key", "json object"),
        ("none", "repeated block", "json key", "json object"),
        ("bracket", "json array", "json key", "json object"),
        ("word prefix", "json array", "json key", "json object"),
        ("word prefix", "repeated block", "json key", "json object"),
        ("line prefix", "repeated block", "json key", "json object"),
        ("special token", "repeated block", "json key", "json object"),
        ("special token", "json array", "json key", "json object"),
        ("special token", "newline list", "json key", "json object"),
        ("fence", "json array", "json key", "json object"),
        ("special token", "json array", "dict key", "json object"),
        ("special token", "repeated block", "token slot", "json object"),
        ("special token", "section with items", "token slot", "json object"),
        ("special token", "section with items", "header", "json object"),
        ("special token", "repeated block", "header", "json object"),
        ("special token", "single only", "header", "json object"),
        ("header line", "repeated block", "header", "json object"),
        ("header line", "single only", "header", "json object"),
        ("line prefix", "single only", "header", "json object"),
        ("line prefix", "repeated block", "header", "json object"),
        ("xml tag", "repeated block", "tag suffix", "json object"),
        ("xml tag", "repeated block", "tag suffix", "raw tags"),
        ("xml tag", "section with items", "tag suffix", "raw tags"),
        ("xml tag", "repeated block", "attribute", "raw tags"),
        ("xml tag", "section with items", "attribute", "raw tags"),
        ("xml tag", "section with items", "attribute", "typed tags"),
        ("special token", "section with items", "attribute", "raw tags"),
        ("special token", "section with items", "attribute", "typed tags"),
        ("xml tag", "repeated block", "tag text", "key value tag pairs"),
        ("xml tag", "section with items", "tag text", "key value tag pairs"),
        ("special token", "repeated block", "tag text", "key value tag pairs"),
        ("special token", "section with items", "tag text", "key value tag pairs"),
        ("xml tag", "section with items", "tag text", "nested xml"),
        ("bracket", "call list", "callable", "python kwargs"),
        ("none", "call list", "callable", "python kwargs"),
        ("special token", "call list", "callable", "python kwargs"),
        ("xml tag", "newline list", "callable", "python kwargs"),
        ("xml tag", "call list", "callable", "python kwargs"),
        ("fence", "program", "callable", "python kwargs"),
        ("special token", "program", "callable", "python kwargs"),
        ("special token", "repeated block", "functor argument", "custom literal"),
        ("special token", "repeated block", "callable", "custom literal"),
        ("special token", "repeated block", "header", "custom literal"),
    }
)


def is_native(
    envelope: Envelope, batching: Batching, name: NamePlacement, arguments: ArgumentEncoding
) -> bool:
    """Whether the calls of some family have these four values."""
    return (envelope, batching, name, arguments) in NATIVE_CALLS
