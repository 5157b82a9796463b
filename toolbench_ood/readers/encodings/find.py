"""Which class reads which argument encoding."""

from toolbench_ood.readers.encodings.json_object.encoding import JsonObjectEncoding
from toolbench_ood.readers.encodings.pairs.encoding import pairs_encoding
from toolbench_ood.readers.scan.encoding import Encoding
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.grammar import Grammar


def encoding_for(spec: Grammar) -> Encoding:
    """Return the argument encoding of a spec: a JSON object, or pairs."""
    arguments = spec.arguments
    if isinstance(arguments, JsonObject):
        return JsonObjectEncoding(spec, arguments)
    return pairs_encoding(spec, arguments.pairs)


def reader_for(spec: Grammar) -> Reader:
    """Return the strict reader of a format."""
    return Reader(spec, encoding_for(spec))
