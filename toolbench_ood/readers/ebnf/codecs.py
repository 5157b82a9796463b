"""The dialects of values in pairs: one for each codec that writes more than strings."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from toolbench_ood.readers.ebnf.dialect import Dialect, json_dialect, numbers
from toolbench_ood.readers.ebnf.rules import (
    MOST_SPACE,
    SPACE_CLASS,
    Expr,
    Rules,
    alt,
    any_of,
    lit,
    none_of,
    seq,
)
from toolbench_ood.readers.ebnf.without import Without
from toolbench_ood.readers.literals.codecs.codec import Codec
from toolbench_ood.readers.literals.codecs.literal_codec import LiteralCodec
from toolbench_ood.readers.specification.literal_spec import LiteralSpec
from toolbench_ood.types.value import Json

_UNRESERVED = "[A-Za-z0-9._~-]"
_HEX = "[0-9A-F]"
_TAIL = '"%" [89AB] [0-9A-F]'
"""A byte from 0x80 to 0xBF, percent-encoded."""

_BEYOND_ASCII = (
    f'"%" ("C" [2-9A-F] | "D" {_HEX}) {_TAIL}',
    f'"%E0%" [AB] {_HEX} {_TAIL}',
    f'"%E" [1-9A-CEF] {_TAIL} {_TAIL}',
    f'"%ED%" [89] {_HEX} {_TAIL}',
    f'"%F0%" [9AB] {_HEX} {_TAIL} {_TAIL}',
    f'"%F" [1-3] {_TAIL} {_TAIL} {_TAIL}',
    f'"%F4%8" {_HEX} {_TAIL} {_TAIL}',
)
"""Characters of two to four bytes in UTF-8 (RFC 3629, section 4)."""


def json_of(rules: Rules, codec: Codec) -> Dialect:
    """Return plain JSON."""
    own = json_dialect(rules)
    return replace(own, real=numbers(rules)[2], texts_of=_written(codec, own.texts_of))


def _written(
    codec: Codec, admitted: Callable[[Json], Sequence[str]]
) -> Callable[[Json], Sequence[str]]:
    def texts_of(value: Json) -> Sequence[str]:
        if not admitted(value):
            return ()
        return tuple(dict.fromkeys((codec.write(value), *admitted(value))))

    return texts_of


def _only_written(
    codec: Codec, admitted: Callable[[Json], Sequence[str]]
) -> Callable[[Json], Sequence[str]]:
    """Return only the writer's own text, and only for values that can be encoded."""
    return lambda value: (codec.write(value),) if admitted(value) else ()


def piped_json(rules: Rules, codec: Codec) -> Dialect:
    """Return JSON in which vertical bars are escaped with a backslash."""
    own = json_of(rules, codec)
    plain = none_of(['"', "\\", "|", *map(chr, range(0x20))])
    escape = f'"\\\\" ([\\u0022\\u005c/bfnrt|] | "u" {_unicode()})'
    string = rules.name("cell-string", f'"\\"" {any_of(plain, escape)} "\\""')
    return replace(
        own,
        string=string,
        texts_of=_only_written(codec, own.texts_of),
        space=rules.name("cell-space", f"[ \\t]{{0,{MOST_SPACE}}}"),
    )


def _unicode() -> Expr:
    """Return the digits of an escape that is not half of a surrogate pair."""
    digit = "[0-9a-fA-F]"
    return f"([0-9a-cA-CefEF] {digit} {digit} {digit} | [dD] [0-7] {digit} {digit})"


def percent_text(rules: Rules) -> Expr:
    """Return a percent-encoded string."""
    encoded = " | ".join([f'"%" [0-7] {_HEX}', *_BEYOND_ASCII])
    return rules.name("percent", any_of(_UNRESERVED, encoded))


def percent_json(rules: Rules, codec: Codec) -> Dialect:
    """Return percent-encoded JSON, including JSON's escapes for arbitrary characters."""
    number, integer, real = numbers(rules, plus='"%2B"')
    unescaped = ['"%2" [013-9A-F]', '"%" [346] [0-9A-F]', '"%5" [0-9ABDEF]', '"%7" [0-9A-F]']
    escape = f'"%5C" ("%22" | "%5C" | "%2F" | [bfnrt] | "u" {_unicode()})'
    encoded = " | ".join([*unescaped, *_BEYOND_ASCII, escape])
    string = rules.name("percent-string", f'"%22" {any_of(_UNRESERVED, encoded)} "%22"')
    own = json_dialect(rules)
    return replace(
        own,
        string=string,
        number=number,
        integer=integer,
        real=real,
        texts_of=_only_written(codec, own.texts_of),
        space=rules.name("percent-space", f'("%20" | "%09" | "%0A" | "%0D"){{0,{MOST_SPACE}}}'),
        comma=lit("%2C"),
        colon=lit("%3A"),
        brackets=("%5B", "%5D"),
        braces=("%7B", "%7D"),
    )


def literal(rules: Rules, spec: LiteralSpec, codec: LiteralCodec) -> Dialect:
    """Return the language of ``[arguments.literal]``, except for its own lists and maps."""
    own = json_of(rules, codec)
    string = own.string if spec.string == "json" else quoted(rules, spec)
    bare = spec.map_key == "bare"
    return replace(
        own,
        string=string,
        true=lit(spec.true),
        false=lit(spec.false),
        null=lit(spec.null) if spec.null else None,
        texts_of=lambda value: _literals(codec, own, value),
        comma=lit(spec.separator) if spec.separator else SPACE_CLASS,
        colon=lit(spec.assign) if spec.assign else SPACE_CLASS,
        brackets=(spec.list_open, spec.list_close),
        braces=(spec.map_open, spec.map_close),
        key=_bare_key(rules) if bare else "",
        keys=_bare_keys if bare else None,
    )


def _literals(codec: LiteralCodec, own: Dialect, value: Json) -> Sequence[str]:
    if not own.texts_of(value) or (value is None and not codec.spec.null):
        return ()
    text = codec.write(value)
    return (text,) if isinstance(value, dict | list) or _back(codec, text, value) else ()


def _back(codec: LiteralCodec, text: str, value: Json) -> bool:
    """Whether the text of a scalar reads back; a string may contain the language's quote token."""
    return not isinstance(value, str) or codec.string(f"{text} ", 0)[0] == value


_NO_KEY = "<>[](){}\"'=,;|&: \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f"
_NO_KEY += "\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))


def _bare_key(rules: Rules) -> Expr:
    return rules.name("bare-key", f"{none_of(_NO_KEY)}{{1,200}}")


def _bare_keys(key: str) -> Sequence[str]:
    return () if not key or set(key) & set(_NO_KEY) else (key,)


def quoted(rules: Rules, spec: LiteralSpec) -> Expr:
    """Return a string that ends at its quote, which is doubled inside it or not allowed there."""
    quote = lit(spec.quote)
    if spec.string == "doubled":
        inner = any_of(none_of([spec.quote]), lit(spec.quote * 2))
        return rules.name("doubled", f"{quote} {inner} {quote}")
    without = Without((spec.quote,))
    body = rules.keep(
        spec.quote,
        lambda: without.rules(
            rules,
            "token-text",
            lambda state, _: [quote] if without.closes(state, spec.quote) else [],
        ),
    )
    return rules.name("token-string", f"{quote} {body}")


def doubled_json(rules: Rules, spec: LiteralSpec) -> Dialect:
    """Return JSON inside a string of the language, with its quotes doubled."""
    own = replace(json_dialect(rules), real=numbers(rules)[2])
    plain = none_of(['"', "\\", spec.quote, *map(chr, range(0x20))])
    escape = f'"\\\\" ([\\u0022\\u005c/bfnrt] | "u" {_unicode()})'
    body = any_of(plain, f"{lit(spec.quote * 2)} | {escape}")
    string = rules.name("inner-string", f'"\\"" {body} "\\""')

    def texts_of(value: Json) -> Sequence[str]:
        return [text.replace(spec.quote, spec.quote * 2) for text in own.texts_of(value)]

    return replace(own, string=string, texts_of=texts_of)


def shell_text(rules: Rules) -> Expr:
    r"""Return a single-quoted string, in which ``'\''`` stands for a single quote."""
    body = any_of(none_of("'"), lit("'\\''"))
    return rules.name("shell", f'"\'" {body} "\'"')


def latex_text(rules: Rules) -> Expr:
    r"""Return a string in which braces and backslashes are escaped with a backslash."""
    escape = seq(lit("\\"), alt(map(lit, "\\{}")))
    return rules.name("latex", any_of(none_of("\\{}"), escape))
