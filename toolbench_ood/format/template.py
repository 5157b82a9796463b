"""Renders the templates of a format and remembers which characters are words and which are data.

Jinja's ``finalize`` hook sees the value of every ``{{ … }}`` but never the template's own text.
It marks each value as data, unless the value is ``Words``: text of ``format.toml`` or of the
program itself. What the template emits is then told apart chunk by chunk. A value that a template
glues together with ``~`` counts as data, which is the safe side.
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
from toolbench_ood.readers.codecs.literal_codec import LiteralCodec
from toolbench_ood.readers.indexed import filled
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.strict_json import JsonFault, read_whole_json
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Piece, Pieces, plain

HOW = "how.jinja"
"""What a sentence of ``format.toml`` is called among the templates."""


class Words(str):
    """Text that a template may emit as its own words."""

    __slots__ = ()


class _Data(str):
    """A value on its way through Jinja, which calls ``str`` on it once more."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


class Rendered(_Data):
    """Text in which the format's own words and data are told apart already."""

    __slots__ = ("pieces",)

    pieces: Pieces

    @classmethod
    def of(cls, pieces: Pieces) -> "Rendered":
        """Make one of pieces."""
        made = cls(plain(pieces))
        made.pieces = pieces
        return made


def _spelt(codec: LiteralCodec, value: Any) -> Rendered:
    """Spell a value, in which quotes that are tokens of the format are its own words."""
    parts = codec.parts(value)
    return Rendered.of(tuple(Piece(text, data=not word) for text, word in parts))


def _finalize(value: Any) -> str:
    if isinstance(value, Rendered):
        return value
    return str(value) if isinstance(value, Words) else _Data(value)


def as_words(spec: FormatSpec) -> SimpleNamespace:
    """Return the facts of a spec for a template: ``format.section.open`` and so on, as words."""
    return SimpleNamespace(**{key: _namespace(item) for key, item in spec.model_dump().items()})


def _namespace(value: Any) -> Any:
    if isinstance(value, Mapping):
        return SimpleNamespace(**{key: _namespace(item) for key, item in value.items()})
    if isinstance(value, str):
        return Words(value)
    return value


_OPEN = frozenset({SimpleNamespace, Call, ToolOutput})
"""Types that hold the facts of a format, a call or a result, and nothing else."""
_PADS = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})


class _Environment(ImmutableSandboxedEnvironment):
    """Sandboxed, and without what lets a short template make endless text.

    A template loops over what it is given alone: there is no ``range``, no ``*``, ``**`` or ``%``,
    and nothing that pads a text.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse the operator; Jinja calls this for those above alone."""
        del context, left, right
        raise SecurityError(f"a format's template may not use {operator!r}")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse the methods of a text that pad it as well.

        The format's own facts are read without asking what kind of object holds them.
        """
        if type(obj) in _OPEN:
            return not attr.startswith("_")
        return attr not in _PADS and super().is_safe_attribute(obj, attr, value)


def _cell(text: str) -> str:
    """Return a text for a cell of a Markdown table: on one line, its bars escaped."""
    return " ".join(str(text).splitlines()).replace("|", "\\|")


def _parsed(text: str) -> Any:
    """Return the value of a text that is JSON, and any other text itself."""
    try:
        return read_whole_json(text).value
    except JsonFault:
        return text


def _json_value(text: str) -> str:
    """Return a text that is JSON as it is, and any other as a JSON string."""
    try:
        read_whole_json(text)
    except JsonFault:
        return json_text(text)
    return text


def numbered(marker: str, index: int) -> Words:
    """Return a delimiter with the index of a call in it, as words of the format."""
    return Words(filled(marker, index))


def environment() -> ImmutableSandboxedEnvironment:
    """Build the environment of all format templates: sandboxed, strict, without HTML escapes."""
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
    """Return the filters of a format whose arguments are pairs.

    ``form`` tells how a pair with that value is laid out, ``spelt`` spells the value as in a pair,
    ``literal`` in the language of ``[arguments.literal]``.
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
"""What an expression in a template may come to; Jinja wraps only some of it."""


class Templates:
    """The templates of one format, each compiled when it is first used.

    Args:
        texts: of all files of the format, with those that formats share.
        source: says where they are.
        spec: what they speak of.
    """

    def __init__(self, texts: Mapping[str, str], source: Source, spec: FormatSpec) -> None:
        self._texts = {**texts, HOW: spec.declaration.how}
        self._source = source
        self._words = as_words(spec)
        self._environment = environment()
        self._environment.filters.update(_pair_filters(spec))
        self._compiled: dict[str, Template] = {}

    def render(self, name: str, **values: Any) -> Pieces:
        """Render ``<name>.jinja``; raises UserError when the template itself is at fault.

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
    """Yield every text that is not empty, after whether it is data."""
    for chunk in chunks:
        if isinstance(chunk, Rendered):
            yield from ((piece.data, piece.text) for piece in chunk.pieces if piece.text)
        elif chunk:
            yield isinstance(chunk, _Data), chunk


def merged(chunks: Iterable[str]) -> Pieces:
    """Make pieces of what a template emitted, joining neighbours of one kind."""
    runs = groupby(_told_apart(chunks), key=itemgetter(0))
    return tuple(Piece("".join(text for _, text in run), data=kind) for kind, run in runs)
