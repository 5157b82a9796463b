"""Renders the templates of a format and tracks which characters are words and which are data.

Jinja's ``finalize`` hook receives the value of every ``{{ … }}`` but not the template's own text.
It marks each value as data, unless the value is ``Words``: text from ``format.toml`` or from the
program itself. The output is then classified chunk by chunk. A value that a template concatenates
with ``~`` counts as data, so no data is ever taken for words.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolbench_ood.format.literals import json_text, plain_json, python_literal, raw_text
from toolbench_ood.format.source import Source
from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.readers.encodings.pairs.encoding import PairsEncoding
from toolbench_ood.readers.literals.codecs.literal_codec import LiteralCodec
from toolbench_ood.readers.literals.strict_json import JsonFault, read_whole_json
from toolbench_ood.readers.specification.marker import filled
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Piece, Pieces, plain

HOW = "how.jinja"
"""Template name of a sentence from ``format.toml``."""


class Words(str):
    """Text that a template may emit as its own words."""

    __slots__ = ()


class _Data(str):
    """A value passing through Jinja, which calls ``str`` on it again."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


class Rendered(_Data):
    """Text that is already divided into the format's own words and data."""

    __slots__ = ("pieces",)

    pieces: Pieces

    @classmethod
    def of(cls, pieces: Pieces) -> "Rendered":
        """Create an instance from pieces."""
        made = cls(plain(pieces))
        made.pieces = pieces
        return made


def _spelt(codec: LiteralCodec, value: Any) -> Rendered:
    """Write a value; quotes that are tokens of the format count as its own words."""
    parts = codec.parts(value)
    return Rendered.of(tuple(Piece(text, data=not word) for text, word in parts))


def _finalize(value: Any) -> str:
    if isinstance(value, Rendered):
        return value
    return str(value) if isinstance(value, Words) else _Data(value)


def as_words(spec: FormatSpec) -> SimpleNamespace:
    """Return a spec for use in a template: ``format.section.open`` and so on, as words."""
    return SimpleNamespace(**{key: _namespace(item) for key, item in spec.model_dump().items()})


def _namespace(value: Any) -> Any:
    if isinstance(value, Mapping):
        return SimpleNamespace(**{key: _namespace(item) for key, item in value.items()})
    if isinstance(value, str):
        return Words(value)
    return value


_OPEN = frozenset({SimpleNamespace, Call, ToolOutput})
"""Types that contain only the facts of a format, a call or a result."""
_PADS = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that also rejects anything with which a short template could produce endless text.

    Templates can loop only over their inputs: there is no ``range``, no ``*``, ``**`` or ``%``,
    and nothing that pads text.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reject the operator; Jinja calls this only for those listed above."""
        del context, left, right
        raise SecurityError(f"a format's template may not use {operator!r}")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Also reject the string methods that pad text.

        Attributes of the format's own facts are allowed without the sandbox's checks.
        """
        if type(obj) in _OPEN:
            return not attr.startswith("_")
        return attr not in _PADS and super().is_safe_attribute(obj, attr, value)


def _cell(text: str) -> str:
    """Format text for a cell of a Markdown table: on one line, with vertical bars escaped."""
    return " ".join(str(text).splitlines()).replace("|", "\\|")


def _parsed(text: str) -> Any:
    """Return the value of JSON text, and any other text unchanged."""
    try:
        return read_whole_json(text).value
    except JsonFault:
        return text


def _json_value(text: str) -> str:
    """Return JSON text unchanged, and any other text as a JSON string."""
    try:
        read_whole_json(text)
    except JsonFault:
        return json_text(text)
    return text


def numbered(marker: str, index: int, length: int = 0) -> Words:
    """Return a delimiter with the index of a call inserted, as words of the format.

    With a ``length``, the index has zeros before it up to so many digits.
    """
    return Words(filled(marker, str(index).zfill(length)))


def environment() -> ImmutableSandboxedEnvironment:
    """Create the environment of all format templates: sandboxed, strict, without HTML escaping."""
    made = _Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        autoescape=False,
    )
    made.globals.clear()
    for name in ("center", "format", "indent", "wordwrap"):
        del made.filters[name]
    made.filters.update(json=json_text, python_literal=python_literal, raw=raw_text)
    made.filters.update(numbered=numbered, cell=_cell, parsed=_parsed, json_value=_json_value)
    return made


def _pair_filters(spec: FormatSpec) -> dict[str, Any]:
    """Return the filters for formats whose arguments are pairs.

    ``form`` returns the layout of a pair with that value, ``spelt`` writes the value as in a pair,
    and ``literal`` writes it in the language of ``[arguments.literal]``.
    """
    arguments = spec.arguments
    if not isinstance(arguments, Pairs):
        return {}
    encoding = PairsEncoding(spec, arguments)
    layouts = {form: _namespace(form.model_dump()) for form in arguments.forms}

    def form(value: Any) -> Any:
        return layouts[encoding.form_for(value)]

    def spelt(value: Any) -> str:
        codec = encoding.codec(encoding.form_for(value))
        if isinstance(codec, LiteralCodec):
            return _spelt(codec, plain_json(value))
        return codec.write(plain_json(value))

    def literal(value: Any) -> str:
        return _spelt(LiteralCodec(arguments.literal), plain_json(value))

    return {"form": form, "spelt": spelt, "literal": literal}


_FAILURES = (
    *(TemplateError, RecursionError, ArithmeticError, LookupError),
    *(AttributeError, TypeError, ValueError),
)
"""Exceptions that an expression in a template may raise; Jinja wraps only some of them."""


class Templates:
    """The templates of one format, each compiled on first use.

    Args:
        texts: all files of the format, including shared ones.
        source: where they are located.
        spec: the spec that they refer to.
    """

    def __init__(self, texts: Mapping[str, str], source: Source, spec: FormatSpec) -> None:
        self._texts = {**texts, HOW: spec.declaration.how}
        self._source = source
        self._words = as_words(spec)
        self._environment = environment()
        self._environment.filters.update(_pair_filters(spec))
        self._compiled: dict[str, Template] = {}

    def render(self, name: str, **values: Any) -> Pieces:
        """Render ``<name>.jinja``; raises UserError if the template itself is at fault.

        ``how`` is ``declaration.how`` of ``format.toml``.
        """
        template = self._compiled.get(name) or self._compile(name)
        context = template.new_context({"format": self._words, **values})
        try:
            return merged(template.root_render_func(context))
        except _FAILURES as error:
            path = self._place(f"{name}.jinja")
            raise UserError(f"{path}: the template does not render: {error}") from error

    def _compile(self, name: str) -> Template:
        file = f"{name}.jinja"
        try:
            template = self._environment.from_string(self._texts[file])
        except (TemplateError, RecursionError) as error:
            path = self._place(file)
            raise UserError(f"{path}: the template does not compile: {error}") from error
        self._compiled[name] = template
        return template

    def _place(self, file: str) -> str:
        if file == HOW:
            return f"{self._source.place('format.toml')}: declaration.how"
        return self._source.place(file)


def _told_apart(chunks: Iterable[str]) -> Iterator[tuple[bool, str]]:
    """Yield each non-empty text, preceded by whether it is data."""
    for chunk in chunks:
        if isinstance(chunk, Rendered):
            yield from ((piece.data, piece.text) for piece in chunk.pieces if piece.text)
        elif chunk:
            yield isinstance(chunk, _Data), chunk


def merged(chunks: Iterable[str]) -> Pieces:
    """Combine a template's output into pieces, joining neighbours of the same kind."""
    runs = groupby(_told_apart(chunks), key=itemgetter(0))
    return tuple(Piece("".join(text for _, text in run), data=kind) for kind, run in runs)
