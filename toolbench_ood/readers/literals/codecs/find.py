"""Which codec writes the values of a form."""

from collections.abc import Callable, Mapping, Sequence

from toolbench_ood.readers.literals.codecs.codec import Codec
from toolbench_ood.readers.literals.codecs.json_codec import (
    JsonCodec,
    PercentCodec,
    PercentJsonCodec,
    PipedJsonCodec,
)
from toolbench_ood.readers.literals.codecs.literal_codec import LiteralCodec
from toolbench_ood.readers.literals.codecs.text_codec import LatexCodec, RawCodec, ShellCodec
from toolbench_ood.readers.literals.python_literal import PythonLiterals
from toolbench_ood.readers.specification.pairs import CodecName, Pairs

_PLAIN: Mapping[str, Callable[[], Codec]] = {
    "json": JsonCodec,
    "shell": ShellCodec,
    "percent": PercentCodec,
    "percent_json": PercentJsonCodec,
    "latex": LatexCodec,
    "piped_json": PipedJsonCodec,
}


def find_codec(name: CodecName, pairs: Pairs, stems: Sequence[str]) -> Codec:
    """Return the codec of that name; ``stems`` are what ends a raw value."""
    if name in ("raw", "schema"):
        return RawCodec(stems)
    if name == "python":
        return PythonLiterals(pairs.literal.constants)
    return LiteralCodec(pairs.literal) if name == "literal" else _PLAIN[name]()
