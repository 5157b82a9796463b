"""Renders the templates of a format and remembers which characters are words and which are data.

Jinja's ``finalize`` hook sees the value of every ``{{ … }}`` but never the template's own text.
It marks each value as data, unless the value is ``Words``: text of ``format.toml`` or of the
program itself. What the template emits is then told apart chunk by chunk. A value that a template
glues together with ``~`` counts as data, which is the safe side.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolbench_ood.format.literals import json_text, python_literal, raw_text
from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Piece, Pieces


class Words(str):
    """Text that a template may emit as its own words."""

    __slots__ = ()


class _Data(str):
    """A value on its way through Jinja, which calls ``str`` on it once more."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


def _finalize(value: Any) -> str:
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


class _Environment(ImmutableSandboxedEnvironment):
    """Sandboxed, and without what lets a short template make endless text.

    A template loops over what it is given alone: there is no ``range``, and no ``*`` or ``**``.
    """

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse the operator; Jinja calls this for those above alone."""
        del context, left, right
        raise SecurityError(f"a format's template may not use {operator!r}")


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
    made.filters.update(json=json_text, python_literal=python_literal, raw=raw_text)
    return made


_FAILURES = (
    *(TemplateError, RecursionError, ArithmeticError, LookupError),
    *(AttributeError, TypeError, ValueError),
)
"""What an expression in a template may come to; Jinja wraps only some of it."""


class Templates:
    """The three templates of one format, each compiled when it is first used."""

    def __init__(self, folder: Path, spec: FormatSpec) -> None:
        self._folder = folder
        self._words = as_words(spec)
        self._environment = environment()
        self._compiled: dict[str, Template] = {}

    def render(self, name: str, **values: Any) -> Pieces:
        """Render ``<name>.jinja``; raises UserError when the template itself is at fault."""
        template = self._compiled.get(name) or self._compile(name)
        context = template.new_context({"format": self._words, **values})
        try:
            return merged(template.root_render_func(context))
        except _FAILURES as error:
            path = self._folder / f"{name}.jinja"
            raise UserError(f"{path}: the template does not render: {error}") from error

    def _compile(self, name: str) -> Template:
        path = self._folder / f"{name}.jinja"
        try:
            template = self._environment.from_string(path.read_text(encoding="utf-8"))
        except (TemplateError, RecursionError, UnicodeDecodeError) as error:
            raise UserError(f"{path}: the template does not compile: {error}") from error
        self._compiled[name] = template
        return template


def merged(chunks: Iterable[str]) -> Pieces:
    """Make pieces of what a template emitted, joining neighbours of one kind."""
    pieces: list[Piece] = []
    run: list[str] = []
    kind = False
    for chunk in filter(None, chunks):
        is_data = isinstance(chunk, _Data)
        if is_data is not kind and run:
            pieces.append(Piece("".join(run), data=kind))
            run = []
        kind = is_data
        run.append(chunk)
    if run:
        pieces.append(Piece("".join(run), data=kind))
    return tuple(pieces)
