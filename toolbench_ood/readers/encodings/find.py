"""Which class reads which argument encoding."""

from toolbench_ood.readers.encodings.json_object.encoding import JsonObjectEncoding
from toolbench_ood.readers.encodings.pairs.encoding import PairsEncoding
from toolbench_ood.readers.encodings.python_kwargs.encoding import PythonKwargsEncoding
from toolbench_ood.readers.encodings.raw_tags.encoding import RawTagsEncoding
from toolbench_ood.readers.scan.encoding import Encoding
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.specification.arguments import JsonObject, PythonKwargs
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.pairs import Pairs


def encoding_for(spec: Grammar) -> Encoding:
    """Return the argument encoding of a spec."""
    arguments = spec.arguments
    if isinstance(arguments, JsonObject):
        return JsonObjectEncoding(spec, arguments)
    if isinstance(arguments, PythonKwargs):
        return PythonKwargsEncoding(spec, arguments)
    if isinstance(arguments, Pairs):
        return PairsEncoding(spec, arguments)
    return RawTagsEncoding(spec, arguments)


def reader_for(spec: Grammar) -> Reader:
    """Return the strict reader of a format."""
    return Reader(spec, encoding_for(spec))
